import { checkFields, checkList, checkOptions } from "../arguments.ts";
import { confidence, NEUTRAL_SCORE, score, type Tilt } from "../units.ts";

export { NEUTRAL_SCORE };

const ACTION = "Cannot read views";
/** What a view may have: besides the two, what the desk says of it. */
const VIEW_FIELDS = ["score", "confidence", "sector", "note"];

/** A score with its confidence, as the committee's verdict or a reader's own file gives it. */
export interface ScoredView {
  /** 1 to 5; fractions are allowed. */
  readonly score: number;
  /** 0 to 1; 1 where absent. */
  readonly confidence?: number;
}

/**
 * The tilt of each view: (score − 3) × confidence, from −2 (strong short) to 2 (strong long).
 *
 * The score says in which direction and how far, the confidence how much of it to believe. A
 * score of 3, or a confidence of 0, is no view.
 *
 * @param views One view per sector; the confidence is 1 where it is absent.
 * @param options.minimumConfidence Views with less confidence count as none; 0 by default. With
 *   stated confidences the lab uses 0.3.
 * @returns One tilt per view, in the same order.
 * @throws {RangeError} If a score lies outside 1 to 5 or a confidence outside 0 to 1.
 *
 * @example A strong view half believed, and no view
 * ```ts
 * import { tilts } from "lab/portfolio";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(tilts([{ score: 5, confidence: 0.5 }, { score: 1 }, { score: 3 }]), [1, -2, 0]);
 * ```
 */
export function tilts(
  views: readonly ScoredView[],
  options: { readonly minimumConfidence?: number } = {},
): Tilt[] {
  checkOptions(ACTION, options, ["minimumConfidence"]);
  checkList(ACTION, "what is given", views, "views");
  const least = confidence(options.minimumConfidence ?? 0);
  return views.map((view) => {
    // A word that is not known, such as a misspelt confidence, would count as full belief.
    checkFields(ACTION, "a view", view, VIEW_FIELDS);
    const away = score(view.score) - NEUTRAL_SCORE;
    const belief = confidence(view.confidence ?? 1);
    // Written so that −2 × 0 is 0 and not −0, which prints and compares oddly.
    return (away === 0 || belief < least || belief === 0 ? 0 : away * belief) as Tilt;
  });
}
