import { checkObject, checkOptions, isList, shown } from "../../arguments.ts";
import type { BookRisk } from "../limits/book_risk.ts";
import { bookVolatility } from "../book_volatility.ts";
import { tradeCost } from "./costs.ts";
import { checkAccount } from "./check_account.ts";
import { type FundChoice } from "./fund_choice.ts";
import { mandateFundRules } from "./fund_rules.ts";
import { checkLimits } from "../limits/check_limits.ts";
import { checkNames } from "../check_names.ts";
import { checkRisk } from "../limits/check_risk.ts";
import { checkRiskFields } from "../limits/check_risk_fields.ts";
import { jointRules } from "../limits/catalogue.ts";
import { HEDGE_RULE, SECTOR_RULES } from "../limits/exposure_limits.ts";
import { type LimitId, limitName } from "../limits/limit_id.ts";
import { measure } from "../limits/limit_rule.ts";
import type { Limits } from "../limits/limits.ts";
import { decimals } from "../../words.ts";
import type { OrderPlan, OrdersOptions, TargetBook } from "./order.ts";
import { type FoundFund, GROSS_ROUNDING, holdsAlready, targetFunds } from "./order_items.ts";
import { planWithoutOrders } from "./order_plan.ts";
import { unmetBook } from "./unmet_book.ts";
import { writtenOrders } from "./written_orders.ts";

/**
 * Cash kept for costs, share of equity. A book at 100 % gross without leverage would leave none; half
 * a percent of the 2 % that gross may miss covers the first trades of an ordinary account.
 */
const CASH_RESERVE = 0.005;
/** A book that breaks a limit by more than this was not solved under it. */
const SOLVED = 1e-6;

const ACTION = "Cannot write orders";
const OPTIONS = [
  ...["snapshot", "account", "limits", "risk", "fixed", "turnoverBudget", "rules", "costs"],
  ...["cashReserve"],
];
/** A trade of nothing, to see whether a cost model is one. */
const NO_TRADE = {
  tradedUsd: 0,
  spreadBps: undefined,
  advUsd: undefined,
  dailyVolatility: undefined,
};

function checkArguments(target: TargetBook, options: OrdersOptions): void {
  const refuse = (what: string): never => {
    throw new RangeError(`${ACTION}: ${what}`);
  };
  checkObject(ACTION, "the target", target, "sectors, weights, betas and hedge");
  checkOptions(ACTION, options, OPTIONS);
  const { sectors, weights, betas, hedge } = target;
  const { snapshot, account, cashReserve = CASH_RESERVE, fixed = [], costs = {} } = options;
  checkNames("sectors", sectors, undefined, ACTION);
  checkNames("fixed", fixed, "hedge", ACTION);
  checkObject(ACTION, "the snapshot", snapshot, "the day and its prices");
  checkAccount(ACTION, account);
  if (options.risk !== undefined) checkRiskFields(ACTION, options.risk);
  tradeCost({ ...NO_TRADE, equityUsd: account.equityUsd }, costs);
  if (!isList(weights) || !isList(betas)) {
    refuse(`need lists of weights and betas, got ${shown(weights)} and ${shown(betas)}`);
  }
  if (weights.length !== sectors.length || betas.length !== sectors.length) {
    refuse(
      `need one weight and one beta per sector, got ${weights.length} and ${betas.length} ` +
        `for ${sectors.length}`,
    );
  }
  sectors.forEach((sector, i) => {
    if (!Number.isFinite(weights[i])) {
      refuse(`${sector} needs a finite weight, got ${shown(weights[i])}`);
    }
    if (weights[i] !== 0 && !Number.isFinite(betas[i])) {
      refuse(`${sector} needs a measured beta to be held, got ${shown(betas[i])}`);
    }
  });
  if (!Number.isFinite(hedge)) refuse(`need a finite hedge, got ${shown(hedge)}`);
  if (snapshot.day !== account.day) {
    refuse(`snapshot and account must be of one day, got ${snapshot.day} and ${account.day}`);
  }
  if (!(typeof cashReserve === "number" && cashReserve >= 0 && cashReserve < GROSS_ROUNDING)) {
    refuse(
      `cashReserve must lie in [0, ${GROSS_ROUNDING}), what gross may miss, got ${
        shown(cashReserve)
      }`,
    );
  }
  const { turnoverBudget: budget = Infinity } = options;
  if (!(typeof budget === "number" && budget >= 0)) {
    refuse(`turnoverBudget must be a share of equity of at least 0, got ${shown(budget)}`);
  }
}

/**
 * Whole-share orders that take an account from what it holds to a target book.
 *
 * Each position gets its fund from `fundChoice`. Shares are rounded so that every limit still holds on
 * the exposures mapped back from them, gross within 2 % of the book's. A half percent of equity is
 * kept in cash for costs, or more where the orders cost more: a book that would use all capital is
 * scaled down by that little before it is rounded, hedge included. Where a fund has no trade price,
 * its order is in dollars, with the reason, and is moved by dollars where the whole shares of the
 * others need it. Positions that must stay as they are get no
 * order; if shares cannot be found that way, they give way first and the turnover budget next, never a
 * limit, and `notes` says so.
 *
 * @param target Exposures by sector and the hedge, as solved; see {@linkcode TargetBook}.
 * @param given Day, account, limits and rules; see {@linkcode OrdersOptions}.
 * @returns Orders and the book they lead to. A small account, a limit that is narrower than a share, a
 *   lack of capital and a closed sector are values with their reason.
 * @throws {RangeError} If arrays do not match, a weight is not finite, a held sector has no beta, or
 *   the target itself breaks a limit and is not simply what is held.
 *
 * @example Two positions of a simulated market
 * ```ts
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { heldExposures, orders } from "lab/portfolio";
 * import { deepEqual } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const view = snapshot(market, market.prices.days.at(-1)!);
 * const account = heldExposures([], {
 *   day: view.day,
 *   priceOf: view.tradePrice,
 *   equityUsd: 100_000,
 * });
 * const plan = orders(
 *   { sectors: ["XLE", "XLK"], weights: [-0.1, 0.1], betas: [1, 1], hedge: 0 },
 *   { snapshot: view, account },
 * );
 * deepEqual(plan.orders.map((order) => `${order.action} ${order.ticker}`), ["buy DUG", "buy XLK"]);
 * ```
 */
export function orders(target: TargetBook, given: OrdersOptions): OrderPlan {
  checkArguments(target, given);
  const limits = checkLimits(given.limits);
  const options = { ...given, rules: mandateFundRules(limits, given.rules) };
  checkRisk(limits, target.sectors, (i) => target.weights[i] !== 0, options.risk);
  const choices = targetFunds(target, options);
  if (holdsAlready(target, options.account)) {
    // Also a book that could not be solved and was left as it was: it may break limits, as it did.
    return planWithoutOrders(target, options, { status: "no trade", funds: choices });
  }
  const gross = checkedGross(target, limits, options.risk);
  const funds = choices.filter(isFound);
  if (funds.length < choices.length) {
    const closed = choices.filter((choice) => choice.fund === undefined);
    const reason = closed.map((choice) => choice.reason).join(" ");
    return planWithoutOrders(target, options, { status: "closed", funds: choices, closed, reason });
  }
  const cashReserve = options.cashReserve ?? CASH_RESERVE;
  const written = writtenOrders(target, funds, options, { limits, gross, cashReserve });
  if ("orders" in written) return written;
  const why = written.status === "short of cash"
    ? written
    : unmetBook(written, target, options, { limits, gross, cashReserve });
  return planWithoutOrders(target, options, { funds, ...why });
}

const isFound = (choice: FundChoice): choice is FoundFund => choice.fund !== undefined;

/** Gross of the target, once it is sure that the target keeps the limits itself. */
function checkedGross(target: TargetBook, limits: Limits, risk: BookRisk = {}): number {
  // A beta that is unknown belongs to a weight of 0, which `measure` leaves out.
  const book = { ...target, betas: target.betas.map((beta) => beta ?? NaN) };
  const caps = target.sectors.map((sector, i) => {
    const rule = SECTOR_RULES[sector];
    return { rule, high: rule.high(limits, Math.sign(target.weights[i])) };
  });
  const rules = [...jointRules(limits, { sectors: target.sectors, risk }), HEDGE_RULE].map((
    rule,
  ) => ({
    rule,
    high: rule.high(limits),
  }));
  const refuse = (id: LimitId, value: number, low: number, high: number): never => {
    throw new RangeError(
      `Cannot write orders: the target must keep its limits, but ${limitName(id)} is ${
        decimals(value, 6)
      }, allowed are ${String(low).replace("-", "−")} to ${high}`,
    );
  };
  let gross = 0;
  for (const { rule, high } of [...rules, ...caps]) {
    const value = measure(rule, book, limits), low = rule.low(limits);
    // Held positions stand in whole shares, and so may have missed the gross before.
    const isGross = rule.id.kind === "gross", missed = isGross ? GROSS_ROUNDING : SOLVED;
    if (isGross) gross = value;
    if (!(value >= low - SOLVED && value <= high + missed)) refuse(rule.id, value, low, high);
  }
  const { volatility } = limits;
  if (volatility !== undefined) {
    const value = bookVolatility(target, risk.covariance!);
    if (!(value <= volatility.max + SOLVED)) {
      refuse({ kind: "volatility" }, value, 0, volatility.max);
    }
  }
  return gross;
}
