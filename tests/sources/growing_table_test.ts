import { deepEqual, equal, rejects } from "node:assert/strict";
import { openGrowingTable } from "lab/sources";

const COLUMNS = ["sector", "text"];

async function inFile(act: (path: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await act(`${folder}/t.csv`);
    // Nothing half-written is left behind.
    const left = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
    deepEqual(left.filter((name) => name !== "t.csv"), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("append() leaves what is there as it is, byte for byte", async () => {
  await inFile(async (path) => {
    const before = '\uFEFFsector,text\r\nXLK,"a, ""b"""\r\nXLE,c';
    await Deno.writeTextFile(path, before);
    const table = await openGrowingTable(path, COLUMNS);
    deepEqual(table.rows, [{ sector: "XLK", text: 'a, "b"' }, { sector: "XLE", text: "c" }]);
    await table.append([{ sector: "XLF", text: 'd, "e"' }]);
    equal(await Deno.readTextFile(path), `${before}\nXLF,"d, ""e"""\n`);
    equal((await openGrowingTable(path, COLUMNS)).rows.length, 3);
  });
});

Deno.test("append() adds to what it added before", async () => {
  await inFile(async (path) => {
    const table = await openGrowingTable(path, COLUMNS);
    await table.append([{ sector: "XLK", text: "a" }]);
    await table.append([{ sector: "XLE", text: "b" }]);
    equal(await Deno.readTextFile(path), "sector,text\nXLK,a\nXLE,b\n");
  });
});

Deno.test("append() of nothing writes nothing, and a file with a header alone has no rows", async () => {
  await inFile(async (path) => {
    await (await openGrowingTable(path, COLUMNS)).append([]);
    await rejects(Deno.stat(path), Deno.errors.NotFound);
    await Deno.writeTextFile(path, "sector,text\n");
    deepEqual((await openGrowingTable(path, COLUMNS)).rows, []);
  });
});

Deno.test("a file with other columns, or with half a line, is refused and stays", async () => {
  for (const text of ["sector,words\nXLK,a\n", "sector,text\nXLK,a\nXL"]) {
    await inFile(async (path) => {
      await Deno.writeTextFile(path, text);
      await rejects(openGrowingTable(path, COLUMNS), /none is ever changed: move it away/);
      equal(await Deno.readTextFile(path), text);
    });
  }
});
