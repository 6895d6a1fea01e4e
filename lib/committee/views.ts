import type { Sector } from "../market/mod.ts";
import { quotedValue } from "../outside_text.ts";
import type { Verdict } from "./verdict.ts";

/** A stated confidence below this makes no tilt (design section 7). */
export const LEAST_STATED_CONFIDENCE = 0.3;

/** What the rest of the lab needs of a verdict: one sector's score and how much it is trusted. */
export interface SectorView {
  readonly sector: Sector;
  /** 1 to 5; fractions are usual. */
  readonly score: number;
  /** 0 to 1; the tilt is (score − 3) × confidence. */
  readonly confidence: number;
  /** Said where a rule changed the confidence. */
  readonly note?: string;
}

/**
 * How the confidence of a view is found: `one` trusts all alike, `stated` takes what analysts say of
 * themselves, `calibrated` what their record says (`calibratedViews` of lab/signals).
 */
export type ConfidenceRule = "one" | "stated" | "calibrated";

/**
 * The views a book is built from: one per sector that has a score.
 *
 * @param verdict A sector without a score is absent; it has no view, which is not a view of 3.
 * @param options.confidence `one` (the default) trusts every score alike; `stated` takes the
 *   verdict's confidence, and 0 with a note where it lies below 0.3.
 * @throws {RangeError} If the rule is unknown, or is `calibrated`: that needs a record of outcomes.
 *
 * @example Trusting all alike
 * ```ts
 * import { convene, views } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const verdict = await convene(snapshot(market, market.prices.days[400]));
 * ok(views(verdict).every((view) => view.confidence === 1));
 * ```
 */
export function views(
  verdict: Verdict,
  options: { readonly confidence?: ConfidenceRule } = {},
): readonly SectorView[] {
  const rule = options.confidence ?? "one";
  if (rule === "calibrated") {
    throw new RangeError(
      "Cannot take calibrated confidences: need a record of resolved outcomes, got a verdict " +
        'alone; use calibratedViews of lab/signals, or "one" or "stated"',
    );
  }
  if (rule !== "one" && rule !== "stated") {
    throw new RangeError(
      `Cannot take views: need the confidence rule "one" or "stated", got ${quotedValue(rule)}`,
    );
  }
  return verdict.sectors.flatMap(({ sector, score, confidence = 0 }): SectorView[] => {
    if (score === undefined) return [];
    if (rule === "one") return [{ sector, score, confidence: 1 }];
    return confidence < LEAST_STATED_CONFIDENCE
      ? [{
        sector,
        score,
        confidence: 0,
        note: `stated confidence ${confidence.toFixed(2)} lies below ${LEAST_STATED_CONFIDENCE}`,
      }]
      : [{ sector, score, confidence }];
  });
}
