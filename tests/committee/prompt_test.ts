import { type Brief, briefs, DEFAULT_RUBRIC, prompt, PROMPT_VERSION, rubric } from "lab/committee";
import { SECTORS, simulatedMarket, snapshot } from "lab/market";
import { day, instant } from "lab/units";
import { deepEqual, equal, ok } from "node:assert/strict";
import { assertSnapshot } from "./assert_snapshot.ts";

/** A brief small enough to read; no arithmetic of a market in it. */
const small: Brief = {
  sector: "XLK",
  label: "Technology",
  day: day("2020-03-20"),
  decidedAt: instant(day("2020-03-20")),
  frequency: "daily",
  listed: 11,
  facts: [
    {
      address: "lab:fundamentals/XLK/2019-12-31#earningsYield",
      pillar: "fundamentals",
      name: "earningsYield",
      label: "earnings yield, newest filed quarter",
      value: 0.045,
      unit: "share",
      asOf: day("2019-12-31"),
      availableAt: instant(day("2020-02-03"), "16:30"),
      standing: { rank: 9, of: 11, z: -1.2 },
    },
    {
      address: "lab:flows/XLK/2020-03-13#netFlow1w",
      pillar: "sentiment",
      name: "netFlow1w",
      label: "net flow into the fund, newest week",
      value: -0.0123,
      unit: "share of assets",
      asOf: day("2020-03-13"),
      availableAt: instant(day("2020-03-16"), "08:00"),
    },
  ],
  missing: [{ pillar: "technicals", name: "residualReturn4w", reason: "no close of XLK" }],
  headlines: [
    {
      address: "lab:headlines/XLK/2020-03-19",
      availableAt: instant(day("2020-03-19"), "10:05"),
      text: 'Technology shares\n"rally" in 2020\u200b while Energy slips\u202e',
    },
  ],
};

Deno.test("prompt() is the reviewed text, open and masked", () => {
  const open = prompt(DEFAULT_RUBRIC, small),
    masked = prompt(DEFAULT_RUBRIC, small, { masked: true });
  assertSnapshot(
    "prompt.txt",
    [open.system, "-----", open.user, "----- masked", masked.user, ""].join("\n\n"),
  );
  equal(open.version, PROMPT_VERSION);
  equal(masked.system, open.system);
  deepEqual([open.masked, masked.masked], [false, true]);
});

Deno.test("prompt() of the same rubric and brief has the same characters", () => {
  const copy = JSON.parse(JSON.stringify(small)) as Brief;
  deepEqual(prompt(rubric(), copy), prompt(DEFAULT_RUBRIC, small));
});

Deno.test("prompt() moves one line when one question changes", () => {
  const questions = [...DEFAULT_RUBRIC.pillars[2].questions];
  const lines = prompt(rubric({ questions: { technicals: [...questions] } }), small).system
    .split("\n");
  questions[0] = "Is it above its average?";
  const changed = prompt(rubric({ questions: { technicals: questions } }), small).system
    .split("\n");
  equal(lines.length, changed.length);
  equal(lines.filter((line, i) => line !== changed[i]).length, 1);
});

Deno.test("prompt() prints weights, horizon and every address of the brief", () => {
  const { system, user } = prompt(rubric({ weights: [0.2, 0.3, 0.5], horizonWeeks: 6 }), small);
  for (const part of ["weight 20 %", "weight 30 %", "weight 50 %", "next 6 weeks"]) {
    ok(system.includes(part), part);
  }
  for (const { address } of [...small.facts, ...small.headlines]) ok(user.includes(address));
});

Deno.test("prompt() keeps a headline on one line and without invisible characters", () => {
  const { user } = prompt(DEFAULT_RUBRIC, small);
  ok(user.includes('"Technology shares \\"rally\\" in 2020 while Energy slips"'), user);
});

Deno.test("prompt() masked names no sector, day or address, and unmask knows each", () => {
  const market = simulatedMarket({ seed: 4, years: 2 });
  for (const brief of briefs(snapshot(market, market.prices.days[430]))) {
    const { user, unmask } = prompt(DEFAULT_RUBRIC, brief, { masked: true });
    for (const sector of SECTORS) ok(!user.includes(sector), sector);
    ok(!user.includes(brief.label));
    ok(!/\b(19|20)\d\d\b/.test(user));
    const addresses = [...user.matchAll(/\[(lab:[^\]]+)\]/g)].map(([, address]) => address);
    equal(addresses.length, brief.facts.length + brief.headlines.length);
    deepEqual(
      addresses.map((address) => unmask.get(address)),
      [
        ...brief.facts.filter(({ pillar }) => pillar !== "technicals"),
        ...brief.headlines,
        ...brief.facts.filter(({ pillar }) => pillar === "technicals"),
      ].map(({ address }) => address),
    );
  }
});
