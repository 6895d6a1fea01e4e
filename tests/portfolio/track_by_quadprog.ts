import quadprog from "quadprog";
import { DEFAULT_LIMITS, type Limits } from "../../lib/portfolio/limits/limits.ts";
import { SECTORS } from "../../lib/market/sectors.ts";
import { type Draws, draws } from "./draws.ts";
import {
  distanceOnPaper,
  type Exposures,
  grossOnPaper,
  lines,
  onPaper,
  type Tracking,
} from "./on_paper.ts";

export type { Tracking } from "./on_paper.ts";

/** What is asked of the answer besides the lines of the problem. */
export interface Asked {
  /** Gross as an equality, as `relaxedBook` keeps it. */
  readonly gross?: "at most" | "equal";
  /** Another bound on gross, with the aims held where they are. */
  readonly most?: number;
  /** A smallest gross, and a largest hedge: what a turnover budget brings with it. */
  readonly floor?: number;
  readonly hedge?: number;
  /** Largest turnover from `previous`. */
  readonly turnover?: number;
}

export interface Tracked extends Exposures {
  readonly objective: number;
  readonly gross: number;
}

/** The problem for one sign of the hedge as quadprog wants it; its arrays count from 1. */
export interface QuadprogInput {
  readonly hessian: number[][];
  readonly target: number[];
  readonly columns: number[][];
  readonly least: number[];
  readonly equalities: number;
  /** The variables, before the hedge. */
  readonly open: readonly number[];
}

/** Writes the problem down for one sign of the hedge. */
export function quadprogInput(problem: Tracking, side: number, asked: Asked = {}): QuadprogInput {
  const { gross, mostGross, aim, shares, open, signs } = onPaper(problem);
  const all = lines(problem, side), n = open.length + 1, h = n - 1;
  const rows = all.map(({ onSector, onHedge }) => [...open.map((i) => -onSector[i]), -onHedge]);
  const least = all.map(({ most }) => -most);
  // Gross is the first line: the first rows are what quadprog keeps as equalities.
  least[0] += mostGross - (asked.most ?? mostGross);
  if (asked.floor !== undefined) {
    rows.push(rows[0].map((value) => -value));
    least.push(asked.floor - mostGross - least[0]);
  }
  if (asked.hedge !== undefined) {
    rows.push([...open.map(() => 0), -side]);
    least.push(-asked.hedge);
  }
  if (asked.turnover !== undefined) {
    // Every choice of signs at once: 2ⁿ rows.
    const { weights, hedge } = problem.previous!;
    const { held } = onPaper(problem);
    const isSold = (i: number) => held[i] === undefined && !open.includes(i);
    const gone = weights.reduce((sum, w, i) => sum + (isSold(i) ? Math.abs(w) : 0), 0);
    for (let bits = 0; bits < 2 ** n; bits++) {
      const s = (v: number) => (bits >> v) & 1 ? 1 : -1;
      const offset = open.reduce((sum, i, v) => sum + s(v) * weights[i], s(h) * hedge);
      rows.push([...open.map((_, v) => -s(v)), -s(h)]);
      least.push(gone - asked.turnover - offset);
    }
  }
  const indices = Array.from({ length: n }, (_, i) => i);
  const curve = (v: number) => v === h ? 0.1 / gross : 1 / shares[open[v]];
  return {
    hessian: [[], ...indices.map((i) => [0, ...indices.map((j) => i === j ? curve(i) : 0)])],
    target: [0, ...open.map((i) => aim! * signs[i]), 0],
    columns: [[], ...indices.map((i) => [0, ...rows.map((row) => row[i])])],
    least: [0, ...least],
    equalities: asked.gross === "equal" ? 1 : 0,
    open,
  };
}

/**
 * The better of quadprog's answers for both signs of the hedge; nothing where it finds none.
 * npm quadprog 1.6.1, solveQP(Dmat, dvec, Amat, bvec, meq): min ½x'Dx − d'x, A'x ≥ b.
 */
export function trackByQuadprog(problem: Tracking, asked: Asked = {}): Tracked | undefined {
  const paper = onPaper(problem);
  let best: Tracked | undefined;
  for (const side of [-1, 1]) {
    const { hessian, target, columns, least, equalities, open } = quadprogInput(
      problem,
      side,
      asked,
    );
    const answer = quadprog.solveQP(hessian, target, columns, least, equalities);
    if (answer.message !== "") continue;
    const x = answer.solution.slice(1);
    if (!x.every(Number.isFinite)) continue;
    const weights = paper.held.map((w) => w ?? 0), hedge = x[open.length];
    open.forEach((i, v) => weights[i] = x[v]);
    const objective = distanceOnPaper(paper, weights, hedge);
    const gross = grossOnPaper(problem, { weights, hedge });
    if (!best || objective < best.objective) best = { weights, hedge, objective, gross };
  }
  return best;
}

/**
 * The same with a turnover budget, by the rule of the design: the gross of the book without the
 * budget, less the tolerance and 1e-9, is a floor, and the hedge may not pass the larger of that
 * book's and what is held. Nothing where the budget is too small.
 */
export function trackWithin(problem: Tracking, turnover: number): Tracked | undefined {
  const free = trackByQuadprog(problem);
  return free && trackByQuadprog(problem, { turnover, ...underBudget(problem, free) });
}

export function underBudget(problem: Tracking, free: Tracked) {
  const { grossTolerance = 0, previous } = problem;
  return {
    floor: free.gross - grossTolerance - 1e-9,
    hedge: Math.max(Math.abs(free.hedge), Math.abs(previous!.hedge)),
  };
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

/**
 * Views and betas as a day has them: eleven sectors, scores in whole points or between, XLC closed for
 * shorts, and more besides.
 */
export function realViews(random: Draws, closedBesides: number = 0): Tracking {
  const whole = random.below(2) === 0;
  const tilts = SECTORS.map(() => whole ? random.below(5) - 2 : 4 * random.uniform() - 2);
  const betas = TYPICAL_BETAS.map((beta) => beta + 0.15 * random.normal());
  const others = SECTORS.filter((sector) => sector !== "XLC");
  const closedShorts = [
    "XLC" as const,
    ...Array.from(
      { length: closedBesides },
      () => others.splice(random.below(others.length), 1)[0],
    ),
  ];
  return { sectors: SECTORS, tilts, betas, closedShorts };
}

/** Any views under the default limits or random ones, some of them closed. */
export function anyProblem(seed: number): Tracking {
  const random = draws(`aim ${seed}`);
  const views = random.below(2) === 0
    ? realViews(random, [0, 3, 10][random.below(3)])
    : randomViews(random, 3 + random.below(9));
  const closed = random.below(4) === 0 ? [views.sectors[random.below(views.sectors.length)]] : [];
  if (random.below(2) === 0) return { ...views, closed };
  const reach = { limits: 1 + 0.4 * random.uniform(), closed: 1.4 + random.uniform() };
  const limits = { ...randomLimits(random), reach };
  return {
    ...views,
    closed,
    limits: random.below(3) === 0 ? withOwnLimits(random, limits) : limits,
  };
}

/** Limits with groups of the reader's own and with caps by name, one of them 0. */
function withOwnLimits<T extends Limits>(random: Draws, limits: T): T {
  const between = (low: number, high: number) => low + (high - low) * random.uniform();
  return {
    ...limits,
    names: { XLF: { long: between(0, 0.3) }, XLE: { short: 0 } },
    groups: [
      { name: "defensives", coefficients: { XLP: 1, XLU: 1, XLV: 0.5 }, min: -between(0, 0.3) },
      {
        name: "energy and hedge",
        coefficients: { XLB: 1, XLE: 1 },
        hedge: 0.5,
        measure: "gross",
        max: between(0.1, 0.4),
      },
    ],
  };
}
