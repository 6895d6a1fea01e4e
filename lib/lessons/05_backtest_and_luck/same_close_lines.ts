import type { GrowthLine } from "../../charts/mod.ts";
import { backtestScores, panelOf } from "../../research/mod.ts";
import { growthOf } from "./growth_of.ts";
import type { LuckRecord } from "./luck_record.ts";

/**
 * The committee filled as the lab fills, and filled at the very close that it decided on, which nobody
 * can trade.
 *
 * @returns The honest line first.
 *
 * @example
 * ```ts
 * import { luckRecord, sameCloseLines } from "lab/lesson/05";
 * import { simulatedMarket } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 4 });
 * const record = await luckRecord(market, { until: market.prices.days.at(-1)!, years: 1 });
 * equal(sameCloseLines(record)[1].label, "same close (optimistic)");
 * ```
 */
export function sameCloseLines(
  { market, days, panel, table, rule, run }: LuckRecord,
): readonly [GrowthLine, GrowthLine] {
  const asked = { days, scores: panel.pillars };
  const other = panelOf(market, asked, { days, fill: "same close" });
  const label = market.prices.open.size > 0 ? "Next open" : "Next close";
  return [
    growthOf(run, panel, { label }),
    growthOf(backtestScores(other, table, { rule }), other, { label: "same close (optimistic)" }),
  ];
}
