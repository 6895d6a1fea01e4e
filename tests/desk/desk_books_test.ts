import { deepEqual, equal } from "node:assert/strict";
import { bookOfViews, rebalance } from "lab/desk";
import { SECTORS, simulatedMarket, snapshot } from "lab/market";
import { randomStream } from "lab/stats";

const market = simulatedMarket({ seed: 11, years: 2 });
const today = snapshot(market, market.prices.days.at(-1)!);

Deno.test("bookOfViews() gives the book that rebalance() trades, in whatever order views are asked", () => {
  const draw = randomStream(5), holdings = [{ ticker: "XLE", shares: 100 }];
  const bookOf = bookOfViews(today, { holdings, equityUsd: 80_000 });
  const sets = Array.from(
    { length: 6 },
    () =>
      SECTORS.map((sector) => ({
        sector,
        score: 1 + Math.round(16 * draw.uniform()) / 4,
        confidence: 1,
      })),
  );
  const ours = sets.map((views) => bookOf(views));
  sets.forEach((views, i) => {
    const { book } = rebalance(today, views, { holdings, equityUsd: 80_000 });
    deepEqual([ours[i].weights, ours[i].hedge], [book.weights, book.hedge]);
  });
  // Asked once more, after all the others: nothing is left over.
  deepEqual(bookOf(sets[0]).weights, ours[0].weights);
});

Deno.test("bookOfViews() without views is cash", () => {
  equal(bookOfViews(today)([]).status, "cash");
});
