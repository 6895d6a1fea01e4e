import { PILLARS, type PillarWeights } from "../committee/mod.ts";
import { sharpeInterval } from "../evidence/mod.ts";
import { NEUTRAL_SCORE } from "../portfolio/mod.ts";
import {
  backtestScores,
  type BookRule,
  panelScores,
  type ResearchPanel,
  SECTOR_COUNT,
} from "../research/mod.ts";
import {
  excessReturns,
  type MetricName,
  panelOutcomes,
  SWEEP_METRICS,
  type SweepMetric,
} from "./sweep_metrics.ts";
import type { SweepPanel } from "./sweep_panel.ts";
import { bookRule, type SweepSettings } from "./sweep_settings.ts";
import type { Shares } from "../stats/ternary.ts";

/** What is run for each weighting, besides the weights. */
export interface ShardOptions {
  readonly settings: SweepSettings;
  readonly equityUsd: number;
  readonly metrics: readonly MetricName[];
  readonly intervals: { readonly draws: number; readonly seed: number } | null;
}

/** The figures of some weightings, row by row. */
export interface ShardResult {
  /** Rows × metrics; NaN where a run has none. */
  readonly values: Float64Array;
  /** Rows × 2, low and high of the net Sharpe ratio per year; empty without `intervals`. */
  readonly bounds: Float64Array;
  /** Rows × steps, net returns. */
  readonly net: Float64Array;
  /** Steps whose cost is a floor, by row, since a part of it is unknown. */
  readonly costUnknown: Int32Array;
}

/** A panel whose every cost is a multiple of what it was. */
export function withCostLevel(panel: ResearchPanel, level: number): ResearchPanel {
  if (level === 1) return panel;
  const times = (values: Float64Array) => values.map((value) => value * level);
  return {
    ...panel,
    longRate: times(panel.longRate),
    longImpact: times(panel.longImpact),
    shortRate: times(panel.shortRate),
    shortImpact: times(panel.shortImpact),
    commissionUsd: panel.commissionUsd * level,
  };
}

/**
 * Runs some weightings on a panel: the one place where a sweep computes, in a worker or without.
 *
 * @param points Three shares each, in the order of the pillars.
 * @param onPoint Called after each weighting.
 * @returns Figures by row; a row depends on its own weights alone, never on its neighbours.
 */
export function runShard(
  { panel: given, confidence }: Pick<SweepPanel, "panel" | "confidence">,
  points: readonly Shares[],
  options: ShardOptions,
  onPoint?: () => void,
): ShardResult {
  const { settings, equityUsd, metrics, intervals } = options;
  const panel = withCostLevel(given, settings.costLevel);
  const rule: BookRule = bookRule(settings), { steps } = panel;
  const asked: readonly SweepMetric[] = metrics.map((name) => SWEEP_METRICS[name]);
  const values = new Float64Array(points.length * asked.length);
  const net = new Float64Array(points.length * steps);
  const bounds = new Float64Array(intervals ? points.length * 2 : 0);
  const costUnknown = new Int32Array(points.length);
  const scratch = new Float64Array(panel.days.length * SECTOR_COUNT);
  let known: ReturnType<typeof panelOutcomes> | undefined;
  const outcomes = () => known ??= panelOutcomes(panel);
  points.forEach((weights, row) => {
    const named = Object.fromEntries(
      PILLARS.map((pillar, p) => [pillar, weights[p]]),
    ) as unknown as PillarWeights;
    const table = panelScores(panel, named, scratch), { scores } = table;
    if (settings.confidence === "stated") {
      for (let at = 0; at < scores.length; at++) {
        scores[at] = NEUTRAL_SCORE + (scores[at] - NEUTRAL_SCORE) * confidence[at];
      }
    }
    const run = backtestScores(panel, table, { rule, equityUsd });
    asked.forEach(({ of }, m) =>
      values[row * asked.length + m] = of({ run, scores, panel, outcomes })
    );
    net.set(run.net, row * steps);
    for (let k = 0; k < steps; k++) costUnknown[row] += 1 - run.costKnown[k];
    if (intervals) {
      const excess = excessReturns(run.net, panel), year = Math.sqrt(panel.periodsPerYear);
      const isFlat = excess.every((value) => value === excess[0]);
      // All weightings see the same resamples, so that neighbours differ by what they are.
      const { low, high } = isFlat
        ? { low: NaN, high: NaN }
        : sharpeInterval(excess, { method: "bootstrap", ...intervals });
      bounds[row * 2] = low * year;
      bounds[row * 2 + 1] = high * year;
    }
    onPoint?.();
  });
  return { values, bounds, net, costUnknown };
}
