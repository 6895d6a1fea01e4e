/**
 * The memo of a week: what was decided and why, on one printed page.
 *
 * @example From a plan and a verdict to a page
 * ```ts
 * import { convene, views } from "lab/committee";
 * import { rebalance } from "lab/desk";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { memoOf, memoPage } from "lab/memo";
 * import { match } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7 });
 * const today = snapshot(market, market.prices.days.at(-1)!);
 * const verdict = await convene(today), plan = rebalance(today, views(verdict));
 * const spending = { settledUsd: 0, openUsd: 0, unknown: 0, answers: 11, kept: 0 };
 * match(memoPage(memoOf({ plan, verdict, spending })), /nothing was paid/);
 * ```
 *
 * Read next: `memo_data.ts`, all that is on the page; `memo_of.ts`, where it comes from.
 *
 * @module
 */
export { doubtsOf } from "./doubts.ts";
export type {
  MemoData,
  MemoDecision,
  MemoFigure,
  MemoOrder,
  MemoPosition,
  MemoRecord,
  MemoReference,
  MemoScore,
  MemoSpending,
} from "./memo_data.ts";
export { memoOf, type MemoParts, type Override } from "./memo_of.ts";
export { memoPage } from "./memo_page.ts";
export { type CitingBallot, weightyReferences } from "./weighty_references.ts";
