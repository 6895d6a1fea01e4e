import { HORIZON_TRADING_DAYS, HORIZON_WEEKS, TRADING_DAYS_A_WEEK } from "../../days.ts";
import type { TPanel } from "../../charts/mod.ts";
import { type Planted, PLANTED_PILLARS } from "../../market/mod.ts";
import { headlineInterval, rankIcs, relativeOutcomes } from "../../signals/mod.ts";
import { mean, meanInterval, randomStream, standardDeviation } from "../../stats/mod.ts";
import { signalRows } from "../../study/mod.ts";
import type { LuckRecord } from "./luck_record.ts";
import { type Notice, notice } from "../kit/notice.ts";

/** What is left of a noise score after a week: opinions last. */
const NOISE_MEMORY = 0.9;
const LEVEL = 0.95;
/** The rubric's weights. */
const WEIGHTS = { fundamentals: 0.5, sentiment: 0.25, technicals: 0.25 } as const;

/**
 * What the hidden signals of a simulated world know of the coming week, blended as the rubric weighs
 * pillars: the mean rank correlation that a perfect reader would have.
 *
 * A signal is planted by its correlation with four weeks. On day k ahead it moves a return by κ·ρᵏ, so
 * over h days its correlation grows with Σρᵏ/√h; and three independent signals with correlations cᵢ
 * blend at weights wᵢ to Σwᵢcᵢ/√Σwᵢ².
 *
 * @param planted From `simulatedTruth`.
 *
 * @example
 * ```ts
 * import { plantedWeeklyIc } from "lab/lesson/05";
 * import { DEFAULT_PLANTED } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * equal(plantedWeeklyIc(DEFAULT_PLANTED).toFixed(3), "0.081");
 * ```
 */
export function plantedWeeklyIc(planted: Planted): number {
  const reach = (left: number, days: number) =>
    Array.from({ length: days }, (_, k) => left ** k).reduce((sum, one) => sum + one, 0) /
    Math.sqrt(days);
  let blended = 0, size = 0;
  for (const pillar of PLANTED_PILLARS) {
    const { ic, halfLifeWeeks } = planted[pillar], weight = WEIGHTS[pillar];
    const left = 0.5 ** (1 / (TRADING_DAYS_A_WEEK * halfLifeWeeks));
    blended += weight * ic * reach(left, TRADING_DAYS_A_WEEK) / reach(left, HORIZON_TRADING_DAYS);
    size += weight * weight;
  }
  return blended / Math.sqrt(size);
}

/**
 * The t values that pure noise gets on these very returns, as if dates were independent and corrected.
 *
 * Scores that know nothing and keep nine tenths of themselves from week to week, judged by the four
 * weeks that followed, so that neighbouring outcomes share three of four.
 *
 * @param table Its returns and gaps are used, its scores are not.
 * @param options.runs Noise scores tried.
 * @returns Two panels, or why there are none.
 *
 * @example
 * ```ts
 * import { luckRecord, noiseTs } from "lab/lesson/05";
 * import { simulatedMarket } from "lab/market";
 * import { ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 4 });
 * const record = await luckRecord(market, { until: market.prices.days.at(-1)!, years: 1 });
 * const panels = noiseTs(record, { runs: 20, seed: 1 });
 * ok(Array.isArray(panels) && panels[0].values.length === 20);
 * ```
 */
export function noiseTs(
  record: LuckRecord,
  options: { readonly runs: number; readonly seed: number },
): readonly TPanel[] | Notice {
  const { runs, seed } = options, horizon = HORIZON_WEEKS;
  if (record.periodName === "months") {
    return notice(
      "note",
      "This part does not apply to monthly data: an outcome of one month begins where the one before " +
        "ended, so nothing overlaps. The lesson goes on below.",
    );
  }
  const { table: { names, returns } } = signalRows(record.panel, record.table);
  const outcomes = relativeOutcomes(returns, horizon);
  const stream = randomStream(seed, 5), fresh = Math.sqrt(1 - NOISE_MEMORY ** 2);
  const naive: number[] = [], corrected: number[] = [];
  let naiveCritical = NaN, correctedCritical = NaN;
  for (let run = 0; run < runs; run++) {
    let scores = names.map(() => stream.normal());
    const rows = returns.map(() =>
      scores = scores.map((score) => NOISE_MEMORY * score + fresh * stream.normal())
    );
    const ics = rankIcs(rows, outcomes).byDate.filter((ic) => ic !== undefined);
    const headline = headlineInterval(ics, { horizon, level: LEVEL });
    if (!headline?.t) {
      return notice(
        "note",
        `This part does not apply: ${ics.length} weeks with a known outcome are too few. The lesson ` +
          "goes on below.",
      );
    }
    const plain = meanInterval(mean(ics), standardDeviation(ics) / Math.sqrt(ics.length), {
      count: ics.length,
      level: LEVEL,
    });
    naive.push(plain.t!);
    corrected.push(headline.t);
    naiveCritical = (plain.high - plain.mean) / plain.standardError;
    correctedCritical = (headline.high - headline.mean) / headline.standardError;
  }
  return [
    { label: "as if independent", values: naive, critical: naiveCritical },
    { label: "corrected", values: corrected, critical: correctedCritical },
  ];
}
