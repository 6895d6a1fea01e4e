import { deepEqual, equal, ok, throws } from "node:assert/strict";
import quadprog from "quadprog";
import { ActiveSet } from "../../lib/portfolio/active_set.ts";
import { type Draws, draws } from "./draws.ts";

const soak = Deno.env.get("LAB_SOAK") === "1";

interface Problem {
  readonly hessian: readonly (readonly number[])[];
  readonly linear: readonly number[];
  readonly equalities: number;
  readonly rows: readonly (readonly number[])[];
  readonly least: readonly number[];
}

/** The oracle: npm quadprog 1.6.1, a port of R's quadprog; its arrays count from 1. */
function byQuadprog(problem: Problem): { x: number[]; value: number } | undefined {
  const n = problem.linear.length;
  const shifted = (row: readonly number[]) => [0, ...row];
  const columns = Array.from(
    { length: n },
    (_, i) => [0, ...problem.rows.map((row) => row[i])],
  );
  const answer = quadprog.solveQP(
    [[], ...problem.hessian.map(shifted)],
    shifted(problem.linear),
    [[], ...columns],
    shifted(problem.least),
    problem.equalities,
  );
  if (answer.message !== "") return undefined;
  return { x: answer.solution.slice(1), value: answer.value[1] };
}

function load(solver: ActiveSet, problem: Problem, dense = true): void {
  const n = problem.linear.length;
  solver.begin(n, dense ? "dense" : "diagonal");
  for (let i = 0; i < n; i++) {
    solver.linear[i] = problem.linear[i];
    if (dense) { for (let j = 0; j < n; j++) solver.hessian[i * n + j] = problem.hessian[i][j]; }
    else solver.hessian[i] = problem.hessian[i][i];
  }
  problem.rows.forEach((coefficients, k) => {
    const row = solver.addRow(problem.least[k], k < problem.equalities);
    coefficients.forEach((value, i) => solver.rows[row * n + i] = value);
  });
}

/** Objective and largest violation of a point, by arithmetic of this test. */
function judge(problem: Problem, x: ArrayLike<number>) {
  let value = 0, violation = 0;
  const dot = (a: readonly number[]) => a.reduce((sum, v, i) => sum + v * x[i], 0);
  problem.hessian.forEach((row, i) => value += 0.5 * x[i] * dot(row) - problem.linear[i] * x[i]);
  problem.rows.forEach((row, k) => {
    const slack = dot(row) - problem.least[k];
    violation = Math.max(violation, k < problem.equalities ? Math.abs(slack) : -slack);
  });
  return { value, violation };
}

/** Random rows through a known feasible point, so that every problem has an answer. */
function randomProblem(random: Draws, kind: string): Problem & { condition: number } {
  const n = 2 + random.below(11), m = 1 + random.below(2 * n);
  const equalities = random.below(Math.min(3, n, m + 1));
  const inside = Array.from({ length: n }, () => random.normal());
  const rows: number[][] = [], least: number[] = [];
  for (let k = 0; k < m; k++) {
    let row = Array.from(
      { length: n },
      () => kind === "integers" ? random.below(3) - 1 : random.normal(),
    );
    if (
      kind === "duplicates" && k >= equalities && rows.length > equalities && random.below(2) === 0
    ) {
      row = [...rows[equalities + random.below(rows.length - equalities)]];
    }
    const at = row.reduce((sum, value, i) => sum + value * inside[i], 0);
    // A degenerate problem has many rows through one point.
    const gap = k < equalities || kind === "degenerate" ? 0 : Math.abs(random.normal());
    rows.push(row);
    least.push(at - gap);
  }
  // H = QDQ' with a known condition number: reflections make Q.
  const exponent = kind === "nearly singular" ? 5 : 1;
  const spectrum = Array.from(
    { length: n },
    (_, i) => 10 ** (-exponent * i / (n - 1)),
  );
  let hessian = spectrum.map((value, i) => spectrum.map((_, j) => (i === j ? value : 0)));
  for (let turn = 0; turn < 3; turn++) {
    const v = Array.from({ length: n }, () => random.normal());
    const square = v.reduce((sum, value) => sum + value * value, 0);
    const reflect = (matrix: number[][]) =>
      matrix.map((row) => {
        const along = 2 * row.reduce((sum, value, i) => sum + value * v[i], 0) / square;
        return row.map((value, i) => value - along * v[i]);
      });
    const transpose = (matrix: number[][]) => matrix.map((_, i) => matrix.map((row) => row[i]));
    hessian = transpose(reflect(transpose(reflect(hessian))));
  }
  hessian = hessian.map((row, i) => row.map((value, j) => (value + hessian[j][i]) / 2));
  const linear = Array.from({ length: n }, () => 3 * random.normal());
  return { hessian, linear, equalities, rows, least, condition: 10 ** exponent };
}

for (const kind of ["general", "degenerate", "duplicates", "integers", "nearly singular"]) {
  Deno.test(`ActiveSet.solve() agrees with quadprog on ${kind} problems`, () => {
    const solver = new ActiveSet();
    const count = soak ? 20_000 : 1_000;
    let compared = 0;
    for (let seed = 0; seed < count; seed++) {
      const problem = randomProblem(draws(`${kind} ${seed}`), kind);
      load(solver, problem);
      const status = solver.solve();
      equal(status, "solved", `${kind} ${seed}`);
      const mine = judge(problem, solver.x);
      const scale = 1 + Math.abs(mine.value);
      ok(mine.violation < 1e-9, `${kind} ${seed}: violation ${mine.violation}`);
      ok(solver.kkt < 1e-9 * scale, `${kind} ${seed}: KKT ${solver.kkt}`);
      ok(Math.abs(solver.value - mine.value) <= 1e-10 * scale, `${kind} ${seed}: own value`);
      const oracle = byQuadprog(problem);
      // quadprog itself fails on a few degenerate sets; then KKT above is the judge.
      if (!oracle || judge(problem, oracle.x).violation > 1e-8) continue;
      compared++;
      ok(
        Math.abs(mine.value - oracle.value) <= 1e-8 * scale,
        `${kind} ${seed}: ${mine.value} against ${oracle.value}`,
      );
      if (kind !== "nearly singular") {
        for (let i = 0; i < oracle.x.length; i++) {
          ok(Math.abs(solver.x[i] - oracle.x[i]) < 1e-8, `${kind} ${seed}: x[${i}]`);
        }
      }
    }
    ok(compared > 0.9 * count, `compared only ${compared} of ${count}`);
  });
}

function small(rows: readonly (readonly number[])[], least: readonly number[], linear = [1, 1]) {
  const solver = new ActiveSet();
  const hessian = linear.map((_, i) => linear.map((_, j) => (i === j ? 1 : 0)));
  load(solver, { hessian, linear, equalities: 0, rows, least }, false);
  return solver;
}

Deno.test("ActiveSet.solve() gives the answer and prices that one finds by hand", () => {
  // Nearest to (3, 1) with x + y ≤ 2, 0 ≤ x, y and x ≤ 1.5: x = 1.5, y = 0.5.
  // Gradient at it: (−1.5, −0.5); the row's price is 0.5, the bound's 1.5 − 0.5 = 1.
  const solver = small([[-1, -1]], [-2], [3, 1]);
  solver.lower.fill(0, 0, 2);
  solver.upper[0] = 1.5;
  equal(solver.solve(), "solved");
  deepEqual([solver.x[0], solver.x[1]], [1.5, 0.5]);
  ok(Math.abs(solver.rowMultipliers[0] - 0.5) < 1e-15);
  ok(Math.abs(solver.upperMultipliers[0] - 1) < 1e-15);
  equal(solver.upperMultipliers[1], 0);
  ok(Math.abs(solver.value - (0.5 * 2.5 - 4.5 - 0.5)) < 1e-15);
});

Deno.test("ActiveSet.solve() proves a conflict by weights that cancel the rows", () => {
  // x + y ≥ 2, x ≤ 0.5, y ≤ 0.5: adding all three says 0 ≥ 1.
  const solver = small([[1, 1], [5, 3]], [2, -100]);
  solver.upper.fill(0.5, 0, 2);
  equal(solver.solve(), "infeasible");
  const terms = solver.conflict.toSorted((a, b) =>
    a.index - b.index || a.kind.localeCompare(b.kind)
  );
  deepEqual(terms.map(({ kind, index }) => `${kind} ${index}`), ["row 0", "upper 0", "upper 1"]);
  ok(terms.every(({ weight }) => Math.abs(weight - 1) < 1e-12));
});

Deno.test("ActiveSet.solve() certifies every conflict it reports", () => {
  const solver = new ActiveSet();
  let conflicts = 0;
  for (let seed = 0; seed < (soak ? 20_000 : 2_000); seed++) {
    const random = draws(`conflict ${seed}`);
    const problem = randomProblem(random, random.below(2) === 0 ? "general" : "integers");
    // Two more rows that ask for a·x ≥ 1 and −a·x ≥ −0.9, hidden behind a mixture of others.
    const a = problem.rows[0].map(() => random.normal());
    const rows = [...problem.rows, a, a.map((value) => -value)];
    const least = [...problem.least, 1, -0.9];
    load(solver, { ...problem, rows, least });
    if (solver.solve() !== "infeasible") throw new Error(`${seed}: a conflict was not seen`);
    conflicts++;
    // Farkas: Σ weight·row = 0 and Σ weight·least > 0, weights ≥ 0 for inequalities.
    const sum = a.map(() => 0);
    let promised = 0, size = 0;
    for (const { kind, index, weight } of solver.conflict) {
      equal(kind, "row");
      ok(weight >= -1e-12 || index < problem.equalities, `${seed}: weight ${weight}`);
      rows[index].forEach((value, i) => sum[i] += weight * value);
      promised += weight * least[index];
      size = Math.max(size, Math.abs(weight));
    }
    ok(sum.every((value) => Math.abs(value) < 1e-8 * (1 + size)), `${seed}: rows do not cancel`);
    ok(promised > 0, `${seed}: ${promised}`);
  }
  ok(conflicts >= 2_000);
});

Deno.test("ActiveSet.resume() with added rows ends where a fresh solve does, to the last bit", () => {
  const once = new ActiveSet(), twice = new ActiveSet();
  for (let seed = 0; seed < 1_000; seed++) {
    const problem = randomProblem(draws(`resume ${seed}`), "general");
    const first = Math.max(problem.equalities, problem.rows.length >> 1);
    load(once, problem);
    once.solve();
    load(twice, { ...problem, rows: problem.rows.slice(0, first) });
    twice.solve();
    const n = problem.linear.length;
    for (let k = first; k < problem.rows.length; k++) {
      const row = twice.addRow(problem.least[k]);
      problem.rows[k].forEach((value, i) => twice.rows[row * n + i] = value);
    }
    equal(twice.resume(), "solved");
    deepEqual([...twice.x.subarray(0, n)], [...once.x.subarray(0, n)], `${seed}`);
    deepEqual(
      [...twice.rowMultipliers.subarray(0, problem.rows.length)],
      [...once.rowMultipliers.subarray(0, problem.rows.length)],
    );
  }
});

Deno.test("ActiveSet.solve() gives the same to a diagonal and to a dense H", () => {
  const random = draws("diagonal");
  for (let round = 0; round < 300; round++) {
    const problem = randomProblem(random, "general");
    const n = problem.linear.length;
    const diagonal = Array.from({ length: n }, () => 0.1 + random.uniform());
    const hessian = diagonal.map((value, i) => diagonal.map((_, j) => (i === j ? value : 0)));
    const sparse = new ActiveSet(), dense = new ActiveSet();
    load(sparse, { ...problem, hessian }, false);
    load(dense, { ...problem, hessian }, true);
    equal(sparse.solve(), "solved");
    equal(dense.solve(), "solved");
    for (let i = 0; i < n; i++) ok(Math.abs(sparse.x[i] - dense.x[i]) < 1e-10);
  }
});

Deno.test("ActiveSet.solve() stops at a cutoff below the minimum and not above it", () => {
  const solver = small([[1, 1]], [4]);
  equal(solver.solve(), "solved");
  const least = solver.value;
  equal(solver.solve(least - 1e-6), "cut off");
  equal(solver.solve(least + 1e-6), "solved");
});

Deno.test("ActiveSet.solve() refuses what is no problem", () => {
  throws(() => small([], [], [NaN, 1]).solve(), /c must be finite, got NaN at 0/);
  throws(() => small([[NaN, 1]], [0]).solve(), /row 0 must be finite/);
  throws(() => small([[1, 1]], [Infinity]).solve(), /row 0 must be finite/);
  const flat = small([], []);
  flat.hessian[1] = 0;
  throws(() => flat.solve(), /H must be positive definite, got 0 at 1/);
  const crossed = small([], []);
  crossed.lower[1] = 2;
  crossed.upper[1] = 1;
  throws(() => crossed.solve(), /variable 1 needs lower ≤ upper, got 2, 1/);
  const dense = new ActiveSet();
  const hessian = [[1, 2], [2, 1]]; // eigenvalues 3 and −1
  load(dense, { hessian, linear: [0, 0], equalities: 0, rows: [], least: [] });
  throws(() => dense.solve(), /H must be symmetric and positive definite/);
});
