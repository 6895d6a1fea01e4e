import * as Plot from "@observablehq/plot";
import { counted, MISSING } from "../words.ts";
import { cellMarks, cellScales, distinct } from "./forms/cells.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { capitalized, fieldClasses, TWO_DIGITS, type ValueFormat } from "./kit/field_classes.ts";
import { type Figure, figure } from "./kit/figure.ts";

/** A result for one pair of settings. */
export interface PairCell {
  /** The two settings in words, such as "30 %". */
  readonly x: string;
  readonly y: string;
  /** Absent where the run gave none. */
  readonly value?: number;
  readonly isDefault?: boolean;
}

interface PairCellsOptions extends ChartOptions {
  readonly xLabel: string;
  readonly yLabel: string;
  /** What the values are, such as "net Sharpe ratio". */
  readonly valueName: string;
  readonly format?: ValueFormat;
}

/**
 * The range over all pairs and the default's place in it, as a sentence.
 *
 * @example
 * ```ts
 * import { pairCellsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const cells = [
 *   { x: "20 %", y: "1 bp", value: 0.4 },
 *   { x: "30 %", y: "1 bp", value: 0.5, isDefault: true },
 * ];
 * equal(
 *   pairCellsTitle(cells, { valueName: "net Sharpe ratio" }),
 *   "The net Sharpe ratio runs from 0.40 to 0.50 over 2 pairs; the default is number 1 with 0.50",
 * );
 * ```
 */
export function pairCellsTitle(
  cells: readonly PairCell[],
  options: Pick<PairCellsOptions, "valueName" | "format">,
): string {
  const { valueName, format = TWO_DIGITS } = options;
  const values = cells.flatMap(({ value }) => value ?? []);
  if (values.length === 0) return `No pair gave a ${valueName}`;
  const low = format(Math.min(...values), 2), high = format(Math.max(...values), 2);
  const pairs = counted(values.length, "pair");
  const range = low === high
    ? `The ${valueName} is ${low} over ${pairs}`
    : `The ${valueName} runs from ${low} to ${high} over ${pairs}`;
  const own = cells.find(({ isDefault }) => isDefault)?.value;
  if (own === undefined) return range;
  const place = 1 + values.filter((value) => value > own).length;
  return `${range}; the default is number ${place} with ${format(own, 2)}`;
}

/** Whether black letters can be read on a colour: relative luminance by its channels (sRGB, rough). */
function isLight(color: string): boolean {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 120;
}

/**
 * A result over two settings, one cell a pair, with its figure; the default's cell has a frame.
 *
 * @param cells Columns and rows stand in the order of first mention.
 * @throws {RangeError} If there is no cell, a pair stands there twice, or a value is no number.
 *
 * @example
 * ```ts
 * import { pairCells } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = pairCells([{ x: "20 %", y: "1 bp", value: 0.4 }, { x: "30 %", y: "1 bp" }], {
 *   xLabel: "sector cap",
 *   yLabel: "cost",
 *   valueName: "net Sharpe ratio",
 *   source: "Source: simulated, seed 7.",
 * });
 * match(chart.title, /is 0.40 over 1 pair$/);
 * ```
 */
export function pairCells(cells: readonly PairCell[], options: PairCellsOptions): Figure {
  checked(cells);
  const { xLabel, yLabel, valueName, format = TWO_DIGITS } = options;
  const columns = distinct(cells.map(({ x }) => x)), rows = distinct(cells.map(({ y }) => y));
  const classes = fieldClasses(cells.flatMap(({ value }) => value ?? []), { format });
  const shown = cells.map(({ x: column, y: row, value }) => {
    if (value === undefined) return { column, row, text: MISSING };
    const fill = classes.colors[classes.levelOf(value)];
    return {
      column,
      row,
      text: format(value, 2),
      look: { fill, ink: isLight(fill) ? "#000000" : "#FFFFFF" },
      title: `${xLabel} ${column}, ${yLabel} ${row}: ${format(value, 3)}`,
    };
  });
  const frame = { x: "x", y: "y", fill: "none" } as const;
  const own = cells.filter(({ isDefault }) => isDefault);
  return figure({
    ...worded(options, {
      title: pairCellsTitle(cells, options),
      subtitle: `${capitalized(valueName)}: ${xLabel} across, ${yLabel} down; the frame is the ` +
        "default",
    }),
    height: 34 * rows.length + 70,
    marginTop: 54,
    marginBottom: 16,
    marginLeft: 130,
    marginRight: Math.max(16, 554 - 104 * columns.length),
    ...cellScales(columns, rows, { rowGap: 0.06 }),
    marks: [
      ...cellMarks(shown, { outline: 0.4, border: 0, weight: 600 }),
      Plot.cell(own, { ...frame, stroke: "#FFFFFF", strokeWidth: 6 }),
      Plot.cell(own, { ...frame, stroke: "#000000", strokeWidth: 2.5 }),
      Plot.text([`${xLabel} →`], { frameAnchor: "top", dy: -46, fontWeight: 600 }),
      Plot.text([`${yLabel} ↓`], {
        frameAnchor: "top-left",
        dx: -124,
        dy: -22,
        textAnchor: "start",
        fontWeight: 600,
      }),
    ],
  });
}

function checked(cells: readonly PairCell[]): void {
  if (cells.length === 0) throw new RangeError("Cannot draw pairs: need at least one, got none");
  const seen = new Set<string>();
  for (const { x, y, value } of cells) {
    if (value !== undefined && !Number.isFinite(value)) {
      throw new RangeError(
        `Cannot draw pairs: need a number at ${x} and ${y}, or none at all, got ${value}`,
      );
    }
    const key = JSON.stringify([x, y]);
    if (seen.has(key)) {
      throw new RangeError(`Cannot draw pairs: need each pair once, got ${x} and ${y} twice`);
    }
    seen.add(key);
  }
}
