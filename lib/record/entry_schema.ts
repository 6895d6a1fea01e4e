import { z } from "zod";
import { ballotSchema } from "../committee/mod.ts";
import { SECTORS } from "../market/mod.ts";
import { outsideLine } from "../outside_text.ts";
import type { RecordEntry } from "./recorded_ballot.ts";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const market = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("simulated"), seed: z.number().int() }),
  z.strictObject({ kind: z.literal("industries") }),
  z.strictObject({ kind: z.literal("real"), data: sha256 }),
]);
const asking = {
  question: sha256,
  askedAt: z.iso.datetime(),
  market,
  masked: z.boolean(),
  prompt: z.string().min(1),
  rubric: sha256,
  costUsd: z.number().min(0).optional(),
  latencyMs: z.number().min(0).optional(),
};
const day = z.iso.date(), sector = z.enum(SECTORS);

/** A ballot of the record, as the last column of a file of ballots has it. */
export const recordedBallotSchema = z.strictObject({
  kind: z.literal("ballot"),
  ...asking,
  ballot: ballotSchema,
});
/** What statistics read of a failure; what it says besides is told as text. */
const failureSchema = z.strictObject({
  kind: z.literal("failed"),
  ...asking,
  failed: z.looseObject({
    analyst: z.string().min(1),
    sector,
    day,
    sample: z.number().int().min(0),
  }),
});
const outcomeSchema = z.strictObject({
  kind: z.literal("outcome"),
  day,
  horizonWeeks: z.number().int().min(1).max(52),
  end: day,
  returns: z.partialRecord(sector, z.number().min(-1)),
  market,
  resolvedAt: z.iso.datetime(),
}).refine(({ day, end }) => end > day, { path: ["end"], error: "need a day after the decision's" });
const entrySchema = z.discriminatedUnion("kind", [
  recordedBallotSchema,
  failureSchema,
  outcomeSchema,
]);

/**
 * What is wrong with an entry of somebody else's record, as a sentence without its end; nothing where it
 * is one. A chain vouches for the order of lines, and for nothing that stands in them.
 *
 * @example An outcome that ends before it begins
 * ```ts
 * import { entryFault } from "lab/record";
 * import { equal } from "node:assert/strict";
 *
 * const outcome = {
 *   kind: "outcome", day: "2026-01-02", end: "2026-01-30", horizonWeeks: 4, returns: { XLK: 0.02 },
 *   market: { kind: "industries" }, resolvedAt: "2026-02-01T12:00:00.000Z",
 * } as const;
 * equal(entryFault(outcome), undefined);
 * equal(entryFault({ ...outcome, end: "2026-01-01" }), "end: need a day after the decision's");
 * ```
 */
export function entryFault(entry: RecordEntry): string | undefined {
  // As it would be read again: a ballot's words are read when somebody asks.
  const parsed = entrySchema.safeParse(JSON.parse(JSON.stringify(entry)));
  if (parsed.success) return undefined;
  const [{ path, message }] = parsed.error.issues;
  return outsideLine(`${path.join(".") || "its root"}: ${message}`, 200);
}
