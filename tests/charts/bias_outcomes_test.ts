import { biasOutcomes, biasOutcomesTitle } from "lab/charts";
import { equal, match } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

figureTests({
  bias_outcomes: () =>
    biasOutcomes([
      { label: "Technology", said: 0.8, came: { mean: 0.05, low: -0.1, high: 0.2 } },
      { label: "Energy", said: -0.1, came: { mean: 0, low: -0.2, high: 0.2 } },
    ], { source }),
});

Deno.test("biasOutcomesTitle() counts dots outside their intervals", () => {
  const came = { mean: 0, low: -0.2, high: 0.2 };
  const row = (said: number) => ({ label: "a", said, came });
  match(biasOutcomesTitle([row(0.2), row(-0.2)]), /agrees with what came/);
  match(biasOutcomesTitle([row(0.3), row(-0.5)]), /^a was said to be −0\.50 .* 2 of 2 sectors lie/);
  equal(biasOutcomesTitle([]), "No sector has an outcome yet");
});
