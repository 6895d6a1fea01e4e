import { INTERVAL_LEVEL } from "./beta.ts";
import { type MeanInterval, meanInterval } from "./mean_interval.ts";
import { mean } from "./moments.ts";

/** Lengths kept at once: an analysis asks for a dozen again and again. */
const MOST_TABLES = 32;
/** cos(π·i/(2n)) for i from 0 to 4n − 1, by n. */
const tables = new Map<number, Float64Array>();

function cosinesOf(n: number): Float64Array {
  const known = tables.get(n);
  if (known) return known;
  if (tables.size >= MOST_TABLES) tables.clear();
  const cosines = new Float64Array(4 * n);
  for (let i = 0; i < cosines.length; i++) cosines[i] = Math.cos(Math.PI * i / (2 * n));
  tables.set(n, cosines);
  return cosines;
}

/**
 * The mean of a series whose values lean on their neighbours, with an error from its slow waves and
 * Student's t.
 *
 * Each of `terms` cosines from half a wave to terms/2 waves over the whole series reads the long-run
 * variance once: Λⱼ = √(2/n)·Σₜ uₜ·cos(πj(t − ½)/n), error² = mean of Λⱼ² over n. Slow cosines do not
 * see the overlap of neighbouring outcomes as if it were knowledge, and being about independent they
 * give Student's t with `terms` degrees of freedom (Lazarus, Lewis, Stock and Watson, "HAR Inference:
 * Recommendations for Practice", Journal of Business & Economic Statistics 36, 2018; the estimator is
 * Müller's, Journal of Econometrics 141, 2007). Fewer terms: safer and wider.
 *
 * @param values In the order of time, at equal distances; gaps closed up.
 * @param options.terms Number of cosines, a whole number from 1 below the number of values.
 * @param options.level Two-sided confidence; 0.95 by default.
 * @throws {RangeError} If there are not more values than terms, or one is not finite.
 *
 * @example A series that drifts is less sure of its mean than the same values shuffled
 * ```ts
 * import { cosineMean } from "lab/stats";
 * import { ok } from "node:assert/strict";
 *
 * const drifting = cosineMean([0, 1, 2, 3, 4, 5, 6, 7], { terms: 2 });
 * const shuffled = cosineMean([3, 6, 1, 4, 0, 7, 2, 5], { terms: 2 });
 * ok(drifting.standardError > 3 * shuffled.standardError);
 * ```
 */
export function cosineMean(
  values: readonly number[] | Float64Array,
  options: { readonly terms: number; readonly level?: number },
): MeanInterval {
  const { terms, level = INTERVAL_LEVEL } = options;
  const n = values.length;
  if (!Number.isInteger(terms) || terms < 1 || n <= terms) {
    throw new RangeError(
      `Cannot take an error from cosines: need a whole number of terms from 1 and more values than ` +
        `terms, got ${terms} terms and ${n} values`,
    );
  }
  const centre = mean(values), cosines = cosinesOf(n), turn = 4 * n;
  let squares = 0;
  for (let j = 1; j <= terms; j++) {
    let sum = 0;
    // The angle of value t is j(2t + 1)·π/(2n); whole turns are taken off.
    for (let t = 0, at = j; t < n; t++, at = (at + 2 * j) % turn) {
      sum += (values[t] - centre) * cosines[at];
    }
    squares += 2 / n * sum * sum;
  }
  const error = Math.sqrt(squares / terms / n);
  return meanInterval(centre, error, { count: n, degreesOfFreedom: terms, level });
}
