import { cagr, type Measure } from "lab/performance";
import { ok } from "node:assert/strict";
import { weekly, WEEKS } from "./weekly_fixture.ts";
import { near } from "./near.ts";

const { book } = weekly;
const options = { periodsPerYear: WEEKS };

function interval({ interval }: Measure): [number, number] {
  ok(interval.low !== undefined, "there is an interval");
  return [interval.low, interval.high];
}

Deno.test("cagr() is empyrical's, with the interval of the mean log return", () => {
  const found = cagr(book, { ...options, lags: 4 });
  near(found.value, 0.11048591931195495); // ep.cagr(r, annualization=52); qs.stats.cagr(r, periods=52)
  // np.expm1(52*(lg.mean() + np.array([-1,1])*t.ppf(.975,179)*np.sqrt(nw(lg,4)/n))), lg = np.log1p(r)
  const [low, high] = interval(found);
  near(low, -0.012181968750179392);
  near(high, 0.24838678580290552);
});
