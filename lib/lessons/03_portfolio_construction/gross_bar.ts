import type { GrossBar } from "../../charts/mod.ts";
import type { Book } from "../../portfolio/mod.ts";

/**
 * A book as one stacked bar; what it leaves of the gross aimed at is cash. A mark stands where the limits
 * would have allowed more.
 *
 * @example
 * ```ts
 * import { grossBar } from "lab/lesson/03";
 * import { deepEqual } from "node:assert/strict";
 *
 * const book = { weights: [0.25, 0], hedge: -0.25, aim: 1.1, grossAimed: 1, grossAllowed: 0.6 };
 * deepEqual(
 *   grossBar("1", book),
 *   { label: "1", long: 0.25, short: 0, hedge: 0.25, cash: 0.5, allowed: 0.6 },
 * );
 * ```
 */
export function grossBar(
  label: string,
  book: Pick<Book, "weights" | "hedge" | "aim" | "grossAimed" | "grossAllowed">,
): GrossBar {
  const long = book.weights.reduce((sum, weight) => sum + Math.max(weight, 0), 0);
  const short = book.weights.reduce((sum, weight) => sum + Math.max(-weight, 0), 0);
  const hedge = Math.abs(book.hedge);
  const cash = Math.max(0, book.grossAimed - long - short - hedge);
  // Without a view only a hedge would be allowed, and nothing asks for one.
  const allowed = book.aim === undefined ? undefined : book.grossAllowed;
  return { label, long, short, hedge, cash, allowed };
}
