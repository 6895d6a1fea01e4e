import { join } from "node:path";
import { DataError, LabError } from "../../errors.ts";
import { addCalendarDays, isTradingDay, type MarketChoice, SECTORS } from "../../market/mod.ts";
import { EVIDENCE_FILES } from "../../sources/mod.ts";
import type { Day } from "../../units.ts";
import { counted, listed } from "../../words.ts";
import { runEvidence } from "../evidence.ts";
import { runPrices } from "../prices.ts";
import { newestSettledDay } from "../prices/download_prices.ts";
import { openWeekFolder, sha256, type StageInputs, type WeekFolder } from "./week_folder.ts";
import { stageClock } from "./stage_clock.ts";
import { weeksBefore } from "./weeks_before.ts";

const PRICES = "prices.csv", PROVENANCE = "prices.json", EVIDENCE = "evidence";

/** What a fetch reaches the network by; a test puts a server of its own in its place. */
export interface WeekWeb {
  readonly fetch?: typeof fetch;
  /** Waits. */
  readonly pause: (ms: number) => Promise<void>;
}

const HERE: WeekWeb = { pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) };

/** What a fetch left in the folder of its week. */
interface Fetched {
  readonly fetchedAt: string;
  readonly files: StageInputs;
  /** What was asked for and is not there, as sentences. */
  readonly missing: readonly string[];
}

/** Of `prices.json`, what is asked about it here. */
interface PriceRecord {
  readonly sha256: string;
  readonly to: string;
  readonly tickers: readonly { readonly ticker: string; readonly to: string }[];
}

/** The newest trading day whose close is settled at a moment, by the exchange's clock and calendar. */
export function settledTradingDay(now: Date): Day {
  let on = newestSettledDay(now);
  while (!isTradingDay(on)) on = addCalendarDays(on, -1);
  return on;
}

/** What is wrong with files that were fetched before; nothing where they are as they came. */
function changed(folder: WeekFolder, files: StageInputs): string | undefined {
  return Object.keys(files).find((name) => {
    const there = folder.bytes(name);
    return there === undefined || sha256(there) !== files[name];
  });
}

/** The prices that lie in the folder, where they are whole and of its day: a killed run left them. */
function priceRecord(folder: WeekFolder): PriceRecord | undefined {
  const csv = folder.bytes(PRICES), record = folder.bytes(PROVENANCE);
  if (csv === undefined || record === undefined) return undefined;
  try {
    const found = JSON.parse(new TextDecoder().decode(record)) as PriceRecord;
    return found.sha256 === sha256(csv) && Array.isArray(found.tickers) ? found : undefined;
  } catch {
    return undefined;
  }
}

async function fetchPrices(
  folder: WeekFolder,
  { now, web }: { readonly now: () => Date; readonly web: WeekWeb },
): Promise<PriceRecord> {
  const { path, day } = folder;
  const isThere = () => priceRecord(folder)?.to === day;
  if (!isThere()) {
    await runPrices(["--to", day, "--out", path], {
      now: now(),
      ...(web.fetch ? { fetch: web.fetch } : {}),
    });
  }
  const record = priceRecord(folder)!;
  if (record.to !== day) {
    throw new LabError(
      `Cannot fetch the prices of ${day}: the newest that are there yet are of ${record.to}; give ` +
        "the same command again in a while",
    );
  }
  return record;
}

/** Rows that nobody can fetch again: those of the reader's own folder, or of the newest week before. */
async function beginEvidence(
  folder: WeekFolder,
  from: string | undefined,
  out: string,
): Promise<void> {
  const to = join(folder.path, EVIDENCE), part = join(folder.path, `.${EVIDENCE}.partial`);
  try {
    Deno.statSync(to);
    return;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const source = from ??
    weeksBefore(out, folder.day).map((day) => join(out, day, EVIDENCE)).findLast((one) => {
      try {
        return Deno.statSync(join(one, "evidence.json")).isFile;
      } catch {
        return false;
      }
    });
  if (source === undefined) return;
  await Deno.remove(part, { recursive: true }).catch(() => {});
  await Deno.mkdir(join(part, "basis"), { recursive: true });
  const names = [...Object.keys(EVIDENCE_FILES).map((name) => `${name}.csv`), "evidence.json"];
  for (const name of names) {
    try {
      await Deno.copyFile(join(source, name), join(part, name));
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  // Whole or not at all: half a history would be taken for all of it.
  await Deno.rename(part, to);
}

async function fetchEvidence(
  folder: WeekFolder,
  { now, web }: { readonly now: () => Date; readonly web: WeekWeb },
): Promise<readonly string[]> {
  const contact = Deno.env.get("LAB_CONTACT");
  const code = await runEvidence(["--out", join(folder.path, EVIDENCE)], {
    now: () => now().getTime(),
    pause: web.pause,
    ...(web.fetch ? { fetch: web.fetch } : {}),
    ...(contact === undefined ? {} : { contact }),
  });
  return code === 0 ? [] : ["a source of evidence is missing, as evidence.json says"];
}

/** Every file of the fetch that the lab reads, by its hash. */
function fetchedFiles(folder: WeekFolder): StageInputs {
  const names = [
    PRICES,
    PROVENANCE,
    ...Object.keys(EVIDENCE_FILES).map((name) => `${EVIDENCE}/${name}.csv`),
    `${EVIDENCE}/evidence.json`,
  ];
  return Object.fromEntries(names.flatMap((name) => {
    const bytes = folder.bytes(name);
    return bytes === undefined ? [] : [[name, sha256(bytes)]];
  }));
}

/**
 * The day that `--fetch` is about.
 *
 * @throws {LabError} If another day is named than the newest that is over, and nothing was fetched on it:
 *   prices come adjusted for all that happened since, and would be no trade prices of that day.
 */
export function dayToFetch(out: string, asOf: Day | undefined, now: Date): Day {
  const settled = settledTradingDay(now), day = asOf ?? settled;
  if (day !== settled && openWeekFolder(join(out, day), day).read("fetch") === undefined) {
    throw new LabError(
      `Cannot fetch the prices of ${day}: they come adjusted for what happened since, and only those ` +
        `of ${settled}, the newest trading day that is over, are trade prices; give a file of that ` +
        "day by --prices",
    );
  }
  return day;
}

/**
 * Fetches prices and evidence into the folder of a week, once: a run that goes on takes what lies there.
 *
 * @param folder Locked by the caller.
 * @param how.from Folder with evidence to begin with; by default that of the newest week before.
 * @throws {LabError} If the prices of the day are not there yet, or nothing can be reached.
 * @throws {DataError} If a file is not what was fetched.
 */
export async function fetchedMarket(
  folder: WeekFolder,
  how: {
    readonly out: string;
    readonly from?: string;
    readonly accept: readonly string[];
    readonly now: () => Date;
    readonly web?: WeekWeb;
    readonly say: (text: string) => void;
  },
): Promise<MarketChoice & { readonly kind: "prices" }> {
  const { out, from, accept, now, web = HERE, say } = how, { path, day } = folder;
  let held = folder.read<Fetched>("fetch")?.result;
  if (held === undefined) {
    const ended = stageClock(path, () => now().getTime())("fetch");
    const { tickers } = await fetchPrices(folder, { now, web });
    await beginEvidence(folder, from, out);
    const late = tickers.filter(({ ticker, to }) =>
      to !== day && (ticker === "SPY" || SECTORS.some((sector) => sector === ticker))
    );
    const missing = [
      ...late.map(({ ticker, to }) => `${ticker} has no close of ${day}; its newest is of ${to}`),
      ...await fetchEvidence(folder, { now, web }),
    ];
    held = { fetchedAt: now().toISOString(), files: fetchedFiles(folder), missing };
    await folder.put("fetch", { inputs: {}, result: held });
    ended(counted(Object.keys(held.files).length, "file"));
  } else {
    const other = changed(folder, held.files);
    if (other !== undefined) {
      throw new DataError(
        `Cannot go on with this week: ${other} is not what was fetched at ${held.fetchedAt}; put it ` +
          "back as it was, or begin the week in another --out",
        { where: other },
      );
    }
  }
  const { files, missing, fetchedAt } = held;
  say(`Fetched at ${fetchedAt}: ${counted(Object.keys(files).length, "file")} in ${path}.`);
  if (missing.length > 0) say(`Note: ${listed(missing)}.`);
  return {
    kind: "prices",
    prices: [join(path, PRICES)],
    accept,
    evidence: join(path, EVIDENCE),
  };
}
