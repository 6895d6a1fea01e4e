import {
  pillarsUsedText,
  type SectorView,
  type Verdict,
  views,
  voiceOf,
} from "../../committee/mod.ts";
import type { InputFile, OpenMarket, Snapshot } from "../../market/mod.ts";
import type { RecordInput, RecordMark } from "../../record/mod.ts";
import { type CalibratedConfidences, calibratedViews } from "../../signals/mod.ts";
import type { Settings } from "../../settings.ts";
import { rarePercent } from "../../words.ts";
import { type CallHistory, callHistory, rulesPast } from "../scores/call_history.ts";
import { type CommitteeOfDay, committeeOfDay } from "./committee_of_day.ts";
import { ownScores, STATED_AS_GIVEN, viewsOn } from "../scores/own_scores.ts";
import type { RebalanceArguments } from "./rebalance_arguments.ts";
import { recordLine } from "../record/record_at.ts";

/** The scores of the day that is decided on, and where they come from. */
export interface ScoresOfDay {
  readonly views: readonly SectorView[];
  /** Absent where the scores are a reader's own. */
  readonly verdict?: Verdict;
  /** Who gave them, as sentences. */
  readonly scoredBy: string;
  readonly committee?: InputFile;
  readonly record?: RecordInput;
}

/** What the command decides by. */
interface Decided {
  readonly settings: Settings;
  /** Whether somebody said by which weights pillars are blended. */
  readonly isWeighted: boolean;
  readonly opened: OpenMarket;
  readonly today: Snapshot;
}

/** The reader's own scores, a committee's verdict, or that of the rule analyst. */
export async function scoresOfDay(
  given: RebalanceArguments,
  decided: Decided,
): Promise<ScoresOfDay> {
  const { settings, isWeighted, opened, today } = decided, { pillars: weights } = settings;
  if (given.scores !== undefined) {
    const own = await ownScores({ ...given, scores: given.scores }, {
      ...(given.weights ? { weights } : {}),
      preset: weights,
      days: [today.day],
    });
    return {
      views: viewsOn(own, today.day),
      scoredBy: own.sentence + (settings.confidence === "calibrated" ? STATED_AS_GIVEN : ""),
    };
  }
  if (given.committee === undefined) return await ruleScores(decided);
  const { choice, record } = given;
  return await committeeScores(
    await committeeOfDay(given.committee, {
      opened,
      day: today.day,
      choice,
      record,
      ...(isWeighted ? { weights } : {}),
    }),
    { ...decided, record },
  );
}

async function ruleScores({ settings, opened, today }: Decided): Promise<ScoresOfDay> {
  const past = rulesPast(opened.market, { weights: settings.pillars });
  const verdict = await past.verdictOn(today.day);
  const used = [...new Set(verdict.sectors.flatMap((sector) => sector.pillarsUsed))];
  const scoredBy = used.length === 0
    ? "The rule analyst found no pillar that it could score."
    : `The rule analyst, from ${pillarsUsedText(verdict.sectors)}${
      used.length < 3 ? "; for the other pillars these data hold nothing, and they abstain" : ""
    }.`;
  return await confident(verdict, [scoredBy], settings, { of: "", recordOn: past.recordOn });
}

/** A committee's verdict as views, with confidences that its own past supports. */
export async function committeeScores(
  { verdict, file, record: read, contents, likeIn, sentences }: CommitteeOfDay,
  { settings, opened, record, upTo }: Pick<Decided, "settings" | "opened"> & {
    readonly record: string | undefined;
    /** The record as it was at that mark; as it is by default. */
    readonly upTo?: RecordMark;
  },
): Promise<ScoresOfDay> {
  const voices = [...new Set(verdict.ballots.map((one) => voiceOf(one)))];
  const { fundamentals, sentiment, technicals } = verdict.weights;
  const shares = [fundamentals, sentiment, technicals].map((one) => +(100 * one).toFixed(6));
  const said = [
    ...sentences,
    `Its scores rest on ${pillarsUsedText(verdict.sectors)}, weighted ${shares.join("/")}.`,
  ];
  const history = settings.confidence === "calibrated"
    ? callHistory(opened.market, {
      voices,
      likeIn,
      weights: verdict.weights,
      horizonWeeks: verdict.horizonWeeks,
      record,
      contents,
      ...(upTo ? { upTo } : {}),
      asOf: verdict.day,
    })
    : undefined;
  const found = await confident(verdict, said, settings, history);
  const input = history?.record ?? read;
  return {
    ...found,
    scoredBy: [found.scoredBy, ...(input ? [recordLine(input)] : [])].join(" "),
    ...(file ? { committee: file } : {}),
    ...(input ? { record: input } : {}),
  };
}

async function confident(
  verdict: Verdict,
  said: readonly string[],
  { confidence }: Settings,
  history: CallHistory | undefined,
): Promise<ScoresOfDay> {
  if (confidence !== "calibrated" || history === undefined) {
    const rule = confidence === "calibrated" ? "one" : confidence;
    return { views: views(verdict, { confidence: rule }), verdict, scoredBy: said.join(" ") };
  }
  const record = await history.recordOn(verdict.day);
  const { views: calibrated, calibration } = calibratedViews(verdict, record);
  const sentence = history.note ?? calibrationSentence(calibration, history.of, record[0]?.day);
  return { views: calibrated, verdict, scoredBy: [...said, sentence].join(" ") };
}

/** What the confidences rest on, as the plan states it. */
function calibrationSentence(
  { curve, outcomes }: CalibratedConfidences,
  of: string,
  since: string | undefined,
): string {
  return curve.kind === "abstention"
    ? `Every confidence counts as 1: ${curve.reason}`
    : `Confidences are calibrated on ${outcomes} calls${
      of && ` of ${of}`
    } since ${since} that were resolved by that ` +
      `day, ${rarePercent(curve.baseRate)} of them right.`;
}
