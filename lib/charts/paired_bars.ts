import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { gridX, signedPercent, sized, zeroX } from "./kit/axes.ts";
import { rowScales } from "./forms/rows.ts";
import { sideLabels } from "./kit/side_labels.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { counted, percent } from "../words.ts";
import { signColor } from "./kit/theme.ts";

/** What was meant and what is held. */
export interface PairedRow {
  readonly label: string;
  /** Share of equity. */
  readonly intended: number;
  /** Share of equity. */
  readonly actual: number;
}

/** Below this two exposures show the same label. */
const VISIBLE = 5e-4;

/**
 * How many positions are not what was meant, and the sum of sizes of both, as a sentence.
 *
 * @example
 * ```ts
 * import { pairedBarsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   pairedBarsTitle([
 *     { label: "Energy", intended: -0.2, actual: -0.4 },
 *     { label: "Technology", intended: 0.3, actual: 0.3 },
 *   ]),
 *   "1 of 2 positions is not what was meant: together 70.0 %, not 50.0 %",
 * );
 * ```
 */
export function pairedBarsTitle(rows: readonly PairedRow[]): string {
  const held = rows.filter((row) => Math.abs(row.intended) + Math.abs(row.actual) >= VISIBLE);
  const wrong = held.filter((row) => Math.abs(row.actual - row.intended) >= VISIBLE).length;
  const gross = (of: "intended" | "actual") =>
    percent(rows.reduce((sum, row) => sum + Math.abs(row[of]), 0));
  if (held.length === 0) return "There is no position to compare";
  if (wrong === 0) {
    return held.length === 1
      ? "The one position is what was meant"
      : `All ${held.length} positions are what was meant`;
  }
  return `${wrong} of ${counted(held.length, "position")} ${
    wrong === 1 ? "is" : "are"
  } not what was meant: together ${gross("actual")}, not ${gross("intended")}`;
}

/**
 * Meant and held, two bars a row: hollow above, full below.
 *
 * @param rows In the order in which they are drawn.
 *
 * @example
 * ```ts
 * import { pairedBars } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = pairedBars(
 *   [{ label: "Energy", intended: -0.2, actual: -0.2 }],
 *   { source: "Source: simulated, seed 7." },
 * );
 * match(chart.title, /The one position is what was meant/);
 * ```
 */
export function pairedBars(rows: readonly PairedRow[], options: ChartOptions): Figure {
  const reach = 1.3 * Math.max(
    0.05,
    ...rows.flatMap((row) => [Math.abs(row.intended), Math.abs(row.actual)]),
  );
  const end = (row: PairedRow) =>
    row.actual < 0 ? Math.min(row.intended, row.actual) : Math.max(row.intended, row.actual);
  return figure({
    ...worded(options, {
      title: pairedBarsTitle(rows),
      subtitle: "Exposure, share of equity; hollow was meant, full is held, its size at the end",
    }),
    ...sized({ height: 30 * rows.length + 58, left: 118 }),
    ...rowScales(rows.map((row) => row.label), {
      domain: [-reach, reach],
      tickFormat: signedPercent,
      gap: 0.2,
    }),
    marks: [
      gridX(7),
      Plot.barX(rows.filter((row) => row.intended !== 0), {
        x: "intended",
        y: "label",
        fill: "none",
        stroke: "currentColor",
        insetBottom: 13,
      }),
      Plot.barX(rows.filter((row) => row.actual !== 0), {
        x: "actual",
        y: "label",
        fill: (row: PairedRow) => signColor(row.actual),
        insetTop: 11,
      }),
      zeroX(),
      ...sideLabels(rows, {
        isLeft: ({ actual }) => actual < 0,
        x: end,
        text: ({ actual }) => percent(actual, { signed: true }),
      }),
    ],
  });
}
