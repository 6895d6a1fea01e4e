import type { Tilt, Weight } from "../units.ts";

/** Sum of absolute weights where nothing else is asked for: 100 % of equity. */
const DEFAULT_GROSS = 1;

/**
 * Weights proportional to each sector's tilt, before any limit is applied.
 *
 * The target k·t, with k = gross / Σ|t|, that {@linkcode fitBook} then moves as little as it must.
 * A lone strong opinion takes the whole book here; only the limits stop it.
 *
 * @param tilts One tilt per sector, −2 to +2; zero means no position.
 * @param options.gross Sum of absolute weights, a share of equity; 1 by default.
 * @returns One weight per sector, in the order of `tilts`; negative is short. All zero where no
 *   sector has a view.
 * @throws {RangeError} If a tilt lies outside −2 to +2, or gross is not a positive number.
 *
 * @example Two strong longs and a weaker short
 * ```ts
 * import { targetWeights } from "lab/portfolio";
 * import { tilt } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(targetWeights([2, 2, -1].map(tilt)), [0.4, 0.4, -0.2]);
 * ```
 */
export function targetWeights(
  tilts: readonly (Tilt | number)[],
  options: { readonly gross?: number } = {},
): Weight[] {
  const gross = options.gross ?? DEFAULT_GROSS;
  if (!(gross > 0 && gross < Infinity)) {
    throw new RangeError(`Cannot set target weights: gross must be above 0, got ${gross}`);
  }
  let total = 0;
  for (let i = 0; i < tilts.length; i++) {
    const tilt = tilts[i];
    if (!(tilt >= -2 && tilt <= 2)) {
      throw new RangeError(`Cannot set target weights: a tilt must lie in [−2, 2], got ${tilt}`);
    }
    total += Math.abs(tilt);
  }
  const weights: Weight[] = new Array(tilts.length);
  for (let i = 0; i < tilts.length; i++) {
    weights[i] = (tilts[i] === 0 ? 0 : gross * tilts[i] / total) as Weight;
  }
  return weights;
}
