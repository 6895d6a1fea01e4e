import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { ActiveSet } from "../../../lib/portfolio/solver/active_set.ts";
import { draws } from "../draws.ts";
import { byQuadprog, judge, load, randomProblem } from "./random_programs.ts";
import { SOAK } from "../../soak.ts";

const KINDS = [
  "general",
  "degenerate",
  "duplicates",
  "integers",
  "ill-conditioned",
  "nearly singular",
];
for (const kind of KINDS) {
  Deno.test(`ActiveSet.solve() agrees with quadprog on ${kind} problems`, () => {
    const solver = new ActiveSet();
    const count = SOAK ? 20_000 : 1_000;
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
      if (problem.condition < 1e6) {
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
  for (let seed = 0; seed < (SOAK ? 20_000 : 2_000); seed++) {
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
  equal(solver.solve({ cutoff: least - 1e-6 }), "cut off");
  equal(solver.solve({ cutoff: least + 1e-6 }), "solved");
});

Deno.test("ActiveSet.solve() refuses what is no problem, and names the cause", () => {
  throws(() => small([], [], [NaN, 1]).solve(), /c must be finite, got NaN at 0/);
  throws(() => small([], [], [1, -Infinity]).solve(), /c must be finite, got -Infinity at 1/);
  throws(() => small([[NaN, 1]], [0]).solve(), /row 0 must be finite/);
  throws(() => small([[1, Infinity]], [0]).solve(), /row 0 must be finite/);
  throws(() => small([[1, 1]], [Infinity]).solve(), /row 0 must be finite/);
  for (const wrong of [0, -1, NaN, Infinity]) {
    const flat = small([], []);
    flat.hessian[1] = wrong;
    throws(() => flat.solve(), new RegExp(`H must be positive definite, got ${wrong} at 1`));
  }
  for (const [low, high] of [[2, 1], [NaN, 1], [0, NaN], [Infinity, Infinity]]) {
    const crossed = small([], []);
    crossed.lower[1] = low;
    crossed.upper[1] = high;
    throws(
      () => crossed.solve(),
      new RegExp(`variable 1 needs lower ≤ upper, got ${low}, ${high}`),
    );
  }
  const dense = (hessian: number[][]) => {
    const solver = new ActiveSet();
    load(solver, { hessian, linear: [0, 0], equalities: 0, rows: [], least: [] });
    return () => solver.solve();
  };
  throws(dense([[1, 2], [2, 1]]), /H must be symmetric and positive definite/); // eigenvalue −1
  throws(dense([[1, 0.5], [0.4, 1]]), /H must be symmetric, got 0.4 and 0.5 at 1, 0/);
  throws(dense([[1, NaN], [NaN, 1]]), /H must be finite, got NaN at 1, 0/);
  throws(dense([[1, 0], [0, Infinity]]), /H must be finite, got Infinity at 1, 1/);
});

Deno.test("ActiveSet.solve() never answers NaN: beyond the doubles it says so", () => {
  const tiny = small([[1, 1]], [1]);
  tiny.hessian[0] = 1e-320;
  throws(() => tiny.solve(), /too large or too far apart for the arithmetic of doubles/);
  const random = draws("hostile");
  const odd = [0, 1, -1, 1e-300, 1e300, -1e300, 1e155, 5e-324, NaN, Infinity, -Infinity, 1e9];
  const any = () => random.below(8) === 0 ? odd[random.below(odd.length)] : 1 + random.normal();
  const outcomes: Record<string, number> = {};
  for (let round = 0; round < 3_000; round++) {
    const isDense = random.below(2) === 0;
    const hessian = [[any(), any()], [any(), any()]];
    if (random.below(3) > 0) hessian[1][0] = hessian[0][1] = 0;
    const solver = new ActiveSet();
    const rows = [[any(), any()], [any(), any()]], least = [any(), any()];
    load(solver, { hessian, linear: [any(), any()], equalities: 0, rows, least }, isDense);
    solver.lower[0] = any();
    let outcome: string;
    try {
      outcome = solver.solve();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      ok(error.message.startsWith("Cannot solve: "), error.message);
      outcome = "refused";
    }
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    if (outcome !== "solved") continue;
    for (const value of [...solver.x.subarray(0, 2), solver.value, solver.kkt]) {
      ok(Number.isFinite(value), `${round}: ${value}`);
    }
  }
  ok(outcomes.refused > 100 && outcomes.solved > 100, JSON.stringify(outcomes));
});

Deno.test("ActiveSet.solve() reports that it ran out of steps", () => {
  const solver = small([], [], [3, 2]);
  solver.upper.fill(0.5, 0, 2); // two limits bind: two steps
  equal(solver.solve({ mostSteps: 1 }), "iteration limit");
  equal(solver.solve({ mostSteps: 2 }), "solved");
});

Deno.test("ActiveSet.solve() allocates nothing in its loop", () => {
  // The compiler may allocate in one of the rounds; a solve that allocates does so in all.
  const bytesPerSolve = (seed: number) => {
    const solver = new ActiveSet();
    load(solver, randomProblem(draws(`heap ${seed}`), "general"));
    equal(solver.solve(), "solved");
    for (let warm = 0; warm < 10_000; warm++) solver.solve();
    let least = Infinity;
    for (let round = 0; round < 20; round++) {
      const before = Deno.memoryUsage().heapUsed;
      for (let k = 0; k < 1_000; k++) solver.solve();
      least = Math.min(least, Math.abs(Deno.memoryUsage().heapUsed - before) / 1_000);
    }
    return { steps: solver.steps, bytes: least };
  };
  // Two numbers are boxed at the start and at the end, however many steps lie between.
  const many = bytesPerSolve(5), few = bytesPerSolve(4);
  ok(many.steps >= 6 && few.steps <= 2, `${many.steps} ${few.steps}`);
  ok(many.bytes < 80 && few.bytes < 80, `${many.bytes} and ${few.bytes} bytes per solve`);
});
