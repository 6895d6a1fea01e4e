/**
 * Rubric and verdict as zod schemas, for reading them back from a file. The ballot's own stands in
 * `ballot.ts`, for it is what a model must answer.
 *
 * @module
 */
import { z } from "zod";
import { strictFields } from "../strict_fields.ts";
import { SECTORS } from "../market/mod.ts";
import { answererSchema, ballotSchema, referenceSchema } from "./ballot.ts";
import { checkedWeights, PILLARS } from "./rubric.ts";

const share = z.number().min(0).max(1);

/** A rubric; its weights must sum to 1. */
export const rubricSchema = strictFields({
  horizonWeeks: z.number().int().min(1).max(52),
  pillars: z.array(strictFields({
    pillar: z.enum(PILLARS),
    weight: share,
    questions: z.array(z.string().min(1)).min(1),
    anchors: strictFields({ 1: z.string().min(1), 3: z.string().min(1), 5: z.string().min(1) }),
  })).length(PILLARS.length),
}).superRefine(({ pillars }, context) => {
  const missing = PILLARS.filter((pillar) => pillars.every((one) => one.pillar !== pillar));
  if (missing.length > 0) {
    context.addIssue({
      code: "custom",
      path: ["pillars"],
      message: `need each of ${PILLARS.join(", ")} once; there is no ${missing[0]}`,
    });
    return;
  }
  try {
    checkedWeights(
      Object.fromEntries(pillars.map(({ pillar, weight }) => [pillar, weight])) as Record<
        typeof PILLARS[number],
        number
      >,
    );
  } catch (error) {
    context.addIssue({
      code: "custom",
      path: ["pillars"],
      message: error instanceof Error ? error.message : String(error),
    });
  }
});

const pillarVerdictSchema = z.object({
  median: z.number().min(1).max(5).optional(),
  spread: z.number().min(0).max(4).optional(),
  given: z.array(z.object({
    analyst: z.string(),
    sample: z.number().int().min(0),
    score: z.number().int().min(1).max(5),
    flagged: z.literal(true).optional(),
  })),
  abstentions: z.array(z.object({
    analyst: z.string(),
    sample: z.number().int().min(0),
    reason: z.string(),
  })),
});

/** A verdict as `verdict` returns it. */
export const verdictSchema = z.object({
  day: z.iso.date(),
  horizonWeeks: z.number().int().min(1).max(52),
  weights: z.object({ fundamentals: share, sentiment: share, technicals: share }),
  analysts: z.array(z.string()),
  sectors: z.array(z.object({
    sector: z.enum(SECTORS),
    pillars: z.object({
      fundamentals: pillarVerdictSchema,
      sentiment: pillarVerdictSchema,
      technicals: pillarVerdictSchema,
    }),
    score: z.number().min(1).max(5).optional(),
    rating: z.literal([1, 2, 3, 4, 5]).optional(),
    noScore: z.string().optional(),
    pillarsUsed: z.array(z.enum(PILLARS)),
    confidence: share.optional(),
    disagreement: z.number().min(0).max(4).optional(),
    alert: z.string().optional(),
    ballots: z.number().int().min(0),
    failed: z.number().int().min(0),
    unanswered: z.number().int().min(1).optional(),
    references: z.array(referenceSchema),
    summaries: z.array(z.object({ analyst: z.string(), summary: z.string() })),
  })),
  ballots: z.array(ballotSchema),
  failed: z.array(z.object({
    kind: z.literal("failed"),
    analyst: z.string(),
    sector: z.enum(SECTORS),
    day: z.iso.date(),
    sample: z.number().int().min(0),
    raw: z.string(),
    issues: z.array(z.object({ code: z.string(), path: z.string(), message: z.string() })),
    model: z.string().optional(),
    answeredBy: answererSchema.optional(),
    costUsd: z.number().optional(),
  })),
  source: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("simulated"), seed: z.number().int() }),
    z.object({
      kind: z.literal("real"),
      provider: z.string(),
      dividends: z.boolean().optional(),
      from: z.iso.date(),
      to: z.iso.date(),
    }),
  ]).optional(),
});
