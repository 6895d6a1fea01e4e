import type { SectorView, Verdict } from "../committee/mod.ts";
import {
  type CalibratedConfidences,
  calibratedConfidences,
  type CalibrationOptions,
} from "./calibrated_confidences.ts";
import type { ConfidenceOutcome } from "./confidence_outcome.ts";

/**
 * The views a book is built from, with confidences that the record supports.
 *
 * The rule `calibrated` of design section 7: `views` of lab/committee cannot know it, for a verdict
 * alone has no outcomes. While too few are resolved, every view counts as 1 and says why.
 *
 * @param verdict The committee's, of one day; a sector without a score is absent.
 * @param record Earlier verdicts' stated confidences with their outcomes.
 * @param options See {@linkcode CalibrationOptions}.
 * @returns The views, and what their confidences rest on.
 * @throws As `calibratedConfidences`.
 *
 * @example Without a record all are trusted alike
 * ```ts
 * import { convene } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { calibratedViews } from "lab/signals";
 * import { equal, ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const verdict = await convene(snapshot(market, market.prices.days[400]));
 * const { views, calibration } = calibratedViews(verdict, []);
 * equal(calibration.rule, "one");
 * ok(views.every(({ confidence, note }) => confidence === 1 && note?.includes("96 are needed")));
 * ```
 */
export function calibratedViews(
  verdict: Verdict,
  record: readonly ConfidenceOutcome[],
  options: CalibrationOptions = {},
): { readonly views: readonly SectorView[]; readonly calibration: CalibratedConfidences } {
  const scored = verdict.sectors.flatMap(({ sector, score, confidence = 0 }) =>
    score === undefined ? [] : [{ sector, score, stated: confidence }]
  );
  const calibration = calibratedConfidences(record, {
    day: verdict.day,
    stated: scored.map(({ stated }) => stated),
  }, options);
  const { curve, confidences } = calibration;
  const note = curve.kind === "abstention" ? { note: curve.reason } : {};
  return {
    views: scored.map(({ sector, score }, i) => ({
      sector,
      score,
      confidence: confidences[i],
      ...note,
    })),
    calibration,
  };
}
