import * as Plot from "@observablehq/plot";
import { listed, number } from "../words.ts";
import { gridY, itself, sized, zeroY } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { FIRM, rightOf } from "./kit/places.ts";
import { COLORS, GROUND } from "./kit/theme.ts";
import { dateOf, setApart, timeDomain } from "./kit/time_axis.ts";

/** What one unit became. */
export interface GrowthPoint {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** Above zero. */
  readonly value: number;
}

/** A line; without a label it is one of many and stands behind. */
export interface GrowthLine {
  readonly label?: string;
  readonly points: readonly GrowthPoint[];
}

/** A stretch of values on a day, such as the middle 90 % of many lines. */
export interface FanPoint {
  readonly day: string;
  readonly low: number;
  readonly high: number;
}

interface GrowthLinesOptions extends ChartOptions {
  /** Grey lines behind, labelled at their end where they have a label. */
  readonly others?: readonly GrowthLine[];
  /** A grey ground behind all lines. */
  readonly fan?: readonly FanPoint[];
  /** What the fan is, such as "90 % of 1,000 dice". */
  readonly fanLabel?: string;
  /** Equal distances for equal ratios; by default where a line passes three times its start, or a third. */
  readonly log?: boolean;
}

const HEIGHT = 360, TOP = 24, BOTTOM = 44, LABEL_PX = 16;
/** Steps between values that a log axis names, where these lie within one decade. */
const STEPS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5];
/** Values that a log axis names in each decade, from coarse to fine. */
const DECADES = [[1], [1, 3], [1, 2, 5]];
const MOST_TICKS = 7;
/** Up to this ratio of highest to lowest the named values stand in equal steps. */
const EQUAL_STEPS = 4;
/** From this multiple of its start on a line bends on a plain axis by its size alone. */
const LOG_FROM = 3;
const DASHES = ["7,4", "2,3", "10,3,2,3", "4,2"];

function endOf({ points }: GrowthLine): number | undefined {
  return points[points.length - 1]?.value;
}

/** Values that a log axis names: as many as there may be, in equal steps if the range is small. */
function logTicks([low, high]: readonly [number, number]): number[] {
  const within = (values: readonly number[]) =>
    values.map((value) => Number(value.toPrecision(6)))
      .filter((value) => value >= low && value <= high);
  const stepped = STEPS.map((step) => {
    const first = Math.ceil(low / step);
    return within(Array.from({ length: MOST_TICKS + 2 }, (_, i) => (first + i) * step));
  }).find((ticks) => ticks.length <= MOST_TICKS);
  if (high < EQUAL_STEPS * low && stepped !== undefined) return stepped;
  const decades = DECADES.map((digits) =>
    within(Array.from({ length: 13 }, (_, i) => digits.map((d) => d * 10 ** (i - 6))).flat())
  );
  return decades.findLast((ticks) => ticks.length <= MOST_TICKS) ?? decades[0];
}

/**
 * What one unit became in the main line and in the labelled ones, as a sentence.
 *
 * @example
 * ```ts
 * import { growthLinesTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const line = (label: string, value: number) => ({
 *   label,
 *   points: [{ day: "2020-01-03", value: 1 }, { day: "2020-01-10", value }],
 * });
 * equal(
 *   growthLinesTitle(line("Book", 1.2), [line("Market", 1.1)]),
 *   "Book turns 1 into 1.20, Market into 1.10",
 * );
 * ```
 */
export function growthLinesTitle(main: GrowthLine, others: readonly GrowthLine[] = []): string {
  const end = endOf(main), name = main.label ?? "The book";
  if (end === undefined) return `${name} has no history yet`;
  const named = others.filter((line) => line.label !== undefined && endOf(line) !== undefined)
    .map((line) => `${line.label} into ${number(endOf(line))}`);
  return `${name} turns 1 into ${number(end)}` +
    (named.length === 0 ? "" : `, ${listed(named)}`);
}

/**
 * Growth of one unit: one bold line, labelled at its end, in front of grey lines or a fan.
 *
 * @param main The line that the chart is about.
 * @throws {RangeError} If a day is no day, or a value is not above zero on a log axis.
 *
 * @example
 * ```ts
 * import { growthLines } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const points = [{ day: "2020-01-03", value: 1 }, { day: "2020-01-10", value: 1.2 }];
 * const chart = growthLines({ label: "Book", points }, { source: "Source: simulated, seed 7." });
 * match(chart.title, /into 1\.20$/);
 * ```
 */
export function growthLines(main: GrowthLine, options: GrowthLinesOptions): Figure {
  const { others = [], fan = [], fanLabel } = options;
  const scale = valueScale(
    [main, ...others].flatMap(({ points }) => points.map(({ value }) => value))
      .concat(fan.flatMap(({ low, high }) => [low, high])),
    options.log,
  );
  const named = others.filter(({ label }) => label !== undefined);
  const ends = [main, ...named].flatMap(({ label = "", points }, i) => {
    const value = points[points.length - 1]?.value;
    return value === undefined
      ? []
      : [{ value, weight: i === 0 ? 700 : 400, label: `${label} ${number(value)}`.trim() }];
  });
  const lastFan = fan[fan.length - 1];
  if (lastFan && fanLabel) {
    ends.push({ value: (lastFan.low + lastFan.high) / 2, weight: 400, label: fanLabel });
  }
  const apart = setApart(ends.map(({ value }) => scale.toPx(value)), {
    least: LABEL_PX,
    top: TOP + 4,
    bottom: HEIGHT - BOTTOM - 4,
  });
  const days = [main, ...others].flatMap(({ points }) => points.map(({ day }) => day));
  const [first, last] = timeDomain(days.concat(fan.map(({ day }) => day)));
  const x = ({ day }: { readonly day: string }) => dateOf(day);
  const longest = Math.max(0, ...ends.map(({ label }) => label.length));
  const line = ({ points }: GrowthLine, look: Plot.LineOptions) =>
    Plot.line(points, { x, y: "value", ...look });
  return figure({
    ...worded(options, { title: growthLinesTitle(main, others) }),
    subtitle: (options.subtitle ?? "Value of one unit over time") +
      (scale.type === "log" ? "; equal ratios equally far apart" : ""),
    ...sized({
      height: HEIGHT,
      top: TOP,
      bottom: BOTTOM,
      left: 52,
      right: Math.min(240, 26 + 7.4 * longest),
    }),
    x: { type: "utc", domain: [first, last], label: null, ticks: 6 },
    y: {
      type: scale.type,
      domain: scale.domain,
      label: null,
      ticks: scale.ticks,
      tickFormat: scale.tickFormat,
    },
    marks: [
      gridY(scale.ticks),
      zeroY(1),
      Plot.areaY(fan, { x, y1: "low", y2: "high", fill: COLORS.grey, fillOpacity: 0.28 }),
      ...others.filter(({ label }) => label === undefined).map((one) =>
        line(one, { stroke: COLORS.grey, strokeWidth: 1, strokeOpacity: 0.4 })
      ),
      ...named.map((one, i) =>
        line(one, {
          ...FIRM,
          strokeOpacity: 0.75,
          strokeWidth: 1.8,
          strokeDasharray: DASHES[i % DASHES.length],
        })
      ),
      line(main, { stroke: GROUND, strokeWidth: 5.5 }),
      line(main, { stroke: COLORS.blue, strokeWidth: 2.8 }),
      ...ends.map(({ label, weight }, i) =>
        Plot.text([label], {
          x: () => last,
          y: () => scale.fromPx(apart[i]),
          text: itself,
          ...rightOf(),
          fontWeight: weight,
          fill: "currentColor",
        })
      ),
    ],
  });
}

/** The axis of values: its kind and domain, its ticks, and the way from a value to pixels and back. */
function valueScale(values: readonly number[], asked?: boolean) {
  const lowest = values.length === 0 ? 0.9 : values.reduce((a, b) => Math.min(a, b));
  const highest = values.length === 0 ? 1.1 : values.reduce((a, b) => Math.max(a, b));
  const log = asked ?? (lowest > 0 && (highest > LOG_FROM || lowest < 1 / LOG_FROM));
  if (log && !(lowest > 0)) {
    throw new RangeError(`Cannot draw growth on a log axis: values must be above 0, got ${lowest}`);
  }
  const room = log ? 1.05 : Math.max(0.02, 0.05 * (highest - lowest));
  const domain: [number, number] = log
    ? [Math.min(1, lowest) / room, Math.max(1, highest) * room]
    : [Math.min(1, lowest) - room, Math.max(1, highest) + room];
  const scaled = (value: number) => log ? Math.log(value) : value;
  const [bottom, top] = domain.map(scaled);
  const inside = HEIGHT - TOP - BOTTOM;
  const digits = (value: number) =>
    highest > 20 || (log && value >= 10) ? 0 : highest < 1.3 ? 2 : 1;
  return {
    type: log ? "log" as const : "linear" as const,
    domain,
    ticks: log ? logTicks(domain) : 6,
    tickFormat: (value: number) => number(value, { digits: digits(value) }),
    toPx: (value: number) => TOP + inside * (top - scaled(value)) / (top - bottom),
    fromPx: (px: number) => {
      const at = top - (px - TOP) / inside * (top - bottom);
      return log ? Math.exp(at) : at;
    },
  };
}
