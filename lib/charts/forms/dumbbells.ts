/**
 * Before and after on one row: a hollow dot, a line, a full dot.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { COLORS, GROUND } from "../kit/theme.ts";

/** Hollow dots: what was before. */
export function hollowDots<Row>(
  rows: readonly Row[],
  options: Plot.DotOptions = {},
): Plot.Markish {
  return Plot.dot(rows, {
    x: "before",
    y: "label",
    r: 5,
    fill: GROUND,
    stroke: "currentColor",
    strokeWidth: 1.8,
    ...options,
  });
}

/**
 * The three marks of a dumbbell; rows have `before`, `after` and `label`.
 *
 * @param options.color Of the line and of the full dot.
 * @param options.width Of the line, pixels; 3 by default.
 * @param options.line The line's own look, where it is not the colour's.
 * @param options.hollow The hollow dot's own look.
 * @param options.r Radius of the full dot; 5.5 by default.
 * @param options.panel Field that names a row's panel, where there are several.
 */
export function dumbbellMarks<Row>(
  rows: readonly Row[],
  options: {
    readonly color: (row: Row) => string;
    readonly width?: number;
    readonly line?: Plot.LinkOptions;
    readonly hollow?: Plot.DotOptions;
    readonly r?: number;
    readonly title?: (row: Row) => string;
    readonly panel?: string;
  },
): Plot.Markish[] {
  const { color, width = 3, line, hollow, r = 5.5, title, panel } = options;
  const at = panel === undefined ? {} : { fx: panel };
  return [
    Plot.link(rows, {
      ...at,
      x1: "before",
      x2: "after",
      y: "label",
      stroke: color,
      strokeWidth: width,
      ...line,
    }),
    hollowDots(rows, { ...at, ...hollow }),
    Plot.dot(rows, {
      ...at,
      x: "after",
      y: "label",
      r,
      fill: color,
      ...(title === undefined ? {} : { title }),
    }),
  ];
}

/**
 * Moves by their direction, blue up and vermillion down; what stays is one grey dot.
 *
 * @param rows Those that move, and those that stay.
 * @param options.width Of the line, pixels; 3 by default.
 * @param options.r Radius of a mover's full dot; 5.5 by default.
 * @param options.stillR Radius of a grey dot; 4 by default.
 * @param options.panel Field that names a row's panel, where there are several.
 */
export function signedMoves<Row extends { readonly before: number; readonly after: number }>(
  rows: { readonly moved: readonly Row[]; readonly still: readonly Row[] },
  options: {
    readonly title: (row: Row) => string;
    readonly width?: number;
    readonly r?: number;
    readonly stillR?: number;
    readonly panel?: string;
  },
): Plot.Markish[] {
  const { stillR = 4, panel, ...more } = options;
  return [
    ...dumbbellMarks(rows.moved, {
      color: ({ before, after }) => after > before ? COLORS.blue : COLORS.vermillion,
      panel,
      ...more,
    }),
    Plot.dot(rows.still, {
      ...(panel === undefined ? {} : { fx: panel }),
      x: "after",
      y: "label",
      r: stillR,
      fill: COLORS.grey,
    }),
  ];
}
