/**
 * Four weeks of a committee: answers are played, a person looks and says yes, orders are filled, and the
 * account that follows is worked out to the share and to the cent before the next week begins.
 *
 *     deno run -A notebooks/examples/model_week.ts
 *
 * What is played is a recording of the lab's own rules, made on the spot: it holds no vendor's model and
 * needs no key. `deno task week` does the same with your models, asks for the yes, and keeps every stage.
 */
import {
  briefs,
  convene,
  DEFAULT_RUBRIC,
  MOMENTUM,
  record,
  replayAnalysts,
  rulesAnalyst,
  views,
} from "lab/committee";
import { rebalance } from "lab/desk";
import { simulatedMarket, snapshot, tradingDaysFrom, weeklyDays } from "lab/market";
import type { Holding } from "lab/portfolio";
import { instant } from "lab/units";
import {
  checkOrderStep,
  decidedViews,
  implementationShortfall,
  reconciled,
  weekRules,
} from "lab/week";

const market = simulatedMarket({ seed: 7 });
const fridays = weeklyDays(market.prices.days).slice(-5);
const override = { sector: "XLK", to: "closed", because: "earnings in the week to come" } as const;
let holdings: readonly Holding[] = [{ ticker: "CASH", shares: 100_000 }];
let counted: readonly string[] = [];

for (const [k, friday] of fridays.slice(0, 4).entries()) {
  const today = snapshot(market, friday);

  // Poll: what was recorded is found again by the whole question, and costs nothing.
  const recording = await record(
    [rulesAnalyst(), rulesAnalyst({ temperament: MOMENTUM })],
    briefs(today),
    DEFAULT_RUBRIC,
    { askedAt: today.decidedAt, provenance: "The lab's own rules, recorded for this example." },
  );
  const verdict = await convene(today, { analysts: replayAnalysts(recording) });

  // In the third week a person closes a sector; the committee's word stays beside.
  const decided = decidedViews(views(verdict), k === 2 ? [override] : []);
  const plan = rebalance(today, decided.views, { holdings, closed: decided.closed });
  const { equityUsd } = plan.account, { orders } = plan.trades;
  const step = checkOrderStep(orders, {
    rules: weekRules(),
    equityUsd,
    day: friday,
    today: friday,
  });
  if (!step.holds || !plan.judgement.holds) throw new Error("a check refuses the orders");

  // Here a person says yes. The broker fills the next morning, five basis points from the close.
  const [monday] = tradingDaysFrom(fridays[k], 2).slice(1), at = instant(monday, "09:31");
  const fills = step.orders.map(({ ticker, action, shares, price }, i) => {
    const side = action === "buy" ? 1 : -1;
    const paid = Math.round(100 * price! * (1 + side * 5e-4)) / 100;
    return { id: `${friday}-${i}`, ticker, shares: side * shares!, price: paid, feeUsd: 1, at };
  });
  const [from, until] = fridays.slice(k, k + 2), told = { orders: step.orders, fills, actions: [] };
  const week = reconciled({ ...told, before: holdings, from, until, counted });
  const { week: cost } = implementationShortfall({ ...told, from, until, equityUsd });

  console.log(`${friday}  equity $${equityUsd.toFixed(2)}, ${orders.length} orders`);
  for (const { sector, because } of decided.overridden) console.log(`    ${sector}: ${because}`);
  for (const { sentence } of week.findings) console.log(`    ${sentence}`);
  console.log(`    paid against the closes: $${(cost.executionUsd + cost.feesUsd).toFixed(2)}`);
  ({ holdings, counted } = week);
}

console.log("\nHeld after four weeks");
for (const { ticker, shares } of holdings) console.log(`  ${ticker.padEnd(5)}${shares.toFixed(2)}`);
