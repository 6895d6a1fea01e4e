import { csvTextCell } from "../../outside_text.ts";
import { checkOrderList } from "./check_order_list.ts";
import type { Order } from "./order.ts";

/** Columns of the orders table, in order; money in dollars, exposures as shares of equity. */
export const ORDER_COLUMNS = [
  "ticker",
  "action",
  "shares",
  "price_usd",
  "value_usd",
  "position",
  "leverage",
  "exposure_before",
  "exposure_after",
  "spread_usd",
  "impact_usd",
  "fee_usd",
  "cost_usd",
  "liquidity",
  "reason",
  "note",
] as const;

/** One order as text, one entry per column; what is not known is empty. */
export type OrderRow = Readonly<Record<(typeof ORDER_COLUMNS)[number], string>>;

/** A number of fixed decimals, never `-0.00`; empty if it is not known. */
function fixed(value: number | undefined, decimals: number): string {
  if (value === undefined) return "";
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? (0).toFixed(decimals) : text;
}

/**
 * Orders as rows of text for a table or a file.
 *
 * Prices with four decimals, money with two, exposures with six: the same bytes wherever it runs.
 *
 * @param orders Orders as `orders` returns them.
 * @throws {RangeError} If one of them is no order.
 *
 * @example A line for each order, a text for each column
 * ```ts
 * import { orderRows } from "lab/portfolio";
 * import { deepEqual } from "node:assert/strict";
 *
 * const [{ shares, price_usd, value_usd }] = orderRows([{
 *   ticker: "XLK",
 *   action: "buy",
 *   shares: 50,
 *   price: 200,
 *   dollars: 10_000,
 *   scope: "XLK",
 *   leverage: 1,
 *   exposureBefore: 0,
 *   exposureAfter: 0.1,
 *   cost: { spreadUsd: 0.5, impactUsd: 0, feeUsd: 0, knownUsd: 0.5, totalUsd: 0.5, totalBps: 0.05 },
 *   liquidity: "",
 * }]);
 * deepEqual([shares, price_usd, value_usd], ["50", "200.0000", "10000.00"]);
 * ```
 */
export function orderRows(orders: readonly Order[]): readonly OrderRow[] {
  checkOrderList("Cannot write the table of orders", orders);
  return orders.map((order) => ({
    ticker: order.ticker,
    action: order.action,
    shares: fixed(order.shares, 0),
    price_usd: fixed(order.price, 4),
    value_usd: fixed(order.dollars, 2),
    position: order.scope,
    leverage: String(order.leverage),
    exposure_before: fixed(order.exposureBefore, 6),
    exposure_after: fixed(order.exposureAfter, 6),
    spread_usd: fixed(order.cost.spreadUsd, 2),
    impact_usd: fixed(order.cost.impactUsd, 2),
    fee_usd: fixed(order.cost.feeUsd, 2),
    cost_usd: fixed(order.cost.totalUsd, 2),
    liquidity: order.liquidity,
    reason: order.reason ?? "",
    note: order.note ?? "",
  }));
}

/** Columns of words; the others hold numbers, which begin with a minus as they like. */
const WORDS: ReadonlySet<string> = new Set(["ticker", "scope", "liquidity", "reason", "note"]);

/**
 * Orders as CSV text (RFC 4180): a header, one line per order, lines end in CR LF.
 *
 * @param orders Orders as `orders` returns them; none gives the header alone.
 *
 * @example An order in dollars has no shares
 * ```ts
 * import { ordersCsv } from "lab/portfolio";
 * import { equal } from "node:assert/strict";
 *
 * const csv = ordersCsv([{
 *   ticker: "XLK",
 *   action: "buy",
 *   dollars: 10_000,
 *   scope: "XLK",
 *   leverage: 1,
 *   exposureBefore: 0,
 *   exposureAfter: 0.1,
 *   cost: { spreadUsd: 0.5, impactUsd: 0, feeUsd: 0, knownUsd: 0.5, totalUsd: 0.5, totalBps: 0.05 },
 *   liquidity: "approximate, as of 2025",
 *   reason: "no price",
 * }]);
 * equal(
 *   csv.split("\r\n")[1],
 *   'XLK,buy,,,10000.00,XLK,1,0.000000,0.100000,0.50,0.00,0.00,0.50,"approximate, as of 2025",no price,',
 * );
 * ```
 */
export function ordersCsv(orders: readonly Order[]): string {
  const lines = orderRows(orders).map((row) =>
    ORDER_COLUMNS.map((column) => WORDS.has(column) ? csvTextCell(row[column]) : row[column])
      .join(",")
  );
  return [ORDER_COLUMNS.join(","), ...lines, ""].join("\r\n");
}
