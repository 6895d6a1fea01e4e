import { rebalance } from "lab/desk";
import { simulatedMarket, snapshot } from "lab/market";
import { equal, ok, throws } from "node:assert/strict";

const market = simulatedMarket({ seed: 7 });
const today = snapshot(market, market.prices.days.at(-1)!);
const views = [
  { sector: "XLK", score: 5, confidence: 1 },
  { sector: "XLP", score: 4, confidence: 1 },
  { sector: "XLE", score: 1, confidence: 1 },
] as const;

Deno.test("a sector that is closed by hand is sold, and its bet is told as lost", () => {
  const held = rebalance(today, views).trades.orders
    .filter(({ action, shares }) => action === "buy" && shares! > 0)
    .map(({ ticker, shares }) => ({ ticker, shares: shares! }));
  ok(held.some(({ ticker }) => ticker === "XLK"));
  const { book, trades, setAside } = rebalance(today, views, {
    holdings: held,
    closed: [{ sector: "XLK", reason: "XLK is closed by hand: earnings" }],
  });
  equal(book.weights[book.sectors.indexOf("XLK")], 0);
  ok(trades.orders.some(({ ticker, action }) => ticker === "XLK" && action === "sell"));
  ok(setAside.some(({ reason }) => reason === "XLK is closed by hand: earnings"));
  ok(book.lostBets.some(({ sector }) => sector === "XLK"));
  throws(() => rebalance(today, views, { close: [] } as never), /close/);
});
