import { countWord, percent, type TradeRow } from "../../charts/mod.ts";
import { convene, views } from "../../committee/mod.ts";
import { type Plan, rebalance, tradeRows } from "../../desk/mod.ts";
import { calendarDaysBetween, type Market, type Snapshot, snapshot } from "../../market/mod.ts";
import { holdingsAfter } from "../../portfolio/mod.ts";
import type { Settings } from "../../settings.ts";
import { type Notice, notice } from "../kit/notice.ts";
import { strongestViews } from "./strongest_views.ts";

/** The book bought a week before the lesson's day, and what the day makes of it. */
interface WeekLater {
  /** Why there is no such week; absent where there is. */
  readonly none?: Notice;
  /** The plan of the week before, from cash. */
  readonly first?: Plan;
  /** The plan of the day, from what is held. */
  readonly plan?: Plan;
  /** Exposures that the book bought then has on the day, before any trade; nothing without a week. */
  readonly held: { readonly weights: readonly number[]; readonly hedge: number };
  /** Every position before and after the trades, for `tradeDumbbells`. */
  readonly rows: readonly TradeRow[];
  readonly hedge?: TradeRow;
}

/** Calendar days of the week: the rule on young positions lets go of a position after so many. */
const WEEK_DAYS = 7;

/**
 * The same committee a week earlier, its orders filled at that day's close, and the desk's work today
 * with what became of them.
 *
 * @param market The world.
 * @param today The lesson's day.
 * @param options.followed So many of the committee's views count, on both days.
 *
 * @example
 * ```ts
 * import { lessonMarket } from "lab/lesson";
 * import { weekLater } from "lab/lesson/03";
 * import { settings } from "lab/settings";
 * import { ok } from "node:assert/strict";
 *
 * const { market, snapshot } = await lessonMarket("simulated", { seed: 7 });
 * const week = await weekLater(market, snapshot, {
 *   followed: 5,
 *   equityUsd: 100_000,
 *   settings: settings(),
 * });
 * ok(week.first!.day < week.plan!.day && week.plan!.account.positions.length > 0);
 * ```
 */
export async function weekLater(
  market: Market,
  today: Snapshot,
  options: {
    readonly followed: number;
    readonly equityUsd: number;
    readonly settings: Settings;
  },
): Promise<WeekLater> {
  const { followed, equityUsd, settings } = options;
  const none = (why: string): WeekLater => ({
    none: notice("note", `This part does not apply here: ${why} The lesson goes on below.`),
    held: { weights: today.sectors.map(() => 0), hedge: 0 },
    rows: [],
  });
  if (today.frequency === "monthly") {
    return none("these data are monthly, and nothing can be ordered with them.");
  }
  const day = today.tradingDays().findLast((one) =>
    calendarDaysBetween(one, today.day) >= WEEK_DAYS
  );
  if (day === undefined) return none("there is no trading day a week before.");
  const before = snapshot(market, day);
  const viewsOn = async (on: Snapshot) => strongestViews(views(await convene(on)), followed);
  const first = rebalance(before, await viewsOn(before), { equityUsd, settings });
  const { orders } = first.trades;
  if (orders.length === 0) return none("a week before, nothing was bought.");
  if (orders.some(({ shares }) => shares === undefined)) {
    return none(
      "the closes of this file are adjusted for what came later, so before its last day nobody knows " +
        "how many shares an order buys.",
    );
  }
  const holdings = holdingsAfter([], first.trades, first.account);
  const plan = rebalance(today, await viewsOn(today), { holdings, settings });
  const { weights, hedge } = plan.account;
  const rows = tradeRows(plan);
  return {
    first,
    plan,
    held: { weights: today.sectors.map((sector) => weights[sector] ?? 0), hedge },
    rows: rows.filter(({ scope }) => scope !== "market"),
    hedge: rows.find(({ scope }) => scope === "market"),
  };
}

/**
 * What the rules on trades did to the week's work, as a sentence for a caption.
 *
 * @example
 * ```ts
 * import { weekCaption } from "lab/lesson/03";
 * import { equal } from "node:assert/strict";
 *
 * equal(weekCaption({}), ""); // where there is no such week
 * ```
 */
export function weekCaption({ first, plan }: Pick<WeekLater, "first" | "plan">): string {
  if (first === undefined || plan === undefined) return "";
  const kept = plan.book.fixed.length;
  const { turnover } = plan.book;
  const budget = turnover?.budget === undefined
    ? ""
    : `, and the budget for trades is ${percent(turnover.budget)} of equity`;
  return `Bought ${first.day}, traded ${plan.day}. Outcome: ${plan.book.status}. ${
    countWord(kept)
  } position${kept === 1 ? " is" : "s are"} left alone by a rule on trades${budget}.`;
}
