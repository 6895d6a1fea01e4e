import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { gridY, sized, zeroY } from "./kit/axes.ts";
import { histogramMarks } from "./forms/histogram.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { number, rarePercent } from "../words.ts";
import { histogramBins } from "./kit/histogram_bins.ts";
import { COLORS, HALO } from "./kit/theme.ts";

interface BootstrapHistogramOptions extends ChartOptions {
  /** The figure of the record itself. */
  readonly estimate: number;
  /** The interval that the draws give. */
  readonly low: number;
  readonly high: number;
  /** Two-sided confidence of the interval; 0.95 by default. */
  readonly level?: number;
  /** A guess of the share of draws below zero: a dashed upright with that share left of it. */
  readonly guess?: number;
}

/**
 * Whether the interval holds zero, as a sentence.
 *
 * @example
 * ```ts
 * import { bootstrapHistogramTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   bootstrapHistogramTitle({ estimate: 0.62, low: -0.31, high: 1.52 }),
 *   "A Sharpe ratio of 0.62 may be anything from −0.31 to 1.52: zero is not ruled out",
 * );
 * ```
 */
export function bootstrapHistogramTitle(
  { estimate, low, high }: {
    readonly estimate: number;
    readonly low: number;
    readonly high: number;
  },
): string {
  const range = `A Sharpe ratio of ${number(estimate)} may be anything from ${number(low)} to ${
    number(high)
  }`;
  if (low > 0) return `${range}, all of it above zero`;
  return high < 0 ? `${range}, all of it below zero` : `${range}: zero is not ruled out`;
}

/**
 * Bootstrap draws of a Sharpe ratio as a histogram, losses and gains apart, zero and the interval drawn.
 *
 * @param draws One ratio per resample, a year.
 *
 * @example
 * ```ts
 * import { bootstrapHistogram } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const draws = Array.from({ length: 200 }, (_, i) => 0.5 + Math.sin(i * i));
 * const chart = bootstrapHistogram(draws, {
 *   estimate: 0.5, low: -0.4, high: 1.4, source: "Source: simulated, seed 7.",
 * });
 * match(chart.title, /zero is not ruled out/);
 * ```
 */
export function bootstrapHistogram(
  draws: ArrayLike<number>,
  options: BootstrapHistogramOptions,
): Figure {
  const { low, high, level = 0.95 } = options;
  if (!(low <= high && Number.isFinite(low) && Number.isFinite(high))) {
    throw new RangeError(
      `Cannot draw a histogram: need an interval from low to high, got ${low} to ${high}`,
    );
  }
  const bins = histogramBins(draws, { about: 40 });
  const left = Math.min(bins[0].from, 0, low), right = Math.max(bins[bins.length - 1].to, 0, high);
  const room = 0.03 * (right - left);
  const most = Math.max(...bins.map(({ count }) => count));
  let below = 0;
  for (let i = 0; i < draws.length; i++) if (draws[i] < 0) below++;
  const share = below / draws.length;
  const guessed = options.guess === undefined ? undefined : guessAt(draws, options.guess);
  const percent = share === 0 ? "none" : rarePercent(share);
  return figure({
    ...worded(options, {
      title: bootstrapHistogramTitle(options),
      subtitle: `Number of resampled records by Sharpe ratio, a year; bracket: ${
        number(100 * level, { digits: 0 })
      } % interval`,
    }),
    ...sized({ height: 310, top: 58, left: 60 }),
    x: {
      domain: [left - room, right + room],
      label: null,
      tickFormat: (value: number) => number(value, { digits: 1 }),
    },
    y: { domain: [0, 1.05 * most], label: null, ticks: 5 },
    marks: [
      gridY(5),
      histogramMarks(bins, {
        fill: ({ from, to }) => (from + to < 0 ? COLORS.vermillion : COLORS.blue),
      }),
      zeroY(),
      Plot.ruleX([0], { stroke: "currentColor", strokeWidth: 2 }),
      ...(guessed === undefined ? [] : [
        Plot.ruleX([guessed], {
          stroke: "currentColor",
          strokeWidth: 2,
          strokeDasharray: "2,4",
        }),
        Plot.text([guessed], {
          x: (at: number) => at,
          frameAnchor: "middle",
          text: () => `your guess: ${number(100 * options.guess!, { digits: 0 })} % lie left`,
          textAnchor: guessed > (left + right) / 2 ? "end" : "start",
          dx: guessed > (left + right) / 2 ? -7 : 7,
          fontStyle: "italic",
          ...HALO,
        }),
      ]),
      // Colour does not stand alone: the share below zero is written on its side.
      Plot.text([0], {
        x: () => 0,
        frameAnchor: "top",
        text: () => `${percent} below zero`,
        textAnchor: (-left) / (right - left) > 0.24 ? "end" : "start",
        dx: (-left) / (right - left) > 0.24 ? -7 : 7,
        dy: -44,
        ...HALO,
      }),
      // The bracket: an upright at either end, and the line between.
      ...[[low, low, most], [high, high, most], [low, high, 1.05 * most]].map(([x1, x2, y2]) =>
        Plot.link([0], {
          x1: () => x1,
          x2: () => x2,
          y1: () => 1.05 * most,
          y2: () => y2,
          stroke: "currentColor",
          strokeWidth: 2,
          dy: -12,
        })
      ),
      Plot.text([low, high], {
        x: (value: number) => value,
        y: () => 1.05 * most,
        text: (value: number) => number(value),
        dy: -24,
        ...HALO,
      }),
    ],
  });
}

/** The value that a share of the draws lies below. */
function guessAt(draws: ArrayLike<number>, share: number): number {
  if (!(share >= 0 && share <= 1)) {
    throw new RangeError(
      `Cannot draw a histogram: need a guess from 0 to 1 of the share below zero, got ${share}`,
    );
  }
  const sorted = Float64Array.from(draws).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
