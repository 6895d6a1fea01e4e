import { equal, ok, throws } from "node:assert/strict";
import quadprog from "quadprog";
import { ActiveSet } from "../../../lib/portfolio/solver/active_set.ts";
import { SOAK } from "../../soak.ts";
import { draws } from "../draws.ts";
import { load, randomProblem } from "./random_programs.ts";

Deno.test("ActiveSet.addSoftRow() keeps, meets or misses a row, as its price says", () => {
  // ½(x − 3)² + price·max(0, x − 1), by hand: x = 3 − price while that is above 1, else 1.
  for (const [price, x, multiplier] of [[0.5, 2.5, 0.5], [2, 1, 2], [5, 1, 2], [0, 3, 0]]) {
    const solver = new ActiveSet();
    solver.begin(1);
    solver.hessian[0] = 1;
    solver.linear[0] = 3;
    const row = solver.addSoftRow(-1, price);
    solver.rows[row] = -1;
    equal(solver.solve(), "solved");
    ok(Math.abs(solver.x[0] - x) < 1e-15, `${price}: ${solver.x[0]}`);
    ok(Math.abs(solver.rowMultipliers[row] - multiplier) < 1e-15);
    ok(Math.abs(solver.value - (0.5 * x * x - 3 * x + price * Math.max(0, x - 1))) < 1e-15);
    ok(solver.kkt < 1e-15);
  }
  // Already met without a pull: no price.
  const solver = new ActiveSet();
  solver.begin(1);
  solver.hessian[0] = 1;
  solver.linear[0] = 0.5;
  solver.rows[solver.addSoftRow(-1, 5)] = -1;
  equal(solver.solve(), "solved");
  equal(solver.x[0], 0.5);
  equal(solver.rowMultipliers[0], 0);
});

Deno.test("ActiveSet.addSoftRow() refuses a price that is none", () => {
  const solver = new ActiveSet();
  solver.begin(1);
  for (const price of [NaN, -1, Infinity]) {
    throws(() => solver.addSoftRow(0, price), /price must be finite and at least 0, got/);
  }
});

/**
 * The oracle with a variable of its own for what each soft row misses: min … + price·s + ½εs²,
 * a'x + s ≥ least, s ≥ 0. quadprog needs the ε.
 */
function bySplitVariables(
  problem: ReturnType<typeof randomProblem>,
  prices: readonly number[],
): number[] | undefined {
  const n = problem.linear.length, m = prices.length, all = n + m;
  const first = problem.rows.length - m; // the last m rows are soft
  const hessian = Array.from({ length: all }, (_, i) =>
    Array.from({ length: all }, (_, j) => {
      if (i < n && j < n) return problem.hessian[i][j];
      return i === j ? 1e-9 : 0;
    }));
  const rows = problem.rows.map((row, k) => [
    ...row,
    ...prices.map((_, s) => k === first + s ? 1 : 0),
  ]);
  const least = [...problem.least];
  prices.forEach((_, s) => {
    rows.push(Array.from({ length: all }, (_, i) => i === n + s ? 1 : 0));
    least.push(0);
  });
  const answer = quadprog.solveQP(
    [[], ...hessian.map((row) => [0, ...row])],
    [0, ...problem.linear, ...prices.map((price) => -price)],
    [[], ...Array.from({ length: all }, (_, i) => [0, ...rows.map((row) => row[i])])],
    [0, ...least],
    problem.equalities,
  );
  return answer.message === "" ? answer.solution.slice(1, n + 1) : undefined;
}

Deno.test("ActiveSet.solve() with soft rows agrees with quadprog with split variables", () => {
  const solver = new ActiveSet(), warm = new ActiveSet();
  let compared = 0, missed = 0, met = 0;
  const count = SOAK ? 10_000 : 1_000;
  for (let seed = 0; seed < count; seed++) {
    const random = draws(`soft ${seed}`);
    const kind = (["general", "degenerate", "integers"] as const)[seed % 3];
    const problem = randomProblem(random, kind);
    const hard = Math.max(problem.equalities, problem.rows.length >> 1);
    const n = problem.linear.length;
    const prices = problem.rows.slice(hard).map(() => 0.3 + 0.5 * random.uniform());
    const into = (into: ActiveSet) => {
      load(into, { ...problem, rows: problem.rows.slice(0, hard) });
      prices.forEach((price, s) => {
        const row = into.addSoftRow(problem.least[hard + s], price);
        problem.rows[hard + s].forEach((value, i) => into.rows[row * n + i] = value);
      });
    };
    into(solver);
    equal(solver.solve(), "solved");
    ok(solver.kkt < 1e-9, `${seed}: KKT ${solver.kkt}`);
    const value = (x: ArrayLike<number>) => {
      let sum = 0;
      for (let i = 0; i < n; i++) {
        sum -= problem.linear[i] * x[i];
        for (let j = 0; j < n; j++) sum += 0.5 * x[i] * problem.hessian[i][j] * x[j];
      }
      prices.forEach((price, s) => {
        const at = problem.rows[hard + s].reduce((total, a, i) => total + a * x[i], 0);
        sum += price * Math.max(0, problem.least[hard + s] - at);
      });
      return sum;
    };
    const scale = 1 + Math.abs(solver.value);
    ok(Math.abs(solver.value - value(solver.x)) < 1e-11 * scale, `${seed}: own value`);
    // A cutoff below the minimum must be seen, one above must not: the dual objective is tracked.
    equal(solver.solve({ cutoff: solver.value + 1e-7 * scale }), "solved", `${seed}`);
    for (let s = 0; s < prices.length; s++) {
      if (solver.rowMultipliers[hard + s] === prices[s]) missed++;
      else if (solver.rowMultipliers[hard + s] > 0) met++;
    }
    const x = [...solver.x.subarray(0, n)];
    into(warm);
    equal(warm.solve({ from: solver.activeLimits() }), "solved");
    ok(x.every((value, i) => value === warm.x[i]), `${seed}: warm`);
    const oracle = bySplitVariables(problem, prices);
    if (!oracle) continue;
    compared++;
    ok(Math.abs(value(oracle) - value(x)) < 1e-7 * scale, `${seed}: ${value(x) - value(oracle)}`);
    oracle.forEach((other, i) => ok(Math.abs(other - x[i]) < 1e-6 * scale, `${seed} x[${i}]`));
  }
  ok(compared > 0.9 * count && missed > 100 && met > 100, `${compared} ${missed} ${met}`);
});
