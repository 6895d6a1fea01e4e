import { DataError } from "../errors.ts";
import { isList, shown } from "../arguments.ts";
import type { Day } from "../units.ts";

/** What can be odd in price files, in the order in which it is told. */
export const PRICE_WARNING_KINDS = [
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
] as const;

export type PriceWarningKind = typeof PRICE_WARNING_KINDS[number];

/** Something odd in price files. Nothing is repaired: what is left out or kept is said. */
export interface PriceWarning {
  readonly kind: PriceWarningKind;
  /** The columns it is about, by ticker, or as `XLK_open`; none where it is about whole rows. */
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

/** The words that accept a warning: its kind, and its kind in one column. */
function wordsOf({ kind, columns }: PriceWarning): readonly string[] {
  const word = kind.replaceAll(" ", "-");
  return [word, ...columns.map((column) => `${word}:${column}`)];
}

/**
 * Warnings with those marked that the reader has checked. Accepting changes no figure: a warning stays
 * in every list and file, and is no longer told as something to look at.
 *
 * @param accept Words such as `jumps`, for a kind in all columns, or `jumps:XLF`, for one column.
 * @throws {DataError} If a word names no warning that is there, with those that are; or if it names rows
 *   that are not daily, which nothing makes daily.
 * @throws {TypeError} If `accept` is no list of texts.
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
  const asked = accept.map((word) => word.trim().replaceAll(" ", "-").toLowerCase());
  asked.forEach((word, i) => {
    if (open.some((one) => wordsOf(one).some((known) => known.toLowerCase() === word))) return;
    const known = [...new Set(open.flatMap((one) => wordsOf(one)))];
    throw new DataError(
      `Cannot accept ${shown(accept[i])}: these prices have no such warning; ${
        known.length > 0 ? `there ${known.length > 1 ? "are" : "is"} ${known.join(", ")}` : (
          warnings.length > 0 ? "rows that are not daily cannot be accepted" : "they have none"
        )
      }`,
      { value: accept[i] },
    );
  });
  return warnings.map((warning) => {
    const [word, ...parts] = wordsOf(warning).map((one) => one.toLowerCase());
    const isAccepted = warning.kind !== "sparse rows" &&
      (asked.includes(word) || (parts.length > 0 && parts.every((part) => asked.includes(part))));
    return isAccepted ? { ...warning, accepted: true } : warning;
  });
}
