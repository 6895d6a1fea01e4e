import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { gridX, sized, zeroX } from "./kit/axes.ts";
import { rowScales } from "./forms/rows.ts";
import { dumbbellMarks } from "./forms/dumbbells.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { listed, percent } from "../words.ts";
import { COLORS } from "./kit/theme.ts";

/** How much of one limit two books use; 1 is exactly at it. */
export interface LimitDumbbell {
  readonly label: string;
  readonly before: number;
  readonly after: number;
}

interface LimitDumbbellsOptions extends ChartOptions {
  /** What the two books are called; "clipped" and "solved together" by default. */
  readonly names?: readonly [before: string, after: string];
}

const NAMES = ["clipped", "solved together"] as const;
/** Beyond a limit by more than rounding to 1e-9 leaves. */
const PAST = 1e-6;

/**
 * Which limits each of two books breaks, as a sentence.
 *
 * @example
 * ```ts
 * import { limitDumbbellsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   limitDumbbellsTitle([
 *     { label: "beta", before: 1.8, after: 1 },
 *     { label: "net", before: 0.4, after: 0.2 },
 *   ]),
 *   "The book clipped breaks beta; solved together it breaks no limit",
 * );
 * ```
 */
export function limitDumbbellsTitle(
  rows: readonly LimitDumbbell[],
  names: readonly [string, string] = NAMES,
): string {
  const broken = (key: "before" | "after") => {
    const labels = rows.filter((row) => row[key] > 1 + PAST).map((row) => row.label);
    return labels.length === 0 ? "no limit" : listed(labels);
  };
  return `The book ${names[0]} breaks ${broken("before")}; ${names[1]} it breaks ${
    broken("after")
  }`;
}

/**
 * The share of each limit that two books use, one row per limit, with all past 100 % shaded.
 *
 * @param rows In the order in which they are drawn; hollow is the first book, full the second.
 *
 * @example
 * ```ts
 * import { limitDumbbells } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = limitDumbbells(
 *   [{ label: "beta", before: 1.8, after: 1 }],
 *   { source: "Source: simulated, seed 7." },
 * );
 * match(chart.title, /clipped breaks beta/);
 * ```
 */
export function limitDumbbells(
  rows: readonly LimitDumbbell[],
  options: LimitDumbbellsOptions,
): Figure {
  const names = options.names ?? NAMES;
  const most = 1.2 * Math.max(1.15, ...rows.flatMap((row) => [row.before, row.after]));
  const color = (share: number) => share > 1 + PAST ? COLORS.vermillion : COLORS.blue;
  const text = (share: number) => percent(share, { digits: 0 });
  return figure({
    ...worded(options, {
      title: limitDumbbellsTitle(rows, names),
      subtitle:
        `Share of each limit used, after the hedge: hollow ${names[0]}, full ${names[1]}; ` +
        "past 100 % (shaded) a limit is broken",
    }),
    ...sized({ height: 30 * rows.length + 58, left: 190, right: 40 }),
    ...rowScales(rows.map((row) => row.label), { domain: [0, most], ticks: 6, tickFormat: text }),
    marks: [
      Plot.rectX([1], { x1: 1, x2: most, fill: COLORS.vermillion, fillOpacity: 0.13 }),
      gridX(6),
      zeroX(),
      Plot.ruleX([1], { stroke: "currentColor", strokeWidth: 2 }),
      ...dumbbellMarks(rows, {
        color: ({ after }) => color(after),
        line: { stroke: "currentColor", strokeOpacity: 0.5, strokeWidth: 2 },
        hollow: {
          r: 6,
          stroke: ({ before }: LimitDumbbell) => color(before),
          strokeWidth: 2.5,
          title: ({ label, before }: LimitDumbbell) => `${label}, ${names[0]}: ${text(before)}`,
        },
        r: 5,
        title: ({ label, after }) => `${label}, ${names[1]}: ${text(after)}`,
      }),
      Plot.text(rows.filter((row) => row.before > 1 + PAST), {
        x: "before",
        y: "label",
        text: (row: LimitDumbbell) => text(row.before),
        textAnchor: "start",
        dx: 11,
        fontWeight: 600,
      }),
    ],
  });
}
