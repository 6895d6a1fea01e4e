import { basename, dirname, join } from "node:path";

/**
 * Writes a file so that whoever reads it sees the old one or the new one, never a part: the bytes go to
 * a file of another name, are on the disk, and then take the place. Folders on the way are made.
 *
 * @example
 * ```ts
 * import { writeWhole } from "./write_whole.ts";
 * import { equal } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * await writeWhole(`${folder}/a/b.txt`, "whole");
 * equal(await Deno.readTextFile(`${folder}/a/b.txt`), "whole");
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function writeWhole(
  path: string,
  content: Uint8Array | string,
): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  const name = `.${basename(path)}.${crypto.randomUUID()}.partial`;
  const partial = join(dirname(path), name);
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

/**
 * Takes away what runs left that were killed while they wrote. Only for folders in which nobody else is at
 * work.
 *
 * @example
 * ```ts
 * import { clearPartials } from "./write_whole.ts";
 * import { equal } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${folder}/.flows.csv.7.partial`, "sec");
 * await clearPartials([folder, `${folder}/not there`]);
 * equal((await Array.fromAsync(Deno.readDir(folder))).length, 0);
 * await Deno.remove(folder);
 * ```
 */
export async function clearPartials(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    try {
      for await (const { name, isFile } of Deno.readDir(folder)) {
        if (isFile && /^\..+\.partial$/.test(name)) await Deno.remove(join(folder, name));
      }
    } catch (cause) {
      if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    }
  }
}
