/**
 * `deno task evidence`: what is free to read about the sectors, into a folder of the reader's own.
 *
 * @module
 */
import { join } from "node:path";
import { LabError } from "../errors.ts";
import { exchangeDay } from "../market/mod.ts";
import {
  EVIDENCE_FILES,
  type EvidenceFile,
  gatherEvidence,
  openFetcher,
  openGrowingTable,
  openRawStore,
  openYahoo,
  type SourceReport,
} from "../sources/mod.ts";
import { counted } from "../words.ts";
import { clearPartials } from "../write_whole.ts";
import { console } from "./console.ts";
import { EVIDENCE_COMMAND, evidenceArguments } from "./evidence/evidence_arguments.ts";
import { writeProvenance } from "./evidence/evidence_provenance.ts";
import { helpAsked } from "./options/help_text.ts";
import { progressWriter } from "./progress_writer.ts";
import { tellErrors } from "./tell_errors.ts";
import { checkWritable } from "./write_files.ts";

/** Clock and network of a run. */
export interface EvidenceSurroundings {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Waits. */
  readonly pause: (ms: number) => Promise<void>;
  /** What `LAB_CONTACT` holds. */
  readonly contact?: string;
  readonly fetch?: typeof fetch;
}

const HERE: EvidenceSurroundings = {
  now: () => Date.now(),
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  contact: Deno.env.get("LAB_CONTACT"),
};

/**
 * Runs the command: asks each source, adds what is new to its files, and says what is missing.
 *
 * @param args The words after the command; see `EVIDENCE_COMMAND`.
 * @param around Clock and network; the machine's own by default.
 * @returns The exit code: 2 where a source is missing, else 0.
 * @throws {LabError | RangeError | TypeError} With a sentence for the user.
 */
export async function runEvidence(
  args: readonly string[],
  around: EvidenceSurroundings = HERE,
): Promise<number> {
  const help = helpAsked(EVIDENCE_COMMAND, args);
  if (help !== undefined) {
    console.log(help);
    return 0;
  }
  const given = evidenceArguments(args, around.contact), { out } = given;
  checkWritable(out);
  const free = await lock(out);
  try {
    const reports = await gather(given, around);
    const lost = reports.filter(({ missing }) => missing.length > 0);
    for (const { source, missing } of lost) {
      for (const { what, reason } of missing) {
        console.error(`Note: ${source}, ${what}, is missing: ${reason}`);
      }
    }
    const added = reports.flatMap(({ added }) => Object.values(added));
    if (lost.length === reports.length && reports.every(({ answers }) => answers.length === 0)) {
      throw new LabError(
        "Cannot download evidence: no source gives anything. Is this machine online? Nothing was " +
          "added.",
      );
    }
    const rows = added.reduce((sum, count) => sum + count, 0);
    console.log(
      `${rows === 0 ? "Nothing new" : `${counted(rows, "new row")}`} in ${out}` +
        (lost.length === 0 ? "" : `; ${lost.map(({ source }) => source).join(", ")} incomplete`) +
        `.\nIts provenance: ${join(out, "evidence.json")}`,
    );
    return lost.length === 0 ? 0 : 2;
  } finally {
    free();
  }
}

/** Asks the sources one after the other; what one gave is on the disk before the next is asked. */
async function gather(
  given: ReturnType<typeof evidenceArguments>,
  around: EvidenceSurroundings,
): Promise<readonly SourceReport[]> {
  const { out, contact, mirror } = given, { now, pause } = around;
  const startedAt = now(), today = exchangeDay(new Date(startedAt));
  const raw = join(out, "raw");
  await clearPartials([out, join(out, "basis"), join(raw, "bodies"), join(raw, today)]);
  const store = openRawStore(raw, today);
  const fetcher = openFetcher({ store, contact, mirror, fetch: around.fetch, now, pause });
  const open = (file: EvidenceFile) =>
    openGrowingTable(join(out, `${file}.csv`), EVIDENCE_FILES[file]);
  const reports: SourceReport[] = [];
  for (const source of given.sources) {
    const report = await gatherEvidence(source, {
      get: fetcher.get,
      yahoo: openYahoo(fetcher, { store, now }),
      sectors: given.sectors,
      from: given.from,
      today,
      billVintages: given.billVintages,
      exactMinutes: given.exactMinutes,
      open,
      onProgress: progressWriter(({ done, total }) => `${source}: ${done} of ${total} files`),
    });
    reports.push(report);
    const counts = Object.entries(report.added)
      .map(([file, count]) => `${file}.csv ${count === 0 ? "nothing new" : `+${count}`}`);
    console.log(`${source}: ${counts.join(", ") || "nothing"}`);
    for (const line of report.lines) console.log(`  ${line}`);
    if (report.answers.length > 0) {
      await writeProvenance(out, reports, { startedAt, now: now(), asked: fetcher.asked() });
    }
  }
  return reports;
}

/** Keeps a second run out of the folder; the system frees it with the program, however that ends. */
async function lock(out: string): Promise<() => void> {
  await Deno.mkdir(out, { recursive: true });
  const file = await Deno.open(join(out, ".lock"), { write: true, create: true });
  if (!await file.tryLock(true)) {
    file.close();
    throw new LabError(
      `Cannot download evidence: another run is at work in ${out}. Wait until it has ended.`,
    );
  }
  return () => file.close();
}

if (import.meta.main) await tellErrors(() => runEvidence(Deno.args));
