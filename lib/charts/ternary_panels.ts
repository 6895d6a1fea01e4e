import * as Plot from "@observablehq/plot";
import { TRIANGLE_HEIGHT } from "../stats/ternary.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { countWord, number } from "../words.ts";
import {
  fieldClasses,
  latticeSteps,
  pixelOf,
  type TriangleBox,
  type ValueFormat,
} from "./ternary_field.ts";
import { TERNARY_LABELS } from "./ternary_key.ts";
import { DEFAULT_BASE, type TernaryBase } from "./ternary_map.ts";
import {
  bestOf,
  checkCells,
  checkShares,
  fieldMarks,
  IN_PIXELS,
  plateauMarks,
  sharesLabel,
  signMarks,
  type TernaryCell,
} from "./ternary_marks.ts";

/** One small map. */
export interface TernaryPanel {
  /** Stands above it, such as "seed 3". */
  readonly label: string;
  readonly cells: readonly TernaryCell[];
}

/** What `ternaryPanels` needs besides its maps. */
export interface TernaryPanelsOptions {
  readonly title?: string;
  readonly subtitle?: string;
  readonly source: string;
  readonly caption?: string;
  readonly labels?: readonly [string, string, string];
  /** What a cell's value is, such as "net Sharpe ratio". */
  readonly valueName: string;
  readonly format?: ValueFormat;
  readonly base?: TernaryBase;
}

const TWO: ValueFormat = (value, digits) => number(value, { digits });

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
  const { valueName, format = TWO } = options;
  const bests = panels.flatMap(({ cells }) => bestOf(cells) ?? []);
  const maps = `${countWord(panels.length)} ${panels.length === 1 ? "map" : "maps"}`;
  if (bests.length === 0) return `${maps}, and none gave a ${valueName}`;
  const places = new Set(bests.map(({ weights }) => sharesLabel(weights))).size;
  const values = bests.map(({ value }) => value);
  const low = format(Math.min(...values), 2), high = format(Math.max(...values), 2);
  const where = `${countWord(places).toLowerCase()} ${
    places === 1 ? "place" : "places"
  } of the best`;
  return `${maps}, ${where}; its ${valueName} ` +
    (low === high ? `is ${low}` : `runs from ${low} to ${high}`);
}

/** Up to four maps fill a row, two at least; more stand below. */
const MOST_ACROSS = 4, LEAST_ACROSS = 2, WIDTH = 700, GAP = 8, HEAD = 30, FOOT = 30, LEGEND = 40;

/**
 * Small maps side by side on one scale of colours, each with its star and the default's square.
 *
 * @throws {RangeError} If there is no map, or for a cell as {@linkcode ternaryMap} does.
 *
 * @example Two maps of two corners
 * ```ts
 * import { ternaryPanels } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const cells = [{ weights: [1, 0, 0], value: 0.2 }, { weights: [0, 1, 0], value: 0.5 }] as const;
 * const maps = ternaryPanels([{ label: "seed 1", cells }, { label: "seed 2", cells }], {
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
  const { labels = TERNARY_LABELS, valueName, format = TWO } = options;
  const base = options.base ?? DEFAULT_BASE;
  checkShares(base.weights, "the base");
  const values = panels.flatMap(({ cells }) =>
    cells.flatMap(({ value }) => value === undefined ? [] : [value])
  );
  const classes = fieldClasses(values.length > 0 ? values : [0], { format });
  // Cells reach over the triangle by half their width, and their corners a little further up and down.
  const cell = 1 / Math.min(
    ...panels.map(({ cells }) => latticeSteps(cells.map(({ weights }) => weights))),
  );
  const across = Math.min(MOST_ACROSS, Math.max(LEAST_ACROSS, panels.length));
  const side = (WIDTH / across - GAP) / (1 + cell), over = side * cell / Math.sqrt(3);
  const rowHeight = HEAD + side * TRIANGLE_HEIGHT + 2 * over + FOOT;
  const rows = Math.ceil(panels.length / across);
  const boxes = panels.map((_, i): TriangleBox => ({
    left: (i % across + 0.5) * (WIDTH / across) - side / 2,
    base: (Math.floor(i / across) + 1) * rowHeight - FOOT - over,
    side,
  }));
  const legendY = rows * rowHeight + LEGEND / 2 - 8;
  const classWidth = WIDTH / classes.colors.length;
  const words = boxes.flatMap((box, i) => {
    const best = bestOf(panels[i].cells), middle = box.left + side / 2;
    return [
      {
        x: middle,
        y: box.base - side * TRIANGLE_HEIGHT - over - 14,
        words: panels[i].label,
        weight: 600,
      },
      {
        x: middle,
        y: box.base + over + 14,
        words: best ? `best ${sharesLabel(best.weights)}: ${format(best.value, 2)}` : "no result",
        weight: 400,
      },
    ];
  });
  return figure({
    title: options.title ?? ternaryPanelsTitle(panels, { valueName, format }),
    subtitle: options.subtitle ??
      `${valueName[0].toUpperCase()}${valueName.slice(1)}; top ${labels[0].toLowerCase()}, left ` +
        `${labels[1].toLowerCase()}, right ${labels[2].toLowerCase()}; square ` +
        sharesLabel(base.weights),
    source: options.source,
    caption: options.caption,
    height: rows * rowHeight + LEGEND,
    ...IN_PIXELS,
    marks: [
      ...boxes.flatMap((box, i) => {
        const { cells } = panels[i], best = bestOf(cells);
        return [
          ...fieldMarks(
            box,
            cells,
            classes,
            ({ weights, value }) =>
              `${sharesLabel(weights)}: ${value === undefined ? "no result" : format(value, 3)}`,
          ),
          ...plateauMarks(box, cells),
          ...signMarks("base", [pixelOf(box, base.weights)], 0.75),
          ...(best ? signMarks("best", [pixelOf(box, best.weights)], 0.75) : []),
        ];
      }),
      ...[600, 400].map((weight) =>
        Plot.text(words.filter((one) => one.weight === weight), {
          x: "x",
          y: "y",
          text: "words",
          fontWeight: weight,
        })
      ),
      Plot.rect(
        classes.colors.map((color, i) => ({ color, x1: i * classWidth, x2: (i + 1) * classWidth })),
        {
          x1: "x1",
          x2: "x2",
          y1: () => legendY - 10,
          y2: () => legendY,
          fill: "color",
          stroke: "currentColor",
          strokeOpacity: 0.4,
          strokeWidth: 0.8,
        },
      ),
      Plot.text(classes.labels.map((label, i) => ({ label, x: (i + 0.5) * classWidth })), {
        x: "x",
        y: () => legendY + 13,
        text: "label",
      }),
    ],
  });
}
