import { deepEqual, equal, match, ok, rejects, throws } from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { readPrices } from "lab/market";
import { runPrices } from "../../lib/cli/prices.ts";
import { pricesArguments } from "../../lib/cli/prices/prices_arguments.ts";
import { pricesCsv } from "../../lib/cli/prices/prices_csv.ts";
import { day } from "../../lib/units.ts";
import { chartAnswer as answer, servedDay as at } from "./prices_shapes.ts";

/** Runs the command against a server on this machine. */
async function served(
  respond: (ticker: string, address: URL) => Response,
  act: (at: {
    readonly dir: string;
    /** What was asked for, in order. */
    readonly asked: readonly URL[];
    run(now: string, ...args: string[]): Promise<string>;
  }) => Promise<void>,
): Promise<void> {
  const asked: URL[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    const address = new URL(request.url);
    asked.push(address);
    return respond(decodeURIComponent(address.pathname.split("/").at(-1)!), address);
  });
  const toServer = ((address: URL | RequestInfo, init?: RequestInit) => {
    const local = new URL(String(address));
    local.protocol = "http:";
    local.host = `127.0.0.1:${server.addr.port}`;
    return fetch(local, init);
  }) as typeof fetch;
  const dir = await Deno.makeTempDir();
  const run = async (now: string, ...args: string[]) => {
    const printed: string[] = [];
    const { log, error } = console;
    console.log = console.error = (text: unknown) => void printed.push(String(text));
    try {
      await runPrices([...args, "--out", join(dir, "prices")], {
        now: new Date(now),
        fetch: toServer,
      });
    } finally {
      Object.assign(console, { log, error });
    }
    return printed.join("\n");
  };
  try {
    await act({ dir, asked, run });
  } finally {
    await server.shutdown();
    await Deno.remove(dir, { recursive: true });
  }
}

const json = (text: string, status = 200) =>
  new Response(text, { status, headers: { "content-type": "application/json" } });
const WEEK = ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"];
const plain = (ticker: string) => json(answer(ticker, WEEK.map((date, i) => at(date, 100 + i))));
const FOUR = ["--tickers", "XLE,XLF,XLK,SPY", "--from", "2024-01-02"];
const EVENING = "2024-01-05T23:00:00Z"; // 18:00 in New York

async function listing(dir: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(dir))).map(({ name }) => name).sort();
  } catch {
    return [];
  }
}

Deno.test("prices writes a file that the lab reads, with the hash of what was fetched", async () => {
  await served(plain, async ({ dir, asked, run }) => {
    const printed = await run(EVENING, ...FOUR);
    match(printed, /4 days of 4 tickers, 2024-01-02 to 2024-01-05/);
    const path = join(dir, "prices", "prices.csv");
    const market = await readPrices(path);
    equal(market.prices.close.get("XLK")![3], 103);
    equal(market.prices.open.get("XLK")![3], 102);
    equal(asked.length, 4);
    const record = JSON.parse(await Deno.readTextFile(join(dir, "prices", "prices.json")));
    equal(record.sha256, market.files[0].sha256);
    const bytes = answer("XLE", WEEK.map((date, i) => at(date, 100 + i)));
    equal(record.tickers[0].answerSha256, createHash("sha256").update(bytes).digest("hex"));
    equal(record.fetchedAt, "2024-01-05T23:00:00.000Z");
  });
});

Deno.test("prices leaves out the day that is not over, by the clock of New York", async () => {
  await served(plain, async ({ dir, run }) => {
    // 16:29 on the Friday; one minute later its close is settled.
    match(await run("2024-01-05T21:29:00Z", ...FOUR), /3 days of 4 tickers/);
    match(await run("2024-01-05T21:30:00Z", ...FOUR), /4 days of 4 tickers/);
    match(await run(EVENING, ...FOUR, "--to", "2024-01-03"), /2 days of 4 tickers/);
    deepEqual(await listing(join(dir, "prices")), ["prices.csv", "prices.json"]);
  });
});

Deno.test("prices scales open and close by the dividend, and keeps the dollars traded", () => {
  const bars = [
    { day: day("2024-01-02"), open: 20, close: 25, adjustedClose: 20, volume: 100 },
    { day: day("2024-01-03"), open: undefined, close: 26, adjustedClose: 26, volume: undefined },
  ];
  const rate = [{ day: day("2024-01-01"), close: 5.2, adjustedClose: 5.2 }, {
    day: day("2024-01-03"),
    close: 0,
    adjustedClose: 0,
    volume: 0,
  }];
  // By hand: factor 20/25 = 0.8; 0.8 × 20 = 16; 100 / 0.8 = 125, and 125 × 20 = 100 × 25 dollars.
  // The rate of the holiday stands on no trading day and is left out; a rate of 0 is one.
  equal(
    pricesCsv([{ ticker: "XLK", bars, sha256: "" }, { ticker: "^IRX", bars: rate, sha256: "" }]),
    "date,XLK_open,XLK_close,XLK_volume,^IRX\n2024-01-02,16,20,125,\n2024-01-03,,26,,0\n",
  );
});

Deno.test("prices keeps a missing figure missing", async () => {
  const days = WEEK.map((date, i) => at(date, 100 + i));
  const holed = [
    { ...days[0], open: 0 },
    { ...days[1], open: null, close: null, adjusted: null },
    ...days.slice(2),
  ];
  await served(
    (ticker) => ticker === "XLF" ? json(answer(ticker, holed)) : plain(ticker),
    async ({ dir, run }) => {
      await run(EVENING, ...FOUR);
      const market = await readPrices(join(dir, "prices", "prices.csv"));
      ok(Number.isNaN(market.prices.close.get("XLF")![1]));
      equal(market.prices.close.get("XLF")![2], 102);
      ok(Number.isNaN(market.prices.open.get("XLF")![0]), "an open of 0 is none");
    },
  );
});

Deno.test("prices names a ticker that the provider does not know, and goes on", async () => {
  const none = {
    chart: { result: null, error: { code: "Not Found", description: "No data found" } },
  };
  await served(
    (ticker) => ticker === "XLRE" ? json(JSON.stringify(none), 404) : plain(ticker),
    async ({ dir, run }) => {
      const printed = await run(EVENING, "--tickers", "XLE,XLRE,XLF,XLK,SPY", "--from", WEEK[0]);
      match(printed, /Note: XLRE left out: No data found/);
      const record = JSON.parse(await Deno.readTextFile(join(dir, "prices", "prices.json")));
      deepEqual(record.missing, [{ ticker: "XLRE", reason: "No data found" }]);
    },
  );
});

Deno.test("prices says that it is offline, or refused, and writes nothing", async () => {
  const dir = await Deno.makeTempDir();
  try {
    // A port on this machine that nobody listens on any more.
    const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => json(""));
    const { port } = server.addr;
    await server.shutdown();
    await rejects(
      runPrices([...FOUR, "--out", dir], {
        now: new Date(EVENING),
        fetch: (() => fetch(`http://127.0.0.1:${port}/`)) as typeof fetch,
      }),
      /Yahoo Finance cannot be reached \(at XLE\)\. Is this machine online\? Nothing was written\./,
    );
    deepEqual(await listing(dir), []);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
  for (const status of [429, 503]) {
    await served(
      (ticker) => ticker === "XLF" ? json("Too Many Requests", status) : plain(ticker),
      async ({ dir, run }) => {
        await rejects(run(EVENING, ...FOUR), new RegExp(`status ${status}, at XLF`));
        deepEqual(await listing(join(dir, "prices")), []);
      },
    );
  }
});

Deno.test("prices keeps the old files where what came cannot be used", async () => {
  let isSpoilt = false;
  const spoilt = WEEK.map((date, i) => at(date, i === 2 ? 10 : 100));
  await served(
    (ticker) => ticker === "XLF" && isSpoilt ? json(answer(ticker, spoilt)) : plain(ticker),
    async ({ dir, run }) => {
      await run(EVENING, ...FOUR);
      const before = await Deno.readTextFile(join(dir, "prices", "prices.csv"));
      isSpoilt = true;
      await rejects(run(EVENING, ...FOUR), /XLF/);
      equal(await Deno.readTextFile(join(dir, "prices", "prices.csv")), before);
    },
  );
  const twice = [at(WEEK[0], 100), at(WEEK[0], 101)];
  await served((ticker) => json(answer(ticker, twice)), async ({ run }) => {
    await rejects(run(EVENING, ...FOUR), /XLE has 2024-01-02 twice/);
  });
});

Deno.test("prices refuses a call that makes no sense", () => {
  throws(() => pricesArguments(["--tickers", "XLK,XLK"]), /each once, got "XLK"/);
  throws(() => pricesArguments(["--tickers", "../x"]), /need tickers separated by commas/);
  // The first cell of a column must be no formula in a spreadsheet.
  throws(() => pricesArguments(["--tickers", "XLK,=1-1"]), /need tickers .* got "=1-1"/i);
  equal(pricesArguments(["--tickers", "^irx,eurusd=x"]).tickers.join(), "^IRX,EURUSD=X");
  throws(() => pricesArguments(["--from", "2024-02-30"]), /need a calendar day/);
  throws(
    () => pricesArguments(["--from", "2024-01-05", "--to", "2024-01-02"]),
    /Cannot use --to 2024-01-02: it lies before --from 2024-01-05/,
  );
  ok(!pricesArguments([]).tickers.includes("CCON"), "a liquidated fund is not asked for");
  ok(pricesArguments([]).tickers.includes("^IRX"));
});
