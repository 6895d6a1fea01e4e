import { basename } from "node:path";
import { DataError } from "../../errors.ts";
import type { MarketChoice } from "../../market/mod.ts";
import {
  providerFields,
  type ProviderSettings,
  type SpendingSettings,
} from "../../providers/mod.ts";
import { bookFields, type Settings } from "../../settings.ts";
import { type Fault, faultsOf, faultsText } from "../../strict_fields.ts";
import { readJson } from "../read_json.ts";
import { overlayOf, type Override, OVERRIDES, type SaidOptions, withOverlay } from "./overrides.ts";
import { type AllSettings, settingsSchema } from "./settings_schema.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What a settings file holds, unchecked, and its name for messages. */
export interface SettingsFile {
  readonly where: string;
  readonly holds: Fields;
}

/**
 * What a settings file holds.
 *
 * @param path Absent where no file is named: then there are no settings.
 * @throws {DataError} If it cannot be read, or holds no object.
 */
export async function settingsFile(path: string | undefined): Promise<SettingsFile> {
  if (path === undefined) return { where: "settings", holds: {} };
  const holds = await readJson(path), where = basename(path);
  if (typeof holds !== "object" || holds === null || Array.isArray(holds)) {
    throw new DataError(`Cannot read ${where}: need an object in braces`, { where });
  }
  return { where, holds: holds as Fields };
}

/** Whether nothing stands at a place: what the block of a sweep lacks, its own command line may say. */
function isAbsent({ path }: Fault, holds: Fields): boolean {
  return path[0] === "sweep" && path.reduce<unknown>(
        (block, name) => (block as Fields | undefined)?.[name as string],
        holds,
      ) === undefined;
}

/**
 * Complete settings of a file with the command line on top of it; every field of every command is
 * checked.
 *
 * @throws {DataError} If a field is unknown or out of range; names every such field.
 */
export function checkSettings({ where, holds }: SettingsFile): AllSettings {
  const parsed = settingsSchema.safeParse(holds);
  if (parsed.success) return parsed.data;
  const faults = faultsOf(parsed.error).filter((fault) => !isAbsent(fault, holds));
  if (faults.length === 0) return settingsSchema.parse({ ...holds, sweep: undefined });
  throw new DataError(`Cannot read ${where}: ${faultsText(faults)}`, {
    where,
    column: faults[0].path.map(String).join("."),
    cause: parsed.error,
  });
}

/**
 * What a settings file and the command line on top of it say, unchecked and without defaults.
 *
 * @throws {DataError} If the file cannot be read.
 */
export async function laidSettings(
  given: SaidOptions & { readonly settings?: string },
  rows: readonly Override[] = OVERRIDES,
): Promise<SettingsFile> {
  const { where, holds } = await settingsFile(given.settings);
  return { where, holds: withOverlay(holds, overlayOf(given, rows)) };
}

/**
 * All settings that a command line is about: those of `--settings`, with what its options say on top.
 *
 * @throws {DataError} If the file cannot be read, or a field is unknown or out of range.
 */
export async function readSettings(
  given: SaidOptions & { readonly settings?: string },
): Promise<AllSettings> {
  return checkSettings(await laidSettings(given));
}

function only<Whole>(all: AllSettings, fields: object): Whole {
  return Object.fromEntries(
    Object.entries(all).filter(([field]) => Object.hasOwn(fields, field)),
  ) as Whole;
}

/** The part that is about the book, as `settings()` of `lab/settings` makes it. */
export function bookSettings(all: AllSettings): Settings {
  return only(all, bookFields);
}

/** The part that is about who is asked, and what that may cost. */
export function askingSettings(
  all: AllSettings,
): { readonly settings: ProviderSettings; readonly spending: SpendingSettings } {
  return { settings: only(all, providerFields), spending: all.spending };
}

/** A market of price files with the evidence of the settings; another has evidence of its own. */
export function withEvidence(
  market: MarketChoice,
  { evidence }: Pick<AllSettings, "evidence">,
): MarketChoice {
  if (market.kind !== "prices") return market;
  const { folder, knownAfterDays } = evidence;
  return {
    ...market,
    ...(folder === undefined ? {} : { evidence: folder }),
    ...(knownAfterDays === undefined ? {} : { knownAfterDays }),
  };
}
