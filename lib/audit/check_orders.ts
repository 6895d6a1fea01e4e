import { inPercent } from "../words.ts";
import type { Instrument } from "../market/instruments.ts";
import type { Sector } from "../market/sectors.ts";
import type { HeldName } from "../portfolio/book_problem.ts";
import type { BookRisk } from "../portfolio/limits/book_risk.ts";
import type { Holding } from "../portfolio/orders/holdings.ts";
import type { Limits } from "../portfolio/limits/limits.ts";
import type { Order } from "../portfolio/orders/orders.ts";
import type { Day } from "../units.ts";
import { judgeExposures } from "./judge_exposures.ts";
import { judgeTrades } from "./judge_trades.ts";

/** What a limit was found to be, measured on the orders themselves. */
export interface Finding {
  /** Which rule was checked, such as `sector XLK` or `net`. */
  readonly rule: string;
  /** The value found; a share of equity unless the rule says otherwise. */
  readonly value: number;
  /** The lowest and highest value the rule allows. */
  readonly low: number;
  readonly high: number;
  readonly holds: boolean;
}

/** A rule that is broken, with the finding as a sentence. */
export interface Breach extends Finding {
  readonly sentence: string;
}

/** The independent judgement of a set of orders. */
export interface Judgement {
  /** Whether every rule holds. */
  readonly holds: boolean;
  readonly findings: readonly Finding[];
  /** Only the findings that failed. */
  readonly breaches: readonly Breach[];
  /** Exposures after the orders, worked out here from shares, prices and leverage. */
  readonly exposures: Readonly<Partial<Record<Sector, number>>>;
  readonly hedge: number;
}

/** A rule on trades that gave way to limits, signs or whole shares, as the plan says openly. */
export interface RuleGivenWay {
  readonly rule: "turnover" | "minimum trade" | "minimum holding";
  /** Whose trade it is; absent for turnover. */
  readonly name?: HeldName;
}

/** What the checker is told; it trusts none of the figures that construction worked out. */
export interface OrdersToCheck {
  readonly day: Day;
  /** Equity of the account before the orders, dollars, holdings included. */
  readonly equityUsd: number;
  readonly holdings: readonly Holding[];
  readonly orders: readonly Order[];
  /** Price in dollars by ticker; orders in dollars need none. */
  readonly prices: Readonly<Record<string, number>>;
  readonly instruments: readonly Instrument[];
  /** Measured beta to the market, one per sector that has one. */
  readonly betas: Readonly<Partial<Record<Sector, number>>>;
  /** The view on each sector, −2 to 2; a sector without a view is absent. */
  readonly tilts: Readonly<Partial<Record<Sector, number>>>;
  /** Sectors listed on the day; needed where the mandate's gross shrinks with conviction. */
  readonly listed?: readonly Sector[];
  /** Sectors that keep an older position by a holding or minimum-trade rule, whatever their view. */
  readonly held?: readonly Sector[];
  readonly limits: Limits;
  /** Dollars traded a day and assets by ticker, for every fund that an order enlarges or turns around. */
  readonly liquidity: Readonly<
    Record<string, { readonly advUsd?: number; readonly aumUsd?: number }>
  >;
  /** Risk figures, and the order of the sectors in them; needed where limits speak of them. */
  readonly risk?: { readonly sectors: readonly Sector[]; readonly figures: BookRisk };
  /** Rules on trades that gave way; they are not held against the orders. Limits never give way. */
  readonly gaveWay?: readonly RuleGivenWay[];
  /** Whether gross must be reached (`equal`) or may stay below (`at most`, a reduced book). */
  readonly gross: "equal" | "at most";
  /** Whether a sector fund may be sold short. */
  readonly shortSectorFunds?: boolean;
}

/** Exposures are rounded to 1e-9 before they become orders; sums of twelve may be off by that. */
const TOLERANCE = 2e-8;

/** Thousands of books are judged with one master: its table of tickers is kept. */
const tickerTables = new WeakMap<readonly Instrument[], ReadonlyMap<string, Instrument>>();
function tickersOf(instruments: readonly Instrument[]): ReadonlyMap<string, Instrument> {
  const known = tickerTables.get(instruments);
  if (known) return known;
  const table = new Map(instruments.map((instrument) => [instrument.ticker, instrument]));
  tickerTables.set(instruments, table);
  return table;
}

/** Notes what was found on a rule: its value, its range, and how a sentence shows a figure. */
export type Judge = (
  rule: string,
  value: number,
  low: number,
  high: number,
  show?: (value: number) => string,
) => void;

/** A position before and after the orders. */
export interface JudgedPosition {
  readonly instrument: Instrument;
  /** Dollars, negative where shares are sold short. */
  readonly before: number;
  readonly after: number;
  /** Dollars of the orders in it, bought less sold. */
  readonly traded: number;
}

/** Exposures of a book by sector, and its hedge, shares of equity. */
export interface JudgedBook {
  readonly exposures: Readonly<Partial<Record<Sector, number>>>;
  readonly hedge: number;
}

function percent(share: number): string {
  return inPercent(share);
}

function allowed(low: number, high: number, show: (value: number) => string): string {
  if (high === Infinity) return `at least ${show(low)} is allowed`;
  if (low === -Infinity) return `at most ${show(high)} is allowed`;
  return `allowed are ${show(low)} to ${show(high)}`;
}

/**
 * Judges orders against every limit, by arithmetic of its own.
 *
 * The orders are added to the holdings, each position is mapped back to an economic exposure
 * (value × leverage ÷ equity), and every limit is measured on the result, hedge included; the limits
 * on trades and funds are measured on the orders. Nothing of `portfolio` runs in here, so a fault in
 * the construction cannot excuse itself.
 *
 * @param input Orders, holdings, prices and limits; see {@linkcode OrdersToCheck}.
 * @returns Every rule with its value and range; `holds` is true when none is broken. A figure that
 *   is missing breaks the rule that needs it.
 * @throws {RangeError} If a ticker is unknown or serves no sector, or shares have no price.
 *
 * @example A book that leans on one sector
 * ```ts
 * import { checkOrders } from "lab/audit";
 * import { INSTRUMENTS } from "lab/market";
 * import { DEFAULT_LIMITS } from "lab/portfolio";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const judgement = checkOrders({
 *   day: day("2024-06-03"),
 *   equityUsd: 100_000,
 *   holdings: [{ ticker: "XLK", shares: 200 }],
 *   orders: [],
 *   prices: { XLK: 200 },
 *   instruments: INSTRUMENTS,
 *   betas: { XLK: 1.2 },
 *   tilts: { XLK: 2 },
 *   limits: DEFAULT_LIMITS,
 *   liquidity: {},
 *   gross: "at most",
 * });
 * equal(judgement.breaches[0].sentence, "sector XLK is 40.00 %, allowed are 0.00 % to 30.00 %");
 * ```
 */
export function checkOrders(input: OrdersToCheck): Judgement {
  const findings: Finding[] = [];
  const breaches: Breach[] = [];
  const judge: Judge = (rule, value, low, high, show = percent) => {
    // Written so that a NaN fails: every comparison with NaN is false.
    const holds = value >= low - TOLERANCE && value <= high + TOLERANCE;
    const finding = { rule, value, low, high, holds };
    findings.push(finding);
    if (holds) return;
    const sentence = `${rule} is ${show(value)}, ${allowed(low, high, show)}`;
    breaches.push({ ...finding, sentence });
  };
  const count = (value: number) => String(value);

  const byTicker = tickersOf(input.instruments);
  const instrumentOf = (ticker: string): Instrument => {
    const instrument = byTicker.get(ticker);
    if (!instrument) throw new RangeError(`Cannot check orders: no instrument is named ${ticker}`);
    return instrument;
  };

  const prices = (ticker: string, shares: number) => {
    const price = input.prices[ticker];
    if (price > 0) return price;
    throw new RangeError(`Cannot check orders: ${shares} shares of ${ticker} need a price`);
  };
  const positions = new Map<string, { before: number; traded: number; shares: number }>();
  const positionOf = (ticker: string) => {
    const known = positions.get(ticker) ?? { before: 0, traded: 0, shares: 0 };
    positions.set(ticker, known);
    return known;
  };
  for (const { ticker, shares } of input.holdings) {
    if (ticker === "CASH" || shares === 0) continue;
    const position = positionOf(ticker);
    position.shares += shares;
    position.before += shares * prices(ticker, shares);
  }
  for (const order of input.orders) {
    const sign = order.action === "buy" ? 1 : -1, position = positionOf(order.ticker);
    if (order.shares === undefined) {
      position.traded += sign * order.dollars;
    } else {
      judge(`whole shares of ${order.ticker}`, order.shares % 1, 0, 0, count);
      position.shares += sign * order.shares;
      position.traded += sign * order.shares * prices(order.ticker, order.shares);
    }
  }

  const judged: JudgedPosition[] = [];
  let capitalUsd = 0;
  for (const [ticker, { before, traded, shares }] of positions) {
    const instrument = instrumentOf(ticker);
    // All shares sold leave nothing, not the rounding of two products.
    const isSoldOut = shares === 0 &&
      input.orders.every((order) => order.ticker !== ticker || order.shares !== undefined);
    const value = isSoldOut ? 0 : before + traded;
    judged.push({ instrument, before, traded, after: value });
    if (value === 0) continue;
    const mayBeShort = input.shortSectorFunds === true && instrument.leverage === 1;
    if (!mayBeShort) judge(`position in ${ticker}`, value / input.equityUsd, 0, 1);
    const listed = instrument.listedFrom <= input.day &&
      (instrument.listedTo === undefined || input.day <= instrument.listedTo);
    judge(`${ticker} listed on ${input.day}`, listed ? 1 : 0, 1, 1, count);
    capitalUsd += Math.abs(value);
    if (instrument.sector === undefined) {
      throw new RangeError(`Cannot check orders: ${ticker} serves no sector and no hedge here`);
    }
  }
  const after = bookOf(judged, "after", input.equityUsd);
  judgeExposures(judge, after, input);
  judge("capital", capitalUsd / input.equityUsd, 0, input.limits.capital);
  judgeTrades(judge, judged, bookOf(judged, "before", input.equityUsd), after, input);
  const { exposures, hedge } = after;

  return { holds: breaches.length === 0, findings, breaches, exposures, hedge };
}

/** What positions expose to: value × leverage ÷ equity, added up by sector. */
function bookOf(
  positions: readonly JudgedPosition[],
  when: "before" | "after",
  equityUsd: number,
): JudgedBook {
  const exposures: Partial<Record<Sector, number>> = {};
  let hedge = 0;
  for (const position of positions) {
    const { sector, leverage } = position.instrument, value = position[when];
    if (value === 0 || sector === undefined) continue;
    const exposure = value * leverage / equityUsd;
    if (sector === "market") hedge += exposure;
    else exposures[sector] = (exposures[sector] ?? 0) + exposure;
  }
  return { exposures, hedge };
}
