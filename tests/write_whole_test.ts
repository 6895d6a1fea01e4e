import { deepEqual, equal, rejects } from "node:assert/strict";
import { join } from "node:path";
import { clearPartials, writeWhole } from "../lib/write_whole.ts";

async function inFolder(act: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await act(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const namesIn = async (folder: string) =>
  (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();

Deno.test("writeWhole() of many at once leaves one of them, whole, and nothing beside it", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "a", "b.txt"), size = 300_000;
    await Promise.all("abcdefgh".split("").map((one) => writeWhole(path, one.repeat(size))));
    const text = await Deno.readTextFile(path);
    equal(text, text[0].repeat(size));
    deepEqual(await namesIn(join(folder, "a")), ["b.txt"]);
  });
});

Deno.test("writeWhole() that fails leaves what was there", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "there", "inside"), { recursive: true });
    await rejects(writeWhole(join(folder, "there"), new Uint8Array([1])));
    deepEqual(await namesIn(folder), ["there"]);
    deepEqual(await namesIn(join(folder, "there")), ["inside"]);
  });
});

Deno.test("clearPartials() takes what killed writers left, and nothing else", async () => {
  await inFolder(async (folder) => {
    const names = [".b.txt.7.partial", ".hidden", "b.partial", "b.txt"];
    for (const name of names) await Deno.writeTextFile(join(folder, name), "x");
    await Deno.mkdir(join(folder, ".folder.partial"));
    await clearPartials([folder, join(folder, "not there")]);
    deepEqual(await namesIn(folder), [".folder.partial", ...names.slice(1)]);
  });
});
