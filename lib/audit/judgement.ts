import type { Instrument } from "../market/instrument.ts";
import type { Sector } from "../market/sectors.ts";
import type { HeldName } from "../portfolio/book_problem.ts";
import type { BookRisk } from "../portfolio/limits/book_risk.ts";
import type { Limits } from "../portfolio/limits/limits.ts";
import type { Order } from "../portfolio/orders/order.ts";
import type { Holding } from "../portfolio/orders/holdings.ts";
import type { Day } from "../units.ts";

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
