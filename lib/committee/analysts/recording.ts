import { z } from "zod";
import { DataError } from "../../errors.ts";
import { SECTORS } from "../../market/mod.ts";
import { quotedValue } from "../../outside_text.ts";
import type { Asked, CastBallot, FailedBallot } from "../analyst.ts";
import { answererSchema } from "../ballot.ts";
import { type AnalystRequest, requestFingerprint } from "../fingerprint.ts";
import { PILLARS } from "../rubric.ts";

/** The format that is written; the one before it held one analyst, and is read as well. */
const FORMAT = "sector-committee-recording-2", FORMER_FORMAT = "sector-committee-recording-1";

const answerFields = {
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  sector: z.enum(SECTORS),
  day: z.iso.date(),
  sample: z.number().int().min(0),
  /** The answer as text; one that failed is kept as it failed. */
  raw: z.string(),
  /** Why it is no ballot, where it failed. */
  issues: z.array(z.object({ code: z.string(), path: z.string(), message: z.string() })).min(1)
    .optional(),
  model: z.string().optional(),
  /** What the lab knew of a model's ballot beside its text. */
  answeredBy: answererSchema.optional(),
  researchedBy: answererSchema.optional(),
  contaminated: z.array(z.string().min(1)).optional(),
  mended: z.array(z.string()).optional(),
  report: z.object({
    text: z.string(),
    cites: z.partialRecord(z.enum(PILLARS), z.array(z.string())),
  }).optional(),
  /** How and when it was asked. */
  prompt: z.string().min(1).optional(),
  masked: z.boolean().optional(),
  askedAt: z.iso.datetime().optional(),
  latencyMs: z.number().min(0).optional(),
  costUsd: z.number().min(0).optional(),
};
const recordedAnswerSchema = z.object({ analyst: z.string().min(1), ...answerFields });

/** The shape of a recording on disk. */
export const recordingSchema = z.object({
  format: z.literal(FORMAT),
  /** Where the answers come from, in a sentence for the reader. */
  provenance: z.string().min(1),
  answers: z.array(recordedAnswerSchema),
});

const formerSchema = z.object({
  format: z.literal(FORMER_FORMAT),
  analyst: z.string().min(1),
  provenance: z.string().min(1),
  answers: z.array(z.object(answerFields)),
});

/** One recorded answer with who gave it and what it answers. */
export type RecordedAnswer = Readonly<z.infer<typeof recordedAnswerSchema>>;

/** Recorded answers of one or several analysts; plain data that survives JSON. */
export interface Recording {
  readonly format: typeof FORMAT;
  readonly provenance: string;
  readonly answers: readonly RecordedAnswer[];
}

/** @throws {DataError} With the place and the fault. */
function refuse(what: string, where: string, error?: z.ZodError): never {
  throw new DataError(`Cannot replay: ${what}`, {
    where,
    ...(error ? { column: error.issues[0].path.join("."), cause: error } : {}),
  });
}

/**
 * A recording from parsed JSON, checked; one of the former format, of one analyst, becomes one of this.
 *
 * @param value What a file holds.
 * @param where What it is called in messages.
 * @throws {DataError} If it has another shape, or holds a question twice.
 *
 * @example What is no recording says what is wrong
 * ```ts
 * import { recordingOf } from "lab/committee";
 * import { throws } from "node:assert/strict";
 *
 * throws(() => recordingOf({ format: "x" }, "answers.json"), /answers.json needs the shape .* at format/);
 * ```
 */
export function recordingOf(value: unknown, where = "the recording"): Recording {
  const isFormer = (value as { format?: unknown } | null)?.format === FORMER_FORMAT;
  const parsed = isFormer ? formerSchema.safeParse(value) : recordingSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    refuse(
      `${where} needs the shape that record() makes; at ` +
        `${issue.path.join(".") || "its root"}: ${issue.message}`,
      where,
      parsed.error,
    );
  }
  const { data } = parsed;
  const answers: readonly RecordedAnswer[] = data.format === FORMER_FORMAT
    ? data.answers.map((answer) => ({ analyst: data.analyst, ...answer }))
    : data.answers;
  const seen = new Set<string>();
  for (const { analyst, fingerprint, sector, day, sample } of answers) {
    const key = JSON.stringify([analyst, fingerprint]);
    if (seen.has(key)) {
      throw new DataError(
        `Cannot replay: ${where} holds the question to ${
          quotedValue(analyst)
        } about ${sector} on ` +
          `${day}, sample ${sample}, twice`,
        { where, day, value: fingerprint },
      );
    }
    seen.add(key);
  }
  return { format: FORMAT, provenance: data.provenance, answers };
}

/**
 * A recording of answers, in their order.
 *
 * @param provenance Where they come from, in a sentence that readers will see.
 *
 * @example
 * ```ts
 * import { recordingOfAnswers } from "lab/committee";
 * import { equal } from "node:assert/strict";
 *
 * equal(recordingOfAnswers([], "Nobody.").format, "sector-committee-recording-2");
 * ```
 */
export function recordingOfAnswers(
  answers: readonly RecordedAnswer[],
  provenance: string,
): Recording {
  return { format: FORMAT, provenance, answers };
}

/** The answer of an analyst as the text that `parseBallot` reads. */
function rawOf(answer: CastBallot | FailedBallot): string {
  if (answer.kind === "failed") return answer.raw;
  // A report's short addresses mean nothing without it, nor masked names without what they stand for;
  // the ballot holds the pages and names themselves.
  const isAlone = answer.report === undefined && !answer.asked?.masked;
  if (answer.raw !== undefined && isAlone) return answer.raw;
  const { sector, rationale, subScores, references, confidence, summary } = answer.ballot;
  return JSON.stringify({ sector, rationale, subScores, references, confidence, summary });
}

/** What the lab knows of an answer beside its text; nothing of one that no model gave. */
function aboutOf(answer: CastBallot | FailedBallot): Partial<RecordedAnswer> {
  if (answer.kind === "failed") {
    const { issues, answeredBy } = answer;
    return structuredClone({
      ...(issues.length > 0 ? { issues } : {}),
      ...(answeredBy ? { answeredBy } : {}),
    }) as Partial<RecordedAnswer>;
  }
  const { ballot: { answeredBy, researchedBy, contaminated, mended }, report } = answer;
  return structuredClone({
    ...(answeredBy ? { answeredBy } : {}),
    ...(researchedBy ? { researchedBy } : {}),
    ...(contaminated ? { contaminated } : {}),
    ...(mended ? { mended } : {}),
    ...(report ? { report } : {}),
  }) as Partial<RecordedAnswer>;
}

/**
 * An answer as a recording keeps it.
 *
 * @param request What was asked, under the analyst's name.
 * @param asked How and when, where more is known than the answer tells.
 *
 * @example
 * ```ts
 * import { briefs, DEFAULT_RUBRIC, recordedAnswer, rulesAnalyst } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const view = snapshot(market, market.prices.days[400]);
 * const [brief] = briefs(view);
 * const options = { askedAt: view.decidedAt };
 * const answer = await rulesAnalyst().answer(brief, DEFAULT_RUBRIC, options);
 * if (answer.kind === "unanswered") throw new Error(answer.reason);
 * const request = { analyst: "rules", brief, rubric: DEFAULT_RUBRIC, sample: 0 };
 * equal((await recordedAnswer(request, answer)).analyst, "rules");
 * ```
 */
export async function recordedAnswer(
  request: AnalystRequest,
  answer: CastBallot | FailedBallot,
  asked: Asked = answer.asked ?? {},
): Promise<RecordedAnswer> {
  const { analyst, brief: { sector, day }, sample } = request;
  const { prompt, masked, askedAt, latencyMs, costUsd } = asked;
  return {
    analyst,
    fingerprint: await requestFingerprint(request),
    sector,
    day,
    sample,
    raw: rawOf(answer),
    ...(answer.model === undefined ? {} : { model: answer.model }),
    ...aboutOf(answer),
    ...(prompt === undefined ? {} : { prompt }),
    ...(masked === undefined ? {} : { masked }),
    ...(askedAt === undefined ? {} : { askedAt }),
    ...(latencyMs === undefined ? {} : { latencyMs }),
    ...(costUsd === undefined ? {} : { costUsd }),
  };
}
