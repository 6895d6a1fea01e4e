import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { LabError } from "lab/errors";
import { type PriceMarketOptions, readCsvRows, readPrices, snapshot } from "lab/market";
import { day } from "lab/units";

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
const SMALL = fixture("prices_small.csv");
const OPENS = fixture("prices_opens.csv");

const HEAD = "date,XLE,XLF,XLK,SPY";
const ROW = "2020-01-02,60.1,30.8,92,324.9";
const NEXT = "2020-01-03,59.9,30.5,91,322.4";

/** Runs with a file of that content, which is gone afterwards. */
async function withFile<T>(
  name: string,
  content: string | Uint8Array,
  run: (path: string) => Promise<T>,
): Promise<T> {
  const folder = await Deno.makeTempDir();
  try {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    await Deno.writeFile(`${folder}/${name}`, bytes);
    return await run(`${folder}/${name}`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const readText = (text: string, options?: PriceMarketOptions) =>
  withFile("p.csv", text, (path) => readPrices(path, options));

const closes = (market: Awaited<ReturnType<typeof readPrices>>) =>
  Object.fromEntries([...market.prices.close].map(([ticker, values]) => [ticker, [...values]]));

Deno.test("readPrices() joins files by day and leaves gaps as gaps", async () => {
  const market = await readPrices([SMALL, OPENS]);
  equal(market.frequency, "daily");
  equal(market.index, "SPY");
  deepEqual(market.source, {
    kind: "real",
    provider: "prices_small.csv, prices_opens.csv",
    dividends: true,
    from: "2020-01-02",
    to: "2020-01-09",
  });
  deepEqual(market.prices.days, [
    "2020-01-02",
    "2020-01-03",
    "2020-01-06",
    "2020-01-07",
    "2020-01-08",
    "2020-01-09",
  ]);
  const { XLF, XLU, DUG } = closes(market);
  deepEqual(XLF, [30.8, 30.5, NaN, 30.3, NaN, NaN]);
  deepEqual(XLU, [NaN, 64.4, 64.5, NaN, 64.1, 64.5]);
  deepEqual(DUG, [NaN, 17.1, 16.8, 16.9, 17.5, NaN]);
  deepEqual([...market.prices.open.get("XLU")!], [NaN, 64.1, 64.3, NaN, 64.2, 64.15]);
  deepEqual([...market.prices.volume.get("XLU")!], [NaN, 1.2e6, 9e5, NaN, NaN, 0]);
  deepEqual([market.fundamentals, market.headlines, market.flows, market.styles], [[], [], [], []]);
});

Deno.test("readPrices() takes ^IRX, percent a year, as the risk-free rate", async () => {
  const market = await readPrices([SMALL, OPENS]);
  equal(snapshot(market, day("2020-01-06")).ratePerYear, 1.488 / 100);
  equal(snapshot(market, day("2020-01-02")).ratePerYear, undefined);
});

Deno.test("readPrices() counts adjusted closes as trade prices on the last day only", async () => {
  const market = await readPrices(SMALL);
  equal(market.prices.adjustedAsOf, "2020-01-08");
  // XLF has no price on the 8th, and is traded at no older one.
  deepEqual(snapshot(market, day("2020-01-08")).tradePrice("XLE"), { price: 59.2 });
  deepEqual(snapshot(market, day("2020-01-08")).tradePrice("XLF"), { reason: "no price" });
  deepEqual(snapshot(market, day("2020-01-07")).tradePrice("XLE"), { reason: "adjusted price" });
  const traded = await readPrices(SMALL, { adjusted: false });
  equal(traded.prices.adjustedAsOf, undefined);
  deepEqual(snapshot(traded, day("2020-01-06")).tradePrice("XLE"), { price: 60.4 });
});

Deno.test("readPrices() reports holes, absent sectors and the files' hashes", async () => {
  const market = await readPrices(SMALL);
  deepEqual(market.warnings.map((one) => one.message), [
    "The newest row, 2020-01-08, has no price of XLF: it is absent on that day. The last day with it is 2020-01-07.",
    "XLB, XLC, XLI, XLP, XLRE, XLU, XLV, XLY have no prices and stay out of the book.",
    "XLF has no price on 1 day between its first and last (2020-01-06); a return across a hole is left out.",
  ]);
  equal(market.files[0].rows, 5);
  match(market.files[0].sha256, /^[0-9a-f]{64}$/);
});

Deno.test("readPrices() reports ticks of inverse funds that come back, and keeps them", async () => {
  const market = await readText([
    HEAD + ",DUG",
    ROW + ",100",
    NEXT + ",60",
    "2020-01-06,60,30,91,322,101",
    "2020-01-07,60,30,91,322,101",
  ].join("\n"));
  const warning = market.warnings.find((one) => one.kind === "suspect ticks");
  deepEqual(warning?.days, ["2020-01-03", "2020-01-06"]);
  equal(closes(market).DUG[1], 60);
});

Deno.test("readPrices() reads quotes, spaces, a byte order mark and Windows line ends", async () => {
  const plain = closes(await readText([HEAD, ROW, NEXT].join("\n")));
  deepEqual(closes(await readText("\uFEFF" + [HEAD, ROW, NEXT, ""].join("\r\n"))), plain);
  deepEqual(
    closes(
      await readText([
        '"date","XLE",XLF,XLK,SPY',
        '"2020-01-02"," 60.1",30.8,92,324.9',
        "2020-01-03 00:00:00-05:00,59.9,30.5,9.1e1,322.4\n\n",
      ].join("\n")),
    ),
    plain,
  );
});

const FAULTS: readonly (readonly [string, readonly string[], RegExp])[] = [
  ["an empty file", [""], /p\.csv: the file is empty$/],
  ["white space alone", [" ", ""], /p\.csv: the file is empty$/],
  ["a header alone", [HEAD], /p\.csv: there is no row below the header$/],
  [
    "a table without days",
    [HEAD.replace("date", "XLU"), "60,60.1,30.8,92,324.9"],
    /line 1: there is no column "date", got "XLU"/,
  ],
  [
    "semicolons",
    [HEAD.replaceAll(",", ";"), ROW.replaceAll(",", ";")],
    /parted by semicolons, need commas$/,
  ],
  ["tabs", [HEAD.replaceAll(",", "\t"), ROW.replaceAll(",", "\t")], /parted by tabs, need commas$/],
  ["a column without a name", [HEAD.replace("XLF", ""), ROW], /line 1: column 3 has no name$/],
  ["a column twice", [HEAD.replace("XLF", "XLE"), ROW], /line 1: column "XLE" stands there twice$/],
  [
    "a close twice",
    [HEAD.replace("XLF", "XLE_close"), ROW],
    /XLE has its close twice, in XLE and XLE_close$/,
  ],
  [
    "an open without a close",
    [HEAD.replace("XLE", "XLE_open"), ROW],
    /XLE_open has no close beside it/,
  ],
  [
    "unknown tickers",
    [HEAD.replace("XLF", "XLFF"), ROW],
    /unknown column "XLFF"; known are date, XLB/,
  ],
  [
    "another form of date",
    [HEAD, ROW, NEXT.replace("2020-01-03", "01/03/2020")],
    /line 3, column date: need a calendar day as YYYY-MM-DD, got "01\/03\/2020"$/,
  ],
  [
    "a day that does not exist",
    [HEAD, ROW.replace("01-02", "02-30")],
    /line 2, column date: need a calendar day .*got "2020-02-30"$/,
  ],
  [
    "a time of day",
    [HEAD, ROW.replace("01-02", "01-02 16:00")],
    /line 2, column date: .*got "2020-01-02 16:00"$/,
  ],
  [
    "days out of order",
    [HEAD, ROW, NEXT.replace("01-03", "01-06"), NEXT],
    /line 4, column date: need days in order, but the row before is 2020-01-06, got "2020-01-03"$/,
  ],
  ["a day twice", [HEAD, ROW, ROW], /line 3, column date: need each day once.*got "2020-01-02"$/],
  [
    "a Saturday",
    [HEAD, ROW, NEXT.replace("01-03", "01-04")],
    /line 3, column date: need a trading day, but this is a Saturday/,
  ],
  [
    "text for a price",
    [HEAD, ROW, NEXT.replace("30.5", "abc")],
    /line 3, column XLF: need a price above 0, got "abc"$/,
  ],
  [
    "a word for a missing price",
    [HEAD, ROW, NEXT.replace("30.5", "NaN")],
    /column XLF: need a price above 0 or an empty cell where there is none, got "NaN"$/,
  ],
  [
    "a decimal comma",
    [HEAD, ROW, NEXT.replace("30.5", '"30,5"')],
    /column XLF: .*decimal point and no thousands separator, got "30,5"$/,
  ],
  [
    "a negative price",
    [HEAD, ROW, NEXT.replace("30.5", "-30.5")],
    /line 3, column XLF: need a price above 0, got "-30.5"$/,
  ],
  [
    "a price of zero",
    [HEAD, ROW, NEXT.replace("30.5", "0")],
    /line 3, column XLF: need a price above 0, got "0"$/,
  ],
  [
    "an infinite price",
    [HEAD, ROW, NEXT.replace("30.5", "1e999")],
    /line 3, column XLF: need a price above 0, got "1e999"$/,
  ],
  [
    "an impossible jump",
    [HEAD, ROW, NEXT.replace("30.5", "305")],
    /line 3, column XLF: need a price within a factor 1\.5 of the close of 2020-01-02, 30\.8 .*got "305"$/,
  ],
  [
    "an unadjusted split",
    [HEAD, ROW, NEXT.replace("91", "46")],
    /line 3, column XLK: need a price within a factor 1\.5 .*unadjusted split.*got "46"$/,
  ],
  [
    "an open far from its close",
    [HEAD.replace("SPY", "SPY,SPY_open"), ROW + ",3249"],
    /line 2, column SPY_open: need a price within a factor 1\.5 of the close of that day, 324\.9/,
  ],
  [
    "a negative volume",
    [HEAD + ",SPY_volume", ROW + ",-1"],
    /column SPY_volume: need a number of shares of at least 0, got "-1"$/,
  ],
  [
    "a rate that is no percentage",
    [HEAD + ",^IRX", ROW + ",475"],
    /column \^IRX: need percent a year from -5 to 30, got "475"$/,
  ],
  [
    "too many cells",
    [HEAD, ROW, NEXT + ",1"],
    /line 3: need 5 cells as in the header, got 6 cells$/,
  ],
  [
    "too few cells",
    [HEAD, ROW, "2020-01-03,59.9"],
    /line 3: need 5 cells as in the header, got 2 cells$/,
  ],
  [
    "an empty line inside",
    [HEAD, ROW, "", NEXT],
    /line 3: need 5 cells as in the header, got an empty line$/,
  ],
  [
    "an open quote",
    [HEAD, ROW, NEXT.replace("59.9", '"59.9')],
    /line 3: a quote is not closed in its line$/,
  ],
  ["no SPY", ["date,XLE,XLF,XLK", "2020-01-02,1,1,1"], /SPY, to which betas refer, has no prices$/],
  [
    "two sectors",
    ["date,XLE,XLF,SPY", "2020-01-02,1,1,1"],
    /need prices of at least 3 of XLB .*, got XLE XLF$/,
  ],
  [
    "a price before the fund was listed",
    ["date,XLE,XLF,XLC,SPY", "2017-01-03,1,1,1,1"],
    /line 2, column XLC: need an empty cell before the first trading day of XLC, 2018-06-19, got "1"$/,
  ],
];

for (const [name, lines, message] of FAULTS) {
  Deno.test(`readPrices() refuses ${name}`, async () => {
    await rejects(readText(lines.join("\n")), (error) => {
      ok(error instanceof LabError && error.name === "DataError");
      match(error.message, message);
      return true;
    });
  });
}

Deno.test("readPrices() keeps the facts of a fault as fields", async () => {
  await rejects(readText([HEAD, ROW, NEXT.replace("30.5", "abc")].join("\n")), {
    where: "p.csv",
    line: 3,
    column: "XLF",
    value: "abc",
  });
});

Deno.test("readPrices() keeps further tickers that it is told of", async () => {
  const market = await readText(`${HEAD},QQQ\n${ROW},212`, { extra: ["QQQ"] });
  deepEqual(closes(market).QQQ, [212]);
});

Deno.test("readPrices() lets a −2x fund move twice as far as its sector", async () => {
  // DUG moved −27 % on one day of 2020; a factor 1.9 up is no fault, 2.1 is.
  const rows = (next: string) => [HEAD + ",DUG", ROW + ",10", NEXT + "," + next].join("\n");
  equal(closes(await readText(rows("19"))).DUG[1], 19);
  await rejects(readText(rows("21")), /column DUG: need a price within a factor 2 /);
});

Deno.test("readPrices() says what is wrong with a path or a file", async () => {
  await rejects(
    readPrices("nowhere/p.csv"),
    /Cannot read nowhere\/p\.csv: there is no folder .*\/nowhere$/,
  );
  await rejects(
    readPrices("tests/p.csv"),
    /Cannot read tests\/p\.csv: there is no such file in .*\/tests$/,
  );
  await rejects(readPrices("tests"), /Cannot read tests: the folder holds no file that ends in/);
  await rejects(readPrices([]), /need at least one path/);
  await rejects(
    readPrices([SMALL, SMALL]),
    /XLE has its close in prices_small\.csv and in prices_small\.csv/,
  );
  await rejects(
    withFile("p.xlsx", "PK", readPrices),
    /p\.xlsx: need a file that ends in \.csv or \.parquet$/,
  );
  const zip = new Uint8Array([0x50, 0x4b, 3, 4, 0]);
  await rejects(withFile("p.csv", zip, readPrices), /need CSV text in UTF-8, got a zip archive/);
  const latin1 = new Uint8Array([0x64, 0xe9, 0x2c]);
  await rejects(withFile("p.csv", latin1, readPrices), /got bytes that are not; save it as CSV/);
  await rejects(
    withFile("p.parquet", HEAD, readPrices),
    /its name says Parquet, but its bytes do not/,
  );
  await rejects(withFile("p.parquet", "PAR1 cut short", readPrices), /it is no whole Parquet file/);
});

/** The bytes of a Parquet file with those columns. */
async function parquet(columns: Record<string, unknown[]>): Promise<Uint8Array> {
  const pl = (await import("nodejs-polars")).default;
  const folder = await Deno.makeTempDir();
  try {
    pl.DataFrame(columns).writeParquet(`${folder}/x.parquet`);
    return await Deno.readFile(`${folder}/x.parquet`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const FRAME = {
  date: ["2020-01-02", "2020-01-03"],
  XLE: [60.1, 59.9],
  XLF: [30.8, null],
  XLK: [92, 91],
  SPY: [324.9, 322.4],
};
const readFrame = async (columns: Record<string, unknown[]>) =>
  await withFile("p.parquet", await parquet(columns), readPrices);

Deno.test("readPrices() reads Parquet with days as text or as datetimes, and prices as text", async () => {
  const expected = { XLE: [60.1, 59.9], XLF: [30.8, NaN], XLK: [92, 91], SPY: [324.9, 322.4] };
  deepEqual(closes(await readFrame(FRAME)), expected);
  const dates = FRAME.date.map((text) => new Date(`${text}T00:00:00Z`));
  const market = await readFrame({ ...FRAME, date: dates });
  deepEqual(market.prices.days, FRAME.date);
  deepEqual(closes(market), expected);
  // A New York midnight, as pandas writes a zoned index.
  const zoned = FRAME.date.map((text) => new Date(`${text}T05:00:00Z`));
  deepEqual((await readFrame({ ...FRAME, date: zoned })).prices.days, FRAME.date);
  deepEqual(closes(await readFrame({ ...FRAME, XLE: ["60.1", "59.9"] })), expected);
});

Deno.test("readPrices() names row and column of what is wrong in Parquet", async () => {
  await rejects(
    readFrame({ ...FRAME, date: FRAME.date.map((text) => Date.parse(text)) }),
    /p\.parquet, row 1, column date: need a calendar day as YYYY-MM-DD, got 1577923200000$/,
  );
  await rejects(
    readFrame({ ...FRAME, date: FRAME.date.map((text) => new Date(`${text}T16:00:00Z`)) }),
    /row 1, column date: .*got "2020-01-02T16:00:00\.000Z"$/,
  );
  await rejects(
    readFrame({ ...FRAME, XLE: [60.1, -1] }),
    /row 2, column XLE: need a price above 0, got -1$/,
  );
  await rejects(
    readFrame({ ...FRAME, XLE: [true, false] }),
    /row 1, column XLE: need a price above 0, got "true"$/,
  );
});

Deno.test("readCsvRows() gives rows with their lines, and names unknown or missing columns", async () => {
  const columns = { required: ["ticker", "shares"], optional: ["since"] };
  const read = (text: string) => withFile("h.csv", text, (path) => readCsvRows(path, columns));
  deepEqual(await read('shares,ticker\r\n10," SPY"\r\n'), {
    where: "h.csv",
    columns: ["shares", "ticker"],
    rows: [{ line: 2, name: "line 2", cells: { ticker: "SPY", shares: "10", since: "" } }],
  });
  await rejects(
    read("ticker,shares,price\nSPY,1,2"),
    /unknown column "price", need ticker, shares and perhaps since$/,
  );
  await rejects(
    read("ticker\nSPY"),
    /column "shares" is missing, need ticker, shares and perhaps since$/,
  );
  await rejects(read("ticker,shares\n"), /h\.csv: there is no row below the header$/);
  await rejects(
    read("ticker,shares\nSPY"),
    /h\.csv, line 2: need 2 cells as in the header, got 1 cell$/,
  );
  await rejects(read(""), /h\.csv: the file is empty$/);
});
