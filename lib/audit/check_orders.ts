import type { Instrument } from "../market/instruments.ts";
import { type Sector, SECTORS } from "../market/sectors.ts";
import type { Holding } from "../portfolio/holdings.ts";
import type { Limits } from "../portfolio/limits.ts";
import type { Order } from "../portfolio/orders.ts";
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
  /** Sectors that keep an older position by a holding or minimum-trade rule, whatever their view. */
  readonly held?: readonly Sector[];
  readonly limits: Limits;
  /** Whether gross must be reached (`equal`) or may stay below (`at most`, a reduced book). */
  readonly gross: "equal" | "at most";
  /** Whether a sector fund may be sold short. */
  readonly shortSectorFunds?: boolean;
}

/** Whole shares cannot hit the gross exactly: it may miss by this share of equity (design, limits). */
const GROSS_ROUNDING = 0.02;
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

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}

/**
 * Judges orders against every limit, by arithmetic of its own.
 *
 * The orders are added to the holdings, each position is mapped back to an economic exposure
 * (value × leverage ÷ equity), and every limit is measured on the result, hedge included. Nothing
 * of `portfolio` runs in here, so a fault in the construction cannot excuse itself.
 *
 * @param input Orders, holdings, prices and limits; see {@linkcode OrdersToCheck}.
 * @returns Every rule with its value and range; `holds` is true when none is broken.
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
 *   gross: "at most",
 * });
 * equal(judgement.breaches[0].sentence, "sector XLK is 40.00 %, allowed are 0.00 % to 30.00 %");
 * ```
 */
export function checkOrders(input: OrdersToCheck): Judgement {
  const findings: Finding[] = [];
  const breaches: Breach[] = [];
  const judge = (
    rule: string,
    value: number,
    low: number,
    high: number,
    show: (value: number) => string = percent,
  ) => {
    // Written so that a NaN fails: every comparison with NaN is false.
    const holds = value >= low - TOLERANCE && value <= high + TOLERANCE;
    const finding = { rule, value, low, high, holds };
    findings.push(finding);
    if (holds) return;
    const sentence = `${rule} is ${show(value)}, allowed are ${show(low)} to ${show(high)}`;
    breaches.push({ ...finding, sentence });
  };
  const count = (value: number) => String(value);

  const byTicker = tickersOf(input.instruments);
  const instrumentOf = (ticker: string): Instrument => {
    const instrument = byTicker.get(ticker);
    if (!instrument) throw new RangeError(`Cannot check orders: no instrument is named ${ticker}`);
    return instrument;
  };

  const shares = new Map<string, number>();
  const dollars = new Map<string, number>();
  const add = (to: Map<string, number>, ticker: string, amount: number) =>
    to.set(ticker, (to.get(ticker) ?? 0) + amount);
  for (const holding of input.holdings) {
    if (holding.ticker !== "CASH") add(shares, holding.ticker, holding.shares);
  }
  for (const order of input.orders) {
    const sign = order.action === "buy" ? 1 : -1;
    if (order.shares === undefined) {
      add(dollars, order.ticker, sign * order.dollars);
    } else {
      judge(`whole shares of ${order.ticker}`, order.shares % 1, 0, 0, count);
      add(shares, order.ticker, sign * order.shares);
    }
  }

  const values = new Map<string, number>(dollars);
  for (const [ticker, held] of shares) {
    if (held === 0) continue;
    const price = input.prices[ticker];
    if (!(price > 0)) {
      throw new RangeError(`Cannot check orders: ${held} shares of ${ticker} need a price`);
    }
    add(values, ticker, held * price);
  }

  const exposures: Partial<Record<Sector, number>> = {};
  let hedge = 0;
  let capitalUsd = 0;
  for (const [ticker, value] of values) {
    const instrument = instrumentOf(ticker);
    const exposure = value * instrument.leverage / input.equityUsd;
    const mayBeShort = input.shortSectorFunds === true && instrument.leverage === 1;
    if (!mayBeShort) judge(`position in ${ticker}`, value / input.equityUsd, 0, 1);
    const listed = instrument.listedFrom <= input.day &&
      (instrument.listedTo === undefined || input.day <= instrument.listedTo);
    if (Math.abs(value) > 0) judge(`${ticker} listed on ${input.day}`, listed ? 1 : 0, 1, 1, count);
    capitalUsd += Math.max(value, 0);
    if (instrument.sector === undefined) {
      throw new RangeError(`Cannot check orders: ${ticker} serves no sector and no hedge here`);
    }
    if (instrument.sector === "market") hedge += exposure;
    else exposures[instrument.sector] = (exposures[instrument.sector] ?? 0) + exposure;
  }

  const { limits } = input;
  const counts = limits.accounting;
  const held = new Set(input.held ?? []);
  let long = 0, short = 0, beta = 0;
  for (const sector of SECTORS) {
    const exposure = exposures[sector] ?? 0;
    if (exposure === 0) continue;
    long += Math.max(exposure, 0);
    short += Math.max(-exposure, 0);
    const sectorBeta = input.betas[sector];
    beta += exposure * (sectorBeta ?? NaN);
    const tilt = held.has(sector) ? Math.sign(exposure) : Math.sign(input.tilts[sector] ?? 0);
    judge(
      `sector ${sector}`,
      exposure,
      tilt < 0 ? -limits.sector : 0,
      tilt > 0 ? limits.sector : 0,
    );
  }
  const bookBeta = beta;
  const inGross = counts === "full" || counts === "counted" ? Math.abs(hedge) : 0;
  const gross = long + short + inGross;
  const atLeast = input.gross === "equal" ? limits.gross - GROSS_ROUNDING : 0;
  judge("gross", gross, atLeast, limits.gross + GROSS_ROUNDING);
  const inSides = counts === "full" ? hedge : 0;
  judge("long side", long + Math.max(inSides, 0), 0, limits.side);
  judge("short side", short + Math.max(-inSides, 0), 0, limits.side);
  judge("net", long - short + inSides, -limits.net, limits.net);
  const cluster = limits.cluster.sectors.reduce((sum, s) => sum + Math.abs(exposures[s] ?? 0), 0);
  judge(`cluster ${limits.cluster.sectors.join("+")}`, cluster, 0, limits.cluster.max);
  const number = (value: number) => value.toFixed(4);
  judge(
    "beta",
    bookBeta + hedge,
    limits.beta.target - limits.beta.max,
    limits.beta.target + limits.beta.max,
    number,
  );
  for (const { name, coefficients, hedge: onHedge = 0, ...group } of limits.groups ?? []) {
    const size = group.measure === "gross" ? Math.abs : (value: number) => value;
    let sum = onHedge * size(hedge);
    for (const sector of SECTORS) sum += (coefficients[sector] ?? 0) * size(exposures[sector] ?? 0);
    judge(name, sum, group.min ?? -Infinity, group.max ?? Infinity, number);
  }
  judge("hedge", Math.abs(hedge), 0, counts === "none" ? 0 : limits.hedge);
  judge("capital", capitalUsd / input.equityUsd, 0, 1);

  return { holds: breaches.length === 0, findings, breaches, exposures, hedge };
}
