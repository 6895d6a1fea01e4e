import { type Measure, volatility } from "lab/performance";
import { ok } from "node:assert/strict";
import { weekly, WEEKS } from "./weekly_fixture.ts";
import { near } from "./near.ts";

const { book } = weekly;
const options = { periodsPerYear: WEEKS };

function interval({ interval }: Measure): [number, number] {
  ok(interval.low !== undefined, "there is an interval");
  return [interval.low, interval.high];
}

Deno.test("volatility() is empyrical's, with a Newey–West interval on the log", () => {
  const found = volatility(book, { ...options, lags: 4 });
  near(found.value, 0.10259700573944128); // ep.annual_volatility(r, annualization=52)
  // vol*np.exp(np.array([-1,1])*t.ppf(.975,179)*np.sqrt(nw((r-mu)**2,4)/n)/(2*r.var(ddof=0)))
  const [low, high] = interval(found);
  near(low, 0.09101748507314124);
  near(high, 0.11564970816585608);
});
