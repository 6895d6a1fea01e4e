import { LabError } from "../../errors.ts";
import { shown } from "../../arguments.ts";
import { decimalComma } from "./decimal_comma.ts";
import { ContextError, type Exercise, judged } from "./exercise.ts";
import { type Notice, notice } from "./notice.ts";

/** Judges the answer to an exercise of one lesson. */
type Check = (id: string, answer: unknown, context?: unknown) => Notice;

/**
 * The `check` of a lesson: it says right, which mistake it recognises, or gives a hint. An answer that
 * nobody has written yet is none of these, and an open exercise is complete rather than right.
 *
 * The right answer is worked out from the run, so it holds for the reader's own data and seed. What is
 * returned takes the exercise's id, such as `00.1`; whatever the reader wrote, for an answer of the wrong
 * kind gets a sentence and not an error; and what the exercise reads from the run, as its text says. It
 * throws a RangeError if the lesson has no such exercise, and a LabError if the judge itself fails: the
 * lab is at fault then, and the message says so.
 *
 * @param exercises The exercises of the lesson.
 *
 * @example Right, and forgetting the confidence
 * ```ts
 * import { check } from "lab/lesson/00";
 * import { equal, match } from "node:assert/strict";
 *
 * equal(check("00.1", 1.6).kind, "right");
 * match(check("00.1", 2).message, /confidence/);
 * equal(check("00.1", undefined).kind, "note");
 * ```
 */
export function checkFor(exercises: readonly Exercise[]): Check {
  return (id, answer, context) => {
    const exercise = exercises.find((one) => one.id === id);
    if (!exercise) {
      throw new RangeError(
        `Cannot check an answer: need one of ${exercises.map((one) => one.id).join(", ")}, got ${
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
  };
}
