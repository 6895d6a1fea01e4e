import { checkOptions } from "../arguments.ts";

const OPTIONS = ["positionUsd", "advUsd", "participation"];

/** Share of a day's volume that one seller takes without moving the price much (design section 4). */
export const PARTICIPATION = 0.1;

/**
 * Trading days it takes to sell a position: `position ÷ (participation · volume)`.
 *
 * The position is the value of what is sold. For a short through a −2x fund that is half of the
 * exposure: the fund's shares, not what they stand for.
 *
 * @param options.positionUsd Value of the fund's shares, dollars, at least 0.
 * @param options.advUsd Dollars the fund trades per day, above 0.
 * @param options.participation Share of a day's volume that is taken; 0.1 by default.
 * @returns Days, not rounded.
 * @throws {RangeError} If an option is out of range.
 *
 * @example A 6 % short of staples in a $1M account, through a −2x fund that trades $55,000 a day
 * ```ts
 * import { daysToLiquidate, fundCapital } from "lab/hedging";
 * import { equal } from "node:assert/strict";
 *
 * const positionUsd = fundCapital(-0.06, -2) * 1_000_000;
 * equal(daysToLiquidate({ positionUsd, advUsd: 55_000 }).toFixed(1), "5.5");
 * ```
 */
export function daysToLiquidate(options: {
  readonly positionUsd: number;
  readonly advUsd: number;
  readonly participation?: number;
}): number {
  checkOptions("Cannot count days to liquidate", options, OPTIONS);
  const { positionUsd, advUsd, participation = PARTICIPATION } = options;
  const refuse = (name: string, need: string, value: number): never => {
    throw new RangeError(`Cannot count days to liquidate: ${name} must be ${need}, got ${value}`);
  };
  if (!(positionUsd >= 0 && positionUsd < Infinity)) {
    refuse("positionUsd", "dollars of at least 0", positionUsd);
  }
  if (!(advUsd > 0 && advUsd < Infinity)) refuse("advUsd", "dollars a day above 0", advUsd);
  if (!(participation > 0 && participation <= 1)) {
    refuse("participation", "a share in (0, 1], 0.1 for a tenth", participation);
  }
  return positionUsd / (participation * advUsd);
}
