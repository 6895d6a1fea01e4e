import { basename, dirname, resolve } from "node:path";
import { DataError } from "../errors.ts";
import { outsideLine, quotedValue } from "../outside_text.ts";

/** The bytes of a file with the name to call it by in messages, captions and records. */
export interface FileBytes {
  /** The last part of the path. */
  readonly where: string;
  readonly bytes: Uint8Array;
}

/**
 * The bytes of a file that exists and is not empty.
 *
 * @throws {DataError} If it is missing, a folder, unreadable or empty; says which.
 *
 * @example
 * ```ts
 * import { readBytes } from "lab/market";
 * import { rejects } from "node:assert/strict";
 *
 * await rejects(readBytes("no_such_file.csv"), /no_such_file.csv/);
 * ```
 */
export async function readBytes(path: string): Promise<FileBytes> {
  if (typeof path !== "string" || path === "") {
    throw new TypeError(`Cannot read a file: need a path, got ${quotedValue(path)}`);
  }
  const where = outsideLine(basename(path)), shown = outsideLine(path);
  let bytes: Uint8Array;
  try {
    if ((await Deno.stat(path)).isDirectory) {
      throw new DataError(`Cannot read ${shown}: it is a folder, need a file`, { where: path });
    }
    bytes = await Deno.readFile(path);
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    const why = cause instanceof Deno.errors.NotFound || cause instanceof Deno.errors.NotADirectory
      ? await absence(path)
      : cause instanceof Deno.errors.PermissionDenied
      ? "this user may not read it"
      : cause instanceof Error
      ? cause.message
      : String(cause);
    throw new DataError(`Cannot read ${shown}: ${why}`, { where: path, cause });
  }
  if (bytes.length === 0) {
    throw new DataError(`Cannot read ${where}: the file is empty`, { where });
  }
  return { where, bytes };
}

/** Why a path leads nowhere, with the folder in which it was looked for: paths hang on where one stands. */
async function absence(path: string): Promise<string> {
  const folder = dirname(resolve(path)), told = outsideLine(folder);
  const isThere = await Deno.stat(folder).then((found) => found.isDirectory, () => false);
  return isThere ? `there is no such file in ${told}` : `there is no folder ${told}`;
}

/** What the first bytes of some files say they are. */
const SIGNATURES: readonly (readonly [string, readonly number[]])[] = [
  ["a Parquet file", [0x50, 0x41, 0x52, 0x31]],
  ["a zip archive or a spreadsheet", [0x50, 0x4b, 0x03, 0x04]],
  ["a gzip archive", [0x1f, 0x8b]],
];
/** The byte order marks of UTF-16, which Windows shells write. */
const UTF16 = [["utf-16le", 0xff, 0xfe], ["utf-16be", 0xfe, 0xff]] as const;

/** What a file is by its first bytes, or `undefined` for anything that may be plain text. */
export function signature(bytes: Uint8Array): string | undefined {
  return SIGNATURES.find(([, mark]) => mark.every((byte, i) => bytes[i] === byte))?.[0];
}

/**
 * The text in a file's bytes, without a byte order mark: UTF-8, or UTF-16 where its mark says so.
 *
 * @param kind What the text should be, for messages: CSV unless told otherwise.
 * @throws {DataError} If they are no such text; says what they seem to be.
 *
 * @example A byte order mark
 * ```ts
 * import { textOf } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * equal(textOf({ where: "a.json", bytes: Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x7d) }, "JSON"), "{}");
 * ```
 */
export function textOf({ where, bytes }: FileBytes, kind: "CSV" | "JSON" = "CSV"): string {
  const other = signature(bytes);
  if (other) {
    throw new DataError(`Cannot read ${where}: need ${kind} text in UTF-8, got ${other}`, {
      where,
    });
  }
  const [encoding] = UTF16.find(([, first, second]) => bytes[0] === first && bytes[1] === second) ??
    ["utf-8"];
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text;
  } catch {
    // Falls through to the one message for bytes that are no text.
  }
  throw new DataError(
    `Cannot read ${where}: need ${kind} text in UTF-8, got bytes that are not; save it as ${kind} (UTF-8)`,
    { where },
  );
}
