import {
  addressesOf,
  answerJsonSchema,
  ballotScore,
  briefs,
  DEFAULT_RUBRIC,
  DEFAULT_WEIGHTS,
  parseBallot,
  type ParseBallotOptions,
  prompt,
  verdictSchema,
} from "lab/committee";
import { BallotError } from "lab/errors";
import { simulatedMarket, snapshot } from "lab/market";
import { day } from "lab/units";
import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { z } from "zod";
import { assertSnapshot } from "./assert_snapshot.ts";

const asked: ParseBallotOptions = { sector: "XLK", day: day("2020-03-20"), analyst: "tester" };

const good = {
  sector: "XLK",
  rationale: [
    { pillar: "sentiment", reason: "Inflows, rank 1 of 11", impact: "positive", confidence: 0.6 },
  ],
  subScores: {
    fundamentals: { kind: "score", score: 2 },
    sentiment: { kind: "score", score: 5 },
    technicals: { kind: "abstention", reason: "no prices" },
  },
  references: [{
    url: "lab:flows/XLK/2020-03-13#netFlow1w",
    title: "Flow",
    description: "",
    accessedAt: "2020-03-20T16:00",
    accessible: true,
  }],
  confidence: 0.7,
  summary: "Money comes in while earnings fade.",
};

/** The good answer with one thing changed, as text. */
function changed(change: (answer: Record<string, unknown> & typeof good) => void): string {
  const copy = structuredClone(good);
  change(copy);
  return JSON.stringify(copy);
}

function faults(raw: string, options: Partial<ParseBallotOptions> = {}): [string, string][] {
  try {
    parseBallot(raw, { ...asked, ...options });
  } catch (error) {
    ok(error instanceof BallotError);
    equal(error.raw, raw);
    return error.issues.map(({ code, path }) => [code, path]);
  }
  return [];
}

Deno.test("parseBallot() reads a good answer, abstention included, and adds what the lab knows", () => {
  const ballot = parseBallot(JSON.stringify(good), { ...asked, sample: 2 });
  equal(ballot.analyst, "tester");
  equal(ballot.day, "2020-03-20");
  equal(ballot.horizonWeeks, 4);
  equal(ballot.sample, 2);
  deepEqual(ballot.subScores.technicals, { kind: "abstention", reason: "no prices" });
  // By hand: (0.5·2 + 0.25·5) / 0.75 = 3.
  equal(ballotScore(ballot, DEFAULT_WEIGHTS).score, 3);
});

Deno.test("parseBallot() refuses an answer about another sector, real or made up", () => {
  deepEqual(faults(changed((a) => a.sector = "XLE")), [["wrong_sector", "sector"]]);
  deepEqual(faults(changed((a) => a.sector = "Technology")), [["wrong_sector", "sector"]]);
  throws(() => parseBallot(changed((a) => a.sector = "XLE"), asked), {
    name: "BallotError",
    message: 'Cannot read the ballot of tester on XLK: sector needs "XLK", which was asked ' +
      'about, got "XLE".',
  });
});

Deno.test("parseBallot() refuses sub-scores of 0, 6, 3.5, text and null", () => {
  const withScore = (score: unknown) =>
    faults(changed((a) => (a.subScores.sentiment as { score: unknown }).score = score));
  const path = "subScores.sentiment.score";
  deepEqual(withScore(0), [["out_of_range", path]]);
  deepEqual(withScore(6), [["out_of_range", path]]);
  deepEqual(withScore(3.5), [["not_integer", path]]);
  deepEqual(withScore("4"), [["wrong_type", path]]);
  deepEqual(withScore(null), [["wrong_type", path]]);
  deepEqual(withScore(undefined), [["missing", path]]);
});

Deno.test("parseBallot() says in a sentence what would be right", () => {
  const messageOf = (raw: string): string | undefined => {
    try {
      parseBallot(raw, asked);
    } catch (error) {
      return (error as BallotError).issues[0].message;
    }
    return undefined;
  };
  equal(
    messageOf(changed((a) => a.subScores.sentiment.score = 7)),
    "subScores.sentiment.score needs a number of at most 5, got 7.",
  );
  equal(
    messageOf(changed((a) => a.summary = "Short")),
    "summary needs at least 10 characters, got 5.",
  );
  equal(
    messageOf(changed((a) => delete (a as Record<string, unknown>).confidence)),
    "confidence is missing; need a value (number).",
  );
  equal(
    messageOf(changed((a) => a.subScores.technicals.kind = "pass")),
    'subScores.technicals.kind needs the kind "score" or "abstention", got "pass".',
  );
  equal(
    messageOf(changed((a) => a.references[0].accessedAt = "2021-02-30T16:00")),
    "references.0.accessedAt needs a date and time as 2020-03-20T16:00, " +
      'got "2021-02-30T16:00".',
  );
});

Deno.test("parseBallot() names every fault, not just the first", () => {
  deepEqual(
    faults(changed((a) => {
      a.confidence = 1.2;
      a.summary = "x".repeat(501);
      a.references[0].url = "javascript:alert(1)";
      a.rationale[0].impact = "huge";
      delete (a.subScores as Record<string, unknown>).fundamentals;
    })),
    [
      ["wrong_value", "rationale.0.impact"],
      ["missing", "subScores.fundamentals"],
      ["wrong_format", "references.0.url"],
      ["out_of_range", "confidence"],
      ["wrong_length", "summary"],
    ],
  );
});

Deno.test("parseBallot() refuses an abstention without a reason", () => {
  deepEqual(
    faults(changed((a) => a.subScores.technicals.reason = "")),
    [["wrong_length", "subScores.technicals.reason"]],
  );
});

Deno.test("parseBallot() takes a summary of 10 and of 500 characters", () => {
  for (const length of [10, 500]) {
    deepEqual(faults(changed((a) => a.summary = "x".repeat(length))), []);
  }
});

Deno.test("parseBallot() refuses duplicate keys, cut answers, empty lists and prose", () => {
  const text = JSON.stringify(good);
  deepEqual(faults(text.replace('"score":5', '"score":5,"score":1')), [
    ["duplicate_key", "subScores.sentiment.score"],
  ]);
  deepEqual(faults("```json\n" + text + "\n```"), []);
  deepEqual(faults(text.slice(0, -30)), [["truncated", ""]]);
  deepEqual(faults("As a model I must decline."), [["not_json", ""]]);
  deepEqual(faults(""), [["empty", ""]]);
  deepEqual(faults("[]"), [["wrong_type", ""]]);
  deepEqual(faults("null"), [["wrong_type", ""]]);
});

Deno.test("parseBallot() ignores an analyst's own sum unless asked to check it", () => {
  const withSum = (extra: object) => JSON.stringify({ ...good, ...extra });
  deepEqual(faults(withSum({ weightedScore: 4.9, rating: 5 })), []);
  ok(!("weightedScore" in parseBallot(withSum({ weightedScore: 4.9 }), asked)));
  deepEqual(faults(withSum({ weightedScore: 4.9, rating: 5 }), { ownSum: "check" }), [
    ["wrong_sum", "weightedScore"],
    ["wrong_sum", "rating"],
  ]);
  deepEqual(faults(withSum({ weightedScore: 3, rating: 3 }), { ownSum: "check" }), []);
});

Deno.test("parseBallot() refuses a lab: address that the brief does not hold", () => {
  const url = good.references[0].url;
  deepEqual(faults(JSON.stringify(good), { addresses: new Set([url]) }), []);
  deepEqual(faults(JSON.stringify(good), { addresses: new Set(["lab:other"]) }), [
    ["unknown_reference", "references.0.url"],
  ]);
  deepEqual(
    faults(changed((a) => a.references[0].url = "https://example.org/x"), { addresses: new Set() }),
    [],
  );
});

Deno.test("parseBallot() is not misled by __proto__", () => {
  const raw = `{"__proto__": {"confidence": 1}, ${JSON.stringify(good).slice(1)}`;
  const ballot = parseBallot(raw, asked);
  equal(ballot.confidence, 0.7);
  equal(Object.getPrototypeOf(ballot), Object.prototype);
});

Deno.test("parseBallot() gives masked names and addresses their true ones back", () => {
  const market = simulatedMarket({ seed: 3, years: 2 });
  const brief = briefs(snapshot(market, market.prices.days[400]))[5];
  const { unmask } = prompt(DEFAULT_RUBRIC, brief, { masked: true });
  const raw = changed((a) => {
    a.sector = "SECTOR";
    a.references[0].url = "lab:masked/1";
  });
  const ballot = parseBallot(raw, { ...asked, unmask, addresses: addressesOf(brief) });
  equal(ballot.sector, "XLK");
  equal(ballot.references[0].url, brief.facts[0].address);
  // Another sector stays another sector.
  throws(() => parseBallot(changed((a) => a.sector = "XLE"), { ...asked, unmask }), /XLE/);
});

Deno.test("answerJsonSchema() is the reviewed one, closed and with every key required", () => {
  const schema = answerJsonSchema();
  assertSnapshot("answer_schema.json", JSON.stringify(schema, null, 2) + "\n");
  const objects: Record<string, unknown>[] = [];
  JSON.stringify(schema, (_, value) => {
    if (value?.type === "object") objects.push(value);
    return value;
  });
  ok(objects.length >= 6);
  for (const object of objects) {
    equal(object.additionalProperties, false);
    deepEqual(object.required, Object.keys(object.properties as object));
  }
  match(JSON.stringify(schema), /"maxLength":500/);
});

Deno.test("verdictSchema makes a JSON schema", () => {
  const schema = z.toJSONSchema(verdictSchema) as { required: string[] };
  ok(schema.required.includes("sectors"));
});
