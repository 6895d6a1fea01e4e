/**
 * A week of the committee after its verdict: what a person may put in its place, the last look at orders
 * before somebody says yes, how they are spread over the day, what came of them, and what holds between
 * one Friday's verdict and the next.
 *
 * Plain arithmetic on views, books, orders and holdings; files, clock and network are the command's.
 *
 * @example
 * ```ts
 * import { checkOrderStep, grossAtAge, weekRules } from "lab/week";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const on = day("2026-11-27");
 * const step = checkOrderStep([], { rules: weekRules(), equityUsd: 1e5, day: on, today: on });
 * equal(step.holds, true);
 * // Last week's verdict, because nobody answered.
 * equal(grossAtAge(7), 0.75);
 * ```
 *
 * Read `order_step.ts` next, then `overrides.ts`; `reconciled.ts` for what comes back of the orders, and
 * `implementation_shortfall.ts` for what was paid; `aged_views.ts`, what is traded on when questions got
 * no answer; `changes_of_mind.ts`, which score would turn a position over.
 *
 * @module
 */
export {
  checkOrderStep,
  freshPrices,
  type LimitOrder,
  type OrderCheck,
  type OrderRule,
  type OrderStep,
  type OrderStepOptions,
  type Quoted,
} from "./order_step.ts";
export {
  type DecidedViews,
  decidedViews,
  type Overridden,
  type ScoreOverride,
} from "./overrides.ts";
export { weekFields, type WeekRules, weekRules } from "./week_rules.ts";
export {
  type StageTime,
  WEEK_STAGES,
  type WeekSpan,
  weekSpans,
  type WeekStage,
} from "./week_times.ts";
export type { Booking, Receivable } from "./booked_account.ts";
export type { AccountAction, Fill } from "./fill.ts";
export type { FilledOrder, Ordered } from "./filled_orders.ts";
export type { Finding } from "./findings.ts";
export { reconciled, type ReconcileInput, type Reconciliation } from "./reconciled.ts";
export type { SplitTerms, TwoCloses } from "./split_like.ts";
export { executionFields, type ExecutionRules, executionRules } from "./execution_rules.ts";
export { type ChildOrder, ordersSchedule, ordersScheduleCsv } from "./orders_schedule.ts";
export {
  implementationShortfall,
  type OrderShortfall,
  type Shortfall,
  type ShortfallInput,
  type WeekShortfall,
} from "./implementation_shortfall.ts";
export {
  type AgedView,
  type AgedViews,
  agedViews,
  type AgedViewsInput,
  type DatedViews,
} from "./aged_views.ts";
export {
  type ChangeOfMind,
  type ChangesOfMind,
  changesOfMind,
  type ScoreChange,
  type Side,
  type SideChange,
} from "./changes_of_mind.ts";
export { type AgeRule, grossAtAge, withGross } from "./gross_by_age.ts";
export { statedBesideOrders } from "./stated_beside_orders.ts";
