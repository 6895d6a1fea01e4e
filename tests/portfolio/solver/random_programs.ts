import quadprog from "quadprog";
import type { ActiveSet } from "../../../lib/portfolio/solver/active_set.ts";
import type { Draws } from "../draws.ts";

/** min ½x'Hx − c'x, the first rows equalities, the others ≥. */
export interface Problem {
  readonly hessian: readonly (readonly number[])[];
  readonly linear: readonly number[];
  readonly equalities: number;
  readonly rows: readonly (readonly number[])[];
  readonly least: readonly number[];
}

/** The oracle: npm quadprog 1.6.1, a port of R's quadprog; its arrays count from 1. */
export function byQuadprog(problem: Problem): { x: number[]; value: number } | undefined {
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

/** Writes a problem into a solver. */
export function load(solver: ActiveSet, problem: Problem, dense = true): void {
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
export function judge(problem: Problem, x: ArrayLike<number>) {
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
export function randomProblem(random: Draws, kind: string): Problem & { condition: number } {
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
  const exponent = kind === "nearly singular" ? 9 : kind === "ill-conditioned" ? 5.9 : 1;
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
  let linear = Array.from({ length: n }, () => 3 * random.normal());
  // Exposures are of the order of 1: c = Hx for such a point, which a flat H would send far away.
  if (exponent > 1) {
    const free = linear;
    linear = hessian.map((row) => row.reduce((sum, value, i) => sum + value * free[i], 0));
  }
  return { hessian, linear, equalities, rows, least, condition: 10 ** exponent };
}
