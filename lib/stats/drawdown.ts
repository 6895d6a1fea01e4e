/**
 * The deepest fall from an earlier peak, as a share of the peak: 0 or negative, −0.2 is a fifth.
 *
 * The start counts as a peak: a series of returns that only falls has its whole fall as drawdown.
 *
 * @param returns Simple returns per period, in order; −1 is the loss of everything.
 * @throws {RangeError} If a return is not finite or below −1.
 *
 * @example Up a tenth, then down a fifth
 * ```ts
 * import { maxDrawdown } from "lab/stats";
 * import { ok } from "node:assert/strict";
 *
 * ok(Math.abs(maxDrawdown([0.1, -0.2, 0.05]) + 0.2) < 1e-12);
 * ```
 */
export function maxDrawdown(returns: readonly number[] | Float64Array): number {
  let value = 1, peak = 1, deepest = 0;
  for (let i = 0; i < returns.length; i++) {
    if (!(returns[i] >= -1 && returns[i] < Infinity)) {
      throw new RangeError(
        `Cannot take a drawdown: returns must be finite and at least -1, got ${
          returns[i]
        } at position ${i}`,
      );
    }
    value *= 1 + returns[i];
    peak = Math.max(peak, value);
    deepest = Math.min(deepest, value / peak - 1);
  }
  return deepest;
}
