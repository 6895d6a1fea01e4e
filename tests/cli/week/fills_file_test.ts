import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { join } from "node:path";
import { readFills } from "../../../lib/cli/week/fills_file.ts";
import { DataError } from "lab/errors";

const HEAD = "id,ticker,shares,price,fee,time\n";
const GOOD = "a1,XLE,100,45.1,0.35,2026-11-30T14:31:00Z\n";

async function reading<T>(text: string, read: (path: string) => Promise<T>): Promise<T> {
  const dir = await Deno.makeTempDir(), path = join(dir, "fills.csv");
  try {
    await Deno.writeTextFile(path, text);
    return await read(path);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("readFills() has minutes of New York, whatever the zone and the season", async () => {
  const rows = [
    GOOD,
    "a2,SEF,-5,30.25,0,2026-11-30 15:31:00+01:00\n",
    "a3,XLK,1,100,1,2026-07-01T14:31Z\n",
    // The evening of Sunday in New York is Monday in Greenwich.
    "a4,XLK,1,100,1,2026-11-30T02:00:00Z\n",
    // The hour before clocks go back, and the one after: both are 01:30.
    "a5,XLK,1,100,1,2026-11-01T05:30:00Z\n",
    "a6,XLK,1,100,1,2026-11-01T06:30:00Z\n",
  ];
  const fills = await reading(HEAD + rows.join(""), readFills);
  deepEqual(fills[0], {
    id: "a1",
    ticker: "XLE",
    shares: 100,
    price: 45.1,
    feeUsd: 0.35,
    at: "2026-11-30T09:31",
  });
  deepEqual([fills[1].shares, fills[1].feeUsd], [-5, 0]);
  deepEqual(fills.slice(1).map(({ at }) => at), [
    "2026-11-30T09:31",
    "2026-07-01T10:31",
    "2026-11-29T21:00",
    "2026-11-01T01:30",
    "2026-11-01T01:30",
  ]);
});

Deno.test("a header alone says that nothing was filled, and a line twice is left to be named", async () => {
  deepEqual(await reading(HEAD, readFills), []);
  equal((await reading(HEAD + GOOD + GOOD, readFills)).length, 2);
});

Deno.test("readFills() names file, line and column of what is wrong", async () => {
  const wrong: readonly (readonly [row: string, sentence: RegExp])[] = [
    [",XLE,1,1,0,2026-11-30T14:31Z", /column id: need the broker's id .*got ""/],
    ["a b,XLE,1,1,0,2026-11-30T14:31Z", /column id: need the broker's id/],
    ["x,xle,1,1,0,2026-11-30T14:31Z", /column ticker: need a ticker, written XLE, got "xle"/],
    ["x,CASH,1,1,0,2026-11-30T14:31Z", /column ticker: need a ticker, such as XLE, got "CASH"/],
    ["x,=A1,1,1,0,2026-11-30T14:31Z", /column ticker: need a ticker, such as XLE/],
    ["x,XLE,1.5,1,0,2026-11-30T14:31Z", /column shares: need whole shares, bought above 0/],
    ["x,XLE,0,1,0,2026-11-30T14:31Z", /column shares: need whole shares/],
    ["x,XLE,,1,0,2026-11-30T14:31Z", /column shares: need a number/],
    ["x,XLE,1,0,0,2026-11-30T14:31Z", /column price: need a price above 0/],
    ["x,XLE,1,1,,2026-11-30T14:31Z", /column fee: need a number from 0/],
    ["x,XLE,1,1,-1,2026-11-30T14:31Z", /column fee: need a number from 0/],
    ["x,XLE,1,1,0,2026-11-30T09:31", /column time: need a time with its zone/],
    ["x,XLE,1,1,0,2026-11-31T14:31Z", /column time: need a time with its zone/],
    ["x,XLE,1,1,0,2026-11-30T25:31Z", /column time: need a time with its zone/],
    ["a1,XLE,99,45.1,0.35,2026-11-30T14:31:00Z", /column id: need one id for one fill/],
    // Not the same second: another fill.
    ["a1,XLE,100,45.1,0.35,2026-11-30T14:31:01Z", /column id: need one id for one fill/],
  ];
  for (const [row, sentence] of wrong) {
    await rejects(reading(`${HEAD}${GOOD}${row}\n`, readFills), (error) => {
      match((error as Error).message, /^Cannot read fills\.csv, line 3, /);
      match((error as Error).message, sentence);
      return error instanceof DataError && error.line === 3;
    });
  }
  await rejects(reading("id,ticker\n", readFills), /column "shares" is missing/);
});
