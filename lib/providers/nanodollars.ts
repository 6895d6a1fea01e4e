/** Whole nanodollars in a dollar: the cheapest token has a few, and whole numbers add exactly. */
export const NANO_PER_USD = 1e9;

/**
 * Dollars as whole nanodollars, rounded as is said.
 *
 * @throws {RangeError} If they are below zero, or too many to add exactly.
 */
export function nanodollars(usd: number, round: (value: number) => number): number {
  const whole = round(usd * NANO_PER_USD);
  if (!Number.isSafeInteger(whole) || whole < 0) {
    throw new RangeError(`Cannot book: need dollars from 0 to 9 million, got ${usd}`);
  }
  return whole;
}

/** Up to the next nanodollar, but not for the last bit of a binary fraction. */
export const roundUp = (value: number) => Math.ceil(value - 1e-6);
