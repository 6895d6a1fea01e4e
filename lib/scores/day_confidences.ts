import { type ConfidenceRule, type Verdict, views } from "../committee/mod.ts";
import { SECTORS } from "../market/mod.ts";
import { type ScoreTable, SECTOR_COUNT } from "../research/mod.ts";
import {
  type CalibratedConfidences,
  calibratedViews,
  type ConfidenceOutcome,
} from "../signals/mod.ts";
import { type Day, NEUTRAL_SCORE } from "../units.ts";
import { counted, rarePercent } from "../words.ts";

/** Confidences by decision day and sector. */
export interface ConfidenceTable {
  readonly days: readonly Day[];
  /** Row-major, one row per day and eleven columns; 0 to 1, and 1 where there is no score. */
  readonly confidences: Float64Array;
}

/** Confidences over time, and what those of each day rest on. */
export interface DayConfidences extends ConfidenceTable {
  /** One per day under the rule `calibrated`; empty under the others. */
  readonly calibrations: readonly CalibratedConfidences[];
  /** Day of the first call that each of them looked at; nothing where there was none. */
  readonly firstCalls: readonly (Day | undefined)[];
}

/**
 * The confidences of verdicts over time, each by what was known of earlier calls at its own close.
 *
 * @param verdicts One per day, in order.
 * @param options.rule `one` trusts all alike, `stated` takes the verdict's own, `calibrated` what
 *   `recordOn` supports.
 * @param options.recordOn Calls with their outcomes, for the day that wants to know; those resolved later
 *   are not looked at. None by default.
 *
 * @example Without a record all count as 1
 * ```ts
 * import { convene } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { dayConfidences } from "lab/scores";
 * import { ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const verdict = await convene(snapshot(market, market.prices.days[400]));
 * const { confidences } = await dayConfidences([verdict], { rule: "calibrated" });
 * ok(confidences.every((one) => one === 1));
 * ```
 */
export async function dayConfidences(
  verdicts: readonly Verdict[],
  options: {
    readonly rule: ConfidenceRule;
    readonly recordOn?: (
      day: Day,
    ) => readonly ConfidenceOutcome[] | Promise<readonly ConfidenceOutcome[]>;
  },
): Promise<DayConfidences> {
  const { rule, recordOn = () => [] } = options;
  const confidences = new Float64Array(verdicts.length * SECTOR_COUNT).fill(1);
  const calibrations: CalibratedConfidences[] = [];
  const firstCalls: (Day | undefined)[] = [];
  for (const [k, verdict] of verdicts.entries()) {
    let found;
    if (rule === "calibrated") {
      const record = await recordOn(verdict.day), calibrated = calibratedViews(verdict, record);
      firstCalls.push(record[0]?.day);
      calibrations.push(calibrated.calibration);
      found = calibrated.views;
    } else found = views(verdict, { confidence: rule });
    for (const { sector, confidence } of found) {
      confidences[k * SECTOR_COUNT + SECTORS.indexOf(sector)] = confidence;
    }
  }
  return {
    days: verdicts.map(({ day }) => day),
    confidences,
    calibrations,
    firstCalls,
  };
}

/** A confidence draws a score towards 3, as the tilt does; rounded, so that 3.4 is 3.4. */
export const drawnScore = (score: number, confidence: number): number =>
  Math.round((NEUTRAL_SCORE + (score - NEUTRAL_SCORE) * confidence) * 1e9) / 1e9;

/**
 * Scores drawn towards 3 by their confidences, so that a tilt is the score less 3.
 *
 * @param table Scores; a day that `by` does not have stays as it is.
 *
 * @example
 * ```ts
 * import { drawnScores } from "lab/scores";
 * import { scoreTable } from "lab/research";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const on = day("2024-01-05"), table = scoreTable([{ day: on, sector: "XLB", score: 5 }]);
 * const confidences = new Float64Array(11).fill(0.5);
 * equal(drawnScores(table, { days: [on], confidences }).scores[0], 4);
 * ```
 */
export function drawnScores(table: ScoreTable, by: ConfidenceTable): ScoreTable {
  const rowOf = new Map(by.days.map((day, k) => [day, k]));
  const scores = table.scores.map((score, at) => {
    const row = rowOf.get(table.days[Math.floor(at / SECTOR_COUNT)]);
    const confidence = row === undefined
      ? 1
      : by.confidences[row * SECTOR_COUNT + at % SECTOR_COUNT];
    return confidence === 1 ? score : drawnScore(score, confidence);
  });
  return { days: table.days, scores };
}

/**
 * What the confidences of a run rest on, as a sentence. It counts outcomes, so it looks no further than
 * the run does: what is put away after it may be among the confidences.
 *
 * @param found Confidences under the rule `calibrated`.
 * @param options.until The last decision of the run.
 * @param options.of Whose calls: "the rule analyst" or the names of models.
 *
 * @example Before the first outcome
 * ```ts
 * import { calibrationText } from "lab/scores";
 * import { calibratedConfidences } from "lab/signals";
 * import { day } from "lab/units";
 * import { match } from "node:assert/strict";
 *
 * const until = day("2024-01-05"), one = calibratedConfidences([], { day: until, stated: [0.8] });
 * const found = { days: [until], calibrations: [one], firstCalls: [undefined] };
 * match(calibrationText(found, { until, of: "rules" }), /^Every confidence counts as 1: /);
 * ```
 */
export function calibrationText(
  found: Pick<DayConfidences, "days" | "calibrations" | "firstCalls">,
  { until, of }: { readonly until: Day; readonly of: string },
): string {
  const shown = found.calibrations.filter((_, k) => found.days[k] <= until);
  const first = shown.findIndex(({ rule }) => rule === "calibrated");
  const last = shown.at(-1), since = found.firstCalls[shown.length - 1];
  if (last === undefined) return "";
  const { curve, outcomes } = last;
  if (first < 0 || curve.kind === "abstention") {
    return `Every confidence counts as 1: ${
      curve.kind === "abstention" ? curve.reason : "too few outcomes are resolved"
    }`;
  }
  return `Confidences are calibrated on calls of ${of} that were resolved by each decision's day, ` +
    `${outcomes} on the last${since === undefined ? "" : ` since ${since}`}, ${
      rarePercent(curve.baseRate)
    } of them right` +
    (first > 0
      ? `; before ${found.days[first]}, in ${
        counted(first, "decision")
      }, too few were, and each counts as 1.`
      : ".");
}
