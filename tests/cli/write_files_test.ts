import { deepEqual, equal, rejects, throws } from "node:assert/strict";
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

Deno.test("writeFiles() says when a file is in the way, and leaves nothing half-written", async () => {
  await inFolder(async (dir) => {
    const file = join(dir, "out");
    await Deno.writeTextFile(file, "not a folder");
    await rejects(writeFiles(file, { "a.txt": "a" }), /a file of that name is in the way/);
    await Deno.mkdir(join(dir, "ok", "b.txt"), { recursive: true });
    await Deno.writeTextFile(join(dir, "ok", "b.txt", "x"), "x");
    await rejects(writeFiles(join(dir, "ok"), { "b.txt": "b" }), /Cannot write to/);
    deepEqual([...Deno.readDirSync(join(dir, "ok"))].map(({ name }) => name), ["b.txt"]);
  });
});

Deno.test("writeFiles() says that the disk is full, and keeps the old files", async () => {
  await inFolder(async (dir) => {
    const out = join(dir, "out");
    await writeFiles(out, { "orders.csv": "old\n", "rebalance.json": "{}\n" });
    const { open } = Deno;
    let opened = 0;
    Deno.open = async (...args: Parameters<typeof open>) => {
      const file = await open(...args);
      // The second file finds no room.
      if (++opened === 2) {
        file.write = () => Promise.reject(new Error("No space left on device (os error 28)"));
      }
      return file;
    };
    try {
      await rejects(
        writeFiles(out, { "orders.csv": "new\n", "rebalance.json": "[]\n" }),
        /Cannot write to .*: the disk is full/,
      );
    } finally {
      Deno.open = open;
    }
    equal(await Deno.readTextFile(join(out, "orders.csv")), "old\n");
    equal(await Deno.readTextFile(join(out, "rebalance.json")), "{}\n");
    equal([...Deno.readDirSync(out)].length, 2);
  });
});

Deno.test("writeFiles() keeps the old files when it is interrupted while writing", async () => {
  await inFolder(async (dir) => {
    const out = join(dir, "out");
    await writeFiles(out, { "orders.csv": "old\n" });
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        "eval",
        `import { writeFiles } from ${
          JSON.stringify(import.meta.resolve("../../lib/cli/write_files.ts"))
        };
         const write = Deno.open;
         Deno.open = async (...args) => {
           const file = await write(...args);
           await file.write(new TextEncoder().encode("half"));
           console.log("writing");
           await new Promise((done) => setTimeout(done, 20_000));
           return file;
         };
         await writeFiles(${JSON.stringify(out)}, { "orders.csv": "new\\n" });`,
      ],
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const reader = child.stdout.getReader();
    await reader.read();
    child.kill("SIGINT");
    equal((await child.status).code, 130);
    await reader.cancel();
    equal(await Deno.readTextFile(join(out, "orders.csv")), "old\n");
    deepEqual([...Deno.readDirSync(out)].map(({ name }) => name), ["orders.csv"]);
  });
});
