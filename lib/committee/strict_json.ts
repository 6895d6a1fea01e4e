import type { BallotIssue } from "../errors.ts";

/** Text read as JSON, or what is wrong with it. */
export type StrictJson =
  | { readonly value: unknown; readonly issues: readonly [] }
  | { readonly value: undefined; readonly issues: readonly BallotIssue[] };

/** Longer than any honest ballot by far; a longer text is not even looked at. */
const MAX_LENGTH = 1_000_000;
/** Deeper than any ballot; a tower of brackets would overflow whoever walks through it later. */
const MAX_DEPTH = 32;

function issue(code: string, path: string, message: string): BallotIssue {
  return { code, path, message };
}

/** How deep a text nests, and whether it ends inside what it opened. */
function nesting(text: string): { readonly deepest: number; readonly endsOpen: boolean } {
  let depth = 0, deepest = 0, inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (inString) {
      if (c === "\\") i++;
      else if (c === '"') inString = false;
    } else if (c === '"') inString = true;
    else if (c === "{" || c === "[") deepest = Math.max(deepest, ++depth);
    else if (c === "}" || c === "]") depth--;
  }
  return { deepest, endsOpen: inString || depth > 0 };
}

/**
 * Paths of keys that an object holds twice, in text that is known to be JSON. `JSON.parse` keeps
 * the last of the two without a word, so a score could be overwritten unseen.
 */
function duplicateKeys(text: string): readonly string[] {
  const found: string[] = [];
  const open: { keys?: Set<string>; name: string; index: number }[] = [];
  const path = (last: string) =>
    [...open.slice(1).map((level) => level.name), last].filter((part) => part !== "").join(".");
  let pending: string | undefined;
  let at = 0;
  const nameOfNext = () => {
    const parent = open.at(-1);
    if (parent === undefined) return "";
    return parent.keys ? pending ?? "" : String(parent.index);
  };
  while (at < text.length) {
    const c = text[at];
    if (c === '"') {
      let end = at + 1;
      while (text[end] !== '"') end += text[end] === "\\" ? 2 : 1;
      const level = open.at(-1);
      if (level?.keys && pending === undefined) {
        const key = JSON.parse(text.slice(at, end + 1)) as string;
        if (level.keys.has(key)) found.push(path(key));
        level.keys.add(key);
        pending = key;
      }
      at = end + 1;
      continue;
    }
    if (c === "{" || c === "[") {
      open.push({ keys: c === "{" ? new Set() : undefined, name: nameOfNext(), index: 0 });
      pending = undefined;
    } else if (c === "}" || c === "]") {
      open.pop();
      pending = undefined;
    } else if (c === ",") {
      const level = open.at(-1);
      if (level) level.index++;
      pending = undefined;
    }
    at++;
  }
  return found;
}

/**
 * Reads a text that must be one JSON value and nothing else.
 *
 * Stricter than `JSON.parse`, which keeps the last of two equal keys in silence, and more helpful:
 * it tells a fenced answer, a cut one and prose apart.
 *
 * @param text What came back, as it came.
 * @returns The value; or the issues, with codes `empty`, `too_long`, `too_deep`, `fenced_json`,
 *   `truncated`, `not_json`, `duplicate_key`.
 *
 * @example A key given twice
 * ```ts
 * import { strictJson } from "lab/committee";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(strictJson('{"score": 5, "score": 1}').issues.map(({ code, path }) => [code, path]), [
 *   ["duplicate_key", "score"],
 * ]);
 * ```
 */
export function strictJson(text: string): StrictJson {
  const fail = (found: BallotIssue): StrictJson => ({ value: undefined, issues: [found] });
  const trimmed = text.trim();
  if (trimmed === "") {
    return fail(issue("empty", "", "The answer is empty; need one JSON object."));
  }
  if (trimmed.length > MAX_LENGTH) {
    return fail(issue(
      "too_long",
      "",
      `The answer has ${trimmed.length} characters; need at most ${MAX_LENGTH}.`,
    ));
  }
  if (trimmed.startsWith("```")) {
    return fail(issue(
      "fenced_json",
      "",
      "The answer is wrapped in a code fence (```); need the JSON object alone.",
    ));
  }
  const { deepest, endsOpen } = nesting(trimmed);
  if (deepest > MAX_DEPTH) {
    return fail(issue(
      "too_deep",
      "",
      `The answer nests ${deepest} levels deep; need at most ${MAX_DEPTH}.`,
    ));
  }
  let value: unknown;
  try {
    value = JSON.parse(trimmed);
  } catch (cause) {
    const looksLikeJson = trimmed.startsWith("{") || trimmed.startsWith("[");
    if (looksLikeJson && endsOpen) {
      return fail(issue(
        "truncated",
        "",
        "The answer stops before its JSON object is closed; need the whole object.",
      ));
    }
    const shown = JSON.stringify(trimmed.slice(0, 40));
    return fail(issue(
      "not_json",
      "",
      looksLikeJson
        ? `The answer is no valid JSON: ${cause instanceof Error ? cause.message : cause}.`
        : `The answer is no JSON; need one object, got a text that starts with ${shown}.`,
    ));
  }
  const twice = duplicateKeys(trimmed);
  if (twice.length > 0) {
    return {
      value: undefined,
      issues: twice.map((path) =>
        issue(
          "duplicate_key",
          path,
          `The key ${JSON.stringify(path)} is given twice; need it once.`,
        )
      ),
    };
  }
  return { value, issues: [] };
}
