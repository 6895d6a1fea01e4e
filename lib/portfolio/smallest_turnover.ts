import { ActiveSet } from "./solver/active_set.ts";
import type { ActiveLimits } from "./solver/solve_options.ts";
import type { BookTerms } from "./book_problem.ts";
import { type BookLayout, type HedgeSide, loadRows } from "./book_rows.ts";
import { keepVolatility } from "./keep_volatility.ts";
import { type ShadowPrices, shadowPrices } from "./shadow_prices.ts";
import { keepTurnover } from "./turnover.ts";

/**
 * Pull on the turnover, beside the pull of the views. The penalty is exact: from some finite pull on,
 * no wish of the views buys turnover; that of a view with a share v grows as 1/v. Two pulls that agree
 * show that it was reached.
 */
const PULLS = [1e3, 1e5, 1e7, 1e9] as const;
/** Two turnovers that differ by less are the same; a tenth of the exposure step. */
const SAME = 1e-10;

/** Scratch space for the stronger pull. */
const STRONGER = new ActiveSet();

/** The smallest turnover for one sign of the hedge, and the book nearest to its aims among all with it. */
export interface SmallestTurnover {
  readonly solver: ActiveSet;
  readonly layout: BookLayout;
  readonly turnover: number;
  /** What `fitBook` minimises, up to a constant: decides between two books with the same turnover. */
  readonly distance: number;
  readonly prices: ShadowPrices;
}

/**
 * Solves min turnover, then nearest to the aims, within signs and limits.
 *
 * Turnover f becomes a variable with Σ|x − x₀| ≤ f, and ½f² + pull·f joins the objective.
 *
 * @returns Nothing if the limits cannot hold with this sign of the hedge.
 */
export function smallestTurnover(
  solver: ActiveSet,
  terms: BookTerms,
  side: HedgeSide,
  gross: "equal" | "at most",
): SmallestTurnover | undefined {
  const max = terms.limits.volatility?.max;
  const solve = (into: ActiveSet, pull: number) => {
    const layout = loadRows(into, terms, side, gross, "turnover", pull);
    const again = (from?: ActiveLimits) => {
      const status = into.solve({ from });
      return status === "solved" ? keepTurnover(into, terms, layout) : status;
    };
    if (again() !== "solved") return undefined;
    if (max === undefined) return { layout, price: 0 };
    const { status, price } = keepVolatility(into, terms, layout, max, again);
    return status === "solved" ? { layout, price } : undefined;
  };
  for (let k = 0; k + 1 < PULLS.length; k++) {
    const weak = solve(solver, PULLS[k]);
    if (!weak) continue;
    const { layout } = weak;
    const value = solver.x[layout.freed];
    const stronger = solve(STRONGER, PULLS[k + 1]);
    // A stronger pull that finds less says that this one was too weak.
    const less = stronger ? value - STRONGER.x[stronger.layout.freed] : 0;
    if (less > SAME && k + 2 < PULLS.length) continue;
    const prices = shadowPrices(solver, terms, layout, weak.price);
    return {
      solver,
      layout,
      turnover: value,
      distance: solver.value - value * (0.5 * value + PULLS[k]),
      prices: stronger
        ? perTurnover(
          prices,
          shadowPrices(STRONGER, terms, stronger.layout, stronger.price),
          PULLS[k + 1] - PULLS[k] - less,
        )
        : perTurnover(nothing(prices), prices, PULLS[k] + value),
    };
  }
  return undefined;
}

/**
 * Multipliers are straight in the pull: price of the views + pull × price in turnover. Two pulls
 * part the one from the other.
 */
function perTurnover(weak: ShadowPrices, strong: ShadowPrices, pull: number): ShadowPrices {
  const part = (a: number, b: number) => {
    const price = (b - a) / pull;
    return Math.abs(price) < 1e-9 ? 0 : price;
  };
  const each = (a: readonly number[], b: readonly number[]) =>
    a.map((value, i) => part(value, b[i]));
  return {
    of: "turnover",
    high: each(weak.high, strong.high),
    low: each(weak.low, strong.low),
    caps: each(weak.caps, strong.caps),
    hedge: part(weak.hedge, strong.hedge),
    floor: part(weak.floor, strong.floor),
    direction: part(weak.direction, strong.direction),
    turnover: 0,
    ...(strong.volatility === undefined
      ? {}
      : { volatility: part(weak.volatility ?? 0, strong.volatility) }),
  };
}

/** Prices of zero: where only one pull has an answer, its prices are those of turnover but for 1/pull. */
function nothing(like: ShadowPrices): ShadowPrices {
  const zeros = (values: readonly number[]) => values.map(() => 0);
  const { of, high, low, caps } = like;
  return {
    of,
    high: zeros(high),
    low: zeros(low),
    caps: zeros(caps),
    hedge: 0,
    floor: 0,
    direction: 0,
    turnover: 0,
  };
}
