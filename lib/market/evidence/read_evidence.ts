import { checkNumber, checkOptions } from "../../arguments.ts";
import { addCalendarDays } from "../../days.ts";
import { outsideLine, quotedValue } from "../../outside_text.ts";
import type { Day } from "../../units.ts";
import { listed } from "../../words.ts";
import type { Dated, EvidenceSource } from "../market.ts";
import type { PriceWarning } from "../price_warning.ts";
import { evidenceFolder, type FoundTable } from "./evidence_folder.ts";
import { EVIDENCE_TABLES, type EvidenceTableName } from "./evidence_names.ts";
import type { EvidenceData } from "./evidence_table.ts";
import { readTable } from "./read_table.ts";

const ACTION = "Cannot read evidence";
/** Days of a lag that can be meant: a year and a month. */
const MOST_LAG_DAYS = 400;
/** Calendar days of headlines that a brief looks back on; older ones are of no use to any. */
const HEADLINES_BEFORE_DAYS = 35;

/** What a folder of evidence holds. */
export type Evidence =
  & { readonly [Name in EvidenceTableName]?: readonly EvidenceData[Name][] }
  & {
    /** Name and hash of each file. */
    readonly files: readonly { readonly name: string; readonly sha256: string }[];
    /** The files as a source line names them. */
    readonly sources: readonly EvidenceSource[];
    /** What is odd in them, and how they were read where that must be known. */
    readonly warnings: readonly PriceWarning[];
  };

/** What `readEvidence` may be told. */
export interface EvidenceOptions {
  /** Days after its period's end from which a row of a file without `available_at` counts. */
  readonly knownAfterDays?: number;
  /** First day of the prices; headlines of long before are left out. */
  readonly from?: Day;
}

function changedWarning(
  found: FoundTable,
  { name, sha256 }: { name: string; sha256: string },
): PriceWarning[] {
  if (found.sha256 === undefined || found.sha256.toLowerCase() === sha256) return [];
  return [{
    kind: "evidence changed",
    columns: [name],
    days: [],
    message:
      `${name} is not as it was fetched: its bytes have another hash than evidence.json says.`,
  }];
}

function folderWarnings(
  unknown: readonly string[],
  { knownAfterDays, sources }: { knownAfterDays?: number; sources: readonly EvidenceSource[] },
): PriceWarning[] {
  const note = (
    kind: "evidence layout" | "evidence lag",
    message: string,
    columns: string[] = [],
  ) => ({
    kind,
    columns,
    days: [],
    message,
  });
  const lagged = sources.filter((one) => one.knownAfterDays !== undefined).map(({ name }) => name);
  return [
    ...(unknown.length > 0
      ? [note(
        "evidence layout",
        `${listed(unknown.map((name) => outsideLine(name, 60)))} ${
          unknown.length > 1 ? "are" : "is"
        } not read: tables are called ${listed(EVIDENCE_TABLES, "or")}.`,
      )]
      : []),
    ...(lagged.length > 0
      ? [note(
        "evidence lag",
        `${listed(lagged)} ${
          lagged.length > 1 ? "do" : "does"
        } not say from when a row could be read; each ` +
          `is taken as known ${knownAfterDays} days after its period's end, which is an assumption.`,
        lagged,
      )]
      : knownAfterDays !== undefined
      ? [
        note(
          "evidence lag",
          `No file needs the lag of ${knownAfterDays} days: each row says its own minute.`,
        ),
      ]
      : []),
  ];
}

/**
 * The evidence in a folder: what a market made of price files lacks.
 *
 * A folder may hold `fundamentals`, `headlines`, `flows`, `rates`, `styles` and `figures`, each as CSV,
 * Parquet or JSON lines (`.csv`, `.parquet`, `.jsonl`, `.ndjson`). Every row has `available_at`, the minute
 * from which it could be read; see `knownAt` for how a moment is written. Text files are read row by row.
 *
 * @param folder Path of the folder.
 * @param options See `EvidenceOptions`.
 * @returns Each table in the order in which its data became known, with file, row and hash on each datum.
 * @throws {DataError} For the first fault: file, line, column, value, and what would be right.
 * @throws {RangeError} If the lag is no whole number of days from 0 to 400.
 *
 * @example A headline
 * ```ts
 * import { readEvidence } from "lab/market";
 * import { deepEqual } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * await Deno.writeTextFile(
 *   `${folder}/headlines.csv`,
 *   "sector,available_at,text\nXLE,2024-03-04T22:10:00Z,Oil is dear\n",
 * );
 * const { headlines } = await readEvidence(folder);
 * deepEqual(headlines?.map(({ availableAt, text }) => [availableAt, text]), [
 *   ["2024-03-04T17:10", "Oil is dear"],
 * ]);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function readEvidence(
  folder: string,
  options: EvidenceOptions = {},
): Promise<Evidence> {
  if (typeof folder !== "string" || folder.trim() === "") {
    throw new TypeError(`${ACTION}: need the path of a folder, got ${quotedValue(folder)}`);
  }
  checkOptions(ACTION, options, ["knownAfterDays", "from"]);
  const { knownAfterDays, from } = options;
  if (knownAfterDays !== undefined) {
    checkNumber(ACTION, "knownAfterDays", knownAfterDays, {
      low: 0,
      high: Number.isInteger(knownAfterDays) ? MOST_LAG_DAYS : -1,
      what: `a whole number of days from 0 to ${MOST_LAG_DAYS}`,
    });
  }
  const { tables, unknown } = await evidenceFolder(folder);
  const data: Partial<Record<EvidenceTableName, readonly Dated[]>> = {};
  const files: { name: string; sha256: string }[] = [], sources: EvidenceSource[] = [];
  const warnings: PriceWarning[] = [];
  for (const found of tables) {
    const read = await readTable(found.path, found.table, {
      knownAfterDays,
      fetchedAt: found.fetchedAt,
      ...(from === undefined ? {} : { from: addCalendarDays(from, -HEADLINES_BEFORE_DAYS) }),
    });
    data[found.table] = read.data;
    files.push(read.file);
    const lag = read.knownAfterDays;
    sources.push({
      name: read.file.name,
      ...(lag === undefined ? {} : { knownAfterDays: lag }),
      ...(found.says === undefined ? {} : { says: found.says }),
    });
    warnings.push(...read.findings.warnings(), ...changedWarning(found, read.file));
  }
  warnings.push(...folderWarnings(unknown, { knownAfterDays, sources }));
  return { ...data as Partial<Evidence>, files, sources, warnings };
}
