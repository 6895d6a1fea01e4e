import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { gridY, signedPercent, sized, zeroY } from "./kit/axes.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { counted, percent } from "../words.ts";
import { COLORS, signColor } from "./kit/theme.ts";

/** The return of a year. */
export interface YearBar {
  /** `2021`, or `2021 to Jun` for a part. */
  readonly label: string;
  /** A share; `undefined` where there is none. */
  readonly value: number | undefined;
  /** The same of a benchmark, drawn as a grey mark. */
  readonly benchmark?: number;
}

interface YearBarsOptions extends ChartOptions {
  /** What the grey marks are. */
  readonly benchmarkLabel?: string;
}

const HEIGHT = 280, TOP = 16, BOTTOM = 34;
/** Height that a figure takes, with a little air. */
const LABEL_PX = 22;
/** More years than this leave no room for a figure on each bar. */
const MOST_LABELLED = 14;

/**
 * How many years gained, and in how many the benchmark was beaten.
 *
 * @example
 * ```ts
 * import { yearBarsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const years = [
 *   { label: "2020", value: 0.1, benchmark: 0.2 },
 *   { label: "2021", value: -0.1, benchmark: -0.2 },
 * ];
 * equal(yearBarsTitle(years, "Market"), "1 of 2 years gained; 1 of 2 beat Market");
 * ```
 */
export function yearBarsTitle(
  years: readonly YearBar[],
  benchmarkLabel = "the benchmark",
): string {
  const known = years.filter(({ value }) => value !== undefined);
  if (known.length === 0) return "No year has a return";
  const beside = known.filter(({ benchmark }) => benchmark !== undefined);
  return `${known.filter(({ value }) => value! > 0).length} of ${
    counted(known.length, "year")
  } gained` +
    (beside.length === 0
      ? ""
      : `; ${
        beside.filter(({ value, benchmark }) => value! > benchmark!).length
      } of ${beside.length} beat ${benchmarkLabel}`);
}

/**
 * Years as signed bars, with the benchmark's return as a grey mark across each.
 *
 * @param years In the order of time.
 *
 * @example
 * ```ts
 * import { yearBars } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = yearBars([{ label: "2020", value: 0.1 }], { source: "Source: simulated, seed 7." });
 * match(chart.title, /^1 of 1 year gained$/);
 * ```
 */
export function yearBars(years: readonly YearBar[], options: YearBarsOptions): Figure {
  const { benchmarkLabel = "the benchmark" } = options;
  const known = years.filter(({ value }) => value !== undefined);
  const marks = years.filter(({ benchmark }) => benchmark !== undefined);
  const all = [...known.map(({ value }) => value!), ...marks.map(({ benchmark }) => benchmark!)];
  const low = Math.min(0, ...all), high = Math.max(0.01, ...all);
  const room = 0.12 * (high - low);
  const domain: [number, number] = [low - (low < 0 ? room : 0), high + room];
  const perPx = (domain[1] - domain[0]) / (HEIGHT - TOP - BOTTOM);
  const isLabelled = years.length <= MOST_LABELLED;
  // With many years every second, third, … name is shown, the newest among them.
  const step = Math.ceil(years.length / MOST_LABELLED);
  const ticks = years.filter((_, i) => (years.length - 1 - i) % step === 0).map((row) => row.label);
  return figure({
    ...worded(options, {
      title: yearBarsTitle(years, benchmarkLabel),
      subtitle: `Return per calendar year${
        marks.length === 0 ? "" : `; grey marks: ${benchmarkLabel}`
      }`,
    }),
    ...sized({ height: HEIGHT, top: TOP, bottom: BOTTOM, left: 58, right: 16 }),
    x: {
      type: "band",
      domain: years.length === 0 ? [""] : years.map((row) => row.label),
      label: null,
      padding: 0.28,
      ticks,
      tickSize: 0,
    },
    y: {
      domain,
      label: null,
      ticks: 6,
      tickFormat: signedPercent,
    },
    marks: [
      gridY(6),
      Plot.barY(known, {
        x: "label",
        y: "value",
        fill: ({ value }: YearBar) => signColor(value!),
        fillOpacity: 0.85,
      }),
      zeroY(),
      Plot.tickY(marks, {
        x: "label",
        y: "benchmark",
        stroke: COLORS.grey,
        strokeWidth: 3.5,
        insetLeft: -5,
        insetRight: -5,
      }),
      ...(isLabelled
        ? known.map((row) =>
          Plot.text([row], {
            x: "label",
            y: "value",
            text: () => percent(row.value, { signed: true }),
            ...placeOf(row, perPx),
            fontWeight: 600,
          })
        )
        : []),
    ],
  });
}

/** Where a year's figure stands: beyond its bar's end, or inside if the benchmark's mark is there. */
function placeOf({ value = 0, benchmark }: YearBar, perPx: number) {
  const side = value < 0 ? -1 : 1;
  const markPx = benchmark === undefined ? Infinity : side * (benchmark - value) / perPx;
  const isTaken = markPx > -6 && markPx < LABEL_PX;
  if (!isTaken) return { dy: -11 * side, fill: "currentColor" };
  return Math.abs(value) / perPx > LABEL_PX + 6
    ? { dy: 14 * side, fill: "#ffffff" }
    : { dy: -side * (markPx + 13), fill: "currentColor" };
}
