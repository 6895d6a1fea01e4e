import { DISPLAY, type Displayable } from "../../charts/mod.ts";
import { answerFault, openSentence, type Wanted } from "./answer_fault.ts";
import { nearRight, percentForShare, type Quantity } from "./near_right.ts";
import { type Notice, notice } from "./notice.ts";

/** A wrong number that tells how it came about; several numbers where several are asked for. */
interface NamedMistake {
  readonly value: number | readonly number[];
  /** What was done, and what was left out; a sentence. */
  readonly why: string;
}

/** An exercise of a lesson: its number, what it asks, and how an answer is judged. */
export interface Exercise {
  /** Lesson and number, such as `00.1`. */
  readonly id: string;
  /** The kind of answer; a function where it depends on the run. */
  readonly wanted: Wanted | ((context: unknown) => Wanted);
  /** Judges an answer of the wanted kind; `context` is what the notebook hands along. */
  judge(answer: unknown, context: unknown): Notice;
}

/** What an exercise reads from the run is missing or something else: a slip in the call of `check`. */
export class ContextError extends Error {
  override readonly name = "ContextError";
}

/**
 * Refuses what was handed along with an answer.
 *
 * @param what What the third argument must be, with its article.
 * @param call How the call is written.
 */
export function wrongContext(what: string, call: string): never {
  throw new ContextError(`The third argument must be ${what}: ${call}.`);
}

/** Whether two numbers agree within a tolerance, with room for the last bits of a float. */
export function near(a: number, b: number, tolerance: number): boolean {
  return Math.abs(a - b) <= tolerance + 1e-12;
}

/** Whether every one of a list is a finite number. */
export function areNumbers(list: unknown): list is readonly number[] {
  return Array.isArray(list) && list.every((one) => Number.isFinite(one));
}

/** Whether a value can be shown below a cell, as charts, tables and sentences can. */
export function isShown(value: unknown): boolean {
  return typeof (value as Record<symbol, unknown> | null | undefined)?.[DISPLAY] === "function";
}

/** The plain text of what can be shown below a cell; empty for anything else. */
export function shownText(value: unknown): string {
  return isShown(value) ? String((value as Displayable)[DISPLAY]()["text/plain"] ?? "") : "";
}

/** How numbers are judged. */
interface NumberRules {
  /** How far off still counts as right. */
  readonly tolerance: number;
  /** What follows "Right."; repeats the value. */
  readonly praise: string;
  /** Values with their reason, tried in order. */
  readonly mistakes: readonly NamedMistake[];
  /** Shown where nothing is recognised. */
  readonly hint: string;
  /** What the numbers stand for: shares and returns are known in percent and dollars as well. */
  readonly quantity?: Quantity;
  /** Shares beyond this size were meant in percent, whatever they are; 3 by default. */
  readonly largest?: number;
}

/** No side of a book is three times its equity. */
const LARGEST_SHARE = 3;

/**
 * Judges numbers: right, a mistake it recognises, another way of writing either, or a hint.
 *
 * The right values come first, so that a mistake which happens to lead to them is not called one.
 *
 * @param given The reader's numbers.
 * @param right The values worked out from the run, in which unit the mistakes are as well.
 *
 * @example
 * ```ts
 * import { judgedNumbers } from "./exercise.ts";
 * import { equal, match } from "node:assert/strict";
 *
 * const mistakes = [{ value: [0.4, 0.6], why: "The two are exchanged." }];
 * const rules = { tolerance: 0.005, praise: "60 and 40 %.", mistakes, hint: "Add up." };
 * const said = (...given: number[]) =>
 *   judgedNumbers(given, [0.6, 0.4], { ...rules, quantity: "share" });
 * equal(said(0.6, 0.4).kind, "right");
 * match(said(60, 40).message, /60 % is 0.6/);
 * match(said(40, 60).message, /40 % is 0.4. Besides: The two are exchanged/);
 * equal(said(0.3, 0.7).kind, "hint");
 * ```
 */
export function judgedNumbers(
  given: readonly number[],
  right: readonly number[],
  rules: NumberRules,
): Notice {
  const { tolerance, quantity, praise, mistakes, hint, largest = LARGEST_SHARE } = rules;
  const is = (values: readonly number[]) =>
    values.every((value, i) => near(given[i], value, tolerance));
  if (is(right)) return notice("right", praise);
  const named = mistakes.map(({ value, why }) => ({
    values: typeof value === "number" ? [value] : value,
    why,
  })).filter(({ values }) => values.length === given.length);
  const known = named.find(({ values }) => is(values));
  if (known) return notice("mistake", known.why);
  const form = nearRight(given, right, { tolerance, quantity });
  if (form) return notice("mistake", form);
  for (const { values, why } of named) {
    const slip = nearRight(given, values, { tolerance, quantity, bare: false });
    if (slip) return notice("mistake", `${slip} Besides: ${why}`);
  }
  const large = given.find((one) => Math.abs(one) > largest);
  if (quantity === undefined || quantity === "number" || large === undefined) {
    return notice("hint", hint);
  }
  return Math.abs(large) <= 100 * largest
    ? notice("mistake", `${percentForShare(large)} ${hint}`)
    : notice("mistake", `${large} is no share: 1 stands for the whole, 0.1 for 10 %. ${hint}`);
}

/**
 * Judges one number, as {@linkcode judgedNumbers} judges several.
 *
 * @example
 * ```ts
 * import { judgedNumber } from "./exercise.ts";
 * import { equal } from "node:assert/strict";
 *
 * const rules = { tolerance: 0.005, praise: "60 %.", mistakes: [], hint: "Add up." };
 * const said = (answer: number) => judgedNumber(answer, 0.6, { ...rules, quantity: "share" });
 * equal(said(0.6).kind, "right");
 * equal(said(60).message, "60 is a percentage where a share is wanted: 60 % is 0.6.");
 * equal(said(0.4).kind, "hint");
 * ```
 */
export function judgedNumber(answer: number, right: number, rules: NumberRules): Notice {
  return judgedNumbers([answer], [right], rules);
}

/** What a number asked for is, and how it is judged. */
export interface NumberRow extends NumberRules {
  /** Worked out from the run. */
  readonly right: number;
}

/** What several numbers asked for are, and how they are judged. */
export interface NumbersRow extends NumberRules {
  readonly right: readonly number[];
}

/**
 * An exercise that asks for one number, as a row of data that {@linkcode judgedNumber} reads.
 *
 * @param id Lesson and number.
 * @param row The row, from what the notebook hands along; a sentence where nothing can be asked there.
 *
 * @example
 * ```ts
 * import { numberExercise } from "./exercise.ts";
 * import { equal } from "node:assert/strict";
 *
 * const half = numberExercise("00.9", () => ({
 *   right: 0.5,
 *   tolerance: 0.005,
 *   praise: "One of two.",
 *   mistakes: [{ value: 2, why: "This is the count." }],
 *   hint: "One part of how many?",
 * }));
 * equal(half.judge(2, undefined).message, "This is the count.");
 * ```
 */
export function numberExercise(
  id: string,
  row: (context: unknown) => NumberRow | Notice,
): Exercise {
  return {
    id,
    wanted: "number",
    judge(answer, context) {
      const found = row(context);
      return "right" in found ? judgedNumber(answer as number, found.right, found) : found;
    },
  };
}

/**
 * An exercise that asks for several numbers, each in a field, as {@linkcode numberExercise} asks for one.
 *
 * @param fields Names of the fields, in the order of the right values and of those of a mistake.
 *
 * @example
 * ```ts
 * import { numbersExercise } from "./exercise.ts";
 * import { equal } from "node:assert/strict";
 *
 * const sides = numbersExercise("00.9", ["long", "short"], () => ({
 *   right: [0.6, 0.4],
 *   tolerance: 0.005,
 *   praise: "60 and 40 %.",
 *   mistakes: [{ value: [0.4, 0.6], why: "The two are exchanged." }],
 *   hint: "Add up each side.",
 * }));
 * equal(sides.judge({ short: 0.6, long: 0.4 }, undefined).message, "The two are exchanged.");
 * ```
 */
export function numbersExercise<Field extends string>(
  id: string,
  fields: readonly Field[],
  row: (context: unknown) => NumbersRow | Notice,
): Exercise {
  return {
    id,
    wanted: Object.fromEntries(fields.map((field) => [field, "number" as const])),
    judge(answer, context) {
      const found = row(context), given = answer as Readonly<Record<Field, number>>;
      return "right" in found
        ? judgedNumbers(fields.map((field) => given[field]), found.right, found)
        : found;
    },
  };
}

/**
 * The first mistake of a list that was made, or the hint where none was: a judge of answers that are no
 * plain numbers, as rows of data.
 *
 * @param rows Whether the mistake was made, and what is said of it.
 *
 * @example
 * ```ts
 * import { firstMistake } from "./exercise.ts";
 * import { equal } from "node:assert/strict";
 *
 * const said = (answer: string) =>
 *   firstMistake([
 *     [answer === "", "Nothing is written."],
 *     [answer.length < 3, "Too short for a name."],
 *   ], "Which fund is it?");
 * equal(said("").message, "Nothing is written.");
 * equal(said("XLK").kind, "hint");
 * ```
 */
export function firstMistake(
  rows: readonly (readonly [isMade: boolean, why: string])[],
  hint: string,
): Notice {
  const made = rows.find(([isMade]) => isMade);
  return made ? notice("mistake", made[1]) : notice("hint", hint);
}

/**
 * The judgement of an answer: a note where it is still open, a sentence where it is of the wrong kind.
 *
 * @throws {ContextError} If what the exercise reads from the run is missing or something else.
 */
export function judged(exercise: Exercise, answer: unknown, context: unknown): Notice {
  const wanted = typeof exercise.wanted === "function" ? exercise.wanted(context) : exercise.wanted;
  const open = openSentence(answer, wanted);
  if (open) return notice("note", open);
  const fault = answerFault(answer, wanted);
  return fault ? notice("mistake", fault) : exercise.judge(answer, context);
}
