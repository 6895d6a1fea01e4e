import { ActiveSet } from "../../portfolio/mod.ts";
import type { LimitProblem } from "./limit_steps.ts";

/** What a fit with gross as an equality makes of a problem. */
interface EqualityBook {
  /** Exposures in the order of the problem's sectors, shares of equity; negative is short. */
  readonly weights: readonly number[];
  readonly hedge: number;
  /** Gross used, a share of equity. */
  readonly gross: number;
  /** Whether the equality could be kept; else gross was no more than an upper bound. */
  readonly isEqual: boolean;
}

/** Weight of the hedge in the distance, beside 1 for each sector. */
const HEDGE_PENALTY = 0.1;
const SOLVER = new ActiveSet();

/**
 * The wrong way of lesson 03, section 5: gross is demanded as an equality wherever some book can keep
 * it, and is an upper bound elsewhere. In both cases the book is as near as may be to its targets k·t,
 *
 *     ½‖w − k·t‖² + ½ρh²,   k·t the tilts scaled to the whole gross, closed ones too.
 *
 * It looks like the mild rule: demand what can be had, and only else be content with less. But whether it
 * *can* be had hangs on the last tenth of a point of a limit, and the two answers lie far apart. So
 * did `fitBook` until 2026-11-30; the limits on measured risk and groups of one's own are left out here.
 *
 * @param problem Views, betas and limits, all in the order of its sectors.
 *
 * @example All fives with betas of 1: the equality can be kept
 * ```ts
 * import { equalityBook } from "./equality_book.ts";
 * import { SECTORS } from "lab/market";
 * import { DEFAULT_LIMITS } from "lab/portfolio";
 * import { ok } from "node:assert/strict";
 *
 * const alike = (value: number) => SECTORS.map(() => value);
 * const book = equalityBook({
 *   sectors: SECTORS,
 *   tilts: alike(2),
 *   betas: alike(1),
 *   limits: DEFAULT_LIMITS,
 * });
 * ok(book.isEqual && Math.abs(book.hedge + 0.475) < 1e-9);
 * ```
 */
export function equalityBook(problem: LimitProblem): EqualityBook {
  const { sectors, tilts, closed = [], closedShorts = [] } = problem;
  const open = sectors.flatMap((sector, i) =>
    tilts[i] === 0 || closed.includes(sector) || (tilts[i] < 0 && closedShorts.includes(sector))
      ? []
      : [i]
  );
  // Without views there is no gross to reach: a hedge alone would only fill it.
  const full = open.length > 0 ? nearest(problem, open, true) : undefined;
  return full ?? nearest(problem, open, false) ??
    { weights: tilts.map(() => 0), hedge: 0, gross: 0, isEqual: false };
}

/** The nearest book of the better sign of the hedge, or nothing where no book keeps the limits. */
function nearest(
  problem: LimitProblem,
  open: readonly number[],
  isEqual: boolean,
): EqualityBook | undefined {
  let best: EqualityBook | undefined, least = Infinity;
  for (const side of [-1, 1] as const) {
    load(problem, open, side, isEqual);
    if (SOLVER.solve() !== "solved" || SOLVER.value >= least - 1e-12) continue;
    least = SOLVER.value;
    const weights = problem.tilts.map(() => 0), size = SOLVER.x[open.length];
    open.forEach((i, v) => weights[i] = Math.sign(problem.tilts[i]) * SOLVER.x[v]);
    const { accounting } = problem.limits;
    const counted = accounting === "full" || accounting === "counted" ? size : 0;
    const gross = weights.reduce((sum, weight) => sum + Math.abs(weight), counted);
    best = { weights, hedge: side * size + 0, gross, isEqual };
  }
  return best;
}

/** Sizes u ≥ 0 in the direction of each open view, and last that of the hedge on one side. */
function load(
  { sectors, tilts, betas, limits, hedgeSides, fundCaps }: LimitProblem,
  open: readonly number[],
  side: -1 | 1,
  isEqual: boolean,
): void {
  const { gross, accounting, beta, cluster } = limits, n = open.length + 1, hedge = n - 1;
  const signs = open.map((i) => Math.sign(tilts[i]));
  const total = tilts.reduce((sum, tilt) => sum + Math.abs(tilt), 0);
  SOLVER.begin(n);
  for (let v = 0; v < hedge; v++) {
    const own = limits.names?.[sectors[open[v]]];
    SOLVER.hessian[v] = 1;
    SOLVER.linear[v] = gross * Math.abs(tilts[open[v]]) / total;
    SOLVER.lower[v] = 0;
    const carried = (signs[v] > 0 ? fundCaps?.long : fundCaps?.short)?.[open[v]] ?? Infinity;
    SOLVER.upper[v] = Math.min(carried, (signs[v] > 0 ? own?.long : own?.short) ?? limits.sector);
  }
  const way = side < 0 ? "short" : "long";
  const isThere = accounting !== "none" && (hedgeSides?.[way] ?? true);
  SOLVER.hessian[hedge] = HEDGE_PENALTY;
  SOLVER.linear[hedge] = 0;
  SOLVER.lower[hedge] = 0;
  SOLVER.upper[hedge] = isThere ? Math.min(limits.hedge, fundCaps?.hedge[way] ?? Infinity) : 0;

  const atMost = (most: number, of: (v: number) => number, onHedge: number) => {
    const row = SOLVER.addRow(-most);
    for (let v = 0; v < hedge; v++) SOLVER.rows[row * n + v] = 0 - of(v);
    SOLVER.rows[row * n + hedge] = 0 - onHedge;
  };
  const inGross = accounting === "full" || accounting === "counted" ? 1 : 0;
  const inSides = accounting === "full" ? 1 : 0;
  const ofBeta = (v: number) => signs[v] * betas[open[v]];
  if (isEqual) {
    const row = SOLVER.addRow(gross, true);
    for (let v = 0; v < n; v++) SOLVER.rows[row * n + v] = v === hedge ? inGross : 1;
  } else atMost(gross, () => 1, inGross);
  for (const one of [1, -1]) {
    atMost(limits.side, (v) => signs[v] === one ? 1 : 0, side === one ? inSides : 0);
    atMost(limits.net, (v) => one * signs[v], one * side * inSides);
    atMost(beta.max + one * beta.target, (v) => one * ofBeta(v), one * side);
  }
  atMost(cluster.max, (v) => cluster.sectors.includes(sectors[open[v]]) ? 1 : 0, 0);
  // The hedge only against the book's own beta.
  atMost(side * beta.target, (v) => side * ofBeta(v), 0);
}
