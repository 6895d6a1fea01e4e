import type { Cutoff } from "../evidence/mod.ts";
import { outsideLine, quotedValue } from "../outside_text.ts";
import { SCORE_AGE_DAYS } from "../scores/mod.ts";
import { ruleCutoff } from "../study/mod.ts";

/** The options of every command that reads scores, as `parseArgs` wants them. */
export const SCORE_OPTIONS = {
  scores: { type: "string" },
  "scores-known-by": { type: "boolean" },
  "scores-age": { type: "string" },
} as const;

/** Lines of help about them, the texts beginning in a column. */
export function scoreUsage(column: number): string {
  const line = (option: string, text: string) => `  ${option}`.padEnd(column) + text;
  return [
    line(
      "--scores FILE",
      "your own scores, CSV or Parquet: day, sector, and score or fundamentals,",
    ),
    line("", "sentiment, technicals; optional confidence; days by `deno task days`"),
    line("--scores-known-by ", "a decision takes the newest score of each sector known by it,"),
    line("", "not the one of its very day alone"),
    line(
      "--scores-age N ",
      `with it: days after which a score no longer counts (default ${SCORE_AGE_DAYS})`,
    ),
  ].join("\n");
}

/** What a command is told of its scores. */
export interface ScoreArguments {
  readonly scores?: string;
  /** Greatest age of a score that a decision takes, calendar days; absent: that of its very day alone. */
  readonly scoresAgeDays?: number;
}

/**
 * The options about scores as checked values.
 *
 * @throws {RangeError | TypeError} If the age is none, or an option is given without the one it is about.
 */
export function scoreArguments(
  values: {
    readonly scores?: string;
    readonly "scores-known-by"?: boolean;
    readonly "scores-age"?: string;
  },
): ScoreArguments {
  const { scores, "scores-known-by": isKnownBy = false, "scores-age": age } = values;
  if (isKnownBy && scores === undefined) {
    throw new TypeError(
      "Cannot use --scores-known-by without --scores: it says how they are taken",
    );
  }
  if (age !== undefined && !isKnownBy) {
    throw new TypeError(
      "Cannot use --scores-age without --scores-known-by: it bounds what that takes",
    );
  }
  const days = age === undefined ? SCORE_AGE_DAYS : age.trim() === "" ? NaN : Number(age);
  if (!(days >= 0 && days <= 10_000)) {
    throw new RangeError(
      `Cannot read --scores-age: need a number of days from 0 to 10000, got ${JSON.stringify(age)}`,
    );
  }
  return {
    ...(scores === undefined ? {} : { scores }),
    ...(isKnownBy ? { scoresAgeDays: days } : {}),
  };
}

/**
 * Who gave the scores, on one line; absent where nothing was said.
 *
 * @throws {RangeError | TypeError} If the name is empty, or there are no scores that it could be about.
 */
export function scorerName(
  { scores, "scored-by": name }: { readonly scores?: string; readonly "scored-by"?: string },
): string | undefined {
  if (name === undefined) return undefined;
  if (scores === undefined) {
    throw new TypeError("Cannot use --scored-by without --scores: it names who gave them");
  }
  const line = outsideLine(name);
  if (line !== "") return line;
  throw new RangeError(
    `Cannot read --scored-by: need a model, rules or unknown, got ${quotedValue(name)}`,
  );
}

/**
 * Up to when a scorer may know what came after: nothing for rules of any temperament; `undefined` where
 * nobody knows. What may be remembered is known of models only; their registry is read where one is
 * named.
 */
export async function scorerCutoff(name: string): Promise<Cutoff | undefined> {
  const rules = ruleCutoff(name);
  if (rules !== undefined) return rules;
  const { knowledgeCutoff } = await import("../providers/mod.ts");
  return knowledgeCutoff(name)?.day;
}
