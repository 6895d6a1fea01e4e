import { z } from "zod";
import { monitorFields } from "../../desk/mod.ts";
import { providerFields, spendingFields } from "../../providers/mod.ts";
import { bookFields } from "../../settings.ts";
import { strictFields } from "../../strict_fields.ts";
import { executionFields, weekFields } from "../../week/mod.ts";
import { sweepConfig, type SweepConfigInput, sweepFields } from "../../sweep/mod.ts";

/** A block without a kind of data is about the simulated market, as on the command line. */
export function withKind(block: unknown): unknown {
  const data = (block as { readonly data?: unknown } | null | undefined)?.data;
  return typeof data === "object" && data !== null && !Object.hasOwn(data, "kind")
    ? { ...block as object, data: { kind: "simulated", ...data } }
    : block;
}

const sweep = z.preprocess(
  withKind,
  sweepFields.superRefine((block, context) => {
    try {
      sweepConfig(block as SweepConfigInput, "it");
    } catch (error) {
      context.addIssue({ code: "custom", message: (error as Error).message });
    }
  }).prefault({}),
);

/** Fields of a block that have no default, and so are not seen in one. */
const WITHOUT_DEFAULT: Readonly<Record<string, readonly string[]>> = {
  evidence: ["folder", "knownAfterDays"],
  sweep: ["from", "to"],
};

/** The block in which a field belongs that stands outside of it, such as a limit outside of `mandate`. */
function homeOf(field: string): string | undefined {
  const blocks = Object.entries(settingsSchema.parse({}));
  return blocks.find(([name, block]) =>
    typeof block === "object" && !Array.isArray(block) &&
    (Object.hasOwn(block, field) || WITHOUT_DEFAULT[name]?.includes(field))
  )?.[0];
}

function homeText(field: string): string | undefined {
  const home = homeOf(field);
  return home === undefined ? undefined : ` (it belongs into "${home}")`;
}

/**
 * All that a settings file may hold: the book's fields, who is asked and how, what that may cost, what
 * there is to read, where ballots are recorded, and the block of a sweep. Every command checks all of
 * it, so that a slip is told by whichever runs first.
 */
export const settingsSchema = strictFields({
  ...bookFields,
  ...providerFields,
  /** Caps, lifetime of answers, tries and fallbacks. */
  spending: spendingFields.prefault({}),
  /** Filings, headlines, flows and rates beside the prices. */
  evidence: strictFields({
    /** Folder of files, see `--evidence`; from where a command is started. */
    folder: z.string().min(1).optional(),
    /** Days after its period's end from which a row without `available_at` counts. */
    knownAfterDays: z.number().int().min(0).max(400).optional(),
  }).refine(
    ({ folder, knownAfterDays }) => folder !== undefined || knownAfterDays === undefined,
    "knownAfterDays is about a folder; name that too",
  ).prefault({}),
  /** Folder of the record of ballots, with the ledger and the answers paid for; or "off". */
  record: z.string().min(1, 'need a folder, or "off"').optional(),
  /** What orders of a week may not exceed before somebody is asked about them. */
  week: weekFields.prefault({}),
  /** How the orders of a week are worked over a day. */
  execution: executionFields.prefault({}),
  /** When `monitor` calls. */
  monitor: monitorFields.prefault({}),
  sweep,
}, { hint: homeText });

/** All settings, complete and checked. */
export type AllSettings = Readonly<z.output<typeof settingsSchema>>;
