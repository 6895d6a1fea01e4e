import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { sized } from "./kit/axes.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { listed, number } from "../words.ts";
import { textsAtLeft, textsAtRight } from "./kit/margin_texts.ts";
import { signColor } from "./kit/theme.ts";

/** One pillar of a ballot. */
export interface BallotStripRow {
  readonly label: string;
  /** 1 to 5; absent where the analyst abstained. */
  readonly score?: number;
  /** Share with which it counts. */
  readonly weight: number;
  /** The evidence, one sentence each; for an abstention its reason. */
  readonly reasons: readonly string[];
}

interface BallotStripOptions extends ChartOptions {
  /** Whose ballot it is, such as a sector; opens the title. */
  readonly name: string;
  /** What code computed from the sub-scores; absent when all abstained. */
  readonly score?: number;
  readonly rating?: number;
}

interface Cell {
  readonly row: string;
  readonly score: number;
  readonly given: boolean;
}

/** Characters of evidence that fit into a line beside the cells, and the height of a line. */
const LINE_CHARACTERS = 66;
const LINE_PX = 16;

/**
 * What a ballot says and what code makes of it, as a sentence.
 *
 * @example
 * ```ts
 * import { ballotStripTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const rows = [
 *   { label: "Fundamentals", score: 2, weight: 0.5, reasons: [] },
 *   { label: "Sentiment", score: 5, weight: 0.25, reasons: [] },
 *   { label: "Technicals", score: 4, weight: 0.25, reasons: [] },
 * ];
 * equal(
 *   ballotStripTitle(rows, { name: "Energy", score: 3.25, rating: 3 }),
 *   "Energy: 2, 5 and 4 make a score of 3.25 and a rating of 3",
 * );
 * ```
 */
export function ballotStripTitle(
  rows: readonly BallotStripRow[],
  options: Pick<BallotStripOptions, "name" | "score" | "rating">,
): string {
  const { name, score, rating } = options;
  const words = rows.map((row) => row.score === undefined ? "an abstention" : String(row.score));
  return score === undefined
    ? `${name}: every pillar abstains, so there is no score`
    : `${name}: ${listed(words)} ${words.length === 1 ? "makes" : "make"} a score of ${
      number(score)
    } and a rating of ${rating}`;
}

/** Sentences broken into lines that fit beside the cells; a line that goes on is indented. */
function linesOf(reasons: readonly string[]): string[] {
  return reasons.flatMap((reason) => {
    const lines: string[] = [];
    for (const word of `· ${reason}`.split(" ")) {
      const last = lines[lines.length - 1];
      if (last !== undefined && last.length + word.length < LINE_CHARACTERS) {
        lines[lines.length - 1] = `${last} ${word}`;
      } else lines.push(last === undefined ? word : `\u2003${word}`);
    }
    return lines;
  });
}

/**
 * A ballot as a strip: for each pillar the cells 1 to 5 with the given one filled, and beside them
 * the evidence.
 *
 * @param rows One per pillar; without a score the row is dashed.
 * @throws {RangeError} If a score is no whole number from 1 to 5.
 *
 * @example
 * ```ts
 * import { ballotStrip } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = ballotStrip(
 *   [{ label: "Sentiment", score: 4, weight: 1, reasons: ["6 good and 2 bad headlines"] }],
 *   { name: "Energy", score: 4, rating: 4, source: "Source: simulated, seed 7." },
 * );
 * match(chart.svg(), /6 good and 2 bad headlines/);
 * ```
 */
export function ballotStrip(
  rows: readonly BallotStripRow[],
  options: BallotStripOptions,
): Figure {
  for (const { label, score } of rows) {
    if (score !== undefined && ![1, 2, 3, 4, 5].includes(score)) {
      throw new RangeError(
        `Cannot draw a ballot: ${label} must be a whole number from 1 to 5, got ${score}`,
      );
    }
  }
  const texts = rows.map((row) => ({ row: row.label, text: linesOf(row.reasons).join("\n") }));
  const most = Math.max(2, ...texts.map(({ text }) => text.split("\n").length));
  const step = Math.max(46, most * LINE_PX + 10);
  const cells: Cell[] = rows.flatMap((row) =>
    [1, 2, 3, 4, 5].map((score) => ({ row: row.label, score, given: score === row.score }))
  );
  const abstained = new Set(rows.filter((row) => row.score === undefined).map((row) => row.label));
  const left = 122, across = 5 * 34, width = 700;
  const share = (row: BallotStripRow) => `counts ${Math.round(row.weight * 100)} %`;
  const filled = cells.filter((cell) => cell.given);
  const air = Math.max(0, (step * 0.92 - 30) / 2);
  const inset = { insetTop: air, insetBottom: air }, place = { x: "score", y: "row" };
  return figure({
    ...worded(options, {
      title: ballotStripTitle(rows, options),
      subtitle: "Sub-scores from 1 to 5, and the evidence given for each",
    }),
    width,
    ...sized({
      height: step * rows.length + 16,
      top: 8,
      bottom: 8,
      left,
      right: width - left - across,
    }),
    x: { domain: [1, 2, 3, 4, 5], type: "band", axis: null, padding: 0.1 },
    y: { domain: rows.map((row) => row.label), axis: null, padding: 0.08 },
    marks: [
      Plot.cell(cells, {
        ...place,
        ...inset,
        fill: "none",
        stroke: "currentColor",
        strokeOpacity: 0.35,
      }),
      Plot.cell(filled, {
        ...place,
        ...inset,
        fill: (cell: Cell) => signColor(cell.score - 3),
      }),
      Plot.text(cells.filter((cell) => !cell.given && !abstained.has(cell.row)), {
        ...place,
        text: (cell: Cell) => String(cell.score),
        fillOpacity: 0.6,
      }),
      Plot.text(cells.filter((cell) => abstained.has(cell.row)), {
        ...place,
        text: () => "–",
        fillOpacity: 0.6,
      }),
      Plot.text(filled, {
        ...place,
        text: (cell: Cell) => String(cell.score),
        fill: (cell: Cell) => cell.score === 3 ? "#000000" : "#FFFFFF",
        fontWeight: 700,
        fontSize: 15,
      }),
      textsAtLeft(rows, { y: "label", dx: -10, dy: -8, text: "label", fontWeight: 600 }),
      textsAtLeft(rows, {
        y: "label",
        dx: -10,
        dy: 9,
        text: share,
        fontSize: 12,
        fillOpacity: 0.8,
      }),
      textsAtRight(texts, { y: "row", dx: 14, text: "text", fontSize: 12, lineHeight: 1.3 }),
    ],
  });
}
