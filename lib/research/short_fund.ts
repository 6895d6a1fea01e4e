import {
  dollarVolume,
  fundLiquidity,
  type Instrument,
  instrument,
  listedOn,
  type Scope,
  type Snapshot,
} from "../market/mod.ts";
import { fundVolatility } from "../portfolio/mod.ts";
import type { Day } from "../units.ts";
import { dollars, listed } from "../words.ts";

/**
 * How a short is held: `funds` buys the sector's inverse fund and closes a sector without one;
 * `synthetic` sells the sector itself, for data older than any inverse fund.
 */
export type ShortRule = "funds" | "synthetic";

/**
 * The inverse fund for a short on a day: the first listed in the master's order, which puts −1x
 * before −2x; for the market the cheapest −1x fund.
 *
 * Size is not asked about here: what funds can carry is a cap of the rule with limits (`fundDollars`), the
 * largest on a side as at the desk, and the run follows this fund whichever the desk would choose by size.
 *
 * @param instruments The master; an argument, so that a run can be repeated with another one.
 */
export function shortFund(
  instruments: readonly Instrument[],
  scope: Scope,
  day: Day,
): Instrument | undefined {
  let best: Instrument | undefined;
  for (const fund of instruments) {
    if (fund.sector !== scope || fund.leverage >= 0 || !listedOn(fund, day)) continue;
    if (scope !== "market") return fund;
    // A −2x fund on the market is no hedge: it resets twice as hard.
    if (fund.leverage !== -1) continue;
    if (!best || fund.expenseRatio < best.expenseRatio) best = fund;
  }
  return best;
}

/** The fund that holds a long: the sector's own, or the index fund. */
export function longFund(
  instruments: readonly Instrument[],
  scope: Scope,
): Instrument | undefined {
  return instruments.find((fund) => fund.sector === scope && fund.leverage === 1);
}

/** What a trade in a fund costs on a day, before its size is known; an unknown is `undefined`. */
export interface CostFigures {
  readonly spreadBps: number | undefined;
  readonly advUsd: number | undefined;
  readonly dailyVolatility: number | undefined;
}

/**
 * The figures behind a fund's trading cost: spread by the master, volume of the last month or by the
 * master, volatility of what it follows. Where no volume is known it is taken as that of the thinnest
 * peer, as sizes are: an unknown impact is not zero.
 */
export function costFigures(snapshot: Snapshot, fund: Instrument | undefined): CostFigures {
  if (!fund) return { spreadBps: undefined, advUsd: undefined, dailyVolatility: undefined };
  return {
    spreadBps: fund.spreadBps,
    advUsd: knownVolume(snapshot, fund) ?? fundLiquidity(fund).advUsd,
    dailyVolatility: fundVolatility(snapshot, fund),
  };
}

/** Dollars that a fund trades a day, where that is known; else its costs rest on an assumption. */
export function knownVolume(snapshot: Snapshot, fund: Instrument): number | undefined {
  return dollarVolume(snapshot, fund.ticker) ?? fund.adv;
}

/**
 * What is assumed of funds whose volume nobody knows, as a phrase.
 *
 * @example
 * ```ts
 * import { assumedVolumeText } from "lab/research";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   assumedVolumeText(["REW", "SCC"]),
 *   "no volume of REW and SCC is known: it is taken as the thinnest peer's, $30,000 a day",
 * );
 * ```
 */
export function assumedVolumeText(funds: readonly string[]): string {
  const least = fundLiquidity(instrument(funds[0])).advUsd!;
  return `no volume of ${listed(funds)} is known: it is taken as the thinnest peer's, ${
    dollars(least)
  } a day`;
}
