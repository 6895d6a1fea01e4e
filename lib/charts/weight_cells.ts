import * as Plot from "@observablehq/plot";
import { type Figure, figure } from "./kit/figure.ts";
import { percent } from "../words.ts";
import { RED_TO_BLUE, TEXT_ON_RED_TO_BLUE } from "./kit/theme.ts";

/** One weight of one book. */
export interface WeightCell {
  readonly row: string;
  readonly column: string;
  /** Share of equity; negative is short. */
  readonly weight: number;
}

/** What `weightCells` needs besides its cells. */
export interface WeightCellsOptions {
  /** The finding. */
  readonly title: string;
  readonly subtitle?: string;
  readonly source: string;
  readonly caption?: string;
  /** A row of text below the cells, one per column, and what it is. */
  readonly foot?: {
    readonly label: string;
    readonly texts: Readonly<Record<string, string>>;
  };
}

/** From here on a weight has a colour, and the strong one. */
const PALE = 0.05, STRONG = 0.2;
/** Below this a weight is none. */
const NOTHING = 5e-5;
const GAP = " ";

/** Class of a weight: 0 for −20 % and below, 4 for 20 % and above; the middle class holds 0. */
function classOf(weight: number): number {
  const size = Math.round(Math.abs(weight) * 1e9) / 1e9;
  return 2 + Math.sign(weight) * (size >= STRONG ? 2 : size >= PALE ? 1 : 0);
}

/**
 * Weights of several books side by side, names down and books across, with the number in each cell.
 *
 * Blue is long, red short; pale from 5 % of equity, strong from 20 %. A weight of none is a dot.
 *
 * @param cells Rows and columns stand in the order of first mention.
 * @throws {RangeError} If there is no cell, or a weight is not finite.
 *
 * @example
 * ```ts
 * import { weightCells } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = weightCells([{ row: "Energy", column: "tracking", weight: -0.3 }], {
 *   title: "One book",
 *   source: "Source: simulated, seed 7.",
 * });
 * match(chart.svg(), />−30.0<\/text>/);
 * ```
 */
export function weightCells(cells: readonly WeightCell[], options: WeightCellsOptions): Figure {
  const { foot } = options;
  if (cells.length === 0) throw new RangeError("Cannot draw weights: need at least one cell");
  for (const { row, column, weight } of cells) {
    if (!Number.isFinite(weight)) {
      throw new RangeError(
        `Cannot draw weights: ${row} of ${column} needs a finite weight, got ${weight}`,
      );
    }
  }
  const rows = [...new Set(cells.map(({ row }) => row))];
  const columns = [...new Set(cells.map(({ column }) => column))];
  const lines = [...rows, ...(foot ? [GAP, foot.label] : [])];
  const isNone = ({ weight }: WeightCell) => Math.abs(weight) < NOTHING;
  return figure({
    title: options.title,
    subtitle: options.subtitle ??
      "Exposures in percent of equity; blue is long, red short, pale from 5, strong from 20",
    source: options.source,
    caption: options.caption,
    height: 26 * lines.length + 56,
    marginTop: 46,
    marginBottom: 8,
    marginLeft: 124,
    x: {
      domain: columns,
      axis: "top",
      label: null,
      tickSize: 0,
      padding: 0.04,
      // A name of two words stands on two lines.
      tickFormat: (column: string) => column.replace(" ", "\n"),
    },
    y: {
      domain: lines,
      label: null,
      tickSize: 0,
      padding: 0.08,
      tickFormat: (line: string) => line.trim(),
    },
    marks: [
      Plot.cell(cells, {
        x: "column",
        y: "row",
        fill: (cell: WeightCell) => RED_TO_BLUE[classOf(cell.weight)],
        stroke: "currentColor",
        strokeOpacity: 0.25,
        title: (cell: WeightCell) =>
          `${cell.row}, ${cell.column}: ${percent(cell.weight, { signed: true })}`,
      }),
      Plot.text(cells, {
        x: "column",
        y: "row",
        text: (cell: WeightCell) =>
          isNone(cell) ? "·" : percent(cell.weight, { signed: true }).replace(" %", ""),
        fill: (cell: WeightCell) => TEXT_ON_RED_TO_BLUE[classOf(cell.weight)],
      }),
      ...(foot
        ? [
          Plot.ruleY([GAP], {
            y: (line: string) => line,
            stroke: "currentColor",
            strokeOpacity: 0.5,
          }),
          Plot.text(columns, {
            x: (column: string) => column,
            y: () => foot.label,
            text: (column: string) => foot.texts[column] ?? "",
            fontWeight: 600,
          }),
        ]
        : []),
    ],
  });
}
