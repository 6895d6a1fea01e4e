import { binomialRange, cosineMean, meanInterval, neweyWestMean, randomStream } from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { SOAK } from "../soak.ts";

const values = [0.3, -0.1, 0.2, 0.5, 0.1, -0.4, 0, 0.2, 0.6, -0.2, 0.1, 0.3];
const close = (a: number, b: number) => ok(Math.abs(a - b) < 1e-14, `${a} and ${b}`);

Deno.test("neweyWestMean() has statsmodels' HAC errors", () => {
  // sm.OLS(x, np.ones(12)).fit(cov_type="HAC", cov_kwds={"maxlags": k, "use_correction": False}).bse
  close(neweyWestMean(values, { lags: 0 }).standardError, 0.07846914939903078);
  close(neweyWestMean(values, { lags: 3 }).standardError, 0.040205874517028145);
});

Deno.test("cosineMean() has NumPy's errors, and Student's t with as many degrees as cosines", () => {
  // lam = [np.sqrt(2/n)*np.sum((x - x.mean())*np.cos(np.pi*j*(np.arange(1, n + 1) - .5)/n)) for j in (1, 2, 3)]
  // np.sqrt(np.mean(np.square(lam))/n); scipy.stats.t.interval(.9, 3, x.mean(), se)
  const found = cosineMean(values, { terms: 3, level: 0.9 });
  close(found.standardError, 0.0327813230216335);
  ok(Math.abs(found.low - 0.056186966389793785) < 1e-9);
});

Deno.test("cosineMean() and neweyWestMean() scale with the values and ignore what is added to all", () => {
  for (let seed = 1; seed <= (SOAK ? 500 : 50); seed++) {
    const stream = randomStream(seed);
    const x = Array.from({ length: 60 }, () => stream.normal());
    const y = x.map((one) => 3 - 2 * one);
    for (
      const error of [
        (z: number[]) => cosineMean(z, { terms: 6 }).standardError,
        (z: number[]) => neweyWestMean(z, { lags: 4 }).standardError,
      ]
    ) {
      ok(Math.abs(error(y) - 2 * error(x)) < 1e-12);
      // Time has no direction for either.
      ok(Math.abs(error(x.toReversed()) - error(x)) < 1e-12);
    }
  }
});

Deno.test("neweyWestMean() sees that doubled values are no new ones", () => {
  const doubled = values.flatMap((one) => [one, one]);
  const plain = neweyWestMean(values, { lags: 0 }).standardError;
  close(neweyWestMean(doubled, { lags: 0 }).standardError, plain / Math.SQRT2);
  ok(neweyWestMean(doubled, { lags: 1 }).standardError > 1.1 * plain / Math.SQRT2);
});

Deno.test("neweyWestMean() and cosineMean() refuse fewer values than lags or terms", () => {
  throws(() => neweyWestMean([1, 2, 3], { lags: 3 }), /got 3 values and 3 lags/);
  throws(() => neweyWestMean([1, 2, 3], { lags: -1 }), /whole number from 0, got -1/);
  throws(() => cosineMean([1, 2, 3], { terms: 3 }), /got 3 terms and 3 values/);
  throws(() => cosineMean([1, NaN, 3], { terms: 1 }), /finite number, got NaN at position 1/);
});

Deno.test("meanInterval() has no t without an error, and refuses an error below zero", () => {
  equal(meanInterval(0.1, 0, { count: 9, level: 0.95 }).t, undefined);
  throws(() => meanInterval(0.1, -1, { count: 9, level: 0.95 }), /error from 0, got 0.1 and -1/);
  throws(() => meanInterval(0.1, 1, { count: 9, level: 95 }), /level must lie in \(0, 1\), got 95/);
});

Deno.test("binomialRange() has SciPy's quantiles", () => {
  // scipy.stats.binom.ppf([.0005, .9995], n, p)
  deepEqual(binomialRange(50, 0.95), { least: 41, most: 50 });
  deepEqual(binomialRange(50, 0.05), { least: 0, most: 9 });
  deepEqual(binomialRange(500, 0.95), { least: 458, most: 489 });
  throws(() => binomialRange(50, 95), /share and level must lie in \(0, 1\), got 95/);
});
