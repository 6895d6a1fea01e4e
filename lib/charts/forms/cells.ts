/**
 * A table of coloured cells with a figure in each: names across the top, names down the side.
 *
 * Blue is above the middle, red below, and the middle has no colour; a figure says in each cell what
 * its colour says.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { RED_TO_BLUE, TEXT_ON_RED_TO_BLUE } from "../kit/theme.ts";

/** One cell as it is drawn. */
interface ShownCell {
  readonly column: string;
  readonly row: string;
  readonly text: string;
  /** Fill of the cell, and colour of its text; without them it is an outline in dashes. */
  readonly look?: CellLook;
  /** For the browser's tooltip. */
  readonly title?: string;
  /** The panel in which it stands, where there are several side by side. */
  readonly panel?: string;
}

/** A fill, and what can be read on it. */
export interface CellLook {
  readonly fill: string;
  readonly ink: string;
}

/** One of five classes from red over nothing to blue, counted from 0. */
export function redToBlue(level: number): CellLook {
  return { fill: RED_TO_BLUE[level], ink: TEXT_ON_RED_TO_BLUE[level] };
}

/** Red below zero and blue above, pale from one size on and strong from another. */
export function signedLook(value: number, pale: number, strong: number): CellLook {
  const size = Math.abs(value);
  return redToBlue(2 + Math.sign(value) * (size >= strong ? 2 : size >= pale ? 1 : 0));
}

/** Each text once, in the order of first mention. */
export function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** The scales of a table: its columns above, its rows at the left. */
export function cellScales(
  columns: readonly string[],
  rows: readonly string[],
  options: { readonly rowGap?: number } = {},
) {
  const { rowGap = 0.08 } = options;
  const side = { label: null, tickSize: 0 };
  return {
    x: { domain: columns, axis: "top", padding: 0.04, ...side },
    y: { domain: rows, padding: rowGap, ...side },
  } as const;
}

/**
 * Cells with their figures.
 *
 * @param options.outline Opacity of the dashes round a cell without a look; 0.5 by default.
 * @param options.border Opacity of the line round a cell with a look; 0.25 by default, 0 for none.
 * @param options.weight Weight of the figures, where it is not that of all text.
 * @param options.shift Room at the left of each cell, pixels; figures move by half of it.
 * @param options.pale Which figures are paler than the others.
 */
export function cellMarks(
  cells: readonly ShownCell[],
  options: {
    readonly outline?: number;
    readonly border?: number;
    readonly weight?: number;
    readonly shift?: number;
    readonly pale?: (cell: ShownCell) => boolean;
  } = {},
): Plot.Markish[] {
  const { outline = 0.5, border = 0.25, weight, shift = 0, pale } = options;
  const hasPanels = cells.some(({ panel }) => panel !== undefined);
  const at = { x: "column", y: "row", ...(hasPanels ? { fx: "panel" } : {}) } as const;
  const inset = { ...at, insetLeft: shift };
  return [
    Plot.cell(cells.filter(({ look }) => look !== undefined), {
      ...inset,
      fill: ({ look }: ShownCell) => look!.fill,
      ...(border === 0 ? {} : { stroke: "currentColor", strokeOpacity: border }),
      ...(cells.some(({ title }) => title !== undefined) ? { title: "title" } : {}),
    }),
    Plot.cell(cells.filter(({ look }) => look === undefined), {
      ...inset,
      fill: "none",
      stroke: "currentColor",
      strokeOpacity: outline,
      strokeDasharray: "3,3",
    }),
    Plot.text(cells, {
      ...at,
      dx: shift / 2,
      text: "text",
      fill: ({ look }: ShownCell) => look?.ink ?? "currentColor",
      fontWeight: weight,
      ...(pale ? { fillOpacity: (cell: ShownCell) => pale(cell) ? 0.6 : 1 } : {}),
    }),
  ];
}

/** The row of nothing above a foot. */
const GAP = " ";

/** A row of bold texts below a table, one a column, apart from it by a rule. */
interface CellFoot {
  readonly label: string;
  readonly textOf: (column: string) => string;
}

/** The rows of a table with its foot. */
export function withFoot(rows: readonly string[], foot?: CellFoot): readonly string[] {
  return foot ? [...rows, GAP, foot.label] : rows;
}

/** The foot itself. */
export function footMarks(columns: readonly string[], foot?: CellFoot): Plot.Markish[] {
  if (foot === undefined) return [];
  return [
    Plot.ruleY([GAP], { y: (line: string) => line, stroke: "currentColor", strokeOpacity: 0.5 }),
    Plot.text(columns, {
      x: (column: string) => column,
      y: () => foot.label,
      text: foot.textOf,
      fontWeight: 600,
    }),
  ];
}
