/**
 * From views to a book: pure arithmetic, no files, no network, no clock.
 *
 * A view becomes a tilt, −2 to 2; each tilt has its share of the gross, and aims at a little more; and
 * `fitBook` finds the book nearest to the aims inside all limits at once, market hedge included. It is
 * exact: nothing is cut or scaled afterwards. Gross gives way by itself, nothing else does. Where it is
 * not all used the book says what stands in the way, what each limit costs, and which single change
 * would help.
 *
 * @example Three views, a book, and what holds it
 * ```ts
 * import { fitBook, tilts } from "lab/portfolio";
 * import { equal, ok } from "node:assert/strict";
 *
 * const book = fitBook({
 *   sectors: ["XLE", "XLK", "XLU"],
 *   tilts: tilts([{ score: 4 }, { score: 5 }, { score: 1 }]),
 *   betas: [0.9, 1.3, 0.6],
 * });
 * equal(book.status, "full");
 * const cap = book.readings.find((limit) => limit.name === "sector XLU");
 * ok(cap?.binds && cap.multiplier > 0);
 * ```
 *
 * Read next: `limits/catalogue.ts`, where every limit is defined, `limits/limits.ts`, a mandate's
 * settings, and `limits/mandates.ts`, the named ones; `aim.ts`, what a set of views aims at;
 * `fit_book.ts`, the problem and its outcomes; `mean_variance_book.ts`, another objective inside the
 * same limits; `book_rows.ts`, how a problem becomes rows; `keep_volatility.ts`, the one limit that is
 * not straight; `solver/active_set.ts`, the method; `orders/orders.ts`, whole shares.
 *
 * @module
 */
export { ActiveSet } from "./solver/active_set.ts";
export { basketCsv, limitPriceUsd } from "./orders/basket_csv.ts";
export type { BookProblem, FundCaps, HedgeSides, HeldName } from "./book_problem.ts";
export { type ClippedBook, clippedBook, type ClipStep } from "./clipped_book.ts";
export { fitBook } from "./fit_book.ts";
export { HOLDING_YEARS, meanVarianceBook, type MeanVarianceProblem } from "./mean_variance_book.ts";
export type { Book, BookStatus } from "./book.ts";
export type { BookRisk, RiskCluster } from "./limits/book_risk.ts";
export type { LimitEffect, LimitEffects } from "./limits/limit_effects.ts";
export type { LimitReading } from "./limits/limit_readings.ts";
export type { CapitalUse } from "./limits/limit_rule.ts";
export type { LimitUnit } from "./limits/limit_unit.ts";
export {
  type CorrelatedLimit,
  DEFAULT_LIMITS,
  type GroupLimit,
  type HedgeAccounting,
  type Limits,
  type NameLimit,
  type Reach,
  type StyleLimit,
} from "./limits/limits.ts";
export { type Mandate, type MandateChanges, mandateLimits, MANDATES } from "./limits/mandates.ts";
export { limitShort, limitWords } from "./limits/told_limits.ts";
export { type LimitId, limitName } from "./limits/limit_id.ts";
export { type MandateRow, mandateRows } from "./limits/mandate_rows.ts";
export { checkLimits } from "./limits/check_limits.ts";
export { bookVolatility } from "./book_volatility.ts";
export { exposureReadings } from "./exposure_readings.ts";
export type { LostBet } from "./lost_bets.ts";
export {
  type Relaxation,
  type RelaxedBook,
  relaxedBook,
  type RelaxedLimit,
  type Violation,
  violations,
} from "./relaxed_book.ts";
export type { Remedy, TradeRemedy } from "./remedy.ts";
export { QuadraticProgram } from "./solver/quadratic_program.ts";
export { targetWeights } from "./target_weights.ts";

export { NEUTRAL_SCORE, type ScoredView, tilts } from "./tilts.ts";
export { applyTradeRules, type HeldDays, type RuledBook } from "./trade_rules.ts";
export { turnover } from "./turnover.ts";
export {
  CASH,
  type HeldExposures,
  heldExposures,
  type HeldExposuresOptions,
  type Holding,
  type Position,
  TURNOVER_WINDOW_DAYS,
} from "./orders/holdings.ts";
export { holdingsAfter } from "./orders/holdings_after.ts";
export {
  type CostModel,
  DEFAULT_COST_MODEL,
  fundVolatility,
  type Trade,
  type TradeCost,
  tradeCost,
} from "./orders/costs.ts";
export { type BookFunds, bookFunds } from "./orders/book_funds.ts";
export { type FundChoice, fundChoice } from "./orders/fund_choice.ts";
export { type FundRules, mandateFundRules } from "./orders/fund_rules.ts";
export { fundCap } from "./orders/fund_rooms.ts";
export { GROSS_ROUNDING } from "./orders/order_items.ts";
export { orders } from "./orders/orders.ts";
export type { Order, OrderPlan, OrdersOptions, TargetBook } from "./orders/order.ts";
export { type ExposureChange, exposureChanges } from "./orders/exposure_changes.ts";
export { tradeReadings } from "./orders/trade_readings.ts";
export { ORDER_COLUMNS, type OrderRow, orderRows, ordersCsv } from "./orders/orders_csv.ts";
export type { NormLimit } from "./orders/norm_limit.ts";
export { smallestAccount, type WholeShares, wholeShares } from "./orders/rounding.ts";
export type { RoundingProblem } from "./orders/rounding_problem.ts";
