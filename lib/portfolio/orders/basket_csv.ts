import { checkOptions, checkWord, shown } from "../../arguments.ts";
import { checkOrderList } from "./check_order_list.ts";
import type { Order } from "./order.ts";

/** Columns of the basket, named as the terminal names them. */
export const BASKET_COLUMNS = [
  "Action",
  "Quantity",
  "Symbol",
  "SecType",
  "Exchange",
  "Currency",
  "TimeInForce",
  "OrderType",
  "LmtPrice",
  "BasketTag",
] as const;

/** How far a limit price lies beyond the last price, bp; an assumption, above the widest assumed spread. */
const LIMIT_BPS = 50;
/** A tag is letters, digits, dots, hyphens and underscores: nothing that a CSV would have to quote. */
const TAG = /^[A-Za-z0-9._-]{1,40}$/;

/** What the terminal is told beside the orders. */
interface BasketOptions {
  /** Name under which the terminal reports all orders of the basket, such as `lab-2026-07-08`. */
  readonly tag: string;
  /** `LMT`, the default, or `MKT`: thin funds should not be bought at any price. */
  readonly orderType?: "LMT" | "MKT";
  /** For `LMT`, how far beyond the last price a buy may pay or a sale may take, bp; 50 by default. */
  readonly limitBps?: number;
  /** `DAY`, the default, or `OPG` for the opening auction. */
  readonly timeInForce?: "DAY" | "OPG";
  /** Route and primary exchange; `SMART/ARCA` by default, where all funds of the master are listed. */
  readonly exchange?: string;
}

const ACTION = "Cannot write a basket";
const OPTIONS = ["tag", "orderType", "limitBps", "timeInForce", "exchange"];

function refuse(what: string): never {
  throw new RangeError(`${ACTION}: ${what}`);
}

function check(options: BasketOptions): void {
  checkOptions(ACTION, options, OPTIONS);
  const { tag, limitBps = LIMIT_BPS, exchange = "SMART" } = options;
  const { orderType = "LMT", timeInForce = "DAY" } = options;
  checkWord(ACTION, "orderType", orderType, ["LMT", "MKT"]);
  checkWord(ACTION, "timeInForce", timeInForce, ["DAY", "OPG"]);
  if (typeof tag !== "string" || !TAG.test(tag)) {
    refuse(
      `the tag must be 1 to 40 letters, digits, dots, hyphens or underscores, got ${shown(tag)}`,
    );
  }
  if (!(typeof limitBps === "number" && limitBps >= 0 && limitBps < 1e4)) {
    refuse(`limitBps must lie in [0, 10000), 50 for half a percent, got ${shown(limitBps)}`);
  }
  if (typeof exchange !== "string" || !/^[A-Z]+(\/[A-Z]+)?$/.test(exchange)) {
    refuse(`the exchange must be such as SMART or SMART/ARCA, got ${shown(exchange)}`);
  }
}

/**
 * The limit price of an order in whole cents, on the side that lets it trade: a buy may pay so much more
 * than the last price, a sale may take so much less.
 *
 * @param order With a price, dollars a share.
 * @param limitBps Distance from the last price, bp.
 * @throws {RangeError} If the price is not above 0, or the distance not from 0 to less than 10,000.
 *
 * @example Half a percent
 * ```ts
 * import { limitPriceUsd } from "lab/portfolio";
 * import { deepEqual } from "node:assert/strict";
 *
 * const limits = (["buy", "sell"] as const).map((action) => limitPriceUsd({ action, price: 40 }, 50));
 * deepEqual(limits, [40.2, 39.8]);
 * ```
 */
export function limitPriceUsd(
  { action, price }: { readonly action: Order["action"]; readonly price: number },
  limitBps: number,
): number {
  const what = "Cannot set a limit price";
  checkWord(what, "action", action, ["buy", "sell"]);
  if (!(typeof price === "number" && price > 0 && price < Infinity)) {
    throw new RangeError(`${what}: the price must be above 0 dollars, got ${shown(price)}`);
  }
  if (!(typeof limitBps === "number" && limitBps >= 0 && limitBps < 1e4)) {
    throw new RangeError(
      `${what}: limitBps must lie in [0, 10000), 50 for half a percent, got ${shown(limitBps)}`,
    );
  }
  const cents = 100 * price * (1 + (action === "buy" ? 1 : -1) * limitBps / 1e4);
  // The small term keeps a price of whole cents from being moved by the last bit of a float.
  const whole = action === "buy" ? Math.ceil(cents - 1e-6) : Math.floor(cents + 1e-6);
  return Math.max(1, whole) / 100;
}

/**
 * Orders as a basket file for one broker's terminal: Interactive Brokers' TWS, BasketTrader.
 *
 * A header line with the terminal's own field names and one line per order, comma separated, without
 * quotes and without spaces beside a comma, sells before buys as the orders come. `Action` is `BUY` or
 * `SELL` (a retail account sells short by `SELL` too), `SecType` is `STK` for funds listed as shares,
 * `BasketTag` stands in the order reference of the trade report.
 *
 * Source: "Manually Create a Basket File" and "Basket Fields" of the TWS users' guide
 * (www.ibkrguides.com/traderworkstation/manually-create-a-basket-file.htm and …/basket-fields.htm), as
 * read in November 2026. It was not tried against a live terminal: load it into a paper account first,
 * and look at every line before anything is sent. The terminal sends nothing on loading.
 *
 * @param orders Orders in shares, as `orders` returns them; none gives the header alone.
 * @param options.tag Name of the basket.
 * @throws {RangeError} If an order is in dollars, or an option is none: nothing is written in part.
 *
 * @example A buy at no more than half a percent above the last price
 * ```ts
 * import { basketCsv } from "lab/portfolio";
 * import { equal } from "node:assert/strict";
 *
 * const csv = basketCsv([{
 *   ticker: "DUG",
 *   action: "buy",
 *   shares: 450,
 *   price: 20,
 *   dollars: 9_000,
 *   scope: "XLE",
 *   leverage: -2,
 *   exposureBefore: 0,
 *   exposureAfter: -0.18,
 *   cost: { spreadUsd: 18, impactUsd: 0, feeUsd: 0, knownUsd: 18, totalUsd: 18, totalBps: 1.8 },
 *   liquidity: "",
 * }], { tag: "lab-2026-07-08" });
 * equal(csv.split("\r\n")[1], "BUY,450,DUG,STK,SMART/ARCA,USD,DAY,LMT,20.10,lab-2026-07-08");
 * ```
 */
export function basketCsv(orders: readonly Order[], options: BasketOptions): string {
  check(options);
  checkOrderList(ACTION, orders);
  const { tag, orderType = "LMT", limitBps = LIMIT_BPS } = options;
  const { timeInForce = "DAY", exchange = "SMART/ARCA" } = options;
  const inDollars = orders.filter(({ shares, price }) =>
    shares === undefined || price === undefined
  );
  if (inDollars.length > 0) {
    refuse(
      `a basket needs whole shares, but ${inDollars.map(({ ticker }) => ticker).join(", ")} ${
        inDollars.length === 1 ? "is" : "are"
      } ordered in dollars (${
        [...new Set(inDollars.map(({ reason }) => reason ?? "no price"))].join(", ")
      }); a day with trade prices for every fund gives shares`,
    );
  }
  const lines = orders.map((order) => {
    if (!(order.shares! > 0 && Number.isInteger(order.shares))) {
      refuse(`${order.ticker} needs a whole number of shares above 0, got ${order.shares}`);
    }
    return [
      order.action === "buy" ? "BUY" : "SELL",
      String(order.shares),
      order.ticker,
      "STK",
      exchange,
      "USD",
      timeInForce,
      orderType,
      orderType === "LMT"
        ? limitPriceUsd({ action: order.action, price: order.price! }, limitBps).toFixed(2)
        : "",
      tag,
    ].join(",");
  });
  return [BASKET_COLUMNS.join(","), ...lines, ""].join("\r\n");
}
