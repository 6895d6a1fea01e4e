import { checkFields, checkOptions, checkWord } from "../arguments.ts";
import type { TradingOptions } from "./backtest.ts";
import type { BookRule } from "./book_rule.ts";

const ACTION = "Cannot run a backtest";
const TRADING = ["schedule", "days", "fill", "shorts", "costs", "betas", "instruments"];
const COSTS = ["impactCoefficient", "commissionUsd", "feeBps"];

/** Names of what a run may be told, besides the ones given. */
export function checkRunOptions(options: unknown, others: readonly string[]): void {
  checkOptions(ACTION, options, [...others, ...TRADING]);
}

/** Words of a schedule; without days of its own a run asks for one. */
export const SCHEDULES = ["weekly", "4weeks", "monthly", "vintages"] as const;

/** Refuses words of trading that there are not: a fill that is not known would be the optimistic one. */
export function checkTrading({ schedule, fill, shorts, costs }: TradingOptions): void {
  if (schedule !== undefined) checkWord(ACTION, "schedule", schedule, SCHEDULES);
  if (fill !== undefined) checkWord(ACTION, "fill", fill, ["next open", "same close"]);
  if (shorts !== undefined) checkWord(ACTION, "shorts", shorts, ["funds", "synthetic"]);
  if (costs !== undefined) checkFields(ACTION, "costs", costs, COSTS);
}

/** Refuses a rule that is none; its limits are checked where they are used. */
export function checkRule(rule: BookRule): void {
  checkFields(ACTION, "the rule", rule, ["kind", "hedge", "limits"]);
  checkWord(ACTION, "the kind of the rule", rule.kind, ["tilt", "limits"]);
  if (rule.kind !== "tilt") return checkFields(ACTION, "the rule", rule, ["kind", "limits"]);
  checkFields(ACTION, "the rule", rule, ["kind", "hedge"]);
  if (rule.hedge === undefined) return;
  checkWord(ACTION, "the hedge of the rule", rule.hedge, ["none", "beta"]);
}
