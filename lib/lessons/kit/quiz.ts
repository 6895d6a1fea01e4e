import { countWord, listed } from "../../charts/mod.ts";
import { quotedValue } from "../../outside_text.ts";
import { type Notice, notice } from "./notice.ts";

/** A question of a quiz: the letter that is right, and what each other letter overlooks. */
export interface QuizQuestion {
  readonly right: string;
  /** Why, as a sentence; shown once the letter is right. */
  readonly because: string;
  /** What to think of again; shown for any other letter. */
  readonly again: string;
}

/** Letters and question marks of `"bca"`, `"b, c, a"`, `"1b 2c 3a"`, `"(b) (c) (a)"` or a list of them. */
function lettersOf(letters: unknown): string {
  const text = Array.isArray(letters) ? letters.map((one) => one ?? "?").join(",") : letters;
  return typeof text === "string" ? text.toLowerCase().replace(/[\s\d,.;:()-]/g, "") : "";
}

/**
 * The `quiz` of a lesson, which judges a reader's letters.
 *
 * What is returned takes the lesson, such as `00`, and one letter per question, such as `"bac"` or
 * `"b, a, c"`; case, spaces and commas do not matter, and a `?` leaves a question open. It throws a
 * RangeError if it is asked for another lesson.
 *
 * @param lesson The lesson's number.
 * @param questions Its closing questions.
 *
 * @example
 * ```ts
 * import { quiz } from "lab/lesson/00";
 * import { equal, match } from "node:assert/strict";
 *
 * match(quiz("00", "???").message, /Three questions are open/);
 * equal(quiz("00", "???").kind, "note");
 * ```
 */
export function quizFor(
  lesson: string,
  questions: readonly QuizQuestion[],
): (lesson: string, letters: unknown) => Notice {
  return (asked, letters) => {
    if (asked !== lesson) {
      throw new RangeError(
        `Cannot check a quiz: need ${quotedValue(lesson)}, this lesson's, got ${
          quotedValue(asked)
        }`,
      );
    }
    return judgedLetters(questions, letters);
  };
}

function judgedLetters(questions: readonly QuizQuestion[], letters: unknown): Notice {
  const given = lettersOf(letters);
  if (letters === undefined) {
    return notice("note", "No answer yet. Write one letter for each question.");
  }
  if (given.length !== questions.length || !/^[a-z?]+$/.test(given)) {
    return notice(
      "mistake",
      `Write ${countWord(questions.length).toLowerCase()} letters in quotation marks, one per ` +
        `question, such as "${"?".repeat(questions.length)}".`,
    );
  }
  const open = [...given].filter((letter) => letter === "?").length;
  const wrong = questions.flatMap((question, i) =>
    given[i] === "?" || given[i] === question.right ? [] : [{ ...question, name: String(i + 1) }]
  );
  if (wrong.length > 0) {
    return notice(
      "mistake",
      `Think again about ${listed(wrong.map((one) => one.name))}: ` +
        wrong.map((one) => one.again).join(" "),
    );
  }
  if (open > 0) {
    return notice(
      "note",
      `${countWord(open)} ${
        open === 1 ? "question is" : "questions are"
      } open; put its letter in ` +
        "place of the question mark.",
    );
  }
  return notice("right", questions.map((one) => one.because).join(" "));
}
