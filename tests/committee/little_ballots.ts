import type { Ballot, BallotOutcome, ScoredBallot, SubScore } from "lab/committee";
import { day } from "lab/units";

/** The day of all ballots made here. */
export const BALLOT_DAY = day("2020-03-20");

const sub = (score: number | undefined): SubScore =>
  score === undefined
    ? { kind: "abstention", reason: "nothing to read" }
    : { kind: "score", score };

/** A ballot with three sub-scores (absent: an abstention) and little else. */
export function littleBallot(
  analyst: string,
  scores: readonly (number | undefined)[],
  more: Partial<Ballot> = {},
): Ballot {
  return {
    analyst,
    day: BALLOT_DAY,
    horizonWeeks: 4,
    sample: 0,
    sector: "XLK",
    rationale: [],
    subScores: {
      fundamentals: sub(scores[0]),
      sentiment: sub(scores[1]),
      technicals: sub(scores[2]),
    },
    references: [{
      url: "lab:flows/XLK/2020-03-13#netFlow1w",
      title: "Flow",
      description: "",
      accessedAt: "2020-03-20T16:00",
      accessible: true,
    }],
    confidence: 0.8,
    summary: `The view of ${analyst}.`,
    ...more,
  };
}

/** A row of a record, with or without its outcome. */
export function littleRow(more: Partial<BallotOutcome>): ScoredBallot & BallotOutcome {
  return { analyst: "a", sector: "XLK", day: BALLOT_DAY, sample: 0, confidence: 0.6, ...more };
}
