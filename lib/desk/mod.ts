/**
 * The desk: the whole way through for one day.
 *
 * Views on sectors go in; betas, a hedged book inside all limits, orders in whole shares, and the
 * judgement of an independent checker come out. Lessons and the command line call the same function.
 *
 * @example From a simulated market to orders
 * ```ts
 * import { convene, views } from "lab/committee";
 * import { rebalance } from "lab/desk";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7 });
 * const today = snapshot(market, market.prices.days.at(-1)!);
 * const plan = rebalance(today, views(await convene(today)));
 * ok(plan.judgement.holds);
 * ```
 *
 * What came of a view is told by `viewToOrder` in steps that add up and by `viewToOrderText` in words;
 * `capacity` asks what the same views come to in a larger account.
 *
 * Read next: `rebalance.ts`, which is one page; then `lab/portfolio` for the book itself.
 *
 * @module
 */
export { bookText } from "./book_text.ts";
export {
  type Capacity,
  capacity,
  type CapacityBook,
  type CapacityFate,
  type CapacityRow,
} from "./capacity.ts";
export { bookOfViews, type RebalanceOptions } from "./desk_books.ts";
export { monitorFields, type MonitorRules, type Watched } from "./monitor_rules.ts";
export { readingsBefore } from "./readings_before.ts";
export { rebalance } from "./rebalance.ts";
export type { Plan, SetAside } from "./plan.ts";
export type { GivenWay } from "./rules_given_way.ts";
export { type TradeRow, tradeRows } from "./trade_rows.ts";
export { type ViewStep, type ViewToOrder, viewToOrder } from "./view_to_order.ts";
export { viewToOrderText } from "./view_to_order_text.ts";
export {
  type WatchedBook,
  watchedBook,
  type WatchedCluster,
  type WatchedFigure,
} from "./watched_book.ts";
