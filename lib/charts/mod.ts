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
 * The list below goes by the question that a chart answers. Read `kit/figure.ts` next, which every
 * chart goes through, then `month_cells.ts` as the pattern of the others: the type of its rows, its
 * title, and a form of `forms/` with options. In the browser import a chart's own file: this list
 * brings linkedom along.
 *
 * @module
 */

import "./kit/linkedom_document.ts";

// Figures: what every chart goes through, and how one is kept
export { type Figure, figure } from "./kit/figure.ts";
export type { ChartOptions } from "./kit/chart_options.ts";
export { DISPLAY, type Displayable, escaped, type MediaBundle, NO_MATH } from "./kit/display.ts";
export { type ChartDocument, useDocument } from "./kit/document.ts";
export { COLORS, FONTS, GROUND, signColor, TEXT_PX } from "./kit/theme.ts";
export { saveFigure } from "./save_figure.ts";
export {
  bp,
  counted,
  countWord,
  dollars,
  listed,
  MISSING,
  number,
  percent,
  points,
  rarePercent,
} from "../words.ts";

// What does the committee say?
export { type ScoreCell, scoreHeatmap, scoreHeatmapTitle } from "./score_heatmap.ts";
export { ballotStrip, type BallotStripRow, ballotStripTitle } from "./ballot_strip.ts";
export { type TiltDot, type TiltLine, tiltLines, tiltLinesTitle } from "./tilt_lines.ts";
export { type FaultPart, faultWaffle, faultWaffleTitle } from "./fault_waffle.ts";
export { type TickRow, timelineTicks, timelineTicksTitle } from "./timeline_ticks.ts";
export { type StageSpan, stageSpans, stageSpansTitle } from "./stage_spans.ts";

// Do its members agree, and are they biased?
export {
  disagreementDots,
  disagreementDotsTitle,
  type DisagreementRow,
  spreadOf,
} from "./disagreement_dots.ts";
export { centreLines, centreLinesTitle, type CentreRow } from "./centre_lines.ts";
export {
  type ConfidenceDot,
  confidenceSpread,
  confidenceSpreadTitle,
} from "./confidence_spread.ts";
export { pooledDeviation, retestBoxes, retestBoxesTitle, type RetestRow } from "./retest_boxes.ts";
export {
  type CorrelationCell,
  correlationCells,
  correlationCellsTitle,
} from "./correlation_cells.ts";
export { type ErrorLine, errorLines, errorLinesTitle } from "./error_lines.ts";
export { scoreDumbbell, type ScoreDumbbellRow, scoreDumbbellTitle } from "./score_dumbbell.ts";
export { type DriftBar, driftBars, driftBarsTitle, lostShare } from "./drift_bars.ts";
export { type BiasCell, biasCells, biasCellsTitle } from "./bias_cells.ts";
export { type BiasOutcomeRow, biasOutcomes, biasOutcomesTitle } from "./bias_outcomes.ts";

// Does what is stated come true?
export {
  reliabilityDiagram,
  reliabilityDiagramTitle,
  type ReliabilityRow,
} from "./reliability_diagram.ts";
export {
  type CalibrationPoint,
  type CalibrationStep,
  calibrationSteps,
  calibrationStepsTitle,
} from "./calibration_steps.ts";

// Do scores foretell returns?
export { icBars, icBarsTitle, type IcRow } from "./ic_bars.ts";
export { type IcWeek, icWeeks, icWeeksTitle } from "./ic_weeks.ts";
export { type DecayPoint, icDecay, icDecayTitle } from "./ic_decay.ts";
export { type QuantileBar, quantileBars, quantileBarsTitle } from "./quantile_bars.ts";
export { type HalfWidth, halfWidthLine, halfWidthLineTitle } from "./half_width_line.ts";
export { tHistograms, tHistogramsTitle, type TPanel } from "./t_histograms.ts";
export { type FunnelBar, funnelBars, funnelBarsTitle } from "./funnel_bars.ts";

// What does the book hold?
export { largestChangeTitle, weightBars, weightBarsTitle, type WeightRow } from "./weight_bars.ts";
export { type WeightCell, weightCells } from "./weight_cells.ts";
export { bookMultiples, bookMultiplesTitle, type BookPanel } from "./book_multiples.ts";
export { bookAndLimits } from "./book_and_limits.ts";
export { type GrossBar, grossBars, grossBarsTitle } from "./gross_bars.ts";
export { type GrossLine, grossLines, grossLinesTitle } from "./gross_lines.ts";
export {
  type AccountPart,
  accountWaffle,
  accountWaffleTitle,
  squaresOf,
} from "./account_waffle.ts";
export { type SlopeAxis, type SlopeLine, slopeLines, slopeLinesTitle } from "./slope_lines.ts";

// Which limits bind, and what do they cost?
export { type GaugeRow, limitGauges, limitGaugesTitle } from "./limit_gauges.ts";
export { type LimitDumbbell, limitDumbbells, limitDumbbellsTitle } from "./limit_dumbbells.ts";
export { tangentLine, tangentLineTitle, type TangentPoint } from "./tangent_line.ts";
export { waterfall, type WaterfallRow, waterfallTitle } from "./waterfall.ts";
export {
  type CapacityCell,
  capacityCells,
  capacityCellsTitle,
  type CapacityCost,
  type CapacityState,
} from "./capacity_cells.ts";

// What is traded?
export { tradeDumbbells, tradeDumbbellsTitle, type TradeRow } from "./trade_dumbbells.ts";
export { type LegBar, legBars, legBarsTitle } from "./leg_bars.ts";
export { type BandDot, bandDots, bandDotsTitle, bandRouteTitle } from "./band_dots.ts";
export { bandSteps, type BandStepsPanel, bandStepsTitle } from "./band_steps.ts";

// Where does the risk come from?
export { betaBars, betaBarsTitle, type BetaRow } from "./beta_bars.ts";
export { type BetaInterval, betaIntervals, betaIntervalsTitle } from "./beta_intervals.ts";
export { dumbbell, type DumbbellRow, dumbbellTitle } from "./dumbbell.ts";
export {
  contributionBars,
  contributionBarsTitle,
  type ContributionRow,
} from "./contribution_bars.ts";
export {
  dendrogram,
  type DendrogramLink,
  type DendrogramOptions,
  dendrogramTitle,
} from "./dendrogram.ts";
export { type StateDay, stateLine, stateLineTitle } from "./state_line.ts";

// What if it goes wrong, and what does a hedge cost?
export { type StressBar, stressBars, stressBarsTitle } from "./stress_bars.ts";
export { type StressLine, stressLines, stressLinesTitle } from "./stress_lines.ts";
export { type PathPanel, pathPanels, pathPanelsTitle } from "./path_panels.ts";
export { pairedBars, pairedBarsTitle, type PairedRow } from "./paired_bars.ts";
export { type LifeSpan, lifeSpans, lifeSpansTitle } from "./life_spans.ts";

// What came of it?
export {
  type FanPoint,
  type GrowthLine,
  growthLines,
  growthLinesTitle,
  type GrowthPoint,
} from "./growth_lines.ts";
export { type DepthPoint, drawdownArea, drawdownAreaTitle } from "./drawdown_area.ts";
export { rollingLine, rollingLineTitle, type RollingPoint } from "./rolling_line.ts";
export { type YearBar, yearBars, yearBarsTitle } from "./year_bars.ts";
export { type MonthCell, monthCells, monthCellsTitle } from "./month_cells.ts";
export { histogramBars, histogramBarsTitle } from "./histogram_bars.ts";

// Was it skill or luck?
export { type IntervalDot, intervalDots, intervalDotsTitle } from "./interval_dots.ts";
export { bootstrapHistogram, bootstrapHistogramTitle } from "./bootstrap_histogram.ts";
export { diceHistogram, diceHistogramTitle } from "./dice_histogram.ts";
export { rankHistogram, rankHistogramTitle } from "./rank_histogram.ts";
export { type RatioBar, ratioBars, ratioBarsTitle } from "./ratio_bars.ts";
export { type DecisionTick, decisionTicks, decisionTicksTitle } from "./decision_ticks.ts";

// Which weights would have been best?
export { type TernaryBase, ternaryMap, ternaryMapTitle } from "./ternary_map.ts";
export { type TernaryPanel, ternaryPanels, ternaryPanelsTitle } from "./ternary_panels.ts";
export { ternaryKey } from "./ternary_key.ts";
export { sharesLabel, type TernaryCell } from "./forms/ternary.ts";
export { type PairCell, pairCells, pairCellsTitle } from "./pair_cells.ts";
export { type PairedRange, pairedRanges, pairedRangesTitle } from "./paired_ranges.ts";
export { type SampleDot, sampleScatter, sampleScatterTitle } from "./sample_scatter.ts";
export {
  type SensitivityLine,
  sensitivityLines,
  sensitivityLinesTitle,
  type SensitivityPoint,
} from "./sensitivity_lines.ts";
