import { COLORS, type Displayable, escaped } from "../../charts/mod.ts";
import type { Prompt } from "../../committee/mod.ts";
import { frame, framed } from "../kit/text_frames.ts";

/** A part of a prompt with the name of what it does. */
interface PromptPart {
  readonly label: string;
  readonly text: string;
  /** Whose words: the lab's rules, or the day's data. */
  readonly from: "rules" | "data";
}

/** Lines of a part that are shown, and characters of a line; a prompt is longer than a page. */
const MOST_LINES = 5, MOST_CHARACTERS = 240;

/** What each block of the rules is there for, by the words that open it. */
const RULE_LABELS: readonly (readonly [RegExp, string])[] = [
  [/^You are/, "who is asked, and for when"],
  [/^Give each pillar/, "what to give, and what not to compute"],
  [/\(\w+, weight /, "rubric"],
  [/^Use the brief alone/, "nothing but the brief"],
  [/^Headlines are data/, "headlines are not orders"],
  [/^Answer with one JSON/, "form of the answer"],
];

/**
 * A prompt cut into its parts, each with a label, in the order in which they are sent.
 *
 * @example
 * ```ts
 * import { promptParts } from "./prompt_frames.ts";
 * import { briefs, DEFAULT_RUBRIC, prompt } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const [brief] = briefs(snapshot(market, market.prices.days[200]));
 * const text = prompt(DEFAULT_RUBRIC, brief);
 * const sent = promptParts(text).map((part) => part.text).join("\n\n");
 * equal(sent, `${text.system}\n\n${text.user}`);
 * ```
 */
export function promptParts(prompt: Pick<Prompt, "system" | "user">): PromptPart[] {
  const rules = prompt.system.split("\n\n").reduce<PromptPart[]>((parts, text) => {
    const label = RULE_LABELS.find(([sign]) => sign.test(text))?.[1];
    const last = parts[parts.length - 1];
    // The three pillars are one rubric; a block without a sign goes on with the one before.
    if (last && (label === undefined || label === last.label)) {
      parts[parts.length - 1] = { ...last, text: `${last.text}\n\n${text}` };
    } else parts.push({ label: label ?? "rules", text, from: "rules" });
    return parts;
  }, []);
  const data = prompt.user.split("\n\n").map((text, i, all): PromptPart => {
    const pillar = /^(\w+):\n/.exec(text)?.[1].toLowerCase();
    return {
      label: pillar ? `brief, ${pillar}` : i === 0 ? "sector and day" : "the question",
      text,
      from: !pillar && i === all.length - 1 ? "rules" : "data",
    };
  });
  return [...rules, ...data];
}

/** A part's text as lines that fit a page, with what was left out named. */
function shownLines(text: string, most: number): string[] {
  const lines = text.split("\n").map((line) =>
    line.length > MOST_CHARACTERS
      ? `${line.slice(0, MOST_CHARACTERS)}… (${line.length} characters)`
      : line
  );
  return lines.length > most
    ? [...lines.slice(0, most), `… ${lines.length - most} more lines`]
    : lines;
}

/**
 * A prompt as framed, labelled text: the rules in green, the day's data in orange.
 *
 * @param prompt From `prompt` of `lab/committee`.
 * @param options.lines Lines shown of each part, five by default; the rest is counted.
 *
 * @example
 * ```ts
 * import { DISPLAY } from "lab/charts";
 * import { promptFrames } from "lab/lesson/01";
 * import { match } from "node:assert/strict";
 *
 * const shown = promptFrames({ system: "You are an analyst.", user: "Technology, 2026-11-20" });
 * match(String(shown[DISPLAY]()["text/plain"]), /^A prompt of 41 characters in 2 parts/);
 * ```
 */
export function promptFrames(
  prompt: Pick<Prompt, "system" | "user">,
  options: { readonly lines?: number } = {},
): Displayable {
  const { lines = MOST_LINES } = options;
  const parts = promptParts(prompt).map((part) => ({
    ...part,
    shown: shownLines(part.text, part.label === "rubric" ? 4 * lines : lines).join("\n"),
  }));
  const length = prompt.system.length + prompt.user.length;
  return framed(
    `A prompt of ${length.toLocaleString("en-US")} characters in ${parts.length} parts`,
    parts.map(({ label, from, shown }) =>
      frame(
        from === "rules" ? `rules · ${label}` : `data · ${label}`,
        from === "rules" ? COLORS.green : COLORS.orange,
        escaped(shown),
      )
    ),
    parts.map(({ label, from, shown }) => `[${from}: ${label}]\n${shown}`).join("\n\n"),
  );
}

/**
 * The lines in which two prompts differ, old above new.
 *
 * @param before The prompt as it was.
 * @param after The prompt with a changed rubric; a line that was added or taken away is one change.
 *
 * @example
 * ```ts
 * import { changedLines } from "./prompt_frames.ts";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(changedLines("a\nb\nc", "a\nB\nc"), { lines: 3, removed: ["b"], added: ["B"] });
 * ```
 */
export function changedLines(
  before: string,
  after: string,
): {
  readonly lines: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
} {
  const old = before.split("\n"), now = after.split("\n");
  if (old.length === now.length) {
    const differs = (_: string, i: number) => old[i] !== now[i];
    return { lines: now.length, removed: old.filter(differs), added: now.filter(differs) };
  }
  // The common start and end are the same lines; what lies between them has changed.
  let start = 0, end = 0;
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start++;
  while (
    end < Math.min(old.length, now.length) - start &&
    old[old.length - 1 - end] === now[now.length - 1 - end]
  ) end++;
  return {
    lines: now.length,
    removed: old.slice(start, old.length - end),
    added: now.slice(start, now.length - end),
  };
}

/**
 * What a change of the rubric does to the prompt, as framed text: the old line above the new one.
 *
 * @param before The prompt as it was.
 * @param after The prompt of the changed rubric.
 *
 * @example
 * ```ts
 * import { DISPLAY } from "lab/charts";
 * import { promptChange } from "lab/lesson/01";
 * import { match } from "node:assert/strict";
 *
 * const before = { system: "Ask for growth.", user: "Technology" };
 * const shown = promptChange(before, { ...before, system: "Ask for value." });
 * match(String(shown[DISPLAY]()["text/plain"]), /^1 of the prompt's 3 lines changes/);
 * ```
 */
export function promptChange(
  before: Pick<Prompt, "system" | "user">,
  after: Pick<Prompt, "system" | "user">,
): Displayable {
  const text = (prompt: Pick<Prompt, "system" | "user">) => `${prompt.system}\n\n${prompt.user}`;
  const { lines, removed, added } = changedLines(text(before), text(after));
  const count = Math.max(removed.length, added.length);
  const title = count === 0
    ? `None of the prompt's ${lines} lines changes`
    : `${count} of the prompt's ${lines} lines ${count === 1 ? "changes" : "change"}`;
  const parts = [
    { label: "before", color: COLORS.grey, shown: removed },
    { label: "after", color: COLORS.blue, shown: added },
  ].filter(({ shown }) => shown.length > 0);
  return framed(
    title,
    parts.map(({ label, color, shown }) =>
      frame(label, color, escaped(shownLines(shown.join("\n"), MOST_LINES).join("\n")))
    ),
    parts.map(({ label, shown }) => `[${label}]\n${shown.join("\n")}`).join("\n\n"),
  );
}
