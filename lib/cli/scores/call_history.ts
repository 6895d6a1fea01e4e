import {
  type Analyst,
  DEFAULT_WEIGHTS,
  type PillarWeights,
  rubric,
  rulesAnalyst,
  TEMPERAMENTS,
} from "../../committee/mod.ts";
import type { Market } from "../../market/mod.ts";
import { outsideLine } from "../../outside_text.ts";
import {
  confidenceRecord,
  type RecordContents,
  type RecordedBallot,
  type RecordInput,
  recordInput,
  type RecordMark,
} from "../../record/mod.ts";
import { type CommitteePast, committeePast, type ConfidenceOutcome } from "../../signals/mod.ts";
import { ruleCutoff } from "../../study/mod.ts";
import type { Day } from "../../units.ts";
import { counted, listed } from "../../words.ts";
import { recordAt } from "../record/record_at.ts";

/** Earlier calls that confidences are calibrated on, and where they come from. */
export interface CallHistory {
  /** Whose calls they are, in a sentence. */
  readonly of: string;
  recordOn(day: Day): readonly ConfidenceOutcome[] | Promise<readonly ConfidenceOutcome[]>;
  /** The record that was read. */
  readonly record?: RecordInput;
  /** Why none was read, or what was found in it, as a sentence. */
  readonly note?: string;
}

/** Whether voices are rules alone, whose past can be asked about again. */
export const areRules = (voices: readonly string[]): boolean =>
  voices.length > 0 && voices.every((voice) => ruleCutoff(voice) === "no memory");

/**
 * The past of rule analysts of any temperament, asked again on a market: no call, and no record.
 *
 * @param options.weights By which scores are blended.
 * @param options.stated By which confidences are stated, where they were before the weights were chosen.
 */
export function rulesPast(
  market: Market,
  { voices = ["rules"], weights, stated = weights, horizonWeeks }: {
    readonly voices?: readonly string[];
    readonly weights: PillarWeights;
    readonly stated?: PillarWeights;
    readonly horizonWeeks?: number;
  },
): CommitteePast {
  const named = [
    rulesAnalyst(),
    ...TEMPERAMENTS.map((temperament) => rulesAnalyst({ temperament })),
  ];
  const asked = rubric({ weights: stated, horizonWeeks });
  const analysts = voices.flatMap((voice): Analyst[] => {
    const found = named.find(({ name }) => name === voice);
    return found ? [{ ...found, answer: (brief, _, how) => found.answer(brief, asked, how) }] : [];
  });
  return committeePast(market, { analysts, rubric: rubric({ weights, horizonWeeks }) });
}

/**
 * The earlier calls of whoever gave ballots: of rules their past, asked again; of models what the record
 * holds, on real prices alone, so that a simulated market gives the same bytes on every machine.
 *
 * @param options.voices Whose ballots they are.
 * @param options.likeIn The ballots as they were recorded: calls of another prompt, rubric or masking are
 *   others. Nothing where nobody knows how they were asked. Asked only where a record is read.
 * @param options.record Folder of the record, or `off`; not opened again where `contents` were read of it.
 * @param options.asOf Last day that wants to know.
 */
export function callHistory(
  market: Market,
  { voices, likeIn, weights, horizonWeeks, record, contents: read, upTo, asOf }: {
    readonly voices: readonly string[];
    readonly likeIn: (contents: RecordContents) => readonly RecordedBallot[] | undefined;
    readonly weights: PillarWeights;
    readonly horizonWeeks: number;
    readonly record: string | undefined;
    readonly contents?: RecordContents;
    /** The record as it was at that mark; as it is by default. */
    readonly upTo?: RecordMark;
    readonly asOf: Day;
  },
): CallHistory {
  const of = listed(voices.map((voice) => outsideLine(voice, 60)));
  if (areRules(voices)) {
    // Their ballots were given before somebody tried other weights on them.
    const stated = DEFAULT_WEIGHTS;
    return { of, ...rulesPast(market, { voices, weights, stated, horizonWeeks }) };
  }
  const none = (why: string): CallHistory => ({
    of,
    recordOn: () => [],
    note: `Every confidence counts as 1: ${why}.`,
  });
  if (market.source.kind === "simulated" || market.frequency === "monthly") {
    return none("the record of models' calls is read about real prices alone");
  }
  const contents = upTo === undefined && read ? read : recordAt(record, upTo);
  if (contents === undefined) return none("--record off leaves the record of earlier calls out");
  // What was asked after the mark is in the record all the same.
  const like = likeIn(upTo === undefined ? contents : recordAt(record) ?? contents);
  if (like === undefined) {
    return {
      ...none(
        `the record in ${contents.where} does not hold these ballots, and so not how they were asked`,
      ),
      record: recordInput(contents, asOf),
    };
  }
  const { calls, days, since, input } = confidenceRecord(contents, { like, asOf, weights });
  if (calls.length === 0) {
    return {
      ...none(
        `the record in ${contents.where} holds no call of ${of} that was asked before the fact and ` +
          `resolved by ${asOf}`,
      ),
      record: input,
    };
  }
  return {
    of: since === undefined
      ? of
      : `${of} (${counted(days, "decision day")} without overlap, the first of ${since})`,
    recordOn: () => calls,
    record: input,
  };
}
