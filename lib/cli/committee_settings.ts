import { basename, extname } from "node:path";
import { type Recording, recordingOf } from "../committee/mod.ts";
import { listed } from "../words.ts";
import { quotedValue } from "../outside_text.ts";
import {
  type ProviderSettings,
  providerSettings,
  type ProviderSettingsInput,
  type SpendingSettings,
  spendingSettings,
  type SpendingSettingsInput,
} from "../providers/mod.ts";
import { UsageError } from "./options/usage_error.ts";
import { readJson } from "./read_json.ts";
import { ownSettings } from "./settings_file.ts";

/** Hours for which the answers of a history are used again: a past day does not change by waiting. */
const HISTORY_CACHE_HOURS = 8760;

/** What a command line may say about who is polled, and what it may cost. */
export interface PollingChoice {
  readonly settings?: string;
  readonly analysts?: readonly string[];
  readonly recording: readonly string[];
  readonly cap?: number;
  readonly capDay?: number;
  readonly capSector?: number;
  readonly cacheHours?: number;
}

/** Who is polled, by what settings, and what it may cost. */
export interface PollingSettings {
  readonly settings: ProviderSettings;
  readonly spending: SpendingSettings;
  /** By the name under which `analysts` lists them. */
  readonly recordings: Readonly<Record<string, Recording>>;
}

async function recordingsOf(paths: readonly string[]): Promise<Record<string, Recording>> {
  const all: Record<string, Recording> = {};
  for (const path of paths) {
    const name = basename(path, extname(path));
    if (Object.hasOwn(all, name)) {
      throw new UsageError(
        `Cannot use --recording ${quotedValue(path)}: another file of the name ${
          quotedValue(name)
        } is given; rename one`,
      );
    }
    all[name] = recordingOf(await readJson(path), basename(path));
  }
  return all;
}

/** The analysts that are polled: with a recording and none named, the recording. */
function analystsOf(
  { analysts, recording }: PollingChoice,
  inFile: readonly string[],
  recordings: Readonly<Record<string, Recording>>,
): readonly string[] {
  const played = Object.keys(recordings).map((name) => `replay/${name}`);
  if (played.length === 0) return analysts ?? inFile;
  const named = analysts ?? (inFile.some((one) => played.includes(one)) ? inFile : played);
  const unused = played.findIndex((one) => !named.includes(one));
  if (unused >= 0) {
    throw new UsageError(
      `Cannot use --recording ${
        quotedValue(recording[unused])
      }: it is not polled, for the analysts ` +
        `are ${listed(named)}; name ${played[unused]} among them, or leave --analysts out`,
    );
  }
  return named;
}

/**
 * The settings file, whose block `spending` is apart, with the command line on top of it.
 *
 * @param options.isHistory Whether many days are asked about, whose answers are used again for longer.
 */
export async function pollingSettings(
  given: PollingChoice,
  { isHistory = false }: { readonly isHistory?: boolean } = {},
): Promise<PollingSettings> {
  const { own, where } = await ownSettings(given.settings, "committee");
  const { spending: part, ...rest } = own as { spending?: SpendingSettingsInput };
  const base = providerSettings(rest as ProviderSettingsInput, where);
  const spending = spendingSettings(part, `${where}, spending`);
  const recordings = await recordingsOf(given.recording);
  const { cap, capDay, capSector } = given;
  const cacheHours = given.cacheHours ??
    (isHistory && part?.cacheHours === undefined ? HISTORY_CACHE_HOURS : undefined);
  return {
    recordings,
    settings: { ...base, analysts: [...analystsOf(given, base.analysts, recordings)] },
    spending: {
      ...spending,
      capsUsd: {
        day: capDay ?? spending.capsUsd.day,
        sweep: cap ?? spending.capsUsd.sweep,
        sector: capSector ?? spending.capsUsd.sector,
      },
      ...(cacheHours === undefined ? {} : { cacheHours }),
    },
  };
}
