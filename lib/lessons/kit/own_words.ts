import { countWord } from "../../words.ts";
import { isShown } from "./exercise.ts";
import { type Notice, notice } from "./notice.ts";

/** Fewest words of a sentence that says something, and how many of them must differ. */
const LEAST = 8, DIFFERENT = 6;

/** Something that a sentence has to speak of. */
export interface SpokenOf {
  /** What it is, for the hint: "the limit on beta". */
  readonly what: string;
  /** Words of which one must occur, in any case. */
  readonly words: readonly string[];
}

/** The words of a text that have letters. */
export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\d]*\p{L}[\p{L}\d'’-]*/gu) ?? [];
}

/** Whether a text holds a word or a run of words, not as a part of a longer word. */
export function speaksOf(text: string, word: string): boolean {
  const bare = (one: string) => one.toLowerCase().replace(/[^\p{L}\d]+/gu, " ").trim();
  return ` ${bare(text)} `.includes(` ${bare(word)} `);
}

/**
 * What a sentence of the reader's own still lacks, as far as that can be computed: length, words that
 * are not the same one again, and what the run says that it must speak of. What it is worth no code
 * can say.
 *
 * @param text The sentence.
 * @param options.what How the hint calls it: "reason".
 * @param options.asks The question that it answers; ends the hint.
 * @param options.about What it has to speak of; each entry by one of its words.
 * @returns A hint; `undefined` where nothing is missing.
 *
 * @example
 * ```ts
 * import { sentenceFault } from "./own_words.ts";
 * import { equal, match } from "node:assert/strict";
 *
 * const about = [{ what: "the limit on beta", words: ["beta"] }];
 * const options = { what: "reason", asks: "Which limit holds it back?", about };
 * match(sentenceFault("Beta binds.", options)!.message, /two words/);
 * match(sentenceFault("word word word word word word word word", options)!.message, /repeats/);
 * match(sentenceFault("It is a matter of taste and of nothing else.", options)!.message, /on beta/);
 * equal(sentenceFault("Beta is at its edge because all longs are cyclical.", options), undefined);
 * ```
 */
export function sentenceFault(
  text: string,
  options: {
    readonly what: string;
    readonly asks: string;
    readonly about?: readonly SpokenOf[];
  },
): Notice | undefined {
  const { what, asks, about = [] } = options, words = wordsOf(text);
  if (words.length < LEAST) {
    const count = words.length === 1
      ? "one word"
      : `${countWord(words.length).toLowerCase()} words`;
    return notice("hint", `The ${what} has ${count}. Write a whole sentence: ${asks}`);
  }
  if (new Set(words).size < DIFFERENT) {
    return notice("hint", `The ${what} repeats itself. Write a whole sentence: ${asks}`);
  }
  const missing = about.find((one) => !one.words.some((word) => speaksOf(text, word)));
  return missing && notice("hint", `The ${what} does not speak of ${missing.what}. ${asks}`);
}

/** A hint where the chart of an open exercise is missing. */
export function chartFault(chart: unknown, call: string): Notice | undefined {
  return isShown(chart)
    ? undefined
    : notice("hint", `Add the chart that shows it: chart: ${call}.`);
}
