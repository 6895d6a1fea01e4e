import { outsideLine, quotedValue } from "../../outside_text.ts";
import { listed } from "../../words.ts";
import { numberInText } from "./number_in_text.ts";

/** What an exercise wants: one number, one text, yes or no, or an object with certain fields. */
export type Wanted =
  | "number"
  | "text"
  | "yes or no"
  | { readonly [field: string]: Wanted };

/** How an object of the wanted shape is written, for a message. */
function shapeOf(wanted: Wanted): string {
  if (wanted === "number") return "a number";
  if (wanted === "text") return "a text";
  if (wanted === "yes or no") return '"yes" or "no"';
  const names = Object.keys(wanted);
  const shown = names.slice(0, 4).map((name) => `${name}: …`).join(", ");
  return `an object such as { ${shown}${names.length > 4 ? ", …" : ""} }`;
}

/** Yes or no, in the ways they are written; nothing for anything else. */
export function yesOrNo(answer: unknown): boolean | undefined {
  if (typeof answer === "boolean") return answer;
  const word = typeof answer === "string" ? /^\s*([a-z]+)\b/i.exec(answer)?.[1].toLowerCase() : "";
  return ["yes", "y", "true"].includes(word!)
    ? true
    : ["no", "n", "false"].includes(word!)
    ? false
    : undefined;
}

function described(value: unknown): string {
  if (value === null) return "null, which stands for nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  switch (typeof value) {
    case "string":
      return `the text ${quotedValue(outsideLine(value, 30))}`;
    case "number":
      return `the number ${value}`;
    case "boolean":
      return `${value}`;
    case "bigint":
      return `${value}n, a whole number of another kind`;
    case "function":
      return "a function; to get its value, call it with ()";
    default: {
      const names = Object.keys(value as object).slice(0, 5);
      return names.length > 0
        ? `an object with ${names.map((name) => outsideLine(name, 30)).join(", ")}`
        : "an object";
    }
  }
}

/**
 * The parts of an answer that nobody has written yet: an answer with any is neither right nor wrong.
 *
 * @returns `"the answer"` alone where all of it is open; otherwise the fields, as their path.
 *
 * @example
 * ```ts
 * import { openParts } from "./answer_fault.ts";
 * import { deepEqual } from "node:assert/strict";
 *
 * const wanted = { long: "number", short: "number" } as const;
 * deepEqual(openParts(undefined, wanted), ["the answer"]);
 * deepEqual(openParts({ long: undefined, short: 0.4 }, wanted), ["long"]);
 * deepEqual(openParts({ long: 0.5, short: 0.4 }, wanted), []);
 * ```
 */
export function openParts(answer: unknown, wanted: Wanted): readonly string[] {
  if (answer === undefined) return ["the answer"];
  if (typeof wanted === "string" || typeof answer !== "object" || answer === null) return [];
  // A field that is not there at all is another slip, and is told as one.
  return Object.entries(wanted).flatMap(([field, kind]) => {
    if (!(field in answer)) return [];
    const inner = openParts((answer as Record<string, unknown>)[field], kind);
    return inner.map((name) => name === "the answer" ? field : `${field}.${name}`);
  });
}

/** Says which parts are open; nothing where none is. */
export function openSentence(answer: unknown, wanted: Wanted): string | undefined {
  const open = openParts(answer, wanted);
  if (open.length === 0) return undefined;
  return open[0] === "the answer"
    ? "No answer yet. Write it in place of undefined; if it comes from a cell above, run that cell first."
    : `Still open: ${listed(open)}. Write ${
      open.length === 1 ? "it" : "them"
    } in place of undefined.`;
}

/**
 * What is wrong with the kind of an answer, as a sentence that helps; nothing if the kind is right.
 *
 * The kernel runs cells without checking types, so a text, NaN, or a promise that was not awaited
 * arrives here like any number would.
 *
 * @param answer Whatever the reader wrote.
 * @param wanted The kind that the exercise asks for.
 * @param name How the message calls the answer; "the answer" by default.
 *
 * @example Text for a number, and a field that is missing
 * ```ts
 * import { answerFault } from "./answer_fault.ts";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   answerFault("1,6", "number"),
 *   'The answer is the text "1,6" where a number is wanted: write 1.6, with a decimal point, without ' +
 *     "quotation marks.",
 * );
 * equal(
 *   answerFault({ long: 0.5 }, { long: "number", short: "number" }),
 *   "The answer lacks short: write an object such as { long: …, short: … }.",
 * );
 * equal(answerFault(1.6, "number"), undefined);
 * ```
 */
export function answerFault(
  answer: unknown,
  wanted: Wanted,
  name = "the answer",
): string | undefined {
  const subject = name[0].toUpperCase() + name.slice(1);
  if (answer === undefined) {
    return `${subject} is undefined. Write it in place of undefined; if it comes from a cell ` +
      `above, run that cell first.`;
  }
  if (typeof (answer as { then?: unknown } | null)?.then === "function") {
    return `${subject} is a promise, a value that is still on its way: write await before it.`;
  }
  if (wanted === "number") return numberFault(answer, subject);
  if (wanted === "yes or no") {
    return yesOrNo(answer) === undefined
      ? `${subject} is ${described(answer)}; write "yes" or "no".`
      : undefined;
  }
  if (wanted === "text") {
    return typeof answer === "string" && answer.trim() !== ""
      ? undefined
      : answer === ""
      ? `${subject} is an empty text.`
      : `${subject} is ${described(answer)}; a text in quotation marks is wanted.`;
  }
  if (typeof answer !== "object" || answer === null || Array.isArray(answer)) {
    return `${subject} is ${described(answer)}; ${shapeOf(wanted)} is wanted.`;
  }
  const missing = Object.keys(wanted).filter((field) => !(field in answer));
  if (missing.length > 0) {
    return `${subject} lacks ${missing.join(", ")}: write ${shapeOf(wanted)}.`;
  }
  for (const [field, kind] of Object.entries(wanted)) {
    const fault = answerFault(
      (answer as Record<string, unknown>)[field],
      kind,
      `the field ${field}`,
    );
    if (fault) return fault;
  }
  return undefined;
}

function numberFault(answer: unknown, subject: string): string | undefined {
  if (typeof answer === "number") {
    if (Number.isNaN(answer)) {
      return `${subject} is NaN, "not a number": a missing value or a text has slipped into ` +
        `the arithmetic. Look at its parts one by one.`;
    }
    return Number.isFinite(answer)
      ? undefined
      : `${subject} is infinite: somewhere something was divided by zero.`;
  }
  if (typeof answer === "bigint") {
    return `${subject} is ${answer}n: write ${answer}, without the n.`;
  }
  if (Array.isArray(answer) && answer.length === 1 && typeof answer[0] === "number") {
    return `${subject} is a list of one number: write ${answer[0]}, without the brackets.`;
  }
  const inside = typeof answer === "string" ? numberInText(answer) : undefined;
  return inside === undefined
    ? `${subject} is ${described(answer)}; one number is wanted.`
    : `${subject} is ${described(answer)} where a number is wanted: write ${inside.value}, ${
      inside.with === undefined ? "" : `${inside.with}, `
    }without quotation marks.`;
}
