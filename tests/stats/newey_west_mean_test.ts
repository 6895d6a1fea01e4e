import { cosineMean, neweyWestMean, randomStream } from "lab/stats";
import { ok, throws } from "node:assert/strict";
import { SOAK } from "../soak.ts";

const values = [0.3, -0.1, 0.2, 0.5, 0.1, -0.4, 0, 0.2, 0.6, -0.2, 0.1, 0.3];
const close = (a: number, b: number) => ok(Math.abs(a - b) < 1e-14, `${a} and ${b}`);

Deno.test("neweyWestMean() has statsmodels' HAC errors", () => {
  // sm.OLS(x, np.ones(12)).fit(cov_type="HAC", cov_kwds={"maxlags": k, "use_correction": False}).bse
  close(neweyWestMean(values, { lags: 0 }).standardError, 0.07846914939903078);
  close(neweyWestMean(values, { lags: 3 }).standardError, 0.040205874517028145);
});

Deno.test("neweyWestMean() sees that doubled values are no new ones", () => {
  const doubled = values.flatMap((one) => [one, one]);
  const plain = neweyWestMean(values, { lags: 0 }).standardError;
  close(neweyWestMean(doubled, { lags: 0 }).standardError, plain / Math.SQRT2);
  ok(neweyWestMean(doubled, { lags: 1 }).standardError > 1.1 * plain / Math.SQRT2);
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

Deno.test("neweyWestMean() and cosineMean() refuse fewer values than lags or terms", () => {
  throws(() => neweyWestMean([1, 2, 3], { lags: 3 }), /got 3 values and 3 lags/);
  throws(() => neweyWestMean([1, 2, 3], { lags: -1 }), /whole number from 0, got -1/);
  throws(() => cosineMean([1, 2, 3], { terms: 3 }), /got 3 terms and 3 values/);
  throws(() => cosineMean([1, NaN, 3], { terms: 1 }), /finite number, got NaN at position 1/);
});
