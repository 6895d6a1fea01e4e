import { basename, extname } from "node:path";
import { type Recording, recordingOf } from "../../committee/mod.ts";
import { listed } from "../../words.ts";
import { quotedValue } from "../../outside_text.ts";
import type { ProviderSettings, SpendingSettings } from "../../providers/mod.ts";
import { type RecordChoice, recordChoice } from "../options/record_option.ts";
import { UsageError } from "../options/usage_error.ts";
import { readJson } from "../read_json.ts";
import type { SaidOptions } from "../settings/overrides.ts";
import type { AllSettings } from "../settings/settings_schema.ts";
import { askingSettings, checkSettings, laidSettings } from "../settings/read_settings.ts";

/** Hours for which the answers of a history are used again: a past day does not change by waiting. */
const HISTORY_CACHE_HOURS = 8760;

/** What a command line may say about who is polled, and what it may cost. */
export interface PollingChoice extends SaidOptions {
  readonly settings?: string;
  readonly analysts?: readonly string[];
  readonly recording: readonly string[];
}

/** Who is polled, by what settings, and what it may cost. */
export interface PollingSettings {
  readonly settings: ProviderSettings;
  readonly spending: SpendingSettings;
  /** By the name under which `analysts` lists them. */
  readonly recordings: Readonly<Record<string, Recording>>;
  /** What there is to read beside prices. */
  readonly evidence: AllSettings["evidence"];
  /** Where ballots are recorded and calls are booked. */
  readonly record: RecordChoice;
  /** By which weights the answers are counted; those of the rubric by default. No prompt holds them. */
  readonly weights?: readonly [number, number, number];
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
 * The settings of a polling, with the command line on top of them.
 *
 * @param options.isHistory Whether many days are asked about, whose answers are used again for longer.
 */
export async function pollingSettings(
  given: PollingChoice,
  { isHistory = false }: { readonly isHistory?: boolean } = {},
): Promise<PollingSettings> {
  const laid = await laidSettings(given), all = checkSettings(laid);
  const { settings, spending } = askingSettings(all);
  const recordings = await recordingsOf(given.recording);
  const { pillars: { fundamentals, sentiment, technicals } } = all;
  const saysHours = (laid.holds.spending as { cacheHours?: number } | undefined)?.cacheHours;
  return {
    recordings,
    settings: { ...settings, analysts: [...analystsOf(given, settings.analysts, recordings)] },
    spending: isHistory && saysHours === undefined
      ? { ...spending, cacheHours: HISTORY_CACHE_HOURS }
      : spending,
    record: recordChoice(all.record),
    evidence: all.evidence,
    // A rubric has weights of its own, which only those of a reader replace.
    ...(laid.holds.pillars === undefined ? {} : {
      weights: [fundamentals, sentiment, technicals],
    }),
  };
}
