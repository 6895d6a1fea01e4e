import type { Rows } from "./signal_table.ts";

/**
 * What each name returned over a horizon beside the others: its compounded return minus the
 * equal-weight mean of all that have one.
 *
 * The design's outcome of a ballot (section 7). A name whose return is missing on any step has no
 * outcome, for a gap is not a return of zero; towards the end of the table nobody has one.
 *
 * @param returns Simple returns from each date to the next.
 * @param horizon Steps ahead, a whole number from 1.
 * @returns Rows of the same shape: the outcome of a decision on that date.
 * @throws {RangeError} If the horizon is no such number.
 *
 * @example Two steps
 * ```ts
 * import { relativeOutcomes } from "lab/signals";
 * import { deepEqual } from "node:assert/strict";
 *
 * const returns = [[0.5, 0], [1, 0], [undefined, undefined]];
 * deepEqual(relativeOutcomes(returns, 2), [
 *   [1, -1],
 *   [undefined, undefined],
 *   [undefined, undefined],
 * ]);
 * ```
 */
export function relativeOutcomes(returns: Rows, horizon: number): (number | undefined)[][] {
  if (!Number.isInteger(horizon) || horizon < 1) {
    throw new RangeError(
      `Cannot take outcomes: horizon must be a whole number of steps from 1, got ${horizon}`,
    );
  }
  return returns.map((row, d) => {
    const out = new Array<number | undefined>(row.length).fill(undefined);
    if (d + horizon > returns.length) return out;
    let sum = 0, count = 0;
    for (let i = 0; i < row.length; i++) {
      let growth: number | undefined = 1;
      for (let k = 0; k < horizon && growth !== undefined; k++) {
        const step: number | undefined = returns[d + k][i];
        growth = step === undefined ? undefined : growth * (1 + step);
      }
      if (growth === undefined) continue;
      out[i] = growth - 1;
      sum += growth - 1;
      count++;
    }
    const mean = sum / count;
    for (let i = 0; i < out.length; i++) if (out[i] !== undefined) out[i]! -= mean;
    return out;
  });
}
