import { LabError } from "../../errors.ts";
import { shown } from "../../arguments.ts";
import { decimalComma } from "./decimal_comma.ts";
import { ContextError, judged } from "./exercise.ts";
import { EXERCISES } from "./exercises.ts";
import { type Notice, notice } from "./notice.ts";

/**
 * Judges the answer to an exercise: right, a mistake it recognises, or a hint. An answer that nobody
 * has written yet is none of these, and an open exercise is complete rather than right.
 *
 * The right answer is worked out from the run, so it holds for the reader's own data and seed.
 *
 * @param id Lesson and number, such as `00.1`.
 * @param answer Whatever the reader wrote; one of the wrong kind gets a sentence, not an error.
 * @param context What the exercise reads from the run; its text says what to hand along.
 * @throws {RangeError} If no exercise has this id.
 * @throws {LabError} If the judge itself fails: the lab is at fault then, and the message says so.
 *
 * @example Right, and forgetting the confidence
 * ```ts
 * import { check } from "lab/lesson";
 * import { equal, match } from "node:assert/strict";
 *
 * equal(check("00.1", 1.6).kind, "right");
 * match(check("00.1", 2).message, /confidence/);
 * equal(check("00.1", undefined).kind, "note");
 * ```
 */
export function check(id: string, answer: unknown, context?: unknown): Notice {
  const exercise = EXERCISES.find((one) => one.id === id);
  if (!exercise) {
    throw new RangeError(
      `Cannot check an answer: need one of ${EXERCISES.map((one) => one.id).join(", ")}, got ${
        shown(id)
      }`,
    );
  }
  const comma = decimalComma(answer, context);
  if (comma) return comma;
  try {
    return judged(exercise, answer, context);
  } catch (cause) {
    // A context that is missing or of another kind is the reader's slip, as an answer may be.
    if (cause instanceof ContextError) return notice("mistake", cause.message);
    throw new LabError(
      `Exercise ${id} could not be judged. This is a fault of the lab and says nothing about your ` +
        `answer: ${cause instanceof Error ? `${cause.name}: ${cause.message}` : shown(cause)}`,
      { cause },
    );
  }
}
