import { equal, ok } from "node:assert/strict";
import { riskParity } from "lab/allocation";
import { randomStream } from "lab/stats";
import { SOAK } from "../soak.ts";
import { randomCovariance } from "./random_covariance.ts";

const S = [[0.04, 0.018, 0.006], [0.018, 0.0225, 0.0045], [0.006, 0.0045, 0.01]];
const near = (found: readonly number[], known: readonly number[], within: number) =>
  found.forEach((value, i) => ok(Math.abs(value - known[i]) <= within, `${found} for ${known}`));

Deno.test("riskParity() agrees with a general minimiser, long, budgeted and signed", () => {
  // scipy 1.17.1: minimize(lambda y: .5*y@A@y - b@np.log(y), …, "L-BFGS-B", gtol=1e-13), y/sum(y)·s
  near(riskParity(S), [0.2182986116, 0.2910648154, 0.490636573], 1e-8);
  near(
    riskParity(S, { budgets: [5, 3, 2] }),
    [0.3289555837, 0.2883488185, 0.3826955978],
    1e-8,
  );
  near(
    riskParity(S, { signs: [1, -1, 1] }),
    [0.2444623931, -0.3975478157, 0.3579897913],
    1e-8,
  );
});

Deno.test("riskParity() gives every name its budget of the variance, over seeded draws", () => {
  const draw = randomStream(11);
  for (let round = 0; round < (SOAK ? 10_000 : 1_000); round++) {
    const n = 1 + draw.integer(11);
    const covariance = randomCovariance(draw, n);
    const signs = covariance.map(() => draw.integer(2) === 0 ? 1 : -1);
    const budgets = covariance.map(() => 0.05 + draw.uniform());
    const gross = 0.2 + draw.uniform();
    const weights = riskParity(covariance, { signs, budgets, gross });
    const marginal = covariance.map((row) => row.reduce((sum, v, j) => sum + v * weights[j], 0));
    const variance = weights.reduce((sum, w, i) => sum + w * marginal[i], 0);
    const total = budgets.reduce((sum, b) => sum + b, 0);
    weights.forEach((w, i) => {
      equal(Math.sign(w), signs[i]);
      ok(Math.abs(w * marginal[i] / variance - budgets[i] / total) < 1e-9, `round ${round}`);
    });
    ok(Math.abs(weights.reduce((sum, w) => sum + Math.abs(w), 0) - gross) < 1e-12);
  }
});

Deno.test("riskParity() does not change when all volatilities are scaled", () => {
  near(riskParity(S.map((row) => row.map((value) => 1e-4 * value))), riskParity(S), 1e-12);
});

Deno.test("riskParity() reads whole numbers in typed rows as they are", () => {
  // Without correlation the weights are inverse volatilities, 1/2 and 1/3 of them.
  const whole = [[4, 0], [0, 9]].map((row) => Int32Array.from(row) as unknown as number[]);
  near(
    riskParity(whole, { budgets: new Float32Array([1, 1]) as unknown as number[] }),
    [0.6, 0.4],
    1e-12,
  );
  equal(riskParity([]).length, 0);
});

Deno.test("riskParity() gives one book for both triangles, where they differ by rounding", () => {
  const bent = S.map((row, i) => row.map((value, j) => i < j ? value * (1 + 1e-10) : value));
  const turned = S.map((row, i) => row.map((value, j) => i > j ? value * (1 + 1e-10) : value));
  near(riskParity(bent), riskParity(turned), 0);
});
