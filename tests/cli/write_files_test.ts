import { deepEqual, rejects, throws } from "node:assert/strict";
import { join } from "node:path";
import { checkWritable, writeFiles } from "../../lib/cli/write_files.ts";

async function inFolder(act: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await act(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
const namesIn = async (folder: string) =>
  (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);

Deno.test("checkWritable() leaves nothing behind, and makes no folder", async () => {
  await inFolder(async (folder) => {
    checkWritable(folder);
    checkWritable(join(folder, "not", "there", "yet"));
    checkWritable(undefined);
    deepEqual(await namesIn(folder), []);
  });
});

Deno.test("checkWritable() and writeFiles() refuse a file in the way, with the same sentence", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "file");
    await Deno.writeTextFile(file, "mine");
    for (const dir of [file, join(file, "below")]) {
      const message =
        `Cannot write to ${dir}: a file of that name is in the way; give --out a folder`;
      throws(() => checkWritable(dir), { name: "LabError", message });
      await rejects(writeFiles(dir, { "a.txt": "a" }), { name: "LabError", message });
    }
    deepEqual(await Deno.readTextFile(file), "mine");
    deepEqual(await namesIn(folder), ["file"]);
  });
});

Deno.test({
  name: "checkWritable() refuses a folder that this user may not write",
  // Root may write anywhere that is no file system of the kernel's own.
  ignore: Deno.build.os !== "linux",
  fn: () => {
    throws(
      () => checkWritable("/proc/self/lab"),
      /^LabError: Cannot write to \/proc\/self\/lab: /,
    );
  },
});
