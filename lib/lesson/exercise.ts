import { answerFault, type Wanted } from "./answer_fault.ts";
import { type Notice, notice } from "./notice.ts";

/** A wrong number that tells how it came about. */
export interface NamedMistake {
  readonly value: number;
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

/** Whether two numbers agree within a tolerance, with room for the last bits of a float. */
export function near(a: number, b: number, tolerance: number): boolean {
  return Math.abs(a - b) <= tolerance + 1e-12;
}

/**
 * Judges one number: right, a mistake it recognises, or a hint.
 *
 * The right value comes first, so that a mistake which happens to lead to it is not called one.
 *
 * @param answer The reader's number.
 * @param right The value worked out from the run, in which unit the mistakes are as well.
 * @param options.tolerance How far off still counts as right.
 * @param options.praise What follows "Right."; repeats the value.
 * @param options.mistakes Values with their reason, tried in order.
 * @param options.share Whether a number 100 times too large is a percent written for a share.
 *
 * @example
 * ```ts
 * import { judgedNumber } from "lab/lesson";
 * import { equal } from "node:assert/strict";
 *
 * const options = { tolerance: 0.005, praise: "60 %.", mistakes: [], hint: "Add up.", share: true };
 * equal(judgedNumber(0.6, 0.6, options).kind, "right");
 * equal(
 *   judgedNumber(60, 0.6, options).message,
 *   "60 is a percentage where a share is wanted: 60 % is 0.6.",
 * );
 * equal(judgedNumber(0.4, 0.6, options).kind, "hint");
 * ```
 */
export function judgedNumber(
  answer: number,
  right: number,
  options: {
    readonly tolerance: number;
    readonly praise: string;
    readonly mistakes: readonly NamedMistake[];
    readonly hint: string;
    readonly share?: boolean;
  },
): Notice {
  const { tolerance } = options;
  if (near(answer, right, tolerance)) return notice("right", options.praise);
  if (options.share && right !== 0 && near(answer / 100, right, tolerance)) {
    return notice("mistake", percentForShare(answer));
  }
  const known = options.mistakes.find(({ value }) => near(answer, value, tolerance));
  return known ? notice("mistake", known.why) : notice("hint", options.hint);
}

/** The sentence for a percent where a share is wanted. */
export function percentForShare(answer: number): string {
  return `${answer} is a percentage where a share is wanted: ${answer} % is ` +
    `${Number((answer / 100).toPrecision(12))}.`;
}

/** The sentence for an answer of the wrong kind, or the judgement of one of the right kind. */
export function judged(exercise: Exercise, answer: unknown, context: unknown): Notice {
  const { wanted } = exercise;
  const fault = answerFault(answer, typeof wanted === "function" ? wanted(context) : wanted);
  return fault ? notice("mistake", fault) : exercise.judge(answer, context);
}
