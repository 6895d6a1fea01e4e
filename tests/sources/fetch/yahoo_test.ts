import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { ADDRESSES, openFetcher, openRawStore, openYahoo, SourceError } from "lab/sources";
import { day } from "lab/units";
import { answer, type Answers, fakeClock, served } from "../shapes_server.ts";

/** Runs something with the client of a server. */
async function asking(
  answers: Answers,
  act: (yahoo: ReturnType<typeof openYahoo>, asked: readonly string[]) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir(), clock = fakeClock("2024-03-15T22:00:00Z");
  try {
    await served(answers, async ({ mirror, asked }) => {
      const store = openRawStore(folder, day("2024-03-15"));
      await act(openYahoo(openFetcher({ store, mirror, ...clock }), { store, ...clock }), asked);
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const textOf = ({ bytes }: { readonly bytes: Uint8Array }) => new TextDecoder().decode(bytes);

Deno.test("an answer with a missing field is kept as it came, where the client throws it away", async () => {
  // No publisher, no timings: the client's own check refuses such an answer.
  const bare = '{"news":[{"title":"Chips rise","link":"https://example.org/a"}]}';
  await asking({ "/v1/finance/search": () => answer(bare) }, async ({ news }, asked) => {
    const told: string[] = [];
    equal(textOf(await news("XLK", (address) => void told.push(address))), bare);
    equal(textOf(await news("XLK")), bare);
    equal(asked.length, 1);
    deepEqual(told, [ADDRESSES.yahooNews("XLK")]);
    match(asked[0], /^query2\.finance\.yahoo\.com\/v1\/finance\/search\?.*q=XLK/);
  });
});

Deno.test("closes and splits are asked for without dividends, from the day that is wanted", async () => {
  await asking({}, async ({ closes }, asked) => {
    ok((await closes("BRK-B", { from: day("2023-01-03") })).bytes.length > 1000);
    match(asked[0], /\/v8\/finance\/chart\/BRK-B\?.*events=split/);
    match(asked[0], new RegExp(`period1=${Date.UTC(2023, 0, 3) / 1000}`));
  });
});

Deno.test("a company that Yahoo does not know is missing, and a symbol of no fault of the others", async () => {
  const none =
    '{"chart":{"result":null,"error":{"code":"Not Found","description":"No data found"}}}';
  await asking({ "/chart/GONE": () => answer(none, 404) }, async ({ closes }) => {
    await rejects(
      closes("GONE", { from: day("2023-01-03") }),
      (error: SourceError) => error.fault === "missing",
    );
    await closes("NVDA", { from: day("2023-01-03") });
  });
});

// The client remembers the crumb of a program, so nothing in this file may have had one before.
Deno.test("words of a refusal never become the crumb", async () => {
  await asking({ "/getcrumb": () => answer("Too Many Requests") }, async ({ fund }, asked) => {
    await rejects(fund("XLE"), (error: SourceError) => {
      match(error.message, /Yahoo Finance answered "Too Many Requests"/);
      return error.fault === "refused";
    });
    ok(!asked.some((address) => /quoteSummary/.test(address)));
  });
});
