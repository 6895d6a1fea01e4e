import * as Plot from "@observablehq/plot";
import { countWord, MISSING, number } from "../words.ts";
import { cellMarks, cellScales, distinct, signedLook } from "./forms/cells.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";

/** One analyst's mean score of one sector, less 3. */
export interface BiasCell {
  /** Such as "before" and "after"; panels stand side by side in the order of first mention. */
  readonly panel: string;
  readonly row: string;
  readonly column: string;
  /** Points, −2 to 2; absent without a score. */
  readonly bias?: number;
}

/** A bias smaller than this has no colour; from the second on it has the strong one. */
const PALE = 0.25, STRONG = 0.75;

/**
 * Which row everybody likes most, and whether it outlives the last panel, as a sentence.
 *
 * @param cells A row counts as liked when every analyst stands above zero and their mean is at
 *   least 0.25; as disliked the other way round.
 *
 * @example
 * ```ts
 * import { biasCellsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const cells = ["before", "after"].flatMap((panel) =>
 *   ["value", "momentum"].map((column) => ({ panel, row: "Technology", column, bias: 0.8 }))
 * );
 * equal(
 *   biasCellsTitle(cells),
 *   "Both analysts like Technology, by 0.80 points on average; after the removal it is 0.80",
 * );
 * ```
 */
export function biasCellsTitle(cells: readonly BiasCell[]): string {
  const panels = distinct(cells.map(({ panel }) => panel));
  const inPanel = (panel: string, row: string) =>
    cells.flatMap((cell) =>
      cell.panel === panel && cell.row === row && cell.bias !== undefined ? [cell.bias] : []
    );
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const shared = distinct(cells.map(({ row }) => row)).flatMap((row) => {
    const values = inPanel(panels[0], row);
    const sides = values.length > 1 &&
      (values.every((value) => value > 0) || values.every((value) => value < 0));
    return sides && Math.abs(mean(values)) >= PALE
      ? [{ row, mean: mean(values), count: values.length }]
      : [];
  }).toSorted((a, b) => Math.abs(b.mean) - Math.abs(a.mean));
  if (shared.length === 0) return "No sector is liked or disliked by all analysts alike";
  const [first] = shared;
  const all = first.count === 2 ? "Both" : `All ${countWord(first.count).toLowerCase()}`;
  const said = `${all} analysts ${first.mean > 0 ? "like" : "dislike"} ${first.row}, by ${
    number(Math.abs(first.mean))
  } points on average`;
  if (panels.length < 2) return said;
  const left = mean(inPanel(panels[panels.length - 1], first.row));
  return `${said}; after the removal it is ${number(left * Math.sign(first.mean))}`;
}

/**
 * House bias as cells, analysts across and sectors down, the panels side by side.
 *
 * Blue is a mean score above 3, red below; a cell within a quarter of a point has no colour.
 *
 * @example
 * ```ts
 * import { biasCells } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = biasCells(
 *   [{ panel: "before", row: "Energy", column: "value", bias: 0.4 }],
 *   { source: "Source: simulated, seed 7." },
 * );
 * match(chart.title, /^No sector is liked/);
 * ```
 */
export function biasCells(cells: readonly BiasCell[], options: ChartOptions): Figure {
  const panels = distinct(cells.map(({ panel }) => panel));
  const rows = distinct(cells.map(({ row }) => row));
  const { x, y } = cellScales(distinct(cells.map(({ column }) => column)), rows);
  return figure({
    ...worded(options, {
      title: biasCellsTitle(cells),
      subtitle:
        "Mean score minus 3, in points; blue is liked, red disliked, pale less than a quarter",
    }),
    height: 26 * rows.length + 104,
    marginTop: 88,
    marginBottom: 8,
    marginLeft: 118,
    fx: { domain: panels, label: null, padding: 0.05, axis: null },
    x: { ...x, tickRotate: -35 },
    y,
    marks: [
      Plot.text(panels, {
        fx: (panel: string) => panel,
        text: (panel: string) => panel,
        frameAnchor: "top",
        dy: -78,
        fontWeight: 600,
      }),
      ...cellMarks(cells.map(({ panel, row, column, bias }) => {
        if (bias === undefined) return { panel, row, column, text: MISSING };
        // A mean of quarters often lies on a cut, and its last bits must not choose the colour.
        const rounded = Math.round(bias * 1e9) / 1e9;
        return {
          panel,
          row,
          column,
          text: number(rounded, { signed: true, digits: 1 }),
          look: signedLook(rounded, PALE, STRONG),
          title: `${row}, ${column}, ${panel}: ${number(bias, { signed: true })}`,
        };
      })),
    ],
  });
}
