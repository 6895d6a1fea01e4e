import { quotedValue } from "../outside_text.ts";

/** What an exercise wants: one number, one text, or an object with certain fields. */
export type Wanted =
  | "number"
  | "text"
  | { readonly [field: string]: Wanted };

/** How an object of the wanted shape is written, for a message. */
export function shapeOf(wanted: Wanted): string {
  if (wanted === "number") return "a number";
  if (wanted === "text") return "a text";
  const names = Object.keys(wanted);
  const shown = names.slice(0, 4).map((name) => `${name}: …`).join(", ");
  return `an object such as { ${shown}${names.length > 4 ? ", …" : ""} }`;
}

function described(value: unknown): string {
  if (value === null) return "null, which stands for nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  switch (typeof value) {
    case "string":
      return `the text ${quotedValue(value.length > 30 ? value.slice(0, 30) + "…" : value)}`;
    case "number":
      return `the number ${value}`;
    case "boolean":
      return `${value}`;
    case "function":
      return "a function; to get its value, call it with ()";
    default: {
      const names = Object.keys(value as object);
      return names.length > 0 ? `an object with ${names.slice(0, 5).join(", ")}` : "an object";
    }
  }
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
 * import { answerFault } from "lab/lesson";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   answerFault("1.6", "number"),
 *   'The answer is the text "1.6" where a number is wanted: write 1.6, without quotation marks.',
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
  if (wanted === "number") {
    if (typeof answer === "number") {
      if (Number.isNaN(answer)) {
        return `${subject} is NaN, "not a number": a missing value or a text has slipped into ` +
          `the arithmetic. Look at its parts one by one.`;
      }
      return Number.isFinite(answer)
        ? undefined
        : `${subject} is infinite: somewhere something was divided by zero.`;
    }
    if (typeof answer === "string" && answer.trim() !== "" && Number.isFinite(Number(answer))) {
      return `${subject} is the text ${quotedValue(answer)} where a number is wanted: write ` +
        `${Number(answer)}, without quotation marks.`;
    }
    return `${subject} is ${described(answer)}; one number is wanted.`;
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
