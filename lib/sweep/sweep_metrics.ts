import { type PanelRun, type ResearchPanel, RHYTHMS, SECTOR_COUNT } from "../research/mod.ts";
import { rankIcs, relativeOutcomes } from "../signals/mod.ts";
import { isHit, mean, sharpeRatio } from "../stats/mod.ts";

/** Everything a metric may look at: one weighting's run, its scores, and what is known of the panel. */
export interface MetricInput {
  readonly run: PanelRun;
  /** Blended scores × 11, one row per decision. */
  readonly scores: Float64Array;
  readonly panel: ResearchPanel;
  /** Sector less mean of sectors over the coming horizon of a ballot, one row per step. */
  readonly outcomes: () => readonly (readonly (number | undefined)[])[];
}

/** One column of a sweep's results. */
export interface SweepMetric {
  /** As in a sentence: "net Sharpe ratio". */
  readonly label: string;
  readonly unit: "ratio" | "share per year" | "share" | "times per year" | "correlation";
  /** Whether more is better. */
  readonly up: boolean;
  /** NaN where the run has none: a run that held cash alone has no Sharpe ratio. */
  readonly of: (input: MetricInput) => number;
}

/**
 * Returns beyond cash, one per step: what every ratio here is made of.
 *
 * @example
 * ```ts
 * import { excessReturns } from "lab/sweep";
 * import { deepEqual } from "node:assert/strict";
 *
 * const cashFactor = Float64Array.of(1, 1.25);
 * deepEqual([...excessReturns(Float64Array.of(0.5, 0.5), { cashFactor })], [0.5, 0.25]);
 * ```
 */
export function excessReturns(
  returns: Float64Array,
  { cashFactor }: Pick<ResearchPanel, "cashFactor">,
): Float64Array {
  return returns.map((value, k) => value - (cashFactor[k] - 1));
}

function sharpePerYear(returns: Float64Array, panel: ResearchPanel): number {
  const ratio = returns.length < 3 ? undefined : sharpeRatio(excessReturns(returns, panel));
  return ratio === undefined ? NaN : ratio * Math.sqrt(panel.periodsPerYear);
}

function yearly(values: Float64Array, { periodsPerYear }: ResearchPanel): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k];
  return sum / values.length * periodsPerYear;
}

function deepest(net: Float64Array): number {
  let level = 1, top = 1, worst = 0;
  for (let k = 0; k < net.length; k++) {
    level *= 1 + net[k];
    if (level > top) top = level;
    else if (1 - level / top > worst) worst = 1 - level / top;
  }
  return worst;
}

function scoreRows(scores: Float64Array, steps: number): (number | undefined)[][] {
  return Array.from(
    { length: steps },
    (_, k) =>
      Array.from(
        scores.subarray(k * SECTOR_COUNT, (k + 1) * SECTOR_COUNT),
        (value) => Number.isNaN(value) ? undefined : value,
      ),
  );
}

/**
 * Relative outcomes of every step of a panel over the ballot's horizon; steps may overlap, so their
 * mean is a figure and their number no n.
 */
export function panelOutcomes(panel: ResearchPanel): readonly (readonly (number | undefined)[])[] {
  const { steps, longFactor, listed, schedule } = panel;
  const width = SECTOR_COUNT + 1;
  const returns = Array.from(
    { length: steps },
    (_, k) =>
      Array.from({ length: SECTOR_COUNT }, (_, i) => {
        const factor = longFactor[k * width + i];
        return listed[k * SECTOR_COUNT + i] === 1 && Number.isFinite(factor)
          ? factor - 1
          : undefined;
      }),
  );
  return relativeOutcomes(returns, RHYTHMS[schedule].horizon);
}

/**
 * Every metric a sweep can report, by name: the one table.
 *
 * Ratios are per year, arithmetic mean over sample deviation of what lies beyond cash. Costs and
 * turnover are shares of equity per year; both sides of a trade count. The coefficient is the mean
 * rank correlation of score and relative return over four weeks (a month on monthly data); the hit rate
 * leaves scores of 3 out, as a ballot's does.
 */
export const SWEEP_METRICS = {
  netSharpe: {
    label: "net Sharpe ratio",
    unit: "ratio",
    up: true,
    of: ({ run, panel }) => sharpePerYear(run.net, panel),
  },
  grossSharpe: {
    label: "gross Sharpe ratio",
    unit: "ratio",
    up: true,
    of: ({ run, panel }) => sharpePerYear(run.gross, panel),
  },
  cagr: {
    label: "growth per year",
    unit: "share per year",
    up: true,
    of: ({ run, panel }) => {
      const { equityUsd } = run, end = equityUsd[equityUsd.length - 1];
      return (end / equityUsd[0]) ** (panel.periodsPerYear / panel.steps) - 1;
    },
  },
  meanNet: {
    label: "net return per year",
    unit: "share per year",
    up: true,
    of: ({ run, panel }) => yearly(run.net, panel),
  },
  volatility: {
    label: "volatility",
    unit: "share per year",
    up: false,
    of: ({ run: { net }, panel }) => {
      const m = mean(net);
      let squares = 0;
      for (let k = 0; k < net.length; k++) squares += (net[k] - m) ** 2;
      return Math.sqrt(squares / (net.length - 1) * panel.periodsPerYear);
    },
  },
  maxDrawdown: {
    label: "deepest drawdown",
    unit: "share",
    up: false,
    of: ({ run }) => deepest(run.net),
  },
  turnover: {
    label: "turnover",
    unit: "times per year",
    up: false,
    of: ({ run, panel }) => yearly(run.turnover, panel),
  },
  cost: {
    label: "cost per year",
    unit: "share per year",
    up: false,
    of: ({ run, panel }) => yearly(run.cost, panel),
  },
  winRate: {
    label: "share of steps above cash",
    unit: "share",
    up: true,
    of: ({ run, panel }) => {
      const excess = excessReturns(run.net, panel);
      return excess.reduce((count, value) => count + (value > 0 ? 1 : 0), 0) / excess.length;
    },
  },
  ic: {
    label: "rank information coefficient",
    unit: "correlation",
    up: true,
    of: ({ scores, panel, outcomes }) => {
      const known = rankIcs(scoreRows(scores, panel.steps), outcomes()).byDate
        .filter((value) => value !== undefined);
      return known.length === 0 ? NaN : mean(known);
    },
  },
  hitRate: {
    label: "hit rate of calls",
    unit: "share",
    up: true,
    of: ({ scores, panel, outcomes }) => {
      let hits = 0, calls = 0;
      const rows = outcomes();
      for (let k = 0; k < panel.steps; k++) {
        for (let i = 0; i < SECTOR_COUNT; i++) {
          const hit = isHit(scores[k * SECTOR_COUNT + i], rows[k][i]);
          if (hit === undefined) continue;
          calls++;
          if (hit) hits++;
        }
      }
      return calls === 0 ? NaN : hits / calls;
    },
  },
} as const satisfies Readonly<Record<string, SweepMetric>>;

/** Name of a metric. */
export type MetricName = keyof typeof SWEEP_METRICS;

/** All names, in the order of the table. */
export const METRIC_NAMES: readonly MetricName[] = Object.keys(SWEEP_METRICS) as MetricName[];
