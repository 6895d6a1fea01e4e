import { checkFields, checkObject, checkOptions, checkWord } from "../arguments.ts";

const OPTIONS = ["rule", "target", "limit", "costBps", "hedge"];

const ACTION = "follow a hedge";
const BPS = 1e4;

/** Distance of the book's beta from its target within which the hedge is left alone (design 9). */
const BETA_BAND = 0.05;
/** The mandate's own limit on that distance (design 8). */
const BETA_LIMIT = 0.05;

/** When the hedge is traded, and how far. */
export type HedgeRule =
  /** Once the beta leaves the band, back to its edge. */
  | { readonly kind: "edge"; readonly band: number }
  /** Once the beta leaves the band, back to the target. */
  | { readonly kind: "target"; readonly band: number }
  /** After every so many days, back to the target. */
  | { readonly kind: "calendar"; readonly days: number };

/** The rule used where nothing else is said: a band of 0.05, to the edge. */
const DEFAULT_HEDGE_RULE: HedgeRule = { kind: "edge", band: BETA_BAND };

/** An evening of a hedge. */
export interface HedgeDay {
  /** Beta of the book without the hedge; `undefined` where it could not be measured. */
  readonly bookBeta: number | undefined;
  /** Beta with the hedge before the evening's trade. */
  readonly before: number | undefined;
  /** Change of the hedge, share of equity. */
  readonly trade: number;
  /** The hedge after it, share of equity. */
  readonly hedge: number;
  /** Beta with the hedge after it. */
  readonly after: number | undefined;
}

/** A hedge followed by a rule. */
export interface HedgePath {
  readonly rule: HedgeRule;
  readonly days: readonly HedgeDay[];
  /** Evenings with a trade, the first hedge not counted. */
  readonly trades: number;
  /** Σ|trade|, share of equity. */
  readonly turnover: number;
  /** Cost of the trades, bp of equity. */
  readonly costBps: number;
  /** Mean of |beta − target| after the evenings' trades. */
  readonly meanDistance: number;
  /** Largest |beta − target| before a trade: what the book went through. */
  readonly largestDistance: number;
}

/**
 * A hedge that follows a book's beta by a rule, day by day.
 *
 * Inside a band nothing is traded, for most of what a beta does in a day is its own error and comes
 * back. For a beta that drifts, trading only to the edge is about a fifth cheaper than to the target
 * (`hedgeBandWidth`). A band wider than the mandate's limit may be studied: after a trade the beta is
 * inside the limit all the same.
 *
 * @param bookBetas Beta of the book without its hedge, one per evening, oldest first; on an evening
 *   where it is `undefined` nothing is traded.
 * @param options.rule The rule; a band of 0.05 to its edge by default.
 * @param options.target Beta wanted; 0 by default.
 * @param options.limit Largest distance allowed after a trade; 0.05 by default.
 * @param options.costBps Cost of a trade on its value: half the spread and more; 3 by default, for a
 *   market fund with a spread of 5 to 7 bp.
 * @param options.hedge Hedge before the first evening; by default the one that meets the target then.
 * @returns The path with its trades, cost and distances.
 * @throws {RangeError} If a beta or an option is out of range, or no evening has a beta.
 *
 * @example Out of the band by 0.03: that much is traded, no more
 * ```ts
 * import { hedgePath } from "lab/hedging";
 * import { deepEqual } from "node:assert/strict";
 *
 * const { days } = hedgePath([0.2, 0.24, 0.28]);
 * deepEqual(days.map(({ trade }) => trade.toFixed(2)), ["0.00", "0.00", "-0.03"]);
 * deepEqual(days.map(({ after }) => after!.toFixed(2)), ["0.00", "0.04", "0.05"]);
 * ```
 */
export function hedgePath(
  bookBetas: readonly (number | undefined)[],
  options: {
    readonly rule?: HedgeRule;
    readonly target?: number;
    readonly limit?: number;
    readonly costBps?: number;
    readonly hedge?: number;
  } = {},
): HedgePath {
  checkOptions(`Cannot ${ACTION}`, options, OPTIONS);
  const { rule = DEFAULT_HEDGE_RULE, target = 0, limit = BETA_LIMIT, costBps = 3 } = options;
  check("target", target, Number.isFinite(target), "a finite beta");
  check("limit", limit, limit >= 0 && limit < Infinity, "at least 0");
  check("costBps", costBps, costBps >= 0 && costBps < BPS, "at least 0");
  const tradeOf = tradeBy(rule, target, limit);
  for (const beta of bookBetas) {
    if (beta !== undefined) check("a beta", beta, Number.isFinite(beta), "finite or undefined");
  }
  const first = bookBetas.find((beta) => beta !== undefined);
  if (first === undefined) {
    throw new RangeError(`Cannot ${ACTION}: need a beta on one evening at least, got none`);
  }
  let hedge = options.hedge ?? target - first;
  check("hedge", hedge, Number.isFinite(hedge), "a finite share of equity");
  let turnover = 0, trades = 0, distances = 0, measured = 0, largestDistance = 0;
  const days = bookBetas.map((bookBeta, day): HedgeDay => {
    if (bookBeta === undefined) {
      return { bookBeta, before: undefined, trade: 0, hedge, after: undefined };
    }
    const before = bookBeta + hedge;
    const after = tradeOf(before, day), trade = after - before;
    hedge += trade;
    turnover += Math.abs(trade);
    if (trade !== 0) trades++;
    distances += Math.abs(after - target);
    largestDistance = Math.max(largestDistance, Math.abs(before - target));
    measured++;
    return { bookBeta, before, trade, hedge, after };
  });
  return {
    rule,
    days,
    trades,
    turnover,
    costBps: turnover * costBps,
    meanDistance: distances / measured,
    largestDistance,
  };
}

function check(name: string, value: number, fits: boolean, need: string): void {
  if (!fits) throw new RangeError(`Cannot ${ACTION}: ${name} must be ${need}, got ${value}`);
}

/** The beta after an evening's trade, given the one before. */
function tradeBy(
  rule: HedgeRule,
  target: number,
  limit: number,
): (before: number, day: number) => number {
  checkObject(`Cannot ${ACTION}`, "the rule", rule, "a kind");
  checkWord(`Cannot ${ACTION}`, "the kind of the rule", rule.kind, ["edge", "target", "calendar"]);
  const field = rule.kind === "calendar" ? "days" : "band";
  checkFields(`Cannot ${ACTION}`, `the rule ${rule.kind}`, rule, ["kind", field]);
  if (rule.kind === "calendar") {
    const { days } = rule;
    check("the calendar's days", days, Number.isInteger(days) && days >= 1, "whole, from 1");
    return (before, day) => (day + 1) % days === 0 ? target : before;
  }
  const { kind, band } = rule;
  check("band", band, band >= 0 && band < Infinity, "a beta of at least 0");
  const edge = kind === "edge" ? Math.min(band, limit) : 0;
  // A beta that stands on the edge by last evening's trade must not trade again for rounding.
  const slack = 1e-12 * Math.max(1, band);
  return (before) => {
    const away = before - target;
    return Math.abs(away) > band + slack ? target + Math.sign(away) * edge : before;
  };
}
