import * as Plot from "@observablehq/plot";
import type { Shares } from "../stats/ternary.ts";
import { number } from "../words.ts";
import {
  bestOf,
  checkCells,
  checkShares,
  fieldMarks,
  haloLine,
  IN_PIXELS,
  overhang,
  plateauMarks,
  scaleMarks,
  sharesLabel,
  signMarks,
  type TernaryCell,
  type TernaryLabels,
  type TernarySign,
} from "./forms/ternary.ts";
import { guideLines, pixelOf, type TriangleBox } from "./forms/ternary_field.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { capitalized, fieldClasses, TWO_DIGITS, type ValueFormat } from "./kit/field_classes.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { KEY_POINT, keyMarks } from "./ternary_key.ts";

/** The weighting that others are compared with. */
export interface TernaryBase {
  readonly weights: Shares;
  /** Its result; looked up among the cells where it is absent, and it may be none of them. */
  readonly value?: number;
  /** Whether it cannot be told from the best; looked up likewise. */
  readonly alike?: boolean;
}

export interface TernaryMapOptions extends ChartOptions {
  /** Names of the three shares: top, left, right. */
  readonly labels: TernaryLabels;
  /** What a cell's value is, such as "net Sharpe ratio". */
  readonly valueName: string;
  readonly format?: ValueFormat;
  readonly base: TernaryBase;
  /** Planted best of a simulated market. */
  readonly truth?: Shares;
  /** The reader's own trials, and what their rings are called; "your trials" by default. */
  readonly trials?: readonly Shares[];
  readonly trialsLabel?: string;
  /** Where the reader guessed. */
  readonly guess?: Shares;
  /** A point from which a line runs to each of the three scales. */
  readonly guide?: Shares;
  /** Red below and blue above zero, for differences; no best is marked. */
  readonly aroundZero?: boolean;
}

const count = (many: number) => number(many, { digits: 0 });
const isSame = (a: Shares, b: Shares) => a.every((share, i) => Math.abs(share - b[i]) < 1e-9);

/**
 * What a sweep found, as a sentence: the best, and whether the base can be told from it.
 *
 * Without any `alike` among the cells nothing is claimed about what can be told apart.
 *
 * @example
 * ```ts
 * import { ternaryMapTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const cells = [
 *   { weights: [0.5, 0.25, 0.25], value: 0.55, alike: true },
 *   { weights: [0.25, 0.25, 0.5], value: 0.71, alike: true },
 *   { weights: [0, 0, 1], value: 0.1, alike: false },
 * ] as const;
 * equal(
 *   ternaryMapTitle(cells, { valueName: "net Sharpe ratio", base: { weights: [0.5, 0.25, 0.25] } }),
 *   "3 weightings tried; the best, 25/25/50 with a net Sharpe ratio of 0.71, cannot be told from " +
 *     "50/25/25 with 0.55",
 * );
 * ```
 */
export function ternaryMapTitle(
  cells: readonly TernaryCell[],
  options: Pick<TernaryMapOptions, "valueName" | "base" | "format" | "aroundZero">,
): string {
  const { valueName, format = TWO_DIGITS, base } = options;
  const values = cells.flatMap(({ value }) => value ?? []);
  const best = bestOf(cells);
  if (best === undefined) return `No weighting of ${count(cells.length)} gave a ${valueName}`;
  const tried = values.length === 1
    ? "One weighting tried"
    : `${count(values.length)} weightings tried`;
  if (options.aroundZero) {
    const above = values.filter((value) => value > 0).length;
    const below = values.filter((value) => value < 0).length;
    return `${tried}; the ${valueName} is above zero for ${count(above)} and below for ` +
      count(below);
  }
  const star = `${sharesLabel(best.weights)} with a ${valueName} of ${format(best.value, 2)}`;
  const same = cells.find(({ weights }) => isSame(weights, base.weights));
  const value = base.value ?? same?.value, alike = base.alike ?? same?.alike;
  if (isSame(best.weights, base.weights)) {
    return `${tried}; the best is ${star}, the default itself`;
  }
  const known = cells.some(({ alike }) => alike !== undefined);
  const beside = sharesLabel(base.weights) +
    (value === undefined ? "" : ` with ${format(value, 2)}`);
  if (!known || alike === undefined) {
    return `${tried}; the best is ${star}` + (value === undefined ? "" : `, beside ${beside}`);
  }
  return `${tried}; the best, ${star}, ${alike ? "cannot be told from" : "is clear of"} ${beside}`;
}

/** Size of the drawing, and where its parts stand, pixels. */
const HEIGHT = 492, BOX: TriangleBox = { left: 60, base: 398, side: 400 };
/** The legend: its left end, the middle of its first line, from line to line; and the key below. */
const LEFT = 520,
  TOP = 34,
  LINE = 21,
  KEY: TriangleBox = { left: LEFT + 4, base: HEIGHT - 32, side: 112 };

/** A mark on the map with its words, on the map and in the legend. */
interface Sign {
  readonly sign: TernarySign;
  readonly words: string;
  readonly places: readonly Shares[];
}

/** The signs that are shown, from the lowest to the highest. */
function signsOf(cells: readonly TernaryCell[], options: TernaryMapOptions): readonly Sign[] {
  const { base, truth, trials = [], guess, guide, aroundZero } = options;
  const best = aroundZero ? undefined : bestOf(cells)?.weights;
  checkShares(base.weights, "the base");
  if (truth) checkShares(truth, "the planted truth");
  if (guess) checkShares(guess, "the guess");
  if (guide) checkShares(guide, "the guide");
  for (const trial of trials) checkShares(trial, "a trial");
  const one = (sign: TernarySign, name: string, place?: Shares): Sign => ({
    sign,
    words: place ? `${name}, ${sharesLabel(place)}` : "",
    places: place ? [place] : [],
  });
  const rings = options.trialsLabel ?? `your ${trials.length === 1 ? "trial" : "trials"}`;
  return [
    { sign: "trial" as const, words: rings, places: trials },
    { ...one("guess", "", guess), words: "your guess" },
    one("truth", "planted", truth),
    one("base", "default", base.weights),
    one("best", "best", best),
  ].filter(({ places }) => places.length > 0);
}

/**
 * A metric over the whole triangle of weights: one hexagon for each weighting that was run.
 *
 * The outline holds all weightings that cannot be told from the best. Square: the default; star:
 * the best; diamond: what was planted; rings: the reader's own trials; cross: the reader's guess.
 * From 600 cells on, neighbours in a row that share a class are drawn as one band, without hover text.
 *
 * @param cells One per weighting, in any order.
 * @throws {RangeError} If there is no cell, weights are no shares that sum to 1, a value is no number,
 *   or a weighting stands there twice.
 *
 * @example Two corners
 * ```ts
 * import { ternaryMap } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const cells = [{ weights: [1, 0, 0], value: 0.4 }, { weights: [0, 1, 0], value: 0.2 }] as const;
 * const map = ternaryMap(cells, {
 *   labels: ["Fundamentals", "Sentiment", "Technicals"],
 *   base: { weights: [0.5, 0.25, 0.25] },
 *   valueName: "net Sharpe ratio",
 *   source: "Source: simulated, seed 7.",
 * });
 * match(map.title, /^2 weightings tried; the best is 100\/0\/0/);
 * ```
 */
export function ternaryMap(cells: readonly TernaryCell[], options: TernaryMapOptions): Figure {
  checkCells(cells);
  const { labels, valueName, format = TWO_DIGITS, aroundZero = false, guide } = options;
  const values = cells.flatMap(({ value }) => value ?? []);
  const classes = fieldClasses(values, { aroundZero, format });
  const alike = cells.filter((cell) => cell.alike).length;
  const missing = cells.length - values.length;
  const signs = signsOf(cells, options);
  // The legend: classes from the highest down, then the signs, then how to read a point.
  const levels = classes.labels.map((words, level) => ({
    words,
    level,
    y: TOP + (classes.labels.length - 1 - level) * LINE,
  })).reverse();
  const signTop = TOP + LINE * (levels.length + 1) + 4;
  const rows = signs.toReversed().map((row, i) => ({ ...row, y: signTop + i * LINE }));
  const plateauAt = signTop + LINE * rows.length;
  const plateau = alike > 0 ? [{ words: `like the best: ${count(alike)}`, y: plateauAt }] : [];
  const words = { x: () => LEFT + 28, y: "y", text: "words", textAnchor: "start" } as const;
  const head = { x: () => LEFT, textAnchor: "start", fontWeight: 600 } as const;
  return figure({
    ...worded(options, {
      title: ternaryMapTitle(cells, options),
      subtitle: `${capitalized(valueName)} of each weighting, one cell each` +
        (missing > 0 ? `; ${count(missing)} gave no result` : ""),
    }),
    height: HEIGHT,
    ...IN_PIXELS,
    marks: [
      ...fieldMarks(BOX, cells, classes, (value) => format(value, 3)),
      ...scaleMarks(BOX, labels, overhang(BOX, cells)),
      ...plateauMarks(BOX, cells),
      ...(guide ? haloLine(guideLines(BOX, guide)) : []),
      ...signs.flatMap(({ sign, places }) =>
        signMarks(sign, places.map((at) => ({ ...pixelOf(BOX, at), words: sharesLabel(at) })))
      ),
      Plot.text([valueName], {
        ...head,
        y: () => TOP - 20,
        text: (name: string) => name,
        lineAnchor: "bottom",
        lineWidth: 12,
        dy: 5,
      }),
      Plot.dot(levels, {
        x: () => LEFT + 9,
        y: "y",
        symbol: "hexagon",
        r: 9,
        fill: ({ level }) => classes.colors[level],
        stroke: "currentColor",
        strokeOpacity: 0.4,
        strokeWidth: 0.8,
      }),
      Plot.text(levels, words),
      ...rows.flatMap(({ sign, y }) => signMarks(sign, [{ x: LEFT + 9, y }], 0.75)),
      Plot.text([...rows, ...plateau], words),
      ...plateau.flatMap(({ y }) => haloLine([[{ x: LEFT, y }, { x: LEFT + 19, y }]])),
      ...keyMarks(KEY, KEY_POINT),
      Plot.text(["To read a point"], {
        ...head,
        y: () => HEIGHT - 152,
        text: (line: string) => line,
      }),
    ],
  });
}
