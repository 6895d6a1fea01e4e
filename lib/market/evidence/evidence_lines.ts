import { createHash } from "node:crypto";
import { basename } from "node:path";
import { DataError } from "../../errors.ts";
import { outsideLine } from "../../outside_text.ts";
import { signature } from "../read_bytes.ts";

/** Characters of one line; a longer one is no row of a table. */
export const MOST_LINE_CHARACTERS = 200_000;
/** Bytes read at once. */
const CHUNK_BYTES = 1 << 18;

/** A text file that was read to its end. */
export interface LinesRead {
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly sha256: string;
  readonly lines: number;
}

function encodingOf(first: Uint8Array, where: string): string {
  const other = signature(first);
  if (other !== undefined) {
    throw new DataError(
      `Cannot read ${where}: need text in UTF-8, got ${other}; unpack it, or save it as CSV or JSON lines`,
      { where },
    );
  }
  if (first[0] === 0xff && first[1] === 0xfe) return "utf-16le";
  return first[0] === 0xfe && first[1] === 0xff ? "utf-16be" : "utf-8";
}

/**
 * Gives a text file line by line, so that one of any size takes no more memory than its longest line.
 *
 * @param path A file that is there.
 * @param use Gets each line without its end, and its number from 1.
 * @returns Hash and count of lines, of the same bytes that were read.
 * @throws {DataError} If the file is empty or no text, or a line is longer than any row.
 *
 * @example
 * ```ts
 * import { eachLine } from "./evidence_lines.ts";
 * import { deepEqual } from "node:assert/strict";
 *
 * const path = await Deno.makeTempFile();
 * await Deno.writeTextFile(path, "a\r\nb\n");
 * const lines: string[] = [];
 * await eachLine(path, (line) => lines.push(line));
 * deepEqual(lines, ["a", "b"]);
 * await Deno.remove(path);
 * ```
 */
export async function eachLine(
  path: string,
  use: (line: string, number: number) => void,
): Promise<LinesRead> {
  const where = outsideLine(basename(path)), hash = createHash("sha256");
  let decoder: TextDecoder | undefined, rest = "", number = 0, endedInReturn = false;
  const give = (text: string) => {
    if (text.includes("\0")) throw noText(where);
    use(text, ++number);
  };
  const take = (text: string) => {
    // A line end of two characters may lie across two chunks.
    const fresh = endedInReturn && text.startsWith("\n") ? text.slice(1) : text;
    endedInReturn = fresh === "" ? endedInReturn : fresh.endsWith("\r");
    const lines = (rest + fresh).split(/\r\n|\r|\n/);
    rest = lines.pop()!;
    for (const line of lines) give(line);
    if (rest.length > MOST_LINE_CHARACTERS) {
      throw new DataError(
        `Cannot read ${where}, line ${number + 1}: it has more than ` +
          `${
            MOST_LINE_CHARACTERS.toLocaleString("en-US")
          } characters, which no row has; write one row a line`,
        { where, line: number + 1 },
      );
    }
  };
  const file = await Deno.open(path);
  try {
    const chunk = new Uint8Array(CHUNK_BYTES);
    for (;;) {
      const count = await file.read(chunk);
      if (count === null) break;
      const bytes = chunk.subarray(0, count);
      hash.update(bytes);
      decoder ??= new TextDecoder(encodingOf(bytes, where), { fatal: true });
      take(decoded(decoder, bytes, where));
    }
  } finally {
    file.close();
  }
  if (decoder === undefined) {
    throw new DataError(`Cannot read ${where}: the file is empty`, { where });
  }
  take(decoded(decoder, undefined, where));
  if (rest !== "") give(rest);
  return { sha256: hash.digest("hex"), lines: number };
}

/**
 * SHA-256 of a file's bytes, hexadecimal, in the memory of a part of it.
 *
 * @param path A file that is there.
 */
export async function fileHash(path: string): Promise<string> {
  const hash = createHash("sha256"), file = await Deno.open(path);
  for await (const part of file.readable) hash.update(part);
  return hash.digest("hex");
}

function noText(where: string, cause?: unknown): DataError {
  return new DataError(
    `Cannot read ${where}: need text in UTF-8, got bytes that are none; save it as UTF-8`,
    { where, cause },
  );
}

function decoded(
  decoder: TextDecoder,
  bytes: Uint8Array<ArrayBuffer> | undefined,
  where: string,
): string {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch (cause) {
    throw noText(where, cause);
  }
}
