/**
 * Numbers and counts as a sentence, a chart or a table shows them. A minus is the typographic one, so
 * that it is as wide as the plus; what is missing shows as a dash, never as zero; what is rare is not
 * rounded to never; and one thing is not many. Files of CSV and JSON have numbers of their own.
 *
 * @module
 */

/** How a number is shown. */
export interface FormatOptions {
  /** Decimals; each function has its own default. */
  readonly digits?: number;
  /** Whether a plus stands before numbers above zero. */
  readonly signed?: boolean;
}

/** What stands where there is no number. */
export const MISSING = "–";

/** One formatter for each count of decimals: making one costs more than all sentences of a plan. */
const formatters = new Map<number, Intl.NumberFormat>();

function formatter(digits: number): Intl.NumberFormat {
  let found = formatters.get(digits);
  if (found === undefined) {
    const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    formatters.set(digits, found = new Intl.NumberFormat("en-US", fraction));
  }
  return found;
}

function shown(value: number, digits: number, signed: boolean, before = ""): string {
  const size = formatter(digits).format(Math.abs(value));
  // A number that rounds to nothing has no sign: "−0.0 %" would claim a direction.
  if (!/[1-9]/.test(size)) return before + size;
  return (value < 0 ? "−" : signed ? "+" : "") + before + size;
}

/**
 * A plain number with a fixed count of decimals; two by default.
 *
 * @param value Any number; `undefined` and NaN show as a dash.
 *
 * @example A signed number, and none
 * ```ts
 * import { number } from "lab/words";
 * import { equal } from "node:assert/strict";
 *
 * equal(number(-1.5, { signed: true }), "−1.50");
 * equal(number(undefined), "–");
 * ```
 */
export function number(value: number | undefined, options: FormatOptions = {}): string {
  if (value === undefined || Number.isNaN(value)) return MISSING;
  return shown(value, options.digits ?? 2, options.signed ?? false);
}

/**
 * A share as percent; one decimal by default.
 *
 * @param share A share of one: 0.05 is five percent.
 *
 * @example Five percent short
 * ```ts
 * import { percent } from "lab/words";
 * import { equal } from "node:assert/strict";
 *
 * equal(percent(-0.05), "−5.0 %");
 * equal(percent(0.3, { digits: 0, signed: true }), "+30 %");
 * ```
 */
export function percent(share: number | undefined, options: FormatOptions = {}): string {
  if (share === undefined || Number.isNaN(share)) return MISSING;
  return shown(share * 100, options.digits ?? 1, options.signed ?? false) + " %";
}

/**
 * A share as percentage points, the unit of a distance between two shares; one decimal by default.
 *
 * @example What is left below a limit
 * ```ts
 * import { points } from "lab/words";
 * import { equal } from "node:assert/strict";
 *
 * equal(points(0.025), "2.5 points");
 * ```
 */
export function points(share: number | undefined, options: FormatOptions = {}): string {
  if (share === undefined || Number.isNaN(share)) return MISSING;
  return shown(share * 100, options.digits ?? 1, options.signed ?? false) + " points";
}

/**
 * Basis points; one decimal by default.
 *
 * @param basisPoints Already in basis points: 25 is a quarter of a percent.
 *
 * @example A cost
 * ```ts
 * import { bp } from "lab/words";
 * import { equal } from "node:assert/strict";
 *
 * equal(bp(2.94), "2.9 bp");
 * ```
 */
export function bp(basisPoints: number | undefined, options: FormatOptions = {}): string {
  if (basisPoints === undefined || Number.isNaN(basisPoints)) return MISSING;
  return shown(basisPoints, options.digits ?? 1, options.signed ?? false) + " bp";
}

/**
 * Dollars with separators of thousands; whole dollars by default.
 *
 * @example A sale
 * ```ts
 * import { dollars } from "lab/words";
 * import { equal } from "node:assert/strict";
 *
 * equal(dollars(-12345.6), "−$12,346");
 * ```
 */
export function dollars(amount: number | undefined, options: FormatOptions = {}): string {
  if (amount === undefined || Number.isNaN(amount)) return MISSING;
  return shown(amount, options.digits ?? 0, options.signed ?? false, "$");
}

const words = [
  "No",
  "One",
  "Two",
  "Three",
  "Four",
  "Five",
  "Six",
  "Seven",
  "Eight",
  "Nine",
  "Ten",
  "Eleven",
  "Twelve",
];

/**
 * A small count as a word, to open a title with; above twelve, figures.
 *
 * @example
 * ```ts
 * import { countWord } from "lab/words";
 * import { equal } from "node:assert/strict";
 *
 * equal(`${countWord(4)} limits bind`, "Four limits bind");
 * ```
 */
export function countWord(count: number): string {
  return words[count] ?? String(count);
}

/**
 * Names joined as a sentence does it.
 *
 * @example
 * ```ts
 * import { listed } from "lab/words";
 * import { equal } from "node:assert/strict";
 *
 * equal(listed(["gross", "beta", "cluster"]), "gross, beta and cluster");
 * equal(listed(["tilt", "limits"], "or"), "tilt or limits");
 * ```
 */
export function listed(names: readonly string[], word: "and" | "or" = "and"): string {
  return names.length < 2
    ? names.join("")
    : `${names.slice(0, -1).join(", ")} ${word} ${names[names.length - 1]}`;
}

/**
 * A number with so many decimals and a true minus, no sign before a zero, and without separators of
 * thousands: for the many sentences of a book.
 *
 * @example
 * ```ts
 * import { decimals } from "lab/words";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual([decimals(-1234.5, 1), decimals(-0.01, 1)], ["−1234.5", "0.0"]);
 * deepEqual(decimals(0.25, 2, { signed: true }), "+0.25");
 * ```
 */
export function decimals(
  value: number,
  digits: number,
  { signed = false }: Pick<FormatOptions, "signed"> = {},
): string {
  const text = value.toFixed(digits);
  if (Number(text) === 0) return text.replace("-", "");
  return signed && value > 0 ? `+${text}` : text.replace("-", "−");
}

/**
 * A number with at most so many decimals, and a true minus: a setting as its owner typed it.
 *
 * @example
 * ```ts
 * import { plainNumber } from "lab/words";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual([plainNumber(-2), plainNumber(2.125), plainNumber(2.5)], ["−2", "2.13", "2.5"]);
 * ```
 */
export function plainNumber(value: number, most = 2): string {
  return String(Number(value.toFixed(most))).replace("-", "−");
}

/**
 * A share as the percentage that its owner typed.
 *
 * @example
 * ```ts
 * import { plainPercent } from "lab/words";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual([plainPercent(0.07), plainPercent(0.125)], ["7 %", "12.5 %"]);
 * ```
 */
export function plainPercent(share: number, most = 2): string {
  return `${plainNumber(100 * share, most)} %`;
}

/**
 * A share as percent, as `decimals` writes it; two decimals by default.
 *
 * @example
 * ```ts
 * import { inPercent } from "lab/words";
 * import { equal } from "node:assert/strict";
 *
 * equal(inPercent(-0.1234), "−12.34 %");
 * ```
 */
export function inPercent(
  share: number,
  digits = 2,
  options: Pick<FormatOptions, "signed"> = {},
): string {
  return `${decimals(100 * share, digits, options)} %`;
}

/**
 * A share as percentage points, as `decimals` writes it; two decimals by default.
 *
 * @example
 * ```ts
 * import { inPoints } from "lab/words";
 * import { equal } from "node:assert/strict";
 *
 * equal(inPoints(0.025), "2.50 points");
 * ```
 */
export function inPoints(share: number, digits = 2): string {
  return `${decimals(100 * share, digits)} points`;
}

/**
 * A part of many cases as percent: what is rare never reads as none, nor nearly all as all.
 *
 * @param share From 0 to 1.
 * @param options.digits Decimals; one by default.
 *
 * @example One in 20,000, and none
 * ```ts
 * import { rarePercent } from "lab/words";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual([1 / 20_000, 0, 0.9999, 1, 0.25].map((share) => rarePercent(share)), [
 *   "below 0.1 %",
 *   "0.0 %",
 *   "above 99.9 %",
 *   "100.0 %",
 *   "25.0 %",
 * ]);
 * ```
 */
export function rarePercent(share: number | undefined, options: FormatOptions = {}): string {
  const { digits = 1 } = options;
  const text = percent(share, { ...options, digits });
  if (share === undefined || !(share > 0 && share < 1)) return text;
  const step = 10 ** -digits;
  if (!/[1-9]/.test(text)) return `below ${number(step, { digits })} %`;
  return text === percent(1, { ...options, digits })
    ? `above ${number(100 - step, { digits })} %`
    : text;
}

/**
 * A count with its noun, one or many.
 *
 * @param one The noun of one; of more it has an s, unless `more` says otherwise.
 *
 * @example
 * ```ts
 * import { counted } from "lab/words";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual([counted(1, "window"), counted(2, "try", "tries")], ["1 window", "2 tries"]);
 * ```
 */
export function counted(count: number, one: string, more = `${one}s`): string {
  return `${count} ${count === 1 ? one : more}`;
}

/**
 * How often something happened: once, or so many times.
 *
 * @example
 * ```ts
 * import { times } from "lab/words";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual([1, 2, 0].map(times), ["once", "2 times", "0 times"]);
 * ```
 */
export function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}
