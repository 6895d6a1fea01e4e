import { ballotStrip, ballotStripTitle } from "lab/charts";
import { equal } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

figureTests({
  ballot_strip: () =>
    ballotStrip([
      {
        label: "Fundamentals",
        score: 2,
        weight: 0.5,
        reasons: [
          "earnings yield, change on the quarter before: -0.1 %, rank 10 of 11, and more than one line",
        ],
      },
      { label: "Sentiment", weight: 0.25, reasons: ["abstains: no headline about XLE"] },
      { label: "Technicals", score: 5, weight: 0.25, reasons: ["rank 1 of 11", "rank 2 of 11"] },
    ], { name: "Energy", score: 3, rating: 3, source }),
});

Deno.test("a ballot of abstentions has no score, and says so", () => {
  const rows = ["Fundamentals", "Sentiment"].map((label) => ({ label, weight: 0.5, reasons: [] }));
  equal(
    ballotStripTitle(rows, { name: "Energy" }),
    "Energy: every pillar abstains, so there is no score",
  );
  equal(/NaN|undefined/.test(ballotStrip(rows, { name: "Energy", source }).svg()), false);
});

Deno.test("a ballot of one pillar is told without a list", () => {
  const rows = [{ label: "Fundamentals", score: 2, weight: 1, reasons: [] }];
  equal(
    ballotStripTitle(rows, { name: "Energy", score: 2, rating: 2 }),
    "Energy: 2 makes a score of 2.00 and a rating of 2",
  );
});
