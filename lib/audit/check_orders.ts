import type { Instrument } from "../market/instrument.ts";
import type { Sector } from "../market/sectors.ts";
import { inPercent } from "../words.ts";
import { judgeExposures } from "./judge_exposures.ts";
import { judgeTrades } from "./judge_trades.ts";
import type {
  Breach,
  Finding,
  Judge,
  JudgedBook,
  JudgedPosition,
  Judgement,
  OrdersToCheck,
} from "./judgement.ts";

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
  const judge: Judge = (rule, value, low, high, show = inPercent) => {
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
