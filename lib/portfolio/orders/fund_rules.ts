import { checkFields, checkFlag, checkNumber, checkWord, shown } from "../../arguments.ts";
import type { FundRules } from "./fund_choice.ts";

const ACTION = "Cannot choose a fund";
const FIELDS = [
  ...["shortSpdr", "liquidity", "unknownLiquidity", "maxAdvShare", "maxAumShare", "chosen"],
];

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
