/**
 * Seeded companies with fiscal years of their own, what they filed and when a stranger could read it;
 * and the rows that must follow, computed slowly from the log of what was filed, by fiscal years and
 * quarters, never by the dates, bands and states that the library reads.
 */
import { randomStream } from "lab/stats";
import { type Day, day } from "lab/units";
import type { HoldingsFile, Split, SplitAdjustedClose } from "lab/sources";
import type { EdgarFiling, Figure } from "./edgar.ts";
import { cover, diluted, income } from "./edgar.ts";

const MS = 86_400_000;
const text = (n: number) => new Date(n * MS).toISOString().slice(0, 10);
const isWeekend = (n: number) => [0, 6].includes(new Date(n * MS).getUTCDay());

/** A year to date as one filing gave it. */
export interface Logged {
  readonly cik: number;
  readonly year: number;
  /** Quarters of the year to date, 1 to 4. */
  readonly quarters: number;
  readonly end: string;
  readonly value: number;
  readonly accession: string;
  /** The minute of New York from which anybody could read it. */
  readonly readable: string;
  /** Its careful reading: the digits as New York's. */
  readonly careful: string;
}

/** A count of shares as one filing gave it. */
export interface LoggedShares extends Pick<Logged, "cik" | "accession" | "careful"> {
  readonly end: string;
  readonly filed: string;
  readonly count: number;
}

export interface World {
  readonly companies: ReadonlyMap<number, { ticker: string; filings: readonly EdgarFiling[] }>;
  readonly readable: ReadonlyMap<string, string>;
  readonly log: readonly Logged[];
  readonly shares: readonly LoggedShares[];
  readonly holdings: readonly HoldingsFile[];
  readonly closes: ReadonlyMap<string, readonly SplitAdjustedClose[]>;
  readonly splits: ReadonlyMap<string, readonly Split[]>;
}

const FIRST_YEAR = 2018, YEARS = 4;

/** Days of the holdings files, and 15:00 of Greenwich on them as New York has it. */
const HOLDINGS_DAYS = ["2020-07-01", "2021-03-01"], SEEN = ["2020-07-01T11:00", "2021-03-01T10:00"];

/** Ends of fiscal quarters as day numbers: ends of months, or weeks with a long year among them. */
function fiscalEnds(stream: ReturnType<typeof randomStream>): number[] {
  const month = 1 + stream.integer(12), inWeeks = stream.uniform() < 0.4, ends: number[] = [];
  let at = Date.UTC(FIRST_YEAR, month, 0) / MS;
  for (let k = 0; k <= 4 * YEARS; k++) {
    ends.push(at);
    if (inWeeks) at += 7 * (k % 4 === 3 && k >= 8 && k < 12 ? 14 : 13);
    else at = Date.UTC(FIRST_YEAR, month + 3 * (k + 1), 0) / MS;
  }
  return ends;
}

/** A moment of filing on a day: its true minute, the digits of the answer, the date, the careful reading. */
function moment(on: number, stream: ReturnType<typeof randomStream>, inGreenwich: boolean) {
  while (isWeekend(on)) on++;
  const second = 6 * 3600 + stream.integer(16 * 3600), late = second > 17.5 * 3600;
  let date = on;
  if (late) { do date++; while (isWeekend(date)); }
  const iso = (s: number) => new Date(on * MS + s * 1000).toISOString();
  const whole = (s: number) => iso(Math.ceil(s / 60) * 60).slice(0, 16);
  const month = Number(text(on).slice(5, 7)), ahead = month > 3 && month < 11 ? 4 : 5;
  const digits = second + (inGreenwich ? ahead * 3600 : 0), six = `${text(date)}T06:00`;
  return {
    accepted: iso(digits),
    filingDate: text(date),
    readable: late ? six : whole(second),
    careful: whole(digits) > six ? whole(digits) : six,
  };
}

// Long because one walk through a company's years writes filings and their log side by side.
export function edgarWorld(seed: number): World {
  const stream = randomStream(seed, 0);
  const companies = new Map<number, { ticker: string; filings: EdgarFiling[] }>();
  const readable = new Map<string, string>(), log: Logged[] = [], shares: LoggedShares[] = [];
  const closes = new Map<string, SplitAdjustedClose[]>(), splits = new Map<string, Split[]>();
  const count = 2 + stream.integer(4);
  for (let cik = 1; cik <= count; cik++) {
    const ticker = `T${cik}`, filings: EdgarFiling[] = [], ends = fiscalEnds(stream);
    const inGreenwich = stream.uniform() < 0.5, hasCover = stream.uniform() < 0.6;
    const hasDiluted = !hasCover || stream.uniform() < 0.5;
    // What each quarter is held to have earned: later filings change it.
    const quarters = ends.slice(1).map(() =>
      1 + stream.integer(60) - (stream.uniform() < 0.1 ? 50 : 0)
    );
    const split = stream.uniform() < 0.5
      ? [{ day: day(text(ends[4] + stream.integer(600))), ratio: 2 + stream.integer(4) }]
      : [];
    if (stream.uniform() < 0.9) splits.set(ticker, split);
    const own: SplitAdjustedClose[] = [];
    for (let n = ends[0]; n <= ends.at(-1)! + 100; n++) {
      if (!isWeekend(n) && stream.uniform() < 0.98) {
        own.push({ day: day(text(n)), close: 1 + stream.integer(50) });
      }
    }
    closes.set(ticker, own);
    for (let k = 0; k < quarters.length; k++) {
      const year = Math.floor(k / 4), inYear = k % 4 + 1;
      if (stream.uniform() < 0.04) continue;
      const yearToDate = (year: number, upTo: number): Figure & { value: number } => {
        const value = quarters.slice(4 * year, 4 * year + upTo).reduce((a, b) => a + b, 0);
        const start = text(ends[4 * year] + 1), end = text(ends[4 * year + upTo]);
        return { ...income(start, end, value), value };
      };
      const file = (form: string, on: number, years: readonly number[], quiet = false) => {
        const at = moment(on, stream, inGreenwich);
        const accession = `${cik}-${String(filings.length).padStart(3, "0")}`;
        const figures: Figure[] = [];
        for (const one of years.filter((one) => one >= 0)) {
          const { value, ...figure } = yearToDate(one, inYear);
          figures.push(figure);
          if (!quiet) {
            const { readable, careful } = at;
            log.push({
              cik,
              year: one,
              quarters: inYear,
              end: figure.end,
              value,
              accession,
              readable,
              careful,
            });
          }
          // The quarter alone stands beside the year to date, as in every report; it is no part.
          if (inYear > 1 && inYear < 4) {
            const at = 4 * one + inYear;
            figures.push(income(text(ends[at - 1] + 1), text(ends[at]), quarters[at - 1]));
          }
        }
        if (form !== "10-K/A") {
          const hasSplit = split.length > 0 && split[0].day <= at.filingDate;
          const count = (10 + cik + stream.integer(3)) * (hasSplit ? split[0].ratio : 1);
          const end = text(on - 3), start = text(ends[k] + 1), last = text(ends[k + 1]);
          const noted = { cik, accession, careful: at.careful, filed: at.filingDate };
          if (hasCover) figures.push(cover(end, count));
          if (hasDiluted) figures.push(diluted(start, last, count));
          if (!quiet) shares.push({ ...noted, end: hasCover ? end : last, count });
        }
        filings.push({
          accession,
          form,
          filingDate: at.filingDate,
          accepted: at.accepted,
          figures,
        });
        readable.set(accession, at.readable);
      };
      const on = ends[k + 1] + 20 + stream.integer(40), isYear = inYear === 4;
      if (stream.uniform() < 0.3) file("8-K", on - 7, [year], true);
      if (stream.uniform() < 0.2 && k > 4) quarters[k - 1 - stream.integer(4)] += 7;
      file(isYear ? "10-K" : "10-Q", on, isYear ? [year, year - 1, year - 2] : [year, year - 1]);
      if (isYear && stream.uniform() < 0.3) {
        quarters[k] -= 5;
        file("10-K/A", on + 30, [year]);
      }
    }
    companies.set(cik, { ticker, filings });
  }
  const file = (on: string, spread: number): HoldingsFile => {
    const parts = [...companies.values()].map(() => 1 + spread * stream.uniform());
    const all = parts.reduce((a, b) => a + b, 0) / 0.97;
    const rows = [...companies.values()].map(({ ticker }, i) => ({
      ticker,
      weight: parts[i] / all,
    }));
    return {
      sector: "XLK",
      day: day(on),
      fetchedAt: `${on}T15:00:00.000Z`,
      rows: [...rows, { ticker: "-", weight: 0.03 }],
    };
  };
  const holdings = HOLDINGS_DAYS.map((on) => file(on, 4));
  return { companies, readable, log, shares, holdings, closes, splits };
}

/** A row by the slow way; figures not rounded. */
export interface SlowRow {
  readonly periodEnd: string;
  readonly availableAt: string;
  readonly earningsYield?: number;
  readonly earningsGrowth?: number;
  readonly shareCovered: number;
  readonly later: boolean;
}

const QUARTER_ENDS = Array.from({ length: 60 }, (_, i) => Date.UTC(2015, 3 * i + 3, 0) / MS);

/** The calendar's quarter whose end is nearest, the earlier of two; an index of `QUARTER_ENDS`. */
function nearest(end: string): number {
  const on = Date.parse(end) / MS;
  const apart = QUARTER_ENDS.map((n) => Math.abs(n - on));
  return apart.indexOf(Math.min(...apart));
}

/** All rows of a world's one sector, each from the whole log anew. */
export function slowRows(world: World): SlowRow[] {
  const { log, shares, holdings, closes, splits } = world;
  const minutes = [...new Set([...log, ...shares].map(({ careful }) => careful))].sort();
  const rows: SlowRow[] = [];
  let before = "";
  for (const at of minutes) {
    const seen = holdings.filter((_, i) => SEEN[i] <= at),
      file = seen.at(-1) ?? holdings[0];
    const known = log.filter(({ careful }) => careful <= at);
    const value = (cik: number, year: number, quarters: number) =>
      known.filter((one) => one.cik === cik && one.year === year && one.quarters === quarters)
        .toSorted((a, b) =>
          a.careful < b.careful || (a.careful === b.careful && a.accession < b.accession) ? -1 : 1
        )
        .at(-1);
    const four = (cik: number, year: number, quarters: number) => {
      const parts = quarters === 4
        ? [value(cik, year, 4)]
        : [value(cik, year - 1, 4), value(cik, year, quarters), value(cik, year - 1, quarters)];
      if (parts.some((part) => part === undefined)) return undefined;
      const [a, b, c] = parts.map((part) => part!.value);
      return quarters === 4 ? a : a + b - c;
    };
    const companies = file.rows.filter(({ ticker }) => ticker !== "-").map(({ ticker, weight }) => {
      const cik = Number(ticker.slice(1)),
        figures: { quarter: number; end: string; now: number; year: number; quarters: number }[] =
          [];
      for (let year = 0; year < YEARS; year++) {
        for (let quarters = 1; quarters <= 4; quarters++) {
          const now = four(cik, year, quarters), end = value(cik, year, quarters)?.end;
          if (now !== undefined) {
            figures.push({ quarter: nearest(end!), end: end!, now, year, quarters });
          }
        }
      }
      return { cik, ticker, weight, figures };
    });
    const inQuarter = (quarter: number) =>
      companies.flatMap((company) => {
        const figure = company.figures.filter((one) => one.quarter <= quarter).at(-1);
        return figure && figure.quarter >= quarter - 1 ? [{ ...company, figure }] : [];
      });
    const total = (list: readonly { weight: number }[]) =>
      list.reduce((a, { weight }) => a + weight, 0);
    const quarter = QUARTER_ENDS.map((_, i) => i).reverse().find((quarter) => {
      const covered = inQuarter(quarter);
      const filed = covered.filter(({ figure }) => figure.quarter === quarter);
      const isFresh = QUARTER_ENDS[quarter] + 270 >= Date.parse(at.slice(0, 10)) / MS;
      return isFresh && total(covered) >= 0.5 && total(filed) >= 0.5 * total(covered);
    });
    if (quarter === undefined) {
      before = "";
      continue;
    }
    const parts = inQuarter(quarter).map(({ cik, ticker, weight, figure }) => {
      const counted = shares.filter((one) => one.cik === cik && one.careful <= at)
        .toSorted((a, b) => a.end < b.end || (a.end === b.end && a.careful <= b.careful) ? -1 : 1)
        .at(-1);
      const own = splits.get(ticker),
        last = closes.get(ticker)!.filter(({ day }) => `${day}T16:00` <= at).at(-1);
      // A share of that day at the price of that day.
      const between = (from: string, to: string) =>
        (own ?? []).filter(({ day }) => from < day && day <= to).reduce(
          (a, { ratio }) => a * ratio,
          1,
        );
      const on = at.slice(0, 10);
      const fresh = last !== undefined && Date.parse(on) - Date.parse(last.day) <= 7 * MS;
      const worth = counted && own && fresh
        ? counted.count * between(counted.filed, on) * last.close * between(on, "9999")
        : undefined;
      const year = four(cik, figure.year - 1, figure.quarters);
      const adjusted = own && counted ? counted.count * between(counted.filed, "9999") : "";
      return { weight, ...figure, cik, year, worth, adjusted };
    });
    const now = JSON.stringify([
      quarter,
      parts.map(({ cik, end, now, year, adjusted }) => [cik, end, now, year, adjusted]).sort(),
    ]);
    if (now === before) continue;
    before = now;
    const valued = parts.filter(({ worth, now }) => worth !== undefined && Math.abs(now) <= worth);
    const grown = (list: typeof parts, byValue: boolean) => {
      const two = list.filter(({ year }) => year !== undefined);
      const held = (one: typeof parts[number]) => byValue ? one.weight / one.worth! : 1;
      const was = two.reduce((a, one) => a + held(one) * one.year!, 0);
      if (total(two) < 0.5) return { share: false };
      return {
        share: true,
        growth: was > 0 ? two.reduce((a, one) => a + held(one) * one.now, 0) / was - 1 : undefined,
      };
    };
    const byValue = grown(valued, true),
      growth = byValue.share ? byValue.growth : grown(parts, false).growth;
    const earningsYield = total(valued) >= 0.5
      ? valued.reduce((a, one) => a + one.weight * (one.now / one.worth!), 0) / total(valued)
      : undefined;
    if (earningsYield === undefined && growth === undefined) continue;
    rows.push({
      periodEnd: text(QUARTER_ENDS[quarter]),
      availableAt: at,
      earningsYield,
      earningsGrowth: growth,
      shareCovered: total(parts),
      later: seen.length === 0,
    });
  }
  return rows;
}

/** A world without what nobody could read by a minute. */
export function knownBy(world: World, minute: string): World {
  const companies = new Map([...world.companies].map(([cik, { ticker, filings }]) => [cik, {
    ticker,
    filings: filings.filter(({ accession }) => world.readable.get(accession)! <= minute),
  }]));
  return { ...world, companies };
}

export const RANGE: { from: Day; to: Day } = { from: day("2000-01-01"), to: day("2030-01-01") };
