import { deepEqual } from "node:assert/strict";
import type { PillarVerdict, SectorVerdict } from "lab/committee";
import type { Sector } from "lab/market";
import { doubtsOf } from "lab/memo";

const NONE: PillarVerdict = { given: [], abstentions: [] };
const given = (...scores: number[]): PillarVerdict => ({
  median: scores.reduce((a, b) => a + b, 0) / scores.length,
  spread: Math.max(...scores) - Math.min(...scores),
  given: scores.map((score, i) => ({ analyst: `analyst ${i + 1}`, sample: 0, score })),
  abstentions: [],
});
const sector = (name: Sector, more: Partial<SectorVerdict> = {}): SectorVerdict => ({
  sector: name,
  pillars: { fundamentals: given(3), sentiment: given(3), technicals: given(3) },
  pillarsUsed: [],
  ballots: 1,
  failed: 0,
  references: [],
  summaries: [],
  ...more,
});
const pillars = (fundamentals: PillarVerdict, sentiment = given(3), technicals = given(3)) => ({
  pillars: { fundamentals, sentiment, technicals },
});

Deno.test("doubtsOf() says the widest spread of two points or more, and nothing of one point", () => {
  deepEqual(doubtsOf([sector("XLE", pillars(given(2, 3), given(3, 4)))]), []);
  deepEqual(
    doubtsOf([
      sector("XLE", pillars(given(2, 4))),
      sector("XLK", pillars(given(4, 2), given(5, 1), given(1, 3))),
    ]),
    [
      "Technology: sentiment from 1 (analyst 2) to 5 (analyst 1), median 3.",
      "Energy: fundamentals from 2 (analyst 1) to 4 (analyst 2), median 3.",
    ],
  );
});

Deno.test("doubtsOf() says an alert in its own words and once, before all others", () => {
  const alert = "Analysts disagree on Energy.";
  deepEqual(
    doubtsOf([
      sector("XLK", { noScore: "nobody answered" }),
      sector("XLE", { alert, ...pillars(given(1, 5)) }),
    ]),
    [alert, "Technology: no score, nobody answered."],
  );
});

Deno.test("doubtsOf() puts abstentions with one reason together, and counts what failed", () => {
  const abstained = (reason: string): PillarVerdict => ({
    ...NONE,
    abstentions: [{ analyst: "rules", sample: 0, reason }, { analyst: "rules", sample: 1, reason }],
  });
  const both = [
    sector("XLE", pillars(abstained("no data"))),
    sector("XLK", {
      ...pillars(abstained("no data."), abstained("too old")),
      failed: 2,
      unanswered: 1,
    }),
  ];
  deepEqual(doubtsOf(both), [
    "Technology: 2 unreadable, 1 without an answer.",
    "rules abstains on fundamentals: no data (Energy).",
    "rules abstains on fundamentals: no data (Technology).",
    "rules abstains on sentiment: too old (Technology).",
  ]);
  deepEqual(doubtsOf([both[0], sector("XLK", pillars(abstained("no data")))]), [
    "rules abstains on fundamentals: no data (all sectors).",
  ]);
});
