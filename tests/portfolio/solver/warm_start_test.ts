import { deepEqual, equal, ok } from "node:assert/strict";
import { ActiveSet } from "../../../lib/portfolio/solver/active_set.ts";
import type { ActiveLimits } from "../../../lib/portfolio/solver/solve_options.ts";
import { SOAK } from "../../soak.ts";
import { type Draws, draws } from "../draws.ts";
import { load, type Problem, randomProblem } from "./random_programs.ts";

const KINDS = ["general", "degenerate", "duplicates", "integers", "nearly singular"] as const;

/** All that a solve says. */
function outcome(solver: ActiveSet, status: string) {
  if (status !== "solved") return { status, conflict: solver.conflict };
  const { variables: n, rowCount: m } = solver;
  return {
    status,
    x: [...solver.x.subarray(0, n)],
    value: solver.value,
    rows: [...solver.rowMultipliers.subarray(0, m)],
    lower: [...solver.lowerMultipliers.subarray(0, n)],
    upper: [...solver.upperMultipliers.subarray(0, n)],
  };
}

/** Bounds on some variables, through the same point or not. */
function addBounds(solver: ActiveSet, random: Draws): void {
  for (let i = 0; i < solver.variables; i++) {
    if (random.below(3) === 0) solver.lower[i] = -random.uniform();
    if (random.below(3) === 0) solver.upper[i] = random.uniform();
  }
}

/** A problem that is a little other than the last: a week later. */
function later(problem: Problem, random: Draws): Problem {
  const moved = (value: number) => value + 0.1 * random.normal();
  return { ...problem, linear: problem.linear.map(moved) };
}

function garbage(random: Draws): ActiveLimits {
  const numbers = () =>
    Array.from({ length: random.below(30) }, () => {
      const odd = [NaN, -1, 0.5, Infinity, 1e9, 2 ** 40];
      return random.below(5) === 0 ? odd[random.below(odd.length)] : random.below(24);
    });
  return { lower: numbers(), upper: numbers(), rows: numbers(), missed: numbers() };
}

Deno.test("ActiveSet.solve() ends at the same bits from any start, right, stale or garbage", () => {
  const cold = new ActiveSet(), warm = new ActiveSet();
  const seen: Record<string, number> = {};
  for (let seed = 0; seed < (SOAK ? 10_000 : 1_000); seed++) {
    const random = draws(`warm ${seed}`);
    const kind = KINDS[seed % KINDS.length];
    const week = randomProblem(random, kind);
    load(warm, week);
    addBounds(warm, draws(`bounds ${seed}`));
    if (warm.solve() !== "solved") continue;
    const last = warm.activeLimits();
    const next = later(week, random);
    load(cold, next);
    addBounds(cold, draws(`bounds ${seed}`));
    const expected = outcome(cold, cold.solve());
    seen[expected.status] = (seen[expected.status] ?? 0) + 1;
    const right = expected.status === "solved" ? cold.activeLimits() : last;
    for (const from of [last, right, garbage(random), { lower: [], upper: [], rows: [] }]) {
      load(warm, next);
      addBounds(warm, draws(`bounds ${seed}`));
      deepEqual(outcome(warm, warm.solve({ from })), expected, `${kind} ${seed}`);
    }
  }
  ok(seen.solved > 400, JSON.stringify(seen));
});

Deno.test("ActiveSet.solve() names the same conflict from any start", () => {
  const cold = new ActiveSet(), warm = new ActiveSet();
  for (let seed = 0; seed < 300; seed++) {
    const random = draws(`warm conflict ${seed}`);
    const problem = randomProblem(random, "integers");
    const a = problem.rows[0].map(() => random.normal());
    const contradictory = {
      ...problem,
      rows: [...problem.rows, a, a.map((value) => -value)],
      least: [...problem.least, 1, -0.9],
    };
    load(cold, contradictory);
    load(warm, contradictory);
    const expected = outcome(cold, cold.solve());
    equal(expected.status, "infeasible");
    deepEqual(outcome(warm, warm.solve({ from: garbage(random) })), expected, `${seed}`);
  }
});

Deno.test("ActiveSet.resume() ends at the same bits after a warm solve as after a cold one", () => {
  const cold = new ActiveSet(), warm = new ActiveSet();
  for (let seed = 0; seed < (SOAK ? 10_000 : 1_000); seed++) {
    const random = draws(`warm resume ${seed}`);
    const problem = randomProblem(random, KINDS[seed % KINDS.length]);
    const n = problem.linear.length;
    const first = Math.max(problem.equalities, problem.rows.length >> 1);
    const ends = [cold, warm].map((solver) => {
      load(solver, { ...problem, rows: problem.rows.slice(0, first) });
      solver.solve(solver === warm ? { from: garbage(random) } : {});
      for (let k = first; k < problem.rows.length; k++) {
        const row = solver.addRow(problem.least[k]);
        problem.rows[k].forEach((value, i) => solver.rows[row * n + i] = value);
        solver.resume();
      }
      return outcome(solver, solver.resume());
    });
    deepEqual(ends[1], ends[0], `${seed}`);
  }
});

Deno.test("ActiveSet.solve() takes as many steps as the limits it was not told of", () => {
  // Nearest to (3, 2, 1) with every coordinate at most 1/2: three limits bind.
  const solver = new ActiveSet();
  solver.begin(3);
  solver.hessian.fill(1, 0, 3);
  solver.linear.set([3, 2, 1]);
  solver.upper.fill(0.5, 0, 3);
  equal(solver.solve(), "solved");
  equal(solver.steps, 3);
  const from = solver.activeLimits();
  deepEqual(from, { lower: [], upper: [0, 1, 2], rows: [], missed: [] });
  equal(solver.solve({ from }), "solved");
  equal(solver.steps, 0);
  solver.linear[2] = 0.4; // the third limit binds no more
  equal(solver.solve({ from }), "solved");
  equal(solver.steps, 0);
  deepEqual([...solver.x.subarray(0, 3)], [0.5, 0.5, 0.4]);
});
