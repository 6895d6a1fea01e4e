import { checkFields, checkObject } from "../../arguments.ts";
import { fundLiquidity, instrument, type Sector } from "../../market/mod.ts";
import { exposureChanges } from "./exposure_changes.ts";
import { checkExposures } from "../check_exposures.ts";
import { checkLimits } from "../limits/check_limits.ts";
import { checkNames } from "../check_names.ts";
import { checkOrderList } from "./check_order_list.ts";
import { checkedFundRules, type FundRules } from "./fund_rules.ts";
import type { HeldExposures } from "./holdings.ts";
import { limitUnit } from "../limits/catalogue.ts";
import { identified, type LimitId, limitName } from "../limits/limit_id.ts";
import type { LimitReading } from "../limits/limit_readings.ts";
import { inUnit } from "../limits/limit_unit.ts";
import type { Limits } from "../limits/limits.ts";
import type { OrderPlan } from "./order.ts";

const ACTION = "Cannot read the limits on trades";

/** A limit counts as touched within this distance, in its own unit. */
const TOUCHES = 2e-9;

/** A finished plan of orders, and what it started from. */
interface TradesDone {
  readonly limits: Limits;
  /** The order of the plan's weights. */
  readonly sectors: readonly Sector[];
  readonly account: HeldExposures;
  readonly plan: OrderPlan;
  /** Liquidity of the day, as the funds were chosen by. */
  readonly rules?: FundRules;
}

/** The case that comes nearest to a limit, or goes furthest beyond it. */
interface Extreme {
  readonly value: number;
  /** Which order or name it is, as a sentence calls it. */
  readonly label: string;
}

/** A limit on trades or on the funds they are made in, as a small object. */
interface TradeLimit {
  readonly id: LimitId;
  readonly low: (limits: Limits) => number;
  readonly high: (limits: Limits) => number;
  /** Nothing where the plan has no trade that it could speak of. */
  readonly extreme: (done: TradesDone) => Extreme | undefined;
}

const open = () => Infinity;

function least(cases: readonly Extreme[]): Extreme | undefined {
  return cases.toSorted((a, b) => a.value - b.value)[0];
}

function largest(cases: readonly Extreme[]): Extreme | undefined {
  return cases.toSorted((a, b) => b.value - a.value)[0];
}

/** The orders that open, enlarge or turn a position, with what the fund trades a day and owns. */
function enlarged({ plan, rules }: TradesDone) {
  return plan.orders
    .filter(({ exposureBefore: before, exposureAfter: after }) =>
      after * before < 0 || Math.abs(after) > Math.abs(before)
    )
    .map((order) => ({ order, ...fundLiquidity(instrument(order.ticker), rules) }));
}

const TRADE_LIMITS: readonly TradeLimit[] = [
  {
    id: { kind: "turnover in 30 days" },
    low: () => 0,
    high: ({ turnover }) => turnover ?? Infinity,
    extreme: ({ limits, account, plan }) =>
      // The first book is exempt: all of it has to be bought.
      limits.turnover === null || account.positions.length === 0 ? undefined : {
        value: account.recentTurnover + plan.turnover,
        label: "Turnover within 30 days",
      },
  },
  {
    id: { kind: "minimum trade" },
    low: ({ minimumTradeBps }) => minimumTradeBps,
    high: open,
    extreme: ({ sectors, account, plan }) =>
      least(
        // A position is closed whole, however small.
        exposureChanges(sectors, account, plan).filter(({ after }) => after !== 0)
          .map(({ name, before, after }) => ({
            value: Math.abs(after - before) * 1e4,
            label: `The smallest trade, in ${name},`,
          })),
      ),
  },
  {
    id: { kind: "minimum holding" },
    low: ({ minimumHoldingDays }) => minimumHoldingDays,
    high: open,
    extreme: ({ sectors, account, plan }) =>
      least(
        exposureChanges(sectors, account, plan).flatMap(({ name, before, after }) => {
          const value = account.heldDays[name];
          return value === undefined || (after - before) * before >= 0
            ? []
            : [{ value, label: `The youngest position made smaller, ${name},` }];
        }),
      ),
  },
  {
    id: { kind: "fund volume" },
    low: () => 0,
    high: ({ advShare }) => advShare,
    extreme: (done) =>
      largest(
        enlarged(done).map(({ order, advUsd }) => ({
          value: order.dollars / (advUsd ?? NaN),
          label: `The largest order for its fund, in ${order.ticker},`,
        })),
      ),
  },
  {
    id: { kind: "fund assets" },
    low: () => 0,
    high: ({ fundShare }) => fundShare,
    extreme: (done) =>
      largest(
        enlarged(done).map(({ order, aumUsd }) => ({
          value: Math.abs(order.exposureAfter / order.leverage) * done.account.equityUsd /
            (aumUsd ?? NaN),
          label: `The largest position for its fund, in ${order.ticker},`,
        })),
      ),
  },
  {
    id: { kind: "capital used" },
    low: () => 0,
    high: ({ capital }) => capital,
    extreme: ({ plan }) => ({ value: plan.capitalUsed, label: "Capital in funds" }),
  },
];

/**
 * How a plan of orders stands to the limits on trades and funds, each by the case that comes nearest
 * to it: turnover, minimum trade, minimum holding, share of a fund's volume and of its assets, capital.
 * A limit that the plan gives no case for, such as the budget of a first book, has no reading. The
 * limits on funds are read on orders that enlarge or turn a position: one may always be left.
 *
 * @param done The plan and what it started from; limits that are left out are the default ones.
 * @throws {RangeError} If a name or a limit is unknown, or an exposure is not finite.
 *
 * @example What two positions of a first book take of capital
 * ```ts
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { DEFAULT_LIMITS, heldExposures, orders, tradeReadings } from "lab/portfolio";
 * import { equal, ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const view = snapshot(market, market.prices.days.at(-1)!);
 * const on = { day: view.day, priceOf: view.tradePrice, equityUsd: 100_000 };
 * const account = heldExposures([], on), sectors = ["XLE", "XLK"] as const;
 * const target = { sectors, weights: [-0.1, 0.1], betas: [1, 1], hedge: 0 };
 * const plan = orders(target, { snapshot: view, account });
 * const readings = tradeReadings({ limits: DEFAULT_LIMITS, sectors, account, plan });
 * // DUG gives −2x: a tenth of exposure takes a twentieth of the money.
 * const capital = readings.find(({ name }) => name === "capital used")!;
 * ok(Math.abs(capital.value - 0.15) < 0.005);
 * equal(capital.binds, false);
 * ```
 */
export function tradeReadings(done: TradesDone): readonly LimitReading[] {
  checkFields(ACTION, "what was done", done, ["limits", "sectors", "account", "plan", "rules"]);
  checkObject(ACTION, "the account", done.account, "positions, as heldExposures gives it");
  checkObject(ACTION, "the plan", done.plan, "orders, as orders gives it");
  checkOrderList(ACTION, done.plan.orders);
  checkNames("sectors", done.sectors, undefined, ACTION);
  checkExposures(ACTION, "the plan", done.plan, done.sectors.length);
  const limits = checkLimits(done.limits), rules = checkedFundRules(done.rules);
  return TRADE_LIMITS.flatMap(({ id, low: lowOf, high: highOf, extreme }) => {
    const name = limitName(id), unit = limitUnit(id);
    const found = extreme({ ...done, limits, rules });
    if (found === undefined) return [];
    const { value, label } = found;
    const low = lowOf(limits), high = highOf(limits);
    const isUpper = high < Infinity, bound = isUpper ? high : low;
    const slack = isUpper ? high - value : value - low;
    const bounded = `${isUpper ? "at most" : "at least"} ${inUnit(bound, unit)}`;
    const sentence = `${label} is ${inUnit(value, unit)}; ` +
      (slack >= -TOUCHES ? `${bounded} is allowed.` : `beyond its limit, ${bounded}.`);
    const facts = { name, label, unit, value, low, high, bound, slack };
    const binds = Math.abs(slack) <= TOUCHES;
    return [identified({ ...facts, multiplier: 0, binds, sentence }, id)];
  });
}
