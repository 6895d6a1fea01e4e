import type { TiltDot } from "../../charts/mod.ts";
import { type Sector, SECTOR_LABELS } from "../../market/mod.ts";

/**
 * One dot per view, where its score and tilt lie.
 *
 * @example
 * ```ts
 * import { tiltDots } from "lab/lesson/00";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(tiltDots([{ sector: "XLE", score: 5 }], [1.6]), [
 *   { label: "Energy", score: 5, tilt: 1.6 },
 * ]);
 * ```
 */
export function tiltDots(
  views: readonly { readonly sector: Sector; readonly score: number }[],
  tilts: readonly number[],
): TiltDot[] {
  return views.map(({ sector, score }, i) => ({
    label: SECTOR_LABELS[sector],
    score,
    tilt: tilts[i],
  }));
}
