import type { Plan } from "../../desk/mod.ts";
import { basketCsv } from "../../portfolio/mod.ts";

/**
 * The basket for a terminal. Where an order is in dollars it holds none, and so replaces the basket of an
 * earlier run, which must not lie beside other orders.
 */
export function basketOf(
  { day, trades: { orders } }: Plan,
  limitBps?: number,
): { text: string; note: string | undefined } {
  const inDollars = orders.filter(({ shares }) => shares === undefined).map(({ ticker }) => ticker);
  return {
    text: basketCsv(inDollars.length > 0 ? [] : orders, {
      tag: `lab-${day}`,
      ...(limitBps === undefined ? {} : { limitBps }),
    }),
    note: inDollars.length === 0
      ? undefined
      : `basket.csv holds no order: a terminal takes whole shares, and ${inDollars.join(", ")} ` +
        `${inDollars.length === 1 ? "is" : "are"} ordered in dollars.`,
  };
}
