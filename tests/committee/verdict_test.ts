import {
  type Ballot,
  convene,
  DEFAULT_RUBRIC,
  type FailedBallot,
  median,
  type Pillar,
  PILLARS,
  rubric,
  type SubScore,
  verdict,
  verdictSchema,
  views,
} from "lab/committee";
import { type Sector, simulatedMarket, snapshot } from "lab/market";
import { randomStream } from "lab/stats";
import { day } from "lab/units";
import { deepEqual, equal, ok, throws } from "node:assert/strict";

const today = day("2020-03-20");
const sectors: readonly Sector[] = ["XLE", "XLK"];

const sub = (score: number | undefined): SubScore =>
  score === undefined
    ? { kind: "abstention", reason: "nothing to read" }
    : { kind: "score", score };

function ballot(
  analyst: string,
  scores: readonly (number | undefined)[],
  more: Partial<Ballot> = {},
): Ballot {
  return {
    analyst,
    day: today,
    horizonWeeks: 4,
    sample: 0,
    sector: "XLK",
    rationale: [],
    subScores: {
      fundamentals: sub(scores[0]),
      sentiment: sub(scores[1]),
      technicals: sub(scores[2]),
    },
    references: [],
    confidence: 0.8,
    summary: `The view of ${analyst}.`,
    ...more,
  };
}

function failure(sector: Sector): FailedBallot {
  return {
    kind: "failed",
    analyst: "d",
    sector,
    day: today,
    sample: 0,
    raw: "",
    issues: [{ code: "empty", path: "", message: "The answer is empty; need one JSON object." }],
    costUsd: 0,
  };
}

const of = (ballots: readonly Ballot[], failed: readonly FailedBallot[] = []) =>
  verdict(ballots, { day: today, sectors, failed });
const xlk = (ballots: readonly Ballot[], failed: readonly FailedBallot[] = []) =>
  of(ballots, failed).sectors[1];

Deno.test("median() is the middle value, or the mean of the two middle ones", () => {
  equal(median([5, 4, 3, 1]), 3.5);
  equal(median([5, 1, 2]), 2);
  equal(median([4]), 4);
  throws(() => median([]), /need a value, got none/);
});

Deno.test("verdict() takes the median of 5, 4, 3 and 1, which is 3.5, and shows the spread", () => {
  const { pillars, score, rating, pillarsUsed, disagreement } = xlk(
    [5, 4, 3, 1].map((score, i) => ballot("abcd"[i], [score, 3, 3])),
  );
  equal(pillars.fundamentals.median, 3.5);
  equal(pillars.fundamentals.spread, 4);
  equal(disagreement, 4);
  // By hand: 0.5·3.5 + 0.25·3 + 0.25·3 = 3.25.
  equal(score, 3.25);
  equal(rating, 3);
  deepEqual(pillarsUsed, [...PILLARS]);
});

Deno.test("verdict() moves little when one of five goes to an extreme", () => {
  const scores = (last: number) =>
    [3, 3, 4, 4, last].map((score, i) => ballot("abcde"[i], [score, score, score]));
  equal(xlk(scores(5)).score, 4);
  equal(xlk(scores(1)).score, 3);
  equal(xlk(scores(4)).score, 4);
});

Deno.test("verdict() alerts above two points, not at two, and lowers confidence", () => {
  const pair = (a: number, b: number) => xlk([ballot("a", [a, 3, 3]), ballot("b", [b, 3, 3])]);
  const calm = pair(2, 4), split = pair(1, 4), torn = pair(1, 5);
  equal(calm.alert, undefined);
  equal(calm.confidence, 0.8);
  equal(
    split.alert,
    "Analysts disagree on XLK by more than 2 points: fundamentals (1 to 4).",
  );
  // One point above two costs a quarter, two cost a half.
  ok(Math.abs(split.confidence! - 0.6) < 1e-12);
  ok(Math.abs(torn.confidence! - 0.4) < 1e-12);
});

Deno.test("verdict() keeps abstentions apart and renormalises the weights", () => {
  const { pillars, score, pillarsUsed } = xlk([
    ballot("a", [undefined, 4, 5]),
    ballot("b", [undefined, undefined, 3]),
  ]);
  equal(pillars.fundamentals.median, undefined);
  equal(pillars.fundamentals.spread, undefined);
  deepEqual(pillars.fundamentals.abstentions, [
    { analyst: "a", sample: 0, reason: "nothing to read" },
    { analyst: "b", sample: 0, reason: "nothing to read" },
  ]);
  deepEqual(pillars.sentiment.given, [{ analyst: "a", sample: 0, score: 4 }]);
  // Medians 4 and 4, a quarter each, together half: 4.
  equal(score, 4);
  deepEqual(pillarsUsed, ["sentiment", "technicals"]);
});

Deno.test("verdict() gives no score, with the reason, where all abstained, failed or were not asked", () => {
  const abstained = xlk([ballot("a", [])]);
  equal(abstained.score, undefined);
  equal(abstained.rating, undefined);
  equal(abstained.noScore, "every pillar abstained");
  equal(abstained.confidence, 0.8);
  const failed = xlk([], [failure("XLK"), failure("XLK")]);
  equal(failed.noScore, "all 2 answers failed");
  equal(failed.failed, 2);
  equal(failed.confidence, undefined);
  equal(xlk([], [failure("XLE")]).noScore, "nobody was asked");
});

Deno.test("verdict() counts a failed ballot and lets it move nothing", () => {
  const ballots = [ballot("a", [5, 5, 5]), ballot("b", [4, 4, 4])];
  const clean = xlk(ballots), beside = xlk(ballots, [failure("XLK")]);
  deepEqual({ ...beside, failed: 0 }, clean);
  equal(beside.failed, 1);
  deepEqual(of(ballots, [failure("XLK")]).analysts, ["a", "b", "d"]);
});

Deno.test("verdict() lists each reference once, in the order of first mention", () => {
  const reference = (url: string, title: string) => ({
    url,
    title,
    description: "",
    accessedAt: "2020-03-20T16:00",
    accessible: true,
  });
  const { references } = xlk([
    ballot("a", [3, 3, 3], { references: [reference("lab:x", "first"), reference("lab:y", "y")] }),
    ballot("b", [3, 3, 3], { references: [reference("lab:x", "again"), reference("lab:z", "z")] }),
  ]);
  deepEqual(references.map(({ title }) => title), ["first", "y", "z"]);
});

Deno.test("verdict() of analysts or sectors in another order is the same but for the order", () => {
  const stream = randomStream(41);
  for (let n = 0; n < 200; n++) {
    const ballots = sectors.flatMap((sector) =>
      ["a", "b", "c", "d"].map((analyst) =>
        ballot(
          analyst,
          [0, 1, 2].map(() => stream.uniform() < 0.2 ? undefined : 1 + stream.integer(5)),
          { sector, confidence: stream.uniform() },
        )
      )
    );
    const one = of(ballots).sectors;
    const other = verdict(ballots.toReversed(), {
      day: today,
      sectors: sectors.toReversed(),
    }).sectors;
    deepEqual(other.map(({ sector }) => sector), ["XLK", "XLE"]);
    one.forEach((verdict, i) => {
      const { score, rating, confidence, disagreement, alert, noScore } = other[1 - i];
      deepEqual(
        { score, rating, confidence, disagreement, alert, noScore },
        {
          score: verdict.score,
          rating: verdict.rating,
          confidence: verdict.confidence,
          disagreement: verdict.disagreement,
          alert: verdict.alert,
          noScore: verdict.noScore,
        },
      );
      ok(verdict.confidence! >= 0 && verdict.confidence! <= 1);
      const given = PILLARS.flatMap((pillar: Pillar) =>
        verdict.pillars[pillar].given.map(({ score }) => score)
      );
      if (verdict.score !== undefined) {
        ok(verdict.score >= Math.min(...given) && verdict.score <= Math.max(...given));
      }
    });
  }
});

Deno.test("verdict() refuses a ballot of another day, horizon or sector, and one given twice", () => {
  const one = ballot("a", [3, 3, 3]);
  throws(() => of([{ ...one, day: "2020-03-13" }]), {
    name: "RangeError",
    message:
      "Cannot reach a verdict: need ballots of 2020-03-20, got one of a on XLK of 2020-03-13",
  });
  throws(() => of([{ ...one, horizonWeeks: 8 }]), /horizon of 4 weeks, got one of a on XLK for 8/);
  throws(() => of([{ ...one, sector: "XLC" }]), /need ballots on XLE, XLK, got one of a on XLC/);
  throws(() => of([one, one]), /one ballot per analyst, sector and sample, got two of a on XLK/);
  of([one, { ...one, sample: 1 }]);
});

Deno.test("verdict() uses the weights of the rubric it is given", () => {
  const { sectors: [, one], weights } = verdict([ballot("a", [1, 5, 5])], {
    day: today,
    sectors,
    rubric: rubric({ weights: [1, 0, 0] }),
  });
  equal(one.score, 1);
  deepEqual(one.pillarsUsed, ["fundamentals"]);
  equal(weights.fundamentals, 1);
});

Deno.test("views() trusts all alike by default and leaves out a sector without a score", () => {
  const joined = of([ballot("a", [5, 5, 5], { confidence: 0.1 })]);
  deepEqual(views(joined), [{ sector: "XLK", score: 5, confidence: 1 }]);
});

Deno.test("views() by stated confidence is 0 below 0.3, with a note, and itself from there", () => {
  const stated = (confidence: number) =>
    views(of([ballot("a", [5, 5, 5], { confidence })]), { confidence: "stated" });
  deepEqual(stated(0.29), [{
    sector: "XLK",
    score: 5,
    confidence: 0,
    note: "stated confidence 0.29 lies below 0.3",
  }]);
  deepEqual(stated(0.3), [{ sector: "XLK", score: 5, confidence: 0.3 }]);
});

Deno.test("views() refuses calibrated confidences without a record, and an unknown rule", () => {
  const joined = of([ballot("a", [5, 5, 5])]);
  throws(
    () => views(joined, { confidence: "calibrated" }),
    /need a record of resolved outcomes/,
  );
  throws(() => views(joined, { confidence: "none" as "one" }), /"one" or "stated", got "none"/);
});

Deno.test("a verdict passes its schema, before and after JSON", async () => {
  const market = simulatedMarket({ seed: 42, years: 2 });
  const joined = await convene(snapshot(market, market.prices.days[430]));
  // Parsing drops what a schema does not name, so equality holds the schema to the whole verdict.
  deepEqual(verdictSchema.parse(joined), joined);
  deepEqual(JSON.parse(JSON.stringify(joined)), joined);
  const other = of([ballot("a", [1, 5, undefined]), ballot("b", [5])], [failure("XLE")]);
  deepEqual(verdictSchema.parse(other), other);
  const real = {
    ...other,
    source: {
      kind: "real",
      provider: "a.csv",
      dividends: false,
      from: "2020-01-02",
      to: "2020-03-20",
    },
  };
  deepEqual(verdictSchema.parse(real), real, "that prices hold no dividends is kept");
  throws(() => verdictSchema.parse({ ...joined, weights: { fundamentals: 50 } }));
  equal(joined.horizonWeeks, DEFAULT_RUBRIC.horizonWeeks);
});
