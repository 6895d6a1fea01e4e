import { z } from "zod";
import { SECTORS } from "../market/mod.ts";
import { type Pillar, PILLARS, type PillarWeights } from "./rubric.ts";
import { type SubScores, type WeightedScore, weightedScore } from "./weighted_score.ts";

/** Lengths of text in characters; long enough to argue, short enough to read and to pay for. */
const SUMMARY_LENGTH = { min: 10, max: 500 };
const REASON_LENGTH = { min: 3, max: 500 };
const TITLE_LENGTH = { min: 1, max: 300 };
const MOST_RATIONALE_ITEMS = 20;
const MOST_REFERENCES = 50;

/** Date and minute, with seconds and zone if need be; zod's own pattern fills half a prompt. */
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/;

/** Whether the calendar has that day; `Date` moves a 30 February into March. */
function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

const pillarSchema = z.enum(PILLARS);
const confidenceSchema = z.number().min(0).max(1).describe("0 (a guess) to 1 (certain)");

/** A whole sub-score 1 to 5, or an abstention with its reason. */
export const subScoreSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("score"),
    score: z.number().int().min(1).max(5).describe("1 worst, 3 no view, 5 best; whole numbers"),
  }),
  z.object({
    kind: z.literal("abstention"),
    reason: z.string().min(REASON_LENGTH.min).max(REASON_LENGTH.max)
      .describe("why no score can be given"),
  }),
]);

/** One reason for a sub-score. */
export const rationaleItemSchema = z.object({
  pillar: pillarSchema,
  reason: z.string().min(REASON_LENGTH.min).max(REASON_LENGTH.max)
    .describe("one sentence with the figure it rests on"),
  impact: z.enum(["positive", "negative", "neutral"]).describe("which way it moved the sub-score"),
  confidence: confidenceSchema,
});

/** What an analyst says that it read. Facts of the brief are cited by their `lab:` address. */
const citedSchema = z.object({
  url: z.string().regex(/^(lab:|https?:\/\/)[^\s]+$/)
    .describe("an http(s) address, or the lab: address of a fact or headline in the brief"),
  title: z.string().min(TITLE_LENGTH.min).max(TITLE_LENGTH.max),
  description: z.string().max(REASON_LENGTH.max),
  accessedAt: z.string().regex(TIMESTAMP).refine((text) => isDay(text.slice(0, 10)))
    .describe("when it was read, as 2020-03-20T16:00"),
  accessible: z.boolean().describe("whether it could be opened"),
});

/** What an analyst answers about one sector. It holds no sum: code computes score and rating. */
export const answerSchema = z.object({
  sector: z.enum(SECTORS).describe("the sector that was asked about"),
  rationale: z.array(rationaleItemSchema).max(MOST_RATIONALE_ITEMS),
  subScores: z.object({
    fundamentals: subScoreSchema,
    sentiment: subScoreSchema,
    technicals: subScoreSchema,
  }),
  references: z.array(citedSchema).max(MOST_REFERENCES),
  confidence: confidenceSchema,
  summary: z.string().min(SUMMARY_LENGTH.min).max(SUMMARY_LENGTH.max)
    .describe("the view in one or two sentences"),
});

const rowsSchema = z.array(z.number().int().min(1));

/**
 * What was cited, with the day on which it was published where the one who found it says so, and where a
 * figure or headline of the brief stands in its file (whose hash is in the ballot's `files`).
 */
export const referenceSchema = citedSchema.extend({
  publishedAt: z.iso.date().optional(),
  from: z.object({ file: z.string(), rows: rowsSchema }).optional(),
});

/** A file of evidence that a ballot could rest on, with the rows that each pillar's facts were read from. */
const evidenceFileSchema = z.object({
  file: z.string(),
  /** Of the file's bytes, hexadecimal. */
  sha256: z.string(),
  fundamentals: rowsSchema.optional(),
  sentiment: rowsSchema.optional(),
  technicals: rowsSchema.optional(),
});

/** A figure in the brief that the analyst does not read. */
const notReadSchema = z.object({ pillar: pillarSchema, name: z.string(), address: z.string() });

/** Who really answered: a fallback answers under the analyst that it stands in for. */
export const answererSchema = z.object({
  /** Name of the provider in the settings. */
  provider: z.string().min(1),
  /** The model that was asked there. */
  asked: z.string().min(1),
  /** The model that answered, by its own word; absent where it said nothing. */
  model: z.string().min(1).optional(),
  /** Place in the chain: 0 for the one who should answer, 1 for the first fallback. */
  place: z.number().int().min(0),
  /** Up to when that model may have read; absent where nobody knows. */
  cutoff: z.iso.date().optional(),
});

/** Text in what the analyst read that gives orders to it. */
export const orderSchema = z.object({
  address: z.string(),
  text: z.string(),
  signs: z.array(z.string()),
  /** The score that it asks for; absent where it names none. */
  wants: z.number().int().min(1).max(5).optional(),
});

/**
 * An answer with what the lab knows about it: who, when, for how long, which repetition, and what was
 * found when it was held against its brief.
 */
export const ballotSchema = answerSchema.extend({
  analyst: z.string().min(1),
  day: z.iso.date(),
  horizonWeeks: z.number().int().min(1).max(52),
  sample: z.number().int().min(0),
  references: z.array(referenceSchema),
  /** Who wrote the ballot; absent where no model did. */
  answeredBy: answererSchema.optional(),
  /** Who wrote the report that it was made from. */
  researchedBy: answererSchema.optional(),
  /** Why it may know what came after the day; absent where nothing says so. */
  contaminated: z.array(z.string().min(1)).optional(),
  /** Scores on pillars on which nothing was there to read; each became an abstention. */
  withoutData: z.array(z.object({ pillar: pillarSchema, score: z.number().int().min(1).max(5) }))
    .optional(),
  /** Numbers in its reasons and its summary that stand nowhere in what was read. */
  unshownNumbers: z.array(z.string()).optional(),
  /**
   * Files of evidence and the rows that the facts of each scored pillar stand in; absent where no fact of
   * the brief is from a file.
   */
  files: z.array(evidenceFileSchema).optional(),
  /** Figures in the brief that its analyst does not read: rules know those of the lab alone. */
  notRead: z.array(notReadSchema).optional(),
  /** Orders in what was read, and whether this analyst is one that could follow them. */
  planted: z.object({ orders: z.array(orderSchema).min(1), mayFollow: z.boolean() }).optional(),
  /** What had to be put right before the answer could be read; absent where nothing had to. */
  mended: z.array(z.string()).optional(),
});

type DeepReadonly<T> = T extends (infer Item)[] ? readonly DeepReadonly<Item>[]
  : T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
  : T;

/** A whole sub-score 1 to 5, or an abstention with its reason. */
export type SubScore = DeepReadonly<z.infer<typeof subScoreSchema>>;
/** One reason for a sub-score, with the pillar it speaks to. */
export type RationaleItem = DeepReadonly<z.infer<typeof rationaleItemSchema>>;
/** Something the analyst read, by an http(s) address or a `lab:` address. */
export type Reference = DeepReadonly<z.infer<typeof referenceSchema>>;
/** A file of evidence with the rows that a ballot's pillars could rest on. */
export type EvidenceFile = DeepReadonly<z.infer<typeof evidenceFileSchema>>;
/** Who really answered, with the place in the chain and the model's own cutoff. */
export type Answerer = DeepReadonly<z.infer<typeof answererSchema>>;
/** Text in what an analyst read that gives orders to it. */
export type PlantedOrder = DeepReadonly<z.infer<typeof orderSchema>>;
/** What an analyst answers about one sector. */
export type Answer = DeepReadonly<z.infer<typeof answerSchema>>;
/** The checked answer of one analyst about one sector on one day. */
export type Ballot = DeepReadonly<z.infer<typeof ballotSchema>>;

/**
 * The JSON schema of an answer, for a model that is asked for structured output.
 *
 * It states every bound. Where a provider's strict mode allows none, send a copy without bounds and
 * check what comes back with `parseBallot`, which always uses the full schema.
 *
 * @example What must be there
 * ```ts
 * import { answerJsonSchema } from "lab/committee";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(answerJsonSchema().required, [
 *   "sector",
 *   "rationale",
 *   "subScores",
 *   "references",
 *   "confidence",
 *   "summary",
 * ]);
 * ```
 */
export function answerJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(answerSchema) as Record<string, unknown>;
}

/**
 * Whose voice a ballot is: the analyst, or the fallback that answered in its place. Statistics of an
 * analyst must not hold answers that another model gave.
 *
 * @example A fallback speaks for itself
 * ```ts
 * import { voiceOf } from "lab/committee";
 * import { equal } from "node:assert/strict";
 *
 * const answeredBy = { provider: "local", asked: "n", place: 1 } as const;
 * equal(voiceOf({ analyst: "claude/fast" }), "claude/fast");
 * equal(voiceOf({ analyst: "claude/fast", answeredBy }), "claude/fast by local (n)");
 * ```
 */
export function voiceOf(
  { analyst, answeredBy }: { readonly analyst: string; readonly answeredBy?: Answerer },
): string {
  return answeredBy === undefined || answeredBy.place === 0
    ? analyst
    : `${analyst} by ${answeredBy.provider} (${answeredBy.model ?? answeredBy.asked})`;
}

/**
 * The sub-scores of a ballot as numbers; a pillar that abstained is left out.
 *
 * @example An abstention is left out
 * ```ts
 * import { subScoresOf } from "lab/committee";
 * import { deepEqual } from "node:assert/strict";
 *
 * const abstained = { kind: "abstention", reason: "no data" } as const;
 * const subScores = {
 *   fundamentals: { kind: "score", score: 4 },
 *   sentiment: abstained,
 *   technicals: { kind: "score", score: 2 },
 * } as const;
 * deepEqual(subScoresOf({ subScores }), { fundamentals: 4, technicals: 2 });
 * ```
 */
export function subScoresOf(ballot: Pick<Ballot, "subScores">): SubScores {
  const out: Partial<Record<Pillar, number>> = {};
  for (const pillar of PILLARS) {
    const given = ballot.subScores[pillar];
    if (given.kind === "score") out[pillar] = given.score;
  }
  return out;
}

/**
 * The weighted score of one ballot, computed by code from its sub-scores.
 *
 * @param weights One share per pillar, together 1.
 * @throws {RangeError} If the weights do not sum to 1.
 *
 * @example A third each
 * ```ts
 * import { ballotScore } from "lab/committee";
 * import { equal } from "node:assert/strict";
 *
 * const subScores = {
 *   fundamentals: { kind: "score", score: 4 },
 *   sentiment: { kind: "score", score: 3 },
 *   technicals: { kind: "score", score: 2 },
 * } as const;
 * const weights = { fundamentals: 0.5, sentiment: 0.25, technicals: 0.25 };
 * equal(ballotScore({ subScores }, weights).score, 3.25);
 * ```
 */
export function ballotScore(
  ballot: Pick<Ballot, "subScores">,
  weights: PillarWeights,
): WeightedScore {
  return weightedScore(subScoresOf(ballot), weights);
}
