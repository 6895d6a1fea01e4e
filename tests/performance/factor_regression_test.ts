import { factorRegression, type Measure } from "lab/performance";
import { weekly, WEEKS } from "./weekly_fixture.ts";
import { near } from "./near.ts";

const { book, market, size, riskFree } = weekly;
const options = { periodsPerYear: WEEKS };

Deno.test("factorRegression() is statsmodels' OLS with HAC errors", () => {
  // OLS(x, add_constant(np.c_[m-rf, size])).fit(cov_type="HAC",
  //   cov_kwds={"maxlags": 4, "use_correction": True})
  const excess = market.map((value, t) => value - riskFree[t]);
  const found = factorRegression(
    book,
    [{ name: "market", returns: excess }, { name: "size", returns: size }],
    { ...options, riskFree, lags: 4 },
  );
  const error = ({ interval }: Measure) =>
    interval.low === undefined ? undefined : interval.standardError;
  near(found.alpha.value, 52 * 0.001777065160336099);
  near(error(found.alpha), 52 * 0.0009510371105410556);
  near(found.betas[0].value, 0.36845463099334047);
  near(error(found.betas[0]), 0.04229649039570451);
  near(found.betas[1].value, 0.11871951721776089);
  near(error(found.betas[1]), 0.09526538929432195);
  near(found.t[0], 1.8685550128796833);
  near(found.t[1], 8.711234136597762);
  near(found.rSquared.value, 0.3435906108515029);
});
