import { basename } from "node:path";
import { DataError } from "../errors.ts";

/**
 * What a JSON file holds; its shape is the caller's matter.
 *
 * @throws {DataError} If there is no such file, or it is no JSON.
 */
export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await Deno.readTextFile(path));
  } catch (cause) {
    const why = cause instanceof Deno.errors.NotFound
      ? "there is no such file"
      : cause instanceof SyntaxError
      ? `it is no JSON (${cause.message})`
      : (cause as Error).message;
    throw new DataError(`Cannot read ${basename(path)}: ${why}`, { where: basename(path), cause });
  }
}
