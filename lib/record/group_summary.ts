import { PILLARS } from "../committee/mod.ts";
import { quantile } from "../stats/mod.ts";
import type { BallotGroup } from "./ballot_groups.ts";
import { type BiasFigure, biasFigures, type NoiseFigure, noiseFigure } from "./habit_figures.ts";
import {
  type CalibrationFigure,
  calibrationFigure,
  type EdgeFigure,
  edgeFigure,
  type HitFigure,
  hitFigure,
  type PriceFigure,
  priceFigure,
} from "./merit_figures.ts";
import type { JoinedOutcome } from "./outcome_table.ts";
import type { Asking, RecordedBallot } from "./recorded_ballot.ts";
import { resolvedCalls } from "./resolved_calls.ts";

/** What an answer cost and how long it took. */
export interface AnswerPrice {
  /** Answers with a known cost, their sum and mean in dollars. */
  readonly costKnown: number;
  readonly costUsd: number;
  readonly meanUsd?: number;
  /** Answers with a known latency; its median and 95th percentile in seconds. */
  readonly latencyKnown: number;
  readonly medianSeconds?: number;
  readonly slowSeconds?: number;
}

/** One group of ballots with all that its record says. */
export interface GroupSummary {
  readonly names: BallotGroup["names"];
  readonly counts: {
    readonly ballots: number;
    readonly askedAgain: number;
    readonly failed: number;
    /** Ballots on which every pillar abstained, and single pillars that did. */
    readonly withoutScore: number;
    readonly abstentions: number;
    /** Their author may know what came of it: in no hit rate, calibration or edge. */
    readonly contaminated: number;
    /** Days with a ballot; days on which one can be judged, of them without overlap. */
    readonly days: number;
    readonly judgedDays: number;
    readonly daysApart: number;
  };
  readonly hitRate: HitFigure;
  readonly calibration: CalibrationFigure;
  readonly houseBias: readonly BiasFigure[];
  readonly noise: NoiseFigure;
  readonly edgeBps: EdgeFigure;
  readonly usdPerBp: PriceFigure;
  readonly answer: AnswerPrice;
}

/** Milliseconds in a second. */
const MS = 1000;
/** A slow answer: one in twenty is slower. */
const SLOW = 0.95;

/** All figures of a group. */
export function groupSummary(
  group: BallotGroup,
  outcomes: ReadonlyMap<string, JoinedOutcome>,
  options: { readonly level: number; readonly seed: number },
): GroupSummary {
  const { names, askedAgain, failures, voices } = group, { level } = options;
  const calls = resolvedCalls(group, outcomes);
  const answers: Asking[] = [...askedAgain, ...failures];
  let ballots = 0, abstentions = 0, withoutScore = 0, contaminated = 0;
  const count = (entry: RecordedBallot) => {
    answers.push(entry);
    ballots++;
    let abstained = 0;
    for (const pillar of PILLARS) {
      if (entry.ballot.subScores[pillar].kind === "abstention") abstained++;
    }
    abstentions += abstained;
    if (abstained === PILLARS.length) withoutScore++;
    if (entry.ballot.contaminated !== undefined) contaminated++;
  };
  for (const { cells } of voices.flat()) for (const { ballots } of cells) ballots.forEach(count);
  const answer = answerPrice(answers);
  const edgeBps = edgeFigure(calls, level);
  return {
    names,
    counts: {
      ballots,
      askedAgain: askedAgain.length,
      failed: failures.length,
      withoutScore,
      abstentions,
      contaminated,
      days: new Set(voices.flat().map(({ market, day }) => `${day} ${market}`)).size,
      judgedDays: calls.allDays,
      daysApart: calls.apartDays,
    },
    hitRate: hitFigure(calls, level),
    calibration: calibrationFigure(calls, options),
    houseBias: biasFigures(group, level),
    noise: noiseFigure(group, level),
    edgeBps,
    usdPerBp: priceFigure(edgeBps, {
      usd: answer.costUsd,
      unknown: answers.length - answer.costKnown,
      decisions: decisionsOf(group),
    }),
    answer,
  };
}

/** Days on which a voice was paid for, those on which it failed alone too. */
function decisionsOf({ voices, failures }: BallotGroup): number {
  const days = voices.flat(), known = new Set<string>(days.map(({ day }) => day));
  const failedAlone = new Set(failures.map(({ failed }) => failed.day as string));
  for (const day of known) failedAlone.delete(day);
  return days.length + failedAlone.size;
}

function answerPrice(answers: readonly Asking[]): AnswerPrice {
  const costs = answers.flatMap(({ costUsd }) => costUsd ?? []);
  const latencies = answers.flatMap(({ latencyMs }) =>
    latencyMs === undefined ? [] : latencyMs / MS
  );
  const costUsd = costs.reduce((sum, one) => sum + one, 0);
  return {
    costKnown: costs.length,
    costUsd,
    ...(costs.length === 0 ? {} : { meanUsd: costUsd / costs.length }),
    latencyKnown: latencies.length,
    ...(latencies.length === 0 ? {} : {
      medianSeconds: quantile(latencies, 0.5),
      slowSeconds: quantile(latencies, SLOW),
    }),
  };
}
