import { priceFiles } from "../../market/mod.ts";
import {
  BASE_WEIGHTS,
  type SweepConfig,
  sweepConfig,
  type SweepConfigInput,
} from "../../sweep/mod.ts";
import { RECORD_WORD } from "../options/ballot_options.ts";
import { recordChoice } from "../options/record_option.ts";
import { UsageError } from "../options/usage_error.ts";
import { scorerCutoff } from "../scores/scorer_cutoff.ts";
import { checkSettings, type SettingsFile, settingsFile } from "../settings/read_settings.ts";
import type { SweepArguments } from "./sweep_arguments.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What a sweep is told, and by whom. */
export interface SweepSettings {
  readonly config: SweepConfig;
  readonly file: SettingsFile;
  /** The file with the command line on top of it. */
  readonly laid: Fields;
}

/**
 * The configuration of the settings file, with the command line on top of it.
 *
 * @throws {DataError | RangeError} If the file cannot be read, or a field is unknown or out of range.
 */
export async function sweepSettings(given: SweepArguments): Promise<SweepSettings> {
  const file = await settingsFile(given.settings), { holds, where } = file;
  const block = holds.sweep ?? {}, evidence = evidenceOf(given, holds.evidence);
  // What is no block is told by the check of the file.
  const sweep = typeof block !== "object" || Array.isArray(block)
    ? block
    : withFolders(await merged(block as Fields, given), {
      record: given.record ?? holds.record,
      evidence,
    });
  const laid = {
    ...holds,
    ...(given.record === undefined ? {} : { record: given.record }),
    ...(evidence === undefined ? {} : { evidence }),
    sweep,
  };
  checkSettings({ where, holds: laid });
  const name = given.settings === undefined ? "a sweep" : `${where}, sweep`;
  return { config: sweepConfig(sweep as SweepConfigInput, name), file, laid };
}

/** The block `evidence` of a settings file, with the command line on top of it. */
function evidenceOf({ data }: SweepArguments, inFile: unknown): unknown {
  const { evidence: folder, knownAfterDays } = data;
  if (folder === undefined || (typeof inFile !== "object" && inFile !== undefined)) return inFile;
  return { ...inFile, folder, ...(knownAfterDays === undefined ? {} : { knownAfterDays }) };
}

/** A block with the folders that stand outside of it: evidence beside prices, and the record by its word. */
function withFolders(
  block: Fields,
  { record, evidence }: { readonly record: unknown; readonly evidence: unknown },
): Fields {
  const data = block.data as Fields;
  const { folder, knownAfterDays } = (evidence ?? {}) as Fields;
  const hasEvidence = data.kind === "files" && data.evidence === undefined &&
    typeof folder === "string";
  const found = hasEvidence
    ? {
      ...data,
      evidence: folder,
      ...(knownAfterDays === undefined ? {} : { knownAfterDays }),
    }
    : data;
  if (data.ballots !== RECORD_WORD) return { ...block, data: found };
  const { ballots } = recordChoice(typeof record === "string" ? record : undefined);
  if (ballots === undefined) {
    throw new UsageError(
      "Cannot use --ballots record with --record off: that leaves the record out",
    );
  }
  return { ...block, data: { ...found, ballots } };
}

/** The block `sweep` of a settings file, with the command line on top of it. */
async function merged(own: Fields, given: SweepArguments): Promise<Fields> {
  const part = (name: string) => (own[name] ?? {}) as Fields;
  const hasOther = given.data.kind !== undefined && given.data.kind !== part("data").kind;
  const named = { ...(hasOther ? {} : part("data")), ...given.data } as Fields;
  const paths = named.prices;
  // A folder stands for its files, which a run knows by their bytes.
  const data = await withCutoff(
    Array.isArray(paths) && paths.every((path) => typeof path === "string")
      ? { ...named, prices: await priceFiles(paths) }
      : named,
  );
  const asked = given.fields.holdout as Fields | null | undefined;
  const holdout = asked ? { ...part("holdout"), ...asked } : asked === null ? null : own.holdout;
  return {
    // A sweep over settings looks at one weighting; a whole simplex would be run for nothing.
    ...(given.vary.length > 0 ? { grid: { list: [BASE_WEIGHTS] } } : {}),
    ...own,
    ...given.fields,
    ...(holdout === undefined ? {} : { holdout }),
    data: data.kind === undefined ? { kind: "simulated", ...data } : data,
    settings: { ...part("settings"), ...given.book },
  };
}

async function withCutoff(data: Fields): Promise<Fields> {
  const { scoredBy, cutoff } = data;
  if (data.kind !== "files" || typeof scoredBy !== "string" || cutoff !== undefined) return data;
  const known = await scorerCutoff(scoredBy);
  return known === undefined ? data : { ...data, cutoff: known };
}
