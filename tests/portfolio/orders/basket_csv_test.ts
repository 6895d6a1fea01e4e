import { deepEqual, equal, match, throws } from "node:assert/strict";
import { BASKET_COLUMNS, basketCsv } from "../../../lib/portfolio/orders/basket_csv.ts";
import type { Order } from "../../../lib/portfolio/orders/order.ts";
import { draws } from "../draws.ts";

const order = (changes: Partial<Order> = {}): Order => ({
  ticker: "XLK",
  action: "buy",
  shares: 12,
  price: 200,
  dollars: 2_400,
  scope: "XLK",
  leverage: 1,
  exposureBefore: 0,
  exposureAfter: 0.024,
  cost: { spreadUsd: 1, impactUsd: 0, feeUsd: 0, knownUsd: 1, totalUsd: 1, totalBps: 0.1 },
  liquidity: "approximate, as of 2025",
  ...changes,
});
const inDollars = (reason: Order["reason"]): Order => {
  const { shares: _shares, price: _price, ...rest } = order();
  return { ...rest, reason };
};
/** A reader that knows nothing of the writer: header names to values, line by line. */
const read = (csv: string) => {
  const [header, ...lines] = csv.trimEnd().split("\r\n").map((line) => line.split(","));
  return lines.map((line) => Object.fromEntries(header.map((name, i) => [name, line[i]])));
};

Deno.test("basketCsv() writes the fields that the terminal names, a limit price on the right side", () => {
  const csv = basketCsv(
    [order({ action: "sell", price: 19.99, shares: 7 }), order({ price: 20 })],
    { tag: "lab-1" },
  );
  // 19.99 × 0.995 = 19.89005, down to 19.89; 20 × 1.005 = 20.10.
  equal(
    csv,
    [
      "Action,Quantity,Symbol,SecType,Exchange,Currency,TimeInForce,OrderType,LmtPrice,BasketTag",
      "SELL,7,XLK,STK,SMART/ARCA,USD,DAY,LMT,19.89,lab-1",
      "BUY,12,XLK,STK,SMART/ARCA,USD,DAY,LMT,20.10,lab-1",
      "",
    ].join("\r\n"),
  );
});

Deno.test("basketCsv() of market orders at the open leaves the limit price empty", () => {
  const options = { tag: "a", orderType: "MKT", timeInForce: "OPG", exchange: "SMART" } as const;
  equal(
    basketCsv([order()], options).split("\r\n")[1],
    "BUY,12,XLK,STK,SMART,USD,OPG,MKT,,a",
  );
});

Deno.test("basketCsv() gives back every quantity, and no price beyond its limit", () => {
  const random = draws("basket");
  const orders = Array.from({ length: 200 }, (_, i) =>
    order({
      ticker: `F${i}`,
      action: random.below(2) === 0 ? "buy" : "sell",
      shares: 1 + random.below(100_000),
      price: 0.5 + 400 * random.uniform(),
    }));
  const rows = read(basketCsv(orders, { tag: "t", limitBps: 30 }));
  deepEqual(
    rows.map((row) => [row.Symbol, row.Action.toLowerCase(), Number(row.Quantity)]),
    orders.map(({ ticker, action, shares }) => [ticker, action, shares]),
  );
  rows.forEach((row, i) => {
    const { price, action } = orders[i], limit = Number(row.LmtPrice);
    const away = (action === "buy" ? limit - price! : price! - limit) / price!;
    // At least 30 bp, and less than a cent more.
    equal(away >= 0.003 - 1e-9 && away < 0.003 + 0.0101 / price!, true, `${price} ${limit}`);
    match(row.LmtPrice, /^\d+\.\d\d$/);
  });
});

Deno.test("basketCsv() has no quotes, and no space beside a comma", () => {
  const csv = basketCsv([order({ note: 'a "note", with all' })], { tag: "t" });
  equal(/["']|, | ,/.test(csv), false);
});

Deno.test("basketCsv() of no orders is the header alone", () => {
  equal(basketCsv([], { tag: "t" }), `${BASKET_COLUMNS.join(",")}\r\n`);
});

Deno.test("basketCsv() refuses orders in dollars, and names them", () => {
  throws(
    () => basketCsv([order(), inDollars("adjusted price")], { tag: "t" }),
    /Cannot write a basket: a basket needs whole shares, but XLK is ordered in dollars \(adjusted price\)/,
  );
  throws(
    () => basketCsv([inDollars(undefined), inDollars("no price")], { tag: "t" }),
    /XLK, XLK are ordered in dollars \(no price\); a day with trade prices/,
  );
});

Deno.test("basketCsv() refuses options that would spoil the file", () => {
  const refused = (options: Parameters<typeof basketCsv>[1], message: RegExp) =>
    throws(() => basketCsv([order()], options), message);
  refused({ tag: "a,b" }, /the tag must be 1 to 40 letters.* got "a,b"/);
  refused({ tag: "" }, /got ""/);
  refused({ tag: "t", limitBps: NaN }, /limitBps must lie in \[0, 10000\).* got NaN/);
  refused({ tag: "t", limitBps: -1 }, /got -1/);
  refused({ tag: "t", exchange: "smart, arca" }, /the exchange must be such as SMART/);
  throws(() => basketCsv([order({ shares: 1.5 })], { tag: "t" }), /XLK needs a whole number/);
});
