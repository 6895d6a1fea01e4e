import { listed } from "../../words.ts";
import { BallotError, type BallotIssue, DataError, LabError } from "../../errors.ts";
import type { Sector } from "../../market/mod.ts";
import { outsideLine } from "../../outside_text.ts";
import type { Day, Instant } from "../../units.ts";
import type { Analyst, AnalystAnswer } from "../analyst.ts";
import { addressesOf, type Brief } from "../brief.ts";
import { type AnalystRequest, requestFingerprint } from "../fingerprint.ts";
import { parseBallot } from "../parse_ballot.ts";
import type { Rubric } from "../rubric.ts";
import { isRuleAnalyst, notReadOf } from "./rules.ts";
import {
  type RecordedAnswer,
  recordedAnswer,
  type Recording,
  recordingOf,
  recordingOfAnswers,
} from "./recording.ts";

/** A question that was never recorded: says what was asked and what is there. */
export class ReplayMissError extends LabError {
  override readonly name = "ReplayMissError";
  readonly sector: Sector;
  readonly day: Day;
  readonly sample: number;
  /** The key that was looked for. */
  readonly fingerprint: string;

  constructor(
    message: string,
    facts: { sector: Sector; day: Day; sample: number; fingerprint: string },
  ) {
    super(message);
    this.sector = facts.sector;
    this.day = facts.day;
    this.sample = facts.sample;
    this.fingerprint = facts.fingerprint;
  }
}

/** Why a question misses, as far as the answers of its analyst can tell. */
function missReason(
  answers: readonly RecordedAnswer[],
  { analyst, brief, sample }: AnalystRequest,
): string {
  const sameDay = answers.filter(({ day }) => day === brief.day);
  if (sameDay.length === 0) {
    const days = [...new Set(answers.map(({ day }) => day))].sort();
    return days.length === 1
      ? `${analyst} was recorded on ${days[0]} alone`
      : `${analyst} was recorded on ${days.length} other days, ${days[0]} to ${
        days[days.length - 1]
      }`;
  }
  const sameSector = sameDay.filter(({ sector }) => sector === brief.sector);
  if (sameSector.length === 0) return `${analyst} was not recorded on ${brief.sector} that day`;
  return sameSector.some((one) => one.sample === sample)
    ? "it was recorded for that sector and day, but the brief or the rubric has changed since"
    : `samples recorded for that sector and day: ${
      sameSector.map((one) => one.sample).sort((a, b) => a - b).join(", ")
    }`;
}

/** The analyst of some recorded answers, under the name that they were recorded with. */
function playing(recordedName: string, recorded: readonly RecordedAnswer[]): Analyst {
  const answers = new Map(recorded.map((answer) => [answer.fingerprint, answer]));
  // The question bears the name as it was recorded; what is shown is fit to be shown.
  const name = outsideLine(recordedName);
  return {
    name,
    async answer(brief, rubric, { sample = 0, signal }) {
      signal?.throwIfAborted();
      const request = { analyst: recordedName, brief, rubric, sample };
      const fingerprint = await requestFingerprint(request);
      const found = answers.get(fingerprint);
      if (!found) {
        throw new ReplayMissError(
          `Cannot replay ${name} on ${brief.sector}, ${brief.day}, sample ${sample}: ` +
            `${missReason(recorded, { ...request, analyst: name })} ` +
            `(fingerprint ${fingerprint.slice(0, 12)})`,
          { sector: brief.sector, day: brief.day, sample, fingerprint },
        );
      }
      return playedAnswer(found, brief, rubric, name);
    },
  };
}

/**
 * The analysts of a recording, in the order in which they answered first.
 *
 * An answer is found by the fingerprint of the whole request (analyst, brief, rubric, sample); it is
 * parsed again, and a recorded failure fails again. Costs are 0: nothing is asked anew.
 *
 * @param recording As `record` made it, or as parsed from a file; checked here.
 * @throws {DataError} If the recording has another shape, holds a question twice, or no answer at all.
 * @returns Analysts under the recorded names. They reject with `ReplayMissError` when asked what was
 *   never recorded; they never make up an answer.
 *
 * @example Two analysts in one recording
 * ```ts
 * import { briefs, DEFAULT_RUBRIC, MOMENTUM, record, replayAnalysts, rulesAnalyst } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { deepEqual } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const view = snapshot(market, market.prices.days[400]);
 * const analysts = [rulesAnalyst(), rulesAnalyst({ temperament: MOMENTUM })];
 * const options = { askedAt: view.decidedAt, provenance: "The lab's own rules." };
 * const recording = await record(analysts, briefs(view), DEFAULT_RUBRIC, options);
 * deepEqual(replayAnalysts(recording).map(({ name }) => name), ["rules", "rules, momentum"]);
 * ```
 */
export function replayAnalysts(recording: Recording): readonly Analyst[] {
  const { answers } = recordingOf(recording);
  if (answers.length === 0) {
    throw new DataError("Cannot replay: the recording holds no answer", { where: "recording" });
  }
  return [...Map.groupBy(answers, ({ analyst }) => analyst)]
    .map(([name, recorded]) => playing(name, recorded));
}

/**
 * An analyst that plays recorded answers, so that a class runs offline and a run can be repeated.
 *
 * An answer is found by the fingerprint of the whole request (analyst, brief, rubric, sample); it is
 * parsed again, so a recorded failure fails again. Costs are 0: nothing is asked anew.
 *
 * @param recording As `record` made it, or as parsed from a file; checked here.
 * @throws {DataError} If the recording has another shape, holds a question twice, or answers of none or
 *   several analysts; see `replayAnalysts`.
 * @returns An analyst under the recorded name. It rejects with `ReplayMissError` when asked what was
 *   never recorded; it never makes up an answer.
 *
 * @example Record, then play
 * ```ts
 * import { briefs, DEFAULT_RUBRIC, record, replayAnalyst, rulesAnalyst } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { deepEqual } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const view = snapshot(market, market.prices.days[400]);
 * const options = { askedAt: view.decidedAt };
 * const recording = await record(rulesAnalyst(), briefs(view), DEFAULT_RUBRIC, {
 *   ...options,
 *   provenance: "The lab's own rules, no vendor's model.",
 * });
 * const brief = briefs(view)[0];
 * const played = await replayAnalyst(recording).answer(brief, DEFAULT_RUBRIC, options);
 * const asked = await rulesAnalyst().answer(brief, DEFAULT_RUBRIC, options);
 * deepEqual(played.kind === "ballot" && played.ballot, asked.kind === "ballot" && asked.ballot);
 * ```
 */
export function replayAnalyst(recording: Recording): Analyst {
  const analysts = replayAnalysts(recording);
  if (analysts.length === 1) return analysts[0];
  throw new DataError(
    `Cannot replay one analyst: the recording holds ${listed(analysts.map(({ name }) => name))}; ` +
      "replayAnalysts plays all of them",
    { where: "recording" },
  );
}

function playedAnswer(
  recorded: RecordedAnswer,
  brief: Brief,
  rubric: Rubric,
  analyst: string,
): AnalystAnswer {
  const { raw, sample, answeredBy, researchedBy, contaminated, mended, report } = recorded;
  const { prompt, masked, askedAt, latencyMs, costUsd } = recorded;
  const model = recorded.model === undefined ? undefined : outsideLine(recorded.model);
  const asked = {
    ...(prompt === undefined ? {} : { prompt: outsideLine(prompt) }),
    ...(masked === undefined ? {} : { masked }),
    ...(askedAt === undefined ? {} : { askedAt }),
    ...(latencyMs === undefined ? {} : { latencyMs }),
    ...(costUsd === undefined ? {} : { costUsd }),
  };
  const { sector, day } = brief;
  const failed = (issues: readonly BallotIssue[]): AnalystAnswer => ({
    kind: "failed",
    analyst,
    sector,
    day,
    sample,
    raw,
    issues,
    ...(model === undefined ? {} : { model }),
    ...(answeredBy ? { answeredBy } : {}),
    asked,
    costUsd: 0,
  });
  if (recorded.issues) return failed(recorded.issues);
  try {
    const read = parseBallot(raw, {
      sector,
      day,
      analyst,
      sample,
      horizonWeeks: rubric.horizonWeeks,
      addresses: addressesOf(brief),
    });
    const ballot = {
      ...read,
      ...(answeredBy ? { answeredBy } : {}),
      ...(researchedBy ? { researchedBy } : {}),
      ...(contaminated ? { contaminated } : {}),
      ...(mended ? { mended } : {}),
      ...(isRuleAnalyst(analyst) ? notReadOf(brief) : {}),
    };
    return { kind: "ballot", ballot, raw, model, ...(report ? { report } : {}), asked, costUsd: 0 };
  } catch (error) {
    if (!(error instanceof BallotError)) throw error;
    return failed(error.issues);
  }
}

/**
 * Asks analysts about every brief and keeps the answers for `replayAnalysts`.
 *
 * @param analysts Whose answers are recorded, one or several; failed ballots are recorded as they failed, and a question
 *   without an answer is not recorded.
 * @param briefs One per sector, of one day or of many.
 * @param options.samples How often each question is asked; once by default.
 * @param options.provenance Where the answers come from, in a sentence that readers will see.
 * @returns A recording that survives JSON, answers in the order of briefs, analysts and
 *   samples.
 *
 * @example Recorded once, played again
 * ```ts
 * import { briefs, DEFAULT_RUBRIC, record, replayAnalyst, rulesAnalyst } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const view = snapshot(market, market.prices.days[400]);
 * const [brief] = briefs(view);
 * const options = { askedAt: view.decidedAt, provenance: "the rules" };
 * const recording = await record(rulesAnalyst(), [brief], DEFAULT_RUBRIC, options);
 * const answer = await replayAnalyst(recording).answer(brief, DEFAULT_RUBRIC, options);
 * equal(answer.kind, "ballot");
 * ```
 */
export async function record(
  analysts: Analyst | readonly Analyst[],
  briefs: readonly Brief[],
  rubric: Rubric,
  options: {
    readonly askedAt: Instant;
    readonly provenance: string;
    readonly samples?: number;
    readonly signal?: AbortSignal;
  },
): Promise<Recording> {
  const { askedAt, provenance, samples = 1, signal } = options;
  if (!Number.isInteger(samples) || samples < 1) {
    throw new RangeError(`Cannot record: need a whole number of samples from 1, got ${samples}`);
  }
  const answers: RecordedAnswer[] = [];
  for (const brief of briefs) {
    for (const analyst of [analysts].flat()) {
      for (let sample = 0; sample < samples; sample++) {
        const answer = await analyst.answer(brief, rubric, { askedAt, sample, signal });
        if (answer.kind === "unanswered") continue;
        answers.push(
          await recordedAnswer({ analyst: analyst.name, brief, rubric, sample }, answer),
        );
      }
    }
  }
  return recordingOfAnswers(answers, provenance);
}
