import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { gridX, sized, zeroX } from "./kit/axes.ts";
import { rowScales } from "./forms/rows.ts";
import { textsAtRight } from "./kit/margin_texts.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { countWord, listed, number, percent } from "../words.ts";
import { COLORS, GROUND, HALO } from "./kit/theme.ts";

/** What tells the line of a limit's words from its bar's; no name ends in it. */
const WORD_LINE = "\u00a0";

/** How much of one limit a book uses. */
export interface GaugeRow {
  readonly label: string;
  /** Share of the limit that is used: 1 is exactly at it, above 1 is past it. */
  readonly used: number;
  /** What is left, in words with its unit, such as "12.5 points". */
  readonly slack: string;
  /** Whether the limit holds the solution back. */
  readonly binds: boolean;
  /** Its multiplier: how much closer to the views one more unit would bring the book. */
  readonly shadowPrice?: number;
  /** The multiplier as a sentence, on a line of its own below the bar. */
  readonly priceInWords?: string;
}

/**
 * Which limits bind, as a sentence.
 *
 * @example
 * ```ts
 * import { limitGaugesTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const row = { used: 1, slack: "0.0 points" };
 * equal(limitGaugesTitle([{ ...row, label: "gross", binds: true }]), "One limit binds: gross");
 * equal(limitGaugesTitle([{ ...row, label: "gross", binds: false }]), "No limit binds");
 * ```
 */
export function limitGaugesTitle(rows: readonly GaugeRow[]): string {
  const past = rows.filter((row) => row.used > 1 + 1e-6);
  if (past.length > 0) {
    return `${countWord(past.length)} ${past.length === 1 ? "limit is" : "limits are"} broken: ` +
      listed(past.map((row) => row.label));
  }
  const binding = rows.filter((row) => row.binds);
  if (binding.length === 0) return "No limit binds";
  return `${countWord(binding.length)} ${binding.length === 1 ? "limit binds" : "limits bind"}: ` +
    listed(binding.map((row) => row.label));
}

/** Width of a sentence below a bar, in ems of its font, and about how many letters that is. */
const WORDS_EM = 36, WORDS_LETTERS = 72;

/** Whether a sentence needs a second line. */
const isTwoLines = (sentence: string) => sentence.length > WORDS_LETTERS;

/**
 * The share of each limit that a book uses, as bars with a rule at 100 %.
 *
 * At the right stands what is left, or a diamond with "binds" and the shadow price; below a bar, where
 * it is given, what that price means in words.
 *
 * @param rows One per limit, in the order in which they are drawn.
 *
 * @example One with slack, one that binds
 * ```ts
 * import { limitGauges } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const chart = limitGauges(
 *   [
 *     { label: "net", used: 0.4, slack: "12.0 points", binds: false },
 *     { label: "beta", used: 1, slack: "0.00", binds: true, shadowPrice: 0.21 },
 *   ],
 *   { source: "Source: simulated, seed 7." },
 * );
 * equal(chart.title, "One limit binds: beta");
 * ```
 */
export function limitGauges(rows: readonly GaugeRow[], options: ChartOptions): Figure {
  const most = Math.max(1, ...rows.map((row) => row.used));
  const color = (row: GaugeRow) =>
    row.used > 1 + 1e-6 ? COLORS.vermillion : row.binds ? COLORS.blue : COLORS.grey;
  const words = (row: GaugeRow) =>
    row.used > 1 + 1e-6
      ? `broken by ${row.slack}`
      : row.binds
      ? row.shadowPrice === undefined
        ? "binds"
        : `binds, price ${number(row.shadowPrice, { digits: 3 })}`
      : `${row.slack} left`;
  const explained = rows.filter((row) => row.priceInWords);
  // The words have a line of their own, which has no name at the axis.
  const wordLine = ({ label }: GaugeRow) => label + WORD_LINE;
  const lines = rows.flatMap((row) => row.priceInWords ? [row.label, wordLine(row)] : [row.label]);
  return figure({
    ...worded(options, {
      title: limitGaugesTitle(rows),
      subtitle:
        "Share of each limit used, after the hedge; at the right what is left, or the shadow price",
    }),
    ...sized({ height: 28 * lines.length + 64, left: 164, right: 160 }),
    ...rowScales(lines, {
      domain: [0, most * 1.02],
      ticks: 5,
      gap: 0.28,
      nameFormat: (line: string) => line.endsWith(WORD_LINE) ? "" : line,
    }),
    marks: [
      gridX(5),
      Plot.ruleX([1], { stroke: "currentColor", strokeWidth: 2 }),
      // Below the bars: the halo parts words and rule, and takes nothing off a bar. Where a sentence has
      // two lines a wide one would take the tops off the first.
      ...[true, false].map((isLong) =>
        Plot.text(explained.filter(({ priceInWords }) => isLong === isTwoLines(priceInWords!)), {
          y: wordLine,
          text: "priceInWords",
          frameAnchor: "left",
          textAnchor: "start",
          lineWidth: WORDS_EM,
          lineHeight: 1.2,
          dx: 6,
          dy: -1,
          fontStyle: "italic",
          ...HALO,
          ...(isLong ? { strokeWidth: 6 } : {}),
        })
      ),
      Plot.barX(rows, {
        x: "used",
        y: "label",
        fill: color,
        title: (row: GaugeRow) => `${row.label}: ${percent(row.used)} used`,
      }),
      zeroX(),
      Plot.dot(rows.filter((row) => row.binds), {
        x: "used",
        y: "label",
        symbol: "diamond2",
        r: 6,
        fill: COLORS.blue,
        stroke: GROUND,
        strokeWidth: 1.5,
      }),
      ...[true, false].map((binds) =>
        textsAtRight(rows.filter((row) => row.binds === binds), {
          y: "label",
          text: words,
          dx: 12,
          fontWeight: binds ? 600 : 400,
        })
      ),
    ],
  });
}
