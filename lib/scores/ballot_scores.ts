import { createHash } from "node:crypto";
import {
  type Ballot,
  canonicalJson,
  DEFAULT_WEIGHTS,
  type FailedBallot,
  isRuleAnalyst,
  PILLARS,
  type PillarWeights,
  rubric,
  subScoresOf,
  type Verdict,
  verdict,
  voiceOf,
} from "../committee/mod.ts";
import { DataError } from "../errors.ts";
import type { Cutoff } from "../evidence/mod.ts";
import { addCalendarDays, type Market, snapshot } from "../market/mod.ts";
import { outsideLine } from "../outside_text.ts";
import { askedForward, type RecordedBallot, type RecordedFailure } from "../record/mod.ts";
import type { Day } from "../units.ts";
import { counted } from "../words.ts";
import { type BallotChoice, chosenBallots, ownBallotMarket } from "./ballot_choice.ts";
import { SCORE_AGE_DAYS } from "./known_by.ts";
import type { ScoreEntry, ScoresFile } from "./scores_file.ts";

/** Ballots by which scores are known in the log of openings: they may grow, and what they began with stays. */
const MARK_BALLOTS = 40;
const MARK_LETTERS = 16;

/** Ballots as scores over time: what the committee of each day made of them. */
export interface BallotScores extends ScoresFile {
  /** One per day on which somebody answered, in order. */
  readonly verdicts: readonly Verdict[];
  /** Ballots behind them, each once, as they were asked. */
  readonly ballots: readonly RecordedBallot[];
  readonly failures: readonly RecordedFailure[];
  /** Whose voices they are, fallbacks apart. */
  readonly voices: readonly string[];
  /** Whether they are rules alone, which remember nothing and could have been asked on any day. */
  readonly areRules: boolean;
  /** Who really answered on a day: models by their own names, those who may know the future apart. */
  readonly answeredBy: (day: Day) => readonly string[];
  /** Last day that one of them may know of; `undefined` where nobody knows. */
  readonly cutoffOf: (name: string) => Cutoff | undefined;
  /** Days on which the ballots were asked, of those on which the market trades. */
  readonly askedDays: readonly Day[];
  /** What they are known by in the log of openings, whatever the file is called. */
  readonly mark: string;
  /** What a reader must know of them, sentences. */
  readonly notes: readonly string[];
}

/** How ballots are taken. */
export interface BallotScoresOptions {
  /** What they are called in a message. */
  readonly where: string;
  readonly market: Market;
  /** 50, 25, 25 % by default; only scores and confidences of verdicts hang on them. */
  readonly weights?: PillarWeights;
  readonly choice?: BallotChoice;
  /** Answers that were no ballots. */
  readonly failures?: readonly RecordedFailure[];
  /** Last day that a model may know of; `undefined` where nobody knows. Not asked of rules. */
  readonly cutoffOf: (model: string) => Cutoff | undefined;
  /** Days on which somebody decides, all by default; ballots on others are left out, and named. */
  readonly decisions?: readonly Day[];
  /** Given, a decision takes the newest ballots on each sector that are known by it. */
  readonly knownBy?: { readonly days: readonly Day[]; readonly ageDays?: number };
}

/**
 * Ballots as scores over time, by the verdict's own rules: the median per pillar over analysts and
 * samples, what follows a planted order left out, abstentions kept.
 *
 * Ballots of several prompts, rubrics or markets, masked and unmasked ones, are never pooled
 * (`chosenBallots`). Of several answers to one question the first that was asked for counts.
 *
 * @param ballots Of any days, in any order.
 * @throws {DataError} As `chosenBallots` does, or if no ballot lies on a day of the market, or none on
 *   one of the decisions.
 *
 * @example The rule analyst's own ballots of one day
 * ```ts
 * import { convene } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { ballotScores, pillarTableOf } from "lab/scores";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const { ballots, sectors } = await convene(snapshot(market, market.prices.days[400]));
 * const asked = ballots.map((ballot) => ({
 *   kind: "ballot" as const,
 *   ballot,
 *   question: `${ballot.sector}`,
 *   askedAt: "2026-11-27T21:15:03.000Z",
 *   market: { kind: "simulated", seed: 7 } as const,
 *   masked: false,
 *   prompt: "rules",
 *   rubric: "ab12",
 * }));
 * const where = "ballots.parquet", cutoffOf = () => "no memory" as const;
 * const scores = ballotScores(asked, { where, market, cutoffOf });
 * equal(pillarTableOf(scores).scores[0], sectors[0].pillars.fundamentals.median);
 * ```
 */
export function ballotScores(
  ballots: readonly RecordedBallot[],
  options: BallotScoresOptions,
): BallotScores {
  const { where, market, weights = DEFAULT_WEIGHTS, choice, cutoffOf, knownBy } = options;
  const chosen = chosenBallots(ballots, { where, market: ownBallotMarket(market), choice });
  const first = firstAsked(chosen.ballots);
  const { listed, notes: unlistedNotes } = listedBallots(first.ballots, market);
  const { decided: inMarket, notes } = decidedBallots(listed, options);
  if (listed.length === 0) {
    const days = first.ballots.map(({ ballot }) => ballot.day).sort();
    throw new DataError(
      `Cannot use ${where}: none of its ${counted(first.ballots.length, "ballot")}, ${
        days[0]
      } to ` +
        `${days.at(-1)}, is about a sector listed on a day of these data, which run from ` +
        `${market.prices.days[0]} to ${market.prices.days.at(-1)}`,
      { where, day: days[0] },
    );
  }
  // What is put away hangs on all that was asked, whatever the schedule of a look at it.
  const askedDays = daysOf(listed);
  const voices = [...new Set(inMarket.map(({ ballot }) => voiceOf(ballot)))];
  const analysts = new Set(inMarket.map(({ ballot }) => ballot.analyst)), days = new Set(askedDays);
  const failures = (options.failures ?? []).filter(({ failed }) =>
    analysts.has(failed.analyst) && days.has(failed.day)
  );
  const counting = knownBy ? redated(inMarket, knownBy) : inMarket;
  const asked = rubric({ weights, horizonWeeks: inMarket[0].ballot.horizonWeeks });
  const byDay = Map.groupBy(counting, ({ ballot }) => ballot.day as Day);
  const failedOn = Map.groupBy(failures, ({ failed }) => failed.day);
  const verdicts = [...byDay.keys()].sort().flatMap((day) => {
    // What was said of a sector earlier says nothing of a day on which it has no price.
    const { sectors } = snapshot(market, day);
    const own = byDay.get(day)!.map(({ ballot }) => ballot)
      .filter(({ sector }) => sectors.includes(sector));
    return own.length === 0 ? [] : verdict(own, {
      day,
      sectors,
      rubric: asked,
      failed: knownBy
        ? []
        : (failedOn.get(day) ?? []).map(({ failed, costUsd }) =>
          ({ ...failed, kind: "failed", costUsd }) as FailedBallot
        ),
      source: market.source,
    });
  });
  const isRemembering = market.source.kind !== "simulated";
  const known = answerers(
    counting,
    (model) => !isRemembering || isRuleAnalyst(model) ? "no memory" : cutoffOf(model),
  );
  return {
    where,
    has: { day: true, score: false, pillars: true },
    entries: verdicts.flatMap(entriesOf),
    verdicts,
    ballots: inMarket,
    failures,
    voices,
    areRules: voices.every(isRuleAnalyst),
    ...known,
    askedDays,
    mark: markOf(inMarket),
    notes: [
      ...chosen.notes,
      ...(first.again > 0
        ? [
          `${
            counted(first.again, "further answer")
          } to questions that had one already left out: the ` +
          "first that was asked for counts.",
        ]
        : []),
      ...unlistedNotes,
      ...notes,
      ...togetherNotes(verdicts, voices),
    ],
  };
}

const daysOf = (ballots: readonly RecordedBallot[]): readonly Day[] =>
  [...new Set(ballots.map(({ ballot }) => ballot.day as Day))].sort();

const placeOf = ({ day, sector, analyst, sample }: Ballot) =>
  JSON.stringify([day, sector, analyst, sample]);

/** Of several answers to one question the one asked for first, and in its order. */
function firstAsked(ballots: readonly RecordedBallot[]) {
  const kept = new Map<string, RecordedBallot>();
  for (const one of ballots) {
    const place = placeOf(one.ballot), other = kept.get(place);
    if (other === undefined || one.askedAt < other.askedAt) kept.set(place, one);
  }
  return { ballots: [...kept.values()], again: ballots.length - kept.size };
}

/** The ballots on sectors that a day of the market had, and the others named. */
function listedBallots(ballots: readonly RecordedBallot[], market: Market) {
  const traded = new Set<string>(market.prices.days);
  const there = Map.groupBy(ballots, ({ ballot }) => traded.has(ballot.day));
  const listedOn = new Map(
    daysOf(there.get(true) ?? []).map((day) => [day as string, snapshot(market, day).sectors]),
  );
  const isListed = ({ ballot }: RecordedBallot) =>
    listedOn.get(ballot.day)!.includes(ballot.sector);
  const byListed = Map.groupBy(there.get(true) ?? [], isListed);
  const outside = daysOf(there.get(false) ?? []), unlisted = byListed.get(false) ?? [];
  const names = [...new Set(unlisted.map(({ ballot }) => `${ballot.sector} on ${ballot.day}`))];
  return {
    listed: byListed.get(true) ?? [],
    notes: [
      ...(outside.length > 0
        ? [
          `${counted(outside.length, "day")} of ballots, ${outside[0]}${
            outside.length > 1 ? ` to ${outside.at(-1)}` : ""
          }, left out: no trading day of these data.`,
        ]
        : []),
      ...(names.length > 0
        ? [
          `Ballots on sectors without a price that day left out: ${names.slice(0, 3).join(", ")}${
            names.length > 3 ? ` and ${names.length - 3} more` : ""
          }.`,
        ]
        : []),
    ],
  };
}

/** The ballots of days on which somebody decides, and the other days named. */
function decidedBallots(
  ballots: readonly RecordedBallot[],
  { where, decisions, knownBy }: BallotScoresOptions,
) {
  if (decisions === undefined || knownBy !== undefined || ballots.length === 0) {
    return { decided: ballots, notes: [] };
  }
  const days = daysOf(ballots), deciding = new Set<string>(decisions);
  const others = days.filter((day) => !deciding.has(day)), [other] = others;
  if (other === undefined) return { decided: ballots, notes: [] };
  const until = others.length > 1 ? ` to ${others.at(-1)}` : "";
  const remedy = "take the --schedule by which they were asked, or with --scores-known-by each " +
    "decision the newest ballots known by it";
  if (others.length === days.length) {
    throw new DataError(
      `Cannot use ${where}: no decision falls on ${
        others.length > 1
          ? `any of its ${others.length} days, ${other}${until}`
          : `its day, ${other}`
      }; ${remedy}`,
      { where, day: other },
    );
  }
  return {
    decided: ballots.filter(({ ballot }) => deciding.has(ballot.day)),
    notes: [
      `${
        counted(others.length, "day")
      } of ballots, ${other}${until}, left out: no decision falls on ` +
      `${others.length > 1 ? "them" : "it"} (${remedy}).`,
    ],
  };
}

/** Where the members of the committee were not the same on all days. */
function togetherNotes(verdicts: readonly Verdict[], voices: readonly string[]): readonly string[] {
  if (voices.length < 2) return [];
  const whole =
    verdicts.filter(({ ballots }) =>
      new Set(ballots.map((one) => voiceOf(one))).size === voices.length
    ).length;
  return whole === verdicts.length ? [] : [
    `All ${voices.length} voices (${
      voices.map((one) => outsideLine(one, 60)).join(", ")
    }) answered on ` +
    `${whole} of ${
      counted(verdicts.length, "day")
    }; on the others the verdict is of those who did ` +
    "(--of analyst=NAME takes one alone).",
  ];
}

/** Ballots moved to the decisions that know them, the newest of each sector. */
function redated(
  ballots: readonly RecordedBallot[],
  { days, ageDays = SCORE_AGE_DAYS }: NonNullable<BallotScoresOptions["knownBy"]>,
): readonly RecordedBallot[] {
  const bySector = Map.groupBy(ballots, ({ ballot }) => ballot.sector);
  const last = daysOf(ballots).at(-1)!, end = days.find((on) => on >= last) ?? days.at(-1)!;
  return days.filter((on) => on <= end).flatMap((on) => {
    const earliest = addCalendarDays(on, -Math.floor(ageDays));
    return [...bySector.values()].flatMap((own) => {
      const newest = own.reduce(
        (best, { ballot }) => ballot.day <= on && ballot.day > best ? ballot.day : best,
        "",
      );
      return newest < earliest ? [] : own.filter(({ ballot }) => ballot.day === newest)
        .map((one) => ({ ...one, ballot: { ...one.ballot, day: on } }));
    });
  });
}

/** A sector that nobody could score has an entry without a pillar: nobody forgot it. */
function entriesOf({ day, sectors }: Verdict): ScoreEntry[] {
  return sectors.map(({ sector, pillars }) => ({
    day,
    sector,
    pillars: Object.fromEntries(
      PILLARS.flatMap((pillar) => {
        const { median } = pillars[pillar];
        return median === undefined ? [] : [[pillar, median]];
      }),
    ),
    confidence: 1,
  }));
}

/** Who answered on each day, and what each of them may know of. */
function answerers(
  ballots: readonly RecordedBallot[],
  cutoffOf: (model: string) => Cutoff | undefined,
): Pick<BallotScores, "answeredBy" | "cutoffOf"> {
  const cutoffs = new Map<string, Cutoff | undefined>(), names = new Map<string, Set<string>>();
  const note = (day: string, name: string, cutoff: Cutoff | undefined) => {
    if (!cutoffs.has(name)) cutoffs.set(name, cutoff);
    else cutoffs.set(name, later(cutoffs.get(name), cutoff));
    const there = names.get(day) ?? new Set();
    names.set(day, there.add(name));
  };
  for (const { ballot, askedAt } of ballots) {
    const { day, contaminated, answeredBy, researchedBy } = ballot;
    if (contaminated !== undefined) {
      note(day, `${voiceOf(ballot)}, contaminated`, undefined);
      continue;
    }
    const models = [answeredBy, researchedBy].filter((one) => one !== undefined);
    if (models.length === 0) note(day, ballot.analyst, cutoffOf(ballot.analyst));
    for (const by of models) {
      const model = by.model ?? by.asked, known = cutoffOf(model);
      const cutoff = by.cutoff === undefined || known === "no memory"
        ? known
        : known === undefined
        ? by.cutoff
        : later(known, by.cutoff);
      // What did not lie in the past yet nobody could have read, whatever nobody knows of a model.
      const isForward = cutoff === undefined && askedForward(day, askedAt);
      note(
        day,
        isForward ? `${model}, asked before the fact` : model,
        isForward ? "no memory" : cutoff,
      );
    }
  }
  return {
    answeredBy: (day) => [...names.get(day) ?? ["nobody"]],
    cutoffOf: (name) => name === "nobody" ? "no memory" : cutoffs.get(name),
  };
}

/** The more careful of two cutoffs. */
function later(one: Cutoff | undefined, other: Cutoff | undefined): Cutoff | undefined {
  if (one === undefined || other === undefined) return undefined;
  if (one === "no memory" || other === "no memory") return one === "no memory" ? other : one;
  return one > other ? one : other;
}

/** A hash of the first ballots by day. */
function markOf(ballots: readonly RecordedBallot[]): string {
  const rows = ballots.map(({ ballot }) =>
    [ballot.day, canonicalJson([placeOf(ballot), subScoresOf(ballot)])] as const
  );
  rows.sort(([a, one], [b, other]) => a < b ? -1 : a > b ? 1 : one < other ? -1 : 1);
  return createHash("sha256")
    .update(rows.slice(0, MARK_BALLOTS).map(([, row]) => row).join("\n"))
    .digest("hex").slice(0, MARK_LETTERS);
}
