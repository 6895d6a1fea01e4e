import { checkNumber, checkNumbers, checkObject } from "../arguments.ts";

/** Exposures to sectors and the hedge, as a book and a plan of orders have them. */
export interface Exposures {
  readonly weights: readonly number[];
  readonly hedge: number;
}

/**
 * Refuses what has no finite exposures: one weight per sector, and the hedge.
 *
 * @param action Beginning of the sentence.
 * @param name What the book is called there.
 * @param count Number of sectors, where it is known.
 */
export function checkExposures(
  action: string,
  name: string,
  book: unknown,
  count?: number,
): asserts book is Exposures {
  checkObject(action, name, book, "weights and hedge");
  const { weights, hedge } = book as Partial<Exposures>;
  checkNumbers(action, `the weights of ${name}`, weights, count);
  checkNumber(action, `the hedge of ${name}`, hedge);
}
