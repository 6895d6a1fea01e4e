import { outsideLine } from "../../outside_text.ts";
import { SCORE_AGE_DAYS } from "../../scores/mod.ts";
import { flag, option, type Reader } from "./option.ts";
import { file, number } from "./readers.ts";
import { UsageError } from "./usage_error.ts";

/** Options of every command that reads scores. */
export const SCORES = {
  scores: option(file, {
    value: "FILE",
    help: "your own scores, CSV or Parquet: day, sector, and score or fundamentals, sentiment, " +
      "technicals; optional confidence; days by `deno task days`",
  }),
  "scores-known-by": flag({
    help:
      "a decision takes the newest score of each sector known by it, not the one of its very day " +
      "alone",
  }),
  "scores-age": option(number(0, 10_000, "a number of days"), {
    value: "N",
    help: "with it: days after which a score no longer counts",
    preset: String(SCORE_AGE_DAYS),
    needs: ["scores-known-by", "it bounds what that takes"],
  }),
};

const scorer: Reader<string> = (text, refuse) => {
  const line = outsideLine(text);
  return line === "" ? refuse("a model, rules or unknown") : line;
};

/** Who gave the scores, where a figure rests on what they could know. */
export const SCORED_BY = {
  "scored-by": option(scorer, {
    value: "NAME",
    help:
      "who gave them: a model, whose knowledge cutoff then counts, or rules for a rule that saw " +
      "nothing later (default: unknown, and no figure to quote)",
    needs: ["scores", "it names who gave them"],
  }),
};

/** What a command is told of its scores. */
export interface ScoreChoice {
  readonly scores?: string;
  /** Greatest age of a score that a decision takes, calendar days; absent: that of its very day alone. */
  readonly scoresAgeDays?: number;
}

/** The scores that a command line names, and how they are taken. */
export function scoreChoice(
  { scores, scoresKnownBy, scoresAge, ballots }: {
    readonly scores?: string;
    readonly scoresKnownBy: boolean;
    readonly scoresAge: number;
    readonly ballots?: string;
  },
): ScoreChoice {
  if (scoresKnownBy && scores === undefined && ballots === undefined) {
    throw new UsageError(
      "Cannot use --scores-known-by without --scores: it says how they are taken",
    );
  }
  return {
    ...(scores === undefined ? {} : { scores }),
    ...(scoresKnownBy ? { scoresAgeDays: scoresAge } : {}),
  };
}
