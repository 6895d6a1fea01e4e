import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { priceMarket, type PriceMarketOptions, readPrices, sourceLine } from "lab/market";

type Prices = Awaited<ReturnType<typeof readPrices>>;

/** Reads files that are gone afterwards; text by name. */
async function read(
  files: Readonly<Record<string, string | Uint8Array>>,
  options?: PriceMarketOptions,
): Promise<Prices> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, content] of Object.entries(files)) {
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      await Deno.writeFile(`${folder}/${name}`, bytes);
    }
    return await readPrices(folder, options);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const DAYS = ["2024-03-04", "2024-03-05", "2024-03-06"];
const CLOSES = {
  XLE: [60, 61, 62],
  XLF: [30, 31, 32],
  XLK: [90, 91, 92],
  SPY: [300, 301, 302],
};
const TICKERS = Object.keys(CLOSES) as (keyof typeof CLOSES)[];

const plain = (head: string, rows: readonly (readonly (string | number)[])[]) =>
  [head, ...rows.map((row) => row.join(","))].join("\n");
/** One line per day, each ticker's cells made from its close. */
const wide = (
  head: string,
  cells: (close: number) => (string | number)[] = (close) => [close],
  days: readonly string[] = DAYS,
) => plain(head, days.map((day, k) => [day, ...TICKERS.flatMap((t) => cells(CLOSES[t][k]))]));
const tall = (head: string, row: (day: string, ticker: string, close: number) => string[]) =>
  plain(head, TICKERS.flatMap((t) => DAYS.map((day, k) => row(day, t, CLOSES[t][k]))));
const each = (
  text: (ticker: (typeof TICKERS)[number]) => string,
  name = (t: string) => `${t}.csv`,
) => Object.fromEntries(TICKERS.map((t) => [name(t), text(t)]));
const fields = "Date,Open,High,Low,Close,Adj Close,Volume";
const ofOne = (t: (typeof TICKERS)[number]) =>
  plain(fields, DAYS.map((day, k) => [day, CLOSES[t][k], 999, 1, CLOSES[t][k], CLOSES[t][k], 100]));

const all = (mark: (ticker: string) => string) => TICKERS.map(mark).join(",");
const twice = (word: string) => TICKERS.map(() => word).join(",");

const LAYOUTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "two header rows and a row Date": {
    "p.csv": plain(`Price,${twice("Close")},${twice("Open")}`, [
      ["Ticker", all((t) => t), all((t) => t)],
      ["Date", ",,,,,,,"],
      ...DAYS.map((day, k) => [day, ...TICKERS.map((t) => CLOSES[t][k]), "60,30,90,300"]),
    ]),
  },
  "two header rows, tickers first": {
    "p.csv": plain(`Ticker,${TICKERS.map((t) => `${t},${t}`).join(",")}`, [
      ["Price", TICKERS.map(() => "High,Close").join(",")],
      ["Date", ",,,,,,,"],
      ...DAYS.map((day, k) => [day, TICKERS.map((t) => `999,${CLOSES[t][k]}`).join(",")]),
    ]),
  },
  "two header rows with the names of the first spread over empty cells": {
    "p.csv": wide(`,Close,,,\nDate,${all((t) => t)}`),
  },
  "two header rows as pandas numbers them when it reads one": {
    "p.csv": wide(`Price,Close,Close.1,Close.2,Close.3\nTicker,${all((t) => t)}\nDate,,,,`),
  },
  "a terminal's two rows": {
    "p.csv": wide(`Dates,${all((t) => `${t} US Equity`)}\n,${twice("PX_LAST")}`),
  },
  "fields before tickers": { "p.csv": wide(`Date,${all((t) => `Close_${t}`)}`) },
  "fields after tickers, in capitals": { "p.csv": wide(`DATE,${all((t) => `${t}_Close`)}`) },
  "fields after tickers and a point, with highs": {
    "p.csv": wide(`,${all((t) => `${t}.High,${t}.Close`)}`, (close) => [999, close]),
  },
  "names of two levels written as one": {
    "p.csv": wide(`Date,${all((t) => `"('Close', '${t}')"`)}`),
  },
  "an adjusted close in two words": { "p.csv": wide(`Date,${all((t) => `${t} Adj Close`)}`) },
  "tickers with a country": { "p.csv": wide(`date,${all((t) => `${t}.US`)}`) },
  "tickers with an exchange": { "p.csv": wide(`time,${all((t) => `AMEX:${t}`)}`) },
  "tickers in small letters": { "p.csv": wide(`date,${all((t) => t.toLowerCase())}`) },
  "a column that counts the rows": {
    "p.csv": plain(
      `,date,${all((t) => t)}`,
      DAYS.map((d, k) => [k, d, ...TICKERS.map((t) => CLOSES[t][k])]),
    ),
  },
  "a column of days with a name of its own": { "p.csv": wide(`trading session,${all((t) => t)}`) },
  "one file a ticker": each(ofOne),
  "one file a ticker with its market in the name": each(
    ofOne,
    (t) => `${t.toLowerCase()}_us_d.csv`,
  ),
  "one file a ticker from a chart": each(ofOne, (t) => `BATS_${t}, 1D.csv`),
  "one file a ticker, newest first": each((t) => {
    const [head, ...rows] = ofOne(t).split("\n");
    return [head.replace("Date", "timestamp"), ...rows.reverse()].join("\n");
  }),
  "one below the other": { "p.csv": tall("date,ticker,close", (d, t, c) => [d, t, `${c}`]) },
  "one below the other, by day, with more fields": {
    "p.csv": plain(
      "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>",
      DAYS.flatMap((d, k) =>
        TICKERS.map((
          t,
        ) => [
          `${t}.US`,
          "D",
          d.replaceAll("-", ""),
          "000000",
          CLOSES[t][k],
          999,
          1,
          CLOSES[t][k],
          100,
          0,
        ])
      ),
    ),
  },
  "one below the other, fields too": {
    "p.csv": tall("Date,Symbol,variable,value", (d, t, c) => [d, t, "Close", `${c}`]),
  },
  "one below the other, tickers in a column of any name": {
    "p.csv": tall("day,fund,price", (d, t, c) => [d, t, `${c}`]),
  },
  "one below the other, ticker and field in one": {
    "p.csv": tall("Date,variable,value", (d, t, c) => [d, `${t}_close`, `${c}`]),
  },
  "one row per day and field": {
    "p.csv": plain(
      `Date,Price,${TICKERS.join(",")}`,
      DAYS.flatMap((day, k) =>
        ["Open", "Close", "High"].map((field) => [
          day,
          field,
          ...TICKERS.map((t) => field === "High" ? 999 : CLOSES[t][k]),
        ])
      ),
    ),
  },
  "a rule of dashes below the header, and a comment at the end": {
    "p.csv": wide(`date,${all((t) => t)}\n----,---,---,---,---`) + "\n# the end",
  },
  "a separator line first": { "p.csv": `sep=,\r\n${wide(`date,${all((t) => t)}`)}` },
  "a comment and empty lines first": {
    "p.csv": `# downloaded, 2024\n\n# again\n${wide(`date,${all((t) => t)}`)}\n,,,,\n`,
  },
  "a byte order mark before a separator line": {
    "p.csv": `\uFEFFsep=,\n${wide(`date,${all((t) => t)}`)}`,
  },
  "instants at midnight": {
    "p.csv": wide(`date,${all((t) => t)}`, undefined, DAYS.map((day) => `${day} 00:00:00+00:00`)),
  },
  "instants at New York's midnight": {
    "p.csv": wide(`date,${all((t) => t)}`, undefined, DAYS.map((day) => `${day}T05:00:00Z`)),
  },
  "days in eight digits": {
    "p.csv": wide(`date,${all((t) => t)}`, undefined, DAYS.map((day) => day.replaceAll("-", ""))),
  },
  "days with strokes, year first": {
    "p.csv": wide(
      `date,${all((t) => t)}`,
      undefined,
      DAYS.map((day) => day.replace("-0", "/").replace("-0", "/")),
    ),
  },
};

const closesOf = ({ prices }: Prices) =>
  Object.fromEntries(TICKERS.map((t) => [t, [...prices.close.get(t) ?? []]]));

for (const [name, files] of Object.entries(LAYOUTS)) {
  Deno.test(`readPrices() reads ${name}`, async () => {
    const market = await read(files);
    deepEqual(market.prices.days, DAYS);
    deepEqual(closesOf(market), CLOSES);
  });
}

Deno.test("readPrices() says how it read another layout, and nothing of its own", async () => {
  const said = async (name: string) =>
    (await read(LAYOUTS[name])).warnings.flatMap(({ kind, message }) =>
      kind === "layout" ? [message] : []
    );
  deepEqual(
    await read({ "p.csv": wide(`date,${all((t) => t)}`) }).then((m) =>
      m.warnings.filter(({ kind }) => kind === "layout")
    ),
    [],
  );
  match(
    (await said("one file a ticker"))[0],
    /^SPY\.csv: taken for prices of SPY, by the name of the file; the adjusted closes of SPY were taken/,
  );
  deepEqual(await said("two header rows and a row Date"), [
    "p.csv: a header of 3 rows was read as one.",
  ]);
  match((await said("one below the other"))[0], /one row per day and ticker/);
  match((await said("one file a ticker, newest first"))[0], /order was turned round/);
});

Deno.test("readPrices() takes the close that is asked for, and opens in its measure", async () => {
  const text = plain(`Date,XLE_Open,XLE_Close,XLE_Adj Close,XLE_Volume,XLF,XLK,SPY`, [
    ["2024-03-04", 60, 62, 31, 100, 1, 1, 1],
  ]);
  const column = (market: Prices, field: "open" | "close" | "volume") =>
    market.prices[field].get("XLE");
  const counted = await read({ "p.csv": text }),
    price = await read({ "p.csv": text }, { dividends: false });
  deepEqual(["open", "close", "volume"].map((f) => column(counted, f as "open")![0]), [
    30,
    31,
    200,
  ]);
  deepEqual(["open", "close", "volume"].map((f) => column(price, f as "open")![0]), [60, 62, 100]);
  equal(
    sourceLine(counted.source),
    "Source: real, p.csv, as total returns, 2024-03-04 to 2024-03-04.",
  );
  equal(
    sourceLine(price.source),
    "Source: real, p.csv, without dividends, 2024-03-04 to 2024-03-04.",
  );
  await rejects(
    read({ "p.csv": wide(`Date,${all((t) => `${t} Adj Close`)}`) }, { dividends: false }),
    /XLE has adjusted closes alone, and prices without dividends are asked for; need a column XLE_close/,
  );
});

Deno.test("readPrices() says what became of opens and volumes beside an adjusted close", async () => {
  const said = async (text: string) => {
    const market = await read({ "p.csv": text });
    return { market, notes: market.warnings.filter(({ kind }) => kind === "layout") };
  };
  const bare = await said(wide(`Date,${all((t) => `${t} Adj Close`)}`));
  equal(bare.notes[0].message, "p.csv: the adjusted closes of 4 tickers were taken.");
  const head = all((t) => `${t}_Open,${t}_Adj Close,${t}_Volume`);
  const without = await said(wide(`Date,${head}`, (close) => [1.5 * close, close, 100]));
  equal(
    without.notes[0].message,
    "p.csv: the adjusted closes of 4 tickers were taken; the opens of 4 tickers were left out, for " +
      "without a plain close beside them their measure is not known; the volumes of 4 tickers were left " +
      "out, for without a plain close beside them their measure is not known.",
  );
  deepEqual([without.market.prices.open.size, without.market.prices.volume.size], [0, 0]);
});

Deno.test("readPrices() scales no open by a close that is not there", async () => {
  const text = (plainClose: string, adjusted: string) =>
    plain(`Date,XLE_Open,XLE_Close,XLE_Adj Close,XLE_Volume,XLF,XLK,SPY`, [
      ["2024-03-04", 60, 62, 31, 100, 1, 1, 1],
      ["2024-03-05", 60, plainClose, adjusted, 100, 1, 1, 1],
    ]);
  for (const [plainClose, adjusted] of [["", "31"], ["62", ""]]) {
    const { prices: { open, volume } } = await read({ "p.csv": text(plainClose, adjusted) });
    deepEqual([...open.get("XLE")!], [30, NaN]);
    deepEqual([...volume.get("XLE")!], [200, NaN]);
  }
  for (const wrong of ["0", "-62", "n/a"]) {
    await rejects(
      read({ "p.csv": text(wrong, "31") }),
      new RegExp(`p\\.csv, line 3: column XLE_close: need a price above 0 or an empty cell, got`),
    );
  }
});

Deno.test("readPrices() takes the close of ^IRX as the rate, whatever the column is called", async () => {
  for (const name of ["^IRX", "^IRX_close", "Close_^IRX", "^IRX Adj Close"]) {
    const market = await read({
      "p.csv": plain(`date,${all((t) => t)},${name},^IRX_open,^IRX_volume`, [
        ["2024-03-04", 60, 30, 90, 300, 5.25, 5, 0],
      ]),
    });
    deepEqual(market.rates.map(({ ratePerYear }) => ratePerYear), [0.0525], name);
    equal(market.prices.close.has("^IRX"), false);
  }
});

Deno.test("priceMarket() takes ^IRX_close as the rate, too, and no open of it", () => {
  const columns = ["date", ...TICKERS, "^IRX_close", "^IRX_open"];
  const row = ["2024-03-04", 60, 30, 90, 300, 5.25, 5];
  const table = { where: "t", columns, cells: row.map((cell) => [cell]), rowName: String };
  const market = priceMarket([table]);
  deepEqual(market.rates.map(({ ratePerYear }) => ratePerYear), [0.0525]);
  deepEqual([...market.prices.close.keys()], TICKERS);
});

Deno.test("readPrices() names the line of a fault where the layout is another", async () => {
  const spoilt = (name: string, from: string, to: string) =>
    read({ "p.csv": LAYOUTS[name]["p.csv"].replace(from, to) });
  await rejects(
    spoilt("one below the other", "2024-03-05,XLF,31", "2024-03-05,XLF,-31"),
    /p\.csv, line 6, column XLF_close: need a price above 0, got "-31"$/,
  );
  await rejects(
    spoilt("one below the other", "2024-03-05,XLF,31", "2024-03-04,XLF,31"),
    /line 6: XLF has its close of 2024-03-04 twice, here and in line 5; need each day once for each ticker$/,
  );
  await rejects(
    read({
      "p.csv": tall("date,symbol,adj_close", (d, t, c) => [d.replace("-05", "-04"), t, `${c}`]),
    }),
    /XLE has its adjusted close of 2024-03-04 twice/,
  );
  await rejects(
    spoilt("one below the other", "2024-03-05,XLF,31", "2024-03-05,AAPL,31"),
    /line 6: column ticker: 1 unknown ticker \("AAPL"\); keep the rows of tickers that the lab knows$/,
  );
  await rejects(
    spoilt("a comment and empty lines first", "61", "x"),
    /p\.csv, line 6, column XLE: need a price above 0, got "x"$/,
  );
  await rejects(
    spoilt("two header rows and a row Date", "61", "x"),
    /p\.csv, line 5, column XLE_close: need a price above 0, got "x"$/,
  );
  await rejects(
    spoilt("a comment and empty lines first", "XLE", "XLEE"),
    /p\.csv, line 4: unknown column "XLEE"; known are date/,
  );
});

Deno.test("readPrices() says what an incomplete layout lacks", async () => {
  await rejects(
    read({ "prices.csv": ofOne("XLE") }),
    /prices\.csv, line 1: the columns Open, High, .* name no ticker, nor does the file .* such as XLK\.csv/,
  );
  await rejects(
    read({ "p.csv": tall("date,ticker,shares", (d, t) => [d, t, "1"]) }),
    /a column of tickers and none of prices; need a column close beside it, or one column per ticker/,
  );
  await rejects(
    read({ "p.csv": `Historical data\n${wide(`date,${all((t) => t)}`)}` }),
    /line 1: need the names of the columns, got "Historical data"; delete what stands above them/,
  );
  await rejects(
    read({ "p.csv": `sep=;\n${wide(`date,${all((t) => t)}`).replaceAll(",", ";")}` }),
    /parted by semicolons, need commas/,
  );
  // A listing elsewhere has prices in another currency.
  await rejects(
    read({ "p.csv": wide(`date,${all((t) => `${t}.MX`)}`) }),
    /unknown columns "XLE\.MX"/,
  );
  await rejects(
    read({ "p.csv": wide(`date,${all((t) => t)}`, undefined, ["03/04/2024", "03/05/2024"]) }),
    /line 2, column date: need a calendar day as YYYY-MM-DD, got "03\/04\/2024"/,
  );
});

Deno.test("readPrices() reads UTF-16 where the mark says so", async () => {
  const text = `\uFEFF${wide(`date,${all((t) => t)}`)}`;
  const bytes = new Uint8Array(2 * text.length), view = new DataView(bytes.buffer);
  for (const little of [true, false]) {
    [...text].forEach((letter, i) => view.setUint16(2 * i, letter.charCodeAt(0), little));
    deepEqual(closesOf(await read({ "p.csv": bytes })), CLOSES);
  }
});

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

Deno.test("readPrices() reads Parquet with decimals, an index of instants, or names of two levels", async () => {
  for (const name of ["new_york", "two_levels"]) {
    const market = await readPrices(fixture(`prices_${name}.parquet`));
    deepEqual(market.prices.days, DAYS);
    deepEqual(closesOf(market), CLOSES);
  }
  const money = closesOf(await readPrices(fixture("prices_decimal.parquet")));
  deepEqual(money, { ...CLOSES, XLE: [60, 61, NaN], XLF: [30.5, 31, 32] });
});

Deno.test("readPrices() joins a folder of files, and says what a folder lacks", async () => {
  const market = await read({ ...each(ofOne), ".hidden.csv": "x", "notes.txt": "x" });
  deepEqual(market.files.map(({ where }) => where), ["SPY.csv", "XLE.csv", "XLF.csv", "XLK.csv"]);
  await rejects(
    read({ "notes.txt": "x" }),
    /the folder holds no file that ends in \.csv or \.parquet/,
  );
  ok(market.warnings.length > 0);
});

Deno.test("readPrices() refuses rows of a field that it does not know: they would be gone without a word", async () => {
  const rows = (field: string) =>
    tall("Date,Symbol,variable,value", (d, t, c) => [d, t, t === "XLF" ? field : "Close", `${c}`]);
  await rejects(
    read({ "p.csv": rows("Klose") }),
    /column variable: 1 unknown field \("Klose"\); keep the rows of close, adjusted close, open/,
  );
});
