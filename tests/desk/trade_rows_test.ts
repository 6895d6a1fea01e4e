import { deepEqual, equal, ok } from "node:assert/strict";
import { rebalance, tradeRows } from "lab/desk";
import { SECTORS, simulatedMarket, snapshot } from "lab/market";
import { holdingsAfter } from "lab/portfolio";
import { settings } from "lab/settings";
import { randomStream } from "lab/stats";

const market = simulatedMarket({ seed: 7 });
const today = snapshot(market, market.prices.days.at(-1)!);
const randomViews = (seed: number) => {
  const draw = randomStream(seed);
  return SECTORS.map((sector) => ({ sector, score: 1 + draw.integer(5), confidence: 1 }));
};
const near = (a: number, b: number, what: string) =>
  ok(Math.abs(a - b) < 1e-10, `${what}: ${a} is not ${b}`);

Deno.test("tradeRows() tell turnover, cost and exposures of the orders, position by position", () => {
  for (let seed = 0; seed < 10; seed++) {
    const first = rebalance(today, randomViews(seed));
    const holdings = holdingsAfter([], first.trades, first.account);
    const chosen = settings({ mandate: { minimumHoldingDays: 0, turnover: 1 } });
    const plan = rebalance(today, randomViews(seed + 50), { holdings, settings: chosen });
    for (const one of [first, plan]) {
      const rows = tradeRows(one);
      near(
        rows.reduce((sum, { trade }) => sum + Math.abs(trade), 0),
        one.trades.turnover,
        "turnover",
      );
      near(rows.reduce((sum, { costBps }) => sum + costBps!, 0), one.trades.costBps!, "cost");
      deepEqual(
        rows.flatMap(({ funds }) => funds).toSorted(),
        [...new Set(one.trades.orders.map(({ ticker }) => ticker))].toSorted(),
      );
      for (const { scope, before, after, trade } of rows) {
        equal(trade, after - before);
        near(
          before,
          (scope === "market" ? one.account.hedge : one.account.weights[scope]) ?? 0,
          scope,
        );
        near(
          after,
          (scope === "market" ? one.judgement.hedge : one.judgement.exposures[scope]) ?? 0,
          `${scope} as the checker maps the orders back`,
        );
      }
    }
  }
});

Deno.test("tradeRows() of an account that is too small are none", () => {
  const plan = rebalance(today, randomViews(3), { equityUsd: 300 });
  equal(plan.trades.status, "too small");
  deepEqual(tradeRows(plan), []);
});
