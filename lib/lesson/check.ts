import { quotedValue } from "../outside_text.ts";
import { EXERCISES } from "./exercises/mod.ts";
import { judged } from "./exercise.ts";
import { type Notice, notice } from "./notice.ts";

/**
 * Judges the answer to an exercise: right, a mistake it recognises, or a hint.
 *
 * The right answer is worked out from the run, so it holds for the reader's own data and seed.
 *
 * @param id Lesson and number, such as `00.1`.
 * @param answer Whatever the reader wrote; one of the wrong kind gets a sentence, not an error.
 * @param context What the exercise reads from the run; its text says what to hand along.
 * @throws {RangeError} If no exercise has this id.
 *
 * @example Right, and forgetting the confidence
 * ```ts
 * import { check } from "lab/lesson";
 * import { equal, match } from "node:assert/strict";
 *
 * equal(check("00.1", 1.6).kind, "right");
 * match(check("00.1", 2).message, /confidence/);
 * ```
 */
export function check(id: string, answer: unknown, context?: unknown): Notice {
  const exercise = EXERCISES.find((one) => one.id === id);
  if (!exercise) {
    throw new RangeError(
      `Cannot check an answer: need one of ${EXERCISES.map((one) => one.id).join(", ")}, got ${
        quotedValue(id)
      }`,
    );
  }
  try {
    return judged(exercise, answer, context);
  } catch (cause) {
    // A context that is missing or of another kind is the reader's slip, as an answer may be.
    if (cause instanceof TypeError) return notice("mistake", cause.message);
    throw cause;
  }
}
