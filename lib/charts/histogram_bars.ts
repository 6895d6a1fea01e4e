import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { gridY, sized, zeroX, zeroY } from "./kit/axes.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { number, percent } from "../words.ts";
import { quantile } from "../stats/mod.ts";
import { freedmanDiaconisBins } from "./kit/histogram_bins.ts";
import { sideLabels } from "./kit/side_labels.ts";
import { COLORS, FIGURE_WIDTH } from "./kit/theme.ts";
import { setApart } from "./kit/time_axis.ts";

/** A value marked in the histogram. */
interface HistogramRule {
  /** What stands beside it, such as "VaR 95 %". */
  readonly label: string;
  readonly value: number;
}

interface HistogramBarsOptions extends ChartOptions {
  readonly rules?: readonly HistogramRule[];
  /** What is counted, in the plural; "periods" by default. */
  readonly counted?: string;
}

const HEIGHT = 300, TOP = 22, BOTTOM = 48, LEFT = 52, RIGHT = 20, LABEL_PX = 17;
/** Width of a letter in a bold label, on average. */
const LETTER_PX = 7.5;

/**
 * The middle half and the worst value, as a sentence.
 *
 * @example
 * ```ts
 * import { histogramBarsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   histogramBarsTitle([-0.04, -0.01, 0, 0.01, 0.02], "weeks"),
 *   "Half of 5 weeks lie between −1.0 % and +1.0 %; the worst is −4.0 %",
 * );
 * ```
 */
export function histogramBarsTitle(values: readonly number[], counted = "periods"): string {
  if (values.length === 0) return `There are no ${counted} to count`;
  const at = (share: number) => percent(quantile(values, share), { signed: true });
  return `Half of ${number(values.length, { digits: 0 })} ${counted} lie between ${at(0.25)} and ` +
    `${at(0.75)}; the worst is ${at(0)}`;
}

/**
 * Returns counted in bars of equal width, losses and gains apart, with rules such as VaR and ES.
 *
 * @param values Shares, in any order.
 *
 * @example
 * ```ts
 * import { histogramBars } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = histogramBars([-0.04, -0.01, 0, 0.01, 0.02], {
 *   rules: [{ label: "VaR 95 %", value: -0.034 }],
 *   source: "Source: simulated, seed 7.",
 * });
 * match(chart.title, /the worst is −4\.0 %$/);
 * ```
 */
export function histogramBars(
  values: readonly number[],
  options: HistogramBarsOptions,
): Figure {
  const { rules = [], counted = "periods" } = options;
  const { bars, width } = freedmanDiaconisBins(values);
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const low = Math.min(-width, ...bars.map(({ from }) => from), ...rules.map((rule) => rule.value));
  const high = Math.max(width, ...bars.map(({ to }) => to), ...rules.map((rule) => rule.value));
  const inside = HEIGHT - TOP - BOTTOM;
  // The rules' labels stand one below the other, each beside its own rule.
  const order = rules.toSorted((a, b) => b.value - a.value);
  const heights = setApart(order.map(() => TOP + 8), {
    least: LABEL_PX,
    top: TOP + 8,
    bottom: HEIGHT - BOTTOM,
  });
  const top = 1.12 * most;
  const labels = order.map((rule, i) => {
    const text = `${rule.label}: ${percent(rule.value)}`;
    const roomPx = (FIGURE_WIDTH - LEFT - RIGHT) * (rule.value - low) / (high - low);
    return {
      ...rule,
      text,
      at: top * (1 - (heights[i] - TOP) / inside),
      // To the left of its rule where it fits: to the right stand the bars and the other rules.
      isLeft: roomPx > LETTER_PX * text.length,
    };
  });
  return figure({
    ...worded(options, {
      title: histogramBarsTitle(values, counted),
      subtitle: `Number of ${counted} by return; dashed: what the labels say`,
    }),
    ...sized({ height: HEIGHT, top: TOP, bottom: BOTTOM, left: LEFT, right: RIGHT }),
    x: {
      domain: [low, high],
      label: "return per period",
      labelAnchor: "right",
      ticks: 8,
      tickFormat: (share: number) =>
        percent(share, { digits: high - low < 0.08 ? 1 : 0, signed: true }),
    },
    y: { domain: [0, top], label: null, ticks: 5 },
    marks: [
      gridY(5),
      Plot.rect(bars, {
        x1: "from",
        x2: "to",
        y1: 0,
        y2: "count",
        insetLeft: 0.5,
        insetRight: 0.5,
        fill: ({ from }: { from: number }) => from < 0 ? COLORS.vermillion : COLORS.blue,
        fillOpacity: 0.8,
      }),
      zeroY(),
      zeroX(),
      Plot.ruleX(labels, {
        x: "value",
        y1: 0,
        y2: "at",
        stroke: "currentColor",
        strokeWidth: 1.8,
        strokeDasharray: "5,3",
      }),
      ...sideLabels(labels, {
        isLeft: ({ isLeft }) => isLeft,
        x: "value",
        y: "at",
        text: ({ text }) => text,
        weight: 600,
      }),
    ],
  });
}
