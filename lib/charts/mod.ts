/**
 * Plain rows in, one labelled figure out. No finance inside: a chart can be tested with five rows.
 *
 * A figure shows itself when it is the last line of a notebook's cell. It has a title that states
 * the finding, a subtitle with the units, and a source; without a source it is refused.
 *
 * @example A book of two sectors
 * ```ts
 * import { weightBars } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const chart = weightBars(
 *   [{ label: "Technology", weight: 0.25 }, { label: "Energy", weight: -0.25 }],
 *   { cap: 0.3, source: "Source: simulated, seed 7." },
 * );
 * equal(chart.title, "The book is long 25.0 % and short 25.0 % in sectors");
 * ```
 *
 * Read `figure.ts` next, which every chart goes through, then `weight_bars.ts` as the pattern of
 * the others. In the browser import a chart's own file: this list brings linkedom along.
 *
 * @module
 */

import "./linkedom_document.ts";

export { DISPLAY, type Displayable, escaped, type MediaBundle, NO_MATH } from "./display.ts";
export { type ChartDocument, chartDocument, useDocument } from "./document.ts";
export { type Figure, figure, type FigureOptions } from "./figure.ts";
export {
  bp,
  countWord,
  dollars,
  type FormatOptions,
  listed,
  MISSING,
  number,
  percent,
  points,
} from "./format.ts";
export {
  COLORS,
  FIGURE_WIDTH,
  FONTS,
  GROUND,
  RED_TO_BLUE,
  signColor,
  TEXT_ON_RED_TO_BLUE,
  TEXT_PX,
} from "./theme.ts";

export {
  type AccountPart,
  accountWaffle,
  type AccountWaffleOptions,
  accountWaffleTitle,
  squaresOf,
} from "./account_waffle.ts";
export { betaBars, type BetaBarsOptions, betaBarsTitle, type BetaRow } from "./beta_bars.ts";
export { dumbbell, type DumbbellOptions, type DumbbellRow, dumbbellTitle } from "./dumbbell.ts";
export {
  type GaugeRow,
  limitGauges,
  type LimitGaugesOptions,
  limitGaugesTitle,
} from "./limit_gauges.ts";
export {
  type ScoreCell,
  scoreHeatmap,
  type ScoreHeatmapOptions,
  scoreHeatmapTitle,
} from "./score_heatmap.ts";
export {
  type TiltDot,
  type TiltLine,
  tiltLines,
  type TiltLinesOptions,
  tiltLinesTitle,
} from "./tilt_lines.ts";
export {
  largestChangeTitle,
  weightBars,
  type WeightBarsOptions,
  weightBarsTitle,
  type WeightRow,
} from "./weight_bars.ts";
export { saveFigure, type SaveFigureOptions } from "./save_figure.ts";
