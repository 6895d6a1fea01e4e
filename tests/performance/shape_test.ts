import { hitRate, kurtosis, type Measure, skewness } from "lab/performance";
import { ok } from "node:assert/strict";
import { weekly } from "./weekly_fixture.ts";
import { near } from "./near.ts";

const { book } = weekly;

function interval({ interval }: Measure): [number, number] {
  ok(interval.low !== undefined, "there is an interval");
  return [interval.low, interval.high];
}

Deno.test("skewness(), kurtosis() and hitRate() are SciPy's and statsmodels'", () => {
  near(skewness(book).value, -0.2247302550418335); // skew(r); pandas' r.skew() corrects: -0.2266…
  near(kurtosis(book).value, 0.6795653588155202); // kurtosis(r); pandas' r.kurt() corrects: 0.7329…
  near(hitRate(book).value, 0.5833333333333334); // (r > 0).mean(); qs.stats.win_rate(r)
  // proportion_confint((r > 0).sum(), n, method="wilson")
  const [low, high] = interval(hitRate(book));
  near(low, 0.510305304279413);
  near(high, 0.6528787794003181);
});
