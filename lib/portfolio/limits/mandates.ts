import { shown } from "../../arguments.ts";
import { checkLimits } from "./check_limits.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";

/** A mandate with a name. */
export interface Mandate {
  readonly name: string;
  /** Whom it is for, and what follows from it, as a sentence. */
  readonly sentence: string;
  readonly limits: Limits;
}

/** Changes to a mandate: single limits, each whole, and the name of the one they start from. */
export type MandateChanges = Partial<Limits> & {
  /** Name of the mandate that holds what is not given; `lab` without it. */
  readonly from?: string;
};

/** The mandates that come with the lab. */
export const MANDATES: readonly Mandate[] = [
  {
    name: "lab",
    sentence:
      "For the lessons and an ordinary account: the book's limits, with half of its beta, " +
      "a budget for trades, and rules that keep small trades out.",
    limits: DEFAULT_LIMITS,
  },
  {
    name: "cautious",
    sentence:
      "For an account that must not surprise its owner: a smaller and more even book, half " +
      "the turnover, thin funds left to others, and a tenth of the money always in cash.",
    limits: checkLimits({
      gross: 0.8,
      sector: 0.15,
      side: 0.45,
      net: 0.1,
      cluster: { sectors: DEFAULT_LIMITS.cluster.sectors, max: 0.3 },
      beta: { target: 0, max: 0.03 },
      hedge: 0.3,
      turnover: 0.1,
      minimumTradeBps: 30,
      minimumHoldingDays: 14,
      advShare: 0.05,
      fundShare: 0.05,
      capital: 0.9,
    }),
  },
  {
    name: "printed",
    // The book's bars: beta 0.10, no rule on trades. Its style bar of 0.05 is left out: eleven
    // sectors cannot keep it (facts of funds and risk, 2,432 books).
    sentence: "For comparing with the book this lab follows: its limits as it prints them, with " +
      "its beta of 0.10, every trade made, and no budget for them.",
    limits: checkLimits({
      beta: { target: 0, max: 0.1 },
      turnover: null,
      minimumTradeBps: 0,
      minimumHoldingDays: 0,
    }),
  },
];

/**
 * The complete limits of a mandate: by its name, or by what differs from a named one.
 *
 * @param given A name, or limits as shares of equity. A limit that is given replaces the named
 *   mandate's as a whole, so `cluster` needs its sectors too.
 * @throws {RangeError} If there is no such mandate or limit, or a figure is out of range.
 * @throws {TypeError} If what is given, or a limit in it, is not of its kind.
 * @throws {InfeasibleError} If a limit contradicts itself.
 *
 * @example The cautious mandate with a wider side
 * ```ts
 * import { mandateLimits } from "lab/portfolio";
 * import { deepEqual, throws } from "node:assert/strict";
 *
 * const { side, sector } = mandateLimits({ from: "cautious", side: 0.5 });
 * deepEqual([side, sector], [0.5, 0.15]);
 * throws(() => mandateLimits("bold"), /no mandate "bold"; the mandates are lab, cautious, printed/);
 * ```
 */
export function mandateLimits(given: string | MandateChanges = {}): Limits {
  if (typeof given !== "string" && (typeof given !== "object" || !given || Array.isArray(given))) {
    throw new TypeError(
      `Cannot set limits: need the name of a mandate, or an object with limits, got ${
        shown(given)
      }`,
    );
  }
  const { from = "lab", ...changes } = typeof given === "string" ? { from: given } : given;
  const base = MANDATES.find(({ name }) => name === from);
  if (base === undefined) {
    throw new RangeError(
      `Cannot set limits: there is no mandate ${shown(from)}; the mandates are ${
        MANDATES.map(({ name }) => name).join(", ")
      }`,
    );
  }
  return Object.keys(changes).length === 0
    ? base.limits
    : checkLimits({ ...base.limits, ...changes });
}
