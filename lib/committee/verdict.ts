import type { Sector, Source } from "../market/mod.ts";
import type { Confidence, Day, Score } from "../units.ts";
import type { FailedBallot, NoAnswer } from "./analyst.ts";
import type { Ballot, Reference } from "./ballot.ts";
import { median } from "./median.ts";
import { type PillarVerdict, pillarVerdict } from "./pillar_verdict.ts";
import type { PollResult } from "./poll.ts";
import { DEFAULT_RUBRIC, type Pillar, PILLARS, type PillarWeights, weightsOf } from "./rubric.ts";
import type { Rubric } from "./rubric.ts";
import {
  ALERT_ABOVE_POINTS,
  alertSentence,
  noBallots,
  plantedSentences,
} from "./verdict_sentences.ts";
import { rating, weightedScore } from "./weighted_score.ts";

/**
 * What each point above that costs the stated confidence, a share: the widest spread, four points,
 * halves it. The lab's own choice; the design asks only that it falls.
 */
const CONFIDENCE_LOST_PER_POINT = 0.25;
/** What the committee makes of one sector. */
export interface SectorVerdict {
  readonly sector: Sector;
  readonly pillars: Readonly<Record<Pillar, PillarVerdict>>;
  /** The weighted mean of the medians; absent, with `noScore`, when there is none. */
  readonly score?: Score;
  readonly rating?: 1 | 2 | 3 | 4 | 5;
  /** Why there is no score. */
  readonly noScore?: string;
  /** The pillars behind the score; the weights of the others were given to these. */
  readonly pillarsUsed: readonly Pillar[];
  /**
   * Median of the stated confidences, lowered by disagreement, 0 to 1; absent without a ballot. It
   * is what analysts say of themselves, not a probability.
   */
  readonly confidence?: Confidence;
  /** The widest spread of the three pillars; absent when all abstained. */
  readonly disagreement?: number;
  /**
   * What a reader must know, in sentences: analysts disagree by more than two points on a pillar, or
   * something that they read gives orders.
   */
  readonly alert?: string;
  readonly ballots: number;
  /** Answers that were no ballots; they count as nothing else. */
  readonly failed: number;
  /** Questions without any answer; absent where there is none. */
  readonly unanswered?: number;
  /** Every reference once, in the order of first mention. */
  readonly references: readonly Reference[];
  /** Each ballot's summary with its analyst. */
  readonly summaries: readonly { readonly analyst: string; readonly summary: string }[];
}

/** What a committee made of all sectors on a day. */
export interface Verdict extends Pick<PollResult, "ballots" | "failed"> {
  readonly day: Day;
  readonly horizonWeeks: number;
  readonly weights: PillarWeights;
  /** Names of all analysts that were asked, also of those who failed or did not answer. */
  readonly analysts: readonly string[];
  readonly sectors: readonly SectorVerdict[];
  /** Where the briefs' data come from, for the line below a chart. */
  readonly source?: Source;
}

function loweredConfidence(stated: number, disagreement: number): Confidence {
  const lost = CONFIDENCE_LOST_PER_POINT * Math.max(0, disagreement - ALERT_ABOVE_POINTS);
  return Math.min(1, Math.max(0, stated * (1 - lost))) as Confidence;
}

function sectorVerdict(
  sector: Sector,
  ballots: readonly Ballot[],
  missing: { readonly failed: number; readonly unanswered: number },
  weights: PillarWeights,
): SectorVerdict {
  const { failed, unanswered } = missing;
  const pillars = Object.fromEntries(
    PILLARS.map((pillar) => [pillar, pillarVerdict(ballots, pillar)]),
  ) as Record<Pillar, PillarVerdict>;
  const weighted = weightedScore(
    Object.fromEntries(PILLARS.map((pillar) => [pillar, pillars[pillar].median])),
    weights,
  );
  const spreads = PILLARS.flatMap((pillar) => pillars[pillar].spread ?? []);
  const disagreement = spreads.length > 0 ? Math.max(...spreads) : undefined;
  const split = PILLARS.filter((pillar) => (pillars[pillar].spread ?? 0) > ALERT_ABOVE_POINTS);
  const references = new Map<string, Reference>();
  for (const reference of ballots.flatMap((ballot) => ballot.references)) {
    if (!references.has(reference.url)) references.set(reference.url, reference);
  }
  const alerts = [
    ...plantedSentences(sector, ballots, pillars),
    ...(split.length === 0 ? [] : [alertSentence(sector, split, pillars)]),
  ];
  return {
    sector,
    pillars,
    ...(weighted.score === undefined
      ? { noScore: ballots.length === 0 ? noBallots(missing) : weighted.reason }
      : { score: weighted.score, rating: rating(weighted.score) }),
    pillarsUsed: weighted.pillarsUsed,
    ...(ballots.length === 0 ? {} : {
      confidence: loweredConfidence(
        median(ballots.map(({ confidence }) => confidence)),
        disagreement ?? 0,
      ),
    }),
    ...(disagreement === undefined ? {} : { disagreement }),
    ...(alerts.length === 0 ? {} : { alert: alerts.join(" ") }),
    ballots: ballots.length,
    failed,
    ...(unanswered === 0 ? {} : { unanswered }),
    references: [...references.values()],
    summaries: ballots.map(({ analyst, summary }) => ({ analyst, summary })),
  };
}

/**
 * The committee's verdict: ballots of several analysts joined, sector by sector.
 *
 * Per pillar the median over analysts and samples, so that one extreme voice moves little; the
 * weighted score and rating are computed from the medians. Failed ballots and questions without an
 * answer are counted beside it and enter no median.
 *
 * Where something that analysts read gives orders (see `heldToBrief`), a score that follows one is left
 * to the others: it enters no median, and a pillar on which nobody else gave a score abstains. Either
 * way the sector has an alert.
 *
 * @param ballots Of one day and one horizon, at most one per analyst, sector and sample.
 * @param options.day The day of the decision.
 * @param options.sectors The listed sectors; the verdict keeps their order and has each of them.
 * @param options.rubric Gives weights and horizon; the lab's own by default.
 * @param options.failed Answers that were no ballots.
 * @param options.unanswered Questions without any answer.
 * @throws {RangeError} If a ballot is of another day, horizon or sector, or is there twice.
 *
 * @example Failed ballots leave a sector without a score
 * ```ts
 * import { verdict } from "lab/committee";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const [xlk] = verdict([], { day: day("2020-03-20"), sectors: ["XLK"] }).sectors;
 * equal(xlk.score, undefined);
 * equal(xlk.noScore, "nobody was asked");
 * ```
 */
export function verdict(
  ballots: readonly Ballot[],
  options: {
    readonly day: Day;
    readonly sectors: readonly Sector[];
    readonly rubric?: Rubric;
    readonly failed?: readonly FailedBallot[];
    readonly unanswered?: readonly Pick<NoAnswer, "analyst" | "sector">[];
    readonly source?: Source;
  },
): Verdict {
  const { day, sectors, rubric = DEFAULT_RUBRIC, failed = [], unanswered = [], source } = options;
  const weights = weightsOf(rubric);
  const bySector = new Map<Sector, Ballot[]>(sectors.map((sector) => [sector, []]));
  const seen = new Set<string>();
  const refuse = (need: string, got: string) => {
    throw new RangeError(`Cannot reach a verdict: need ${need}, got ${got}`);
  };
  for (const ballot of ballots) {
    const who = `one of ${ballot.analyst} on ${ballot.sector}`;
    if (ballot.day !== day) refuse(`ballots of ${day}`, `${who} of ${ballot.day}`);
    if (ballot.horizonWeeks !== rubric.horizonWeeks) {
      refuse(
        `ballots for a horizon of ${rubric.horizonWeeks} weeks`,
        `${who} for ${ballot.horizonWeeks}`,
      );
    }
    const group = bySector.get(ballot.sector);
    if (!group) refuse(`ballots on ${sectors.join(", ")}`, who);
    const key = JSON.stringify([ballot.analyst, ballot.sector, ballot.sample]);
    if (seen.has(key)) {
      refuse("one ballot per analyst, sector and sample", `two ${who.slice(4)}`);
    }
    seen.add(key);
    group!.push(ballot);
  }
  const missing = (sector: Sector) => ({
    failed: failed.filter((one) => one.sector === sector).length,
    unanswered: unanswered.filter((one) => one.sector === sector).length,
  });
  return {
    day,
    horizonWeeks: rubric.horizonWeeks,
    weights,
    analysts: [...new Set([...ballots, ...failed, ...unanswered].map(({ analyst }) => analyst))],
    sectors: sectors.map((sector) =>
      sectorVerdict(sector, bySector.get(sector)!, missing(sector), weights)
    ),
    ballots,
    failed,
    ...(source ? { source } : {}),
  };
}
