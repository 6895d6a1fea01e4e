import { DataError } from "../errors.ts";
import { isList, shown } from "../arguments.ts";
import { outsideLine } from "../outside_text.ts";
import type { Day } from "../units.ts";

/** What can be odd in files of prices and of evidence, in the order in which it is told. */
export const PRICE_WARNING_KINDS = [
  "layout",
  "sparse rows",
  "stale prices",
  "future rows",
  "partial row",
  "ended column",
  "closed days",
  "missing days",
  "repeated rows",
  "missing sectors",
  "empty column",
  "late start",
  "holes",
  "jumps",
  "suspect ticks",
  "frozen column",
  "evidence layout",
  "evidence lag",
  "evidence rates",
  "evidence future",
  "evidence unlisted",
  "evidence duplicates",
  "evidence restated",
  "evidence changed",
] as const;

export type PriceWarningKind = typeof PRICE_WARNING_KINDS[number];

/** Something odd in files of prices or evidence. Nothing is repaired: what is left out or kept is said. */
export interface PriceWarning {
  readonly kind: PriceWarningKind;
  /**
   * The columns it is about, by ticker, or as `XLK_open`; of evidence the file. None where it is about
   * whole rows.
   */
  readonly columns: readonly string[];
  /** The days it is about, in order; none where it is about all of them. */
  readonly days: readonly Day[];
  /** The whole thing as a sentence. */
  readonly message: string;
  /** Present where the reader has checked it and said so; it changes no figure. */
  readonly accepted?: true;
}

/** Days in a sentence: three of them, and how many more. */
export function someDays(days: readonly Day[]): string {
  return days.length <= 3
    ? days.join(", ")
    : `${days.slice(0, 3).join(", ")} and ${days.length - 3} more`;
}

/**
 * The words that accept a warning: its kind, and its kind in each of its columns.
 *
 * @example
 * ```ts
 * import { acceptWords } from "lab/market";
 * import { deepEqual } from "node:assert/strict";
 *
 * const warning = { kind: "missing sectors", columns: ["XLC"], days: [], message: "" } as const;
 * deepEqual(acceptWords(warning), ["missing-sectors", "missing-sectors:XLC"]);
 * ```
 */
export function acceptWords({ kind, columns }: PriceWarning): readonly string[] {
  const word = kind.replaceAll(" ", "-");
  return [word, ...columns.map((column) => `${word}:${column}`)];
}

/** A word of `accept` in its parts: a kind, perhaps a column, perhaps a day. */
interface Accepted {
  readonly kind: string;
  readonly column?: string;
  readonly day?: string;
}

function partsOf(word: string): Accepted {
  const [kind, ...rest] = word.trim().split(":").map((part) => part.trim().toLowerCase());
  const isDay = (part: string) => /^\d{4}-\d{2}-\d{2}$/.test(part);
  const day = rest.find(isDay), column = rest.find((part) => !isDay(part));
  return {
    kind: kind.replaceAll("-", " "),
    ...(column === undefined ? {} : { column }),
    ...(day === undefined ? {} : { day }),
  };
}

function isAbout(warning: PriceWarning, { kind, column, day }: Accepted): boolean {
  return warning.kind === kind &&
    (column === undefined || warning.columns.some((one) => one.toLowerCase() === column)) &&
    (day === undefined || warning.days.some((one) => one === day));
}

/** Whether words cover every column and every day of a warning. */
function isCovered(warning: PriceWarning, words: readonly Accepted[]): boolean {
  const about = words.filter((word) => isAbout(warning, word));
  const columns = warning.columns.length === 0 ? [undefined] : warning.columns;
  const days = warning.days.length === 0 ? [undefined] : warning.days;
  return columns.every((column) =>
    days.every((day) =>
      about.some((word) =>
        (word.column === undefined || word.column === column?.toLowerCase()) &&
        (word.day === undefined || word.day === day)
      )
    )
  );
}

/**
 * Warnings with those marked that the reader has checked. Accepting changes no figure: a warning stays
 * in every list and file, and is no longer told as something to look at.
 *
 * @param accept Words such as `jumps`, for a kind in all columns, `jumps:XLF`, for one column, or
 *   `jumps:XLF:2020-11-09`, for one day of it. A warning is accepted once all of its columns and days are.
 * @throws {DataError} If a word names no warning that is there, with those that are. Rows that are not
 *   daily cannot be accepted: nothing makes them daily.
 * @throws {TypeError} If `accept` is no list of texts.
 *
 * @example A day that was checked, and one that was not
 * ```ts
 * import { acceptedWarnings, type PriceWarning } from "lab/market";
 * import { day } from "lab/units";
 * import { equal, throws } from "node:assert/strict";
 *
 * const jump: PriceWarning = {
 *   kind: "jumps",
 *   columns: ["XLF"],
 *   days: [day("2020-11-09")],
 *   message: "XLF moved by +8.2 % on 2020-11-09.",
 * };
 * equal(acceptedWarnings([jump], ["jumps:XLF:2020-11-09"])[0].accepted, true);
 * throws(() => acceptedWarnings([jump], ["jumps:XLE"]), /there are jumps, jumps:XLF/);
 * ```
 */
export function acceptedWarnings(
  warnings: readonly PriceWarning[],
  accept: readonly string[],
): readonly PriceWarning[] {
  if (!isList(accept) || !Array.from(accept).every((word) => typeof word === "string")) {
    throw new TypeError(
      `Cannot accept a warning: need a list of words such as "jumps:XLF", got ${shown(accept)}`,
    );
  }
  const open = warnings.filter(({ kind }) => kind !== "sparse rows");
  const words = accept.map(partsOf);
  words.forEach((word, i) => {
    if (open.some((one) => isAbout(one, word))) return;
    const known = [...new Set(open.flatMap(acceptWords))];
    throw new DataError(
      `Cannot accept ${shown(outsideLine(accept[i], 80))}: these prices have no such warning; ${
        known.length > 0
          ? `there are ${known.join(", ")}, each also with a day behind it`
          : open.length < warnings.length
          ? "nothing makes rows daily that are not"
          : "they have none"
      }`,
      { value: accept[i] },
    );
  });
  return warnings.map((warning) =>
    open.includes(warning) && isCovered(warning, words) ? { ...warning, accepted: true } : warning
  );
}
