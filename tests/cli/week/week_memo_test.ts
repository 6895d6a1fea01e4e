import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { convene, type Verdict, views } from "lab/committee";
import { rebalance } from "lab/desk";
import { simulatedMarket, snapshot } from "lab/market";
import { settings } from "lab/settings";
import { day } from "lab/units";
import { verdictBefore, weekMemo } from "../../../lib/cli/week/week_memo.ts";

const market = simulatedMarket({ seed: 7, years: 3 }), { days } = market.prices;
const today = snapshot(market, days.at(-1)!);
const verdict = await convene(today), last = await convene(snapshot(market, days.at(-6)!));

/** A folder of weeks, each with the text of its committee.json. */
async function inWeeks<T>(
  weeks: Readonly<Record<string, string | undefined>>,
  run: (dir: string) => Promise<T>,
): Promise<T> {
  const dir = await Deno.makeTempDir();
  try {
    for (const [name, text] of Object.entries(weeks)) {
      await Deno.mkdir(join(dir, name));
      if (text !== undefined) await Deno.writeTextFile(join(dir, name, "committee.json"), text);
    }
    return await run(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

const fileOf = (one: Verdict) => JSON.stringify({ verdict: one });

Deno.test("weekMemo() searches with the options of the book, within a second, and takes limit prices", () => {
  const options = {
    equityUsd: 50_000,
    settings: settings(),
    closed: [{ sector: "XLE" as const, reason: "closed by hand" }],
  };
  const plan = rebalance(today, views(verdict), options), orders = plan.trades.orders;
  const parts = {
    ...{ today, plan, options, verdict, last, inputs: { "prices.csv": "ab".repeat(32) } },
    views: views(verdict),
    overrides: [{ sector: "XLE" as const, to: "closed" as const, because: "strike" }],
    orders: orders.map(({ ticker }, i) => ({ ticker, ...(i === 0 ? { limitPrice: 12.34 } : {}) })),
    spending: { settledUsd: 0, openUsd: 0, unknown: 0, answers: 11, kept: 0 },
  };
  const { data, html } = weekMemo(parts);
  equal(data.equityUsd, 50_000);
  deepEqual(
    data.orders.map(({ limitPrice }) => limitPrice),
    orders.map((_, i) => i === 0 ? 12.34 : undefined),
  );
  equal(data.comparedWith, last.day);
  match(data.notes[0], /^Energy closed by hand for the committee's .*: strike\.$/);
  // A sector that a person has closed turns at no score.
  ok(!data.mind.some((one) => one.startsWith("Energy")));
  match(html, /\$12\.34/);
  equal(weekMemo(parts).html, html);
});

Deno.test("verdictBefore() is that of the newest week before, whole", async () => {
  const weeks = {
    [last.day]: fileOf(last),
    [days.at(-11)!]: fileOf({ ...last, day: days.at(-11)! }),
    [verdict.day]: fileOf(verdict),
    notes: fileOf(verdict),
  };
  await inWeeks(weeks, async (dir) => {
    const found = await verdictBefore(dir, verdict.day);
    deepEqual(found, { verdict: JSON.parse(fileOf(last)).verdict, notes: [] });
    equal((await verdictBefore(dir, last.day)).verdict?.day, days.at(-11)!);
    deepEqual(await verdictBefore(dir, days.at(-11)!), { notes: [] });
  });
});

Deno.test("verdictBefore() passes over what cannot be read and says so, and a week that never asked in silence", async () => {
  const weeks = {
    "2020-01-03": fileOf({ ...last, day: day("2020-01-03") }),
    "2020-01-10": "{",
    "2020-01-17": "null",
    "2020-01-24": fileOf(last),
    "2020-01-31": undefined,
  };
  await inWeeks(weeks, async (dir) => {
    const { verdict: found, notes } = await verdictBefore(dir, day("2020-02-07"));
    equal(found?.day, "2020-01-03");
    equal(notes.length, 3);
    deepEqual(notes.slice(0, 2), [
      "2020-01-24/committee.json holds no verdict of that day.",
      "2020-01-17/committee.json holds no verdict of that day.",
    ]);
    match(notes[2], /^Cannot read committee\.json: it is no JSON/);
  });
  deepEqual(await verdictBefore("/nowhere/at/all", day("2020-02-07")), { notes: [] });
});
