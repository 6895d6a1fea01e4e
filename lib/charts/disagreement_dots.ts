import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { gridX, middleX, sized } from "./kit/axes.ts";
import { rowScales } from "./forms/rows.ts";
import { textsAtRight } from "./kit/margin_texts.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { countWord, listed, number } from "../words.ts";
import { COLORS, FIGURE_WIDTH } from "./kit/theme.ts";

/** What several analysts say of one sector. */
export interface DisagreementRow {
  readonly label: string;
  /** One per ballot that has a score. */
  readonly ballots: readonly { readonly analyst: string; readonly score: number }[];
  /** What the committee makes of them; absent where there is no score. */
  readonly verdict?: number;
}

/** One symbol per analyst, so that no colour is needed; after seven they start again. */
const SYMBOLS = ["circle", "square2", "triangle2", "diamond2", "times", "plus", "star"] as const;
/** From the score to each of two columns of symbols that share it, and from row to row, in pixels. */
const BESIDE_PX = 5.5, STACK_PX = 9;

/** Where symbol `i` of so many with one score stands: two columns, with the verdict's tick between. */
function shareOfPlace(i: number, count: number): { readonly dx: number; readonly dy: number } {
  if (count === 1) return { dx: 0, dy: 0 };
  const row = Math.floor(i / 2), rows = Math.ceil(count / 2);
  return { dx: i % 2 === 0 ? -BESIDE_PX : BESIDE_PX, dy: STACK_PX * (row - (rows - 1) / 2) };
}

/** The scores' axis, with room for symbols at its ends, and what one point of it takes in pixels. */
const LOW = 0.9, HIGH = 5.1, LEFT_PX = 118, RIGHT_PX = 96;
const PX_PER_POINT = (FIGURE_WIDTH - LEFT_PX - RIGHT_PX) / (HIGH - LOW);
/** Width of a name in the legend: its symbol with room on both sides, and about so much a letter. */
const KEY_PX = 30, LETTER_PX = 8.8;
/** The row in which the legend stands. */
const KEY = " ";

/** A symbol as it is drawn. */
interface PlacedSymbol extends ReturnType<typeof shareOfPlace> {
  readonly label: string;
  readonly analyst: string;
  readonly score: number;
}

/** The symbols of one row. */
function dotsOf({ label, ballots }: DisagreementRow): PlacedSymbol[] {
  return ballots.map((ballot, i) => {
    const same = (other: { readonly score: number }) => other.score === ballot.score;
    const above = ballots.slice(0, i).filter(same).length;
    return { ...ballot, label, ...shareOfPlace(above, ballots.filter(same).length) };
  });
}

/** The legend: a row of its own above the sectors, laid out along the scores' axis. */
function keyOf(analysts: readonly string[]): PlacedSymbol[] {
  let taken = 0;
  return analysts.map((analyst) => {
    const score = LOW + (taken + 8) / PX_PER_POINT;
    taken += KEY_PX + LETTER_PX * analyst.length;
    return { analyst, label: KEY, score, dx: 0, dy: 0 };
  });
}

/** One mark for each analyst and shift: a mark moves all its symbols alike. */
function symbolMarks(dots: readonly PlacedSymbol[], analysts: readonly string[]): Plot.Markish[] {
  return analysts.flatMap((analyst, i) =>
    [...new Set(dots.map(({ dx, dy }) => `${dx} ${dy}`))].map((place) => {
      const [dx, dy] = place.split(" ").map(Number);
      const isHere = (dot: PlacedSymbol) =>
        dot.analyst === analyst && dot.dx === dx && dot.dy === dy;
      return Plot.dot(dots.filter(isHere), {
        x: "score",
        y: "label",
        dx,
        dy,
        r: 4.5,
        symbol: SYMBOLS[i % SYMBOLS.length],
        fill: COLORS.sky,
        stroke: "currentColor",
        strokeWidth: 1.2,
        title: (dot: PlacedSymbol) => `${dot.analyst}: ${number(dot.score)}`,
      });
    })
  );
}

/**
 * Highest minus lowest score of a row, in points; nothing without a score.
 *
 * @example
 * ```ts
 * import { spreadOf } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const ballots = [{ analyst: "value", score: 2 }, { analyst: "momentum", score: 4.5 }];
 * equal(spreadOf({ label: "Energy", ballots }), 2.5);
 * equal(spreadOf({ label: "Energy", ballots: [] }), undefined);
 * ```
 */
export function spreadOf(row: DisagreementRow): number | undefined {
  if (row.ballots.length === 0) return undefined;
  const scores = row.ballots.map(({ score }) => score);
  return Math.max(...scores) - Math.min(...scores);
}

/**
 * Where analysts disagree most, as a sentence.
 *
 * @example
 * ```ts
 * import { disagreementDotsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const row = (label: string, ...scores: number[]) => ({
 *   label,
 *   ballots: scores.map((score, i) => ({ analyst: String(i), score })),
 * });
 * equal(
 *   disagreementDotsTitle([row("Energy", 2, 4.5), row("Staples", 3, 3.5)]),
 *   "Analysts disagree most on Energy (2.50 points apart) and least on Staples (0.50)",
 * );
 * equal(
 *   disagreementDotsTitle([row("Energy", 2, 2), row("Staples", 3, 3)]),
 *   "All analysts agree on all 2 sectors: no two scores differ",
 * );
 * ```
 */
export function disagreementDotsTitle(rows: readonly DisagreementRow[]): string {
  const known = rows.flatMap((row) => {
    const spread = spreadOf(row);
    return spread === undefined ? [] : [{ label: row.label, spread }];
  });
  if (known.length === 0) return "No analyst gives a score";
  const most = Math.max(...known.map((row) => row.spread));
  const least = Math.min(...known.map((row) => row.spread));
  const voices = new Set(rows.flatMap((row) => row.ballots.map(({ analyst }) => analyst))).size;
  if (voices === 1) return "One analyst alone cannot disagree";
  if (most === 0) {
    const all = known.length === 1 ? known[0].label : `all ${known.length} sectors`;
    return `All analysts agree on ${all}: no two scores differ`;
  }
  const at = (spread: number) =>
    known.filter((row) => row.spread === spread).map((row) => row.label);
  if (most === least) return `Analysts are ${number(most)} points apart on every sector`;
  const few = (labels: readonly string[]) =>
    labels.length > 3 ? `${countWord(labels.length).toLowerCase()} sectors` : listed(labels);
  return `Analysts disagree most on ${few(at(most))} (${number(most)} points apart) and least on ` +
    `${few(at(least))} (${number(least)})`;
}

/**
 * One row per sector, one symbol per ballot, the verdict as a tick and the spread as a bar.
 *
 * Rows stand in the order of disagreement, the widest first; equal ones keep their order.
 *
 * @example
 * ```ts
 * import { disagreementDots } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const ballots = [{ analyst: "value", score: 2 }, { analyst: "momentum", score: 4 }];
 * const chart = disagreementDots([{ label: "Energy", ballots, verdict: 3 }], {
 *   source: "Source: simulated, seed 7.",
 * });
 * match(chart.title, /2\.00 points apart/);
 * ```
 */
export function disagreementDots(
  rows: readonly DisagreementRow[],
  options: ChartOptions,
): Figure {
  const sorted = rows.toSorted((a, b) => (spreadOf(b) ?? -1) - (spreadOf(a) ?? -1));
  const analysts = [
    ...new Set(rows.flatMap((row) => row.ballots.map(({ analyst }) => analyst))),
  ];
  const bars = sorted.flatMap(({ label, ballots }) => {
    const scores = ballots.map(({ score }) => score);
    return scores.length === 0
      ? []
      : [{ label, from: Math.min(...scores), to: Math.max(...scores) }];
  });
  const dots = sorted.flatMap(dotsOf), key = keyOf(analysts);
  return figure({
    ...worded(options, {
      title: disagreementDotsTitle(rows),
      subtitle:
        "Weighted score from 1 to 5; a symbol is one analyst, the tick the committee's verdict" +
        (dots.some(({ dx }) => dx !== 0) ? "; equal scores stand around their place" : ""),
    }),
    ...sized({ height: 29 * (sorted.length + 1) + 56, top: 8, left: LEFT_PX, right: RIGHT_PX }),
    ...rowScales([KEY, ...sorted.map((row) => row.label)], {
      domain: [LOW, HIGH],
      ticks: [1, 2, 3, 4, 5],
      tickFormat: String,
      gap: 0.1,
    }),
    marks: [
      gridX([1, 2, 4, 5]),
      middleX(3),
      Plot.barX(bars, {
        x1: "from",
        x2: "to",
        y: "label",
        inset: 8,
        insetLeft: 0,
        insetRight: 0,
        fill: COLORS.grey,
        fillOpacity: 0.45,
      }),
      // Below the symbols, which stay whole; the tick shows above and below them.
      Plot.tickX(sorted.filter((row) => row.verdict !== undefined), {
        x: "verdict",
        y: "label",
        stroke: COLORS.vermillion,
        strokeWidth: 4,
        inset: -1,
        title: (row: DisagreementRow) => `${row.label}, verdict: ${number(row.verdict)}`,
      }),
      ...symbolMarks(dots, analysts),
      textsAtRight(sorted, {
        y: "label",
        text: (row: DisagreementRow) => {
          const spread = spreadOf(row);
          return spread === undefined ? "no score" : `${number(spread)} apart`;
        },
        dx: 10,
      }),
      ...symbolMarks(key, analysts),
      Plot.text(key, {
        x: "score",
        y: "label",
        text: "analyst",
        textAnchor: "start",
        dx: 10,
      }),
    ],
  });
}
