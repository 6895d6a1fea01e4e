import { LabError } from "../errors.ts";

/**
 * Writes a file so that it is there whole or not at all: a partial file first, then moved into place.
 *
 * @throws {LabError} If it cannot be written; what was there before stays.
 */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const partial = `${path}.partial`;
  try {
    const file = await Deno.open(partial, { write: true, create: true, truncate: true });
    try {
      for (let done = 0; done < bytes.length;) done += await file.write(bytes.subarray(done));
    } finally {
      file.close();
    }
    await Deno.rename(partial, path);
  } catch (cause) {
    await Deno.remove(partial).catch(() => {});
    const text = cause instanceof Error ? cause.message : String(cause);
    const why = /ENOSPC|no space/i.test(text) ? "the disk is full" : text;
    throw new LabError(
      `Cannot write ${path}: ${why}; what was finished before stays, and the same sweep goes on from ` +
        "there",
      { cause },
    );
  }
}
