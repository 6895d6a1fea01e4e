import * as Plot from "@observablehq/plot";
import { type Figure, figure } from "./kit/figure.ts";
import { MISSING, number } from "../words.ts";
import { fieldClasses, type ValueFormat } from "./ternary_field.ts";

/** A result for one pair of settings. */
export interface PairCell {
  /** The two settings in words, such as "30 %". */
  readonly x: string;
  readonly y: string;
  /** Absent where the run gave none. */
  readonly value?: number;
  readonly isDefault?: boolean;
}

/** What `pairCells` needs besides its cells. */
export interface PairCellsOptions {
  readonly title?: string;
  readonly subtitle?: string;
  readonly source: string;
  readonly caption?: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** What the values are, such as "net Sharpe ratio". */
  readonly valueName: string;
  readonly format?: ValueFormat;
}

const TWO: ValueFormat = (value, digits) => number(value, { digits });

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
  const { valueName, format = TWO } = options;
  const values = cells.flatMap(({ value }) => value === undefined ? [] : [value]);
  if (values.length === 0) return `No pair gave a ${valueName}`;
  const low = format(Math.min(...values), 2), high = format(Math.max(...values), 2);
  const pairs = `${values.length} ${values.length === 1 ? "pair" : "pairs"}`;
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
  const { xLabel, yLabel, valueName, format = TWO } = options;
  const columns = [...new Set(cells.map(({ x }) => x))],
    rows = [...new Set(cells.map(({ y }) => y))];
  const values = cells.flatMap(({ value }) => value === undefined ? [] : [value]);
  const classes = fieldClasses(values.length > 0 ? values : [0], { format });
  const colorOf = (value: number) => classes.colors[classes.levelOf(value)];
  const known = cells.filter(({ value }) => value !== undefined);
  const at = { x: "x", y: "y" } as const;
  return figure({
    title: options.title ?? pairCellsTitle(cells, options),
    subtitle: options.subtitle ??
      `${valueName[0].toUpperCase()}${
          valueName.slice(1)
        }: ${xLabel} across, ${yLabel} down; the frame ` +
        "is the default",
    source: options.source,
    caption: options.caption,
    height: 34 * rows.length + 70,
    marginTop: 54,
    marginBottom: 16,
    marginLeft: 130,
    marginRight: Math.max(16, 554 - 104 * columns.length),
    x: { domain: columns, axis: "top", label: null, tickSize: 0, padding: 0.04 },
    y: { domain: rows, label: null, tickSize: 0, padding: 0.06 },
    marks: [
      Plot.cell(known, {
        ...at,
        fill: ({ value }: PairCell) => colorOf(value!),
        title: ({ x, y, value }: PairCell) =>
          `${xLabel} ${x}, ${yLabel} ${y}: ${format(value!, 3)}`,
      }),
      Plot.cell(cells.filter(({ value }) => value === undefined), {
        ...at,
        fill: "none",
        stroke: "currentColor",
        strokeOpacity: 0.4,
        strokeDasharray: "3,3",
      }),
      Plot.text(cells, {
        ...at,
        text: ({ value }: PairCell) => value === undefined ? MISSING : format(value, 2),
        fill: ({ value }: PairCell) =>
          value === undefined ? "currentColor" : isLight(colorOf(value)) ? "#000000" : "#FFFFFF",
        fontWeight: 600,
      }),
      ...["#FFFFFF", "#000000"].map((stroke, i) =>
        Plot.cell(cells.filter(({ isDefault }) => isDefault), {
          ...at,
          fill: "none",
          stroke,
          strokeWidth: i === 0 ? 6 : 2.5,
        })
      ),
      Plot.text([xLabel], {
        frameAnchor: "top",
        dy: -46,
        text: (label: string) => `${label} →`,
        fontWeight: 600,
      }),
      Plot.text([yLabel], {
        frameAnchor: "top-left",
        dx: -124,
        dy: -22,
        textAnchor: "start",
        text: (label: string) => `${label} ↓`,
        fontWeight: 600,
      }),
    ],
  });
}
