import { expectedShortfall, type Measure, valueAtRisk } from "lab/performance";
import type { TailMethod } from "lab/stats";
import { equal, ok } from "node:assert/strict";
import { weekly } from "./weekly_fixture.ts";
import { near } from "./near.ts";

const { book } = weekly;

function interval({ interval }: Measure): [number, number] {
  ok(interval.low !== undefined, "there is an interval");
  return [interval.low, interval.high];
}

Deno.test("valueAtRisk() and expectedShortfall() are NumPy's, empyrical's and SciPy's", () => {
  const value = (method: TailMethod) => valueAtRisk(book, { method }).value;
  const mean = (method: TailMethod) => expectedShortfall(book, { method }).value;
  near(value("historic"), 0.019518749999999998); // -np.percentile(r, 5); -ep.value_at_risk(r)
  near(mean("historic"), 0.029441666666666668); // -r[r <= np.percentile(r,5)].mean(); -ep.conditional_value_at_risk(r)
  near(value("normal"), 0.02128433760319437); // -norm.ppf(.05, mu, s); -qs.stats.value_at_risk(r)
  near(mean("normal"), 0.027229489602212963); // -mu + s*norm.pdf(z)/.05; -qs.stats.cvar(r)
  // df = int(4 + 6/kurtosis(r)) = 12; sc = s*np.sqrt((df-2)/df); -mu + sc*t.ppf(.95, df)
  near(value("student"), 0.02103030115607643);
  near(mean("student"), 0.028310322695455102); // -mu + sc*t.pdf(q,df)/.05*(df+q*q)/(df-1)
  near(value("cornish-fisher"), 0.021984600510002825); // by the formula, with skew(-r), kurtosis(r)
  // u = np.percentile(-r, 90), 18 losses beyond; xi, beta by probability-weighted moments;
  // u + genpareto.ppf(1 - n/18*.05, xi, scale=beta), and genpareto.expect(…, conditional=True)
  near(value("gpd"), 0.019760211201732575);
  near(mean("gpd"), 0.029641165031536364);
});

Deno.test("valueAtRisk() has the interval of the ranks beside its own", () => {
  // h = norm.ppf(.975)*np.sqrt(n*.05*.95): ranks ⌊171 − 5.73⌋ = 165 and ⌈171 + 5.73⌉ + 1 = 178
  const losses = book.map((value) => -value).sort((a, b) => a - b);
  const [low, high] = interval(valueAtRisk(book));
  equal(low, losses[164]);
  equal(low, 0.015925); // np.sort(-r)[164]
  equal(high, losses[177]);
  equal(high, 0.037193); // np.sort(-r)[177]
});
