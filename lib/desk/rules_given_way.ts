import type { RuleGivenWay } from "../audit/mod.ts";
import {
  exposureChanges,
  type HeldExposures,
  type OrderPlan,
  type RuledBook,
} from "../portfolio/mod.ts";
import { counted } from "../words.ts";

/** A rule on trades that gave way, with the reason in a sentence. */
export interface GivenWay extends RuleGivenWay {
  readonly sentence: string;
}

/** A solved change counts as legal within this distance of the minimum, share of equity. */
const SOLVED = 2e-9;

/**
 * The rules on trades that a plan does not keep, each with what it gave way to: limits and signs where
 * the book was solved, whole shares and the cash for costs where it was rounded. A trade that no such
 * reason explains is not listed; the checker will find it.
 */
export function rulesGivenWay(
  { book, freed }: RuledBook,
  account: HeldExposures,
  plan: OrderPlan,
): readonly GivenWay[] {
  if (plan.orders.length === 0) return [];
  const { limits } = book, list: GivenWay[] = [];
  for (const { name, rule } of freed) {
    const sentence =
      `${name} is traded against the rule of ${rule}: the limits could not be kept without.`;
    list.push({ rule, name, sentence });
  }
  const minimum = limits.minimumTradeBps / 1e4;
  for (const { name, before, after } of exposureChanges(book.sectors, account, plan)) {
    const solved = (name === "hedge" ? book.hedge : book.weights[book.sectors.indexOf(name)]) -
      before;
    const stays = book.fixed.includes(name) || Math.abs(solved) <= SOLVED;
    const isMoved = stays && plan.gaveWay.includes("held positions");
    // One let go by one rule may break the other as well.
    const isFreed = freed.some((one) => one.name === name);
    const add = (rule: GivenWay["rule"], what: string) =>
      list.some((one) => one.rule === rule && one.name === name) || list.push({
        rule,
        name,
        sentence: isFreed
          ? `${name} ${what}: the limits could not be kept without.`
          : `${name} ${what}: whole shares and the cash for costs made it so.`,
      });
    const change = after - before;
    const isLegal = isFreed || isMoved || Math.abs(solved) >= minimum - SOLVED;
    if (after !== 0 && Math.abs(change) < minimum && isLegal) {
      add(
        "minimum trade",
        `trades ${(Math.abs(change) * 1e4).toFixed(1)} bp, less than the minimum`,
      );
    }
    const days = account.heldDays[name] ?? Infinity;
    if (days < limits.minimumHoldingDays && change * before < 0) {
      if (isFreed || isMoved || solved * before >= 0) {
        add("minimum holding", `is made smaller though it was opened ${counted(days, "day")} ago`);
      }
    }
  }
  if (book.status === "over budget" || plan.gaveWay.includes("turnover budget")) {
    const sentence = book.status === "over budget"
      ? "The turnover budget gave way: signs and limits need more."
      : "The turnover budget gave way: whole shares need more.";
    list.push({ rule: "turnover", sentence });
  }
  return list;
}
