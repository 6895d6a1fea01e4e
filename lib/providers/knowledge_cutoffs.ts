import type { Day } from "../units.ts";
import { isSameModel } from "./same_model.ts";

/** Up to when a model may have read. */
export interface KnowledgeCutoff {
  /** The last day that its training may reach; the end of the month where only a month is known. */
  readonly day: Day;
  /** Who says so. */
  readonly source: string;
}

const MODELS_DEV = "models.dev (github.com/anomalyco/models.dev), read 2026-11-26";

/**
 * Where a maker names two dates, "reliable knowledge" and "training data", the later one stands here: a
 * model may remember what it does not know well.
 */
const CUTOFFS: Readonly<Record<string, readonly [string, string]>> = {
  "o4-mini": ["2024-05-31", MODELS_DEV],
  "gpt-5": ["2024-09-30", MODELS_DEV],
  "gpt-5-mini": ["2024-05-30", MODELS_DEV],
  "gpt-5.4": ["2025-08-31", MODELS_DEV],
  "gpt-5.5": ["2025-12-01", MODELS_DEV],
  "gpt-6-luna": ["2026-05-18", MODELS_DEV],
  "claude-haiku-4-5": [
    "2025-07-31",
    "Anthropic calls February 2025 reliable; the date of claude-sonnet-4-5, two weeks older, is the " +
    "cautious one",
  ],
  "claude-sonnet-4-5": ["2025-07-31", MODELS_DEV],
  "claude-sonnet-5": ["2026-01-31", MODELS_DEV],
  "claude-opus-5": ["2026-05-31", MODELS_DEV],
  "claude-opus-5-5": ["2026-06-30", "Anthropic, page of the model, read 2026-11-26"],
  "claude-haiku-5-5": ["2026-06-30", MODELS_DEV],
  "gemini-2.5-pro": ["2025-01-31", MODELS_DEV],
  "gemini-3.1-pro": ["2025-01-31", MODELS_DEV],
  "gemini-3.8-flash": ["2026-03-31", MODELS_DEV],
  "grok-4.7": ["2026-05-31", MODELS_DEV],
};

/** The name that is the model's own, else one that it has with a date or build behind it. */
function named(names: readonly string[], model: string): string | undefined {
  return names.find((name) => name === model) ?? names.find((name) => isSameModel(name, model));
}

/**
 * The knowledge cutoff of a model, or `undefined` where none is known.
 *
 * An unknown cutoff is no small thing: every result of that model then counts as remembered (design
 * section 5). The dates are the makers' own statements and stop at pre-training; later training may
 * have seen more. grok-4.3 and models on your own machine are not listed: no date was found for them.
 *
 * @param model The name under which it answered, with or without a date or build behind it.
 * @param also Further cutoffs by name, such as for a model on your own machine; they go first.
 *
 * @example
 * ```ts
 * import { knowledgeCutoff } from "lab/providers";
 * import { equal } from "node:assert/strict";
 *
 * equal(knowledgeCutoff("gpt-5-2025-08-07")?.day, "2024-09-30");
 * equal(knowledgeCutoff("gpt-5.4-mini"), undefined);
 * ```
 */
export function knowledgeCutoff(
  model: string,
  also: Readonly<Record<string, KnowledgeCutoff>> = {},
): KnowledgeCutoff | undefined {
  const own = named(Object.keys(also), model);
  if (own !== undefined) return also[own];
  const known = named(Object.keys(CUTOFFS), model);
  if (known === undefined) return undefined;
  const [day, source] = CUTOFFS[known];
  return { day: day as Day, source };
}
