import { checkFields, checkFlag, checkNumber, checkWord, shown } from "../../arguments.ts";
import type { CarrierOptions, Instrument, Scope } from "../../market/mod.ts";
import { checkLimits } from "../limits/check_limits.ts";
import type { Limits } from "../limits/limits.ts";

const ACTION = "Cannot choose a fund";
const FIELDS = [
  ...["shortSpdr", "liquidity", "unknownLiquidity", "maxAdvShare", "maxAumShare", "chosen"],
];

/** A fund for a position. */
export interface FoundChoice {
  readonly scope: Scope;
  readonly fund: Instrument;
  /** Whether shares are borrowed and sold. */
  readonly soldShort: boolean;
  /** Whether another fund would be the first choice now, but the one held is still legal. */
  readonly kept: boolean;
  /** Why it is not the first choice. */
  readonly reason?: string;
  /** `approximate, as of …` where the liquidity of the day is not known. */
  readonly liquidity?: string;
}

/** What the choice of a fund depends on besides account and size. */
export interface FundRules extends CarrierOptions {
  /** Funds chosen for what the book aims at, before it was solved: the choice starts from them. */
  readonly chosen?: Readonly<Partial<Record<Scope, FoundChoice>>>;
}

/** Rules as they were given, once it is sure that each is one; none where nothing is given. */
export function checkedFundRules(rules: FundRules = {}): FundRules {
  checkFields(ACTION, "rules", rules, FIELDS);
  const { shortSpdr, liquidity, unknownLiquidity } = rules;
  if (shortSpdr !== undefined) checkFlag(ACTION, "shortSpdr", shortSpdr);
  if (liquidity !== undefined && typeof liquidity !== "function") {
    throw new TypeError(
      `${ACTION}: liquidity must be a function from ticker to figures, got ${shown(liquidity)}`,
    );
  }
  if (unknownLiquidity !== undefined) {
    checkWord(ACTION, "unknownLiquidity", unknownLiquidity, ["thinnest peer", "closed"]);
  }
  for (const name of ["maxAdvShare", "maxAumShare"] as const) {
    if (rules[name] === undefined) continue;
    const what = "a share in [0, 1]";
    checkNumber(ACTION, name, rules[name], { low: 0, high: 1, what });
  }
  return rules;
}

/**
 * Rules with the sizes that a mandate allows in a fund.
 *
 * @throws {RangeError} If a limit or a rule is none.
 *
 * @example A tenth of a day's volume and of the fund's assets, by default
 * ```ts
 * import { DEFAULT_LIMITS, mandateFundRules } from "lab/portfolio";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(mandateFundRules(DEFAULT_LIMITS), { maxAdvShare: 0.1, maxAumShare: 0.1 });
 * ```
 */
export function mandateFundRules(limits: Limits, rules: FundRules = {}): FundRules {
  const { advShare, fundShare } = checkLimits(limits);
  return { ...checkedFundRules(rules), maxAdvShare: advShare, maxAumShare: fundShare };
}
