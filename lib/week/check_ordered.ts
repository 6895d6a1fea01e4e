import { checkList, checkWord, shown } from "../arguments.ts";
import type { Ordered } from "./filled_orders.ts";

/** Refuses what is no list of orders in whole shares, each ticker once. */
export function checkOrdered(action: string, orders: unknown): void {
  checkList(action, "the orders", orders, "orders");
  const seen = new Set<string>();
  for (const order of orders) {
    const { ticker, action: way, shares } = (order ?? {}) as Ordered;
    if (typeof ticker !== "string" || ticker === "") {
      throw new RangeError(`${action}: an order needs a ticker, such as XLE, got ${shown(ticker)}`);
    }
    checkWord(action, `the action of ${ticker}`, way, ["buy", "sell"]);
    if (shares === undefined || !Number.isSafeInteger(shares) || shares <= 0) {
      throw new RangeError(
        `${action}: the order of ${ticker} needs whole shares above 0, got ${shown(shares)}; ` +
          "an order in dollars says nothing that fills could be held against",
      );
    }
    if (seen.has(ticker)) throw new RangeError(`${action}: ${ticker} is ordered twice`);
    seen.add(ticker);
  }
}
