import {
  addressesOf,
  type Analyst,
  type Ballot,
  ballotSchema,
  type Brief,
  briefs,
  convene,
  DEFAULT_RUBRIC,
  heldToBrief,
  poll,
  record,
  replayAnalyst,
  requestFingerprint,
  rulesAnalyst,
  rulesBallot,
  verdictSchema,
} from "lab/committee";
import { type Dated, type Market, simulatedMarket, snapshot } from "lab/market";
import { deepEqual, equal, ok } from "node:assert/strict";

const whole = simulatedMarket({ seed: 7, years: 2 });
const on = whole.prices.days[400], askedAt = snapshot(whole, on).decidedAt;

/** The same world as if its tables had been read from files, whose hashes begin as told. */
function fromFiles(market: Market, hash = "a"): Market {
  const placed = <T extends Dated>(file: string, rows: readonly T[]): readonly T[] =>
    rows.map((row, i) => ({
      ...row,
      origin: { file: `${file}.csv`, row: i + 2, sha256: hash.repeat(64) },
    }));
  return {
    ...market,
    fundamentals: placed("fundamentals", market.fundamentals),
    headlines: placed("headlines", market.headlines),
    flows: placed("flows", market.flows),
  };
}
const filed = fromFiles(whole);
const briefOf = (market: Market): Brief => briefs(snapshot(market, on))[0];
const ballotOf = (brief: Brief): Ballot => rulesBallot(brief, DEFAULT_RUBRIC, { askedAt });

Deno.test("a brief of files is the brief, with the place of each fact beside it", () => {
  const without = (brief: Brief) => ({
    ...brief,
    facts: brief.facts.map(({ origin: _, ...fact }) => fact),
    headlines: brief.headlines.map(({ origin: _, ...headline }) => headline),
  });
  deepEqual(without(briefOf(filed)), briefOf(whole));
  ok(JSON.stringify(briefOf(whole)).indexOf("origin") < 0);
  for (const { pillar, name, origin, address, asOf } of briefOf(filed).facts) {
    if (pillar === "technicals") {
      equal(origin, undefined);
      continue;
    }
    const table = pillar === "fundamentals" ? filed.fundamentals : filed.flows;
    const rows = origin!.rows.map((row) => table[row - 2]);
    ok(rows.every(({ sector }) => sector === briefOf(filed).sector));
    ok(rows.some((row) => address === `${row.address}#${name}`));
    equal(rows.length, name.endsWith("Change") ? 2 : name === "netFlow4w" ? 4 : 1, name);
    ok(rows.some((row) => ("periodEnd" in row ? row.periodEnd : row.week) === asOf));
  }
});

Deno.test("where facts stand is no part of the question, so that a file may grow", async () => {
  const key = (market: Market) =>
    requestFingerprint({ analyst: "a", brief: briefOf(market), rubric: DEFAULT_RUBRIC, sample: 0 });
  equal(await key(filed), await key(whole));
  equal(await key(fromFiles(whole, "b")), await key(whole));
});

Deno.test("a ballot carries file, hash and rows for each scored pillar, and none for one that abstained", () => {
  const brief = briefOf(filed), held = heldToBrief(ballotOf(brief), brief, DEFAULT_RUBRIC);
  const rowsOf = (pillar: string) =>
    brief.facts.filter((fact) => fact.pillar === pillar).flatMap(({ origin }) =>
      origin?.rows ?? []
    );
  const of = (file: string) => held.files!.find((one) => one.file === file)!;
  deepEqual(held.files!.map(({ file }) => file).sort(), [
    "flows.csv",
    "fundamentals.csv",
    "headlines.csv",
  ]);
  ok(held.files!.every(({ sha256 }) => sha256 === "a".repeat(64)));
  const sorted = (rows: readonly number[]) => [...new Set(rows)].sort((a, b) => a - b);
  deepEqual(of("fundamentals.csv").fundamentals, sorted(rowsOf("fundamentals")));
  deepEqual(of("flows.csv").sentiment, sorted(rowsOf("sentiment")));
  deepEqual(
    of("headlines.csv").sentiment,
    sorted(brief.headlines.map(({ origin }) => origin!.row)),
  );
  equal(of("fundamentals.csv").sentiment, undefined);
  const abstains = {
    ...ballotOf(brief),
    references: [],
    subScores: {
      ...ballotOf(brief).subScores,
      sentiment: { kind: "abstention", reason: "no view" },
    },
  } as const;
  deepEqual(
    heldToBrief(abstains, brief, DEFAULT_RUBRIC).files!.map(({ file }) => file),
    ["fundamentals.csv"],
  );
  equal(heldToBrief(ballotOf(briefOf(whole)), briefOf(whole), DEFAULT_RUBRIC).files, undefined);
});

Deno.test("a cited fact brings its own rows, and its address stays the address", () => {
  const brief = briefOf(filed), held = heldToBrief(ballotOf(brief), brief, DEFAULT_RUBRIC);
  let cited = 0;
  for (const { url, from } of held.references) {
    ok(addressesOf(brief).has(url));
    const fact = brief.facts.find(({ address }) => address === url);
    const headline = brief.headlines.find(({ address }) => address === url);
    const rows = fact ? fact.origin?.rows : [headline!.origin!.row];
    deepEqual(from?.rows, rows);
    if (from !== undefined) {
      cited++;
      ok(held.files!.some(({ file }) => file === from.file));
    }
  }
  ok(cited > 0);
});

Deno.test("what a ballot rests on survives JSON, the schema, a verdict, and a recording of another vintage", async () => {
  const asked = briefs(snapshot(filed, on));
  const recording = await record(rulesAnalyst(), asked, DEFAULT_RUBRIC, {
    askedAt,
    provenance: "the rules",
  });
  const copy = JSON.parse(JSON.stringify(recording));
  const played = await poll([replayAnalyst(copy)], asked, { askedAt });
  equal(played.ballots.length, asked.length);
  for (const ballot of played.ballots) {
    ok(ballot.files!.length > 0);
    deepEqual(ballotSchema.parse(JSON.parse(JSON.stringify(ballot))), ballot);
  }
  // The same answers, played when the files had grown: they rest on the files as they are now.
  const later = briefs(snapshot(fromFiles(whole, "b"), on));
  const again = await poll([replayAnalyst(recording)], later, { askedAt });
  ok(again.ballots.every(({ files }) => files!.every(({ sha256 }) => sha256 === "b".repeat(64))));
  const made = await convene(snapshot(filed, on));
  const read = verdictSchema.parse(JSON.parse(JSON.stringify(made)));
  deepEqual(read.ballots.map(({ files }) => files), made.ballots.map(({ files }) => files));
  ok(made.ballots.every(({ files }) => files !== undefined));
});

Deno.test("what a model says of files is replaced by what its brief holds", async () => {
  const brief = briefOf(filed);
  const liar: Analyst = {
    name: "liar",
    answer: () =>
      Promise.resolve({
        kind: "ballot",
        ballot: { ...ballotOf(brief), files: [{ file: "made-up.csv", sha256: "c".repeat(64) }] },
        costUsd: 0,
      }),
  };
  const { ballots } = await poll([liar], [brief], { askedAt });
  ok(ballots[0].files!.every(({ file }) => file !== "made-up.csv"));
});
