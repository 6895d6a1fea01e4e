import { isSector, type Sector, SECTORS } from "../../market/mod.ts";
import { quotedValue } from "../../outside_text.ts";

/** A view as the committee gives it. */
interface View {
  readonly sector: Sector;
  readonly score: number;
  readonly confidence: number;
}

/**
 * The same views with one score changed; all others stay as they are.
 *
 * @param views One per sector with a score.
 * @param sector A ticker; a sector without a view gets one, held with full confidence.
 * @param score From 1 to 5.
 * @throws {RangeError} If the sector is unknown or the score lies outside 1 to 5.
 *
 * @example
 * ```ts
 * import { withScore } from "lab/lesson/00";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(
 *   withScore([{ sector: "XLE", score: 4, confidence: 1 }], "XLE", 2),
 *   [{ sector: "XLE", score: 2, confidence: 1 }],
 * );
 * ```
 */
export function withScore<V extends View>(
  views: readonly V[],
  sector: string,
  score: number,
): (V | View)[] {
  if (!isSector(sector)) {
    throw new RangeError(
      `Cannot change a score: need one of ${SECTORS.join(", ")}, got ${quotedValue(sector)}`,
    );
  }
  if (!(score >= 1 && score <= 5)) {
    throw new RangeError(`Cannot change a score: need a number from 1 to 5, got ${score}`);
  }
  return views.some((view) => view.sector === sector)
    ? views.map((view) => view.sector === sector ? { ...view, score } : view)
    : [...views, { sector, score, confidence: 1 }];
}
