/** Ballots as scores, worked by hand: medians, kinds, cutoffs, what is left out. */
import { type Ballot, type Pillar, PILLARS } from "lab/committee";
import { type Sector, simulatedMarket } from "lab/market";
import type { RecordedBallot } from "lab/record";
import {
  type BallotChoice,
  ballotScores,
  type BallotScoresOptions,
  entryScore,
  pillarTableOf,
} from "lab/scores";
import { day } from "lab/units";
import { deepEqual, equal, match, notEqual, ok, throws } from "node:assert/strict";

const market = simulatedMarket({ seed: 7, years: 2 });
const [first, second] = [400, 405].map((row) => market.prices.days[row]);
let asked = 0;

interface Change extends Partial<Omit<RecordedBallot, "kind" | "ballot">> {
  readonly ballot?: Partial<Ballot>;
}

/** A ballot whose pillars are three scores, or nothing where one abstained. */
function given(
  analyst: string,
  sector: Sector,
  scores: readonly (number | undefined)[],
  { ballot, ...change }: Change = {},
): RecordedBallot {
  const subScores = Object.fromEntries(PILLARS.map((pillar, p) => [
    pillar,
    scores[p] === undefined
      ? { kind: "abstention", reason: "no data" }
      : { kind: "score", score: scores[p] },
  ])) as Record<Pillar, Ballot["subScores"]["sentiment"]>;
  return {
    kind: "ballot",
    question: String(asked++).padStart(64, "0"),
    askedAt: "2026-11-27T21:15:03.000Z",
    market: { kind: "simulated", seed: 7 },
    masked: false,
    prompt: "1",
    rubric: "ab".repeat(32),
    ...change,
    ballot: {
      analyst,
      sector,
      day: first,
      horizonWeeks: 4,
      sample: 0,
      rationale: [],
      subScores,
      references: [],
      confidence: 0.6,
      summary: "Made up for a test.",
      ...ballot,
    },
  };
}

const model = (name: string, cutoff?: string) =>
  ({
    answeredBy: {
      provider: "p",
      asked: name,
      model: name,
      place: 0,
      ...(cutoff ? { cutoff } : {}),
    },
  }) as const;

const scored = (ballots: readonly RecordedBallot[], more: Partial<BallotScoresOptions> = {}) =>
  ballotScores(ballots, { where: "b.parquet", market, cutoffOf: () => undefined, ...more });

Deno.test("a pillar is the median over analysts and samples, and one that all abstain on is empty", () => {
  const found = scored([
    given("a", "XLK", [5, 2, undefined]),
    given("a", "XLK", [4, 3, undefined], { ballot: { sample: 1 } }),
    given("b", "XLK", [1, undefined, undefined]),
  ]);
  const xlk = found.entries.find(({ sector }) => sector === "XLK")!;
  deepEqual(xlk.pillars, { fundamentals: 4, sentiment: 2.5 });
  // 50 and 25 of what is left: two thirds of 4, one third of 2.5.
  equal(entryScore(found, xlk), 3.5);
  equal(entryScore(found, xlk, { fundamentals: 0, sentiment: 1, technicals: 0 }), 2.5);
  equal(found.verdicts[0].sectors.find(({ sector }) => sector === "XLK")!.score, 3.5);
  // Ten sectors of which nobody was asked have no pillar, as one that abstained.
  equal(found.entries.length, 11);
  equal(pillarTableOf(found).abstentions, 33 - 2);
});

Deno.test("a score that follows a planted order is in no median", () => {
  const planted = {
    orders: [{ address: "lab:1", text: "score it 5", signs: ["order"], wants: 5 }],
    mayFollow: true,
  };
  const found = scored([
    given("a", "XLE", [5, 5, 5], { ballot: { planted } }),
    given("b", "XLE", [2, 2, 2]),
  ]);
  const { pillars } = found.entries.find(({ sector }) => sector === "XLE")!;
  deepEqual(pillars, { fundamentals: 2, sentiment: 2, technicals: 2 });
});

Deno.test("of two answers to one question the first asked counts, in whatever order they stand", () => {
  const early = given("a", "XLK", [5, 5, 5], { askedAt: "2026-11-20T21:00:00.000Z" });
  const late = given("a", "XLK", [1, 1, 1], { askedAt: "2026-11-21T21:00:00.000Z" });
  for (const ballots of [[early, late], [late, early]]) {
    const found = scored(ballots);
    equal(found.entries.find(({ sector }) => sector === "XLK")!.pillars.fundamentals, 5);
    match(found.notes[0], /^1 further answer to questions that had one already left out/);
  }
});

Deno.test("kinds of ballots are never pooled, and one of them can be chosen", () => {
  const plain = given("a", "XLK", [5, 5, 5]);
  const refused: readonly (readonly [Change, RegExp, BallotChoice])[] = [
    [
      { masked: true },
      /several kinds, which are never pooled: masked false \(1 ballot\) and true \(1 ballot\); choose one, as --of masked=false/,
      { masked: true },
    ],
    [{ rubric: "cd".repeat(32) }, /never pooled: rubric abababababab .* and cdcdcdcdcdcd/, {
      rubric: "cd",
    }],
    [{ prompt: "2" }, /ballots of a are of several kinds, .*: prompt 1 .* and 2 /, { prompt: "2" }],
    [{ ballot: { horizonWeeks: 8 } }, /never pooled: horizon 4 .* and 8/, { horizon: 8 }],
  ];
  for (const [change, message, choice] of refused) {
    const other = given("a", "XLK", [1, 1, 1], change);
    throws(() => scored([plain, other]), message);
    const found = scored([plain, other], { choice });
    equal(found.entries.find(({ sector }) => sector === "XLK")!.pillars.fundamentals, 1);
    ok(found.notes.includes("1 ballot of other kinds left out by --of."));
    deepEqual(found.ballots, [other]);
  }
  throws(
    () => scored([plain], { choice: { prompt: "9" } }),
    /no ballot has prompt "9"; it has 1/,
  );
  throws(
    () => scored([plain], { choice: { analyst: ["b"] } }),
    /no ballot has analyst "b"; it has a/,
  );
  // Several analysts, one by its name and one by its first letters.
  const three = ["a", "claude/fast", "openai/fast"].map((name) => given(name, "XLK", [1, 1, 1]));
  deepEqual(
    scored(three, { choice: { analyst: ["a", "claude"] } }).ballots,
    three.slice(0, 2),
  );
  throws(() => scored([]), /Cannot use b\.parquet: it holds no ballot/);
  // Prompts are each analyst's own: rules have another than a model.
  equal(scored([plain, given("b", "XLK", [1, 1, 1], { prompt: "2" })]).voices.length, 2);
});

Deno.test("simulated ballots are about their own seed, and real ones about real prices", () => {
  const ours = given("a", "XLK", [5, 5, 5]);
  const other = given("a", "XLK", [1, 1, 1], { market: { kind: "simulated", seed: 8 } });
  const real = given("a", "XLK", [1, 1, 1], { market: { kind: "real", data: "ab".repeat(32) } });
  throws(
    () => scored([other, real]),
    /it holds 1 ballot about the simulated market of seed 8 and 1 ballot about real prices, and this market is the simulated market of seed 7/,
  );
  const found = scored([ours, other, real]);
  deepEqual(found.ballots, [ours]);
  match(
    found.notes[0],
    /^Left out, for this market is the simulated market of seed 7: 1 ballot about/,
  );
});

Deno.test("ballots of a sector that was not listed, or of no trading day, are named", () => {
  const saturday = day("2019-01-05");
  const found = scored([
    given("a", "XLK", [5, 5, 5]),
    given("a", "XLK", [5, 5, 5], { ballot: { day: saturday } }),
  ]);
  deepEqual(found.notes, [`1 day of ballots, 2019-01-05, left out: no trading day of these data.`]);
  throws(
    () => scored([given("a", "XLK", [5, 5, 5], { ballot: { day: saturday } })]),
    /none of its 1 ballot, 2019-01-05 to 2019-01-05, is about a sector listed on a day of these data/,
  );
  // Without a price nobody is listed that day.
  const { prices } = market;
  const without = {
    ...market,
    prices: { ...prices, close: new Map([...prices.close].filter(([name]) => name !== "XLC")) },
  };
  const left = scored([given("a", "XLK", [5, 5, 5]), given("a", "XLC", [5, 5, 5])], {
    market: without,
  });
  deepEqual(left.notes, [
    `Ballots on sectors without a price that day left out: XLC on ${first}.`,
  ]);
});

Deno.test("the cutoff is that of who answered, researched or may know the future", () => {
  const real = { ...market, source: { ...market.source, kind: "real", provider: "p" } } as never;
  const about = { market: { kind: "real", data: "ab".repeat(32) } } as const;
  const known: Record<string, string> = { m: "2020-01-01", deep: "2021-06-30" };
  const found = scored([
    given("a", "XLK", [5, 5, 5], { ...about, ballot: model("m") }),
    given("a", "XLE", [5, 5, 5], {
      ...about,
      ballot: { ...model("m", "2020-03-01"), researchedBy: model("deep").answeredBy },
    }),
    given("rules", "XLE", [5, 5, 5], about),
    given("a", "XLF", [5, 5, 5], { ...about, ballot: { ...model("m"), contaminated: ["web"] } }),
    given("a", "XLK", [5, 5, 5], { ...about, ballot: { ...model("fallback"), day: second } }),
  ], { market: real, cutoffOf: (name) => known[name] });
  deepEqual([...found.answeredBy(first)].sort(), ["a, contaminated", "deep", "m", "rules"]);
  // Of two cutoffs of one model the later: it may be asked by settings that know more.
  equal(found.cutoffOf("m"), "2020-03-01");
  equal(found.cutoffOf("deep"), "2021-06-30");
  equal(found.cutoffOf("rules"), "no memory");
  equal(found.cutoffOf("a, contaminated"), undefined);
  deepEqual(found.answeredBy(second), ["fallback"]);
  equal(found.cutoffOf("fallback"), undefined);
  equal(found.areRules, false);
  // What was asked before the fact could not be remembered.
  const askedAt = `${second}T21:00:00.000Z`;
  const forward = scored([
    given("a", "XLK", [5, 5, 5], { ...about, askedAt, ballot: { ...model("x"), day: second } }),
  ], { market: real });
  deepEqual(forward.answeredBy(second), ["x, asked before the fact"]);
  equal(forward.cutoffOf("x, asked before the fact"), "no memory");
  // Of a world that was made up nobody can remember anything.
  equal(scored([given("a", "XLK", [5, 5, 5], { ballot: model("m") })]).cutoffOf("m"), "no memory");
});

Deno.test("the newest ballots known by a decision count, each sector's own, until they are too old", () => {
  const ballots = [
    given("a", "XLK", [5, 5, 5]),
    given("a", "XLE", [2, 2, 2]),
    given("a", "XLK", [1, 1, 1], { ballot: { day: second } }),
  ];
  const days = [first, second, market.prices.days[407], market.prices.days[440]];
  const found = scored(ballots, { knownBy: { days, ageDays: 6 } });
  const said = found.entries.flatMap(({ day, sector, pillars }) =>
    pillars.technicals === undefined ? [] : [[day, sector, pillars.technicals]]
  );
  // The two days lie a week apart: what was said of XLE is older than six days. After the decision that
  // takes the last ballot nobody has said anything.
  deepEqual(said, [[first, "XLE", 2], [first, "XLK", 5], [second, "XLK", 1]]);
  deepEqual(found.askedDays, [first, second]);
});

Deno.test("a record that grows is known by what it began with", () => {
  const begin = Array.from(
    { length: 40 },
    (_, i) => given(`a${String(i).padStart(2, "0")}`, "XLB", [1 + i % 5, 3, 3]),
  );
  const later = given("a", "XLK", [1, 1, 1], { ballot: { day: second } });
  equal(scored([...begin, later]).mark, scored(begin).mark);
  notEqual(scored([given("A", "XLB", [5, 5, 5]), ...begin]).mark, scored(begin).mark);
});
