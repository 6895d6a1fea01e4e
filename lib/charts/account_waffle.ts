import { dollars, percent } from "../words.ts";
import { waffle } from "./forms/waffle.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { COLORS } from "./kit/theme.ts";

/** One part of an account. */
export interface AccountPart {
  readonly label: string;
  /** What it costs or holds, zero or more. */
  readonly dollars: number;
  /** What kind of part it is, which gives it its colour and its letter. */
  readonly kind: keyof typeof LOOKS;
}

/** Fill of a kind, and what can be read on it. */
const LOOKS = {
  long: { fill: COLORS.blue, ink: "#FFFFFF" },
  short: { fill: COLORS.vermillion, ink: "#000000" },
  hedge: { fill: COLORS.green, ink: "#FFFFFF" },
  cash: { fill: COLORS.grey, ink: "#000000" },
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
export function accountWaffle(parts: readonly AccountPart[], options: ChartOptions): Figure {
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
  return figure({
    ...worded(options, {
      title: accountWaffleTitle(parts),
      subtitle: "One square is one percent of the account",
    }),
    ...waffle(
      parts.map(({ label, kind, ...part }, i) => ({
        ...LOOKS[kind],
        count: counts[i],
        letter: kind[0].toUpperCase(),
        label,
        key: `${label}\n${dollars(part.dollars)}, ${percent(part.dollars / total)}`,
      })),
      { rows: 10 },
    ),
  });
}
