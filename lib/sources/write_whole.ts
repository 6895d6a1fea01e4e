import { dirname } from "node:path";

/**
 * Writes a file so that whoever reads it sees the old one or the new one, never a part: the bytes go to
 * a file of another name, are on the disk, and then take the place. Folders on the way are made.
 */
export async function writeWhole(
  path: string,
  content: Uint8Array<ArrayBuffer> | string,
): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  const partial = `${path}.${crypto.randomUUID()}.partial`;
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  try {
    const file = await Deno.open(partial, { write: true, createNew: true });
    try {
      for (let done = 0; done < bytes.length;) done += await file.write(bytes.subarray(done));
      await file.sync();
    } finally {
      file.close();
    }
    await Deno.rename(partial, path);
  } catch (cause) {
    await Deno.remove(partial).catch(() => {});
    throw cause;
  }
}
