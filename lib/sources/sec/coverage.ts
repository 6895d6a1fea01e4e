import type { Sector } from "../../market/mod.ts";
import { type Day, instant } from "../../units.ts";
import { inPercent, listed } from "../../words.ts";
import type { CompanyState } from "./company_timeline.ts";
import type { FundWeights, UnknownHolding } from "./fund_weights.ts";
import { type CompanyPrices, companyValue } from "./market_value.ts";
import type { FiledFundamental } from "./sector_fundamentals.ts";

/** How much of a sector's fund its newest row stands for. */
export interface SectorCoverage {
  readonly sector: Sector;
  readonly holdingsDay: Day;
  readonly rows: number;
  /** Of the newest row, shares of the fund's weight: with earnings, and with a market value too. */
  readonly shareCovered: number;
  readonly shareValued: number;
  /** Holdings that never counted, largest first. */
  readonly missing: readonly MissingHolding[];
}

/** A holding of which there is nothing, or no market value. */
export interface MissingHolding {
  readonly ticker: string;
  readonly weight: number;
  readonly reason: string;
}

/** Holdings that a line names; the rest are counted. */
const MOST_NAMED = 5;

/** How much of each fund is covered, by its newest holdings file. */
export function coverageOf({ rows, funds, unknown, timelines, prices, to, reasons }: {
  readonly rows: readonly FiledFundamental[];
  readonly funds: readonly FundWeights[];
  readonly unknown: readonly UnknownHolding[];
  readonly timelines: ReadonlyMap<number, readonly CompanyState[]>;
  readonly prices?: CompanyPrices;
  readonly to: Day;
  readonly reasons: ReadonlyMap<number, string>;
}): readonly SectorCoverage[] {
  const newest = new Map<Sector, FundWeights>();
  for (const fund of funds) {
    const other = newest.get(fund.sector);
    if (!other || other.seenAt <= fund.seenAt) newest.set(fund.sector, fund);
  }
  return [...newest.values()].map(({ sector, day, companies }) => {
    const own = rows.filter((row) => row.sector === sector), last = own.at(-1);
    const missing: MissingHolding[] = unknown.filter((one) => one.sector === sector)
      .map(({ ticker, weight }) => ({
        ticker,
        weight,
        reason: "not in the SEC's list of tickers",
      }));
    for (const { cik, ticker, weight } of companies) {
      const reason = reasons.get(cik) ?? whyMissing(timelines.get(cik)?.at(-1), ticker, prices, to);
      if (reason !== undefined) missing.push({ ticker, weight, reason });
    }
    const once = new Map(missing.map((one) => [one.ticker, one]));
    return {
      sector,
      holdingsDay: day,
      rows: own.length,
      shareCovered: last?.basis.shareCovered ?? 0,
      shareValued: last?.basis.shareValued ?? 0,
      missing: [...once.values()].sort((a, b) => b.weight - a.weight),
    };
  });
}

/** Why a company does not count, at the end of a day; `undefined` where it does. */
function whyMissing(
  state: CompanyState | undefined,
  ticker: string,
  prices: CompanyPrices | undefined,
  to: Day,
): string | undefined {
  if (!state) return "no report of it with figures in dollars";
  const [newest] = state.earnings;
  if (newest === undefined) return "no four quarters of net income in dollars";
  if (!prices) return undefined;
  const { shares } = state, at = instant(to, "23:59");
  const value = companyValue({ ticker, shares, earnings: newest.value }, { prices, at });
  return typeof value === "number" ? undefined : `no market value: ${value.reason}`;
}

/**
 * Coverage as lines to print: a sector each, with the largest holdings that do not count, and why.
 *
 * @example
 * ```ts
 * import { coverageLines } from "lab/sources";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const line = coverageLines([{
 *   sector: "XLC",
 *   holdingsDay: day("2026-11-30"),
 *   rows: 840,
 *   shareCovered: 0.97,
 *   shareValued: 0.62,
 *   missing: [{ ticker: "ABC", weight: 0.03, reason: "not in the SEC's list of tickers" }],
 * }]);
 * deepEqual(line, [
 *   "XLC: 97.0 % of the fund's weight has earnings, 62.0 % a market value too (840 rows); " +
 *   "without: ABC (3.00 %, not in the SEC's list of tickers)",
 * ]);
 * ```
 */
export function coverageLines(coverage: readonly SectorCoverage[]): readonly string[] {
  return coverage.map(({ sector, rows, shareCovered, shareValued, missing }) => {
    const named = missing.slice(0, MOST_NAMED).map(({ ticker, weight, reason }) =>
      `${ticker} (${inPercent(weight)}, ${reason})`
    );
    if (missing.length > MOST_NAMED) named.push(`${missing.length - MOST_NAMED} more`);
    return `${sector}: ${inPercent(shareCovered, 1)} of the fund's weight has earnings, ` +
      `${inPercent(shareValued, 1)} a market value too (${rows} rows)` +
      (named.length === 0 ? "" : `; without: ${listed(named)}`);
  });
}
