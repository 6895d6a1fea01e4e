import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { gridX, sized, zeroX } from "./kit/axes.ts";
import { rowScales } from "./forms/rows.ts";
import { DASHED } from "./kit/places.ts";
import { sideLabels } from "./kit/side_labels.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { number, percent } from "../words.ts";
import { COLORS, HALO, signColor } from "./kit/theme.ts";

/** One sector's share of the book's beta. */
export interface BetaRow {
  readonly label: string;
  /** Weight times beta: what the book moves, in shares of equity, when the market moves by one. */
  readonly contribution: number;
}

interface BetaBarsOptions extends ChartOptions {
  /** Largest absolute sum that is allowed, drawn as two rules. */
  readonly limit?: number;
  /** Name of the bar that holds the sum; "sum" by default. */
  readonly sumLabel?: string;
  /** Net weight of the book, for the title; a share of equity. */
  readonly net?: number;
  /** A guess of the sum, drawn as a dashed mark. */
  readonly guess?: number;
}

/**
 * What the sum means, as a sentence: the move of the book when the market falls by a tenth.
 *
 * @param sum The book's beta.
 * @param options.net Net weight, a share of equity; named when given.
 * @param options.limit Largest absolute sum that is allowed; said where the sum keeps it.
 *
 * @example
 * ```ts
 * import { betaBarsTitle } from "lab/charts";
 * import { equal, match } from "node:assert/strict";
 *
 * equal(
 *   betaBarsTitle(0.12, { net: 0 }),
 *   "Net 0.0 % in dollars, and yet a market down 10 % moves the book by −1.2 %",
 * );
 * match(betaBarsTitle(0.03, { net: 0, limit: 0.05 }), /a beta of \+0\.03, inside the limit of 0\.05/);
 * equal(betaBarsTitle(-0.001), "The book's beta is 0.00: a market down 10 % hardly moves it");
 * ```
 */
export function betaBarsTitle(
  sum: number,
  options: { readonly net?: number; readonly limit?: number } = {},
): string {
  // Half a basis point of the last shown decimal: below it the sentence could not name a direction.
  if (Math.abs(sum) < 0.005) {
    return `The book's beta is ${number(0)}: a market down 10 % hardly moves it`;
  }
  const move = percent(-0.1 * sum, { signed: true, digits: Math.abs(sum) < 0.05 ? 2 : 1 });
  const moved = `a market down 10 % moves ${
    options.net === undefined ? "it" : "the book"
  } by ${move}`;
  if (options.net === undefined) {
    return `The book's beta is ${number(sum, { signed: true })}: ${moved}`;
  }
  // As is shown, and as the checker of a book would say: what keeps a limit is no breach of it.
  if (options.limit !== undefined && Math.abs(sum) <= options.limit) {
    return `Net ${
      percent(options.net, { signed: Math.abs(options.net) >= 0.0005 })
    } in dollars and a beta of ${number(sum, { signed: true })}, inside the limit of ${
      number(options.limit)
    }: ${moved}`;
  }
  // Only where no dollars are left over is it a surprise that the market moves the book.
  return Math.abs(options.net) < 0.0005
    ? `Net ${percent(options.net)} in dollars, and yet ${moved}`
    : `Net ${percent(options.net, { signed: true })} in dollars: ${moved}`;
}

/**
 * Weight times beta per sector as signed bars, and their sum apart: what the book owes the market.
 *
 * @param rows One per sector; the hedge may be one of them.
 *
 * @example Equal dollars, unequal betas
 * ```ts
 * import { betaBars } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = betaBars(
 *   [{ label: "Technology", contribution: 0.26 }, { label: "Utilities", contribution: -0.08 }],
 *   { limit: 0.05, source: "Source: simulated, seed 7." },
 * );
 * match(chart.title, /beta is \+0.18/);
 * ```
 */
export function betaBars(rows: readonly BetaRow[], options: BetaBarsOptions): Figure {
  const { limit, guess, sumLabel = "sum" } = options;
  const total = {
    label: sumLabel,
    contribution: rows.reduce((sum, row) => sum + row.contribution, 0),
  };
  const all = [...rows, total];
  const reach = 1.34 * Math.max(
    limit ?? 0,
    0.02,
    Math.abs(guess ?? 0),
    ...all.map((row) => Math.abs(row.contribution)),
  );
  return figure({
    ...worded(options, {
      title: betaBarsTitle(total.contribution, { net: options.net, limit }),
      subtitle:
        "Weight × beta per sector and their sum; +0.10 gains 1 % when the market gains 10 %",
    }),
    ...sized({ height: 26 * (all.length + 0.6) + 62, left: 118 }),
    ...rowScales([...rows.map((row) => row.label), " ", sumLabel], {
      domain: [-reach, reach],
      tickFormat: (value: number) => number(value, { signed: true }),
      gap: 0.22,
    }),
    marks: [
      gridX(7),
      Plot.barX(rows, {
        x: "contribution",
        y: "label",
        fill: (row: BetaRow) => signColor(row.contribution),
      }),
      Plot.barX([total], {
        x: "contribution",
        y: "label",
        fill: COLORS.orange,
        stroke: "currentColor",
      }),
      zeroX(),
      ...(limit === undefined ? [] : [
        Plot.ruleX([-limit, limit], DASHED),
        Plot.text([limit], {
          x: (at: number) => at,
          frameAnchor: "top",
          dy: -18,
          text: () => `limit ±${number(limit)}`,
        }),
      ]),
      ...[rows, [total]].flatMap((of) =>
        sideLabels(of, {
          isLeft: ({ contribution }) => contribution < 0,
          x: "contribution",
          text: ({ contribution }) => number(contribution, { signed: true, digits: 3 }),
          weight: of === rows ? 400 : 600,
        })
      ),
      ...(guess === undefined ? [] : [
        Plot.tickX([{ x: guess }], {
          x: "x",
          y: () => sumLabel,
          stroke: "currentColor",
          strokeWidth: 2,
          strokeDasharray: "3,2",
        }),
        Plot.text([{ x: guess }], {
          x: "x",
          y: () => " ",
          dy: 6,
          text: () => "your guess",
          fontStyle: "italic",
          ...HALO,
        }),
      ]),
    ],
  });
}
