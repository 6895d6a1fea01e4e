import { checkList, checkNumber, checkObject, checkWord, shown } from "../../arguments.ts";

/** A ticker; nothing that a file of commas would have to quote. */
const TICKER = /^[A-Za-z0-9.-]{1,12}$/;

/**
 * Refuses what is no list of orders as `orders` returns them: what is neither to be bought nor sold
 * must not be written as a sale.
 *
 * @param action Beginning of the sentence.
 */
export function checkOrderList(action: string, orders: unknown): void {
  checkList(action, "what is given", orders, "orders");
  for (const order of orders) {
    checkObject(action, "each order", order, "ticker, action, dollars and cost");
    const { ticker, action: way, dollars, cost } = order as Record<string, unknown>;
    if (typeof ticker !== "string" || !TICKER.test(ticker)) {
      throw new RangeError(`${action}: an order needs a ticker, such as XLE, got ${shown(ticker)}`);
    }
    checkWord(action, `the action of ${ticker}`, way, ["buy", "sell"]);
    const what = "a number of at least 0";
    checkNumber(action, `the dollars of ${ticker}`, dollars, { low: 0, what });
    checkObject(action, `the cost of ${ticker}`, cost, "its parts in dollars");
  }
}
