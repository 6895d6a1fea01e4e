import { leastSquares, randomStream } from "lab/stats";
import { equal, ok, throws } from "node:assert/strict";
import { linearRegression } from "simple-statistics";

const draw = randomStream(31);
const normals = (n: number, size = 1) => Array.from({ length: n }, () => size * draw.normal());

Deno.test("leastSquares() of one column is simple-statistics' line", () => {
  for (let world = 0; world < 100; world++) {
    const x = normals(5 + draw.integer(60), 0.02), y = x.map((value) => 0.001 + 0.8 * value);
    const noisy = y.map((value) => value + 0.01 * draw.normal());
    const { m, b } = linearRegression(x.map((value, i) => [value, noisy[i]]));
    const fit = leastSquares(noisy, [x])!;
    ok(Math.abs(fit.coefficients[0] - m) < 1e-11 && Math.abs(fit.intercept - b) < 1e-13);
  }
});

Deno.test("leastSquares() leaves residuals that no column explains", () => {
  const columns = [normals(40), normals(40), normals(40)];
  const y = columns[0].map((value, t) => 2 - value + 3 * columns[1][t] + draw.normal());
  const { intercept, coefficients, residualVariance, degreesOfFreedom } = leastSquares(y, columns)!;
  const left = y.map((value, t) =>
    value - intercept - columns.reduce((sum, column, k) => sum + coefficients[k] * column[t], 0)
  );
  equal(degreesOfFreedom, 36);
  for (const column of [left.map(() => 1), ...columns]) {
    ok(Math.abs(column.reduce((sum, value, t) => sum + value * left[t], 0)) < 1e-11);
  }
  const squares = left.reduce((sum, value) => sum + value * value, 0);
  ok(Math.abs(squares / 36 - residualVariance) < 1e-12);
});

Deno.test("leastSquares() has no fit for a constant column, or one that others make up", () => {
  const x = normals(20), y = normals(20);
  equal(leastSquares(y, [x.map(() => 0.1)]), undefined);
  equal(leastSquares(y, [x, x.map((value) => 1 - 2 * value)]), undefined);
  throws(() => leastSquares([1, 2], [[1, 2]]), /more rows than columns \+ 1, got 2 and 1/);
});
