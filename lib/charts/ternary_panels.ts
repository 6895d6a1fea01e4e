import * as Plot from "@observablehq/plot";
import { TRIANGLE_HEIGHT } from "../stats/ternary.ts";
import { countWord } from "../words.ts";
import {
  bestOf,
  checkCells,
  checkShares,
  fieldMarks,
  IN_PIXELS,
  overhang,
  plateauMarks,
  sharesLabel,
  signMarks,
  type TernaryCell,
} from "./forms/ternary.ts";
import { pixelOf, type TriangleBox } from "./forms/ternary_field.ts";
import { worded } from "./kit/chart_options.ts";
import { capitalized, fieldClasses, TWO_DIGITS } from "./kit/field_classes.ts";
import { type Figure, figure } from "./kit/figure.ts";
import type { TernaryMapOptions } from "./ternary_map.ts";

/** One small map. */
export interface TernaryPanel {
  /** Stands above it, such as "seed 3". */
  readonly label: string;
  readonly cells: readonly TernaryCell[];
}

type TernaryPanelsOptions = Omit<
  TernaryMapOptions,
  "truth" | "trials" | "trialsLabel" | "guess" | "guide" | "aroundZero"
>;

/**
 * Where the best of each map lies, as a sentence.
 *
 * @example
 * ```ts
 * import { ternaryPanelsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const at = (value: number) => [{ weights: [1, 0, 0] as const, value }];
 * equal(
 *   ternaryPanelsTitle([{ label: "a", cells: at(0.4) }, { label: "b", cells: at(0.9) }], {
 *     valueName: "Sharpe ratio",
 *   }),
 *   "Two maps, one place of the best; its Sharpe ratio runs from 0.40 to 0.90",
 * );
 * ```
 */
export function ternaryPanelsTitle(
  panels: readonly TernaryPanel[],
  options: Pick<TernaryPanelsOptions, "valueName" | "format">,
): string {
  const { valueName, format = TWO_DIGITS } = options;
  const bests = panels.flatMap(({ cells }) => bestOf(cells) ?? []);
  const maps = `${countWord(panels.length)} ${panels.length === 1 ? "map" : "maps"}`;
  if (bests.length === 0) return `${maps}, and none gave a ${valueName}`;
  const places = new Set(bests.map(({ weights }) => sharesLabel(weights))).size;
  const values = bests.map(({ value }) => value);
  const low = format(Math.min(...values), 2), high = format(Math.max(...values), 2);
  return `${maps}, ${countWord(places).toLowerCase()} ${
    places === 1 ? "place" : "places"
  } of the ` +
    `best; its ${valueName} ${low === high ? `is ${low}` : `runs from ${low} to ${high}`}`;
}

/** Up to four maps fill a row, two at least; more stand below. */
const MOST_ACROSS = 4, LEAST_ACROSS = 2, WIDTH = 700, GAP = 8, HEAD = 30, FOOT = 30, LEGEND = 40;

/**
 * Small maps side by side on one scale of colours, each with its star and the default's square.
 *
 * @throws {RangeError} If there is no map, or for a cell as {@linkcode ternaryMap} does.
 *
 * @example
 * ```ts
 * import { ternaryPanels } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const cells = [{ weights: [1, 0, 0], value: 0.2 }, { weights: [0, 1, 0], value: 0.5 }] as const;
 * const maps = ternaryPanels([{ label: "seed 1", cells }, { label: "seed 2", cells }], {
 *   labels: ["Fundamentals", "Sentiment", "Technicals"],
 *   base: { weights: [0.5, 0.25, 0.25] },
 *   valueName: "net Sharpe ratio",
 *   source: "Source: simulated, seed 7.",
 * });
 * match(maps.title, /^Two maps, one place of the best/);
 * ```
 */
export function ternaryPanels(
  panels: readonly TernaryPanel[],
  options: TernaryPanelsOptions,
): Figure {
  if (panels.length === 0) {
    throw new RangeError("Cannot draw ternary maps: need at least one, got none");
  }
  for (const { cells } of panels) checkCells(cells);
  const { labels, valueName, format = TWO_DIGITS, base } = options;
  checkShares(base.weights, "the base");
  const values = panels.flatMap(({ cells }) => cells.flatMap(({ value }) => value ?? []));
  const { colors, labels: ranges, ...classes } = fieldClasses(values, { format });
  // Cells reach over the triangle by half their width, and their corners a little further up and down.
  const unit: TriangleBox = { left: 0, base: 0, side: 1 };
  const cell = 2 * Math.max(...panels.map(({ cells }) => overhang(unit, cells)));
  const across = Math.min(MOST_ACROSS, Math.max(LEAST_ACROSS, panels.length));
  const side = (WIDTH / across - GAP) / (1 + cell), over = side * cell / Math.sqrt(3);
  const rowHeight = HEAD + side * TRIANGLE_HEIGHT + 2 * over + FOOT;
  const rows = Math.ceil(panels.length / across);
  const maps = panels.map(({ label, cells }, i) => ({
    label,
    cells,
    best: bestOf(cells),
    box: {
      left: (i % across + 0.5) * (WIDTH / across) - side / 2,
      base: (Math.floor(i / across) + 1) * rowHeight - FOOT - over,
      side,
    },
  }));
  type Map = (typeof maps)[number];
  const middle = ({ box }: Map) => box.left + side / 2;
  const legendY = rows * rowHeight + LEGEND / 2 - 8, width = WIDTH / colors.length;
  const legend = ranges.map((words, i) => ({ words, x: i * width, fill: colors[i] }));
  const [top, left, right] = labels.map((label) => label.toLowerCase());
  return figure({
    ...worded(options, {
      title: ternaryPanelsTitle(panels, options),
      subtitle: `${capitalized(valueName)}; top ${top}, left ${left}, right ${right}; square ` +
        sharesLabel(base.weights),
    }),
    height: rows * rowHeight + LEGEND,
    ...IN_PIXELS,
    marks: [
      ...maps.flatMap(({ box, cells, best }) => [
        ...fieldMarks(
          box,
          cells,
          { ...classes, colors, labels: ranges },
          (value) => format(value, 3),
        ),
        ...plateauMarks(box, cells),
        ...signMarks("base", [pixelOf(box, base.weights)], 0.75),
        ...(best ? signMarks("best", [pixelOf(box, best.weights)], 0.75) : []),
      ]),
      Plot.text(maps, {
        x: middle,
        y: ({ box }: Map) => box.base - side * TRIANGLE_HEIGHT - over - 14,
        text: "label",
        fontWeight: 600,
      }),
      Plot.text(maps, {
        x: middle,
        y: ({ box }: Map) => box.base + over + 14,
        text: ({ best }: Map) =>
          best ? `best ${sharesLabel(best.weights)}: ${format(best.value, 2)}` : "no result",
        fontWeight: 400,
      }),
      Plot.rect(legend, {
        x1: "x",
        x2: ({ x }) => x + width,
        y1: () => legendY - 10,
        y2: () => legendY,
        fill: "fill",
        stroke: "currentColor",
        strokeOpacity: 0.4,
        strokeWidth: 0.8,
      }),
      Plot.text(legend, { x: ({ x }) => x + width / 2, y: () => legendY + 13, text: "words" }),
    ],
  });
}
