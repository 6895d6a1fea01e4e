import * as Plot from "@observablehq/plot";
import { number } from "../words.ts";
import { gridY, sized, zeroY } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { rightOf } from "./kit/places.ts";
import { COLORS, HALO, signColor } from "./kit/theme.ts";

/** The information coefficient of one date. */
export interface IcWeek {
  /** A calendar day, such as "2024-01-05". */
  readonly day: string;
  /** `undefined` where there is none; a hollow mark at the foot, never a bar of zero. */
  readonly ic: number | undefined;
}

interface IcWeeksOptions extends ChartOptions {
  /** Deviation of one date by chance: 0.316 for eleven names; drawn as a band. */
  readonly chance: number;
  /** The mean over dates and its interval; drawn across the chart. */
  readonly mean?: { readonly ic: number; readonly low: number; readonly high: number };
}

/**
 * The mean with its interval, and what that says, as a sentence.
 *
 * @example
 * ```ts
 * import { icWeeksTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   icWeeksTitle({ ic: 0.04, low: -0.02, high: 0.1 }),
 *   "The mean IC is 0.040, between −0.020 and 0.100: not told from zero",
 * );
 * ```
 */
export function icWeeksTitle(mean: IcWeeksOptions["mean"]): string {
  if (mean === undefined) return "There are too few dates for a mean IC with an interval";
  const shown = (value: number) => number(value, { digits: 3 });
  const { ic, low, high } = mean;
  const side = low > 0 ? "above zero" : high < 0 ? "below zero" : "not told from zero";
  return `The mean IC is ${shown(ic)}, between ${shown(low)} and ${shown(high)}: ${side}`;
}

/**
 * Information coefficients date by date as bars, before the band that chance alone fills, with the
 * mean and its interval.
 *
 * @param rows In the order of time.
 *
 * @example
 * ```ts
 * import { icWeeks } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = icWeeks(
 *   [{ day: "2024-01-05", ic: 0.3 }, { day: "2024-01-12", ic: -0.2 }],
 *   { chance: 0.316, source: "Source: simulated, seed 7." },
 * );
 * match(chart.title, /too few dates/);
 * ```
 */
export function icWeeks(rows: readonly IcWeek[], options: IcWeeksOptions): Figure {
  const { chance, mean } = options;
  const known = rows.flatMap(({ day, ic }, at) => ic === undefined ? [] : [{ day, ic, at }]);
  const none = rows.flatMap(({ day, ic }, at) => ic === undefined ? [{ day, at }] : []);
  const last = rows.length - 0.5;
  const years = rows.flatMap(({ day }, at) =>
    at === 0 || day.slice(0, 4) !== rows[at - 1].day.slice(0, 4)
      ? [{ at, year: day.slice(0, 4) }]
      : []
  );
  // A year that begins a few weeks into the record would print over its neighbour.
  const shown = years.filter(({ at }, k) =>
    k + 1 === years.length || years[k + 1].at - at > rows.length / 14
  );
  return figure({
    ...worded(options, {
      title: icWeeksTitle(mean),
      subtitle: "Rank correlation of scores with the returns that followed, date by date" +
        (none.length > 0 ? "; a small circle: none could be computed" : ""),
    }),
    ...sized({ height: 330, top: 28, left: 50, right: 132 }),
    x: {
      domain: [-0.5, last],
      label: null,
      ticks: shown.map(({ at }) => at),
      tickFormat: (at: number) => shown.find((one) => one.at === at)?.year ?? "",
    },
    y: {
      domain: [-1.06, 1],
      label: null,
      ticks: [-1, -0.5, 0, 0.5, 1],
      tickFormat: (value: number) => number(value, { digits: 1 }),
    },
    marks: [
      gridY([-1, -0.5, 0, 0.5, 1]),
      Plot.rect([0], {
        x1: -0.5,
        x2: last,
        y1: -chance,
        y2: chance,
        fill: COLORS.grey,
        fillOpacity: 0.22,
      }),
      Plot.ruleX(known, {
        x: "at",
        y1: 0,
        y2: "ic",
        stroke: ({ ic }: { ic: number }) => signColor(ic),
        strokeWidth: Math.max(0.7, Math.min(9, 400 / Math.max(1, rows.length))),
        title: ({ day, ic }: { day: string; ic: number }) => `${day}: ${number(ic)}`,
      }),
      Plot.dot(none, {
        x: "at",
        y: -1.03,
        r: 2.2,
        stroke: "currentColor",
        title: ({ day }: { day: string }) => `${day}: no coefficient`,
      }),
      zeroY(),
      ...(mean === undefined ? [] : [
        Plot.rect([mean], {
          x1: -0.5,
          x2: last,
          y1: "low",
          y2: "high",
          fill: COLORS.orange,
          fillOpacity: 0.45,
          stroke: "currentColor",
          strokeWidth: 0.8,
        }),
        Plot.ruleY([mean.ic], { x1: -0.5, x2: last, stroke: "currentColor", strokeWidth: 2.2 }),
        Plot.text([mean], {
          x: last,
          y: "ic",
          text: () => `mean ${number(mean.ic, { digits: 3 })}`,
          ...rightOf(),
          dy: -9,
          fontWeight: 600,
          ...HALO,
        }),
      ]),
      Plot.text([chance], {
        x: last,
        y: () => -chance,
        text: () => `±${number(chance, { digits: 3 })} by chance`,
        ...rightOf(),
        fill: "currentColor",
      }),
    ],
  });
}
