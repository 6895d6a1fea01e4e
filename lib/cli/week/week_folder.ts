import { createHash } from "node:crypto";
import { join } from "node:path";
import { DataError, LabError } from "../../errors.ts";
import { printableJson } from "../../outside_text.ts";
import type { Day } from "../../units.ts";
import { WEEK_STAGES, type WeekStage } from "../../week/mod.ts";
import { writeFiles } from "../write_files.ts";

/** Name to SHA-256: what a stage was made from. */
export type StageInputs = Readonly<Record<string, string>>;

/** What a stage left. */
export interface StageFile<Result> {
  readonly inputs: StageInputs;
  readonly result: Result;
  /** Of the file. */
  readonly sha256: string;
}

const FORMAT = "sector-committee-lab/week/1";

/** `4_book.json`: the files of a folder stand in the order in which they were made. */
export const stageName = (stage: WeekStage) => `${WEEK_STAGES.indexOf(stage)}_${stage}.json`;

/** The SHA-256 of a text or of bytes, hexadecimal. */
export const sha256 = (bytes: string | Uint8Array) =>
  createHash("sha256").update(bytes).digest("hex");

/** The hash of a value that is no file: of its JSON. */
export const valueHash = (value: unknown) => sha256(JSON.stringify(value) ?? "");

/** A folder with the files of one week. */
export interface WeekFolder {
  readonly path: string;
  readonly day: Day;
  /** What a stage left; nothing where it has left nothing. */
  read<Result>(stage: WeekStage): StageFile<Result> | undefined;
  /** A file beside the stages; nothing where there is none. */
  bytes(name: string): Uint8Array | undefined;
  /**
   * Keeps what a stage made, whole or not at all. Where the file is there already with the same bytes
   * nothing is written; where it differs, what came of it goes, for it was made from something else.
   */
  put(
    stage: WeekStage,
    made: { readonly inputs: StageInputs; readonly result: unknown },
  ): Promise<string>;
  /** Writes files beside the stages. */
  write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void>;
}

/**
 * Opens the folder of a week; nothing is made before something is written.
 *
 * @param isFinal Whether a stage before the approval may not change any more, for somebody said yes to it;
 *   the answer is the sentence that says so.
 */
export function openWeekFolder(
  path: string,
  day: Day,
  isFinal: () => string | undefined = () => undefined,
): WeekFolder {
  const bytes = (name: string): Uint8Array | undefined => {
    try {
      return Deno.readFileSync(join(path, name));
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
  };
  const write: WeekFolder["write"] = async (files) => {
    // A killed run leaves whole files: an interruption ends the process between them.
    await writeFiles(path, files, { endsOnInterrupt: false });
  };
  return {
    path,
    day,
    bytes,
    write,
    read<Result>(stage: WeekStage): StageFile<Result> | undefined {
      const name = stageName(stage), held = bytes(name);
      if (held === undefined) return undefined;
      let found: Record<string, unknown>;
      try {
        found = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(held));
        if (found.format !== FORMAT || found.stage !== stage || found.day !== day) {
          throw new Error();
        }
      } catch (cause) {
        throw new DataError(
          `Cannot go on with this week: ${name} is no file of the stage ${stage} of ${day}; put it ` +
            "back as it was, or begin the week in another --out",
          { where: name, cause },
        );
      }
      return {
        inputs: found.inputs as StageInputs,
        result: found.result as Result,
        sha256: sha256(held),
      };
    },
    async put(stage, { inputs, result }) {
      const name = stageName(stage);
      const text = printableJson(
        JSON.stringify({ format: FORMAT, stage, day, inputs, result }, null, 1) + "\n",
      );
      const hash = sha256(text), before = bytes(name);
      if (before !== undefined && sha256(before) === hash) return hash;
      const at = WEEK_STAGES.indexOf(stage), final = isFinal();
      if (final !== undefined && at < WEEK_STAGES.indexOf("approval")) {
        throw new LabError(
          `Cannot change this week: ${final}, and ${name} would be another one from what is given now. ` +
            "The orders that were approved stand; another decision takes another --out",
        );
      }
      if (before !== undefined) {
        for (const later of WEEK_STAGES.slice(at + 1)) {
          if (later !== "approval") await Deno.remove(join(path, stageName(later))).catch(() => {});
        }
      }
      await write({ [name]: text });
      return hash;
    },
  };
}
