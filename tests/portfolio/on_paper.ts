import type { BookProblem } from "../../lib/portfolio/book_problem.ts";
import { DEFAULT_LIMITS, type Limits } from "../../lib/portfolio/limits/limits.ts";

/** The tracking problem as it is written on paper (design, section 8), with no code of `lib/portfolio`. */
export type Tracking = BookProblem;

/** A line of the problem: Σ onSector·w + onHedge·h ≤ most, for a hedge of one sign. */
export interface Line {
  readonly name: string;
  readonly onSector: readonly number[];
  readonly onHedge: number;
  readonly most: number;
}

/** All that is known of a problem before it is solved. */
export interface OnPaper {
  readonly limits: Limits;
  /** What gross aims at. */
  readonly gross: number;
  /** What it may not exceed: the same, and a tolerance for names that are held. */
  readonly mostGross: number;
  /** A: how many times its share an open view aims at; undefined without an open view. */
  readonly aim: number | undefined;
  /** Size of each view's share of the gross, closed ones included; 0 without a view. */
  readonly shares: readonly number[];
  /** Exposure of the names held as they are; undefined for the others. */
  readonly held: readonly (number | undefined)[];
  /** Names whose exposure is to be found. */
  readonly open: readonly number[];
  /** Side on which each name stands or may stand. */
  readonly signs: readonly number[];
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

export function onPaper(problem: Tracking): OnPaper {
  const { sectors, tilts, previous, fixed = [], closed = [], closedShorts = [] } = problem;
  const limits: Limits = { ...DEFAULT_LIMITS, ...problem.limits }, { reach } = limits;
  const sizes = tilts.map(Math.abs), total = sum(sizes);
  const gross = limits.gross *
    (limits.grossByConviction ? total / (2 * Math.max(1, sectors.length)) : 1);
  const held = sectors.map((sector, i) =>
    fixed.includes(sector) ? Math.round(previous!.weights[i] * 1e9) / 1e9 : undefined
  );
  const isShut = sectors.map((sector, i) =>
    closed.includes(sector) || (tilts[i] < 0 && closedShorts.includes(sector))
  );
  const open = sectors.map((_, i) => i)
    .filter((i) => held[i] === undefined && !isShut[i] && tilts[i] !== 0);
  const counted = sum(sizes.filter((_, i) => held[i] !== undefined || !isShut[i]));
  return {
    limits,
    gross,
    mostGross: gross + (problem.grossTolerance ?? 0),
    aim: open.length > 0
      ? Math.min(reach.closed, Math.max(reach.limits, total / counted))
      : undefined,
    shares: sizes.map((size) => total > 0 ? gross * size / total : 0),
    held,
    open,
    signs: tilts.map((tilt, i) => Math.sign(held[i] ?? (open.includes(i) ? tilt : 0))),
  };
}

/** ½Σ(|w| − A·v)²/v + ½ρh²/G over open names with a view; ρ is 0.1. */
export function distanceOnPaper(paper: OnPaper, weights: readonly number[], hedge: number): number {
  const { open, shares, aim, gross } = paper;
  return open.reduce(
    (total, i) => total + 0.5 * (Math.abs(weights[i]) - aim! * shares[i]) ** 2 / shares[i],
    0.05 * hedge ** 2 / gross,
  );
}

/** Every limit and rule for a hedge of one sign (−1 or 1), on exposures after the hedge. */
export function lines(problem: Tracking, side: number): Line[] {
  const { limits, mostGross, open, signs, held } = onPaper(problem);
  const { sectors, betas, hedgeSides } = problem;
  const all: Line[] = [];
  const add = (name: string, on: (i: number) => number, onHedge: number, most: number) =>
    all.push({ name, onSector: sectors.map((_, i) => signs[i] === 0 ? 0 : on(i)), onHedge, most });
  const { accounting, beta, cluster } = limits;
  const inGross = accounting === "full" || accounting === "counted" ? side : 0;
  const inSides = accounting === "full" ? 1 : 0;
  add("gross", (i) => signs[i], inGross, mostGross);
  add("long side", (i) => signs[i] > 0 ? 1 : 0, side > 0 ? inSides : 0, limits.side);
  add("short side", (i) => signs[i] < 0 ? -1 : 0, side < 0 ? -inSides : 0, limits.side);
  for (const end of [-1, 1]) {
    add("net", () => end, end * inSides, limits.net);
    add("beta", (i) => end * betas[i], end, end * beta.target + beta.max);
  }
  add("cluster", (i) => cluster.sectors.includes(sectors[i]) ? signs[i] : 0, 0, cluster.max);
  const canHedge = accounting !== "none" &&
    (side > 0 ? hedgeSides?.long ?? true : hedgeSides?.short ?? true);
  add("hedge", () => 0, side, canHedge ? limits.hedge : 0);
  add("sign of the hedge", () => 0, -side, 0);
  add("hedge direction", (i) => side * betas[i], 0, side * beta.target);
  sectors.forEach((sector, one) => {
    const own = limits.names?.[sector];
    const cap = (signs[one] > 0 ? own?.long : own?.short) ?? limits.sector;
    add(`sector ${sector}`, (i) => i === one ? signs[i] : 0, 0, cap);
    if (open.includes(one)) add(`sign of ${sector}`, (i) => i === one ? -signs[i] : 0, 0, 0);
  });
  for (const { name, coefficients, hedge = 0, measure, min, max } of limits.groups ?? []) {
    const size = measure === "gross";
    const on = (i: number) => (size ? signs[i] : 1) * (coefficients[sectors[i]] ?? 0);
    const onHedge = (size ? side : 1) * hedge;
    if (max !== undefined) add(name, on, onHedge, max);
    if (min !== undefined) add(name, (i) => -on(i), -onHedge, -min);
  }
  // What is held is no variable.
  return all.map((line) => ({
    ...line,
    onSector: line.onSector.map((on, i) => held[i] === undefined ? on : 0),
    most: line.most - sum(held.map((w, i) => w === undefined ? 0 : line.onSector[i] * w)),
  }));
}

/** The gross of a book as its mandate counts it. */
export function grossOnPaper(problem: Tracking, book: Exposures): number {
  const { accounting } = onPaper(problem).limits;
  const counts = accounting === "full" || accounting === "counted";
  return sum(book.weights.map(Math.abs)) + (counts ? Math.abs(book.hedge) : 0);
}

export interface Exposures {
  readonly weights: readonly number[];
  readonly hedge: number;
}

/** The sign of the hedge to whose problem a book belongs; without a hedge its beta says it. */
export function sideOf(problem: Tracking, { weights, hedge }: Exposures): number {
  const beta = sum(weights.map((w, i) => w === 0 ? 0 : w * problem.betas[i]));
  return Math.sign(hedge) || (beta > onPaper(problem).limits.beta.target ? -1 : 1);
}

/** Largest breach of any line, by a book that holds nothing it may not. */
export function breachOnPaper(problem: Tracking, { weights, hedge }: Exposures): number {
  const { open, held } = onPaper(problem);
  const stray = weights.map((w, i) => open.includes(i) ? 0 : Math.abs(w - (held[i] ?? 0)));
  const breaches = lines(problem, sideOf(problem, { weights, hedge })).map((line) =>
    sum(line.onSector.map((on, i) => on * weights[i])) + line.onHedge * hedge - line.most
  );
  return Math.max(...stray, ...breaches);
}
