import { dayNumber } from "../../days.ts";
import { type Sector, SECTORS } from "../../market/mod.ts";
import type { Day, Instant } from "../../units.ts";
import { quarterEnd } from "./calendar_quarter.ts";
import type { CompanyState } from "./company_timeline.ts";
import type { CompanyWeight, FundWeights } from "./fund_weights.ts";
import { type CompanyPrices, companyValue, sharesNow } from "./market_value.ts";
import type { TrailingFigure } from "./trailing_figures.ts";

/** Share of a fund's weight that a figure must stand for; below it there is none. */
export const LEAST_COVERED = 0.5;

/** Share of the covered weight that must have filed for a quarter before it has a row. */
const LEAST_FILED = 0.5;

/** Days after its end at which a quarter has no more rows; a brief takes it no longer either. */
const STALE_AFTER_DAYS = 270;

/** Decimals of a figure: a ten-thousandth of a percent. */
const DIGITS = 6;

/** What stands behind the figures of a row. */
export interface FigureBasis {
  /** Share of the fund's weight whose earnings of four quarters were known. */
  readonly shareCovered: number;
  /** Part of that whose newest quarter is the row's own; the rest stands with the quarter before. */
  readonly shareOfPeriod: number;
  /** Share of the fund's weight behind the earnings yield. */
  readonly shareValued: number;
  /** Share of the fund's weight behind the growth of earnings. */
  readonly shareGrown: number;
  /** What the growth is added up by: parts of the fund, or the companies' dollars for want of values. */
  readonly growthBy: "value" | "dollars";
  /** Growth of sales on a year before, in dollars of the companies; a share. */
  readonly salesGrowth?: number;
}

/** What stands behind a row. */
export interface RowBasis extends FigureBasis {
  /** Day of the holdings file whose weights were taken. */
  readonly holdingsDay: Day;
  /** Whether that file is later than the row: its weights were not known then. */
  readonly laterWeights: boolean;
  /** The filings that made the row. */
  readonly accessions: readonly string[];
}

/** Fundamentals of a sector as they could be added up from one minute on. */
export interface FiledFundamental {
  readonly sector: Sector;
  /** Last day of the calendar's quarter that the figures are for. */
  readonly periodEnd: Day;
  /** The minute from which the newest filing in it could be read. */
  readonly availableAt: Instant;
  /** Earnings of four quarters over market value, by the fund's weights; a share. */
  readonly earningsYield?: number;
  /** Growth of those earnings on a year before; a share. */
  readonly earningsGrowth?: number;
  readonly basis: RowBasis;
}

/** Reads figures of a quarter: the newest that ended by it, unless a whole quarter was missed. */
const inQuarter = (figures: readonly TrailingFigure[], quarter: number) => {
  const figure = figures.find((one) => one.quarter <= quarter);
  return figure && figure.quarter >= quarter - 1 ? figure : undefined;
};

/** A company's part of a fund, with what is known of it at a moment. */
interface Known extends CompanyWeight {
  readonly state: CompanyState;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const rounded = (value: number) => Number(value.toFixed(DIGITS));

/**
 * The newest quarter for which at least half of the covered weight has filed: while a season begins, the
 * one before stays, so that a quarter is not judged by the first that reports.
 */
function openQuarter(known: readonly Known[], at: Instant): number | undefined {
  const oldest = dayNumber(at) - STALE_AFTER_DAYS;
  const quarters = known.flatMap(({ state }) => state.earnings.map(({ quarter }) => quarter));
  for (const quarter of [...new Set(quarters)].sort((a, b) => b - a)) {
    if (dayNumber(quarterEnd(quarter)) < oldest) return undefined;
    let covered = 0, filed = 0;
    for (const { state, weight } of known) {
      const figure = inQuarter(state.earnings, quarter);
      if (!figure) continue;
      covered += weight;
      if (figure.quarter === quarter) filed += weight;
    }
    if (covered >= LEAST_COVERED && filed >= LEAST_FILED * covered) return quarter;
  }
  return undefined;
}

/** What a company earned or sold, now and a year before, and how much of it counts for the fund. */
interface Part {
  readonly weight: number;
  readonly now: number;
  readonly before?: number;
  readonly held: number;
}

const weightOf = (list: readonly { readonly weight: number }[]) =>
  sum(list.map(({ weight }) => weight));

/** Growth of what parts earn, and the weight behind it; none on what was nothing, or a loss. */
function growthOf(parts: readonly Part[]): { readonly share: number; readonly growth?: number } {
  const grown = parts.filter(({ before }) => before !== undefined), share = weightOf(grown);
  const before = sum(grown.map(({ before, held }) => before! * held));
  if (share < LEAST_COVERED || !(before > 0)) return { share };
  return { share, growth: rounded(sum(grown.map(({ now, held }) => now * held)) / before - 1) };
}

/** Parts of a figure by the companies' own dollars. */
function dollarParts(known: readonly Known[], name: "earnings" | "sales", quarter: number): Part[] {
  return known.flatMap(({ state, weight }) => {
    const figure = inQuarter(state[name], quarter);
    return figure ? [{ weight, now: figure.value, before: figure.before, held: 1 }] : [];
  });
}

/** Parts of earnings by what a dollar of the fund holds; without those whose market value is not known. */
function valuedParts(known: readonly Known[], quarter: number, { at, prices }: {
  readonly at: Instant;
  readonly prices?: CompanyPrices;
}): Part[] {
  return known.flatMap(({ ticker, weight, state: { earnings, shares } }) => {
    const figure = inQuarter(earnings, quarter);
    if (!figure || !prices) return [];
    const value = companyValue({ ticker, shares, earnings: figure.value }, { prices, at });
    if (typeof value !== "number") return [];
    return [{ weight, now: figure.value, before: figure.before, held: weight / value }];
  });
}

/**
 * One row of a fund, from what is known at a minute.
 *
 * A fund of one dollar holds `weight / market value` of each company. Its earnings are the sum of that
 * times theirs; the yield is that sum over the weight behind it, the growth the sum over the same sum
 * with the earnings of a year before, minus one: companies count by what they earned for the fund then.
 * Where market values are known for less than half of the fund they count by their own dollars, as in an
 * index by market value.
 */
function fundRow(
  known: readonly Known[],
  quarter: number,
  options: { readonly at: Instant; readonly prices?: CompanyPrices },
): Pick<FiledFundamental, "earningsYield" | "earningsGrowth"> & { readonly basis: FigureBasis } {
  const covered = dollarParts(known, "earnings", quarter);
  const valued = valuedParts(known, quarter, options), shareValued = weightOf(valued);
  const isValued = shareValued >= LEAST_COVERED;
  const earningsYield = isValued
    ? rounded(sum(valued.map(({ now, held }) => now * held)) / shareValued)
    : undefined;
  const byValue = growthOf(valued), isByValue = byValue.share >= LEAST_COVERED;
  const { share: shareGrown, growth } = isByValue ? byValue : growthOf(covered);
  const { growth: salesGrowth } = growthOf(dollarParts(known, "sales", quarter));
  const shareCovered = weightOf(covered);
  const ofPeriod = known.filter(({ state }) =>
    inQuarter(state.earnings, quarter)?.quarter === quarter
  );
  return {
    ...(earningsYield === undefined ? {} : { earningsYield }),
    ...(growth === undefined ? {} : { earningsGrowth: growth }),
    basis: {
      shareCovered: rounded(shareCovered),
      shareOfPeriod: rounded(weightOf(ofPeriod) / shareCovered),
      shareValued: rounded(shareValued),
      shareGrown: rounded(shareGrown),
      growthBy: isByValue ? "value" : "dollars",
      ...(salesGrowth === undefined ? {} : { salesGrowth }),
    },
  };
}

/** What of a company's state a quarter's row takes: a filing that leaves it as it is makes no row. */
function takenOf({ state, ticker }: Known, quarter: number, prices?: CompanyPrices): string {
  const { shares } = state, splits = prices?.splits.get(ticker);
  const figures = [state.earnings, state.sales].map((list) => inQuarter(list, quarter));
  if (figures.every((figure) => figure === undefined)) return "";
  return JSON.stringify([...figures, splits && "count" in shares ? sharesNow(shares, splits) : ""]);
}

/** The newest weights that could be known at a minute; before the first file its own, marked. */
function weightsAt(funds: readonly FundWeights[], at: Instant) {
  const fund = funds.findLast(({ seenAt }) => seenAt <= at);
  return { fund: fund ?? funds[0], later: fund === undefined };
}

/**
 * Rows of all sectors, in the order in which they became known: one each time a filing of a holding
 * changes what its sector's newest quarter adds up to.
 *
 * A row is for the newest quarter of the calendar for which half of the covered weight has filed. Each
 * company stands in it with the newest four quarters that ended by then, or one quarter earlier as long
 * as it has not filed; who is later than that is left out. A row takes nothing that could be read
 * only after its own minute, but for the weights of a fund before its first holdings file. The price in a
 * yield is the last close before that minute: that prices move makes no row.
 *
 * @param funds Weights by holdings file.
 * @param options.timelines What was known of each company, by its number.
 * @param options.prices Closes and splits; without them there is no earnings yield.
 * @param options.from First day on which a row may become known.
 * @param options.to Last day.
 */
export function sectorFundamentals(funds: readonly FundWeights[], options: {
  readonly timelines: ReadonlyMap<number, readonly CompanyState[]>;
  readonly prices?: CompanyPrices;
  readonly from: Day;
  readonly to: Day;
}): readonly FiledFundamental[] {
  const rows = SECTORS.flatMap((sector) => {
    const own = funds.filter((fund) => fund.sector === sector)
      .toSorted((a, b) => a.seenAt < b.seenAt ? -1 : a.seenAt > b.seenAt ? 1 : 0);
    return own.length === 0 ? [] : rowsOfSector(own, options);
  });
  return rows.sort((a, b) =>
    a.availableAt < b.availableAt ? -1 : a.availableAt > b.availableAt ? 1 : 0
  );
}

function rowsOfSector(
  funds: readonly FundWeights[],
  { timelines, prices, from, to }: Parameters<typeof sectorFundamentals>[1],
): readonly FiledFundamental[] {
  const { sector } = funds[0],
    ciks = new Set(
      funds.flatMap(({ companies }) => companies.map(({ cik }) => cik)),
    );
  const events = [...ciks].flatMap((cik) =>
    (timelines.get(cik) ?? []).map((state) => ({ cik, state }))
  ).sort((a, b) =>
    a.state.knownAt < b.state.knownAt ? -1 : a.state.knownAt > b.state.knownAt ? 1 : 0
  );
  const states = new Map<number, CompanyState>(), taken = new Map<number, string>();
  const rows: FiledFundamental[] = [];
  let shown: number | undefined;
  for (let i = 0; i < events.length;) {
    const at = events[i].state.knownAt, changed: number[] = [], accessions: string[] = [];
    for (; i < events.length && events[i].state.knownAt === at; i++) {
      const { cik, state } = events[i];
      states.set(cik, state);
      changed.push(cik);
      accessions.push(...state.accessions);
    }
    if (at.slice(0, 10) > to) break;
    const { fund, later } = weightsAt(funds, at);
    const known: Known[] = fund.companies.flatMap((company) => {
      const state = states.get(company.cik);
      return state ? [{ ...company, state }] : [];
    });
    const quarter = openQuarter(known, at);
    let isNew = quarter !== shown;
    shown = quarter;
    if (quarter === undefined) continue;
    // All are compared anew when a quarter opens; otherwise only those that filed can differ.
    for (const company of known) {
      if (!isNew && !changed.includes(company.cik)) continue;
      const now = takenOf(company, quarter, prices);
      if ((taken.get(company.cik) ?? "") !== now) isNew = true;
      taken.set(company.cik, now);
    }
    if (!isNew || at.slice(0, 10) < from) continue;
    const { basis, ...figures } = fundRow(known, quarter, { at, prices });
    if (figures.earningsYield === undefined && figures.earningsGrowth === undefined) continue;
    rows.push({
      sector,
      periodEnd: quarterEnd(quarter),
      availableAt: at,
      ...figures,
      basis: { ...basis, holdingsDay: fund.day, laterWeights: later, accessions },
    });
  }
  return rows;
}
