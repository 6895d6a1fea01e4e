import type { BookProblem } from "../../lib/portfolio/book_problem.ts";
import { fitBook } from "../../lib/portfolio/fit_book.ts";
import type { Draws } from "./draws.ts";
import { randomViews } from "./track_by_quadprog.ts";

/** Last week's book, drifted, and this week's views, which remember last week's. */
export function aWeekLater(
  random: Draws,
  count: number,
): BookProblem & { previous: { weights: number[]; hedge: number } } {
  const problem = randomViews(random, count);
  const old = fitBook({
    ...problem,
    tilts: problem.tilts.map((tilt) => Math.max(-2, Math.min(2, tilt + 0.7 * random.normal()))),
  });
  const drift = () => 1 + 0.03 * random.normal();
  const previous = { weights: old.weights.map((w) => w * drift()), hedge: old.hedge * drift() };
  return { sectors: problem.sectors, tilts: problem.tilts, betas: problem.betas, previous };
}
