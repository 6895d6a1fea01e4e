import { checkOptions } from "../arguments.ts";

/**
 * An alarm with two thresholds, so that it does not chatter: it begins where a value reaches the outer
 * one, ends where it has come back to the inner one, and in between stays as it is. A gap changes nothing.
 *
 * @param values In the order of time; `undefined` where nothing is known.
 * @param options.enter From here on the alarm is on.
 * @param options.leave Down to here it stays on; at most `enter`.
 * @param options.start Whether it is on before the first value; off by default.
 * @returns Whether it is on, one entry per value; each depends on the past only.
 * @throws {RangeError} If a value is no number, or the thresholds are out of order.
 *
 * @example
 * ```ts
 * import { hysteresis } from "lab/hedging";
 * import { deepEqual } from "node:assert/strict";
 *
 * const values = [0.04, 0.1, 0.07, undefined, 0.05, 0.07];
 * deepEqual(hysteresis(values, { enter: 0.1, leave: 0.05 }), [
 *   ...[false, true, true, true, false, false],
 * ]);
 * ```
 */
export function hysteresis(
  values: readonly (number | undefined)[],
  options: { readonly enter: number; readonly leave: number; readonly start?: boolean },
): readonly boolean[] {
  const action = "Cannot watch a threshold";
  checkOptions(action, options, ["enter", "leave", "start"]);
  const { enter, leave, start = false } = options;
  if (!(Number.isFinite(enter) && Number.isFinite(leave) && enter >= leave)) {
    throw new RangeError(`${action}: need leave ≤ enter, got ${leave} and ${enter}`);
  }
  let isOn = start;
  return values.map((value, at) => {
    if (value === undefined) return isOn;
    if (!Number.isFinite(value)) {
      throw new RangeError(`${action}: need numbers or undefined, got ${value} at position ${at}`);
    }
    if (value >= enter) isOn = true;
    else if (value <= leave) isOn = false;
    return isOn;
  });
}
