import { counted } from "../../words.ts";
import { z } from "zod";
import { BallotError, DataError, LabError } from "../../errors.ts";
import { type Sector, SECTORS } from "../../market/mod.ts";
import { outsideLine } from "../../outside_text.ts";
import type { Day, Instant } from "../../units.ts";
import type { Analyst, AnalystAnswer, CastBallot, FailedBallot } from "../analyst.ts";
import { answererSchema } from "../ballot.ts";
import { addressesOf, type Brief } from "../brief.ts";
import { type AnalystRequest, requestFingerprint } from "../fingerprint.ts";
import { parseBallot } from "../parse_ballot.ts";
import { PILLARS, type Rubric } from "../rubric.ts";

const recordedAnswerSchema = z.object({
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  sector: z.enum(SECTORS),
  day: z.iso.date(),
  sample: z.number().int().min(0),
  /** The answer as text; one that failed is kept as it failed. */
  raw: z.string(),
  model: z.string().optional(),
  /** What the lab knew of a model's ballot beside its text. */
  answeredBy: answererSchema.optional(),
  researchedBy: answererSchema.optional(),
  contaminated: z.array(z.string().min(1)).optional(),
  report: z.object({
    text: z.string(),
    cites: z.partialRecord(z.enum(PILLARS), z.array(z.string())),
  }).optional(),
});

/** The shape of a recording on disk. */
export const recordingSchema = z.object({
  format: z.literal("sector-committee-recording-1"),
  analyst: z.string().min(1),
  /** Where the answers come from, in a sentence for the reader. */
  provenance: z.string().min(1),
  answers: z.array(recordedAnswerSchema),
});

/** One recorded answer with what it answers. */
export type RecordedAnswer = Readonly<z.infer<typeof recordedAnswerSchema>>;

/** Recorded answers of one analyst; plain data that survives JSON. */
export interface Recording {
  readonly format: "sector-committee-recording-1";
  readonly analyst: string;
  readonly provenance: string;
  readonly answers: readonly RecordedAnswer[];
}

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

/** Why a question misses, as far as the recording can tell. */
function missReason(recording: Recording, { brief, sample }: AnalystRequest): string {
  const { analyst, answers } = recording;
  if (answers.length === 0) return "the recording is empty";
  const sameDay = answers.filter(({ day }) => day === brief.day);
  if (sameDay.length === 0) {
    const days = [...new Set(answers.map(({ day }) => day))].sort();
    return `${analyst} was recorded on ${counted(days.length, "other day")}, ` +
      `${days[0]} to ${days[days.length - 1]}`;
  }
  const sameSector = sameDay.filter(({ sector }) => sector === brief.sector);
  if (sameSector.length === 0) return `${analyst} was not recorded on ${brief.sector} that day`;
  return sameSector.some((one) => one.sample === sample)
    ? "it was recorded for that sector and day, but the brief or the rubric has changed since"
    : `samples recorded for that sector and day: ${
      sameSector.map((one) => one.sample).sort((a, b) => a - b).join(", ")
    }`;
}

/**
 * An analyst that plays recorded answers, so that a class runs offline and a run can be repeated.
 *
 * An answer is found by the fingerprint of the whole request (analyst, brief, rubric, sample); it is
 * parsed again, so a recorded failure fails again. Costs are 0: nothing is asked anew.
 *
 * @param recording As `record` made it, or as parsed from a file; checked here.
 * @throws {DataError} If the recording has another shape or holds a question twice.
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
  const parsed = recordingSchema.safeParse(recording);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new DataError(
      `Cannot replay: the recording needs the shape that record() makes; at ` +
        `${issue.path.join(".") || "its root"}: ${issue.message}`,
      { where: "recording", column: issue.path.join("."), cause: parsed.error },
    );
  }
  const answers = new Map<string, RecordedAnswer>();
  for (const answer of parsed.data.answers) {
    if (answers.has(answer.fingerprint)) {
      throw new DataError(
        `Cannot replay: the recording holds the question about ${answer.sector} on ` +
          `${answer.day}, sample ${answer.sample}, twice`,
        { where: "recording", day: answer.day, value: answer.fingerprint },
      );
    }
    answers.set(answer.fingerprint, answer);
  }
  const { analyst } = parsed.data;
  // The question bears the name as it was recorded; what is shown is fit to be shown.
  const name = outsideLine(analyst);
  return {
    name,
    async answer(brief, rubric, { sample = 0, signal }) {
      signal?.throwIfAborted();
      const request = { analyst, brief, rubric, sample };
      const fingerprint = await requestFingerprint(request);
      const recorded = answers.get(fingerprint);
      if (!recorded) {
        throw new ReplayMissError(
          `Cannot replay ${analyst} on ${brief.sector}, ${brief.day}, sample ${sample}: ` +
            `${missReason(parsed.data, request)} (fingerprint ${fingerprint.slice(0, 12)})`,
          { sector: brief.sector, day: brief.day, sample, fingerprint },
        );
      }
      return playedAnswer(recorded, brief, rubric, name);
    },
  };
}

function playedAnswer(
  recorded: RecordedAnswer,
  brief: Brief,
  rubric: Rubric,
  analyst: string,
): AnalystAnswer {
  const { raw, sample, answeredBy, researchedBy, contaminated, report } = recorded;
  const model = recorded.model === undefined ? undefined : outsideLine(recorded.model);
  const { sector, day } = brief;
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
    };
    return { kind: "ballot", ballot, raw, model, ...(report ? { report } : {}), costUsd: 0 };
  } catch (error) {
    if (!(error instanceof BallotError)) throw error;
    const { issues } = error;
    return { kind: "failed", analyst, sector, day, sample, raw, issues, model, costUsd: 0 };
  }
}

/** The answer of an analyst as the text that `parseBallot` reads. */
function rawOf(answer: CastBallot | FailedBallot): string {
  if (answer.kind === "failed") return answer.raw;
  // A report's short addresses mean nothing without it; the ballot holds the pages themselves.
  if (answer.raw !== undefined && answer.report === undefined) return answer.raw;
  const { sector, rationale, subScores, references, confidence, summary } = answer.ballot;
  return JSON.stringify({ sector, rationale, subScores, references, confidence, summary });
}

/** What the lab knows of a ballot beside its text; nothing of one that no model gave. */
function aboutOf(answer: CastBallot | FailedBallot): Partial<RecordedAnswer> {
  if (answer.kind === "failed") return {};
  const { ballot: { answeredBy, researchedBy, contaminated }, report } = answer;
  return structuredClone({
    ...(answeredBy ? { answeredBy } : {}),
    ...(researchedBy ? { researchedBy } : {}),
    ...(contaminated ? { contaminated } : {}),
    ...(report ? { report } : {}),
  }) as Partial<RecordedAnswer>;
}

/**
 * Asks an analyst about every brief and keeps the answers for `replayAnalyst`.
 *
 * @param analyst Whose answers are recorded; failed ballots are recorded as they failed, and a question
 *   without an answer is not recorded.
 * @param briefs One per sector, of one day or of many.
 * @param options.samples How often each question is asked; once by default.
 * @param options.provenance Where the answers come from, in a sentence that readers will see.
 * @returns A recording that survives JSON, answers in the order of briefs and samples.
 */
export async function record(
  analyst: Analyst,
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
    for (let sample = 0; sample < samples; sample++) {
      const answer = await analyst.answer(brief, rubric, { askedAt, sample, signal });
      if (answer.kind === "unanswered") continue;
      const request = { analyst: analyst.name, brief, rubric, sample };
      answers.push({
        fingerprint: await requestFingerprint(request),
        sector: brief.sector,
        day: brief.day,
        sample,
        raw: rawOf(answer),
        ...(answer.model === undefined ? {} : { model: answer.model }),
        ...aboutOf(answer),
      });
    }
  }
  return { format: "sector-committee-recording-1", analyst: analyst.name, provenance, answers };
}
