/**
 * Four Fridays at the desk: the committee scores, the desk rebalances, the holdings go on to the next.
 *
 *     deno run -A notebooks/examples/weekly_rebalance.ts
 *
 * Orders are filled at the closes they were sized with, which keeps the example short; a backtest fills
 * them at the next open (`backtest_example.ts`).
 */
import { convene, views } from "lab/committee";
import { rebalance } from "lab/desk";
import { simulatedMarket, snapshot, weeklyDays } from "lab/market";
import { heldExposures, type Holding, holdingsAfter } from "lab/portfolio";

const market = simulatedMarket({ seed: 7 });
let holdings: readonly Holding[] = [{ ticker: "CASH", shares: 100_000 }];

for (const friday of weeklyDays(market.prices.days).slice(-4)) {
  // What was known at the close of this Friday, and nothing later.
  const today = snapshot(market, friday);
  const verdict = await convene(today);

  // The desk sees what is held, so that a small change of mind costs no trade.
  const plan = rebalance(today, views(verdict), { holdings });
  const { orders, knownCostUsd } = plan.trades;
  console.log(`${friday}  ${plan.book.summary}`);
  for (const { action, shares, ticker } of orders) console.log(`    ${action} ${shares} ${ticker}`);
  console.log(`    ${orders.length} orders, costs of $${knownCostUsd.toFixed(2)}`);

  // A checker that shares no code with the solver must agree before anything is filled.
  if (!plan.judgement.holds) throw new Error("the orders break a limit");
  const account = heldExposures(holdings, { day: friday, priceOf: today.tradePrice });
  holdings = holdingsAfter(holdings, plan.trades, account);
}

console.log("\nHeld after four weeks");
for (const { ticker, shares, since } of holdings) {
  console.log(`  ${ticker.padEnd(5)}${shares.toFixed(0).padStart(8)}  ${since ?? ""}`);
}
