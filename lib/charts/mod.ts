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

import "./kit/linkedom_document.ts";

export { DISPLAY, type Displayable, escaped, type MediaBundle, NO_MATH } from "./kit/display.ts";
export { type ChartDocument, chartDocument, useDocument } from "./kit/document.ts";
export { type Figure, figure, type FigureOptions } from "./kit/figure.ts";
export {
  bp,
  counted,
  countWord,
  dollars,
  type FormatOptions,
  listed,
  MISSING,
  number,
  percent,
  points,
  rarePercent,
} from "../words.ts";
export {
  COLORS,
  FIGURE_WIDTH,
  FONTS,
  GROUND,
  RED_TO_BLUE,
  signColor,
  TEXT_ON_RED_TO_BLUE,
  TEXT_PX,
} from "./kit/theme.ts";

export {
  type AccountPart,
  accountWaffle,
  accountWaffleTitle,
  squaresOf,
} from "./account_waffle.ts";
export { betaBars, type BetaBarsOptions, betaBarsTitle, type BetaRow } from "./beta_bars.ts";
export { bookAndLimits, type BookAndLimitsOptions } from "./book_and_limits.ts";
export {
  bookMultiples,
  type BookMultiplesOptions,
  bookMultiplesTitle,
  type BookPanel,
} from "./book_multiples.ts";
export {
  type CapacityCell,
  capacityCells,
  type CapacityCellsOptions,
  capacityCellsTitle,
  type CapacityCost,
  type CapacityState,
} from "./capacity_cells.ts";
export {
  contributionBars,
  type ContributionBarsOptions,
  contributionBarsTitle,
  type ContributionRow,
} from "./contribution_bars.ts";
export {
  dendrogram,
  type DendrogramLink,
  type DendrogramOptions,
  dendrogramTitle,
} from "./dendrogram.ts";
export { dumbbell, type DumbbellOptions, type DumbbellRow, dumbbellTitle } from "./dumbbell.ts";
export { type GrossBar, grossBars, type GrossBarsOptions, grossBarsTitle } from "./gross_bars.ts";
export {
  type GrossLine,
  grossLines,
  type GrossLinesOptions,
  grossLinesTitle,
} from "./gross_lines.ts";
export {
  type LimitDumbbell,
  limitDumbbells,
  type LimitDumbbellsOptions,
  limitDumbbellsTitle,
} from "./limit_dumbbells.ts";
export { type GaugeRow, limitGauges, limitGaugesTitle } from "./limit_gauges.ts";
export {
  type ScoreCell,
  scoreHeatmap,
  type ScoreHeatmapOptions,
  scoreHeatmapTitle,
} from "./score_heatmap.ts";
export {
  type SlopeAxis,
  type SlopeLine,
  slopeLines,
  type SlopeLinesOptions,
  slopeLinesTitle,
} from "./slope_lines.ts";
export {
  tangentLine,
  type TangentLineOptions,
  tangentLineTitle,
  type TangentPoint,
} from "./tangent_line.ts";
export {
  type TiltDot,
  type TiltLine,
  tiltLines,
  type TiltLinesOptions,
  tiltLinesTitle,
} from "./tilt_lines.ts";
export {
  tradeDumbbells,
  type TradeDumbbellsOptions,
  tradeDumbbellsTitle,
  type TradeRow,
} from "./trade_dumbbells.ts";
export {
  waterfall,
  type WaterfallOptions,
  type WaterfallRow,
  waterfallTitle,
} from "./waterfall.ts";
export {
  largestChangeTitle,
  weightBars,
  type WeightBarsOptions,
  weightBarsTitle,
  type WeightRow,
} from "./weight_bars.ts";
export { type WeightCell, weightCells, type WeightCellsOptions } from "./weight_cells.ts";
export {
  ballotStrip,
  type BallotStripOptions,
  type BallotStripRow,
  ballotStripTitle,
} from "./ballot_strip.ts";
export {
  type DriftBar,
  driftBars,
  type DriftBarsOptions,
  driftBarsTitle,
  lostShare,
} from "./drift_bars.ts";
export { type FaultPart, faultWaffle, faultWaffleTitle } from "./fault_waffle.ts";
export {
  type FunnelBar,
  funnelBars,
  type FunnelBarsOptions,
  funnelBarsTitle,
} from "./funnel_bars.ts";
export { icBars, type IcBarsOptions, icBarsTitle, type IcRow } from "./ic_bars.ts";
export { type IcWeek, icWeeks, type IcWeeksOptions, icWeeksTitle } from "./ic_weeks.ts";
export {
  type HalfWidth,
  halfWidthLine,
  type HalfWidthLineOptions,
  halfWidthLineTitle,
} from "./half_width_line.ts";
export {
  tHistograms,
  type THistogramsOptions,
  tHistogramsTitle,
  type TPanel,
} from "./t_histograms.ts";
export { type DecayPoint, icDecay, type IcDecayOptions, icDecayTitle } from "./ic_decay.ts";
export {
  type QuantileBar,
  quantileBars,
  type QuantileBarsOptions,
  quantileBarsTitle,
} from "./quantile_bars.ts";
export { scoreDumbbell, type ScoreDumbbellRow, scoreDumbbellTitle } from "./score_dumbbell.ts";
export {
  type TickRow,
  timelineTicks,
  type TimelineTicksOptions,
  timelineTicksTitle,
} from "./timeline_ticks.ts";
export { saveFigure, type SaveFigureOptions } from "./save_figure.ts";
export {
  disagreementDots,
  disagreementDotsTitle,
  type DisagreementRow,
  spreadOf,
} from "./disagreement_dots.ts";
export {
  centreLines,
  type CentreLinesOptions,
  centreLinesTitle,
  type CentreRow,
} from "./centre_lines.ts";
export {
  type CorrelationCell,
  correlationCells,
  correlationCellsTitle,
} from "./correlation_cells.ts";
export { type ErrorLine, errorLines, errorLinesTitle } from "./error_lines.ts";
export {
  pooledDeviation,
  retestBoxes,
  type RetestBoxesOptions,
  retestBoxesTitle,
  type RetestRow,
} from "./retest_boxes.ts";
export { type BiasCell, biasCells, biasCellsTitle } from "./bias_cells.ts";
export { type BiasOutcomeRow, biasOutcomes, biasOutcomesTitle } from "./bias_outcomes.ts";
export {
  type ConfidenceDot,
  confidenceSpread,
  type ConfidenceSpreadOptions,
  confidenceSpreadTitle,
} from "./confidence_spread.ts";
export {
  reliabilityDiagram,
  type ReliabilityDiagramOptions,
  reliabilityDiagramTitle,
  type ReliabilityRow,
} from "./reliability_diagram.ts";
export {
  type CalibrationPoint,
  type CalibrationStep,
  calibrationSteps,
  type CalibrationStepsOptions,
  calibrationStepsTitle,
} from "./calibration_steps.ts";
export {
  type BandDot,
  bandDots,
  type BandDotsOptions,
  bandDotsTitle,
  bandRouteTitle,
} from "./band_dots.ts";
export {
  bandSteps,
  type BandStepsOptions,
  type BandStepsPanel,
  bandStepsTitle,
} from "./band_steps.ts";
export { type BetaInterval, betaIntervals, betaIntervalsTitle } from "./beta_intervals.ts";
export { type LegBar, legBars, legBarsTitle } from "./leg_bars.ts";
export { type LifeSpan, lifeSpans, type LifeSpansOptions, lifeSpansTitle } from "./life_spans.ts";
export { pairedBars, pairedBarsTitle, type PairedRow } from "./paired_bars.ts";
export { type PathPanel, pathPanels, pathPanelsTitle } from "./path_panels.ts";
export { type StateDay, stateLine, type StateLineOptions, stateLineTitle } from "./state_line.ts";
export { type StressBar, stressBars, stressBarsTitle } from "./stress_bars.ts";
export {
  type StressLine,
  stressLines,
  type StressLinesOptions,
  stressLinesTitle,
} from "./stress_lines.ts";
export {
  type TernaryBase,
  ternaryMap,
  type TernaryMapOptions,
  ternaryMapTitle,
} from "./ternary_map.ts";
export { sharesLabel, type TernaryCell } from "./forms/ternary.ts";
export type { ValueFormat } from "./kit/field_classes.ts";
export { ternaryKey, type TernaryKeyOptions } from "./ternary_key.ts";
export {
  type TernaryPanel,
  ternaryPanels,
  type TernaryPanelsOptions,
  ternaryPanelsTitle,
} from "./ternary_panels.ts";
export {
  type SampleDot,
  sampleScatter,
  type SampleScatterOptions,
  sampleScatterTitle,
} from "./sample_scatter.ts";
export {
  type PairedRange,
  pairedRanges,
  type PairedRangesOptions,
  pairedRangesTitle,
} from "./paired_ranges.ts";
export { type PairCell, pairCells, type PairCellsOptions, pairCellsTitle } from "./pair_cells.ts";
export {
  type SensitivityLine,
  sensitivityLines,
  type SensitivityLinesOptions,
  sensitivityLinesTitle,
  type SensitivityPoint,
} from "./sensitivity_lines.ts";
export { type DepthPoint, drawdownArea, drawdownAreaTitle } from "./drawdown_area.ts";
export {
  type FanPoint,
  type GrowthLine,
  growthLines,
  type GrowthLinesOptions,
  growthLinesTitle,
  type GrowthPoint,
} from "./growth_lines.ts";
export {
  histogramBars,
  type HistogramBarsOptions,
  histogramBarsTitle,
  type HistogramRule,
} from "./histogram_bars.ts";
export { type MonthCell, monthCells, monthCellsTitle } from "./month_cells.ts";
export {
  rollingLine,
  type RollingLineOptions,
  rollingLineTitle,
  type RollingPoint,
} from "./rolling_line.ts";
export { type YearBar, yearBars, type YearBarsOptions, yearBarsTitle } from "./year_bars.ts";
export {
  bootstrapHistogram,
  type BootstrapHistogramOptions,
  bootstrapHistogramTitle,
} from "./bootstrap_histogram.ts";
export { diceHistogram, type DiceHistogramOptions, diceHistogramTitle } from "./dice_histogram.ts";
export { type RatioBar, ratioBars, type RatioBarsOptions, ratioBarsTitle } from "./ratio_bars.ts";
export { rankHistogram, rankHistogramTitle } from "./rank_histogram.ts";
export {
  type DecisionTick,
  decisionTicks,
  type DecisionTicksOptions,
  decisionTicksTitle,
} from "./decision_ticks.ts";
export {
  type IntervalDot,
  intervalDots,
  type IntervalDotsOptions,
  intervalDotsTitle,
} from "./interval_dots.ts";
