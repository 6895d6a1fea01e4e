import { chainedFile, lineBytes } from "lab/log";
import { deepEqual, equal, throws } from "node:assert/strict";
import { existsSync } from "node:fs";

async function withFile(test: (folder: string) => void | Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
const opened = (folder: string) =>
  chainedFile({ log: `${folder}/logs/a.jsonl`, head: `${folder}/heads/a.json` });
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

Deno.test("to look makes nothing", () =>
  withFile((folder) => {
    const file = opened(folder);
    deepEqual([file.size(), file.bytes().length, file.head()], [0, 0, undefined]);
    equal(existsSync(`${folder}/logs`), false);
  }));

Deno.test("lines are appended, and a part of them is read by its places", () =>
  withFile((folder) => {
    const file = opened(folder);
    file.locked(() => file.append(lineBytes(["one", "two"])));
    file.locked(() => file.append(lineBytes(["three"])));
    equal(text(file.bytes()), "one\ntwo\nthree\n");
    equal(text(file.bytes(4)), "two\nthree\n");
    equal(text(file.bytes(4, 7)), "two");
    equal(file.size(), 14);
  }));

Deno.test("a line that a crash cut short stays apart from the next", () =>
  withFile((folder) => {
    const file = opened(folder);
    file.locked(() => file.append(new TextEncoder().encode("ha")));
    file.locked(() => file.append(lineBytes(["whole"])));
    equal(text(file.bytes()), "ha\nwhole\n");
  }));

Deno.test("a full disk leaves no half line behind", () =>
  withFile((folder) => {
    const file = opened(folder), { syncDataSync } = Deno.FsFile.prototype;
    file.locked(() => file.append(lineBytes(["one"])));
    Deno.FsFile.prototype.syncDataSync = () => {
      throw new Error("No space left on device");
    };
    try {
      throws(() => file.locked(() => file.append(lineBytes(["two"]))), /No space left/);
    } finally {
      Deno.FsFile.prototype.syncDataSync = syncDataSync;
    }
    equal(text(file.bytes()), "one\n");
  }));

Deno.test("a head is replaced whole, and one that cannot be read is none", () =>
  withFile((folder) => {
    const file = opened(folder);
    file.locked(() => file.writeHead({ records: 2, hash: "ab", more: 1 }));
    deepEqual(file.head(), { records: 2, hash: "ab", more: 1 });
    for (const spoilt of ["", "{", "[]", '{"records":"2","hash":"ab"}', '{"records":2}']) {
      Deno.writeTextFileSync(`${folder}/heads/a.json`, spoilt);
      equal(file.head(), undefined, spoilt);
    }
  }));

Deno.test("a lock is given back when the work throws", () =>
  withFile((folder) => {
    const file = opened(folder);
    for (let i = 0; i < 3; i++) {
      try {
        file.locked(() => {
          throw new Error("no");
        });
      } catch {
        // As it should.
      }
    }
    equal(file.locked(() => 7), 7);
  }));
