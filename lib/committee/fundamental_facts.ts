import type { FundamentalReport } from "../market/mod.ts";
import type { Sector } from "../market/mod.ts";
import type { Snapshot } from "../market/mod.ts";
import type { Day } from "../units.ts";
import { calendarDaysBetween } from "../market/mod.ts";
import {
  type FactName,
  type MissingFact,
  originOf,
  type RawFact,
  type SectorFacts,
} from "./fact.ts";

/** A quarter has 89 to 92 days; reports further apart than this have one missing between them. */
const QUARTER_DAYS = { least: 80, most: 100 };

/**
 * Days after its period's end at which a report is too old to use. The next quarter's is filed at
 * most 92 + 60 days later, so a healthy table never comes near.
 */
const STALE_AFTER_DAYS = 270;

const FIGURES = ["earningsYield", "earningsGrowth", "revisionBreadth"] as const;

/** The two newest filed quarters of each sector; a later filing of the same quarter replaces it. */
function newestReports(
  reports: readonly FundamentalReport[],
): ReadonlyMap<Sector, readonly [FundamentalReport, FundamentalReport?]> {
  const newest = new Map<Sector, [FundamentalReport, FundamentalReport?]>();
  for (const report of reports) {
    const known = newest.get(report.sector);
    if (!known) {
      newest.set(report.sector, [report]);
      continue;
    }
    const [first, second] = known;
    const replaces = (old: FundamentalReport | undefined) =>
      old?.periodEnd === report.periodEnd && report.availableAt > old.availableAt;
    if (report.periodEnd > first.periodEnd) newest.set(report.sector, [report, first]);
    else if (report.periodEnd === first.periodEnd) {
      if (replaces(first)) newest.set(report.sector, [report, second]);
    } else if (!second || report.periodEnd > second.periodEnd || replaces(second)) {
      newest.set(report.sector, [first, report]);
    }
  }
  return newest;
}

/**
 * The report that holds a figure of a quarter: the quarter's newest, or where that leaves the figure empty
 * an earlier one of the same quarter, for a filing that does not speak of a figure takes none back.
 */
function holding(
  report: FundamentalReport | undefined,
  figure: typeof FIGURES[number],
  reports: readonly FundamentalReport[],
): FundamentalReport | undefined {
  if (report === undefined || Number.isFinite(report[figure])) return report;
  let newest: FundamentalReport | undefined;
  for (const one of reports) {
    if (one.sector !== report.sector || one.periodEnd !== report.periodEnd) continue;
    if (!Number.isFinite(one[figure])) continue;
    if (newest === undefined || one.availableAt >= newest.availableAt) newest = one;
  }
  return newest;
}

/**
 * Figures of the newest filed quarter and their change on the quarter before, per listed sector.
 *
 * A report counts from its filing; the snapshot holds no other. A change needs both quarters.
 */
export function fundamentalFacts(snapshot: Snapshot): ReadonlyMap<Sector, SectorFacts> {
  const newest = newestReports(snapshot.fundamentals);
  const nowhere = snapshot.fundamentals.length === 0;
  return new Map(snapshot.sectors.map((sector) => {
    const facts: RawFact[] = [];
    const missing: MissingFact[] = [];
    const absent = (name: FactName, reason: string) =>
      missing.push({ pillar: "fundamentals", name, reason });
    const [report, before] = newest.get(sector) ?? [];
    const reason = nowhere
      ? "these data hold no filings"
      : report === undefined
      ? `no quarter of ${sector} was filed by ${snapshot.decidedAt}`
      : calendarDaysBetween(report.periodEnd, snapshot.day) > STALE_AFTER_DAYS
      ? `the newest filed quarter of ${sector} ended on ${report.periodEnd}, ` +
        `more than ${STALE_AFTER_DAYS} days ago`
      : undefined;
    const noChange = reason ?? changeMissing(report!, before);
    for (const figure of FIGURES) {
      const change = `${figure}Change` as const;
      const own = holding(report, figure, snapshot.fundamentals);
      const earlier = holding(before, figure, snapshot.fundamentals);
      const value = own?.[figure] ?? NaN;
      const gap = (of: FundamentalReport | undefined) =>
        `the filed quarter of ${of?.periodEnd} has no ${figure}`;
      const raw = (name: FactName, value: number, from: readonly FundamentalReport[]): RawFact => ({
        name,
        value,
        address: `${from[0].address}#${name}`,
        asOf: from[0].periodEnd as Day,
        // A change is known once both of its quarters are, as they stand now.
        availableAt: from.map(({ availableAt }) => availableAt).sort().at(-1)!,
        ...originOf(from),
      });
      if (reason !== undefined) absent(figure, reason);
      else if (!Number.isFinite(value)) absent(figure, gap(report));
      else facts.push(raw(figure, value, [own!]));
      const difference = value - (earlier?.[figure] ?? NaN);
      if (noChange !== undefined) absent(change, noChange);
      else if (!Number.isFinite(difference)) {
        absent(change, gap(Number.isFinite(value) ? before : report));
      } else facts.push(raw(change, difference, [own!, earlier!]));
    }
    return [sector, { facts, missing }];
  }));
}

function changeMissing(
  report: FundamentalReport,
  before: FundamentalReport | undefined,
): string | undefined {
  if (!before) return "no earlier quarter was filed";
  const apart = calendarDaysBetween(before.periodEnd, report.periodEnd);
  return apart < QUARTER_DAYS.least || apart > QUARTER_DAYS.most
    ? `the quarter before ${report.periodEnd} was not filed; the one before it ended on ` +
      before.periodEnd
    : undefined;
}
