import { deepEqual, match, rejects } from "node:assert/strict";
import { join } from "node:path";
import { readActions } from "../../../lib/cli/week/actions_file.ts";
import { DataError } from "lab/errors";

const HEAD = "day,ticker,split,dividend,ends,cash,fee,paid\n";

async function read(text: string) {
  const dir = await Deno.makeTempDir(), path = join(dir, "actions.csv");
  try {
    await Deno.writeTextFile(path, text);
    return await readActions(path);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("readActions() knows splits, dividends, ends, cash and fees", async () => {
  const rows = [
    "2025-12-05,XLK,2:1,,,,,",
    "2025-12-05,XLE,2,,,,,",
    "2025-12-05,DUG,0.25,,,,,",
    "2025-12-05,SZK,1:3,,,,,",
    "2025-12-22,XLE,,0.7105,,,,2025-12-24",
    "2025-12-22,XLF,,0.2,,,,",
    "2025-12-23,REK,,,14.25,,,",
    "2025-12-23,,,,,-250.5,,",
    "2025-12-23,DUG,,,,12.34,,",
    "2025-12-31,,,,,,1.99,",
  ];
  deepEqual(
    (await read(HEAD + rows.join("\n"))).map((one) => ({ ...one, day: undefined })),
    [
      { kind: "split", ticker: "XLK", gives: 2, takes: 1 },
      { kind: "split", ticker: "XLE", gives: 2, takes: 1 },
      { kind: "split", ticker: "DUG", gives: 1, takes: 4 },
      { kind: "split", ticker: "SZK", gives: 1, takes: 3 },
      { kind: "dividend", ticker: "XLE", usdPerShare: 0.7105, paid: "2025-12-24" },
      { kind: "dividend", ticker: "XLF", usdPerShare: 0.2, paid: "2025-12-22" },
      { kind: "ends", ticker: "REK", usdPerShare: 14.25 },
      { kind: "cash", usd: -250.5 },
      { kind: "cash", ticker: "DUG", usd: 12.34 },
      { kind: "fee", usd: 1.99 },
    ].map((one) => ({ ...one, day: undefined })),
  );
  deepEqual(await read("day,cash\n2026-01-02,5\n"), [
    { kind: "cash", day: "2026-01-02", usd: 5 },
  ]);
  deepEqual(await read("day,cash\n"), []);
});

Deno.test("readActions() names file, line and column of what is wrong", async () => {
  const wrong: readonly (readonly [row: string, sentence: RegExp])[] = [
    ["5/12/2025,XLK,2:1,,,,,", /column day: need a calendar day/],
    [
      "2025-12-05,,,,,,,",
      /column cash: need one of split, dividend, ends, cash or fee in a row, got ""/,
    ],
    ["2025-12-05,XLK,2:1,0.5,,,,", /column split: need one of .* in a row, not split and dividend/],
    ["2025-12-05,,2:1,,,,,", /column ticker: need a ticker, such as XLE/],
    ["2025-12-05,xlk,2:1,,,,,", /column ticker: need a ticker, written XLK/],
    ["2025-12-05,XLK,0.33,,,,,", /column split: need new shares for old ones in whole numbers/],
    ["2025-12-05,XLK,0:1,,,,,", /column split: need new shares/],
    ["2025-12-05,XLK,0,,,,,", /column split: need new shares/],
    ["2025-12-05,XLK,2.5,,,,,", /column split: need new shares/],
    ["2025-12-05,XLK,-2,,,,,", /column split: need new shares/],
    ["2025-12-05,XLK,,0,,,,", /column dividend: need a number above 0/],
    ["2025-12-05,XLK,,-1,,,,", /column dividend: need a number from 0/],
    ["2025-12-05,XLK,,1,,,,2025-12-04", /column paid: need a day not before 2025-12-05/],
    ["2025-12-05,XLK,2:1,,,,,2025-12-08", /column paid: need nothing beside a split/],
    ["2025-12-05,,,,,0,,", /column cash: need dollars in, or out below 0/],
    ["2025-12-05,,,,,,-1,", /column fee: need a number from 0/],
    ["2025-12-01,XLE,2:1,,,,,", /column split: need each row once \(line 2 has the same\)/],
    ["2025-12-01,XLE,2,,,,,", /column split: need each row once/],
  ];
  for (const [row, sentence] of wrong) {
    await rejects(read(`${HEAD}2025-12-01,XLE,2:1,,,,,\n${row}\n`), (error) => {
      match((error as Error).message, /^Cannot read actions\.csv, line 3, /);
      match((error as Error).message, sentence);
      return error instanceof DataError && error.line === 3;
    });
  }
  await rejects(read("day,interest\n2025-12-01,3\n"), /unknown column "interest"/);
});
