import { BallotError } from "../errors.ts";
import { type Sector, SECTOR_LABELS, SECTORS } from "../market/mod.ts";
import { type RandomStream, randomStream } from "../stats/mod.ts";
import type { Day } from "../units.ts";
import type { FailedBallot } from "./analyst.ts";
import { type Ballot, ballotScore } from "./ballot.ts";
import { parseBallot } from "./parse_ballot.ts";
import { DEFAULT_WEIGHTS, PILLARS } from "./rubric.ts";
import type { PollResult } from "./poll.ts";
import type { QuestionNames } from "./question_names.ts";
import type { Verdict } from "./verdict.ts";

/** Share of the answers that are spoilt unless told otherwise: many, so that each fault is seen. */
export const SPOILT_SHARE = 0.4;

/** The ways in which an answer can be spoilt, with the code by which `parseBallot` knows each. */
export const BALLOT_FAULTS = [
  { name: "out of range", code: "out_of_range" },
  { name: "not a whole number", code: "not_integer" },
  { name: "another sector", code: "wrong_sector" },
  { name: "cut off", code: "truncated" },
  { name: "refusal", code: "not_json" },
  { name: "wrong sum", code: "wrong_sum" },
  { name: "pillar missing", code: "missing" },
  { name: "made-up reference", code: "unknown_reference" },
  { name: "nothing at all", code: "empty" },
] as const;

/** Name of a fault, as a legend shows it. */
export type BallotFault = (typeof BALLOT_FAULTS)[number]["name"];

/** An answer as text, spoilt or not, with what the lab knew when it asked. */
export interface SpoiltAnswer extends QuestionNames {
  readonly horizonWeeks: number;
  readonly raw: string;
  /** Addresses that the answer may refer to: those of the ballot it was made from. */
  readonly addresses: readonly string[];
  /** What was done to it; absent for an answer that was left whole. */
  readonly fault?: BallotFault;
}

type Draft = Record<string, unknown> & Pick<Ballot, "subScores" | "references" | "confidence">;

const REFUSALS = [
  "I am sorry, but I cannot give investment advice.",
  "As a language model I am unable to rate this sector.",
  "It would not be responsible to put a number on this. Please consult a professional.",
];

/** Sets the first score of the draft, or, where every pillar abstains, its confidence. */
function spoilNumber(draft: Draft, score: number, confidence: number): string {
  const pillar = PILLARS.find((one) => draft.subScores[one].kind === "score");
  return JSON.stringify(
    pillar === undefined
      ? { ...draft, confidence }
      : { ...draft, subScores: { ...draft.subScores, [pillar]: { kind: "score", score } } },
  );
}

function spoilt(ballot: Ballot, draft: Draft, fault: BallotFault, stream: RandomStream): string {
  switch (fault) {
    case "out of range":
      return spoilNumber(draft, [0, 6, 10, -1][stream.integer(4)], 85);
    case "not a whole number": {
      const pillar = PILLARS[stream.integer(PILLARS.length)];
      return JSON.stringify({
        ...draft,
        subScores: {
          ...draft.subScores,
          [pillar]: { kind: "score", score: 1.5 + stream.integer(4) },
        },
      });
    }
    case "another sector": {
      const others = SECTORS.filter((sector) => sector !== ballot.sector);
      return JSON.stringify({ ...draft, sector: others[stream.integer(others.length)] });
    }
    case "cut off": {
      const text = JSON.stringify(draft);
      return text.slice(0, Math.floor(text.length * (0.4 + 0.5 * stream.uniform())));
    }
    case "refusal":
      return REFUSALS[stream.integer(REFUSALS.length)];
    case "wrong sum": {
      // Half a point too high, or too low where there is no room above.
      const { score = 3 } = ballotScore(ballot, DEFAULT_WEIGHTS);
      return JSON.stringify({ ...draft, weightedScore: score > 4.5 ? score - 0.5 : score + 0.5 });
    }
    case "pillar missing": {
      const { [PILLARS[stream.integer(PILLARS.length)]]: _, ...others } = draft.subScores;
      return JSON.stringify({ ...draft, subScores: others });
    }
    case "made-up reference":
      return JSON.stringify({
        ...draft,
        references: [
          {
            url: `lab:made-up/${ballot.sector}/${stream.integer(1000)}`,
            title: "A row that was never shown",
            description: "",
            accessedAt: `${ballot.day}T16:00`,
            accessible: true,
          },
          ...draft.references.slice(1),
        ],
      });
    case "nothing at all":
      return "";
  }
}

/**
 * Answers as text, made from valid ballots, some of them spoilt on purpose and by seed.
 *
 * The faults stand for what models do: numbers off the scale, the wrong sector, answers cut off by a
 * token limit, refusals, sums that contradict their parts. Each fault is dealt out as often as the
 * others, give or take one; which ballots get them is drawn.
 *
 * @param ballots Valid ones; one answer is made of each, in their order.
 * @param options.seed Any safe integer.
 * @param options.spoiltShare Share of answers to spoil, 0 to 1, rounded to whole answers; 0.4 by
 *   default.
 * @throws {RangeError} If the share lies outside 0 to 1 or the seed is no safe integer.
 *
 * @example Eleven answers, four of them spoilt
 * ```ts
 * import { convene, readAnswers, spoiltAnswers } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const { ballots } = await convene(snapshot(market, market.prices.days[400]));
 * const { ballots: read, failed } = readAnswers(spoiltAnswers(ballots, { seed: 1 }));
 * equal(read.length, 7);
 * equal(failed.length, 4);
 * ```
 */
export function spoiltAnswers(
  ballots: readonly Ballot[],
  options: { readonly seed: number; readonly spoiltShare?: number },
): readonly SpoiltAnswer[] {
  const { seed, spoiltShare = SPOILT_SHARE } = options;
  if (!(spoiltShare >= 0 && spoiltShare <= 1)) {
    throw new RangeError(
      `Cannot spoil answers: spoiltShare must be a share from 0 to 1 (0.4 for 40 %), ` +
        `got ${spoiltShare}`,
    );
  }
  const stream = randomStream(seed);
  // Fisher and Yates' shuffle: its first entries are a sample without repetition.
  const order = ballots.map((_, i) => i);
  for (let i = order.length - 1; i > 0; i--) {
    const j = stream.integer(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  const faults = new Map<number, BallotFault>(
    order.slice(0, Math.round(spoiltShare * ballots.length))
      .map((at, k) => [at, BALLOT_FAULTS[k % BALLOT_FAULTS.length].name]),
  );
  return ballots.map((ballot, i) => {
    const { analyst, sector, day, sample, horizonWeeks } = ballot;
    const { rationale, subScores, references, confidence, summary } = ballot;
    const draft = { sector, rationale, subScores, references, confidence, summary };
    const fault = faults.get(i);
    return {
      analyst,
      sector,
      day: day as Day,
      sample,
      horizonWeeks,
      raw: fault === undefined ? JSON.stringify(draft) : spoilt(ballot, draft, fault, stream),
      addresses: references.map(({ url }) => url),
      ...(fault === undefined ? {} : { fault }),
    };
  });
}

/** One class of a waffle of answers. */
export interface FaultCount {
  /** A fault, or "valid". */
  readonly fault: BallotFault | "valid" | "other";
  readonly count: number;
}

/** Answers after reading. */
export interface ReadAnswers extends Pick<PollResult, "ballots" | "failed"> {
  /** Valid ones first, then every fault in the order of `BALLOT_FAULTS`, also those with none. */
  readonly counts: readonly FaultCount[];
}

/**
 * What `parseBallot` makes of each answer: ballots, failed ballots, and how many of each fault.
 *
 * References outside an answer's own addresses and sums that contradict the sub-scores count as
 * faults. The fault of a failed ballot is the first one that was found, not what the answer's maker
 * intended; one of another kind is counted as "other".
 *
 * @param answers From `spoiltAnswers`.
 *
 * @example Rows of a waffle
 * ```ts
 * import { convene, readAnswers, spoiltAnswers } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { deepEqual } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const { ballots } = await convene(snapshot(market, market.prices.days[400]));
 * const { counts } = readAnswers(spoiltAnswers(ballots, { seed: 1, spoiltShare: 0 }));
 * deepEqual(counts[0], { fault: "valid", count: 11 });
 * ```
 */
export function readAnswers(answers: readonly SpoiltAnswer[]): ReadAnswers {
  const ballots: Ballot[] = [], failed: FailedBallot[] = [];
  for (const { analyst, sector, day, sample, horizonWeeks, raw, addresses } of answers) {
    try {
      ballots.push(parseBallot(raw, {
        analyst,
        sector,
        day,
        sample,
        horizonWeeks,
        addresses: new Set(addresses),
        ownSum: "check",
      }));
    } catch (error) {
      if (!(error instanceof BallotError)) throw error;
      const { issues } = error;
      failed.push({ kind: "failed", analyst, sector, day, sample, raw, issues, costUsd: 0 });
    }
  }
  const codes = failed.map(({ issues }) => issues[0].code);
  const known = BALLOT_FAULTS.map(({ name, code }) => ({
    fault: name,
    count: codes.filter((one) => one === code).length,
  }));
  const others = failed.length - known.reduce((sum, { count }) => sum + count, 0);
  return {
    ballots,
    failed,
    counts: [
      { fault: "valid", count: ballots.length },
      ...known,
      ...(others > 0 ? [{ fault: "other" as const, count: others }] : []),
    ],
  };
}

/**
 * The wrong way: every failed ballot turned into a ballot of threes.
 *
 * For showing what it does to a verdict, with `driftRows`; the lab itself never does this.
 *
 * @param failed From `readAnswers` or a poll.
 * @param options.horizonWeeks The rubric's horizon, which every ballot of a verdict must share.
 *
 * @example
 * ```ts
 * import { ballotScore, DEFAULT_WEIGHTS, readAsThrees } from "lab/committee";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const failed = {
 *   kind: "failed", analyst: "a", sector: "XLK", day: day("2020-03-20"), sample: 0, raw: "",
 *   issues: [], costUsd: 0,
 * } as const;
 * const [three] = readAsThrees([failed], { horizonWeeks: 4 });
 * equal(ballotScore(three, DEFAULT_WEIGHTS).score, 3);
 * ```
 */
export function readAsThrees(
  failed: readonly FailedBallot[],
  options: { readonly horizonWeeks: number },
): readonly Ballot[] {
  const three = { kind: "score", score: 3 } as const;
  return failed.map(({ analyst, sector, day, sample }) => ({
    analyst,
    sector,
    day,
    sample,
    horizonWeeks: options.horizonWeeks,
    rationale: [],
    subScores: { fundamentals: three, sentiment: three, technicals: three },
    references: [],
    confidence: 0,
    summary: "An answer that could not be read, taken for a 3.",
  }));
}

/** One sector's score in two verdicts. */
export interface DriftRow {
  readonly sector: Sector;
  /** What the sector is called. */
  readonly label: string;
  /** Absent where the verdict has no score. */
  readonly before?: number;
  readonly after?: number;
  /** How far the score came nearer to 3, in points; negative where it moved away. */
  readonly towardsMiddle?: number;
}

/**
 * How far each sector's score moved to the middle from one verdict to another.
 *
 * A three never takes a pillar's median further from 3. A weighted score may move away all the same,
 * where one pillar loses its opinion and had cancelled another; so look at all sectors together.
 *
 * @param before The verdict of the ballots that could be read.
 * @param after The verdict with those that could not, taken for threes.
 * @throws {RangeError} If the verdicts are of different sectors.
 *
 * @example Four and a three in place of nothing
 * ```ts
 * import { convene, driftRows, readAsThrees, verdict } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const view = snapshot(market, market.prices.days[400]);
 * const before = await convene(view);
 * const lost = { ...before.ballots[0], analyst: "lost", kind: "failed", raw: "", issues: [] } as const;
 * const threes = readAsThrees([{ ...lost, day: view.day, costUsd: 0 }], { horizonWeeks: 4 });
 * const after = verdict([...before.ballots, ...threes], { day: view.day, sectors: view.sectors });
 * ok(driftRows(before, after)[0].towardsMiddle! >= 0);
 * ```
 */
export function driftRows(before: Verdict, after: Verdict): readonly DriftRow[] {
  const names = (verdict: Verdict) => verdict.sectors.map(({ sector }) => sector).join(", ");
  if (names(before) !== names(after)) {
    throw new RangeError(
      `Cannot compare verdicts: need the same sectors, got ${names(before)} and ${names(after)}`,
    );
  }
  return before.sectors.map(({ sector, score }, i) => {
    const other = after.sectors[i].score;
    return {
      sector,
      label: SECTOR_LABELS[sector],
      ...(score === undefined ? {} : { before: score }),
      ...(other === undefined ? {} : { after: other }),
      ...(score === undefined || other === undefined
        ? {}
        : { towardsMiddle: Math.abs(score - 3) - Math.abs(other - 3) }),
    };
  });
}
