import { dimsonBeta, randomStream } from "lab/stats";
import { equal, ok } from "node:assert/strict";
import { close, measured } from "./beta_series.ts";

const Y = [0.010, -0.020, 0.015, 0.005, -0.010, 0.030, -0.004, 0.012];
const X = [0.008, -0.012, 0.010, 0.000, -0.009, 0.018, 0.002, 0.007];

Deno.test("dimsonBeta() agrees with statsmodels in sum, standard error and interval", () => {
  // statsmodels 0.15: OLS(Y[1:-1], add_constant(c_[X[:-2], X[1:-1], X[2:]])).fit()
  //   .t_test([0, 1, 1, 1]): effect, sd, conf_int()
  const fit = measured(dimsonBeta(Y, X, { minimumPairs: 6 }));
  close(fit.beta, 0.6778502028223381, 1e-11);
  close(fit.standardError, 0.7072491381218573, 1e-11);
  close(fit.low, -2.36519723, 1e-8);
  close(fit.high, 3.72089764, 1e-8);
  equal(fit.pairs, 6);
});

Deno.test("dimsonBeta() leaves out the three days around a gap of the index", () => {
  const stream = randomStream(3);
  const index = Array.from({ length: 100 }, () => 0.01 * stream.normal());
  const asset = index.map((x) => x + 0.001 * stream.normal());
  equal(dimsonBeta(asset, index).pairs, 98);
  equal(dimsonBeta(asset, index.map((x, i) => i === 50 ? undefined : x)).pairs, 95);
  equal(dimsonBeta(asset.map((y, i) => i === 50 ? undefined : y), index).pairs, 97);
});

Deno.test("dimsonBeta() sees the whole reaction of an asset that answers two days late or early", () => {
  const stream = randomStream(5);
  const index = Array.from({ length: 120 }, () => 0.01 * stream.normal());
  for (const [before, same, after] of [[0.4, 0.5, 0.1], [0, 0.7, 0.6], [1, -0.2, 0]]) {
    const asset = index.map((x, i) =>
      before * (index[i - 1] ?? 0) + same * x + after * (index[i + 1] ?? 0)
    );
    const fit = measured(dimsonBeta(asset, index));
    close(fit.beta, before + same + after, 1e-10);
    ok(fit.standardError < 1e-10);
  }
});
