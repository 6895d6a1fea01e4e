import { DataError } from "../errors.ts";
import { readBytes, textOf } from "../market/mod.ts";

/**
 * What a JSON file holds; its shape is the caller's matter.
 *
 * @throws {DataError} If there is no such file, or it is no JSON.
 */
export async function readJson(path: string): Promise<unknown> {
  const file = await readBytes(path), { where } = file;
  const text = textOf(file, "JSON");
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DataError(`Cannot read ${where}: it is no JSON (${(cause as Error).message})`, {
      where,
      cause,
    });
  }
}
