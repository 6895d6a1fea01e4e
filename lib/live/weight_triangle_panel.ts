import type { ResearchPanel } from "../research/mod.ts";
// The two files and not the folder's list, which would load all that a sweep runs on.
import { nearestPoint, simplexGrid } from "../sweep/simplex_grid.ts";
import type { Shares } from "../stats/ternary.ts";
import { type LivePanel, livePanel } from "./live_panel.ts";
import { packPanel } from "./packed_panel.ts";
import { runWeights, weightTriangle, type WeightTriangleState } from "./panels/weight_triangle.ts";

/** What `weightTrianglePanel` needs besides the research panel. */
interface WeightTrianglePanelOptions {
  /** The source line of the lesson. */
  readonly source: string;
  /** Where the point stands at first; 50/25/25 by default. Rounded to whole percents. */
  readonly base?: Shares;
  /** Step of the coloured cells; 0.1 by default: 66 backtests when the cell is run. */
  readonly step?: number;
  /** Whether each weighting of the grid cannot be told from the best, in its order. */
  readonly alike?: readonly boolean[];
}

const DEFAULT_BASE: Shares = [0.5, 0.25, 0.25];
const DEFAULT_STEP = 0.1;
/** Decimals of what the cells are coloured by. */
const ROUND = 1e4;

/**
 * The live panel of lesson 06: a triangle whose point is dragged, while curve, statistics and the last
 * book follow. Where scripts are off it is a picture of the start.
 *
 * The curve is that of the tilt book without limits, as in the lesson's plain sweep; the book is the
 * last decision's inside every limit.
 *
 * @param panel Its tables travel with the output, about 180 kB for ten weekly years.
 * @throws {RangeError} If `alike` has another length than the grid, or the step does not divide 1.
 *
 * @example
 * ```ts
 * import { weightTrianglePanel } from "lab/live";
 * import { decisionDays, researchPanel } from "lab/research";
 * import { simulatedMarket } from "lab/market";
 * import { match } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const days = decisionDays(market, "weekly").slice(-20);
 * const live = weightTrianglePanel(await researchPanel(market, { days }), {
 *   source: "Source: simulated, seed 7.",
 * });
 * match(live.view.title, /^50\/25\/25 has a net Sharpe ratio beyond cash of /);
 * ```
 */
export function weightTrianglePanel(
  panel: ResearchPanel,
  options: WeightTrianglePanelOptions,
): LivePanel<WeightTriangleState> {
  const { source, base = DEFAULT_BASE, step = DEFAULT_STEP, alike = [] } = options;
  const grid = simplexGrid({ step });
  if (alike.length !== 0 && alike.length !== grid.points.length) {
    throw new RangeError(
      `Cannot show the triangle of weights: alike needs ${grid.points.length} values, one a ` +
        `weighting of the grid, got ${alike.length}`,
    );
  }
  const hundredths = simplexGrid({ step: 0.01 });
  const percents = hundredths.points[nearestPoint(hundredths, base)].parts!;
  let low = Infinity, high = -Infinity;
  const values = grid.points.map(({ weights: [a, b, c] }) => {
    const { growth, sharpe } = runWeights(panel, [100 * a, 100 * b, 100 * c]);
    for (const value of growth) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return Number.isNaN(sharpe) ? null : Math.round(sharpe * ROUND) / ROUND;
  });
  return livePanel(weightTriangle, {
    panel: packPanel(panel),
    base: percents,
    field: { step, values, alike: [...alike] },
    growthRange: [low, high],
    source,
  });
}
