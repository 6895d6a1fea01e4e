import quadprog from "quadprog";
import { quadprogInput, type Tracking } from "./track_by_quadprog.ts";
import { variance } from "./random_risk.ts";

/** The mean-variance problem as it is written on paper, with nothing of `lib/portfolio`. */
export interface Wanted {
  /** Per year: the sectors, then the market. */
  readonly expected: readonly number[];
  readonly covariance: readonly (readonly number[])[];
  readonly riskAversion: number;
  /** Per unit traded and year: the sectors, then the hedge. */
  readonly costs: readonly number[];
  /** Held now: the sectors, then the hedge. */
  readonly held: readonly number[];
}

/** −μ′x + ½γx′Σx + Σc|x − x⁰|. */
export function negativeUtility(wanted: Wanted, x: readonly number[]): number {
  const { expected, covariance, riskAversion, costs, held } = wanted;
  return x.reduce(
    (sum, value, i) => sum - expected[i] * value + costs[i] * Math.abs(value - held[i]),
    0.5 * riskAversion * variance(covariance, x),
  );
}

/** A small curvature that quadprog needs on what is bought and what is sold. */
const TINY = 1e-8;

/**
 * The better of quadprog's answers for both signs of the hedge, with what is bought and what is sold
 * as variables of their own; nothing where it finds none. Exposures: the sectors, then the hedge.
 * Also the signs for which it had an answer: it gives up on a few feasible sets.
 */
export function meanVarianceByQuadprog(
  problem: Tracking & { readonly gross?: "at most" | "equal" },
  wanted: Wanted,
): { readonly exposures: readonly number[]; readonly sides: readonly number[] } | undefined {
  const hasCosts = wanted.costs.some((cost) => cost > 0);
  const market = problem.sectors.length;
  let best: readonly number[] | undefined;
  const sides: number[] = [];
  for (const side of [-1, 1]) {
    const { columns, least, equalities, open } = quadprogInput(problem, side, {
      gross: problem.gross ?? "equal",
    });
    const names = [...open, market], n = names.length;
    const trades = hasCosts ? 2 * n : 0, all = n + trades;
    const row = (k: number) => [
      ...names.map((_, v) => columns[v + 1][k]),
      ...new Array<number>(trades).fill(0),
    ];
    const indices = [...least.keys()].slice(1);
    const rows: number[][] = [], bounds: number[] = [];
    const take = (k: number) => {
      rows.push(row(k));
      bounds.push(least[k]);
    };
    indices.filter((k) => k <= equalities).forEach(take);
    if (hasCosts) {
      // x − bought + sold = held
      names.forEach((name, v) => {
        const one = new Array<number>(all).fill(0);
        one[v] = 1;
        one[n + v] = -1;
        one[2 * n + v] = 1;
        rows.push(one);
        bounds.push(wanted.held[name]);
      });
    }
    const equal = rows.length;
    indices.filter((k) => k > equalities).forEach(take);
    for (let v = n; v < all; v++) {
      const one = new Array<number>(all).fill(0);
      one[v] = 1;
      rows.push(one);
      bounds.push(0);
    }
    const { riskAversion, covariance } = wanted;
    const hessian = Array.from({ length: all }, (_, v) =>
      Array.from({ length: all }, (_, w) => {
        if (v < n && w < n) return riskAversion * covariance[names[v]][names[w]];
        return v === w ? TINY : 0;
      }));
    const linear = Array.from(
      { length: all },
      (_, v) => v < n ? wanted.expected[names[v]] : -wanted.costs[names[(v - n) % n]],
    );
    const answer = quadprog.solveQP(
      [[], ...hessian.map((one) => [0, ...one])],
      [0, ...linear],
      [[], ...Array.from({ length: all }, (_, v) => [0, ...rows.map((one) => one[v])])],
      [0, ...bounds],
      equal,
    );
    if (answer.message !== "" || !answer.solution.slice(1).every(Number.isFinite)) continue;
    sides.push(side);
    const x = new Array<number>(market + 1).fill(0);
    names.forEach((name, v) => x[name] = answer.solution[v + 1]);
    if (!best || negativeUtility(wanted, x) < negativeUtility(wanted, best)) best = x;
  }
  return best && { exposures: best, sides };
}
