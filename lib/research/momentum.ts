import { MONTHS_A_YEAR, TRADING_DAYS_A_MONTH, TRADING_DAYS_A_YEAR } from "../days.ts";
import { SECTORS, type Snapshot } from "../market/mod.ts";
import { SECTOR_COUNT } from "./score_table.ts";

/** Twelve months without the last one (Jegadeesh and Titman 1993), in trading days and in months. */
const LOOKBACK = { daily: TRADING_DAYS_A_YEAR, monthly: MONTHS_A_YEAR } as const;
const SKIPPED = { daily: TRADING_DAYS_A_MONTH, monthly: 1 } as const;

/**
 * Return over the last twelve months but the last, by sector; NaN where a close is missing.
 *
 * @returns Eleven simple returns in the one order.
 *
 * @example
 * ```ts
 * import { momentum } from "lab/research";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * equal(momentum(snapshot(market, market.prices.days[400])).length, 11);
 * ```
 */
export function momentum(snapshot: Snapshot): Float64Array {
  const back = LOOKBACK[snapshot.frequency], skipped = SKIPPED[snapshot.frequency];
  const out = new Float64Array(SECTOR_COUNT).fill(NaN);
  for (const sector of snapshot.sectors) {
    const closes = snapshot.closes(sector, back + 1);
    if (closes.length < back + 1) continue;
    out[SECTORS.indexOf(sector)] = (closes[back - skipped] ?? NaN) / (closes[0] ?? NaN) - 1;
  }
  return out;
}

/**
 * Scores from 1 to 5 by rank: the smallest value scores 1, the largest 5, evenly in between; equal
 * values share the mean of their ranks. A row of one value, or of equal ones, scores 3.
 *
 * @param values × 11 rows; NaN has no rank and no score.
 *
 * @example Three sectors, two of them equal
 * ```ts
 * import { rankScores } from "lab/research";
 * import { deepEqual } from "node:assert/strict";
 *
 * const values = new Float64Array(11).fill(NaN);
 * values.set([0.1, 0.3, 0.3]);
 * deepEqual([...rankScores(values).subarray(0, 3)], [1, 4, 4]);
 * ```
 */
export function rankScores(values: Float64Array): Float64Array {
  const scores = new Float64Array(values.length).fill(NaN);
  for (let row = 0; row < values.length; row += SECTOR_COUNT) {
    const one = values.subarray(row, row + SECTOR_COUNT);
    let count = 0;
    for (let i = 0; i < SECTOR_COUNT; i++) if (!Number.isNaN(one[i])) count++;
    for (let i = 0; i < SECTOR_COUNT; i++) {
      if (Number.isNaN(one[i])) continue;
      let below = 0, equal = 0;
      for (let j = 0; j < SECTOR_COUNT; j++) {
        if (one[j] < one[i]) below++;
        else if (one[j] === one[i]) equal++;
      }
      const rank = below + (equal - 1) / 2; // from 0
      scores[row + i] = count > 1 ? 1 + 4 * rank / (count - 1) : 3;
    }
  }
  return scores;
}
