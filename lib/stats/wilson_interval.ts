import { INTERVAL_LEVEL } from "./beta.ts";
import { normalQuantile } from "./normal_quantile.ts";

function refuse(what: string): never {
  throw new RangeError(`Cannot find a Wilson interval: ${what}`);
}

/** A share of trials with the interval in which the true share may lie. */
export interface ShareInterval {
  /** Successes over trials. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
  readonly trials: number;
  /** Two-sided confidence, such as 0.95. */
  readonly level: number;
}

/**
 * Wilson's interval for a share: which true shares would make the count at hand unsurprising?
 *
 * (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n), Wilson, Journal of the American Statistical
 * Association 22, 1927. Unlike p ± z·√(p(1−p)/n) it never leaves [0, 1] and has a width at 0 and n.
 * It takes the trials as independent: eleven sectors of one week are not, so their number flatters.
 *
 * @param successes A whole number from 0 to `trials`.
 * @param trials A whole number from 1.
 * @param options.level Two-sided confidence; 0.95 by default.
 * @throws {RangeError} If a count is no such number or the level lies outside (0, 1).
 *
 * @example Are 23 right calls of 40 better than chance?
 * ```ts
 * import { wilsonInterval } from "lab/stats";
 * import { deepEqual, ok } from "node:assert/strict";
 *
 * const { low, high } = wilsonInterval(23, 40);
 * deepEqual([low, high].map((share) => share.toFixed(3)), ["0.422", "0.715"]);
 * ok(low < 0.5, "chance is not ruled out");
 * ```
 */
export function wilsonInterval(
  successes: number,
  trials: number,
  options: { readonly level?: number } = {},
): ShareInterval {
  const { level = INTERVAL_LEVEL } = options;
  if (!Number.isInteger(trials) || trials < 1) {
    refuse(`need a whole number of trials from 1, got ${trials}`);
  }
  if (!Number.isInteger(successes) || successes < 0 || successes > trials) {
    const hint = successes > 0 && successes < 1 ? "; give the count, not the share" : "";
    refuse(`need a whole number of successes from 0 to ${trials}, got ${successes}${hint}`);
  }
  if (!(level > 0 && level < 1)) refuse(`level must lie in (0, 1), got ${level}`);
  const share = successes / trials;
  return {
    share,
    ...wilsonEnds(share, trials, normalQuantile((1 + level) / 2)),
    trials,
    level,
  };
}

/** Both ends for a share of so many trials, a fraction too, at a normal quantile. */
export function wilsonEnds(
  share: number,
  n: number,
  z: number,
): { readonly low: number; readonly high: number } {
  const centre = share + z * z / (2 * n);
  const half = z * Math.sqrt(share * (1 - share) / n + z * z / (4 * n * n));
  const scale = 1 + z * z / n;
  // Exact at the ends, where rounding would leave -1e-17 or 0.9999999999999999.
  return {
    low: share === 0 ? 0 : (centre - half) / scale,
    high: share === 1 ? 1 : (centre + half) / scale,
  };
}
