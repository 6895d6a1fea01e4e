/** What a dollar in a leg becomes: against the fund paths of the hedging module, and by laws. */
import { inverseFundPath } from "lab/hedging";
import { INSTRUMENTS, type Market, simulatedMarket } from "lab/market";
import { randomStream } from "lab/stats";
import { instant } from "lab/units";
import { equal, ok, throws } from "node:assert/strict";
import {
  cashFactor,
  type CashPath,
  cashPath,
  fundFactor,
  longFactor,
  type PricePath,
  pricePath,
} from "../../lib/research/leg_factor.ts";

const ROWS = 40;
const END = { endedAfterRows: 5 };
const close = (value: number, expected: number, tolerance = 1e-13) =>
  ok(Math.abs(value - expected) <= tolerance, `${value} is not ${expected}`);

function drawn(seed: number, holes = 0): { readonly path: PricePath; readonly cash: CashPath } {
  const draw = randomStream(seed);
  const path = { close: new Float64Array(ROWS), open: new Float64Array(ROWS) };
  let price = 100;
  for (let row = 0; row < ROWS; row++) {
    path.open[row] = price *= 1 + 0.01 * draw.normal();
    path.close[row] = price *= 1 + 0.01 * draw.normal();
    if (row > 0 && draw.uniform() < holes) path.close[row] = path.open[row] = NaN;
  }
  const ratePerYear = new Float64Array(ROWS).fill(0.04);
  const interest = ratePerYear.map((rate) => rate / 252);
  return { path, cash: { interest, ratePerYear, unknownRows: 0, periodsPerYear: 252 } };
}

Deno.test("fundFactor() from close to close is the fund path of the hedging module", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const { path, cash } = drawn(seed);
    for (const leverage of [-1, -2]) {
      const returns = Array.from(
        { length: 10 },
        (_, t) => path.close[6 + t] / path.close[5 + t] - 1,
      );
      const nav = inverseFundPath(returns, { leverage, ratePerYear: 0.04, feePerYear: 0.0095 });
      const fund = { leverage, feePerYear: 0.0095 };
      close(fundFactor(path, cash, fund, 2 * 5 + 1, 2 * 15 + 1, END), nav[10]);
    }
  }
});

Deno.test("factors of two spans in a row multiply to that of both, through opens, closes and holes", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const { path, cash } = drawn(seed, 0.1), draw = randomStream(seed);
    const priced = Array.from({ length: 2 * ROWS }, (_, at) => at)
      .filter((at) => !Number.isNaN((at & 1 ? path.close : path.open!)[at >> 1]));
    const [a, b, c] = [0, 1, 2].map(() => priced[draw.integer(priced.length)])
      .sort((x, y) => x - y);
    const fund = { leverage: -2, feePerYear: 0.0095 };
    for (
      const factor of [
        (from: number, to: number) => fundFactor(path, cash, fund, from, to, END),
        (from: number, to: number) => longFactor(path, cash, from, to, END),
        (from: number, to: number) => cashFactor(cash, from, to),
      ]
    ) close(factor(a, b) * factor(b, c), factor(a, c));
  }
});

Deno.test("fundFactor() follows the simulated funds' own prices, opens included", () => {
  const market: Market = simulatedMarket({ seed: 9, years: 1 });
  const cash = cashPath(market), draw = randomStream(1);
  for (const fund of INSTRUMENTS) {
    if (fund.leverage > 0 || fund.sector === undefined || fund.ticker === "SDS") continue;
    const followed = pricePath(market.prices, fund.sector === "market" ? "SPY" : fund.sector);
    const own = pricePath(market.prices, fund.ticker);
    if (!followed || !own) continue;
    for (let k = 0; k < 10; k++) {
      const from = 2 + draw.integer(200), to = from + 1 + draw.integer(60);
      const target = { leverage: fund.leverage, feePerYear: fund.expenseRatio };
      const factor = fundFactor(followed, cash, target, from, to, END);
      // The simulated market takes each day's own rate and rounds its prices; on its first row it has
      // no evening before to start from.
      close(factor / longFactor(own, cash, from, to, END), 1, 2e-4);
    }
  }
});

Deno.test("fundFactor() of no time is 1, at an open too", () => {
  const { path, cash } = drawn(3);
  const fund = { leverage: -2, feePerYear: 0.0095 };
  for (const at of [20, 21]) equal(fundFactor(path, cash, fund, at, at, END), 1);
});

Deno.test("fundFactor() dies on a day that loses everything, and stays dead", () => {
  const { cash } = drawn(1);
  const path = { close: Float64Array.of(100, 160, 80, 40), open: undefined };
  equal(fundFactor(path, cash, { leverage: -2, feePerYear: 0 }, 1, 7, END), 0);
});

Deno.test("longFactor() turns an ended fund's last price into cash, and a gap into none", () => {
  const { cash } = drawn(1);
  const path = { close: Float64Array.from([100, 110, ...Array(8).fill(NaN)]), open: undefined };
  // Four rows without a price are a gap, five an end: from then on the last price earns the rate.
  equal(longFactor(path, cash, 1, 2 * 5 + 1, END), 1.1);
  close(longFactor(path, cash, 1, 2 * 6 + 1, END), 1.1 * (1 + 0.04 / 252) ** 5);
  const listedTo = { ...END, listedTo: 2 * 1 + 1 };
  close(longFactor(path, cash, 1, 2 * 3 + 1, listedTo), 1.1 * (1 + 0.04 / 252) ** 2);
  throws(
    () => longFactor({ close: Float64Array.of(NaN, 1), open: undefined }, cash, 1, 3, END),
    /Cannot value a position: it has no price at or before row 0/,
  );
});

Deno.test("cashPath() takes the newest rate known at the close before, and counts rows without one", () => {
  const { prices, frequency } = simulatedMarket({ seed: 1, years: 0.1 });
  const { days } = prices;
  const rates = [
    { ratePerYear: 0.05, availableAt: instant(days[5]), address: "b" },
    { ratePerYear: 0.02, availableAt: instant(days[2]), address: "a" },
  ];
  const { ratePerYear, unknownRows } = cashPath({ prices, frequency, rates });
  equal(ratePerYear.slice(0, 8).join(), "0,0,0,0.02,0.02,0.02,0.05,0.05");
  equal(unknownRows, 2);
});
