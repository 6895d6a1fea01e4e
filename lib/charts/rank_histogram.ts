import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { gridY, sized, zeroY } from "./kit/axes.ts";
import { histogramMarks } from "./forms/histogram.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { number, rarePercent } from "../words.ts";
import { histogramBins } from "./kit/histogram_bins.ts";
import { COLORS, HALO } from "./kit/theme.ts";

/** The middle of all places: a winner that falls below it was chosen by chance. */
const MIDDLE = 0.5;

/** Share of the ranks below the middle, a rank on it half. */
function belowMiddle(ranks: ArrayLike<number>): number {
  let below = 0;
  for (let i = 0; i < ranks.length; i++) {
    below += ranks[i] < MIDDLE ? 1 : ranks[i] === MIDDLE ? 0.5 : 0;
  }
  return below / ranks.length;
}

/**
 * How often the winner falls below the middle, as a sentence.
 *
 * @example
 * ```ts
 * import { rankHistogramTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   rankHistogramTitle([0.1, 0.4, 0.6, 0.9, 0.2]),
 *   "The winner of one half falls below the middle of the other in 60 % of splits",
 * );
 * ```
 */
export function rankHistogramTitle(ranks: ArrayLike<number>): string {
  const share = belowMiddle(ranks);
  if (share === 0) return "The winner of one half never falls below the middle of the other";
  if (share === 1) return "The winner of one half always falls below the middle of the other";
  // A rare fall must not read as none.
  const digits = share < 0.01 || share > 0.99 ? 2 : 0;
  return "The winner of one half falls below the middle of the other in " +
    `${rarePercent(share, { digits })} of splits`;
}

/**
 * The winner's place out of sample over all splits, as a histogram with the middle drawn.
 *
 * @param ranks The winner's relative rank in each split, 0 (last) to 1 (first).
 *
 * @example
 * ```ts
 * import { rankHistogram } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const ranks = Array.from({ length: 200 }, (_, i) => (i * 37 % 200) / 200);
 * match(rankHistogram(ranks, { source: "Source: simulated, seed 7." }).title, /in 50 % of splits/);
 * ```
 */
export function rankHistogram(ranks: ArrayLike<number>, options: ChartOptions): Figure {
  const wrong = Array.from(ranks).findIndex((rank) => !(rank >= 0 && rank <= 1));
  if (wrong >= 0) {
    throw new RangeError(
      `Cannot draw ranks: each must lie from 0 to 1, got ${ranks[wrong]} at position ${wrong}`,
    );
  }
  // The very first place belongs to the last bar, not to one beyond the axis.
  const within = Array.from(ranks, (rank) => Math.min(rank, 1 - 1e-6));
  const counts = histogramBins(within, { about: 20, edge: MIDDLE })
    .map((bin) => ({ ...bin, from: Math.max(0, bin.from), to: Math.min(1, bin.to) }));
  const share = belowMiddle(ranks);
  const most = Math.max(...counts.map((bin) => bin.share));
  // The bars put such a winner above; the shares, as the statistic has it, half and half.
  const onMiddle = Array.from(ranks).includes(MIDDLE)
    ? "A winner exactly in the middle is drawn above it and counts half on each side."
    : undefined;
  const side = (at: number, part: number, word: string) =>
    Plot.text([at], {
      x: () => at,
      frameAnchor: "top",
      dy: -12,
      text: () => `${number(100 * part, { digits: 0 })} % ${word}`,
      ...HALO,
    });
  return figure({
    ...worded(options, {
      title: rankHistogramTitle(ranks),
      subtitle: "Share of splits by the winner's place in the half it was not chosen in",
    }),
    caption: [options.caption, onMiddle].filter(Boolean).join(" ") || undefined,
    ...sized({ height: 300, top: 34, left: 60 }),
    x: {
      domain: [0, 1],
      ticks: [0, 0.25, 0.5, 0.75, 1],
      label: null,
      tickFormat: (value: number) =>
        value === 0 ? "last" : value === 0.5 ? "middle" : value === 1 ? "first" : "",
    },
    y: {
      domain: [0, 1.08 * most],
      label: null,
      ticks: 5,
      tickFormat: (value: number) => `${number(100 * value, { digits: most < 0.05 ? 1 : 0 })} %`,
    },
    marks: [
      gridY(5),
      histogramMarks(counts, {
        y: "share",
        fill: ({ from, to }) => (from + to) / 2 < MIDDLE ? COLORS.vermillion : COLORS.blue,
        title: ({ count }) => `${count} splits`,
      }),
      zeroY(),
      Plot.ruleX([MIDDLE], { stroke: "currentColor", strokeWidth: 2 }),
      side(0.25, share, "below the middle"),
      side(0.75, 1 - share, "above it"),
    ],
  });
}
