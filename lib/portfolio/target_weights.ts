import { checkOptions, isList, shown } from "../arguments.ts";
import type { Tilt, Weight } from "../units.ts";

/** Sum of absolute weights where nothing else is asked for: 100 % of equity. */
const DEFAULT_GROSS = 1;
/** Largest gross; above it, a percentage was meant. */
const LARGEST_GROSS = 3;

const ACTION = "Cannot set target weights";

/**
 * Weights proportional to each sector's tilt, before any limit is applied.
 *
 * Each view's share of the gross, k·t with k = gross / Σ|t|. {@linkcode fitBook} aims at a multiple of it.
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
  checkOptions(ACTION, options, ["gross"]);
  const { gross = DEFAULT_GROSS } = options;
  if (!(typeof gross === "number" && gross > 0 && gross <= LARGEST_GROSS)) refuseGross(gross);
  if (!isList(tilts)) {
    throw new TypeError(`${ACTION}: need a list of tilts, got ${shown(tilts)}`);
  }
  let total = 0;
  for (let i = 0; i < tilts.length; i++) {
    const tilt = tilts[i];
    if (!(typeof tilt === "number" && tilt >= -2 && tilt <= 2)) {
      throw new RangeError(`${ACTION}: a tilt must lie in [−2, 2], got ${shown(tilt)}`);
    }
    total += Math.abs(tilt);
  }
  const weights: Weight[] = new Array(tilts.length);
  for (let i = 0; i < tilts.length; i++) {
    weights[i] = (tilts[i] === 0 ? 0 : gross * tilts[i] / total) as Weight;
  }
  return weights;
}

function refuseGross(gross: unknown): never {
  const isPercent = typeof gross === "number" && gross > LARGEST_GROSS;
  throw new RangeError(
    isPercent
      ? `${ACTION}: gross must be a share of equity of at most ${LARGEST_GROSS}, got ${gross}; for ` +
        `${gross} % write ${gross / 100}`
      : `${ACTION}: gross must be above 0, got ${shown(gross)}`,
  );
}
