import { createHash } from "node:crypto";
import { z } from "zod";
import { DataError } from "../../errors.ts";
import { readBytes, textOf } from "../../market/mod.ts";
import type { WeekRecords } from "../../scorecard/mod.ts";
import { counted } from "../../words.ts";

/** Of the file that `deno task availability` writes. */
export const AVAILABILITY_FORMAT = "sector-committee-lab/availability/1";

const share = z.number().min(0).max(1);
const fileSchema = z.object({
  format: z.literal(AVAILABILITY_FORMAT),
  seed: z.number().int().min(0),
  runs: z.array(z.object({
    times: z.number().min(0),
    summary: z.object({ share }),
    weeks: z.array(z.object({
      seconds: z.number().min(0),
      breaches: z.array(z.string()),
    })).min(1),
  })).min(1),
});

/**
 * The weeks at the stated rates of a file of `deno task availability`, for the scorecard.
 *
 * @throws {DataError} If there is no such file, it is of another kind, or no run of it is at those rates.
 */
export async function weeksOfFile(path: string): Promise<{
  readonly records: WeekRecords;
  readonly file: { readonly file: string; readonly sha256: string };
}> {
  const file = await readBytes(path), { where } = file;
  const refuse = (what: string, cause?: unknown): never => {
    throw new DataError(
      `Cannot read ${where}: ${what}; need availability.json, as deno task availability writes it`,
      { where, cause },
    );
  };
  let given: unknown;
  try {
    given = JSON.parse(textOf(file, "JSON"));
  } catch (cause) {
    refuse(`it is no JSON (${(cause as Error).message})`, cause);
  }
  const parsed = fileSchema.safeParse(given);
  if (!parsed.success) {
    const [{ path: at, message }] = parsed.error.issues;
    return refuse(`${at.length === 0 ? "it" : at.join(".")}: ${message}`, parsed.error);
  }
  const { seed, runs } = parsed.data, run = runs.find(({ times }) => times === 1);
  if (run === undefined) return refuse("no run of it is at the stated rates (--times 1)");
  return {
    records: {
      weeks: run.weeks.map(({ seconds, breaches }) => ({
        seconds,
        isValid: breaches.length === 0,
      })),
      source:
        `Simulated: ${counted(run.weeks.length, "week")} of a chain of two models at stated ` +
        `rates of faults, seed ${seed}.`,
    },
    file: { file: where, sha256: createHash("sha256").update(file.bytes).digest("hex") },
  };
}
