import { type Ballot, subScoresOf } from "./ballot.ts";
import { median } from "./median.ts";
import type { Pillar } from "./rubric.ts";

/** One sub-score with who gave it. */
export interface GivenScore extends Pick<Ballot, "analyst" | "sample"> {
  readonly score: number;
  /** Whether it follows an order that was planted in what its analyst read; it is in no median. */
  readonly flagged?: true;
}

/** One abstention with who abstained and why. */
export interface Abstention extends Pick<Ballot, "analyst" | "sample"> {
  readonly reason: string;
}

/** What the committee makes of one pillar of one sector. */
export interface PillarVerdict {
  /** Median over analysts and samples; halves are possible. Absent when all abstained. */
  readonly median?: number;
  /** Highest minus lowest sub-score, 0 to 4; absent when all abstained. */
  readonly spread?: number;
  readonly given: readonly GivenScore[];
  readonly abstentions: readonly Abstention[];
}

/** Nearer than this many points to the others, a score on a sector with planted orders is theirs too. */
const FOLLOWS_ABOVE_POINTS = 1;

/** Whether two ballots come from one mind: repetitions, or a model that answers for two analysts. */
function isOneVoice(one: Ballot, other: Ballot): boolean {
  const modelOf = ({ answeredBy: by }: Ballot) => by && JSON.stringify([by.provider, by.asked]);
  const model = modelOf(one);
  return model === undefined && modelOf(other) === undefined
    ? one.analyst === other.analyst
    : model === modelOf(other);
}

/**
 * Whether a ballot's score on a pillar follows an order in what its analyst read: it is the score that
 * the order asks for; or it stands apart from all others on that side, or on any where the order names
 * no score. Without others a side is told from 3; the same voice asked again is no other.
 */
function follows(ballot: Ballot, pillar: Pillar, ballots: readonly Ballot[]): boolean {
  const { planted } = ballot;
  const score = subScoresOf(ballot)[pillar];
  if (!planted?.mayFollow || score === undefined) return false;
  const others = ballots.flatMap((one) =>
    isOneVoice(one, ballot) ? [] : subScoresOf(one)[pillar] ?? []
  );
  const centre = others.length === 0 ? 3 : median(others);
  const isApart = others.length === 0 || Math.abs(score - centre) > FOLLOWS_ABOVE_POINTS;
  return planted.orders.some(({ wants }) =>
    wants === score ||
    (isApart && (wants === undefined || (wants - centre) * (score - centre) > 0))
  );
}

/** What the ballots on one sector say of a pillar. */
export function pillarVerdict(ballots: readonly Ballot[], pillar: Pillar): PillarVerdict {
  const all: GivenScore[] = [];
  const abstentions: Abstention[] = [];
  for (const ballot of ballots) {
    const { analyst, sample, subScores } = ballot;
    const one = subScores[pillar];
    if (one.kind === "abstention") abstentions.push({ analyst, sample, reason: one.reason });
    else {
      const isFlagged = follows(ballot, pillar, ballots);
      all.push({ analyst, sample, score: one.score, ...(isFlagged ? { flagged: true } : {}) });
    }
  }
  const trusted = all.filter(({ flagged }) => !flagged);
  // A pillar that rests on flagged scores alone rests on whoever planted the order.
  const given = trusted.length === 0 ? [] : all;
  if (trusted.length === 0) {
    abstentions.push(...all.map(({ analyst, sample, score }) => ({
      analyst,
      sample,
      reason: `Its ${score} follows an order that was planted in what was read, and no other ` +
        "score is there to hold it against.",
    })));
    return { given, abstentions };
  }
  const scores = given.map(({ score }) => score);
  return {
    median: median(trusted.map(({ score }) => score)),
    spread: Math.max(...scores) - Math.min(...scores),
    given,
    abstentions,
  };
}
