import type { Sector, Snapshot } from "../market/mod.ts";
import type { Day } from "../units.ts";
import { type FundTerms, fundTerms } from "./fund_terms.ts";
import { inverseFundPath } from "./inverse_fund_path.ts";

const ACTION = "follow a book through a window";

/** One position, day by day. */
interface StressPathLeg {
  readonly scope: Sector | "market";
  readonly side: "long" | "short" | "hedge";
  /** Exposure at the start, share of equity. */
  readonly exposure: number;
  /** Gain since the start, share of equity at the start, one per day; the first is 0. */
  readonly gains: readonly number[];
}

/** A book through a window, day by day, or why it cannot be followed. */
export type StressPath =
  | {
    /** The close at the start, then every trading day of the window. */
    readonly days: readonly Day[];
    readonly legs: readonly StressPathLeg[];
    /** All legs together, share of equity at the start, one per day. */
    readonly gains: readonly number[];
    /** The day on which most was lost, and how much, as a share of equity at the start, below 0. */
    readonly worst: { readonly day: Day; readonly gain: number } | undefined;
  }
  | { readonly days: undefined; readonly reason: string };

/**
 * A book through dated days, each short held through a fund with a daily target and left alone.
 *
 * The long-hand version of `stressPnl`, for a reader who has daily prices of the window: a position of
 * exposure e through a fund of leverage L is e/L of money whose value follows `inverseFundPath`. In a
 * rebound an inverse fund loses less than its first exposure times the move, because it shrinks on the
 * way; in a zigzag more.
 *
 * @param snapshot A view of the window's last day or later; daily prices.
 * @param options.from The close at which the book stands as given.
 * @param options.to The last close.
 * @param options.weights Exposures, share of equity, one per sector of `snapshot.sectors`.
 * @param options.leverages Of each fund; by default 1 for a long and −1 for a short.
 * @param options.hedge Exposure to the market, share of equity; a short is held at −1x. 0 by default.
 * @param options.ratePerYear Earned by the inverse funds; 0 by default.
 * @param options.feePerYear Charged by the inverse funds; 0 by default.
 * @returns Gains by leg and together, or the reason why the window cannot be followed.
 * @throws {RangeError} If lengths differ, a figure is not finite, or `from` is not before `to`.
 *
 * @example A short that is caught in a rebound
 * ```ts
 * import { stressPath } from "lab/hedging";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal, ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const view = snapshot(market, market.prices.days.at(-1)!);
 * const [from, , , to] = view.tradingDays(4);
 * const weights = view.sectors.map((sector) => sector === "XLE" ? -0.2 : 0);
 * const path = stressPath(view, { from, to, weights, leverages: weights.map(() => -2) });
 * ok(path.days !== undefined);
 * equal(path.days.length, 4);
 * ```
 */
export function stressPath(
  snapshot: Snapshot,
  options: {
    readonly from: Day;
    readonly to: Day;
    readonly weights: readonly number[];
    readonly leverages?: readonly number[];
    readonly hedge?: number;
  } & Pick<FundTerms, "ratePerYear" | "feePerYear">,
): StressPath {
  const { from, to, weights, hedge = 0, ratePerYear, feePerYear } = options;
  const { sectors } = snapshot;
  const leverages = options.leverages ?? weights.map((weight) => weight < 0 ? -1 : 1);
  if (weights.length !== sectors.length || leverages.length !== sectors.length) {
    throw new RangeError(
      `Cannot ${ACTION}: need one weight and one leverage per sector (${sectors.length}), ` +
        `got ${weights.length} and ${leverages.length}`,
    );
  }
  if (!(from < to)) throw new RangeError(`Cannot ${ACTION}: ${from} must be before ${to}`);
  if (snapshot.frequency === "monthly") {
    return { days: undefined, reason: "a window of days needs daily prices, these are monthly" };
  }
  const all = snapshot.tradingDays();
  const first = all.indexOf(from), last = all.indexOf(to);
  if (first < 0 || last < 0) {
    const absent = first < 0 ? from : to;
    const reason = `${absent} is no trading day here; the prices run from ${all[0]} to ${
      all.at(-1)
    }`;
    return { days: undefined, reason };
  }
  const positions = [
    ...sectors.map((sector, i) => ({
      scope: sector as Sector | "market",
      ticker: sector as string,
      side: weights[i] > 0 ? "long" as const : "short" as const,
      exposure: weights[i],
      leverage: leverages[i],
    })),
    {
      scope: "market" as const,
      ticker: snapshot.index,
      side: "hedge" as const,
      exposure: hedge,
      leverage: hedge < 0 ? -1 : 1,
    },
  ];
  const legs: StressPathLeg[] = [];
  for (const { scope, ticker, side, exposure, leverage } of positions) {
    if (!Number.isFinite(exposure)) {
      throw new RangeError(
        `Cannot ${ACTION}: the exposure to ${scope} must be a finite number, got ${exposure}`,
      );
    }
    fundTerms({ leverage }, ACTION);
    if (exposure === 0) continue;
    const returns = snapshot.returns(ticker).slice(first + 1, last + 1);
    const gap = returns.findIndex((value) => value === undefined);
    if (gap >= 0) {
      const reason = `${ticker} has no return on ${all[first + 1 + gap]}`;
      return { days: undefined, reason };
    }
    // A plain fund earns and costs what its own prices say; only a fund with a target has terms.
    const terms = leverage < 0 ? { leverage, ratePerYear, feePerYear } : { leverage };
    const gains = inverseFundPath(returns, terms).map((nav) => exposure / leverage * (nav - 1) + 0);
    legs.push({ scope, side, exposure, gains });
  }
  const days = all.slice(first, last + 1);
  const gains = days.map((_, day) => legs.reduce((sum, leg) => sum + leg.gains[day], 0));
  let worst: { day: Day; gain: number } | undefined;
  for (let day = 1; day < days.length; day++) {
    const gain = gains[day] - gains[day - 1];
    if (gain < (worst?.gain ?? 0)) worst = { day: days[day], gain };
  }
  return { days, legs, gains, worst };
}
