import type { SweepEvidence, WeightingEvidence } from "./sweep_evidence.ts";
import { weightsText } from "./sweep_tables.ts";
import type { Shares } from "../stats/ternary.ts";
import { isSameWeights } from "./weighting_returns.ts";

/**
 * A sweep's evidence as the rows of its charts: cells for `ternaryMap`, ranges for `pairedRanges`, dots
 * for `sampleScatter`. Ratios are per year.
 *
 * @example
 * ```ts
 * import { runSweep, sweepChartRows, sweepConfig, sweepEvidence } from "lab/sweep";
 * import { equal } from "node:assert/strict";
 *
 * const config = sweepConfig({
 *   data: { kind: "simulated", seeds: [7], years: 3, committee: "dice" },
 *   grid: { step: 0.25 },
 * });
 * const result = await runSweep(config, { workers: 0 });
 * const rows = sweepChartRows(await sweepEvidence(result, { seed: 1, draws: 200 }));
 * equal(rows.cells.length, 15);
 * equal(rows.ranges.length, 14);
 * ```
 */
export function sweepChartRows({ weightings, base }: SweepEvidence): {
  readonly cells: readonly {
    readonly weights: Shares;
    readonly value: number;
    readonly alike: boolean;
  }[];
  readonly ranges: readonly {
    readonly label: string;
    readonly difference: number;
    readonly low: number;
    readonly high: number;
    readonly wideLow: number;
    readonly wideHigh: number;
  }[];
  readonly dots: readonly {
    readonly label: string;
    readonly inSample: number;
    readonly outOfSample: number;
    readonly isBase?: boolean;
  }[];
} {
  const isBase = ({ weights }: WeightingEvidence) => isSameWeights(weights, base.weights);
  return {
    cells: weightings.map(({ weights, sharpe, alikeBest }) => ({
      weights,
      value: sharpe,
      alike: alikeBest,
    })),
    ranges: weightings.filter((one) => !isBase(one)).map((one) => ({
      label: weightsText(one.weights),
      difference: one.difference,
      low: one.low,
      high: one.high,
      wideLow: one.lowForAll,
      wideHigh: one.highForAll,
    })),
    dots: weightings.flatMap((one) =>
      one.firstHalf === undefined || one.secondHalf === undefined ? [] : [{
        label: weightsText(one.weights),
        inSample: one.firstHalf,
        outOfSample: one.secondHalf,
        ...(isBase(one) ? { isBase: true } : {}),
      }]
    ),
  };
}
