import * as Plot from "@observablehq/plot";
import { type Figure, figure } from "./kit/figure.ts";
import { countWord, MISSING, number } from "../words.ts";
import { RED_TO_BLUE, TEXT_ON_RED_TO_BLUE } from "./kit/theme.ts";

/** One analyst's mean score of one sector, less 3. */
export interface BiasCell {
  /** Such as "before" and "after"; panels stand side by side in the order of first mention. */
  readonly panel: string;
  readonly row: string;
  readonly column: string;
  /** Points, −2 to 2; absent without a score. */
  readonly bias?: number;
}

/** What `biasCells` needs besides its cells. */
export interface BiasCellsOptions {
  readonly title?: string;
  readonly subtitle?: string;
  readonly source: string;
  readonly caption?: string;
}

/** A bias smaller than this has no colour. */
const PALE = 0.25;

/** From here on a bias has the strong colour. */
const STRONG = 0.75;

/** A mean of quarters often lies on a cut, and its last bits must not choose the colour. */
function rounded(bias: number): number {
  return Math.round(bias * 1e9) / 1e9;
}

/** Class of a bias: 0 for −0.75 and below, 4 for 0.75 and above; the middle class holds 0. */
function classOf(bias: number): number {
  const size = Math.abs(rounded(bias));
  return 2 + Math.sign(bias) * (size >= STRONG ? 2 : size >= PALE ? 1 : 0);
}

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
  const panels = [...new Set(cells.map((cell) => cell.panel))];
  const inPanel = (panel: string, row: string) =>
    cells.flatMap((cell) =>
      cell.panel === panel && cell.row === row && cell.bias !== undefined ? [cell.bias] : []
    );
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const shared = [...new Set(cells.map((cell) => cell.row))].flatMap((row) => {
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
  const said = `${all} analysts ` +
    `${first.mean > 0 ? "like" : "dislike"} ${first.row}, by ${
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
export function biasCells(cells: readonly BiasCell[], options: BiasCellsOptions): Figure {
  const panels = [...new Set(cells.map((cell) => cell.panel))];
  const rows = [...new Set(cells.map((cell) => cell.row))];
  const columns = [...new Set(cells.map((cell) => cell.column))];
  const known = cells.filter((cell) => cell.bias !== undefined);
  return figure({
    title: options.title ?? biasCellsTitle(cells),
    subtitle: options.subtitle ??
      "Mean score minus 3, in points; blue is liked, red disliked, pale less than a quarter",
    source: options.source,
    caption: options.caption,
    height: 26 * rows.length + 104,
    marginTop: 88,
    marginBottom: 8,
    marginLeft: 118,
    fx: { domain: panels, label: null, padding: 0.05, axis: null },
    x: {
      domain: columns,
      axis: "top",
      label: null,
      tickSize: 0,
      tickRotate: -35,
      padding: 0.04,
    },
    y: { domain: rows, label: null, tickSize: 0, padding: 0.08 },
    marks: [
      Plot.text(panels, {
        fx: (panel: string) => panel,
        text: (panel: string) => panel,
        frameAnchor: "top",
        dy: -78,
        fontWeight: 600,
      }),
      Plot.cell(known, {
        fx: "panel",
        x: "column",
        y: "row",
        fill: (cell: BiasCell) => RED_TO_BLUE[classOf(cell.bias!)],
        stroke: "currentColor",
        strokeOpacity: 0.25,
        title: (cell: BiasCell) =>
          `${cell.row}, ${cell.column}, ${cell.panel}: ${number(cell.bias, { signed: true })}`,
      }),
      Plot.cell(cells.filter((cell) => cell.bias === undefined), {
        fx: "panel",
        x: "column",
        y: "row",
        fill: "none",
        stroke: "currentColor",
        strokeOpacity: 0.5,
        strokeDasharray: "3,3",
      }),
      Plot.text(cells, {
        fx: "panel",
        x: "column",
        y: "row",
        text: (cell: BiasCell) =>
          cell.bias === undefined
            ? MISSING
            : number(rounded(cell.bias), { signed: true, digits: 1 }),
        fill: (cell: BiasCell) =>
          cell.bias === undefined ? "currentColor" : TEXT_ON_RED_TO_BLUE[classOf(cell.bias)],
      }),
    ],
  });
}
