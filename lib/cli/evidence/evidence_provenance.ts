import { createHash } from "node:crypto";
import { join } from "node:path";
import { LabError } from "../../errors.ts";
import { printableJson } from "../../outside_text.ts";
import { EVIDENCE_FILES, type EvidenceFile, type SourceReport } from "../../sources/mod.ts";
import { writeWhole } from "../../write_whole.ts";

/** Runs that are kept by their counts; the answers of all of them stay in `raw`. */
const MOST_RUNS = 2000;

interface Provenance {
  readonly files: Readonly<Record<string, { readonly says?: unknown } | undefined>>;
  readonly sources: Readonly<Record<string, unknown>>;
  readonly runs: readonly { readonly startedAt: string }[];
}

/** What an earlier run wrote; nothing where there is none, or it is no longer readable. */
async function earlier(path: string): Promise<Provenance> {
  try {
    const { files, sources, runs } = JSON.parse(await Deno.readTextFile(path));
    return { files: { ...files }, sources: { ...sources }, runs: Array.isArray(runs) ? runs : [] };
  } catch {
    return { files: {}, sources: {}, runs: [] };
  }
}

/**
 * The files that are there, with the hash of their bytes, and what a source line says of them: by this
 * run, else as an earlier one said.
 */
async function filesIn(
  out: string,
  said: Readonly<Partial<Record<EvidenceFile, string>>>,
  before: Provenance["files"],
) {
  const files: Record<string, { bytes: number; sha256: string; says?: unknown }> = {};
  for (const name of Object.keys(EVIDENCE_FILES) as EvidenceFile[]) {
    try {
      const bytes = await Deno.readFile(join(out, `${name}.csv`));
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      const says = said[name] ?? before[`${name}.csv`]?.says;
      files[`${name}.csv`] = { bytes: bytes.length, sha256, ...(says ? { says } : {}) };
    } catch { /* not there */ }
  }
  return files;
}

/**
 * Writes `evidence.json`: what each file is made of. A source that was not asked this time keeps what it
 * said last; every run adds a line of counts.
 *
 * @param reports The sources of this run so far.
 * @param run.startedAt Beginning of the run, milliseconds since 1970.
 * @param run.now The moment of writing.
 * @param run.asked Requests that went out.
 */
export async function writeProvenance(
  out: string,
  reports: readonly SourceReport[],
  run: { readonly startedAt: number; readonly now: number; readonly asked: number },
): Promise<void> {
  const path = join(out, "evidence.json"), before = await earlier(path);
  const moment = (ms: number) => new Date(ms).toISOString();
  const startedAt = moment(run.startedAt), fetchedAt = moment(run.now);
  const said = Object.fromEntries(reports.map((report) => [report.source, {
    fetchedAt,
    added: report.added,
    notes: [...report.notes, ...report.lines],
    missing: report.missing,
    ...(report.covered === undefined ? {} : { covered: report.covered }),
    answers: report.answers,
  }]));
  const added = Object.assign({}, ...reports.map(({ added }) => added));
  const runs = [
    ...before.runs.filter((one) => one.startedAt !== startedAt),
    {
      startedAt,
      endedAt: fetchedAt,
      requests: run.asked,
      added,
      missing: reports.filter(({ missing }) => missing.length > 0).map(({ source }) => source),
    },
  ];
  const record = {
    about: "What deno task evidence downloaded; every answer lies in raw/ under its SHA-256.",
    fetchedAt,
    files: await filesIn(
      out,
      Object.assign({}, ...reports.map(({ says }) => says)),
      before.files,
    ),
    sources: { ...before.sources, ...said },
    runs: runs.slice(-MOST_RUNS),
  };
  try {
    await writeWhole(path, printableJson(`${JSON.stringify(record, null, 2)}\n`));
  } catch (cause) {
    throw new LabError(`Cannot write ${path}: ${(cause as Error).message}`, { cause });
  }
}
