import { longRunVariance, neweyWestLags, randomStream } from "lab/stats";
import { equal, ok, throws } from "node:assert/strict";
import { weekly } from "../performance/weekly_fixture.ts";

Deno.test("longRunVariance() gives statsmodels' HAC error of a mean", () => {
  // OLS(r, np.ones(180)).fit(cov_type="HAC", cov_kwds={"maxlags": 4}).bse[0]
  ok(Math.abs(Math.sqrt(longRunVariance(weekly.book, 4) / 180) - 0.001139899389615779) < 1e-15);
});

Deno.test("longRunVariance() scales with the square, and knows neither level nor direction of time", () => {
  const stream = randomStream(3);
  for (let draw = 0; draw < 100; draw++) {
    const n = 5 + stream.integer(100), lags = stream.integer(5);
    const values = Array.from({ length: n }, () => stream.normal());
    const found = longRunVariance(values, lags);
    const near = (other: number) => ok(Math.abs(other - found) <= 1e-12 * Math.max(1, found));
    near(longRunVariance(values.map((value) => 3 * value), lags) / 9);
    near(longRunVariance(values.map((value) => 5 + value), lags));
    near(longRunVariance(values.toReversed(), lags));
    ok(found >= 0);
  }
});

Deno.test("neweyWestLags() follows the rule of thumb and stays below the count", () => {
  // [int(4*(n/100)**(2/9)) for n in (100, 180, 552, 6900)]
  equal([100, 180, 552, 6_900].map(neweyWestLags).join(), "4,4,5,10");
  equal(neweyWestLags(1), 0);
});

Deno.test("the long-run variance and its lags refuse what they cannot use", () => {
  throws(() => longRunVariance([1, 2], 2), /need more values than lags, got 2 values and 2 lags/);
  throws(() => longRunVariance([1, NaN], 0), /got NaN at position 1/);
  throws(() => longRunVariance([1, 2], -1), /lags must be a whole number from 0, got -1/);
  throws(() => neweyWestLags(0), /whole number of values from 1, got 0/);
});
