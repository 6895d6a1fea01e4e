import { rebalance, watchedBook } from "lab/desk";
import { simulatedMarket, snapshot, weeklyDays } from "lab/market";
import { heldExposures, holdingsAfter } from "lab/portfolio";
import type { Day } from "lab/units";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { monitorFields } from "../../lib/desk/monitor_rules.ts";

const market = simulatedMarket({ seed: 7 }), { days } = market.prices;
const bought = days.at(-30)!, today = snapshot(market, days.at(-1)!);
const plan = rebalance(snapshot(market, bought), [
  { sector: "XLK", score: 5, confidence: 1 },
  { sector: "XLP", score: 4, confidence: 1 },
  { sector: "XLE", score: 1, confidence: 1 },
  { sector: "XLU", score: 2, confidence: 1 },
]);
const holdings = holdingsAfter([], plan.trades, plan.account);

Deno.test("a book is followed from its last change to this evening, and ends as it is valued now", () => {
  const { path, account, unvalued, figures } = watchedBook(today, holdings);
  deepEqual([path[0].day, path.at(-1)!.day, path.length], [bought, today.day, 30]);
  deepEqual(unvalued, []);
  const held = heldExposures(holdings, { day: today.day, priceOf: today.tradePrice });
  ok(Math.abs(path.at(-1)!.equityUsd - held.equityUsd) < 1e-6);
  deepEqual(account.weights, held.weights);
  // On the simulated market closes are trade prices, so that the first evening is the book as it was bought.
  for (const [sector, weight] of Object.entries(path[0].weights)) {
    const at = plan.trades.weights[plan.book.sectors.indexOf(sector as "XLK")];
    ok(Math.abs(weight! - at) < 0.01, sector);
  }
  deepEqual(figures.map(({ measure }) => measure), [
    ...["beta", "gross", "net", "side", "sector", "drawdown"],
  ]);
  const [beta] = figures;
  ok(beta.low! < beta.high!);
  equal(beta.value, path.at(-1)!.beta);
});

Deno.test("an alarm goes on at its threshold, stays on in between, and says since when", () => {
  const watched = (enter: number, leave: number) =>
    watchedBook(today, holdings, { rules: monitorFields.parse({ drawdown: { enter, leave } }) });
  const { path } = watched(1, 1), depths = path.map(({ drawdown }) => -drawdown);
  const deepest = Math.max(...depths), at = depths.indexOf(deepest);
  ok(deepest > 0);
  const of = (enter: number, leave: number) =>
    watched(enter, leave).figures.find(({ measure }) => measure === "drawdown")!;
  deepEqual(
    [of(deepest, 0).isOn, of(deepest, 0).since],
    depths.slice(at).includes(0) ? [false, undefined] : [true, path[at].day],
  );
  equal(of(deepest + 1e-9, 0).isOn, false);
  equal(of(0, 0).since, path[depths.lastIndexOf(0) < 0 ? 0 : 0].day);
});

Deno.test("every limit of the mandate is read, and a sector past its cap has negative slack", () => {
  const { readings } = watchedBook(today, [
    { ticker: "XLK", shares: 300 },
    { ticker: "CASH", shares: 1000 },
  ]);
  ok(readings.find(({ name }) => name === "sector XLK")!.slack < -0.5);
  ok(readings.some(({ name }) => name === "beta"));
  equal(readings.some(({ multiplier }) => multiplier !== 0), false);
});

Deno.test("whole shares may pass the gross by their rounding, as orders may", () => {
  const worth = (dollars: number, ticker: string) => {
    const found = today.tradePrice(ticker);
    return Math.round(dollars / ("price" in found ? found.price : NaN));
  };
  const reading = (dollars: number) =>
    watchedBook(
      today,
      // Half the money for the third leg: its fund moves twice as much.
      ["XLK", "XLP", "DUG"].map((ticker) => ({
        ticker,
        shares: worth(dollars / 3 / (ticker === "DUG" ? 2 : 1), ticker),
      })),
      { equityUsd: 100_000 },
    ).readings.find(({ name }) => name === "gross")!;
  ok(reading(100_900).slack > 0);
  ok(reading(103_000).slack < 0);
});

Deno.test("the next decision is the last trading day of a week, and never today's", () => {
  for (const on of days.slice(-12)) {
    const { next } = watchedBook(snapshot(market, on), [{ ticker: "CASH", shares: 1000 }]);
    const later = days.filter((day) => day > on && day <= next.day);
    ok(next.day > on);
    if (next.day <= days.at(-1)!) {
      equal(next.tradingDays, later.length);
      ok(weeklyDays(days as Day[]).includes(next.day) || next.day === days.at(-1));
    }
  }
});

Deno.test("watchedBook() without dates looks back 63 days, and refuses monthly data", () => {
  const undated = holdings.map(({ ticker, shares }) => ({ ticker, shares }));
  equal(watchedBook(today, undated).path.length, 63);
  throws(() => watchedBook(today, holdings, { rule: 1 } as never), /rule/);
});
