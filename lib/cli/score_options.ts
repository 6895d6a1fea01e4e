import { SCORE_AGE_DAYS } from "../scores/mod.ts";

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
