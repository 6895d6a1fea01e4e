import { reliabilityDiagram, reliabilityDiagramTitle } from "lab/charts";
import { equal } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

figureTests({
  reliability_diagram: () =>
    reliabilityDiagram([
      { count: 0 },
      { count: 120, stated: 0.55, observed: { share: 0.52, low: 0.43, high: 0.61 } },
      { count: 30, stated: 0.75, observed: { share: 0.5, low: 0.33, high: 0.67 } },
    ], { guess: 0.6, source }),
});

Deno.test("reliabilityDiagramTitle() averages by count and leaves empty bins out", () => {
  const observed = { share: 0.5, low: 0.4, high: 0.6 };
  equal(
    reliabilityDiagramTitle([
      { count: 0 },
      { count: 30, stated: 0.6, observed },
      { count: 10, stated: 0.8, observed: { ...observed, share: 0.7 } },
    ]),
    "40 calls stated at 65 % on average came true in 55 %; 1 of 2 bins misses the diagonal",
  );
  equal(reliabilityDiagramTitle([{ count: 0 }]), "No call has an outcome yet");
});
