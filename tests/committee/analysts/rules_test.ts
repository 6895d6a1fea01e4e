import {
  addressesOf,
  BALANCED,
  ballotSchema,
  type Brief,
  briefs,
  DEFAULT_RUBRIC,
  type Fact,
  type FactName,
  FACTS,
  headlineTone,
  PILLARS,
  rubric,
  rulesAnalyst,
  rulesBallot,
  subScoresOf,
  type Temperament,
} from "lab/committee";
import { readIndustries, type Sector, SECTORS, simulatedMarket, snapshot } from "lab/market";
import { day, instant } from "lab/units";
import { deepEqual, equal, ok, rejects, throws } from "node:assert/strict";
import { exchanged } from "../small_market.ts";

const today = day("2020-03-20");
const askedAt = instant(today);

/** A brief with these standings and headlines alone. */
function briefOf(z: Partial<Record<FactName, number>>, headlines: readonly string[] = []): Brief {
  return {
    sector: "XLK",
    label: "Technology",
    day: today,
    decidedAt: askedAt,
    frequency: "daily",
    listed: 11,
    facts: (Object.entries(z) as [FactName, number][]).map(([name, z]): Fact => ({
      ...FACTS[name],
      name,
      address: `lab:test/XLK#${name}`,
      value: 0.01,
      asOf: today,
      availableAt: askedAt,
      standing: { rank: 1, of: 11, z },
    })),
    missing: [{
      pillar: "fundamentals",
      name: "earningsYield",
      reason: "these data hold no filings",
    }],
    headlines: headlines.map((text, i) => ({
      address: `lab:headlines/XLK/${i}`,
      availableAt: askedAt,
      text,
    })),
  };
}

const scores = (brief: Brief, temperament?: Temperament) =>
  subScoresOf(rulesBallot(brief, DEFAULT_RUBRIC, { askedAt, temperament }));

Deno.test("headlineTone() reads words, negation, size and relief", () => {
  const tones: [string, number][] = [
    ["Chip makers beat profit estimates on strong demand", 1],
    ["Chip makers did not beat estimates", -1],
    ["Chip makers didn’t beat estimates", -1],
    ["Grocers fail to improve margins", -1],
    ["Banks avoid talk of losses, no recession seen", 0],
    ["Insurers report record losses", -1],
    ["Insurers report record sales", 1],
    ["Fears ease for mall owners", 1],
    ["Shares crash on profit warning", -1],
    ["SHARES SOAR, RALLY BROADENS", 1],
    ["Miners to present at industry conference", 0],
    ["Week ends with losses for miners", -1],
    ["Railroads win freight contract", 1],
    ["", 0],
  ];
  for (const [text, tone] of tones) equal(headlineTone(text), tone, text);
});

Deno.test("headlineTone() reads parts of words as nothing: failsafe, cutlery, topical", () => {
  equal(headlineTone("Failsafe cutlery is topical"), 0);
});

Deno.test("rulesBallot() turns evidence into sub-scores at 0.5 and 1.25", () => {
  // One figure alone: evidence is its z, whatever its weight.
  const of = (z: number) => scores(briefOf({ earningsGrowth: z })).fundamentals;
  deepEqual([-1.25, -1.249, -0.5, -0.499, 0, 0.499, 0.5, 1.249, 1.25].map(of), [
    1,
    2,
    2,
    3,
    3,
    3,
    4,
    4,
    5,
  ]);
});

Deno.test("rulesBallot() weighs findings by their table over the root of the squared weights", () => {
  // earningsGrowth and revisionBreadth weigh 1 each: (0.9 + 0.9)/√2 = 1.27, above 1.25.
  equal(scores(briefOf({ earningsGrowth: 0.9, revisionBreadth: 0.9 })).fundamentals, 5);
  // (0.9 − 0.9)/√2 = 0.
  equal(scores(briefOf({ earningsGrowth: 0.9, revisionBreadth: -0.9 })).fundamentals, 3);
});

Deno.test("rulesBallot() counts good against bad headlines, two of them a story", () => {
  const good = "Chip makers beat estimates", bad = "Chip makers miss estimates";
  const of = (...headlines: string[]) => scores(briefOf({}, headlines)).sentiment;
  // (g − b)/√(2(g + b)): two good 1, four good 1.41, one of each 0.
  deepEqual([of(good, good), of(good, good, good, good), of(good, bad)], [4, 5, 3]);
  equal(of(bad, bad, bad, bad), 1);
  // A single one is no tone, a neutral one no witness.
  equal(of(good), undefined);
  equal(of(good, "Chip makers move offices"), undefined);
});

Deno.test("rulesBallot() abstains with the brief's own reason where nothing can be read", () => {
  const ballot = rulesBallot(briefOf({ residualReturn13w: 1 }), DEFAULT_RUBRIC, { askedAt });
  deepEqual(ballot.subScores.fundamentals, {
    kind: "abstention",
    reason: "Nothing to read: these data hold no filings.",
  });
  equal(ballot.subScores.sentiment.kind, "abstention");
  deepEqual(ballot.subScores.technicals, { kind: "score", score: 4 });
  ballotSchema.parse(ballot);
});

Deno.test("rulesBallot() ignores a figure without a standing", () => {
  const brief = briefOf({ earningsGrowth: 2 });
  const [{ standing: _, ...bare }] = brief.facts;
  equal(scores({ ...brief, facts: [bare] }).fundamentals, undefined);
});

Deno.test("rulesBallot() passes the ballot schema and cites rows of its brief alone", () => {
  for (const seed of [1, 2, 3]) {
    const market = simulatedMarket({ seed, years: 2 });
    const view = snapshot(market, market.prices.days[450]);
    for (const brief of briefs(view)) {
      const ballot = rulesBallot(brief, DEFAULT_RUBRIC, { askedAt: view.decidedAt });
      ballotSchema.parse(ballot);
      const addresses = addressesOf(brief);
      ok(ballot.references.length > 5);
      for (const { url } of ballot.references) ok(addresses.has(url), url);
      // Each pillar that has a score gives its reasons, with a figure in each.
      for (const pillar of PILLARS) {
        const reasons = ballot.rationale.filter((item) => item.pillar === pillar);
        ok(reasons.length > 0 && reasons.every(({ reason }) => /\d/.test(reason)));
      }
    }
  }
});

Deno.test("rulesBallot() states a confidence within 0 and 1, more of it on stronger evidence", () => {
  const of = (z: number) =>
    rulesBallot(
      briefOf({ earningsGrowth: z, netFlow4w: z, residualReturn13w: z }),
      DEFAULT_RUBRIC,
      { askedAt },
    ).confidence;
  // 0.4 on none, 0.4 + 0.4 on two standard deviations in each pillar, no more beyond.
  deepEqual([of(0), of(1), of(2), of(9)], [0.4, 0.6, 0.8, 0.8]);
  // Half the weight unread: half the confidence.
  const technicalsAlone = rulesBallot(
    briefOf({ residualReturn13w: 0 }),
    rubric({ weights: [0.25, 0.25, 0.5] }),
    { askedAt },
  );
  equal(technicalsAlone.confidence, 0.2);
});

Deno.test("rulesBallot() of a mirrored temperament is the mirror image", () => {
  const mirrored = (table: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(table).map(([name, weight]) => [name, -weight]));
  const contrary: Temperament = {
    ...BALANCED,
    name: "contrary",
    fundamentals: mirrored(BALANCED.fundamentals),
    sentiment: mirrored(BALANCED.sentiment),
    technicals: mirrored(BALANCED.technicals),
  };
  const market = simulatedMarket({ seed: 12, years: 2 });
  for (const brief of briefs(snapshot(market, market.prices.days[450]))) {
    const own = scores(brief), other = scores(brief, contrary);
    for (const pillar of PILLARS) equal(other[pillar], 6 - own[pillar]!);
  }
  equal(rulesAnalyst({ temperament: contrary }).name, "rules, contrary");
});

Deno.test("rulesBallot() of exchanged sectors are exchanged scores", () => {
  const market = simulatedMarket({ seed: 13, years: 2 });
  const of = (world: typeof market, sector: Sector) =>
    scores(
      briefs(snapshot(world, world.prices.days[450])).find((brief) => brief.sector === sector)!,
    );
  for (const other of SECTORS.slice(6)) {
    const swapped = exchanged(market, "XLB", other);
    deepEqual(of(swapped, "XLB"), of(market, other));
    deepEqual(of(swapped, other), of(market, "XLB"));
  }
});

Deno.test("rulesAnalyst() answers the same twice and costs nothing", async () => {
  const brief = briefOf({ earningsGrowth: 1 });
  const analyst = rulesAnalyst();
  const first = await analyst.answer(brief, DEFAULT_RUBRIC, { askedAt });
  deepEqual(await analyst.answer(brief, DEFAULT_RUBRIC, { askedAt }), first);
  equal(first.costUsd, 0);
});

Deno.test("rulesAnalyst() scores the monthly industries on technicals alone", async () => {
  const market = await readIndustries();
  for (const brief of briefs(snapshot(market, day("1999-12-31")))) {
    const { technicals, ...others } = scores(brief);
    ok(technicals !== undefined);
    deepEqual(others, {});
  }
});

Deno.test("rulesAnalyst() rejects when it was stopped", async () => {
  const signal = AbortSignal.abort(new Error("enough"));
  await rejects(
    () => rulesAnalyst().answer(briefOf({}), DEFAULT_RUBRIC, { askedAt, signal }),
    /enough/,
  );
});

Deno.test("rulesAnalyst() refuses a temperament that weighs what no brief holds", () => {
  const wrong = (change: object) => () => rulesAnalyst({ temperament: { ...BALANCED, ...change } });
  throws(wrong({ technicals: { momentum: 1 } }), {
    name: "RangeError",
    message: 'Cannot make a rule analyst: technicals has no figure "momentum"',
  });
  throws(wrong({ technicals: { earningsYield: 1 } }), /technicals has no figure "earningsYield"/);
  throws(wrong({ sentiment: { headlineTone: NaN } }), /finite weight for headlineTone, got NaN/);
  throws(wrong({ boldness: 0 }), /boldness above 0, got 0/);
});
