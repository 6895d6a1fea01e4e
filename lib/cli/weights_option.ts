/**
 * Weights of fundamentals, sentiment and technicals as an option names them, as shares.
 *
 * @param name The option, for messages.
 * @throws {RangeError} If they are not three percentages of at least 0 that sum to 100.
 *
 * @example
 * ```ts
 * import { weightsOption } from "./weights_option.ts";
 * import { deepEqual, throws } from "node:assert/strict";
 *
 * deepEqual(weightsOption("weights", "50,25,25"), [0.5, 0.25, 0.25]);
 * throws(() => weightsOption("weights", "50,50"), /--weights: need three percentages/);
 * ```
 */
export function weightsOption(name: string, text: string): readonly [number, number, number] {
  const parts = text.split(",").map((part) => part.trim() === "" ? NaN : Number(part));
  const sum = parts.reduce((total, part) => total + part, 0);
  if (parts.length !== 3 || !parts.every((part) => part >= 0) || Math.abs(sum - 100) > 1e-9) {
    throw new RangeError(
      `Cannot read --${name}: need three percentages of at least 0 that sum to 100, such as ` +
        `50,25,25, got ${JSON.stringify(text)}`,
    );
  }
  return [parts[0] / 100, parts[1] / 100, parts[2] / 100];
}
