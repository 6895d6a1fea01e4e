import type { PillarWeights } from "../../committee/mod.ts";
import { DataError } from "../../errors.ts";
import type { InputFile, Market } from "../../market/mod.ts";
import {
  readBallots,
  type RecordContents,
  type RecordedBallot,
  type RecordedFailure,
} from "../../record/mod.ts";
import { type BallotChoice, type BallotScores, ballotScores } from "../../scores/mod.ts";
import type { Day } from "../../units.ts";
import { counted } from "../../words.ts";
import { RECORD_WORD } from "../options/ballot_options.ts";
import { recordAt } from "../record/record_at.ts";
import { knownCutoff } from "./scorer_cutoff.ts";

/** Ballots that a command was given, and by what it knows them. */
export interface BallotSource {
  readonly where: string;
  readonly ballots: readonly RecordedBallot[];
  readonly failures: readonly RecordedFailure[];
  readonly file?: InputFile;
  readonly record?: RecordContents;
}

/**
 * The ballots of a Parquet file, or of the record.
 *
 * @param word A path, or `record`.
 * @param record Folder of the record, or `off`.
 * @throws {DataError} If the file cannot be read, or the record is off or empty.
 */
export async function ballotSource(
  word: string,
  record: string | undefined,
): Promise<BallotSource> {
  if (word !== RECORD_WORD) {
    const { where, sha256, ballots } = await readBallots(word);
    return { where, ballots, failures: [], file: { name: where, sha256 } };
  }
  const contents = recordAt(record);
  if (contents === undefined) {
    throw new DataError("Cannot use the record: --record off leaves it out", { where: "record" });
  }
  const { where, ballots, failures } = contents;
  if (ballots.length === 0) {
    throw new DataError(
      `Cannot use the record in ${where}: it holds no ballot; committee appends what it polls`,
      { where },
    );
  }
  return { where: `the record in ${where}`, ballots, failures, record: contents };
}

/** A committee's ballots as a command takes them, and how, as sentences. */
export interface TakenBallots {
  readonly source: BallotSource;
  readonly scores: BallotScores;
  readonly sentences: readonly string[];
}

/** Ballots as scores on the days of a market. */
export async function takenBallots(
  given: {
    readonly ballots: string;
    readonly choice: BallotChoice;
    readonly record?: string;
    readonly scoresAgeDays?: number;
  },
  { market, weights, days }: {
    readonly market: Market;
    readonly weights: PillarWeights;
    /** Decision days; without them every day that was asked about is one. */
    readonly days?: readonly Day[];
  },
): Promise<TakenBallots> {
  const { scoresAgeDays: ageDays, choice } = given;
  const source = await ballotSource(given.ballots, given.record);
  const scores = ballotScores(source.ballots, {
    where: source.where,
    market,
    weights,
    choice,
    failures: source.failures,
    cutoffOf: await knownCutoff(),
    ...(days === undefined ? {} : { decisions: days }),
    ...(days === undefined || ageDays === undefined ? {} : { knownBy: { days, ageDays } }),
  });
  const { ballots, voices, notes } = scores;
  const askedDays = [...new Set(ballots.map(({ ballot }) => ballot.day))].sort();
  return {
    source,
    scores,
    sentences: [
      `${counted(ballots.length, "ballot")} of ${
        voices.join(", ")
      } from ${source.where}, asked on ` +
      `${counted(askedDays.length, "day")} from ${askedDays[0]} to ${
        askedDays.at(-1)
      }, joined by the ` +
      "verdict's rules.",
      ...(ageDays === undefined ? [] : ["A decision takes the newest ballots known by it."]),
      ...notes,
    ],
  };
}
