import quadprog from "quadprog";
import { DEFAULT_LIMITS, type Limits } from "../../lib/portfolio/limits.ts";
import { type Sector, SECTORS } from "../../lib/market/sectors.ts";
import type { Draws } from "./draws.ts";

/** The tracking problem as it is written on paper, in w and h, with nothing of `lib/portfolio`. */
export interface Tracking {
  readonly sectors: readonly Sector[];
  readonly tilts: readonly number[];
  readonly betas: readonly number[];
  readonly limits?: Limits;
  readonly gross?: "equal" | "at most";
  readonly turnover?: {
    readonly weights: readonly number[];
    readonly hedge: number;
    readonly budget: number;
  };
}

export interface Tracked {
  readonly weights: readonly number[];
  readonly hedge: number;
  readonly objective: number;
}

/** The problem for one sign of the hedge as quadprog wants it; its arrays count from 1. */
export interface QuadprogInput {
  readonly hessian: number[][];
  readonly target: number[];
  readonly columns: number[][];
  readonly least: number[];
  readonly equalities: number;
  /** Sectors with a view: the variables, before the hedge. */
  readonly open: readonly number[];
}

/** Writes the problem down for one sign of the hedge. */
export function quadprogInput(problem: Tracking, side: number): QuadprogInput {
  const limits = problem.limits ?? DEFAULT_LIMITS;
  const { tilts, betas, sectors } = problem;
  const total = tilts.reduce((sum, tilt) => sum + Math.abs(tilt), 0);
  const open = tilts.map((_, i) => i).filter((i) => tilts[i] !== 0);
  const n = open.length + 1, h = n - 1;
  const rows: number[][] = [], least: number[] = [0];
  const add = (bound: number, onSector: (i: number) => number, onHedge: number) => {
    rows.push([...open.map(onSector), onHedge]);
    least.push(bound);
  };
  const sign = (i: number) => Math.sign(tilts[i]);
  const inGross = limits.accounting === "full" || limits.accounting === "counted" ? side : 0;
  const inSides = limits.accounting === "full" ? 1 : 0;
  const equalities = problem.gross === "at most" ? 0 : 1;
  if (equalities === 1) add(limits.gross, sign, inGross);
  else add(-limits.gross, (i) => -sign(i), -inGross);
  for (const one of open) {
    add(0, (i) => i === one ? sign(i) : 0, 0);
    add(-limits.sector, (i) => i === one ? -sign(i) : 0, 0);
  }
  add(0, () => 0, side);
  add(limits.accounting === "none" ? 0 : -limits.hedge, () => 0, -side);
  add(-limits.side, (i) => tilts[i] > 0 ? -1 : 0, side > 0 ? -inSides : 0);
  add(-limits.side, (i) => tilts[i] < 0 ? 1 : 0, side < 0 ? inSides : 0);
  add(-limits.net, () => 1, inSides);
  add(-limits.net, () => -1, -inSides);
  const inCluster = (i: number) => limits.cluster.sectors.includes(sectors[i]);
  add(-limits.cluster.max, (i) => inCluster(i) ? -sign(i) : 0, 0);
  add(limits.beta.target - limits.beta.max, (i) => betas[i], 1);
  add(-limits.beta.target - limits.beta.max, (i) => -betas[i], -1);
  add(-side * limits.beta.target, (i) => -side * betas[i], 0);
  if (problem.turnover) {
    // Every choice of signs at once: 2ⁿ rows.
    const { weights, hedge, budget } = problem.turnover;
    const gone = weights.reduce((sum, w, i) => sum + (tilts[i] === 0 ? Math.abs(w) : 0), 0);
    for (let bits = 0; bits < 2 ** n; bits++) {
      const s = (v: number) => (bits >> v) & 1 ? 1 : -1;
      const offset = open.reduce((sum, i, v) => sum + s(v) * weights[i], s(h) * hedge);
      rows.push([...open.map((_, v) => -s(v)), -s(h)]);
      least.push(gone - budget - offset);
    }
  }
  const indices = Array.from({ length: n }, (_, i) => i);
  const penalty = (i: number) => i === h ? 0.1 : 1;
  return {
    hessian: [[], ...indices.map((i) => [0, ...indices.map((j) => i === j ? penalty(i) : 0)])],
    target: [0, ...open.map((i) => limits.gross * tilts[i] / total), 0],
    columns: [[], ...indices.map((i) => [0, ...rows.map((row) => row[i])])],
    least,
    equalities,
    open,
  };
}

/**
 * The better of quadprog's answers for both signs of the hedge; nothing where it finds none.
 * npm quadprog 1.6.1, solveQP(Dmat, dvec, Amat, bvec, meq): min ½x'Dx − d'x, A'x ≥ b.
 */
export function trackByQuadprog(problem: Tracking): Tracked | undefined {
  const gross = (problem.limits ?? DEFAULT_LIMITS).gross, { tilts } = problem;
  const total = tilts.reduce((sum, tilt) => sum + Math.abs(tilt), 0);
  let best: Tracked | undefined;
  for (const side of [-1, 1]) {
    const { hessian, target, columns, least, equalities, open } = quadprogInput(problem, side);
    const answer = quadprog.solveQP(hessian, target, columns, least, equalities);
    if (answer.message !== "") continue;
    const x = answer.solution.slice(1);
    if (!x.every(Number.isFinite)) continue;
    const weights = tilts.map(() => 0), hedge = x[open.length];
    open.forEach((i, v) => weights[i] = x[v]);
    const objective = weights.reduce(
      (sum, w, i) => sum + 0.5 * (w - (total > 0 ? gross * tilts[i] / total : 0)) ** 2,
      0.05 * hedge ** 2,
    );
    if (!best || objective < best.objective) best = { weights, hedge, objective };
  }
  return best;
}

/** Betas as sectors have them, one-year, mid-2020s; a draw moves each by a normal step of 0.2. */
const TYPICAL_BETAS = [1.0, 1.0, 0.8, 1.0, 1.05, 1.3, 0.5, 0.85, 0.55, 0.7, 1.2];

/** A random set of views and betas: integer or fractional scores, lopsided sets, ties, odd betas. */
export function randomViews(random: Draws, count: number = SECTORS.length): Tracking {
  const sectors = SECTORS.slice(0, count);
  const kind = random.below(4), betaKind = random.below(4);
  const clip = (value: number) => Math.min(2, Math.max(-2, value));
  const tilts = sectors.map(() => {
    if (kind === 0) return random.below(5) - 2;
    if (kind === 1) return clip(4 * random.uniform() - 2);
    if (kind === 2) return (random.below(5) - 2) * random.uniform();
    return clip(0.8 + 0.6 * random.normal());
  });
  const betas = sectors.map((_, i) => {
    if (betaKind === 0) return 1;
    if (betaKind === 1) return TYPICAL_BETAS[i] + 0.2 * random.normal();
    if (betaKind === 2) return 1 + 0.8 * random.normal();
    return [0.5, 1, 1.5][random.below(3)];
  });
  return { sectors, tilts, betas };
}

/** A random set of limits around the mandate's. */
export function randomLimits(random: Draws): Limits {
  const between = (low: number, high: number) => low + (high - low) * random.uniform();
  return {
    ...DEFAULT_LIMITS,
    gross: random.below(3) === 0 ? between(0.5, 1.3) : 1,
    sector: between(0.12, 0.5),
    side: between(0.4, 0.8),
    net: between(0, 0.3),
    cluster: { sectors: ["XLK", "XLC", "XLY"], max: between(0.2, 0.6) },
    beta: { target: random.below(2) * between(-0.2, 0.2), max: between(0, 0.1) },
    hedge: between(0.2, 0.6),
    accounting: (["full", "counted", "free", "none"] as const)[random.below(4)],
  };
}
