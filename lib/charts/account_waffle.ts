import * as Plot from "@observablehq/plot";
import { dollars, percent } from "../words.ts";
import { sized } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { COLORS, GROUND } from "./kit/theme.ts";

/** One part of an account. */
export interface AccountPart {
  readonly label: string;
  /** What it costs or holds, zero or more. */
  readonly dollars: number;
  /** What kind of part it is, which gives it its colour. */
  readonly kind: "long" | "short" | "hedge" | "cash";
}

interface Square {
  readonly part: AccountPart;
  readonly column: number;
  readonly row: number;
}

interface KeyLine {
  readonly part: AccountPart;
  readonly row: number;
  readonly text: string;
}

const fills = {
  long: COLORS.blue,
  short: COLORS.vermillion,
  hedge: COLORS.green,
  cash: COLORS.grey,
} as const;

/**
 * Whole numbers that share out `total` squares in proportion, by largest remainder.
 *
 * @example
 * ```ts
 * import { squaresOf } from "lab/charts";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(squaresOf([1, 1, 1], 100), [34, 33, 33]);
 * ```
 */
export function squaresOf(amounts: readonly number[], total: number): number[] {
  const sum = amounts.reduce((a, b) => a + b, 0);
  if (!(sum > 0)) return amounts.map(() => 0);
  const exact = amounts.map((amount) => amount / sum * total);
  const whole = exact.map(Math.floor);
  let left = total - whole.reduce((a, b) => a + b, 0);
  const byRemainder = exact.map((value, i) => ({ i, rest: value - whole[i] }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of byRemainder) {
    if (left-- <= 0) break;
    whole[i] += 1;
  }
  return whole;
}

/**
 * How much of an account is invested, as a sentence.
 *
 * @example
 * ```ts
 * import { accountWaffleTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   accountWaffleTitle([
 *     { label: "long funds", dollars: 60_000, kind: "long" },
 *     { label: "cash", dollars: 40_000, kind: "cash" },
 *   ]),
 *   "$60,000 of $100,000 is spent, $40,000 stays in cash",
 * );
 * ```
 */
export function accountWaffleTitle(parts: readonly AccountPart[]): string {
  const sum = (of: readonly AccountPart[]) => of.reduce((total, part) => total + part.dollars, 0);
  const cash = sum(parts.filter((part) => part.kind === "cash"));
  const all = sum(parts);
  return `${dollars(all - cash)} of ${dollars(all)} is spent, ${dollars(cash)} stays in cash`;
}

/**
 * An account as a hundred squares, each one percent of its equity.
 *
 * @param parts They add up to the account; at least one is above zero.
 * @throws {RangeError} If a part is negative or no number, or all are zero.
 *
 * @example
 * ```ts
 * import { accountWaffle } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = accountWaffle(
 *   [
 *     { label: "long funds", dollars: 60_000, kind: "long" },
 *     { label: "cash", dollars: 40_000, kind: "cash" },
 *   ],
 *   { source: "Source: simulated, seed 7." },
 * );
 * match(chart.title, /stays in cash/);
 * ```
 */
export function accountWaffle(
  parts: readonly AccountPart[],
  options: ChartOptions,
): Figure {
  const wrong = parts.find((part) => !(part.dollars >= 0 && part.dollars < Infinity));
  if (wrong) {
    throw new RangeError(
      `Cannot draw an account: ${wrong.label} must be zero dollars or more, got ${wrong.dollars}`,
    );
  }
  const total = parts.reduce((sum, part) => sum + part.dollars, 0);
  if (total === 0) {
    throw new RangeError("Cannot draw an account: need one part above zero dollars, got none");
  }
  const counts = squaresOf(parts.map((part) => part.dollars), 100);
  const squares: Square[] = parts.flatMap((part, i) => Array<AccountPart>(counts[i]).fill(part))
    .map((part, i) => ({ part, column: Math.floor(i / 10), row: i % 10 }));
  const size = 27;
  const names: KeyLine[] = parts.map((part, i) => ({
    part,
    // A line of the key per part, spread over the height of the squares.
    row: (i + 0.5) * 10 / parts.length - 0.5,
    text: `${part.label}\n${dollars(part.dollars)}, ${percent(part.dollars / total)}`,
  }));
  return figure({
    ...worded(options, {
      title: accountWaffleTitle(parts),
      subtitle: "One square is one percent of the account",
    }),
    ...sized({
      width: 640,
      height: 10 * size + 16,
      top: 8,
      bottom: 8,
      left: 8,
      right: 640 - 16 - 10 * size,
    }),
    x: { domain: [-0.5, 9.5], axis: null },
    y: { domain: [9.5, -0.5], axis: null },
    marks: [
      Plot.rect(squares, {
        x1: (square: Square) => square.column - 0.5,
        x2: (square: Square) => square.column + 0.5,
        y1: (square: Square) => square.row - 0.5,
        y2: (square: Square) => square.row + 0.5,
        inset: 1.5,
        rx: 2,
        fill: (square: Square) => fills[square.part.kind],
        title: (square: Square) => square.part.label,
      }),
      // A letter in each square, so that colour does not work alone.
      Plot.text(squares, {
        x: "column",
        y: "row",
        text: (square: Square) => square.part.kind[0].toUpperCase(),
        fill: (square: Square) =>
          square.part.kind === "short" || square.part.kind === "cash" ? "#000000" : "#FFFFFF",
        fontSize: 11,
      }),
      Plot.dot(names, {
        x: 9.5,
        y: "row",
        dx: 34,
        symbol: "square",
        r: 8,
        fill: (name: KeyLine) => fills[name.part.kind],
        stroke: GROUND,
      }),
      Plot.text(names, {
        x: 9.5,
        y: "row",
        dx: 52,
        text: (name: KeyLine) => `${name.part.kind[0].toUpperCase()}  ${name.text}`,
        textAnchor: "start",
        lineHeight: 1.35,
      }),
    ],
  });
}
