import { avellanedaZhang, type LogParts } from "./avellaneda_zhang.ts";
import { dailyReturn, type FundTerms, fundTerms } from "./fund_terms.ts";
import { inverseFundPath } from "./inverse_fund_path.ts";

/** A fund's result in parts that add up to `total`. */
export interface FundParts extends LogParts {
  /** What the formula misses and the path has: jumps, and days that are long. */
  readonly remainder: number;
  readonly total: number;
}

/** What a fund owes to what, twice: in simple returns and in logarithms. */
export interface FundDecomposition {
  /** Return of the index over the whole time. */
  readonly indexReturn: number;
  /** Σ log²(1 + r); infinite if the index lost everything on a day. */
  readonly variance: number;
  /** Days followed. */
  readonly days: number;
  /**
   * Simple returns, for a waterfall that ends at the fund's own. `direction` is L times the index's
   * return, what a reader may have hoped for; `convexity` all that daily resetting did to it, the gain
   * of a trend and the loss of a zigzag together; the rest follow in the order of the fields, each
   * applied to what stands before it.
   */
  readonly simple: FundParts;
  /** Logarithms: order does not matter here. `undefined` if the fund or the index has died. */
  readonly log: FundParts | undefined;
}

/**
 * A fund's result over some days, split into direction, convexity, carry, fee and a remainder.
 *
 * Direction, convexity, carry and fee follow the formula of Avellaneda and Zhang on the days' own
 * returns; the remainder is what the daily path did otherwise, so that the parts add up exactly. It is
 * small in calm times. A fund that died has a remainder that takes the sum to −1.
 *
 * @param indexReturns Daily total returns of the index, oldest first; no gaps.
 * @param terms Leverage, rate and fee.
 * @returns Parts in simple returns and in logarithms.
 * @throws {RangeError} If a return or a term is missing or out of range.
 *
 * @example A zigzag costs, and the parts say so
 * ```ts
 * import { fundDecomposition } from "lab/hedging";
 * import { ok } from "node:assert/strict";
 *
 * const zigzag = Array.from({ length: 100 }, (_, i) => i % 2 === 0 ? 0.02 : 1 / 1.02 - 1);
 * const { simple } = fundDecomposition(zigzag, { leverage: -2, feePerYear: 0.0095 });
 * ok(Math.abs(simple.direction) < 1e-12 && simple.convexity < -0.1);
 * const sum = simple.direction + simple.convexity + simple.carry + simple.fee + simple.remainder;
 * ok(Math.abs(sum - simple.total) < 1e-15);
 * ```
 */
export function fundDecomposition(
  indexReturns: readonly (number | undefined)[],
  terms: FundTerms,
): FundDecomposition {
  const action = "decompose a fund's return";
  const checked = fundTerms(terms, action);
  const { leverage } = checked;
  const days = indexReturns.length;
  let growth = 1, variance = 0;
  indexReturns.forEach((value, day) => {
    const r = dailyReturn(value, day, action);
    growth *= 1 + r;
    variance += Math.log1p(r) ** 2;
  });
  const indexReturn = growth - 1;
  const nav = inverseFundPath(indexReturns, checked).at(-1)!;

  // An index that lost everything has no logarithm; then all but direction is remainder.
  const hasLog = growth > 0 && variance < Infinity;
  const parts: LogParts = hasLog
    ? avellanedaZhang({ indexReturn, variance, days }, checked)
    : { direction: 0, convexity: 0, carry: 0, fee: 0 };
  const direction = leverage * indexReturn + 0;
  let reached = 1 + direction;
  let logSum = 0;
  const step = (part: number) => {
    logSum += part;
    const next = Math.exp(logSum), change = next - reached;
    reached = next;
    return change;
  };
  const convexity = hasLog ? step(parts.direction + parts.convexity) : 0;
  const carry = hasLog ? step(parts.carry) : 0;
  const fee = hasLog ? step(parts.fee) : 0;
  const total = nav - 1;
  const remainder = total - (direction + convexity + carry + fee);
  const logTotal = Math.log(nav);
  return {
    indexReturn,
    variance,
    days,
    simple: { direction, convexity, carry, fee, remainder, total },
    log: hasLog && nav > 0
      ? {
        ...parts,
        remainder: logTotal - (parts.direction + parts.convexity + parts.carry + parts.fee),
        total: logTotal,
      }
      : undefined,
  };
}
