/**
 * Output that lives: panels with sliders or a point to drag, progress in place, waits that Stop ends, and a word for
 * cells that were run out of order.
 *
 * A panel is a pure function of the lab and a drawing of its result. The kernel draws the first
 * picture; the browser runs the same function, bundled at set-up, whenever a slider or the point moves.
 *
 * @example The panel of lesson 00, as the last expression of a cell
 * ```ts
 * import { pillarWeightsPanel } from "lab/live";
 * import { convene, views } from "lab/committee";
 * import { rebalance } from "lab/desk";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { match } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const today = snapshot(market, market.prices.days[450]);
 * const verdict = await convene(today);
 * const plan = rebalance(today, views(verdict));
 * const panel = pillarWeightsPanel(verdict, plan, { source: "Source: simulated, seed 7." });
 * match(panel.view.title, /^The largest position is /);
 * ```
 *
 * Read `panel.ts` next, then `panels/pillar_weights.ts` as the pattern of a panel, and `progress.ts`.
 *
 * @module
 */

export { type DeclaredName, inOrder } from "./in_order.ts";
export { driftPanel, limitsPanel, pillarWeightsPanel } from "./lesson_panels.ts";
export { type LivePanel, livePanel } from "./live_panel.ts";
export type { Panel, PanelView, Slider, SliderValues } from "./panel.ts";
export type { DayData } from "./panels/day_book.ts";
export { drift, type DriftData, type DriftState } from "./panels/drift.ts";
export { limits, type LimitsData } from "./panels/limits.ts";
export {
  pillarWeights,
  type PillarWeightsData,
  type PillarWeightsState,
  type SectorRow,
} from "./panels/pillar_weights.ts";
export {
  weightTriangle,
  type WeightTriangleData,
  type WeightTriangleState,
} from "./panels/weight_triangle.ts";
export { weightTrianglePanel } from "./weight_triangle_panel.ts";
export {
  notebookSurface,
  type Progress,
  progress,
  type ProgressSurface,
  progressText,
} from "./progress.ts";
export { stoppable, StoppedError, stopSignal } from "./stop.ts";
