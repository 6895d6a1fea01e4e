import * as Plot from "@observablehq/plot";
import { betaBars, DISPLAY, type Displayable, escaped, figure, saveFigure } from "lab/charts";
import { type Ballot, DEFAULT_WEIGHTS, parseBallot, replayAnalyst, rubric } from "lab/committee";
import { BallotError, DataError } from "lab/errors";
import { beside, notice } from "lab/lesson";
import { ballotCard } from "lab/lesson/01";
import { tableOf } from "../../lib/lessons/kit/table_of.ts";
import { tearSheet } from "lab/tear_sheet";
import { day, score } from "lab/units";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { goodAnswer } from "../providers/loopback_server.ts";
import { assertReadable, HOSTILE, LONG } from "../hostile.ts";

const source = `Source: real, ${LONG}`;

function assertShown(shown: Displayable, what: string): void {
  const bundle = shown[DISPLAY]();
  assertReadable(bundle["text/plain"], `${what} as text`);
  assertReadable(bundle["text/html"], `${what} as HTML`, Infinity);
  ok(bundle["text/plain"].length < 100_000, `${what} is a text of ${bundle["text/plain"].length}`);
  ok(bundle["text/html"].length < 300_000, `${what} has ${bundle["text/html"].length} characters`);
}

const ballot: Ballot = {
  ...parseBallot(JSON.stringify(goodAnswer("XLK")), {
    sector: "XLK",
    day: day("2020-03-20"),
    analyst: "someone",
  }),
  analyst: LONG,
};

const cards: readonly (readonly [string, () => Displayable])[] = [
  ["a figure", () =>
    figure({
      title: LONG,
      subtitle: LONG,
      caption: LONG,
      source,
      marks: [
        Plot.barX([{ share: 0.3, name: LONG }], { x: "share", y: "name" }),
        Plot.text([{ share: 0.3, name: LONG }], { x: "share", y: "name", text: "name" }),
      ],
    })],
  ["bars", () => betaBars([{ label: LONG, contribution: 0.1 }], { net: 0, source })],
  ["a table", () =>
    tableOf([{ name: LONG, reason: `${HOSTILE}${"y".repeat(1_000_000)}` }], {
      title: LONG,
      source,
      columns: [{ label: LONG, value: ({ name }) => name }, {
        label: "reason",
        value: ({ reason }) => reason,
      }],
    })],
  ["a notice", () => notice("right", LONG)],
  ["a notice of many lines", () => notice("right", `${HOSTILE}\n`.repeat(50_000))],
  ["a ballot", () => ballotCard(ballot, { weights: DEFAULT_WEIGHTS })],
  ["two beside each other", () => beside(notice("right", LONG), notice("right", LONG))],
  ["a tear sheet", () =>
    tearSheet({
      title: LONG,
      source,
      periods: "weeks",
      periodsPerYear: 52,
      days: ["2020-01-03", "2020-01-10", "2020-01-17"],
      net: [0.01, -0.02, 0.03],
      honesty: [{ label: LONG, value: LONG, note: LONG }],
    })],
];

for (const [what, make] of cards) {
  Deno.test(`a cell shows ${what} with hostile labels readably`, () => assertShown(make(), what));
}

Deno.test("a saved drawing holds nothing raw", async () => {
  const path = await Deno.makeTempFile({ suffix: ".svg" });
  try {
    await saveFigure(betaBars([{ label: LONG, contribution: 0.1 }], { net: 0, source }), path);
    assertReadable(await Deno.readTextFile(path), "the file", Infinity);
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("the words of an error are readable, whatever was given", () => {
  for (
    const call of [
      () => day(LONG),
      () => score(LONG as never),
      () => rubric({ weights: { [LONG]: 1 } as never }),
      () => figure({ title: "a", source: LONG, marks: [] }),
      () => {
        throw new DataError(`Cannot read ${LONG}: ${HOSTILE}`);
      },
      () => {
        throw new DataError(`Cannot read ${"a\n".repeat(500_000)}`);
      },
      () => parseBallot(LONG, { sector: "XLK", day: day("2020-03-20"), analyst: LONG }),
    ]
  ) {
    throws(call, (error) => {
      ok(error instanceof Error);
      assertReadable(error.message, "a message");
      ok(error.message.length < 6000, `a message of ${error.message.length} characters`);
      return true;
    });
  }
});

Deno.test("a ballot keeps no raw mark of its answer, and its issues repeat none", () => {
  const asked = { sector: "XLK", day: day("2020-03-20"), analyst: "someone" } as const;
  const answer = {
    ...goodAnswer("XLK"),
    summary: `It rose ${HOSTILE}.`,
    rationale: [{ pillar: "technicals", reason: HOSTILE, impact: "positive", confidence: 0.5 }],
    references: [{
      url: "https://example.org/a",
      title: HOSTILE,
      description: HOSTILE,
      accessedAt: "2020-03-20T10:00",
      accessible: true,
    }],
  };
  const { summary, rationale, references } = parseBallot(JSON.stringify(answer), asked);
  deepEqual(
    [summary, rationale[0].reason, references[0].title],
    ["It rose abcdefgh.", "abcdefgh", "abcdefgh"],
  );
  for (
    const bad of [
      { ...answer, sector: LONG },
      { ...answer, summary: LONG },
      { ...answer, summary: "\u200b".repeat(50) },
      { ...answer, [LONG]: 1, confidence: LONG },
      { ...answer, references: [{ ...answer.references[0], url: `https://e.org/${LONG}` }] },
    ]
  ) {
    throws(() => parseBallot(JSON.stringify(bad), asked), (error) => {
      ok(error instanceof BallotError);
      assertReadable(error.message, "a message");
      for (const issue of error.issues) assertReadable(issue.path + issue.message, "an issue");
      return true;
    });
  }
});

Deno.test("a recording's names are shown readably", () => {
  const { name } = replayAnalyst({
    format: "sector-committee-recording-2",
    provenance: LONG,
    answers: [{
      analyst: LONG,
      fingerprint: "0".repeat(64),
      sector: "XLK",
      day: "2026-07-02",
      sample: 0,
      raw: LONG,
    }],
  });
  assertReadable(name, "an analyst's name", 400);
});

Deno.test("escaped() takes unseen marks away and leaves the rest", () => {
  equal(escaped("a < b & \u202e\u001b[1mc\n\u00e9 −1 %"), "a &lt; b &amp; c\n\u00e9 −1 %");
});
