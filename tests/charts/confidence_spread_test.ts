import { confidenceSpread, confidenceSpreadTitle } from "lab/charts";
import { equal } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

figureTests({
  confidence_spread: () =>
    confidenceSpread([
      { label: "Energy", spread: 4, confidence: 0.25, abstained: false },
      { label: "Technology", spread: 2, confidence: 0.5, abstained: true },
      { label: "Staples", spread: 2, confidence: 0.55, abstained: false },
      { label: "Utilities", confidence: 0, abstained: true },
    ], { alertAbove: 2, source }),
});

Deno.test("confidenceSpreadTitle() counts alerts above the rule, not on it", () => {
  const dot = (spread?: number) => ({ label: "", spread, confidence: 0.5, abstained: !spread });
  equal(
    confidenceSpreadTitle([dot(2), dot(3), dot(4), dot()], 2),
    "2 of 4 verdicts raise an alert; 1 has an abstention",
  );
});
