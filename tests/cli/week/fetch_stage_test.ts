import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { tradingDaysFrom } from "lab/market";
import { readTimes } from "../../../lib/cli/week/stage_clock.ts";
import { settledTradingDay } from "../../../lib/cli/week/fetch_stage.ts";
import { answer, type Answers, fakeClock, served } from "../../sources/shapes_server.ts";
import { chartAnswer, servedDay } from "../prices_shapes.ts";
import { day } from "../../../lib/units.ts";
import { inWeek, priceFile } from "./week_world.ts";

/** A Friday, and its evening: the servers' answers are of that week. */
const FRIDAY = "2024-03-15", EVENING = "2024-03-15T22:00:30Z";

/** Bars by ticker, the closes of a price file on the trading days until that Friday. */
function barsOf(
  csv: string,
): ReadonlyMap<string, readonly (readonly [day: string, close: number])[]> {
  const [header, ...rows] = csv.trimEnd().split("\n").map((line) => line.split(","));
  const days = tradingDaysFrom(day("2022-12-01"), 400).filter((on) => on <= FRIDAY).slice(
    -rows.length,
  );
  return new Map(
    header.slice(1).map((ticker, k) => [
      ticker,
      rows.map((row, i) => [days[i], Number(row[k + 1])] as const),
    ]),
  );
}

const BARS = barsOf(priceFile());
const NONE = JSON.stringify({
  chart: { result: null, error: { code: "Not Found", description: "No data found" } },
});

/** The chart of a ticker as the provider sends it; `late` ones end a day before the others. */
function chart(address: URL, late: readonly string[] = []): Response {
  const ticker = decodeURIComponent(address.pathname.split("/").at(-1)!), bars = BARS.get(ticker);
  const headers = { "content-type": "application/json" };
  if (bars === undefined) return answer(NONE, 404, headers);
  const days = bars.slice(0, late.includes(ticker) || late.includes("all") ? -1 : undefined);
  return answer(
    chartAnswer(ticker, days.map(([day, close]) => servedDay(day, close))),
    200,
    headers,
  );
}

/** `week --fetch` against a server on this machine. */
async function fetching(
  answers: Answers,
  act: (at: {
    readonly asked: string[];
    readonly clock: ReturnType<typeof fakeClock>;
    readonly week: string;
    readonly out: string;
    run(...args: string[]): Promise<{ readonly code: number; readonly text: string }>;
    read(name: string): Promise<string>;
  }) => Promise<void>,
  down = { evidence: false },
): Promise<void> {
  const clock = fakeClock(EVENING);
  const all: Answers = { "/v8/finance/chart/": (address) => chart(address), ...answers };
  await inWeek(({ dir, runFetching }) =>
    served(all, ({ mirror, asked }) => {
      const out = join(dir, "weeks"), week = join(out, FRIDAY);
      const toServer = ((address: URL | RequestInfo, init?: RequestInit) => {
        const { host, pathname, search } = new URL(String(address));
        if (down.evidence && !pathname.startsWith("/v8/finance/chart/")) {
          return Promise.resolve(answer("busy", 503));
        }
        return fetch(`${mirror}/${host}${pathname}${search}`, init);
      }) as typeof fetch;
      return act({
        asked,
        clock,
        week,
        out,
        run: (...args) =>
          runFetching(
            { now: () => new Date(clock.now()), web: { fetch: toServer, pause: clock.pause } },
            ...args,
          ),
        read: (name) => Deno.readTextFile(join(week, name)),
      });
    })
  );
}

Deno.test("--fetch brings prices and evidence into the folder of the week, once", async () => {
  await fetching({}, async ({ run, read, asked, clock }) => {
    const first = await run();
    equal(first.code, 3, first.text);
    match(first.text, /Fetched at 2024-03-15T22:.*: \d+ files in /);
    const { result: { files, missing } } = JSON.parse(await read("0_fetch.json"));
    ok("prices.csv" in files && "evidence/flows.csv" in files, Object.keys(files).join());
    deepEqual(missing, ["a source of evidence is missing, as evidence.json says"]);
    const { inputs } = JSON.parse(await read("1_quote.json"));
    ok(Object.values(inputs).includes(files["prices.csv"]));
    ok(Object.values(inputs).includes(files["evidence/flows.csv"]));

    // Two days later it is still that week, and nothing is asked for again.
    const before = asked.length, held = await read("prices.csv");
    clock.set("2024-03-18T12:00:00Z");
    equal((await run("--approve", "Ann")).code, 0);
    equal(asked.length, before);
    equal(await read("prices.csv"), held);
    clock.set("2024-03-25T12:00:00Z");
    equal((await run("--as-of", FRIDAY)).code, 0);
    await rejects(
      run("--as-of", "2024-03-13"),
      /of 2024-03-13: they come adjusted for what happened since, and only those of 2024-03-22/,
    );
  });
});

Deno.test("a fetch that ends half-way goes on with the prices that are there", async () => {
  const down = { evidence: true };
  await fetching({}, async ({ run, read, asked }) => {
    await rejects(run(), /Cannot download evidence: no source gives anything/);
    const prices = await read("prices.csv");
    await rejects(read("0_fetch.json"), Deno.errors.NotFound);
    down.evidence = false;
    const before = asked.length;
    equal((await run()).code, 3);
    equal(await read("prices.csv"), prices);
    const again = asked.slice(before);
    ok(again.length > 0 && !again.some((address) => address.includes("/chart/XLK")));
  }, down);
});

Deno.test("--fetch waits for prices that are not there yet, and names a fund whose price is late", async () => {
  const late = ["all"];
  const answers: Answers = { "/v8/finance/chart/": (address) => chart(address, late) };
  await fetching(answers, async ({ run, read }) => {
    await rejects(
      run(),
      /Cannot fetch the prices of 2024-03-15: the newest that are there yet are of 2024-03-14/,
    );
    late.splice(0, 1, "XLE");
    const { code, text } = await run();
    equal(code, 3, text);
    match(text, /Note: XLE has no close of 2024-03-15; its newest is of 2024-03-14/);
    match(text, /XLE.*has no price/);
    const held = await read("prices.csv");
    late.pop();
    equal((await run()).code, 3);
    equal(await read("prices.csv"), held);
  });
});

Deno.test("a fetched file that was changed afterwards is refused", async () => {
  await fetching({}, async ({ run, read, week }) => {
    await run();
    const held = await read("prices.csv");
    await Deno.writeTextFile(join(week, "prices.csv"), held.replace(/\d\n$/, "5\n\n"));
    await rejects(run(), /prices\.csv is not what was fetched at 2024-03-15T22/);
    await Deno.writeTextFile(join(week, "prices.csv"), held);
    equal((await run()).code, 3);
  });
});

Deno.test("evidence of a week begins with that of the newest week before, or of the reader's own folder", async () => {
  await fetching({}, async ({ run, read, out, week }) => {
    const header = "available_at,rate_per_year\n";
    const rowOf = (rate: string) => `2024-03-08T13:30:00Z,${rate}\n`;
    const evidence = async (folder: string, rate: string) => {
      await Deno.mkdir(folder, { recursive: true });
      await Deno.writeTextFile(join(folder, "rates.csv"), header + rowOf(rate));
      await Deno.writeTextFile(join(folder, "evidence.json"), "{}");
    };
    await evidence(join(out, "2024-03-01", "evidence"), "0.051");
    await evidence(join(out, "2024-03-08", "evidence"), "0.053");
    await evidence(join(out, "own"), "0.055");
    // A newer folder without evidence is passed over.
    await Deno.mkdir(join(out, "2024-03-13"));
    equal((await run()).code, 3);
    ok((await read("evidence/rates.csv")).includes(rowOf("0.053")));
    // What the week began with stays as it was.
    equal(
      await Deno.readTextFile(join(out, "2024-03-08", "evidence", "rates.csv")),
      header + rowOf("0.053"),
    );
    await Deno.remove(week, { recursive: true });
    equal((await run("--evidence", join(out, "own"))).code, 3);
    ok((await read("evidence/rates.csv")).includes(rowOf("0.055")));
    // The network is waited for by the clock of the run.
    const [fetched] = readTimes(week);
    equal(fetched.stage, "fetch");
    ok(fetched.to! > fetched.from);
  });
});

Deno.test("the day to fetch is the newest whose close is settled in New York, over week-ends, holidays and clock changes", () => {
  for (
    const [moment, day] of [
      // A Friday in winter time: 16:29 and 16:30 in New York.
      ["2026-03-06T21:29:00Z", "2026-03-05"],
      ["2026-03-06T21:30:00Z", "2026-03-06"],
      // Over the Sunday on which summer time begins, until Monday 16:30, now an hour earlier in UTC.
      ["2026-03-08T07:00:00Z", "2026-03-06"],
      ["2026-03-09T20:29:00Z", "2026-03-06"],
      ["2026-03-09T20:30:00Z", "2026-03-09"],
      // And back in autumn.
      ["2026-11-02T21:29:00Z", "2026-10-30"],
      ["2026-11-02T21:30:00Z", "2026-11-02"],
      // Thanksgiving and the day after; Good Friday; a New Year's Day in mid-week.
      ["2026-11-26T23:00:00Z", "2026-11-25"],
      ["2026-11-27T22:00:00Z", "2026-11-27"],
      ["2026-04-03T23:00:00Z", "2026-04-02"],
      ["2026-01-01T23:00:00Z", "2025-12-31"],
      // Saturday morning in Tokyo is Friday evening in New York.
      ["2026-11-28T00:00:00+09:00", "2026-11-25"],
      ["2026-11-28T08:00:00+09:00", "2026-11-27"],
    ] as const
  ) equal(settledTradingDay(new Date(moment)), day, moment);
});
