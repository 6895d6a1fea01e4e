import type { Sector } from "lab/market";
import { type Pooled, type RecordedFailure, recordSummary } from "lab/record";
import { binomialRange, randomStream } from "lab/stats";
import { day } from "lab/units";
import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { soakTest } from "../soak.ts";
import { came, fridays, recordOf, said, seededRecord } from "./made_records.ts";

const asOf = day("2026-11-30");
const names = (found: ReturnType<typeof recordSummary>) =>
  found.groups.map(({ names }) => names.analyst.join("+"));

Deno.test("recordSummary() of one analyst, counted by hand", () => {
  const [first, second] = fridays(2);
  const ballots = [
    said({ day: first, sector: "XLE", score: 5, costUsd: 0.02, latencyMs: 1000 }),
    said({ day: first, sector: "XLU", score: undefined, costUsd: 0.04, latencyMs: 3000 }),
    said({ day: second, sector: "XLE", score: 4, contaminated: true }),
    said({
      day: second,
      sector: "XLE",
      score: 1,
      askedAt: `${second}T23:00:00.000Z`,
      costUsd: 0.03,
    }),
  ];
  const outcomes = [came(first, { XLE: 0.02, XLU: 0 })];
  const found = recordSummary(recordOf({ ballots, outcomes, head: "ab", lines: 5 }), { asOf });
  const [{ counts, answer, hitRate }, ...others] = found.groups;
  equal(others.length, 0);
  deepEqual(counts, {
    ballots: 3,
    askedAgain: 1,
    failed: 0,
    withoutScore: 1,
    abstentions: 3,
    contaminated: 1,
    days: 2,
    judgedDays: 1,
    daysApart: 1,
  });
  deepEqual([hitRate.hits, hitRate.n], [1, 1]);
  deepEqual(answer, {
    costKnown: 3,
    costUsd: 0.09,
    meanUsd: 0.03,
    latencyKnown: 2,
    medianSeconds: 2,
    slowSeconds: 2.9, // between the two, as quantile() has it
  });
  deepEqual(found.record, {
    where: "made up",
    ballots: 4,
    outcomes: 1,
    head: "ab",
    asOf,
    since: `${first}T22:00:00.000Z`,
  });
});

Deno.test("recordSummary() counts a day on which an analyst failed alone among those that were paid", () => {
  const [first, second] = fridays(2), cost = { costUsd: 0.03 };
  const failed = (on: string, sector: Sector): RecordedFailure => {
    const { kind: _, ballot: { analyst, sample, answeredBy }, ...asking } = said({
      day: on,
      ...cost,
    });
    const at = { analyst, sector, day: day(on), sample, answeredBy };
    return { ...asking, kind: "failed", failed: { ...at, raw: "", issues: [] } };
  };
  const usd = (...failures: RecordedFailure[]) =>
    recordSummary(recordOf({ ballots: [said({ day: first, ...cost })], failures }), { asOf })
      .groups.map(({ usdPerBp }) => +usdPerBp.usdPerDecision!.toFixed(9));
  deepEqual(usd(), [0.03]);
  deepEqual(usd(failed(first, "XLE")), [0.06]);
  deepEqual(usd(failed(second, "XLE"), failed(second, "XLU")), [0.045]);
});

Deno.test("recordSummary() tells days that are resolved, over and still open", () => {
  const ballots = [
    said({ day: "2026-10-02" }),
    said({ day: "2026-10-02", sector: "XLE" }),
    said({ day: "2026-10-23" }),
    said({ day: "2026-11-02" }),
    said({ day: "2026-11-06" }),
    said({ day: "2031-01-03", market: { kind: "simulated", seed: 7 } }),
  ];
  const outcomes = [came("2026-10-02", { XLK: 0.01, XLE: 0 })];
  const { decisions } = recordSummary(recordOf({ ballots, outcomes }), { asOf });
  deepEqual(decisions.map(({ day, ballots, end, state }) => [day, ballots, end, state]), [
    ["2026-10-02", 2, "2026-10-30", "resolved"],
    ["2026-10-23", 1, "2026-11-20", "over"],
    // The horizon ends with the close of the day of looking.
    ["2026-11-02", 1, "2026-11-30", "open"],
    ["2026-11-06", 1, "2026-12-04", "open"],
    ["2031-01-03", 1, "2031-01-31", "over"],
  ]);
});

Deno.test("recordSummary() keeps another prompt version apart, says so, and pools it when asked", () => {
  const ballots = [said(), said({ prompt: "2" }), said({ prompt: "2", day: "2026-01-09" })];
  const apart = recordSummary(recordOf({ ballots }), { asOf });
  deepEqual(apart.groups.map(({ names, counts }) => [names.prompt, counts.ballots]), [
    [["2"], 2],
    [["1"], 1],
  ]);
  match(apart.notes.join(), /^a: ballots of 2 prompt versions \(1 and 2\) are kept apart/);
  const pooled = recordSummary(recordOf({ ballots }), { asOf, pool: ["prompt"] });
  deepEqual(pooled.groups.map(({ names, counts }) => [names.prompt, counts.ballots]), [
    [["1", "2"], 3],
  ]);
  deepEqual(pooled.notes, []);
});

Deno.test("recordSummary() takes no ballot of a sector that was not listed on its day", () => {
  const ballots = [
    said({ day: "2016-01-08", sector: "XLC" }),
    said({ day: "2016-01-08", sector: "XLK" }),
  ];
  const found = recordSummary(recordOf({ ballots }), { asOf });
  equal(found.groups[0].counts.ballots, 1);
  deepEqual(found.notes, [
    "1 ballot about a sector that was not listed on that day counts for nothing: XLC on 2016-01-08",
  ]);
  // A simulated world has its own calendar.
  const simulated = ballots.map((one) => ({
    ...one,
    market: { kind: "simulated", seed: 7 } as const,
  }));
  equal(recordSummary(recordOf({ ballots: simulated }), { asOf }).groups[0].counts.ballots, 2);
});

Deno.test("recordSummary() looks at analysts and days by name, and refuses what it does not know", () => {
  const ballots = [
    said(),
    said({ analyst: "b", day: "2026-02-06" }),
    said({ analyst: "b", day: "2026-02-06", place: 1 }),
  ];
  const record = recordOf({ ballots });
  deepEqual(names(recordSummary(record, { asOf, analysts: ["b"] })), ["b", "b by p (m-1)"]);
  deepEqual(names(recordSummary(record, { asOf, analysts: ["b by p (m-1)"] })), ["b by p (m-1)"]);
  deepEqual(names(recordSummary(record, { asOf, to: day("2026-01-31") })), ["a"]);
  deepEqual(names(recordSummary(record, { asOf, from: day("2026-02-06") })), ["b", "b by p (m-1)"]);
  throws(
    () => recordSummary(record, { asOf, analysts: ["c"] }),
    /holds nothing of "c"; it knows a, b, b by p \(m-1\)$/,
  );
  throws(
    () => recordSummary(record, { asOf, pool: ["market" as Pooled] }),
    /a word of pool must be "analyst", .*"rubric", got "market"/,
  );
  throws(
    () => recordSummary(record, { asOf, pools: [] } as unknown as { asOf: typeof asOf }),
    /there is no option "pools"/,
  );
});

Deno.test("recordSummary() puts forward before past and real before simulated", () => {
  const ballots = [
    said({ analyst: "simulated", market: { kind: "simulated", seed: 7 } }),
    said({ analyst: "past", askedAt: "2026-06-01T00:00:00.000Z" }),
    said({ analyst: "forward" }),
  ];
  const found = recordSummary(recordOf({ ballots }), { asOf });
  deepEqual(names(found), ["forward", "past", "simulated"]);
  deepEqual(found.groups.map(({ names }) => names.asked[0]), ["forward", "past", "forward"]);
});

Deno.test("recordSummary() weighs pillars as it is told", () => {
  const ballots = [said({ sector: "XLE", score: 4 })].map((one) => ({
    ...one,
    ballot: {
      ...one.ballot,
      subScores: { ...one.ballot.subScores, technicals: { kind: "score", score: 1 } as const },
    },
  }));
  const outcomes = [came("2026-01-02", { XLE: 0.02, XLU: 0 })];
  const hits = (weights?: { fundamentals: number; sentiment: number; technicals: number }) =>
    recordSummary(recordOf({ ballots, outcomes }), { asOf, weights }).groups[0].hitRate.hits;
  equal(hits(), 1);
  equal(hits({ fundamentals: 0, sentiment: 0, technicals: 1 }), 0);
});

Deno.test("recordSummary() is the same to the last bit in whichever order two records were merged", () => {
  const { ballots, outcomes } = seededRecord(8, {
    weeks: 60,
    hitRate: 0.55,
    samples: 3,
    noise: 0.7,
    analysts: ["a", "b"],
  });
  const draw = randomStream(1);
  const shuffled = ballots.map((one) => ({ one, at: draw.uniform() }))
    .sort((a, b) => a.at - b.at).map(({ one }) => one);
  const summary = (order: typeof ballots) =>
    recordSummary(recordOf({ ballots: order, outcomes }), { asOf });
  deepEqual(summary(shuffled).groups, summary(ballots).groups);
});

/** How often the intervals of seeded records hold their truth. */
function covered(records: number, weeks: number) {
  let hits = 0, bias = 0, edge = 0;
  for (let seed = 1; seed <= records; seed++) {
    const record = seededRecord(seed, { weeks, hitRate: 0.56 });
    const [{ hitRate, houseBias, edgeBps }] = recordSummary(record, { asOf }).groups;
    if (hitRate.low! <= 0.56 && hitRate.high! >= 0.56) hits++;
    if (houseBias.every(({ low, high }) => low! <= 0 && high! >= 0)) bias++;
    // Eleven sides of equal size: (2·0.56 − 1) of the mean distance, 30/11 %.
    const truth = 0.12 * 1e4 * 0.3 / 11;
    if (edgeBps.low! <= truth && edgeBps.high! >= truth) edge++;
  }
  return { hits, bias, edge };
}

Deno.test("the intervals of a record hold the truth about as often as they say (a tenth of the soak)", () => {
  const records = 100, found = covered(records, 104);
  const { least } = binomialRange(records, 0.95, { level: 0.999 });
  ok(found.hits >= least && found.edge >= least && found.bias >= least, JSON.stringify(found));
});

soakTest("the intervals of a record hold the truth about as often as they say", () => {
  for (const weeks of [40, 104, 208]) {
    const records = 1000, found = covered(records, weeks);
    const { least } = binomialRange(records, 0.95, { level: 0.999 });
    ok(found.hits >= least && found.edge >= least && found.bias >= least, JSON.stringify(found));
    // And not because they are endless.
    ok(found.hits <= 990 && found.edge <= 990, JSON.stringify(found));
  }
});

Deno.test("no statistic counts a contaminated ballot, whatever it says", () => {
  const record = seededRecord(4, { weeks: 60, hitRate: 0.5 });
  const knowing = record.ballots.map((one, i) => ({
    ...one,
    ballot: { ...one.ballot, sample: 0, sector: one.ballot.sector, contaminated: ["it knows"], i },
  }));
  const clean = recordSummary(record, { asOf }).groups[0];
  const [both] = recordSummary({
    ...record,
    ballots: [
      ...record.ballots,
      ...knowing.map((one) => ({
        ...one,
        ballot: { ...one.ballot, analyst: "a", day: "2025-06-06", confidence: 1 },
        askedAt: "2025-06-06T22:00:00.000Z",
      })),
    ],
    outcomes: [...record.outcomes, came("2025-06-06", { XLE: 0.5, XLK: 0 })],
  }, { asOf }).groups;
  ok(both.counts.contaminated > 0);
  deepEqual(both.hitRate, clean.hitRate);
  deepEqual(both.calibration, clean.calibration);
  deepEqual(both.edgeBps, clean.edgeBps);
});
