import { INTERVAL_LEVEL, normalProbability, normalQuantile } from "../stats/mod.ts";

/** Chance of finding what is there that a study usually asks for (Cohen, 1988). */
const USUAL_POWER = 0.8;

function checked(periods: number, level: number, action: string): void {
  if (!(Number.isFinite(periods) && periods >= 2)) {
    throw new RangeError(`Cannot ${action}: need at least 2 periods, got ${periods}`);
  }
  if (!(level > 0.5 && level < 1)) {
    throw new RangeError(`Cannot ${action}: level must lie in (0.5, 1), got ${level}`);
  }
}

/**
 * The chance that a true Sharpe ratio shows itself in a record of some length: the test's power.
 *
 * Φ(SR·√(n − 1)/√(1 + ½SR²) − z), for normal returns and a one-sided test against zero (Lo, Financial
 * Analysts Journal 58(4), 2002, for the standard error).
 *
 * @param sharpe The true ratio, per period.
 * @param periods Length of the record.
 * @param options.level One-sided confidence; 0.95 by default.
 * @throws {RangeError} If an argument is out of range.
 *
 * @example An annual ratio of 1 in three years of weeks
 * ```ts
 * import { sharpePower } from "lab/evidence";
 * import { equal } from "node:assert/strict";
 *
 * equal(sharpePower(1 / Math.sqrt(52), 156).toFixed(2), "0.53");
 * ```
 */
export function sharpePower(
  sharpe: number,
  periods: number,
  options: { readonly level?: number } = {},
): number {
  const { level = INTERVAL_LEVEL } = options;
  checked(periods, level, "find a power");
  if (!Number.isFinite(sharpe)) {
    throw new RangeError(`Cannot find a power: need a finite Sharpe ratio, got ${sharpe}`);
  }
  const distance = sharpe * Math.sqrt(periods - 1) / Math.sqrt(1 + sharpe * sharpe / 2);
  return normalProbability(distance - normalQuantile(level));
}

/**
 * The smallest Sharpe ratio, per period, that a record of some length would probably reveal.
 *
 * Solves `sharpePower` for the ratio: z/√(n − 1 − ½z²) with z the sum of the two normal quantiles.
 *
 * @param periods Length of the record; about four at the usual level and power are the fewest.
 * @param options.level One-sided confidence; 0.95 by default.
 * @param options.power Chance of finding it; 0.8 by default.
 * @throws {RangeError} If an argument is out of range or the record too short to reveal anything.
 *
 * @example Five years of weeks: nothing below an annual ratio of about 1.1 is likely to show
 * ```ts
 * import { detectableSharpe } from "lab/evidence";
 * import { equal } from "node:assert/strict";
 *
 * equal((detectableSharpe(260) * Math.sqrt(52)).toFixed(2), "1.12");
 * ```
 */
export function detectableSharpe(
  periods: number,
  options: { readonly level?: number; readonly power?: number } = {},
): number {
  const { level = INTERVAL_LEVEL, power = USUAL_POWER } = options;
  checked(periods, level, "find a detectable Sharpe ratio");
  if (!(power > 0.5 && power < 1)) {
    throw new RangeError(
      `Cannot find a detectable Sharpe ratio: power must lie in (0.5, 1), got ${power}`,
    );
  }
  const z = normalQuantile(level) + normalQuantile(power), room = periods - 1 - z * z / 2;
  if (room <= 0) {
    throw new RangeError(
      `Cannot find a detectable Sharpe ratio: need more than ${
        Math.ceil(1 + z * z / 2)
      } periods, got ${periods}`,
    );
  }
  return z / Math.sqrt(room);
}
