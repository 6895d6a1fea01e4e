import { TRADING_DAYS_A_MONTH, TRADING_DAYS_A_YEAR } from "../days.ts";
/** Trading days in a month, the usual window. */
const VOLATILITY_WINDOW_DAYS = TRADING_DAYS_A_MONTH;

/**
 * Volatility per year over the newest days, day by day: the root mean square return times √252.
 *
 * The mean is taken as zero, as is usual for short windows: over a month it is far smaller than its own
 * error. Each entry uses the returns up to its own day.
 *
 * @param returns Daily simple returns, oldest first; `undefined` where there is none.
 * @param options.windowDays Days looked back, from 2; 21 by default.
 * @returns One entry per day; `undefined` until a full window without a gap lies behind it.
 * @throws {RangeError} If a return is not finite or the window is no whole number from 2.
 *
 * @example One percent a day is about 16 percent a year
 * ```ts
 * import { rollingVolatility } from "lab/stats";
 * import { deepEqual } from "node:assert/strict";
 *
 * const volatility = rollingVolatility([0.01, -0.01, 0.01], { windowDays: 2 });
 * deepEqual(volatility.map((value) => value?.toFixed(4)), [undefined, "0.1587", "0.1587"]);
 * ```
 */
export function rollingVolatility(
  returns: readonly (number | undefined)[],
  options: { readonly windowDays?: number } = {},
): readonly (number | undefined)[] {
  const { windowDays = VOLATILITY_WINDOW_DAYS } = options;
  if (!Number.isInteger(windowDays) || windowDays < 2) {
    throw new RangeError(
      `Cannot measure a volatility: windowDays must be a whole number from 2, got ${windowDays}`,
    );
  }
  return returns.map((value, t) => {
    if (value !== undefined && !Number.isFinite(value)) {
      throw new RangeError(
        `Cannot measure a volatility: need finite returns or undefined, got ${value} at position ${t}`,
      );
    }
    if (t < windowDays - 1) return undefined;
    let squares = 0;
    for (let i = t - windowDays + 1; i <= t; i++) {
      const one = returns[i];
      if (one === undefined) return undefined;
      squares += one * one;
    }
    return Math.sqrt(squares / windowDays * TRADING_DAYS_A_YEAR);
  });
}
