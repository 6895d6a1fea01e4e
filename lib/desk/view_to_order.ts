import { shown } from "../arguments.ts";
import { type Sector, SECTOR_LABELS } from "../market/mod.ts";
import {
  type LimitEffect,
  type LimitId,
  limitName,
  limitShort,
  NEUTRAL_SCORE,
  type Order,
} from "../portfolio/mod.ts";
import { inPercent, inPoints, plainNumber } from "../words.ts";
import { checkPlan } from "./check_arguments.ts";
import type { Plan } from "./plan.ts";

/** The largest tilt there is: a score of 1 or 5 with full confidence. */
const LARGEST_TILT = 2;

/** A step on the way from a view to an order. */
type ViewStepName =
  | "score"
  | "confidence"
  | "scale"
  | "limit"
  | "hedge"
  | "trade rules"
  | "instrument"
  | "rounding"
  | "held"
  | "cost";

/** One bar of the waterfall. */
export interface ViewStep {
  readonly name: ViewStepName;
  /** For a `limit` which one, as in `book.effects`, and its name. */
  readonly id?: LimitId;
  readonly limit?: string;
  /** What the step is, for an axis. */
  readonly label: string;
  /** Where the bar begins and ends, share of equity; each begins where the one before ends. */
  readonly from: number;
  readonly to: number;
  /** to − from, share of equity. */
  readonly change: number;
  /** Up to `trade rules` an exposure, then money in the fund. */
  readonly unit: "exposure" | "capital";
  /** What happened, in a sentence. */
  readonly note: string;
}

/** The way of one sector from its view to its order. */
export interface ViewToOrder {
  readonly sector: Sector;
  readonly label: string;
  /** The view that was followed; absent where there is none. */
  readonly view?: { readonly score: number; readonly confidence: number };
  readonly steps: readonly ViewStep[];
  /** The view's share of the gross, share of equity. */
  readonly target: number;
  /** Exposure that the book gives the sector, share of equity. */
  readonly exposure: number;
  /** Fund that holds it; `undefined` where there is no position. */
  readonly ticker: string | undefined;
  /** Exposure per dollar of the fund; absent without one. */
  readonly leverage?: number;
  /** Whether shares of the fund are borrowed and sold. */
  readonly soldShort: boolean;
  /** Why the sector cannot follow its view today; absent where it can. */
  readonly closed?: string;
  /** What the open views aim at instead, in a sentence; where it cannot. */
  readonly instead?: string;
  /** Whether minimum trade or minimum holding keeps the position as it was. */
  readonly held: boolean;
  /** The orders that change it, as they stand in the plan. */
  readonly orders: readonly Order[];
  /** Money that is in its funds already, share of equity; negative for shares sold short. */
  readonly heldCapital: number;
  /** What came of the book and of its orders. */
  readonly bookStatus: Plan["book"]["status"];
  readonly ordersStatus: Plan["trades"]["status"];
  /** Money that leaves the account for it, share of equity; negative comes in. The end of the bars. */
  readonly paid: number;
  /** Whether the whole cost is known; if not, the last bar is the known part. */
  readonly costKnown: boolean;
}

/**
 * Effects that belong to the hedge: the limit on beta, and the rule which side the hedge may take. The
 * last of the solved steps also has what the grid of 1e-9 adds.
 */
const OF_HEDGE: readonly string[] = ["beta", "hedge direction", "rounding"];
/** Effects of trading. */
const OF_TRADING: readonly string[] = ["turnover", "held", "not traded"];
/** A smaller change, share of equity, is rounding to 1e-9. */
const ROUNDING = 1e-8;

const sum = (effects: readonly LimitEffect[]) =>
  effects.reduce((total, { change }) => total + change, 0);

/** A limit as the name of a bar. */
function barLabel({ id }: LimitEffect): string {
  const name = limitShort(id);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** How much of a target an effect takes, or adds to it. */
function moved(change: number, target: number): string {
  return `${change * target < 0 ? "takes" : "adds"} ${inPoints(Math.abs(change))}`;
}

/**
 * How one sector's view became an order, step by step, so that the steps add up exactly.
 *
 * Score: the exposure the sector would have if every sector had a view as strong as can be. Confidence:
 * what is taken off for doubt. Scale: what is added because other views are weaker; it ends at the view's
 * share of the gross. Reach: what all views aim at beyond their share. Then one step for each limit that
 * acts, what the sector's fund can carry among them: its multiplier times its coefficient on the sector,
 * which is its own share in the answer exactly (`book.effects` gives the reason), so that no order of
 * adding limits plays a part. Gross comes last: it takes from all alike what they aim at beyond it. Hedge: the limit on beta, the rule that the hedge works only against the book's beta, and what
 * rounding exposures to 1e-9 adds. Trade rules: turnover budget, minimum trade and minimum holding. From
 * here on the bars are money: a −2x fund takes half of the exposure, and a short is bought like anything
 * else. Rounding to shares and cash kept back; what is held already; and the cost.
 *
 * @param plan From `rebalance`.
 * @param sector One of the plan's sectors.
 * @returns Nine steps, and one more for each limit that acts; a step in which nothing happens has a
 *   change of 0.
 * @throws {RangeError} If the sector is not in the plan's book.
 *
 * @example The bars end at the money that is paid
 * ```ts
 * import { rebalance, viewToOrder } from "lab/desk";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal, ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7 });
 * const plan = rebalance(snapshot(market, market.prices.days.at(-1)!), [
 *   { sector: "XLF", score: 4, confidence: 1 },
 *   { sector: "XLK", score: 5, confidence: 0.8 },
 *   { sector: "XLE", score: 1, confidence: 1 },
 * ]);
 * const { steps, paid, ticker } = viewToOrder(plan, "XLE");
 * equal(ticker, "DUG");
 * ok(steps[0].change < 0 && paid > 0);
 * ok(Math.abs(steps.reduce((sum, { change }) => sum + change, 0) - paid) < 1e-12);
 * ```
 */
export function viewToOrder(plan: Plan, sector: Sector): ViewToOrder {
  checkPlan("Cannot follow a view", plan);
  const { book, trades } = plan, at = book.sectors.indexOf(sector);
  if (at < 0) {
    throw new RangeError(
      `Cannot follow a view: need one of ${book.sectors.join(" ")}, got ${shown(sector)}`,
    );
  }
  const view = plan.views.find((one) => one.sector === sector);
  const exposure = book.weights[at], target = book.targets[at];
  const choice = trades.funds.find(({ scope }) => scope === sector);
  const fund = exposure === 0 ? undefined : choice?.fund;
  const orders = trades.orders.filter(({ scope }) => scope === sector);
  const lost = book.lostBets.find((bet) => bet.sector === sector && bet.closed);
  const closed = lost &&
    [...plan.closedShorts, ...plan.setAside].find((one) => one.sector === sector)?.reason;
  const heldCapital = plan.account.positions
    .filter(({ scope }) => scope === sector)
    .reduce((sum, { valueUsd }) => sum + valueUsd, 0) / plan.account.equityUsd;

  const bars = new Bars();
  addViewBars(bars, plan, at, view);
  addLimitBars(bars, plan, at, closed);
  addMoneyBars(bars, plan, { exposure, fund, orders, heldCapital });
  return {
    sector,
    label: SECTOR_LABELS[sector],
    ...(view ? { view: { score: view.score, confidence: view.confidence } } : {}),
    steps: bars.steps,
    target,
    exposure,
    ticker: fund?.ticker,
    ...(fund ? { leverage: fund.leverage } : {}),
    soldShort: (fund !== undefined && choice?.fund !== undefined) && choice.soldShort,
    ...(closed === undefined ? {} : { closed, instead: lost!.instead }),
    held: book.fixed.includes(sector),
    orders,
    heldCapital,
    bookStatus: book.status,
    ordersStatus: trades.status,
    paid: bars.reached,
    costKnown: isCostKnown(orders),
  };
}

/** Bars under construction: each begins where the one before ends. */
class Bars {
  readonly steps: ViewStep[] = [];
  reached = 0;

  add(
    name: ViewStepName,
    label: string,
    to: number,
    unit: ViewStep["unit"],
    note: string,
    id?: LimitId,
  ): void {
    const bar = { name, label, from: this.reached, to, change: to - this.reached, unit, note };
    this.steps.push(id === undefined ? bar : { ...bar, id, limit: limitName(id) });
    this.reached = to;
  }
}

/** From the score to the view's share of the gross. */
function addViewBars(
  bars: Bars,
  { book }: Plan,
  at: number,
  view: Plan["views"][number] | undefined,
): void {
  const away = (view?.score ?? NEUTRAL_SCORE) - NEUTRAL_SCORE;
  const perTilt = book.limits.gross / (LARGEST_TILT * book.sectors.length);
  bars.add(
    "score",
    "Score",
    perTilt * away + 0,
    "exposure",
    view
      ? `A score of ${plainNumber(view.score)} is ${away > 0 ? "+" : ""}${
        plainNumber(away)
      } away from ${NEUTRAL_SCORE}.`
      : `No view on ${SECTOR_LABELS[book.sectors[at]]}.`,
  );
  bars.add(
    "confidence",
    "Confidence",
    perTilt * book.tilts[at] + 0,
    "exposure",
    view ? `Believed by ${inPercent(view.confidence)}.` : "Nothing to believe.",
  );
  bars.add(
    "scale",
    "Scale",
    book.targets[at],
    "exposure",
    `The shares of all views add up to ${inPercent(book.grossAimed)} gross.`,
  );
}

/** From the share to the exposure of the book: each limit that acts, the hedge, rules on trades. */
function addLimitBars(bars: Bars, { book }: Plan, at: number, closed: string | undefined): void {
  const effects = book.effects.sectors[at], target = book.targets[at];
  for (const effect of effects) {
    const { id, change } = effect;
    if (OF_HEDGE.includes(id.kind) || OF_TRADING.includes(id.kind)) continue;
    const note = id.kind === "closed" && closed !== undefined
      ? closed
      : `${effect.label} ${moved(change, target)}.`;
    bars.add("limit", barLabel(effect), bars.reached + change, "exposure", note, id);
  }
  const hedge = sum(effects.filter(({ id }) => OF_HEDGE.includes(id.kind)));
  bars.add(
    "hedge",
    "Hedge",
    bars.reached + hedge,
    "exposure",
    Math.abs(hedge) <= ROUNDING
      ? "The limit on beta moves nothing here."
      : `The limit on beta, with the market hedge, ${moved(hedge, target)}.`,
  );
  bars.add(
    "trade rules",
    "Trade rules",
    book.weights[at],
    "exposure",
    book.status === "infeasible"
      ? "The limits contradict each other: nothing is traded."
      : book.fixed.includes(book.sectors[at])
      ? "Held as it was, by minimum trade or minimum holding."
      : "Turnover budget, minimum trade and minimum holding.",
  );
}

const isCostKnown = (orders: readonly Order[]) =>
  orders.every(({ cost }) => cost.totalUsd !== undefined);

/** From the exposure to the money that leaves the account: the fund, its shares, what is held, the cost. */
function addMoneyBars(
  bars: Bars,
  { account: { equityUsd } }: Plan,
  { exposure, fund, orders, heldCapital }: {
    readonly exposure: number;
    readonly fund: { readonly ticker: string; readonly leverage: number } | undefined;
    readonly orders: readonly Order[];
    readonly heldCapital: number;
  },
): void {
  const bought = orders.reduce(
    (sum, { action, dollars }) => sum + (action === "buy" ? dollars : -dollars),
    0,
  ) / equityUsd;
  const cost = orders.reduce((sum, order) => sum + order.cost.knownUsd, 0) / equityUsd;
  bars.add(
    "instrument",
    "Instrument",
    fund ? exposure / fund.leverage : exposure,
    "capital",
    fund
      ? `${fund.ticker} gives ${plainNumber(fund.leverage)}x: money is exposure ÷ ${
        plainNumber(fund.leverage)
      }.`
      : "No fund is needed.",
  );
  bars.add(
    "rounding",
    "Rounding",
    heldCapital + bought,
    "capital",
    orders.some(({ shares }) => shares === undefined)
      ? "No trade price: the order is in dollars and not rounded."
      : "Whole shares, and a little cash kept back.",
  );
  bars.add("held", "Held already", bought, "capital", `${inPercent(heldCapital)} is held already.`);
  bars.add(
    "cost",
    "Cost",
    bought + cost,
    "capital",
    isCostKnown(orders) ? "Spread, impact and fees." : "At least this much: a part is not known.",
  );
}
