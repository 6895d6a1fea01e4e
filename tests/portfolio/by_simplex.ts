import { type Exposures, lines, onPaper, type Tracking } from "./on_paper.ts";
import { simplex } from "./simplex.ts";
import type { Asked } from "./track_by_quadprog.ts";

/** The lines for one sign of the hedge in sizes, which are never below 0, as the simplex wants them. */
function inSizes(problem: Tracking, side: number, asked: Asked = {}) {
  const { open, signs } = onPaper(problem), all = lines(problem, side);
  const rows = all.map(({ onSector, onHedge }) => [
    ...open.map((i) => signs[i] * onSector[i]),
    side * onHedge,
  ]);
  const most = all.map((line) => line.most);
  if (asked.floor !== undefined) {
    rows.push(rows[0].map((value) => -value));
    most.push(-(most[0] - onPaper(problem).mostGross + asked.floor));
  }
  if (asked.hedge !== undefined) {
    rows.push([...open.map(() => 0), 1]);
    most.push(asked.hedge);
  }
  return { open, signs, rows, most };
}

/** The most gross that the limits allow, the hedge only against beta; nothing where they contradict. */
export function grossAllowed(problem: Tracking): number | undefined {
  const { gross, mostGross } = onPaper(problem);
  let best: number | undefined;
  for (const side of [-1, 1]) {
    const { rows, most } = inSizes(problem, side);
    const answer = simplex(rows[0], rows, most);
    // The room that is left in the line of gross, which holds what is held as well.
    if (answer) best = Math.max(best ?? -Infinity, mostGross - (most[0] - answer.value));
  }
  return best === undefined ? undefined : Math.min(best, gross);
}

/** A corner of what the limits allow with this sign of the hedge: the farthest in one direction. */
export function farthest(
  problem: Tracking,
  side: number,
  direction: (i: number) => number,
  forHedge: number,
): Exposures | undefined {
  const { open, signs, rows, most } = inSizes(problem, side);
  const answer = simplex(
    [...open.map((i) => signs[i] * direction(i)), side * forHedge],
    rows,
    most,
  );
  if (!answer) return undefined;
  const weights = onPaper(problem).held.map((w) => w ?? 0);
  open.forEach((i, v) => weights[i] = signs[i] * answer.x[v]);
  return { weights, hedge: side * answer.x[open.length] };
}

/**
 * By how much any book with the same sign of the hedge could be nearer to the aims, at the most: the
 * objective is convex, so that along its slope the farthest corner says it (Frank and Wolfe, 1956).
 */
export function couldBeNearer(problem: Tracking, book: Exposures, side: number): number {
  const paper = onPaper(problem), { open, signs, shares, aim, gross } = paper;
  const slope = (i: number) =>
    open.includes(i) ? signs[i] * (Math.abs(book.weights[i]) / shares[i] - aim!) : 0;
  const onHedge = 0.1 * book.hedge / gross;
  const corner = farthest(problem, side, (i) => -slope(i), -onHedge)!;
  return book.weights.reduce(
    (sum, w, i) => sum + slope(i) * (w - corner.weights[i]),
    onHedge * (book.hedge - corner.hedge),
  );
}

/** The smallest turnover that keeps signs and limits, and what is asked besides. */
export function smallestTurnover(problem: Tracking, asked: Asked): number | undefined {
  const { weights, hedge } = problem.previous!, { held } = onPaper(problem);
  let best: number | undefined;
  for (const side of [-1, 1]) {
    const { open, signs, rows, most } = inSizes(problem, side, asked);
    const before = [...open.map((i) => signs[i] * weights[i]), side * hedge], n = before.length;
    const one = (v: number, value: number) => before.map((_, w) => v === w ? value : 0);
    // |size − before| ≤ trade, for each name: two lines.
    const trades = before.flatMap((_, v) => [
      { row: [...one(v, 1), ...one(v, -1)], most: before[v] },
      { row: [...one(v, -1), ...one(v, -1)], most: -before[v] },
    ]);
    const answer = simplex(
      [...before.map(() => 0), ...before.map(() => -1)],
      [...rows.map((row) => [...row, ...new Array(n).fill(0)]), ...trades.map(({ row }) => row)],
      [...most, ...trades.map((trade) => trade.most)],
    );
    if (!answer) continue;
    const sold = weights.reduce(
      (sum, w, i) => sum + (held[i] === undefined && !open.includes(i) ? Math.abs(w) : 0),
      -answer.value,
    );
    best = Math.min(best ?? Infinity, sold);
  }
  return best;
}
