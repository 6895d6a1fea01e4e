import { simulatedMarket } from "lab/market";
import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { join } from "node:path";
import { type MonitorSurroundings, runMonitor } from "../../lib/cli/monitor.ts";

const market = simulatedMarket({ seed: 3, years: 2 }), { days, close } = market.prices;
const last = days.at(-1)!;
/** After the close, on the day itself. */
const NOW = new Date(`${last}T22:00:00Z`);

function priceFile(
  change: (ticker: string, i: number, price: number) => string = (_, __, price) => price.toFixed(4),
): string {
  const tickers = [...close.keys()];
  const rows = days.map((day, i) =>
    [day, ...tickers.map((ticker) => change(ticker, i, close.get(ticker)![i]))].join(",")
  ).slice(-300);
  return [["date", ...tickers].join(","), ...rows].join("\n") + "\n";
}

const shares = (ticker: string, dollars: number) =>
  Math.round(dollars / close.get(ticker)!.at(-1)!);
const CALM = `ticker,shares,since\nXLP,${shares("XLP", 20_000)},${days.at(-15)}\n` +
  `SPDN,${shares("SPDN", 11_000)},${days.at(-15)}\nCASH,69000,\n`;
const LARGE = `ticker,shares\nXLK,${shares("XLK", 60_000)}\nCASH,40000\n`;

async function inFolder(
  act: (at: {
    readonly dir: string;
    write(name: string, text: string): Promise<string>;
    run(
      around: MonitorSurroundings,
      ...args: string[]
    ): Promise<{ readonly code: number; readonly text: string }>;
  }) => Promise<void>,
): Promise<void> {
  const dir = await Deno.makeTempDir();
  const write = async (name: string, text: string) => {
    await Deno.writeTextFile(join(dir, name), text);
    return join(dir, name);
  };
  await write("prices.csv", priceFile());
  await write("calm.csv", CALM);
  await write("large.csv", LARGE);
  try {
    await act({
      dir,
      write,
      async run(around, ...args) {
        let text = "";
        const { log, error } = console;
        console.log = console.error = (more: unknown) => void (text += `${more}\n`);
        try {
          const code = await runMonitor(["--prices", join(dir, "prices.csv"), ...args], {
            now: () => NOW,
            ...around,
          });
          return { code, text };
        } finally {
          Object.assign(console, { log, error });
        }
      },
    });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("monitor tells a calm book and a large one, and ends with their codes", async () => {
  await inFolder(async ({ dir, run }) => {
    const calm = await run({}, "--holdings", join(dir, "calm.csv"));
    equal(calm.code, 0);
    match(calm.text, /followed over 15 evenings/);
    match(calm.text, /No alarm is on\./);
    match(calm.text, /Next weekly decision: \d{4}-\d\d-\d\d, in \d trading days?\./);
    const large = await run({}, "--holdings", join(dir, "large.csv"));
    equal(large.code, 2);
    match(large.text, /On: beta, net, sector, limit sector XLK/);
    match(large.text, /sector XLK +\d\d\.\d\d % +30\.00 % +−\d\d\.\d\d % +PASSED/);
  });
});

Deno.test("monitor as JSON lines has a line a figure, a limit and the data, all of them JSON", async () => {
  await inFolder(async ({ dir, run }) => {
    const { text } = await run({}, "--json", "--holdings", join(dir, "large.csv"));
    const lines = text.trimEnd().split("\n").map((line) => JSON.parse(line));
    deepEqual(lines.filter(({ kind }) => kind === "figure").map(({ measure }) => measure), [
      ...["beta", "gross", "net", "side", "sector", "drawdown"],
    ]);
    const limit = lines.find(({ name }) => name === "sector XLK");
    equal(limit.isPassed, limit.slack < 0);
    equal(lines.at(-1).kind, "data");
    equal(lines[0].alarms[0], "beta");
  });
});

Deno.test("old prices and a sector without one end with code 3, and an alarm goes before", async () => {
  await inFolder(async ({ dir, write, run }) => {
    const later = { now: () => new Date(NOW.getTime() + 10 * 86_400_000) };
    const old = await run(later, "--holdings", join(dir, "calm.csv"));
    equal(old.code, 3);
    match(old.text, /\d trading days are over since\./);
    match(old.text, /No alarm is on, as far as the data go\./);
    equal((await run(later, "--holdings", join(dir, "large.csv"))).code, 2);
    await write(
      "prices.csv",
      priceFile((ticker, i, price) =>
        ticker === "XLU" && i === days.length - 1 ? "" : price.toFixed(4)
      ),
    );
    const missing = await run({}, "--holdings", join(dir, "calm.csv"));
    equal(missing.code, 3);
    match(missing.text, /XLU/);
  });
});

Deno.test("alarms are posted when they change, tried again, and kept where nobody takes them", async () => {
  await inFolder(async ({ dir, write, run }) => {
    const received: string[] = [], pauses: number[] = [];
    let statuses: number[] = [];
    const server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      async (request) => {
        received.push(await request.text());
        return new Response(null, { status: statuses.shift() ?? 200 });
      },
    );
    const url = `http://127.0.0.1:${server.addr.port}/alarms`,
      dead = join(dir, "dead", "letters.jsonl");
    const post = ["--webhook", url, "--dead-letters", dead];
    const around = { pause: (ms: number) => Promise.resolve(void pauses.push(ms)) };
    const holdings = join(dir, "book.csv");
    try {
      // Calm, large, large still, calm again: two changes, two letters.
      const changes = async function* () {
        for (const text of [LARGE, LARGE, CALM]) {
          await write("book.csv", text);
          yield undefined;
        }
      };
      await write("book.csv", CALM);
      const end = await run({ ...around, changes }, "--watch", "--holdings", holdings, ...post);
      equal(end.code, 0);
      deepEqual(received.map((text) => JSON.parse(text).alarms.length > 0), [true, false]);
      deepEqual(pauses, []);

      statuses = [503, 429, 200];
      await run(around, "--holdings", join(dir, "large.csv"), ...post);
      deepEqual([pauses, received.length], [[1000, 4000], 5]);
      await rejects(Deno.stat(dead));

      statuses = [503, 503, 503, 503];
      const lost = await run(around, "--holdings", join(dir, "large.csv"), ...post);
      equal(lost.code, 2);
      match(lost.text, /could not be posted \(status 503\); they are in .*letters\.jsonl/);
      statuses = [400];
      await run(around, "--holdings", join(dir, "large.csv"), ...post);
      const letters = (await Deno.readTextFile(dead)).trimEnd().split("\n").map((line) =>
        JSON.parse(line)
      );
      deepEqual(letters.map(({ why }) => why), ["status 503", "status 400"]);
      equal(letters[0].alarms[0], "beta");
      deepEqual(pauses.length, 5);
    } finally {
      await server.shutdown();
    }
    match(
      (await run(around, "--holdings", join(dir, "large.csv"), ...post)).text,
      /could not be posted/,
    );
  });
});

Deno.test("a watch goes on where a file is broken for a while, and the first look does not", async () => {
  await inFolder(async ({ write, run }) => {
    const holdings = await write("book.csv", CALM);
    async function* changes() {
      await write("book.csv", "ticker,shares\nXLQ,1\n");
      yield undefined;
      await write("book.csv", LARGE);
      yield undefined;
    }
    const { code, text } = await run({ changes }, "--watch", "--holdings", holdings);
    equal(code, 2);
    match(text, /"XLQ" is no ticker/);
    await write("book.csv", "ticker,shares\nXLQ,1\n");
    await rejects(run({ changes }, "--watch", "--holdings", holdings), /"XLQ" is no ticker/);
  });
});

Deno.test("monitor takes its alarms from the settings, and refuses what it does not know", async () => {
  await inFolder(async ({ dir, write, run }) => {
    const holdings = ["--holdings", join(dir, "calm.csv")];
    const strict = await write("s.json", '{"monitor": {"gross": {"enter": 0.1, "leave": 0.05}}}');
    const { code, text } = await run({}, ...holdings, "--settings", strict);
    equal(code, 2);
    match(text, /On: gross\./);
    const settings = async (text: string) =>
      await run({}, ...holdings, "--settings", await write("t.json", text));
    await rejects(settings('{"monitor": {"gros": {}}}'), /gross/);
    await rejects(
      settings('{"monitor": {"net": {"enter": 0.1, "leave": 0.2}}}'),
      /leave must not be above/,
    );
    await rejects(run({}), /Cannot watch a book without --holdings/);
    await rejects(run({}, ...holdings, "--webhook", "ftp://x"), /an http or https address/);
    await rejects(runMonitor(["--holdings", "x", "--watch"]), /--watch without --prices/);
  });
});
