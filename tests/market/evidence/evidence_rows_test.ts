import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { createHash } from "node:crypto";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import pl from "nodejs-polars";
import { eachRow } from "../../../lib/market/evidence/evidence_rows.ts";
import { MOST_LINE_CHARACTERS } from "../../../lib/market/evidence/evidence_lines.ts";
import { inFolder } from "./in_folder.ts";

/** All that a file gives: names of its columns, then its rows with their lines. */
function given(name: string, content: string | Uint8Array) {
  return inFolder({ [name]: content }, async (folder) => {
    const names: string[][] = [], rows: [number, readonly unknown[]][] = [];
    const read = await eachRow(join(folder, name), {
      columns: (list) => names.push([...list]),
      row: (cells, line) => rows.push([line, [...cells]]),
    });
    return { ...read, names, cells: rows };
  });
}

Deno.test("CSV comes row by row: quotes over commas and lines, Windows line ends, a mark, blank ends", async () => {
  const text =
    '\uFEFF# a comment\r\nsector,text\r\nXLK,"Chips, ""scarce"""\r\nXLE,"two\r\nlines"\r\nXLF,last\r\n\r\n';
  const { names, cells, sha256, rows } = await given("headlines.csv", text);
  deepEqual(names, [["sector", "text"]]);
  deepEqual(cells, [
    [3, ["XLK", 'Chips, "scarce"']],
    [4, ["XLE", "two\nlines"]],
    [6, ["XLF", "last"]],
  ]);
  equal(rows, 3);
  equal(sha256, createHash("sha256").update(text).digest("hex"));
});

Deno.test("CSV in UTF-16, and letters and line ends that lie across two chunks", async () => {
  const utf16 = new Uint8Array([
    0xff,
    0xfe,
    ...new Uint8Array(
      new Uint16Array(
        [..."a,b\nü,1\n"].map((one) => one.charCodeAt(0)),
      ).buffer,
    ),
  ]);
  deepEqual((await given("x.csv", utf16)).cells, [[2, ["ü", "1"]]]);
  // The first chunk ends at each byte of the last two rows, within "ü" and between both ends of a line.
  for (let at = 0; at <= 20; at++) {
    const filler = "x".repeat((1 << 18) - 17 - at);
    const rows = filler.match(/.{1,100000}/g)!.map((one) => `1,${one}`);
    const { cells } = await given("x.csv", ["a,b", ...rows, "2,üüüüü", "3,ü"].join("\r\n"));
    deepEqual(cells.slice(-2).map(([, row]) => row), [["2", "üüüüü"], ["3", "ü"]]);
  }
});

Deno.test("JSON lines give their keys as columns, new ones when they come", async () => {
  const lines = [
    '{"sector":"XLK","text":"a"}',
    "",
    '{"text":"b","url":"https://x.y","sector":null}',
  ];
  const { names, cells } = await given("headlines.ndjson", lines.join("\n"));
  deepEqual(names, [["sector", "text"], ["sector", "text", "url"]]);
  deepEqual(cells, [[1, ["XLK", "a"]], [3, [null, "b", "https://x.y"]]]);
});

Deno.test("a Parquet file's instants without a zone keep none, others are universal", async () => {
  const when = pl.Series("zoned", [new Date("2024-07-15T21:05:00Z")]);
  const frame = pl.DataFrame({
    sector: ["XLK"],
    naive: [new Date("2024-07-15T21:05:00Z")],
    value: [NaN],
  }).withColumn(when.cast(pl.Datetime("us", "UTC")));
  const bytes = frame.writeParquet() as Buffer;
  const { names, cells } = await given("x.parquet", new Uint8Array(bytes));
  deepEqual(names, [["sector", "naive", "value", "zoned"]]);
  deepEqual(cells, [[1, ["XLK", "2024-07-15T21:05:00.000", null, "2024-07-15T21:05:00.000Z"]]]);
});

Deno.test("what is no row is refused with file and line", async () => {
  const cases: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
    ["x.csv", "", /^DataError: Cannot read x\.csv: the file is empty/],
    ["x.csv", "a,b\n1\n", /x\.csv, line 2: need 2 cells as in the header, got 1 cell/],
    ["x.csv", "a,b\n1,2\n\n3,4\n", /line 3: need 2 cells as in the header, got an empty line/],
    ["x.csv", 'a,b\n1,"2\n3,4\n', /line 2: a quote that begins here is not closed/],
    ["x.csv", "a;b\n1;2\n", /the cells are parted by semicolons, need commas/],
    ["x.csv", "a,a\n1,2\n", /column "a" stands there twice/],
    ["x.csv", Uint8Array.of(0x61, 0xff, 0x0a), /need text in UTF-8, got bytes that are none/],
    ["x.csv", "a,b\n1,\0\n", /need text in UTF-8/],
    ["x.csv", Uint8Array.of(0x1f, 0x8b, 8, 0), /got a gzip archive; unpack it/],
    ["x.jsonl", "{a}\n", /x\.jsonl, line 1: it is no JSON \(.+\); need one object a line/],
    ["x.jsonl", "[1]\n", /line 1: need an object with a key for each column, got \[1\]/],
    ["x.jsonl", '{"a":{"b":1}}\n', /line 1: column "a" needs a text, a number or null, got/],
    ["x.jsonl", "\n\n", /x\.jsonl: the file is empty/],
    ["x.parquet", "PAR0", /its bytes do not begin with PAR1/],
  ];
  for (const [name, content, message] of cases) {
    await rejects(given(name, content), message, `${name} ${content}`);
  }
});

Deno.test("a line that never ends is refused before it fills the memory", async () => {
  const long = `a,b\n1,${"x".repeat(MOST_LINE_CHARACTERS * 3)}`;
  await rejects(
    given("x.csv", long),
    /line 2: it has more than 200,000 characters, which no row has/,
  );
  const open = ["a,b", '1,"x', ...Array.from({ length: 200 }, () => "y")].join("\n");
  await rejects(given("x.csv", open), /line 2: a quote that begins here is not closed/);
});

Deno.test("a text file of any size takes the memory of its longest row", async () => {
  await inFolder({}, async (folder) => {
    const path = join(folder, "headlines.csv"), file = await Deno.create(path);
    const block = new TextEncoder().encode(
      "XLK,2024-03-04 16:05,Chips are scarce and dear again this quarter\n".repeat(16_000),
    );
    await file.write(new TextEncoder().encode("sector,available_at,text\n"));
    for (let i = 0; i < 64; i++) await file.write(block);
    file.close();
    const size = (await Deno.stat(path)).size;
    ok(size > 60_000_000, String(size));
    let most = 0, rows = 0;
    const before = Deno.memoryUsage().rss;
    await eachRow(path, {
      columns: () => {},
      row: () => {
        if (++rows % 50_000 === 0) most = Math.max(most, Deno.memoryUsage().rss - before);
      },
    });
    equal(rows, 64 * 16_000);
    ok(
      most < size / 1.2,
      `${Math.round(most / 1e6)} MB more for a file of ${Math.round(size / 1e6)} MB`,
    );
  });
});

Deno.test("a Parquet file, which is read whole, has a largest size", async () => {
  await inFolder({}, async (folder) => {
    const path = join(folder, "headlines.parquet");
    // A file of holes takes no room.
    await Deno.writeTextFile(path, "PAR1");
    await Deno.truncate(path, 300 * 2 ** 20);
    await rejects(
      eachRow(path, { columns: () => {}, row: () => {} }),
      /it has 300 MB, and a Parquet file is read whole, at most 256 MB; save it as CSV or JSON lines/,
    );
  });
});
