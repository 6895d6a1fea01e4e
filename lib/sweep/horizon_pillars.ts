import { PILLARS } from "../committee/mod.ts";
import { type Market, SECTORS, snapshot } from "../market/mod.ts";
import { momentum, type PillarTable, rankScores, SECTOR_COUNT } from "../research/mod.ts";
import type { Day } from "../units.ts";

/**
 * What stands in the place of the three pillars where a market has prices alone: the technical pillar
 * split into three horizons. Not fundamentals, not sentiment; every figure of such a sweep says so.
 */
export const HORIZON_LABELS = ["12-1 months", "6 months", "1 month"] as const;

/** Months behind the second and the third. */
const MONTHS = [6, 1] as const;

/**
 * Three technical "pillars" of a monthly market: trend over twelve months without the last, over six,
 * and over one, each as scores from 1 to 5 by rank among the sectors of the day.
 *
 * @param market A monthly market, such as the bundled industries.
 * @param days Decision days; each is scored on its own snapshot.
 *
 * @example Sixty-eight years of industries
 * ```ts
 * import { horizonPillars } from "lab/sweep";
 * import { readIndustries } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = await readIndustries();
 * equal(horizonPillars(market, market.prices.days.slice(100, 102)).scores.length, 3 * 2 * 11);
 * ```
 */
export function horizonPillars(market: Market, days: readonly Day[]): PillarTable {
  const cells = days.length * SECTOR_COUNT;
  const scores = new Float64Array(PILLARS.length * cells);
  days.forEach((on, k) => {
    const view = snapshot(market, on);
    const trends = [
      momentum(view),
      ...MONTHS.map((months) =>
        Float64Array.from(SECTORS, (sector) => {
          if (!view.sectors.includes(sector)) return NaN;
          const closes = view.closes(sector, months + 1);
          return closes.length <= months ? NaN : (closes[months] ?? NaN) / (closes[0] ?? NaN) - 1;
        })
      ),
    ];
    trends.forEach((trend, p) => scores.set(rankScores(trend), p * cells + k * SECTOR_COUNT));
  });
  return { days, scores };
}
