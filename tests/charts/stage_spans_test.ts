import { type StageSpan, stageSpans, stageSpansTitle } from "lab/charts";
import { equal } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const spans: readonly StageSpan[] = [
  { stage: "Quote", from: 0, to: 0.1, kind: "work", note: "$0.42 at most" },
  { stage: "Poll", from: 0.1, to: 0.8, kind: "cut off" },
  { stage: "Poll", from: 1, to: 2.4, kind: "wait", note: "33 answers" },
  { stage: "Book", from: 2.4, to: 2.5, kind: "work" },
  { stage: "Approval", from: 2.5, to: 4.3, kind: "wait", note: "yes" },
  { stage: "Orders", from: 4.3, to: 4.4, kind: "work", note: "9 orders" },
];

figureTests({
  stage_spans: () => stageSpans(spans, { deadline: 5, source: "Source: simulated, seed 7." }),
});

Deno.test("stageSpansTitle() counts from the first beginning to the last end, pauses included", () => {
  equal(
    stageSpansTitle(spans),
    "The run took 4.4 minutes, 3.2 of them waiting for others, 0.7 in work that was cut off",
  );
  equal(
    stageSpansTitle([{ stage: "Quote", from: 1, to: 3, kind: "work" }]),
    "The run took 2.0 minutes",
  );
  equal(stageSpansTitle([]), "Nothing was run");
});
