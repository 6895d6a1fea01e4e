import { sectorBetas } from "lab/hedging";
import { type Market, SECTORS, simulatedMarket, snapshot, tradingDaysFrom } from "lab/market";
import { ewmaBeta, olsBeta } from "lab/stats";
import { day, instant } from "lab/units";
import { deepEqual, equal, match, ok, throws } from "node:assert/strict";

/** Closes of XLK move twice as far as the index's; XLF has prices on the last few days only. */
function plantedMarket(count: number, frequency: "daily" | "monthly" = "daily"): Market {
  const days = tradingDaysFrom(day("2024-01-02"), count);
  const index = new Float64Array(count), double = new Float64Array(count);
  const late = new Float64Array(count).fill(NaN);
  index[0] = double[0] = 100;
  for (let i = 1; i < count; i++) {
    const move = 0.01 * (((i * 7) % 5) - 2);
    index[i] = index[i - 1] * (1 + move);
    double[i] = double[i - 1] * (1 + 2 * move);
  }
  late.set(index.subarray(count - 31), count - 31);
  return {
    source: { kind: "simulated", seed: 0 },
    frequency,
    index: "SPY",
    prices: {
      days,
      availableAt: days.map((on) => instant(on)),
      close: new Map([["SPY", index], ["XLK", double], ["XLF", late]]),
      open: new Map(),
      volume: new Map(),
    },
    rates: [],
    styles: [],
    fundamentals: [],
    headlines: [],
    flows: [],
  };
}

const lastView = (market: Market) => snapshot(market, market.prices.days.at(-1)!);

Deno.test("sectorBetas() finds a planted beta and refuses a short history with its reason", () => {
  const [financials, technology] = sectorBetas(lastView(plantedMarket(300)));
  ok(Math.abs(technology.ewma! - 2) < 1e-9 && Math.abs(technology.ols! - 2) < 1e-9);
  equal(technology.beta, technology.ewma);
  deepEqual([technology.periods, technology.unit, technology.estimator], [252, "days", "EWMA"]);
  equal(technology.reason, undefined);

  deepEqual(
    [financials.beta, financials.ewma, financials.ols, financials.olsLow],
    [undefined, undefined, undefined, undefined],
  );
  match(financials.reason!, /Financials \(XLF\) has no beta .* only 30 of the last 252 days/);
});

Deno.test("sectorBetas() looks back over its window and no further", () => {
  const view = lastView(plantedMarket(300));
  const [, technology] = sectorBetas(view, { windowDays: 100, halfLifeDays: 20 });
  equal(technology.periods, 100);
  throws(
    () => sectorBetas(view, { windowDays: 0 }),
    /windowDays must be a whole number from 1, got 0/,
  );
  throws(() => sectorBetas(view, { halfLifeDays: -1 }), /halfLifeDays must be above 0/);
});

Deno.test("sectorBetas() of a monthly market are OLS over sixty months", () => {
  const [financials, technology] = sectorBetas(lastView(plantedMarket(300, "monthly")));
  deepEqual([technology.ewma, technology.periods, technology.unit], [undefined, 60, "months"]);
  equal(technology.estimator, "OLS");
  equal(technology.beta, technology.ols);
  equal(financials.periods, 30);
});

Deno.test("sectorBetas() are the estimators of lab/stats on the last 252 returns", () => {
  const market = simulatedMarket({ seed: 3, years: 2 });
  const view = lastView(market);
  const rows = sectorBetas(view);
  deepEqual(rows.map((row) => row.sector), SECTORS);
  for (const row of rows) {
    const returns = view.returns(row.sector, 252), index = view.returns(view.index, 252);
    equal(row.ewma, ewmaBeta(returns, index, { halfLifeDays: 60 }).beta);
    const ols = olsBeta(returns, index);
    ok(ols.beta !== undefined);
    deepEqual([row.ols, row.olsLow, row.olsHigh], [ols.beta, ols.low, ols.high]);
  }
});

Deno.test("sectorBetas() do not change when the future does, nor when all prices double", () => {
  const market = simulatedMarket({ seed: 3, years: 2 });
  const { days } = market.prices, at = 400;
  const changed = (change: (value: number, i: number) => number): Market => ({
    ...market,
    prices: {
      ...market.prices,
      close: new Map([...market.prices.close].map(([name, values]) => [name, values.map(change)])),
    },
  });
  const rows = sectorBetas(snapshot(market, days[at]));
  deepEqual(sectorBetas(snapshot(changed((v, i) => i > at ? 1 + (i % 3) : v), days[at])), rows);
  deepEqual(sectorBetas(snapshot(changed((value) => 2 * value), days[at])), rows);
});
