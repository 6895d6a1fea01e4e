import { deepEqual, ok, throws } from "node:assert/strict";
import { blackLitterman } from "lab/allocation";
import { randomStream } from "lab/stats";
import { randomCovariance } from "./random_covariance.ts";

const S = [[0.04, 0.018, 0.006], [0.018, 0.0225, 0.0045], [0.006, 0.0045, 0.01]];
const prior = [0.06, 0.04, 0.02];
const near = (found: readonly number[], known: readonly number[], within = 1e-9) =>
  found.forEach((value, i) => ok(Math.abs(value - known[i]) <= within, `${found} for ${known}`));

Deno.test("blackLitterman() agrees with PyPortfolioOpt and Idzorek's confidences", () => {
  // pypfopt 1.6.0: BlackLittermanModel(S, pi=pi, absolute_views={0: 0.09, 2: 0.01},
  //   omega="idzorek", view_confidences=[0.6, 0.25], tau=0.05), then bl_returns() and bl_cov()
  const absolute = blackLitterman(prior, S, [
    { picks: [1, 0, 0], value: 0.09, confidence: 0.6 },
    { picks: [0, 0, 1], value: 0.01, confidence: 0.25 },
  ]);
  near(absolute.mean, [0.0772275722, 0.0471730867, 0.0196553472]);
  near(absolute.covariance[0], [0.0407927015, 0.0183512418, 0.0060912316]);
  near(absolute.covariance[1], [0.0183512418, 0.0233714901, 0.004609478]);
  near(absolute.covariance[2], [0.0060912316, 0.004609478, 0.0103596047]);
  // The same with P=[[1, -1, 0]], Q=[0.05], view_confidences=[0.5]
  const relative = blackLitterman(prior, S, [{ picks: [1, -1, 0], value: 0.05, confidence: 0.5 }]);
  near(relative.mean, [0.0724528302, 0.0374528302, 0.0208490566]);
});

Deno.test("blackLitterman() moves a lone view by its confidence, over seeded draws", () => {
  const draw = randomStream(5);
  for (let round = 0; round < 500; round++) {
    const n = 1 + draw.integer(8), covariance = randomCovariance(draw, n);
    const start = covariance.map(() => 0.1 * draw.normal());
    const picks = covariance.map(() => draw.normal());
    const confidence = draw.uniform(), value = 0.1 * draw.normal();
    const of = (mean: readonly number[]) => picks.reduce((sum, p, i) => sum + p * mean[i], 0);
    const tau = 0.01 + 0.99 * draw.uniform();
    const { mean } = blackLitterman(start, covariance, [{ picks, value, confidence }], { tau });
    near([of(mean)], [of(start) + confidence * (value - of(start))]);
  }
});

Deno.test("blackLitterman() without belief is the prior, with certainty the view", () => {
  const view = { picks: [0, 1, 0], value: 0.1 };
  deepEqual(blackLitterman(prior, S, [{ ...view, confidence: 0 }]).mean, prior);
  near([blackLitterman(prior, S, [{ ...view, confidence: 1 }]).mean[1]], [0.1], 1e-15);
});

Deno.test("blackLitterman() refuses certain views of the same, and takes one that is not", () => {
  const view = { picks: [1, 0, 0], value: 0.1, confidence: 1 };
  throws(
    () => blackLitterman(prior, S, [view, view]),
    /do not repeat each other with certainty, got 2/,
  );
  near([blackLitterman(prior, S, [view, { ...view, confidence: 0.5 }]).mean[0]], [0.1], 1e-12);
});

Deno.test("blackLitterman() takes typed arrays for what they hold", () => {
  const view = { picks: [1, -1, 0], value: 0.05, confidence: 0.5 };
  const typed = { ...view, picks: Int8Array.from(view.picks) as unknown as number[] };
  const rows = S.map((row) => Float64Array.from(row));
  const start = Float64Array.from(prior) as unknown as number[];
  deepEqual(blackLitterman(start, rows, [typed]), blackLitterman(prior, S, [view]));
});
