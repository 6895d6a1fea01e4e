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
 */
export async function readBytes(path: string): Promise<FileBytes> {
  if (typeof path !== "string" || path === "") {
    throw new TypeError(`Cannot read a file: need a path, got ${quotedValue(path)}`);
  }
  const where = outsideLine(path.split(/[\\/]/).filter((part) => part !== "").at(-1) ?? path);
  let bytes: Uint8Array;
  try {
    if ((await Deno.stat(path)).isDirectory) {
      throw new DataError(`Cannot read ${path}: it is a folder, need a file`, { where: path });
    }
    bytes = await Deno.readFile(path);
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    const why = cause instanceof Deno.errors.NotFound
      ? "there is no such file"
      : cause instanceof Deno.errors.PermissionDenied
      ? "this user may not read it"
      : cause instanceof Error
      ? cause.message
      : String(cause);
    throw new DataError(`Cannot read ${path}: ${why}`, { where: path, cause });
  }
  if (bytes.length === 0) {
    throw new DataError(`Cannot read ${where}: the file is empty`, { where });
  }
  return { where, bytes };
}

/** What the first bytes of some files say they are. */
const SIGNATURES: readonly (readonly [string, readonly number[]])[] = [
  ["a Parquet file", [0x50, 0x41, 0x52, 0x31]],
  ["a zip archive or a spreadsheet", [0x50, 0x4b, 0x03, 0x04]],
  ["a gzip archive", [0x1f, 0x8b]],
  ["UTF-16 text", [0xff, 0xfe]],
  ["UTF-16 text", [0xfe, 0xff]],
];

/** What a file is by its first bytes, or `undefined` for anything that may be plain text. */
export function signature(bytes: Uint8Array): string | undefined {
  return SIGNATURES.find(([, mark]) => mark.every((byte, i) => bytes[i] === byte))?.[0];
}

/**
 * The text in a file's bytes.
 *
 * @throws {DataError} If they are no UTF-8 text; says what they seem to be.
 */
export function textOf({ where, bytes }: FileBytes): string {
  const other = signature(bytes);
  if (other) {
    throw new DataError(`Cannot read ${where}: need CSV text in UTF-8, got ${other}`, { where });
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text;
  } catch {
    // Falls through to the one message for bytes that are no text.
  }
  throw new DataError(
    `Cannot read ${where}: need CSV text in UTF-8, got bytes that are not; save it as CSV (UTF-8)`,
    { where },
  );
}
