import type { Sector, Source } from "../market/mod.ts";
import { outsideLine, quotedValue } from "../outside_text.ts";
import type { Confidence, Day, Score } from "../units.ts";
import { counted, listed } from "../words.ts";
import type { FailedBallot, NoAnswer } from "./analyst.ts";
import { type Ballot, type Reference, subScoresOf } from "./ballot.ts";
import { DEFAULT_RUBRIC, type Pillar, PILLARS, type PillarWeights, weightsOf } from "./rubric.ts";
import type { Rubric } from "./rubric.ts";
import { rating, weightedScore } from "./weighted_score.ts";

/** Disagreement of more than this many points on one pillar raises the alert (design section 7). */
export const ALERT_ABOVE_POINTS = 2;
/**
 * What each point above that costs the stated confidence, a share: the widest spread, four points,
 * halves it. The lab's own choice; the design asks only that it falls.
 */
const CONFIDENCE_LOST_PER_POINT = 0.25;
/** A stated confidence below this makes no tilt (design section 7). */
export const LEAST_STATED_CONFIDENCE = 0.3;

/** One sub-score with who gave it. */
export interface GivenScore {
  readonly analyst: string;
  readonly sample: number;
  readonly score: number;
  /** Whether it follows an order that was planted in what its analyst read; it is in no median. */
  readonly flagged?: true;
}

/** One abstention with who abstained and why. */
export interface Abstention {
  readonly analyst: string;
  readonly sample: number;
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
export interface Verdict {
  readonly day: Day;
  readonly horizonWeeks: number;
  readonly weights: PillarWeights;
  /** Names of all analysts that were asked, also of those who failed or did not answer. */
  readonly analysts: readonly string[];
  readonly sectors: readonly SectorVerdict[];
  readonly ballots: readonly Ballot[];
  readonly failed: readonly FailedBallot[];
  /** Where the briefs' data come from, for the line below a chart. */
  readonly source?: Source;
}

/** What the rest of the lab needs of a verdict: one sector's score and how much it is trusted. */
export interface SectorView {
  readonly sector: Sector;
  /** 1 to 5; fractions are usual. */
  readonly score: number;
  /** 0 to 1; the tilt is (score − 3) × confidence. */
  readonly confidence: number;
  /** Said where a rule changed the confidence. */
  readonly note?: string;
}

/**
 * How the confidence of a view is found: `one` trusts all alike, `stated` takes what analysts say of
 * themselves, `calibrated` what their record says (`calibratedViews` of lab/signals).
 */
export type ConfidenceRule = "one" | "stated" | "calibrated";

/**
 * The middle value; the mean of the two middle ones where the count is even.
 *
 * @example
 * ```ts
 * import { median } from "lab/committee";
 * import { equal } from "node:assert/strict";
 *
 * equal(median([4, 1, 2, 3]), 2.5);
 * ```
 */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("Cannot take a median: need a value, got none");
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
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

function pillarVerdict(ballots: readonly Ballot[], pillar: Pillar): PillarVerdict {
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

function noBallots({ failed, unanswered }: { failed: number; unanswered: number }): string {
  if (failed + unanswered === 0) return "nobody was asked";
  const parts = [
    ...(failed > 0 ? [failed === 1 ? "one answer failed" : `${failed} answers failed`] : []),
    ...(unanswered > 0 ? [`${counted(unanswered, "question")} got no answer`] : []),
  ];
  if (parts.length > 1) return parts.join(", ");
  return failed === 1
    ? "the only answer failed"
    : failed > 1
    ? `all ${failed} answers failed`
    : unanswered === 1
    ? "the only question got no answer"
    : `all ${unanswered} questions got no answer`;
}

/** Each order once, and what became of the scores that follow one. */
function plantedSentences(
  sector: Sector,
  ballots: readonly Ballot[],
  pillars: Readonly<Record<Pillar, PillarVerdict>>,
): readonly string[] {
  const orders = new Map(
    ballots.flatMap(({ planted }) => planted?.orders ?? []).map((one) => [one.text, one]),
  );
  if (orders.size === 0) return [];
  const [{ text, signs }] = orders.values();
  const more = orders.size > 1 ? ` (and ${orders.size - 1} more)` : "";
  const flagged = PILLARS.flatMap((pillar) => {
    const names = pillars[pillar].given.flatMap((one) => one.flagged ? [one.analyst] : []);
    return names.length > 0 ? [`${pillar} (${listed([...new Set(names)])})`] : [];
  });
  const alone = PILLARS.filter((pillar) =>
    pillars[pillar].median === undefined &&
    ballots.some((ballot) => ballot.planted?.mayFollow && subScoresOf(ballot)[pillar] !== undefined)
  );
  return [
    `Something read about ${sector} gives orders${more}: ${JSON.stringify(outsideLine(text))} (${
      signs.join(", ")
    }).`,
    ...(flagged.length === 0
      ? []
      : [`Scores that follow it are left out of the medians: ${flagged.join("; ")}.`]),
    ...(alone.length === 0
      ? []
      : [`Only scores that follow it were given on ${listed(alone)}, which abstains.`]),
  ];
}

function alertSentence(
  sector: Sector,
  split: readonly Pillar[],
  pillars: Readonly<Record<Pillar, PillarVerdict>>,
): string {
  const parts = split.map((pillar) => {
    const scores = pillars[pillar].given.map(({ score }) => score);
    return `${pillar} (${Math.min(...scores)} to ${Math.max(...scores)})`;
  });
  return `Analysts disagree on ${sector} by more than ${ALERT_ABOVE_POINTS} points: ` +
    `${parts.join(", ")}.`;
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

/**
 * The views a book is built from: one per sector that has a score.
 *
 * @param verdict A sector without a score is absent; it has no view, which is not a view of 3.
 * @param options.confidence `one` (the default) trusts every score alike; `stated` takes the
 *   verdict's confidence, and 0 with a note where it lies below 0.3.
 * @throws {RangeError} If the rule is unknown, or is `calibrated`: that needs a record of outcomes.
 *
 * @example Trusting all alike
 * ```ts
 * import { convene, views } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const verdict = await convene(snapshot(market, market.prices.days[400]));
 * ok(views(verdict).every((view) => view.confidence === 1));
 * ```
 */
export function views(
  verdict: Verdict,
  options: { readonly confidence?: ConfidenceRule } = {},
): readonly SectorView[] {
  const rule = options.confidence ?? "one";
  if (rule === "calibrated") {
    throw new RangeError(
      "Cannot take calibrated confidences: need a record of resolved outcomes, got a verdict " +
        'alone; use calibratedViews of lab/signals, or "one" or "stated"',
    );
  }
  if (rule !== "one" && rule !== "stated") {
    throw new RangeError(
      `Cannot take views: need the confidence rule "one" or "stated", got ${quotedValue(rule)}`,
    );
  }
  return verdict.sectors.flatMap(({ sector, score, confidence = 0 }): SectorView[] => {
    if (score === undefined) return [];
    if (rule === "one") return [{ sector, score, confidence: 1 }];
    return confidence < LEAST_STATED_CONFIDENCE
      ? [{
        sector,
        score,
        confidence: 0,
        note: `stated confidence ${confidence.toFixed(2)} lies below ${LEAST_STATED_CONFIDENCE}`,
      }]
      : [{ sector, score, confidence }];
  });
}
