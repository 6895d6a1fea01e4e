import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { gridX, signedPercent, sized, zeroX } from "./kit/axes.ts";
import { rowScales } from "./forms/rows.ts";
import { signedMoves } from "./forms/dumbbells.ts";
import { sideLabels } from "./kit/side_labels.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { counted, percent } from "../words.ts";
import { HALO } from "./kit/theme.ts";

/** One quantity before and after a change. */
export interface DumbbellRow {
  readonly label: string;
  readonly before: number;
  readonly after: number;
}

interface DumbbellOptions extends ChartOptions {
  /** Label of the row that was changed on purpose; its name is bold. */
  readonly changed?: string;
  /** A guess of the changed row's new value, drawn as a dashed mark. */
  readonly guess?: number;
  /** How values are written; as signed percent by default. */
  readonly format?: (value: number) => string;
}

/** Below this a move cannot be seen: a hundredth of a percent of equity. */
const VISIBLE = 1e-4;

/**
 * How many rows moved besides the changed one, as a sentence.
 *
 * @param rows All rows; a row has moved when it differs by a hundredth of a percent or more.
 * @param changed Label of the row that was changed on purpose.
 *
 * @example
 * ```ts
 * import { dumbbellTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const rows = [
 *   { label: "Energy", before: 0.1, after: 0.3 },
 *   { label: "Staples", before: 0.2, after: 0.15 },
 *   { label: "Utilities", before: 0.1, after: 0.1 },
 * ];
 * equal(
 *   dumbbellTitle(rows, "Energy"),
 *   "Energy goes from +10.0 % to +30.0 %, and 1 of the other 2 positions moves too",
 * );
 * ```
 */
export function dumbbellTitle(rows: readonly DumbbellRow[], changed: string): string {
  const signed = (share: number) => percent(share, { signed: true });
  const moves = (row: DumbbellRow) => Math.abs(row.after - row.before) >= VISIBLE;
  const own = rows.find((row) => row.label === changed);
  const others = rows.filter((row) => row.label !== changed);
  const moved = others.filter(moves).length;
  if (!own) {
    return moved === 0
      ? "No position moves"
      : `${moved} of ${counted(rows.length, "position")} ${moved === 1 ? "moves" : "move"}`;
  }
  const first = moves(own)
    ? `${changed} goes from ${signed(own.before)} to ${signed(own.after)}`
    : `${changed} stays at ${signed(own.after)}`;
  if (others.length === 0) return `${first}, the only position`;
  if (others.length === 1) {
    return `${first}, and the other position ${moved === 0 ? "stays" : "moves too"}`;
  }
  const rest = moved === 0
    ? `none of the other ${others.length} positions moves`
    : `${moved} of the other ${others.length} positions ${moved === 1 ? "moves" : "move"} too`;
  return `${first}, and ${rest}`;
}

/**
 * Before and after, one row per sector: a hollow dot, a line, a full dot.
 *
 * @param rows In the order in which they are drawn.
 *
 * @example
 * ```ts
 * import { dumbbell } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = dumbbell(
 *   [{ label: "Energy", before: 0.1, after: 0.3 }, { label: "Staples", before: 0.2, after: 0.2 }],
 *   { changed: "Energy", source: "Source: simulated, seed 7." },
 * );
 * match(chart.title, /and the other position stays/);
 * ```
 */
export function dumbbell(rows: readonly DumbbellRow[], options: DumbbellOptions): Figure {
  const { changed, guess } = options;
  const format = options.format ?? ((value: number) => percent(value, { signed: true }));
  const values = [...rows.flatMap((row) => [row.before, row.after]), guess ?? 0, 0];
  const low = Math.min(...values), high = Math.max(...values);
  const room = Math.max(0.2 * (high - low), 0.01);
  const moved = rows.filter((row) => Math.abs(row.after - row.before) >= VISIBLE);
  const still = rows.filter((row) => Math.abs(row.after - row.before) < VISIBLE);
  return figure({
    ...worded(options, {
      title: dumbbellTitle(rows, changed ?? ""),
      subtitle: "Share of equity; hollow is before, full is after",
    }),
    ...sized({ height: 26 * rows.length + 64, left: 118 }),
    ...rowScales(rows.map((row) => row.label), {
      domain: [low - room, high + room],
      tickFormat: signedPercent,
      gap: 0.2,
    }),
    marks: [
      gridX(7),
      zeroX(),
      Plot.ruleY(rows, { y: "label", stroke: "currentColor", strokeOpacity: 0.1 }),
      ...signedMoves({ moved, still }, {
        title: ({ label, before, after }) => `${label}: ${format(before)} → ${format(after)}`,
      }),
      ...sideLabels(moved, {
        isLeft: ({ before, after }) => after < before,
        x: "after",
        text: ({ after }) => format(after),
        gap: 10,
        isBold: ({ label }) => label === changed,
      }),
      ...(guess === undefined || changed === undefined ? [] : [
        Plot.tickX([{ guess }], {
          x: "guess",
          y: () => changed,
          stroke: "currentColor",
          strokeWidth: 2.5,
          strokeDasharray: "4,3",
          inset: -4,
        }),
        Plot.text([{ guess }], {
          x: "guess",
          y: () => changed,
          text: () => "your guess",
          dy: -17,
          fontStyle: "italic",
          ...HALO,
        }),
      ]),
    ],
  });
}
