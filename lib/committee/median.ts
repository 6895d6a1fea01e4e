/**
 * The middle value; the mean of the two middle ones where the count is even.
 *
 * @example
 * ```ts
 * import { median } from "lab/committee";
 * import { equal } from "node:assert/strict";
 *
 * equal(median([4, 1, 2, 3]), 2.5);
 * ```
 */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("Cannot take a median: need a value, got none");
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
