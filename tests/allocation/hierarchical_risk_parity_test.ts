import { equal, ok } from "node:assert/strict";
import { hierarchicalRiskParity } from "lab/allocation";
import { randomStream } from "lab/stats";
import { randomCovariance } from "./random_covariance.ts";

const near = (found: readonly number[], known: readonly number[], within = 1e-9) =>
  found.forEach((value, i) => ok(Math.abs(value - known[i]) <= within, `${found} for ${known}`));

Deno.test("hierarchicalRiskParity() agrees with PyPortfolioOpt", () => {
  // pypfopt 1.6.0: HRPOpt(cov_matrix=S).optimize(), S = corr × vol × vol
  const correlation = [
    [1, 0.8, 0.3, 0.2, 0.1, 0.25],
    [0.8, 1, 0.35, 0.15, 0.05, 0.3],
    [0.3, 0.35, 1, 0.6, 0.4, 0.1],
    [0.2, 0.15, 0.6, 1, 0.5, 0.12],
    [0.1, 0.05, 0.4, 0.5, 1, 0],
    [0.25, 0.3, 0.1, 0.12, 0, 1],
  ];
  const volatility = [0.2, 0.25, 0.15, 0.18, 0.12, 0.3];
  const covariance = correlation.map((row, i) =>
    row.map((value, j) => value * volatility[i] * volatility[j])
  );
  near(hierarchicalRiskParity(covariance), [
    0.1091383981,
    0.0698485748,
    0.1757921699,
    0.1220778957,
    0.4367787008,
    0.0863642608,
  ]);
});

Deno.test("hierarchicalRiskParity() is inverse variance for two names, on either side", () => {
  near(hierarchicalRiskParity([[0.04, 0.01], [0.01, 0.01]]), [0.2, 0.8]);
  near(
    hierarchicalRiskParity([[0.04, 0.01], [0.01, 0.01]], { signs: [-1, 1], gross: 0.5 }),
    [-0.1, 0.4],
  );
});

Deno.test("hierarchicalRiskParity() uses the whole gross with the signs asked for, over draws", () => {
  const draw = randomStream(21);
  for (let round = 0; round < 300; round++) {
    const covariance = randomCovariance(draw, 1 + draw.integer(11));
    const signs = covariance.map(() => draw.integer(2) === 0 ? 1 : -1);
    const weights = hierarchicalRiskParity(covariance, { signs });
    weights.forEach((weight, i) => equal(Math.sign(weight), signs[i]));
    near([weights.reduce((sum, weight) => sum + Math.abs(weight), 0)], [1], 1e-12);
    // All volatilities scaled alike: the same book.
    near(
      hierarchicalRiskParity(covariance.map((row) => row.map((value) => 4 * value)), { signs }),
      weights,
      1e-12,
    );
  }
});

Deno.test("hierarchicalRiskParity() reads whole numbers in typed rows as they are", () => {
  const whole = [[400, 100], [100, 100]];
  near(hierarchicalRiskParity(whole.map((row) => Int32Array.from(row) as unknown as number[])), [
    0.2,
    0.8,
  ]);
  equal(hierarchicalRiskParity([]).length, 0);
});
