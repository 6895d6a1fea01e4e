import { shown } from "../arguments.ts";

/** Highest fee that a fund could charge, a share: 0.95 is the usual 0.95 % written as a percentage. */
const MOST_FEE = 0.1;
/** Rates beyond this are percentages. */
const MOST_RATE = 0.5;

/** What a fund with a daily target promises and charges. */
export interface FundTerms {
  /** Daily return of the fund over that of its index: −1, −2; a plain fund has 1. */
  readonly leverage: number;
  /** Risk-free rate per year, a share, earned on (1 − leverage) of the fund; 0 by default. */
  readonly ratePerYear?: number;
  /** Fee per year, a share: 0.0095 is 0.95 %; 0 by default. */
  readonly feePerYear?: number;
}

/**
 * The terms of a fund, checked and complete.
 *
 * @param action What the caller does, for messages, such as `follow a fund`.
 * @throws {RangeError} If a figure is missing or not finite, or a rate looks like a percentage.
 */
export function fundTerms(terms: FundTerms, action: string): Required<FundTerms> {
  const { leverage, ratePerYear = 0, feePerYear = 0 } = terms;
  if (!Number.isFinite(leverage) || leverage === 0) {
    throw new RangeError(
      `Cannot ${action}: leverage must be a number other than 0, such as -1 or -2, got ${leverage}`,
    );
  }
  if (!(Math.abs(ratePerYear) < MOST_RATE)) {
    throw new RangeError(
      `Cannot ${action}: ratePerYear must be a share of one within ±${MOST_RATE}, 0.04 for 4 %, ` +
        `got ${shown(ratePerYear)}`,
    );
  }
  if (!(feePerYear >= 0 && feePerYear <= MOST_FEE)) {
    throw new RangeError(
      `Cannot ${action}: feePerYear must be a share of one from 0 to ${MOST_FEE}, 0.0095 for 0.95 %, ` +
        `got ${shown(feePerYear)}`,
    );
  }
  return { leverage, ratePerYear, feePerYear };
}

/**
 * A day's return that can be: at least −1.
 *
 * @throws {RangeError} If it is not; a gap is refused too, because a fund's path cannot bridge one.
 */
export function dailyReturn(value: number | undefined, position: number, action: string): number {
  if (typeof value === "number" && value >= -1 && value < Infinity) return value;
  throw new RangeError(
    `Cannot ${action}: need the index's return on every day, a finite share of at least -1, ` +
      `got ${value} at position ${position}`,
  );
}
