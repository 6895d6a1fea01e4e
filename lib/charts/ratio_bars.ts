import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { gridX, sized, zeroX } from "./kit/axes.ts";
import { rowScales } from "./forms/rows.ts";
import { sideLabels } from "./kit/side_labels.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { number } from "../words.ts";
import { COLORS } from "./kit/theme.ts";

/** One figure as a bar. */
export interface RatioBar {
  readonly label: string;
  readonly value: number;
  /** The one that the others are compared with, in grey. */
  readonly isBase?: boolean;
}

interface RatioBarsOptions extends ChartOptions {
  readonly subtitle: string;
}

/**
 * How far the highest bar lies above the base, as a sentence.
 *
 * @example
 * ```ts
 * import { ratioBarsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const rows = [{ label: "30/20/50", value: 0.71 }, { label: "50/25/25", value: 0.55, isBase: true }];
 * equal(ratioBarsTitle(rows), "30/20/50 lies 0.16 above 50/25/25");
 * ```
 */
export function ratioBarsTitle(rows: readonly RatioBar[]): string {
  const base = rows.find(({ isBase }) => isBase);
  const others = rows.filter((row) => row !== base);
  if (base === undefined || others.length === 0) {
    return base === undefined ? "There is nothing to compare with" : `${base.label} stands alone`;
  }
  const most = others.reduce((best, row) => row.value > best.value ? row : best);
  // From the rounded figures, so that the title agrees with the bars' own labels.
  const cents = Math.round(100 * most.value) - Math.round(100 * base.value);
  return cents === 0
    ? `${most.label} is as good as ${base.label} to two decimals`
    : `${most.label} lies ${number(Math.abs(cents) / 100)} ${
      cents > 0 ? "above" : "below"
    } ${base.label}`;
}

/**
 * A few ratios as bars from zero, each with its figure.
 *
 * @param rows From top to bottom.
 * @throws {RangeError} If there is no row, or a value is no number.
 *
 * @example
 * ```ts
 * import { ratioBars } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = ratioBars([{ label: "50/25/25", value: 0.55, isBase: true }], {
 *   subtitle: "Net Sharpe ratio",
 *   source: "Source: simulated, seed 7.",
 * });
 * match(chart.title, /stands alone/);
 * ```
 */
export function ratioBars(rows: readonly RatioBar[], options: RatioBarsOptions): Figure {
  if (rows.length === 0) throw new RangeError("Cannot draw ratios: need at least one, got none");
  for (const { label, value } of rows) {
    if (!Number.isFinite(value)) {
      throw new RangeError(`Cannot draw ratios: need a number for ${label}, got ${value}`);
    }
  }
  const low = Math.min(0, ...rows.map(({ value }) => value));
  const high = Math.max(0, ...rows.map(({ value }) => value));
  const room = 0.12 * Math.max(high - low, 1e-3);
  return figure({
    ...worded(options, { title: ratioBarsTitle(rows) }),
    ...sized({
      height: 44 * rows.length + 50,
      top: 12,
      left: Math.min(250, 20 + 8 * Math.max(...rows.map(({ label }) => label.length))),
    }),
    ...rowScales(rows.map(({ label }) => label), {
      domain: [low < 0 ? low - room : 0, high > 0 ? high + room : 0.001],
      ticks: 6,
      tickFormat: (value: number) => number(value),
      gap: 0.3,
    }),
    marks: [
      gridX(6),
      Plot.barX(rows, {
        x: "value",
        y: "label",
        fill: ({ isBase, value }: RatioBar) =>
          isBase ? COLORS.grey : value < 0 ? COLORS.vermillion : COLORS.blue,
        title: ({ label, value }: RatioBar) => `${label}: ${number(value, { digits: 3 })}`,
      }),
      zeroX(),
      ...sideLabels(rows, {
        isLeft: ({ value }) => value < 0,
        x: "value",
        text: ({ value }) => number(value),
        weight: 600,
      }),
    ],
  });
}
