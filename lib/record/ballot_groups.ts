import {
  type Answerer,
  ballotScore,
  checkedWeights,
  PILLARS,
  type PillarWeights,
  voiceOf,
} from "../committee/mod.ts";
import { HORIZON_WEEKS } from "../days.ts";
import { type Sector, SECTORS } from "../market/mod.ts";
import type { Day } from "../units.ts";
import { askedForward } from "./asked_forward.ts";
import { marketName } from "./ballot_market.ts";
import type { RecordedBallot, RecordedFailure } from "./recorded_ballot.ts";

/** What statistics keep apart unless told by name to take it together. */
export const POOLED = ["analyst", "model", "seed", "masked", "prompt", "rubric"] as const;

/** One of them. */
export type Pooled = (typeof POOLED)[number];

/** Whose ballots those of a group are, about what, and how they were asked for. */
export interface BallotNames {
  /** The voice: the analyst, or the fallback that answered in its place. */
  readonly analyst: string;
  /** The model that answered, and who researched for it; `none` where no model did. */
  readonly model: string;
  /** `real`, `industries`, or a simulated one with its seed. */
  readonly market: string;
  readonly masked: boolean;
  readonly prompt: string;
  readonly rubric: string;
  readonly horizonWeeks: number;
  /** Before anybody could know what came of it, or later. */
  readonly asked: "forward" | "past";
}

/** What one voice said of one sector on one day, all samples together. */
export interface BallotCell {
  readonly sector: Sector;
  /** One a sample. */
  readonly ballots: readonly RecordedBallot[];
  /** The scores of its samples; those on which every pillar abstained have none. */
  readonly scores: readonly number[];
  /** Their mean; `undefined` without any. */
  readonly score: number | undefined;
  /** Mean of what was stated, 0 to 1. */
  readonly stated: number;
  /** Whether the author of a sample may know what came of it. */
  readonly contaminated: boolean;
}

/** What one voice said on one day. */
export interface BallotDay {
  readonly market: string;
  readonly day: Day;
  readonly cells: readonly BallotCell[];
}

/** Ballots that one statistic is taken of. */
export interface BallotGroup {
  /** Each name with all its values, several where it is pooled. */
  readonly names: { readonly [Name in keyof BallotNames]: readonly BallotNames[Name][] };
  /** Of the same question asked again the later answers: in no cell. */
  readonly askedAgain: readonly RecordedBallot[];
  readonly failures: readonly RecordedFailure[];
  /** One list for each voice, model and way of asking, so that no two of them are one call. */
  readonly voices: readonly (readonly BallotDay[])[];
}

/** Who answered, in one line; a model that says nothing of itself goes by the name it was asked under. */
function modelName(answeredBy?: Answerer, researchedBy?: Answerer): string {
  const name = (one: Answerer) => one.model ?? one.asked;
  if (answeredBy === undefined) return "none";
  return researchedBy === undefined
    ? name(answeredBy)
    : `${name(answeredBy)} after ${name(researchedBy)}`;
}

/** The names under which a ballot is counted. */
export function ballotNames(entry: RecordedBallot): BallotNames {
  const { ballot, market, masked, prompt, rubric, askedAt } = entry;
  return {
    analyst: voiceOf(ballot),
    model: modelName(ballot.answeredBy, ballot.researchedBy),
    market: marketName(market),
    masked,
    prompt,
    rubric,
    horizonWeeks: ballot.horizonWeeks,
    asked: askedForward(ballot.day, askedAt) ? "forward" : "past",
  };
}

function failureNames(
  { failed, market, masked, prompt, rubric, askedAt }: RecordedFailure,
  horizons: ReadonlyMap<string, number>,
): BallotNames {
  return {
    analyst: voiceOf(failed),
    model: failed.answeredBy ? modelName(failed.answeredBy) : failed.model ?? "none",
    market: marketName(market),
    masked,
    prompt,
    rubric,
    // A failure has no horizon of its own; its rubric does.
    horizonWeeks: horizons.get(rubric) ?? HORIZON_WEEKS,
    asked: askedForward(failed.day, askedAt) ? "forward" : "past",
  };
}

/** Whether two ballots of an analyst, both asked forward or both not, have the same names. */
function isAskedAlike(a: RecordedBallot, b: RecordedBallot): boolean {
  const { ballot: one, market } = a, { ballot: other, market: otherMarket } = b;
  const isSame = (x: Answerer | undefined, y: Answerer | undefined) =>
    x?.provider === y?.provider && x?.asked === y?.asked && x?.model === y?.model &&
    x?.place === y?.place;
  return a.prompt === b.prompt && a.masked === b.masked && a.rubric === b.rubric &&
    one.horizonWeeks === other.horizonWeeks && isSame(one.answeredBy, other.answeredBy) &&
    isSame(one.researchedBy, other.researchedBy) && market.kind === otherMarket.kind &&
    (market.kind !== "simulated" || marketName(market) === marketName(otherMarket));
}

/** One text for one set of names. */
export function namesKey(names: BallotNames): string {
  const { analyst, model, market, masked, prompt, rubric, horizonWeeks, asked } = names;
  return `${analyst}\n${model}\n${market}\n${masked}\n${prompt}\n${rubric}\n${horizonWeeks}\n${asked}`;
}

/** The same for all names that are pooled with these. */
function pooledKey(names: BallotNames, pool: readonly Pooled[]): string {
  const blank = Object.fromEntries(pool.map((name) => [name, ""])) as Partial<BallotNames>;
  const market = pool.includes("seed") ? names.market.split(" ")[0] : names.market;
  return namesKey({ ...names, market, ...blank });
}

interface Strict {
  readonly names: BallotNames;
  /** By day and sector: of each sample the answer asked first. */
  readonly cells: Map<string, Map<Sector, RecordedBallot[]>>;
  readonly askedAgain: RecordedBallot[];
  readonly failures: RecordedFailure[];
}

/**
 * Ballots and failures of a record, kept apart by voice, model, market, masking, prompt, rubric, horizon,
 * and by whether they were asked forward.
 *
 * Of several answers of one voice to one sector, day and sample within a group the first asked counts: a
 * later file of prices makes another question of the same day, and no second call.
 *
 * @param options.pool What is taken together all the same.
 * @param options.weights Shares of the pillars in a score.
 */
export function ballotGroups(
  contents: {
    readonly ballots: readonly RecordedBallot[];
    readonly failures: readonly RecordedFailure[];
  },
  options: { readonly pool?: readonly Pooled[]; readonly weights: PillarWeights },
): readonly BallotGroup[] {
  const { pool = [], weights } = options;
  const strict = new Map<string, Strict>(), horizons = new Map<string, number>();
  const groupOf = (names: BallotNames): Strict => {
    const key = namesKey(names);
    let group = strict.get(key);
    if (!group) {
      strict.set(key, group = { names, cells: new Map(), askedAgain: [], failures: [] });
    }
    return group;
  };
  // Neighbours in a record are mostly of one group, and names for each of 100,000 ballots are slow.
  interface Neighbour {
    readonly entry: RecordedBallot;
    readonly isForward: boolean;
    readonly group: Strict;
  }
  const recent = new Map<string, Neighbour>();
  for (const entry of contents.ballots) {
    horizons.set(entry.rubric, entry.ballot.horizonWeeks);
    const { analyst, day, sector, sample } = entry.ballot;
    const last = recent.get(analyst), isForward = askedForward(day, entry.askedAt);
    const isSame = last?.isForward === isForward && isAskedAlike(last.entry, entry);
    const group = isSame ? last.group : groupOf(ballotNames(entry));
    if (!isSame) recent.set(analyst, { entry, isForward, group });
    const { cells, askedAgain } = group;
    let sectors = cells.get(day);
    if (!sectors) cells.set(day, sectors = new Map());
    const samples = sectors.get(sector);
    if (!samples) sectors.set(sector, [entry]);
    else {
      const at = samples.findIndex(({ ballot }) => ballot.sample === sample);
      if (at < 0) samples.push(entry);
      else if (samples[at].askedAt <= entry.askedAt) askedAgain.push(entry);
      else {
        askedAgain.push(samples[at]);
        samples[at] = entry;
      }
    }
  }
  for (const entry of contents.failures) {
    groupOf(failureNames(entry, horizons)).failures.push(entry);
  }
  // In one order, so that a sum of two records merged is the same to the last bit either way.
  const inOrder = [...strict].sort(([a], [b]) => a < b ? -1 : 1).map(([, group]) => group);
  const pooled = Map.groupBy(inOrder, ({ names }) => pooledKey(names, pool));
  const scoreOf = scoring(weights);
  return [...pooled.values()].map((groups) => ({
    names: {
      analyst: values(groups, "analyst"),
      model: values(groups, "model"),
      market: values(groups, "market"),
      masked: values(groups, "masked"),
      prompt: values(groups, "prompt"),
      rubric: values(groups, "rubric"),
      horizonWeeks: values(groups, "horizonWeeks"),
      asked: values(groups, "asked"),
    },
    askedAgain: groups.flatMap(({ askedAgain }) => askedAgain),
    failures: groups.flatMap(({ failures }) => failures),
    voices: groups.map(({ names: { market }, cells }) =>
      [...cells.keys()].sort().map((day) => {
        const sectors = cells.get(day)!;
        return {
          market,
          day: day as Day,
          cells: SECTORS.flatMap((sector) => {
            const samples = sectors.get(sector);
            return samples ? [cellOf(sector, samples, scoreOf)] : [];
          }),
        };
      })
    ),
  }));
}

function values<Name extends keyof BallotNames>(
  groups: readonly Strict[],
  name: Name,
): readonly BallotNames[Name][] {
  return [...new Set(groups.map(({ names }) => names[name]))].sort();
}

/** Weighted scores by the pattern of sub-scores: there are 216 of them, and ballots by the thousand. */
function scoring(weights: PillarWeights): (entry: RecordedBallot) => number | undefined {
  checkedWeights(weights);
  const known: (number | undefined)[] = [];
  return ({ ballot }) => {
    let pattern = 0;
    for (const pillar of PILLARS) {
      const given = ballot.subScores[pillar];
      pattern = 6 * pattern + (given.kind === "score" ? given.score : 0);
    }
    if (!(pattern in known)) known[pattern] = ballotScore(ballot, weights).score;
    return known[pattern];
  };
}

/** Samples of a day and sector put together. */
function cellOf(
  sector: Sector,
  unsorted: readonly RecordedBallot[],
  scoreOf: (entry: RecordedBallot) => number | undefined,
): BallotCell {
  const samples = unsorted.length === 1
    ? unsorted
    : unsorted.toSorted((a, b) => a.ballot.sample - b.ballot.sample);
  const scores: number[] = [];
  let sum = 0, stated = 0, contaminated = false;
  for (const entry of samples) {
    const score = scoreOf(entry);
    if (score !== undefined) {
      scores.push(score);
      sum += score;
    }
    stated += entry.ballot.confidence;
    contaminated ||= entry.ballot.contaminated !== undefined;
  }
  return {
    sector,
    ballots: samples,
    scores,
    // Kept to 1e-9 as weighted scores are: a hair above 3 would take a side.
    score: scores.length === 0 ? undefined : Math.round(sum / scores.length * 1e9) / 1e9,
    stated: stated / samples.length,
    contaminated,
  };
}
