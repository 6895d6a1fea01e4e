import type { BallotIssue } from "../errors.ts";
import { strictJson } from "./strict_json.ts";

/** What had to be put right before an answer could be read, in the words of a sentence. */
export type Mend =
  | "thinking taken off"
  | "a code fence taken off"
  | "text around it taken off"
  | "a list around it opened"
  | "an object around it opened"
  | "quoted JSON read"
  | "slips of JSON put right";

/** The object of an answer with what was mended, or what is wrong with it. */
export type AnswerJson =
  | { readonly value: unknown; readonly mended: readonly Mend[]; readonly issues: readonly [] }
  | {
    readonly value: undefined;
    readonly mended: readonly [];
    readonly issues: readonly BallotIssue[];
  };

/** Marks between which models think aloud; DeepSeek, Qwen, Mistral, Kimi, Seed and gpt-oss write these. */
const OPENS =
  /<(?:think|thinking|thoughts?|reasoning|reflection|scratchpad|analysis|seed:think)>|\[THINK\]|◁think▷|<\|begin_of_thought\|>|<\|channel\|>(?:analysis|commentary)/iy;
const CLOSES =
  /<\/(?:think|thinking|thoughts?|reasoning|reflection|scratchpad|analysis|seed:think)>|\[\/THINK\]|◁\/think▷|<\|end_of_thought\|>|<\|channel\|>final(?:<\|message\|>)?|\.\.\.done thinking\./iy;
/** Marks of a chat template that a server left in. */
const TEMPLATE =
  /<\|?(?:end|start|message|return|im_end|im_start|eot_id|end_of_text|endoftext|end_of_solution|begin_of_solution)\|?>|<\/?s>|assistant\b/gi;

/** The switch that keeps a model to its answer, for the sentence of a refusal. */
const SWITCH_OFF = 'switch thinking off (reasoningEffort "none" in the role, ' +
  "`--reasoning-budget 0` for llama.cpp), or let the server take it out (`--reasoning-format deepseek` " +
  "for llama.cpp, `--reasoning-parser` for vLLM)";

const thinkingAlone = (how: string) =>
  `The answer is thinking ${how}; need the JSON object after it. Give the role more tokens ` +
  `(maxOutputTokens), or ${SWITCH_OFF}.`;

/** The issue of an answer that holds thinking and nothing else, in its text or in a field for it. */
export const ONLY_THINKING: BallotIssue = {
  code: "only_thinking",
  path: "",
  message: thinkingAlone("with nothing after"),
};

/** Wrappers around a ballot that are opened. */
const MOST_WRAPPERS = 3;

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
/** Whether an object means to be a ballot, whole or not. */
const meansBallot = (value: unknown) => isObject(value) && "subScores" in value;

function refused(code: string, message: string): AnswerJson {
  return { value: undefined, mended: [], issues: [{ code, path: "", message }] };
}

/** The end of the object or list that begins at `start`; `undefined` where the text ends inside. */
function spanEnd(text: string, start: number): number | undefined {
  let depth = 0, inString = false;
  for (let i = start; i < text.length; i++) {
    const c = text[i];
    if (inString) {
      if (c === "\\") i++;
      else if (c === '"') inString = false;
    } else if (c === '"') inString = true;
    else if (c === "{" || c === "[") depth++;
    else if ((c === "}" || c === "]") && --depth === 0) return i + 1;
  }
  return undefined;
}

/** What stands in an answer that is more than one JSON value. */
interface Found {
  /** Spans of JSON outside thinking, as text. */
  spans: string[];
  /** What stands around them. */
  around: string;
  hasThinking: boolean;
  /** Whether thinking, or a span, is not closed. */
  open?: "thinking" | "span";
}

/** Whether what begins at `at` is meant as JSON: `{4}` in a sentence and `[1]` after one are not. */
const BEGINS = /\{\s*["}]|\[\s*\{/y;

function matchEnd(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** The first place from `from` on where one of the closing marks ends. */
function closeEnd(text: string, from: number): number | undefined {
  const pattern = new RegExp(CLOSES.source, "gi");
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function search(text: string): Found {
  const found: Found = { spans: [], around: "", hasThinking: false };
  for (let at = 0; at < text.length;) {
    const opened = matchEnd(OPENS, text, at);
    if (opened !== undefined) {
      found.hasThinking = true;
      const end = closeEnd(text, opened);
      if (end === undefined) return { ...found, open: "thinking" };
      at = end;
      continue;
    }
    const closed = matchEnd(CLOSES, text, at);
    if (closed !== undefined) {
      // Its beginning stood in the prompt: all so far was thinking, drafts included.
      Object.assign(found, { spans: [], around: "", hasThinking: true });
      at = closed;
      continue;
    }
    if (matchEnd(BEGINS, text, at) !== undefined) {
      const end = spanEnd(text, at);
      if (end === undefined) {
        found.spans.push(text.slice(at));
        return { ...found, open: "span" };
      }
      found.spans.push(text.slice(at, end));
      at = end;
      continue;
    }
    found.around += text[at++];
  }
  return found;
}

/** Objects that mean to be ballots inside lists, objects and quotation marks, with what was opened. */
function ballotsIn(
  value: unknown,
  opened: readonly Mend[] = [],
): readonly { readonly value: unknown; readonly opened: readonly Mend[] }[] {
  if (meansBallot(value)) return [{ value, opened }];
  if (opened.length === MOST_WRAPPERS) return [];
  const within = (inner: unknown, mend: Mend) => ballotsIn(inner, [...opened, mend]);
  if (Array.isArray(value)) {
    return value.flatMap((one) => within(one, "a list around it opened"));
  }
  if (isObject(value)) {
    return Object.values(value).flatMap((one) => within(one, "an object around it opened"));
  }
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return [];
  const read = strictJson(value);
  return read.issues.length > 0 ? [] : within(read.value, "quoted JSON read");
}

function severalAnswers(count: number): AnswerJson {
  return refused(
    "several_answers",
    `The answer holds ${count} different JSON objects, and which one counts is not said; need one ` +
      "object. Switch structured output on in the server (it is asked for as `response_format`), " +
      `and if the others are drafts, ${SWITCH_OFF}.`,
  );
}

/**
 * The one JSON object that an answer holds, as models without a strict mode give it.
 *
 * Thinking before it, a code fence, sentences around it, a list or an object around it, JSON inside
 * quotation marks: all that is taken off where one object is left that can be meant, and it is said.
 * Inside the object only slips are put right that leave no doubt (a comma too many, a line break in a
 * text). Two different objects, thinking that does not end, and a key
 * given twice are refused with the switch that helps.
 *
 * @param text The answer as it came.
 * @returns The value and what was mended; or the issues: those of `strictJson`, `unclosed_thinking`,
 *   `only_thinking`, `several_answers`.
 *
 * @example
 * ```ts
 * import { answerJson } from "lab/committee";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(answerJson('<think>\nUp {4}?\n</think>\n{"sector": "XLK"}'), {
 *   value: { sector: "XLK" },
 *   mended: ["thinking taken off"],
 *   issues: [],
 * });
 * ```
 */
export function answerJson(text: string): AnswerJson {
  const whole = strictJson(text);
  if (whole.issues.length === 0) return oneOf([whole.value], []);
  const mendable = ["fenced_json", "not_json", "truncated"];
  if (!mendable.includes(whole.issues[0].code)) return { ...whole, mended: [] };

  const { spans, around, hasThinking, open } = search(text.trim());
  if (spans.length === 0) {
    const isAll = around.trim() === "";
    if (open === "thinking" || (hasThinking && isAll)) {
      return open === "thinking"
        ? refused("unclosed_thinking", thinkingAlone("that does not end"))
        : { value: undefined, mended: [], issues: [ONLY_THINKING] };
    }
    return { ...whole, mended: [] };
  }
  const values: unknown[] = [];
  let hasSlips = false;
  for (const span of spans) {
    let read = strictJson(span);
    if (read.issues[0]?.code === "not_json") {
      const right = strictJson(withoutSlips(span));
      if (right.issues.length === 0 || right.issues[0].code === "duplicate_key") {
        read = right;
        hasSlips = true;
      }
    }
    // One that cannot be read beside one that can: which was meant is not said.
    if (read.issues.length > 0) return { ...read, mended: [] };
    values.push(read.value);
  }
  const isFenced = around.includes("```");
  if (isFenced && values.every((value) => ballotsIn(value).length === 0)) {
    return { ...whole, mended: [] };
  }
  const rest = around.replace(/```[a-z0-9]*/gi, "").replace(TEMPLATE, "").trim();
  const taken: Mend[] = [
    ...(hasThinking ? ["thinking taken off" as const] : []),
    ...(isFenced ? ["a code fence taken off" as const] : []),
    ...(hasSlips ? ["slips of JSON put right" as const] : []),
  ];
  // Template marks alone, and an answer given twice, are told as text around it.
  if (rest !== "" || taken.length === 0) taken.push("text around it taken off");
  return oneOf(values, taken);
}

/**
 * JSON without the two slips that leave its meaning beyond doubt: a comma before a closing bracket,
 * and a line break or tab inside a text.
 */
function withoutSlips(json: string): string {
  let out = "", inString = false;
  for (let i = 0; i < json.length; i++) {
    const c = json[i];
    if (inString) {
      if (c === "\\") out += c + (json[++i] ?? "");
      else if (c === "\n" || c === "\r" || c === "\t") out += JSON.stringify(c).slice(1, -1);
      else out += c;
      if (c === '"') inString = false;
    } else if (c === "," && /^,\s*[}\]]/.test(json.slice(i, i + 200))) continue;
    else {
      out += c;
      inString = c === '"';
    }
  }
  return out;
}

/** The one object of an answer that can be meant. */
function oneOf(values: readonly unknown[], taken: readonly Mend[]): AnswerJson {
  const meant = distinct(values.flatMap((value) => ballotsIn(value)), ({ value }) => value);
  if (meant.length > 1) return severalAnswers(meant.length);
  if (meant.length === 1) {
    const [{ value, opened }] = meant;
    return { value, mended: [...new Set([...taken, ...opened])], issues: [] };
  }
  const others = distinct(values, (value) => value);
  return others.length > 1
    ? severalAnswers(others.length)
    : { value: others[0], mended: taken, issues: [] };
}

/** Items that differ in a value, each once, in their order. */
function distinct<T>(items: readonly T[], by: (item: T) => unknown): readonly T[] {
  return [...new Map(items.map((one) => [JSON.stringify(by(one)), one])).values()];
}

/**
 * How many ballots were mended and how, as a sentence; nothing where none was.
 *
 * @example
 * ```ts
 * import { mendedSentence } from "lab/committee";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(mendedSentence([{}, { mended: ["thinking taken off"] }]), [
 *   "1 of 2 ballots was mended before it could be read: thinking taken off 1.",
 * ]);
 * ```
 */
export function mendedSentence(
  ballots: readonly { readonly mended?: readonly string[] }[],
): readonly string[] {
  const mended = ballots.flatMap((one) => one.mended?.length ? [one.mended] : []);
  if (mended.length === 0) return [];
  const counts = new Map<string, number>();
  for (const mend of mended.flat()) counts.set(mend, (counts.get(mend) ?? 0) + 1);
  const ways = [...counts].map(([mend, count]) => `${mend} ${count}`).join(", ");
  const were = mended.length === 1 ? "was mended before it" : "were mended before they";
  return [`${mended.length} of ${ballots.length} ballots ${were} could be read: ${ways}.`];
}
