import { counted } from "../words.ts";
import { waffle } from "./forms/waffle.ts";
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

/**
 * Fills in the order of the faults, with the text that is legible on each. A sixth fault and those
 * after it take the same colours again as outlines; each has a letter of its own besides.
 */
const FAULTS = [
  { fill: COLORS.vermillion, ink: "#FFFFFF" },
  { fill: COLORS.orange, ink: "#000000" },
  { fill: COLORS.purple, ink: "#000000" },
  { fill: COLORS.sky, ink: "#000000" },
  { fill: COLORS.grey, ink: "#000000" },
] as const;
const VALID = { fill: COLORS.blue, ink: "#FFFFFF" };

/** Height of a line of the key, in squares. */
const LINE_OF_KEY = 24 / 27;

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
  }; ${counted(failed, "fails", "fail")}, by ${counted(faults.length, "kind")} of fault`;
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
export function faultWaffle(counts: readonly FaultPart[], options: ChartOptions): Figure {
  const wrong = counts.find(({ count }) => !(Number.isInteger(count) && count >= 0));
  if (wrong) {
    throw new RangeError(
      `Cannot draw answers: ${wrong.label} must be a whole number from 0, got ${wrong.count}`,
    );
  }
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) throw new RangeError("Cannot draw answers: need at least one, got none");
  const shown = counts.filter(({ count }) => count > 0);
  const faults = shown.filter(({ valid }) => !valid);
  const lookOf = (part: FaultPart) => {
    if (part.valid) return { ...VALID, letter: "✓", outline: "none" };
    const at = faults.indexOf(part), look = FAULTS[at % FAULTS.length];
    const letter = String.fromCharCode(65 + at);
    return at < FAULTS.length
      ? { ...look, letter, outline: "none" }
      : { fill: "none", ink: "currentColor", letter, outline: look.fill };
  };
  const rows = Math.ceil(total / 10);
  return figure({
    ...worded(options, { title: faultWaffleTitle(counts), subtitle: "One square is one answer" }),
    ...waffle(
      shown.map((part) => ({
        ...lookOf(part),
        count: part.count,
        label: part.label,
        key: `${part.label}: ${part.count}`,
      })),
      // Few answers with many faults: the key is then higher than the squares.
      { rows, span: Math.max(rows, shown.length * LINE_OF_KEY) },
    ),
  });
}
