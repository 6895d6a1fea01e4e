/** Chance of so many successes or fewer in independent trials. */
function atMost(successes: number, trials: number, share: number): number {
  let term = (1 - share) ** trials, sum = term;
  for (let k = 1; k <= successes; k++) {
    term *= (trials - k + 1) / k * share / (1 - share);
    sum += term;
  }
  return sum;
}

/** Halvings of an interval of length 1: beyond these a double says no more. */
const HALVINGS = 52;

/**
 * The exact interval of Clopper and Pearson for a share: the shares at which so many successes, or more
 * of them, or fewer, are no rarer than half of what is left of the level. Biometrika 26, 1934.
 *
 * @param successes A whole number above 0 and below `trials`.
 * @param trials Independent ones.
 *
 * @example R: binom.test(23, 40)$conf.int is 0.4089 to 0.7296
 * ```ts
 * import { exactInterval } from "./exact_interval.ts";
 * import { deepEqual } from "node:assert/strict";
 *
 * const { low, high } = exactInterval(23, 40);
 * deepEqual([low, high].map((share) => share.toFixed(3)), ["0.409", "0.730"]);
 * ```
 */
export function exactInterval(
  successes: number,
  trials: number,
  options: { readonly level?: number } = {},
): { readonly low: number; readonly high: number } {
  const tail = (1 - (options.level ?? 0.95)) / 2;
  const where = (isBelow: (share: number) => boolean) => {
    let low = 0, high = 1;
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (low + high) / 2;
      isBelow(middle) ? low = middle : high = middle;
    }
    return (low + high) / 2;
  };
  return {
    low: where((share) => 1 - atMost(successes - 1, trials, share) < tail),
    high: where((share) => atMost(successes, trials, share) > tail),
  };
}
