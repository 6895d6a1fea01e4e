import { basename } from "node:path";
import { PILLARS, type PillarWeights, type Verdict } from "../../committee/mod.ts";
import { scoresMark } from "../../evidence/mod.ts";
import type { Market } from "../../market/mod.ts";
import {
  decisionDays,
  defaultSchedule,
  type PillarTable,
  SECTOR_COUNT,
} from "../../research/mod.ts";
import {
  calibrationText,
  type DayConfidences,
  dayConfidences,
  firstUsable,
  pillarTableOf,
  scoreTableOf,
} from "../../scores/mod.ts";
import { SECTORS } from "../../market/mod.ts";
import type { StudyOptions } from "../../study/mod.ts";
import type { Day } from "../../units.ts";
import type { BacktestTerms } from "./backtest_settings.ts";
import { type TakenBallots, takenBallots } from "../scores/ballot_source.ts";
import { recordLine } from "../record/record_at.ts";
import { type RecordInput, recordInput } from "../../record/mod.ts";
import { areRules, type CallHistory, callHistory, rulesPast } from "../scores/call_history.ts";
import { type OwnScores, ownScores, STATED_AS_GIVEN } from "../scores/own_scores.ts";
import { scorerCutoff } from "../scores/scorer_cutoff.ts";

/** Whose scores a backtest is about, as a study takes them. */
export interface BacktestSubject {
  readonly options: Partial<StudyOptions>;
  readonly own?: OwnScores;
  readonly ballots?: TakenBallots;
  /** Earlier calls that confidences are calibrated on; absent where they are not. */
  readonly history?: CallHistory;
  /**
   * What a reader must know of the scores, once the study has been made.
   *
   * @param until The last decision that the study looks at.
   */
  sentences(until: Day): readonly string[];
}

/** The record as an input, where it was read: for the ballots, for their confidences, or for both. */
export function recordRead(
  { ballots, history }: Pick<BacktestSubject, "ballots" | "history">,
): { readonly record?: RecordInput } {
  const asOf = ballots?.scores.verdicts.at(-1)?.day;
  const record = history?.record ??
    (ballots?.source.record && recordInput(ballots.source.record, asOf!));
  return record ? { record } : {};
}

export const weightsOf = ([fundamentals, sentiment, technicals]: readonly [
  number,
  number,
  number,
]): PillarWeights => ({ fundamentals, sentiment, technicals });

/** The scores of a file, of ballots, or of the rule analyst. */
export async function backtestSubject(
  given: BacktestTerms,
  market: Market,
  onDay: (progress: { readonly done: number; readonly total: number }) => void,
): Promise<BacktestSubject> {
  const weights = weightsOf(given.weights);
  const days = decisionDays(market, given.schedule ?? defaultSchedule(market));
  if (given.scores !== undefined) {
    return await ownSubject({ ...given, scores: given.scores }, { market, weights, days });
  }
  if (given.ballots === undefined) return ruleSubject(given, { market, weights, onDay });
  return await ballotSubject({ ...given, ballots: given.ballots }, { market, weights, days });
}

interface World {
  readonly market: Market;
  readonly weights: PillarWeights;
  readonly days: readonly Day[];
}

async function ownSubject(
  given: BacktestTerms & { readonly scores: string },
  { market, weights, days }: World,
): Promise<BacktestSubject> {
  const { scores, areWeighted, scoredBy } = given;
  const own = await ownScores(given, {
    ...(areWeighted ? { weights } : {}),
    preset: weights,
    days,
  });
  const cutoff = scoredBy === undefined ? undefined : await scorerCutoff(scoredBy);
  return {
    own,
    options: {
      name: "the book of your own scores",
      scores: scoreTableOf(own.file, own.weights),
      answeredBy: scoredBy ?? "unknown",
      scoresKnownBy: scoresMark(await Deno.readFile(scores)),
      scoresTitle: basename(scores),
      ...(own.asGiven ? { scoredDays: firstUsable(own.asGiven, market.prices.days) } : {}),
      ...(scoredBy === undefined ? {} : { cutoffOf: () => cutoff }),
    },
    sentences: () => [
      own.sentence + (given.settingsOf.confidence === "calibrated" ? STATED_AS_GIVEN : ""),
    ],
  };
}

/** The rule analyst, asked on each day of the study, and about its past where confidences want it. */
function ruleSubject(
  { settingsOf: { confidence: rule } }: BacktestTerms,
  { market, weights, onDay }: Omit<World, "days"> & {
    readonly onDay: (progress: { readonly done: number; readonly total: number }) => void;
  },
): BacktestSubject {
  const past = rulesPast(market, { weights });
  const history: CallHistory = { of: "the rule analyst", recordOn: past.recordOn };
  let found: DayConfidences | undefined;
  return {
    ...(rule === "calibrated" ? { history } : {}),
    options: {
      name: "the rule analyst's book",
      committee: {
        async answers(days) {
          const verdicts: Verdict[] = [];
          for (const day of days) {
            verdicts.push(await past.verdictOn(day));
            onDay({ done: verdicts.length, total: days.length });
          }
          found = await dayConfidences(verdicts, { rule, recordOn: past.recordOn });
          return { pillars: pillarsOf(verdicts), confidences: found };
        },
      },
    },
    sentences: (until) => confidenceSentences(rule, history, found, until),
  };
}

async function ballotSubject(
  given: BacktestTerms & { readonly ballots: string },
  { market, weights, days }: World,
): Promise<BacktestSubject> {
  const ballots = await takenBallots(given, { market, weights, days });
  const { scores, source: { where } } = ballots, { confidence: rule } = given.settingsOf;
  const { voices, verdicts, askedDays } = scores;
  const history = rule !== "calibrated" ? undefined : callHistory(market, {
    voices,
    likeIn: () => scores.ballots,
    weights,
    horizonWeeks: scores.verdicts[0].horizonWeeks,
    record: given.record,
    contents: ballots.source.record,
    asOf: verdicts.at(-1)!.day,
  });
  const confidences = await dayConfidences(verdicts, { rule, recordOn: history?.recordOn });
  const read = { ballots, ...(history ? { history } : {}) };
  return {
    ...read,
    options: {
      name: "the book of the ballots",
      committee: {
        days: confidences.days,
        answers: () => Promise.resolve({ pillars: pillarTableOf(scores), confidences }),
      },
      // Rules could have been asked on any day: what is put away of theirs hangs on the market alone.
      ...(areRules(voices) ? { answeredBy: voices } : {
        answeredBy: scores.answeredBy,
        cutoffOf: scores.cutoffOf,
        scoresKnownBy: scores.mark,
        scoresTitle: where,
        scoredDays: askedDays,
      }),
    },
    sentences: (until) => [
      ...ballots.sentences,
      ...confidenceSentences(rule, history, confidences, until),
      ...Object.values(recordRead(read)).map(recordLine),
    ],
  };
}

function confidenceSentences(
  rule: "one" | "stated" | "calibrated",
  history: CallHistory | undefined,
  found: DayConfidences | undefined,
  until: Day,
): readonly string[] {
  if (rule === "one" || found === undefined) return [];
  if (rule === "stated") return ["Confidences are taken as stated."];
  if (history === undefined) return [];
  const { of, note } = history;
  return [note ?? calibrationText(found, { until, of })];
}

/** Medians of verdicts as a table. */
function pillarsOf(verdicts: readonly Verdict[]): PillarTable {
  const cells = verdicts.length * SECTOR_COUNT;
  const scores = new Float64Array(PILLARS.length * cells).fill(NaN);
  verdicts.forEach(({ sectors }, k) => {
    for (const { sector, pillars } of sectors) {
      const at = k * SECTOR_COUNT + SECTORS.indexOf(sector);
      PILLARS.forEach((pillar, p) => scores[p * cells + at] = pillars[pillar].median ?? NaN);
    }
  });
  return { days: verdicts.map(({ day }) => day), scores };
}
