import type { Book } from "../../lib/portfolio/book.ts";
import type { BookProblem } from "../../lib/portfolio/book_problem.ts";
import type { Reach } from "../../lib/portfolio/limits/limits.ts";

/** The problem with some of its limits changed. */
export function withLimits(problem: BookProblem, limits: BookProblem["limits"]): BookProblem {
  return { ...problem, limits: { ...problem.limits, ...limits } };
}

/** The same reach for closed views and for limits. */
export const reaching = (aim: number): { readonly reach: Reach } => ({
  reach: { closed: aim, limits: aim },
});

/** Exposures are whole multiples of 1e-9: what that may take from each, and from their sum. */
export const GRID = 1e-9, GRID_OF_ALL = 1.2e-8;

/** Exposures in one list, the hedge last. */
export const exposures = ({ weights, hedge }: Book): number[] => [...weights, hedge];

/** The largest change of an exposure from one book to another. */
export const moved = (one: Book, other: Book): number =>
  Math.max(...exposures(one).map((x, i) => Math.abs(x - exposures(other)[i])));

/** The price of a limit in a book, several readings of one setting together. */
export const price = (book: Book, belongs: (name: string) => boolean): number =>
  book.readings.reduce((sum, { name, multiplier }) => sum + (belongs(name) ? multiplier : 0), 0);
