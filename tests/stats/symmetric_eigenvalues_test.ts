import { randomStream, symmetricEigenvalues } from "lab/stats";
import { ok, throws } from "node:assert/strict";

Deno.test("symmetricEigenvalues() of a chain of springs is the textbook's, small and large", () => {
  // Second differences, n × n: 2 − 2·cos(kπ/(n + 1)). Below and above the switch of methods.
  for (const n of [1, 2, 11, 40, 41, 120]) {
    const chain = Array.from(
      { length: n },
      (_, i) => Array.from({ length: n }, (_, j) => i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0),
    );
    symmetricEigenvalues(chain).forEach((value, k) => {
      const exact = 2 - 2 * Math.cos((k + 1) * Math.PI / (n + 1));
      ok(Math.abs(value - exact) < 1e-13, `${n}: ${value} is not ${exact}`);
    });
  }
});

Deno.test("symmetricEigenvalues() keeps trace and squares of a large correlated matrix", () => {
  const draw = randomStream(5), n = 90;
  // A Gram matrix of 30 directions: sixty eigenvalues are zero.
  const columns = Array.from(
    { length: n },
    () => Array.from({ length: 30 }, () => draw.normal()),
  );
  const gram = columns.map((a) => columns.map((b) => a.reduce((sum, x, t) => sum + x * b[t], 0)));
  const values = symmetricEigenvalues(gram);
  const sum = (list: readonly number[]) => list.reduce((total, value) => total + value, 0);
  const trace = sum(gram.map((row, i) => row[i]));
  const squares = sum(gram.flat().map((value) => value * value));
  ok(Math.abs(sum(values) / trace - 1) < 1e-12);
  ok(Math.abs(sum(values.map((value) => value * value)) / squares - 1) < 1e-12);
  ok(values.slice(0, 60).every((value) => Math.abs(value) < 1e-11 * trace));
  ok(values[60] > 1);
});

Deno.test("symmetricEigenvalues() of a large diagonal and a block matrix are their parts'", () => {
  const n = 60;
  const blocks = Array.from(
    { length: n },
    (_, i) =>
      Array.from(
        { length: n },
        (_, j) => i === j ? 1 : Math.floor(i / 2) === Math.floor(j / 2) ? 0.3 : 0,
      ),
  );
  symmetricEigenvalues(blocks).forEach((value, k) =>
    ok(Math.abs(value - (k < n / 2 ? 0.7 : 1.3)) < 1e-14)
  );
  throws(() => symmetricEigenvalues([[1, 2]]), /need a square matrix/);
});
