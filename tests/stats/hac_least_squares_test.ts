import { hacLeastSquares } from "lab/stats";
import { equal, ok, throws } from "node:assert/strict";
import { weekly } from "../performance/weekly_fixture.ts";

const { book, market, size, riskFree } = weekly;
const excess = (of: readonly number[]) => of.map((value, t) => value - riskFree[t]);

function near(found: number, known: number): void {
  ok(Math.abs(found - known) <= 1e-9 * Math.abs(known), `found ${found}, known ${known}`);
}

Deno.test("hacLeastSquares() is statsmodels' OLS with HAC errors and their correction", () => {
  // OLS(x, add_constant(np.c_[m-rf, size])).fit(cov_type="HAC",
  //   cov_kwds={"maxlags": 4, "use_correction": True}): params and bse
  const fit = hacLeastSquares(excess(book), [excess(market), size], { lags: 4 })!;
  near(fit.intercept.value, 0.001777065160336099);
  near(fit.intercept.standardError, 0.0009510371105410556);
  near(fit.coefficients[0].value, 0.36845463099334047);
  near(fit.coefficients[0].standardError, 0.04229649039570451);
  near(fit.coefficients[1].standardError, 0.09526538929432195);
  near(fit.rSquared!, 0.3435906108515029);
  // without use_correction: bse[1] = 0.04194253864670916
  near(fit.coefficients[0].standardError * Math.sqrt(177 / 180), 0.04194253864670916);
});

Deno.test("hacLeastSquares() knows neither the columns' order nor their units", () => {
  const y = excess(book), x = excess(market);
  const [plain, turned] = [[x, size], [size, x.map((value) => 100 * value)]]
    .map((columns) => hacLeastSquares(y, columns, { lags: 3 })!);
  near(turned.coefficients[1].value * 100, plain.coefficients[0].value);
  near(turned.coefficients[0].t!, plain.coefficients[1].t!);
  near(turned.intercept.standardError, plain.intercept.standardError);
});

Deno.test("hacLeastSquares() has no fit for a constant column, and refuses more lags than rows", () => {
  equal(hacLeastSquares([1, 2, 4], [[1, 1, 1]]), undefined);
  throws(() => hacLeastSquares([1, 2, 4], [[1, 2, 3]], { lags: 3 }), /more values than lags/);
  throws(() => hacLeastSquares([1, 2], [[1, 2]]), /need more rows than columns \+ 1/);
});
