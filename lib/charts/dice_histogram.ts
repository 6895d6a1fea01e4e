import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { gridY, sized, zeroY } from "./kit/axes.ts";
import { histogramMarks } from "./forms/histogram.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { number } from "../words.ts";
import { histogramBins } from "./kit/histogram_bins.ts";
import { COLORS, HALO } from "./kit/theme.ts";

interface DiceHistogramOptions extends ChartOptions {
  /** The figure that is judged, in the unit of the values. */
  readonly ours: number;
  /** What it is called; "our committee" by default. */
  readonly label?: string;
}

/** Share of the values below, ties half. */
function shareBelow(values: ArrayLike<number>, ours: number): number {
  let below = 0;
  for (let i = 0; i < values.length; i++) {
    below += values[i] < ours ? 1 : values[i] === ours ? 0.5 : 0;
  }
  return below / values.length;
}

/**
 * How many committees of dice do worse, as a sentence.
 *
 * @example
 * ```ts
 * import { diceHistogramTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   diceHistogramTitle([-1, -0.5, 0, 0.5, 1], { ours: 0.7 }),
 *   "Our committee is above 80 % of 5 committees of dice; one in 5 does better by luck alone",
 * );
 * ```
 */
export function diceHistogramTitle(
  values: ArrayLike<number>,
  options: { readonly ours: number; readonly label?: string },
): string {
  const { ours, label = "our committee" } = options;
  const below = shareBelow(values, ours);
  const count = values.length.toLocaleString("en-US");
  const who = label.charAt(0).toUpperCase() + label.slice(1);
  if (below === 1) return `${who} is above each of ${count} committees of dice`;
  if (below === 0) return `${who} is below each of ${count} committees of dice`;
  // 99.96 % must not read as all of them, nor a count be lost in a percent.
  const digits = values.length > 200 ? 1 : 0;
  const shown = Math.min(below, 1 - 0.5 * 10 ** -(digits + 2) - 1e-12);
  const better = below < 0.5 ? "most do" : `one in ${number(1 / (1 - below), { digits: 0 })} does`;
  return `${who} is above ${number(100 * shown, { digits })} % of ${count} committees of dice; ` +
    `${better} better by luck alone`;
}

/**
 * What dice achieve as a histogram, with our own figure as a rule.
 *
 * @param values One Sharpe ratio per random committee, a year.
 *
 * @example
 * ```ts
 * import { diceHistogram } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const values = Array.from({ length: 200 }, (_, i) => Math.sin(i * i));
 * const chart = diceHistogram(values, { ours: 0.5, source: "Source: simulated, seed 7." });
 * match(chart.title, /of 200 committees of dice/);
 * ```
 */
export function diceHistogram(values: ArrayLike<number>, options: DiceHistogramOptions): Figure {
  const { ours, label = "our committee" } = options;
  if (!Number.isFinite(ours)) {
    throw new RangeError(`Cannot draw a histogram: need our own figure as a number, got ${ours}`);
  }
  const bins = histogramBins(values);
  const low = Math.min(bins[0].from, ours), high = Math.max(bins[bins.length - 1].to, ours);
  const room = 0.04 * (high - low);
  const most = Math.max(...bins.map(({ count }) => count));
  // The label stands on the side with more room.
  const right = ours < (low + high) / 2;
  return figure({
    ...worded(options, {
      title: diceHistogramTitle(values, { ours, label }),
      subtitle: "Number of random committees by Sharpe ratio, a year",
    }),
    ...sized({ height: 300, top: 34, left: 56 }),
    x: {
      domain: [low - room, high + room],
      label: null,
      tickFormat: (v: number) => number(v, { digits: 1 }),
    },
    y: { domain: [0, 1.12 * most], label: null, ticks: 5 },
    marks: [
      gridY(5),
      histogramMarks(bins, { fill: COLORS.grey }),
      zeroY(),
      Plot.ruleX([0], { stroke: "currentColor", strokeOpacity: 0.5, strokeDasharray: "2,3" }),
      Plot.ruleX([ours], { stroke: COLORS.blue, strokeWidth: 3 }),
      Plot.text([ours], {
        x: (value: number) => value,
        frameAnchor: "top",
        text: () => `${label} ${number(ours)}`,
        textAnchor: right ? "start" : "end",
        dx: right ? 8 : -8,
        dy: -14,
        fontWeight: 600,
        ...HALO,
      }),
    ],
  });
}
