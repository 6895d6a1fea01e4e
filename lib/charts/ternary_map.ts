import * as Plot from "@observablehq/plot";
import type { Shares } from "../stats/ternary.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { number } from "../words.ts";
import { fieldClasses, pixelOf, type TriangleBox, type ValueFormat } from "./ternary_field.ts";
import { keyMarks, TERNARY_LABELS } from "./ternary_key.ts";
import {
  bestOf,
  checkCells,
  checkShares,
  fieldMarks,
  guideLines,
  haloLine,
  IN_PIXELS,
  overhang,
  plateauMarks,
  scaleMarks,
  sharesLabel,
  signMarks,
  type TernaryCell,
  type TernarySign,
} from "./ternary_marks.ts";

/** The weighting that others are compared with. */
export interface TernaryBase {
  readonly weights: Shares;
  /** Its result; looked up among the cells where it is absent, and it may be none of them. */
  readonly value?: number;
  /** Whether it cannot be told from the best; looked up likewise. */
  readonly alike?: boolean;
}

/** What `ternaryMap` needs besides its cells. */
export interface TernaryMapOptions {
  readonly title?: string;
  readonly subtitle?: string;
  readonly source: string;
  readonly caption?: string;
  /** Names of the three shares: top, left, right. */
  readonly labels?: readonly [string, string, string];
  /** What a cell's value is, such as "net Sharpe ratio". */
  readonly valueName: string;
  readonly format?: ValueFormat;
  /** 50/25/25 by default. */
  readonly base?: TernaryBase;
  /** Planted best of a simulated market. */
  readonly truth?: Shares;
  /** The reader's own trials. */
  readonly trials?: readonly Shares[];
  /** What the rings are called; "your trial" or "your trials" by default. */
  readonly trialsLabel?: string;
  /** Where the reader guessed. */
  readonly guess?: Shares;
  /** A point from which a line runs to each of the three scales. */
  readonly guide?: Shares;
  /** Red below and blue above zero, for differences; no best is marked. */
  readonly aroundZero?: boolean;
}

/** Fundamentals half, the other two a quarter each: the committee's own. */
export const DEFAULT_BASE: TernaryBase = { weights: [0.5, 0.25, 0.25] };

const TWO: ValueFormat = (value, digits) => number(value, { digits });
const count = (many: number) => number(many, { digits: 0 });

/** The base with its result, taken from the cells where it is one of them. */
function withResult(cells: readonly TernaryCell[], base: TernaryBase): TernaryBase {
  const same = cells.find(({ weights }) =>
    weights.every((share, i) => Math.abs(share - base.weights[i]) < 1e-9)
  );
  return {
    weights: base.weights,
    value: base.value ?? same?.value,
    alike: base.alike ?? same?.alike,
  };
}

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
 *   ternaryMapTitle(cells, { valueName: "net Sharpe ratio" }),
 *   "3 weightings tried; the best, 25/25/50 with a net Sharpe ratio of 0.71, cannot be told from " +
 *     "50/25/25 with 0.55",
 * );
 * ```
 */
export function ternaryMapTitle(
  cells: readonly TernaryCell[],
  options: Pick<TernaryMapOptions, "valueName" | "base" | "format" | "aroundZero">,
): string {
  const { valueName, format = TWO } = options;
  const run = cells.filter(({ value }) => value !== undefined);
  const best = bestOf(cells);
  if (best === undefined) return `No weighting of ${count(cells.length)} gave a ${valueName}`;
  const base = withResult(cells, options.base ?? DEFAULT_BASE);
  const tried = run.length === 1 ? "One weighting tried" : `${count(run.length)} weightings tried`;
  if (options.aroundZero) {
    const above = run.filter(({ value }) => value! > 0).length;
    const below = run.filter(({ value }) => value! < 0).length;
    return `${tried}; the ${valueName} is above zero for ${count(above)} and below for ${
      count(below)
    }`;
  }
  const star = `${sharesLabel(best.weights)} with a ${valueName} of ${format(best.value, 2)}`;
  const name = sharesLabel(base.weights);
  if (best.weights.every((share, i) => Math.abs(share - base.weights[i]) < 1e-9)) {
    return `${tried}; the best is ${star}, the default itself`;
  }
  const known = cells.some(({ alike }) => alike !== undefined);
  const beside = base.value === undefined ? name : `${name} with ${format(base.value, 2)}`;
  if (!known || base.alike === undefined) {
    return `${tried}; the best is ${star}` + (base.value === undefined ? "" : `, beside ${beside}`);
  }
  return base.alike
    ? `${tried}; the best, ${star}, cannot be told from ${beside}`
    : `${tried}; the best, ${star}, is clear of ${beside}`;
}

/** Size of the drawing, and where its parts stand, pixels. */
const HEIGHT = 492, SIDE = 400, LEFT = 60, BASE = 398;
const COLUMN = 520, LINE = 21;

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
 * @example Three corners
 * ```ts
 * import { ternaryMap } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const cells = [
 *   { weights: [1, 0, 0], value: 0.4 },
 *   { weights: [0, 1, 0], value: 0.2 },
 *   { weights: [0, 0, 1], value: -0.1 },
 * ] as const;
 * const map = ternaryMap(cells, {
 *   valueName: "net Sharpe ratio",
 *   source: "Source: simulated, seed 7.",
 * });
 * match(map.title, /^3 weightings tried; the best is 100\/0\/0/);
 * ```
 */
export function ternaryMap(cells: readonly TernaryCell[], options: TernaryMapOptions): Figure {
  checkCells(cells);
  const { labels = TERNARY_LABELS, valueName, format = TWO, aroundZero = false } = options;
  const { truth, trials = [], guess, guide } = options;
  const base = withResult(cells, options.base ?? DEFAULT_BASE);
  checkShares(base.weights, "the base");
  if (truth) checkShares(truth, "the planted truth");
  if (guess) checkShares(guess, "the guess");
  if (guide) checkShares(guide, "the guide");
  for (const trial of trials) checkShares(trial, "a trial");
  const box: TriangleBox = { left: LEFT, base: BASE, side: SIDE };
  const values = cells.flatMap(({ value }) => value === undefined ? [] : [value]);
  const classes = fieldClasses(values.length > 0 ? values : [0], { aroundZero, format });
  const best = aroundZero ? undefined : bestOf(cells);
  const alike = cells.filter((cell) => cell.alike).length;
  const missing = cells.length - values.length;
  const at = (shares: Shares, words?: string) => ({ ...pixelOf(box, shares), words });

  const signs: { sign: TernarySign; words: string; places: ReturnType<typeof at>[] }[] = [
    {
      sign: "trial",
      words: options.trialsLabel ?? `your ${trials.length === 1 ? "trial" : "trials"}`,
      places: trials.map((one) => at(one, sharesLabel(one))),
    },
    { sign: "guess", words: "your guess", places: guess ? [at(guess, sharesLabel(guess))] : [] },
    {
      sign: "truth",
      words: `planted, ${truth && sharesLabel(truth)}`,
      places: truth ? [at(truth, sharesLabel(truth))] : [],
    },
    {
      sign: "base",
      words: `default, ${sharesLabel(base.weights)}`,
      places: [at(base.weights, sharesLabel(base.weights))],
    },
    {
      sign: "best",
      words: best ? `best, ${sharesLabel(best.weights)}` : "",
      places: best ? [at(best.weights, sharesLabel(best.weights))] : [],
    },
  ];
  const shown = signs.filter(({ places }) => places.length > 0);

  const levels = [...classes.colors.keys()].reverse();
  const legendTop = 34, signTop = legendTop + LINE * (levels.length + 1) + 4;
  const rows = [...shown].reverse();
  const plateauAt = signTop + LINE * rows.length;
  const key: TriangleBox = { left: COLUMN + 4, base: HEIGHT - 32, side: 112 };
  return figure({
    title: options.title ?? ternaryMapTitle(cells, options),
    subtitle: options.subtitle ??
      `${valueName[0].toUpperCase()}${valueName.slice(1)} of each weighting, one cell each` +
        (missing > 0 ? `; ${count(missing)} gave no result` : ""),
    source: options.source,
    caption: options.caption,
    height: HEIGHT,
    ...IN_PIXELS,
    marks: [
      ...fieldMarks(
        box,
        cells,
        classes,
        ({ weights, value }) =>
          `${sharesLabel(weights)}: ${value === undefined ? "no result" : format(value, 3)}`,
      ),
      ...scaleMarks(box, labels, { away: overhang(box, cells) }),
      ...plateauMarks(box, cells),
      ...(guide ? haloLine(guideLines(box, guide)) : []),
      ...shown.flatMap(({ sign, places }) => signMarks(sign, places)),
      // Legend: classes from the highest down, then the signs, then how to read a point.
      Plot.text([{ x: COLUMN, y: legendTop - 20 }], {
        x: "x",
        y: "y",
        text: () => valueName,
        textAnchor: "start",
        lineAnchor: "bottom",
        lineWidth: 12,
        dy: 5,
        fontWeight: 600,
      }),
      Plot.dot(levels.map((level, i) => ({ level, x: COLUMN + 9, y: legendTop + i * LINE })), {
        x: "x",
        y: "y",
        symbol: "hexagon",
        r: 9,
        fill: ({ level }) => classes.colors[level],
        stroke: "currentColor",
        strokeOpacity: 0.4,
        strokeWidth: 0.8,
      }),
      Plot.text(levels.map((level, i) => ({ level, x: COLUMN + 28, y: legendTop + i * LINE })), {
        x: "x",
        y: "y",
        text: ({ level }) => classes.labels[level],
        textAnchor: "start",
      }),
      ...rows.flatMap(({ sign }, i) =>
        signMarks(sign, [{ x: COLUMN + 9, y: signTop + i * LINE }], 0.75)
      ),
      Plot.text(
        [
          ...rows.map(({ words }, i) => ({ words, x: COLUMN + 28, y: signTop + i * LINE })),
          ...(alike > 0
            ? [{ words: `like the best: ${count(alike)}`, x: COLUMN + 28, y: plateauAt }]
            : []),
        ],
        { x: "x", y: "y", text: "words", textAnchor: "start" },
      ),
      ...(alike > 0
        ? haloLine([[{ x: COLUMN, y: plateauAt }, { x: COLUMN + 19, y: plateauAt }]])
        : []),
      ...keyMarks(key, [0.5, 0.25, 0.25], labels, { short: true }),
      Plot.text([{ x: COLUMN, y: HEIGHT - 152 }], {
        x: "x",
        y: "y",
        text: () => "To read a point",
        textAnchor: "start",
        fontWeight: 600,
      }),
    ],
  });
}
