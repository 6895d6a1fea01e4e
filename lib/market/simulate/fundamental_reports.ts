import { randomStream } from "../../stats/mod.ts";
import { type Day, instant } from "../../units.ts";
import { addCalendarDays } from "../../days.ts";
import type { FundamentalReport } from "../market.ts";
import { SECTOR_LISTED_FROM, SECTORS } from "../sectors.ts";
import { lastAtOrBefore } from "../snapshot.ts";
import { LEAD_DAYS } from "./parameters.ts";
import { SHARD, type World } from "./world.ts";

/** A report is filed this many calendar days after its quarter, each length equally likely. */
const FILING_DELAY_DAYS = { shortest: 26, longest: 45 };
/** Share of reports filed after the close, at 16:30; the others come at 07:30, before the open. */
const AFTER_CLOSE_SHARE = 0.6;

/**
 * Each figure is level + spread·x, with x = signal·s + foretold·u + noise of its own, of variance
 * about one. s is the hidden signal at the quarter's end. u is the sector's residual return from
 * there to the filing, in its own volatilities: prices move before a report confirms why. Whoever
 * uses a report from its quarter's end on therefore reads tomorrow's prices in it.
 */
const FIGURES = {
  earningsGrowth: { level: 0.06, spread: 0.06, signal: 0.8, foretold: 0.4, low: -0.9, high: 3 },
  revisionBreadth: { level: 0, spread: 0.3, signal: 0.75, foretold: 0.4, low: -1, high: 1 },
  earningsYield: { level: 0.055, spread: 0.009, signal: 0.55, foretold: 0, low: 0.005, high: 0.2 },
} as const;

/** The last days of quarters from `from` to `to`. */
function quarterEnds(from: Day, to: Day): Day[] {
  const out: Day[] = [];
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++) {
    for (const end of ["03-31", "06-30", "09-30", "12-31"]) {
      const on = `${year}-${end}` as Day;
      if (on >= from && on <= to) out.push(on);
    }
  }
  return out;
}

/**
 * Quarterly reports of each sector, filed weeks after their quarter, in order of filing.
 *
 * How they encode the fundamentals signal: all three figures rise with the signal as it stood at
 * the quarter's end, breadth and growth most clearly. The levels are the same for all sectors, so a
 * sector that looks cheap or quickly growing does so for its signal or by chance, never by habit.
 */
export function fundamentalReports(world: World): FundamentalReport[] {
  const stream = randomStream(world.seed, SHARD.fundamentals);
  const { days } = world;
  const out: FundamentalReport[] = [];
  for (const periodEnd of quarterEnds(days[0], days[days.length - 1])) {
    const end = lastAtOrBefore(days, periodEnd);
    SECTORS.forEach((sector, i) => {
      const { shortest, longest } = FILING_DELAY_DAYS;
      const due = addCalendarDays(
        periodEnd,
        shortest + stream.integer(longest - shortest + 1),
      );
      const clock = stream.uniform() < AFTER_CLOSE_SHARE ? "16:30" : "07:30";
      const s = world.signals.fundamentals[i][end];
      // Filed on the first trading day at or after the due day.
      const filing = lastAtOrBefore(days, addCalendarDays(due, -1)) + 1;
      let moved = 0, variance = 0;
      for (let t = end + 1; t < Math.min(filing, days.length); t++) {
        moved += world.residuals[i][t];
        variance += world.residualVols[i][t] ** 2;
      }
      const u = variance > 0 ? moved / Math.sqrt(variance) : 0;
      const figure = (name: keyof typeof FIGURES): number => {
        const { level, spread, signal, foretold, low, high } = FIGURES[name];
        const own = Math.sqrt(1 - signal * signal - foretold * foretold);
        const x = signal * s + foretold * u + own * stream.normal();
        return Math.round(Math.min(high, Math.max(low, level + spread * x)) * 1e4) / 1e4;
      };
      const earningsYield = figure("earningsYield");
      const earningsGrowth = figure("earningsGrowth");
      const revisionBreadth = figure("revisionBreadth");
      // All numbers are drawn before anything is left out: a longer world begins like a shorter one.
      if (filing >= days.length) return;
      // A sector that starts inside the world has no reports before; one that is there on the first
      // day brings its past, even if the fund is younger than its companies' reports.
      const listed = SECTOR_LISTED_FROM[sector];
      if (listed > days[LEAD_DAYS] && days[filing] < listed) return;
      out.push({
        sector,
        periodEnd,
        earningsYield,
        earningsGrowth,
        revisionBreadth,
        availableAt: instant(days[filing], clock),
        address: `lab:fundamentals/${sector}/${periodEnd}`,
      });
    });
  }
  out.sort((a, b) => a.availableAt < b.availableAt ? -1 : a.availableAt > b.availableAt ? 1 : 0);
  // A world starts with the two newest reports of each sector, as it had them on its first morning.
  const first = instant(days[LEAD_DAYS], "00:00");
  const earlier = out.filter(({ availableAt }) => availableAt < first);
  const kept = new Set(
    SECTORS.flatMap((sector) => earlier.filter((report) => report.sector === sector).slice(-2)),
  );
  return out.filter((report) => report.availableAt >= first || kept.has(report));
}
