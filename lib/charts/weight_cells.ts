import { percent } from "../words.ts";
import { cellMarks, cellScales, distinct, footMarks, signedLook, withFoot } from "./forms/cells.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";

/** One weight of one book. */
export interface WeightCell {
  readonly row: string;
  readonly column: string;
  /** Share of equity; negative is short. */
  readonly weight: number;
}

interface WeightCellsOptions extends ChartOptions {
  /** The finding. */
  readonly title: string;
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
  const { foot: given } = options;
  if (cells.length === 0) throw new RangeError("Cannot draw weights: need at least one cell");
  for (const { row, column, weight } of cells) {
    if (!Number.isFinite(weight)) {
      throw new RangeError(
        `Cannot draw weights: ${row} of ${column} needs a finite weight, got ${weight}`,
      );
    }
  }
  const columns = distinct(cells.map(({ column }) => column));
  const foot = given && { label: given.label, textOf: (at: string) => given.texts[at] ?? "" };
  const rows = withFoot(distinct(cells.map(({ row }) => row)), foot);
  const { x, y } = cellScales(columns, rows);
  return figure({
    ...worded(options, {
      title: options.title,
      subtitle:
        "Exposures in percent of equity; blue is long, red short, pale from 5, strong from 20",
    }),
    height: 26 * rows.length + 56,
    marginTop: 46,
    marginBottom: 8,
    marginLeft: 124,
    // A name of two words stands on two lines.
    x: { ...x, tickFormat: (column: string) => column.replace(" ", "\n") },
    y: { ...y, tickFormat: (row: string) => row.trim() },
    marks: [
      ...cellMarks(cells.map(({ row, column, weight }) => {
        const text = percent(weight, { signed: true });
        return {
          row,
          column,
          text: Math.abs(weight) < NOTHING ? "·" : text.replace(" %", ""),
          // The last bits of a sum must not choose the colour.
          look: signedLook(Math.round(weight * 1e9) / 1e9, PALE, STRONG),
          title: `${row}, ${column}: ${text}`,
        };
      })),
      ...footMarks(columns, foot),
    ],
  });
}
