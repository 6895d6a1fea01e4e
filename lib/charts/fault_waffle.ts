import * as Plot from "@observablehq/plot";
import { counted } from "../words.ts";
import { sized } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { COLORS } from "./kit/theme.ts";

/** Answers that share one fate. */
export interface FaultPart {
  readonly label: string;
  readonly count: number;
  /** Whether these answers are counted; all others failed by the rule that the label names. */
  readonly valid?: boolean;
}

interface Square {
  readonly kind: number;
  readonly column: number;
  readonly row: number;
}

/**
 * Fills in the order of the faults, with the text that is legible on each. A sixth fault and those
 * after it take the same colours again as outlines; each has a letter of its own besides.
 */
const FAULT_FILLS = [
  { fill: COLORS.vermillion, text: "#FFFFFF" },
  { fill: COLORS.orange, text: "#000000" },
  { fill: COLORS.purple, text: "#000000" },
  { fill: COLORS.sky, text: "#000000" },
  { fill: COLORS.grey, text: "#000000" },
] as const;
const VALID_FILL = { fill: COLORS.blue, text: "#FFFFFF" };

const SQUARE_PX = 27;
/** Height of a line of the key. */
const KEY_PX = 24;
const COLUMNS = 10;

/**
 * How many answers count, as a sentence.
 *
 * @example
 * ```ts
 * import { faultWaffleTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const counts = [
 *   { label: "a ballot", count: 62, valid: true },
 *   { label: "out of range", count: 20 },
 *   { label: "cut off", count: 18 },
 * ];
 * equal(faultWaffleTitle(counts), "62 of 100 answers are ballots; 38 fail, by 2 kinds of fault");
 * ```
 */
export function faultWaffleTitle(counts: readonly FaultPart[]): string {
  const sum = (of: readonly FaultPart[]) => of.reduce((total, { count }) => total + count, 0);
  const faults = counts.filter(({ valid, count }) => !valid && count > 0);
  const all = sum(counts), failed = sum(faults);
  if (failed === 0) {
    return all === 1 ? "The one answer is a ballot" : `All ${all} answers are ballots`;
  }
  return `${all - failed} of ${counted(all, "answer")} ${
    all - failed === 1 ? "is a ballot" : "are ballots"
  }; ${failed} ${failed === 1 ? "fails" : "fail"}, by ${faults.length} ${
    faults.length === 1 ? "kind" : "kinds"
  } of fault`;
}

/**
 * Answers as squares, one each, by what became of them.
 *
 * @param counts The valid ones first; squares follow in this order, column by column.
 * @throws {RangeError} If a count is no whole number from 0, or there is no answer at all.
 *
 * @example
 * ```ts
 * import { faultWaffle } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = faultWaffle(
 *   [{ label: "a ballot", count: 7, valid: true }, { label: "cut off", count: 3 }],
 *   { source: "Source: simulated, seed 7." },
 * );
 * match(chart.title, /7 of 10 answers are ballots/);
 * ```
 */
export function faultWaffle(
  counts: readonly FaultPart[],
  options: ChartOptions,
): Figure {
  const wrong = counts.find(({ count }) => !(Number.isInteger(count) && count >= 0));
  if (wrong) {
    throw new RangeError(
      `Cannot draw answers: ${wrong.label} must be a whole number from 0, got ${wrong.count}`,
    );
  }
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) throw new RangeError("Cannot draw answers: need at least one, got none");
  const shown = counts.filter(({ count }) => count > 0);
  const rows = Math.ceil(total / COLUMNS);
  // Few answers with many faults: the key is then higher than the squares.
  const span = Math.max(rows, shown.length * KEY_PX / SQUARE_PX);
  const squares: Square[] = shown.flatMap(({ count }, kind) => Array<number>(count).fill(kind))
    .map((kind, i) => ({ kind, column: Math.floor(i / rows), row: i % rows }));
  const faults = shown.filter(({ valid }) => !valid);
  const lookOf = (kind: number) => {
    if (shown[kind].valid) return { ...VALID_FILL, stroke: "none" };
    const at = faults.indexOf(shown[kind]);
    const { fill, text } = FAULT_FILLS[at % FAULT_FILLS.length];
    return at < FAULT_FILLS.length
      ? { fill, text, stroke: "none" }
      : { fill: "none", text: "currentColor", stroke: fill };
  };
  const letterOf = (kind: number) =>
    shown[kind].valid ? "✓" : String.fromCharCode(65 + faults.indexOf(shown[kind]));
  const width = 640, side = COLUMNS * SQUARE_PX;
  const key = shown.map(({ label, count }, kind) => ({
    kind,
    row: (kind + 0.5) * span / shown.length - 0.5,
    text: `${letterOf(kind)}  ${label}: ${count}`,
  }));
  return figure({
    ...worded(options, { title: faultWaffleTitle(counts), subtitle: "One square is one answer" }),
    ...sized({
      width,
      height: Math.round(span * SQUARE_PX) + 16,
      top: 8,
      bottom: 8,
      left: 8,
      right: width - 16 - side,
    }),
    x: { domain: [-0.5, COLUMNS - 0.5], axis: null },
    y: { domain: [span - 0.5, -0.5], axis: null },
    marks: [
      Plot.rect(squares, {
        x1: (square: Square) => square.column - 0.5,
        x2: (square: Square) => square.column + 0.5,
        y1: (square: Square) => square.row - 0.5,
        y2: (square: Square) => square.row + 0.5,
        inset: 2,
        rx: 2,
        fill: (square: Square) => lookOf(square.kind).fill,
        stroke: (square: Square) => lookOf(square.kind).stroke,
        strokeWidth: 2,
        title: (square: Square) => shown[square.kind].label,
      }),
      Plot.text(squares, {
        x: "column",
        y: "row",
        text: (square: Square) => letterOf(square.kind),
        fill: (square: Square) => lookOf(square.kind).text,
        fontSize: 11,
      }),
      Plot.dot(key, {
        x: COLUMNS - 0.5,
        y: "row",
        dx: 34,
        symbol: "square",
        r: 7,
        fill: (line: { kind: number }) => lookOf(line.kind).fill,
        stroke: (line: { kind: number }) => lookOf(line.kind).stroke,
        strokeWidth: 2,
      }),
      Plot.text(key, { x: COLUMNS - 0.5, y: "row", dx: 52, text: "text", textAnchor: "start" }),
    ],
  });
}
