import { dirname, join } from "node:path";
import { type RecordedAnswer, type Recording, recordingOf } from "../../committee/mod.ts";
import { DataError, LabError } from "../../errors.ts";
import { printableJson } from "../../outside_text.ts";
import { checkWritable } from "../write_files.ts";
import { lineSpool } from "./line_spool.ts";
import { readJson } from "../read_json.ts";

/** A recording that grows: what the file held before, and the answers of this run. */
export interface AnswersFile {
  add(answer: RecordedAnswer): void;
  /** Writes all of it, and returns how many answers it holds. Nothing is written where none came. */
  write(): Promise<number>;
  close(): void;
}

/** One answer to one question: another run's comes in its place. */
const keyOf = ({ analyst, fingerprint }: Pick<RecordedAnswer, "analyst" | "fingerprint">) =>
  JSON.stringify([analyst, fingerprint]);

async function heldIn(path: string): Promise<Recording | undefined> {
  try {
    await Deno.lstat(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw new LabError(`Cannot write ${path}: ${(error as Error).message}`, { cause: error });
  }
  try {
    return recordingOf(await readJson(path), path);
  } catch (cause) {
    throw new DataError(
      `Cannot write recorded answers to ${path}: a file is there that is no recording; name another`,
      { where: path, cause },
    );
  }
}

/**
 * Opens a file for recorded answers, before anybody is asked.
 *
 * @param path Where a recording is there already, its answers stay, but for questions that are asked again.
 * @param provenance Where the answers come from, in a sentence for the reader.
 * @throws {DataError | LabError} If a file that is no recording is there, or its folder cannot be written.
 */
export async function answersFile(path: string, provenance: string): Promise<AnswersFile> {
  checkWritable(dirname(path));
  const before = await heldIn(path);
  const spool = lineSpool<RecordedAnswer>(), fresh = new Set<string>();
  return {
    add(answer) {
      const key = keyOf(answer);
      if (fresh.has(key)) return;
      fresh.add(key);
      spool.add(answer);
    },
    async write() {
      if (spool.count === 0) return 0;
      const kept = before?.answers.filter((answer) => !fresh.has(keyOf(answer))) ?? [];
      const sentences = before === undefined || before.provenance.includes(provenance)
        ? before?.provenance ?? provenance
        : `${before.provenance} ${provenance}`;
      const partial = join(dirname(path), `.answers-${crypto.randomUUID()}.partial`);
      try {
        await Deno.mkdir(dirname(path), { recursive: true });
        const file = await Deno.open(partial, { write: true, createNew: true });
        const writer = file.writable.getWriter(), encoder = new TextEncoder();
        const put = (text: string) => writer.write(encoder.encode(text));
        await put(
          `{"format":"sector-committee-recording-2","provenance":${
            JSON.stringify(sentences)
          },"answers":[`,
        );
        let separator = "\n";
        for (const answer of kept) {
          await put(separator + printableJson(JSON.stringify(answer)));
          separator = ",\n";
        }
        for await (const line of spool.lines()) {
          await put(separator + printableJson(line));
          separator = ",\n";
        }
        await put("\n]}\n");
        await writer.close();
        await Deno.rename(partial, path);
      } catch (cause) {
        await Deno.remove(partial).catch(() => {});
        throw new LabError(`Cannot write ${path}: ${(cause as Error).message}`, { cause });
      }
      return kept.length + spool.count;
    },
    close: () => spool.close(),
  };
}
