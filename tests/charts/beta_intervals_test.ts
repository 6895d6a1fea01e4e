import { betaIntervals, betaIntervalsTitle } from "lab/charts";
import { equal } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const betas = ["Energy", "Staples"].flatMap((label, i) =>
  ["OLS", "EWMA", "Dimson"].map((estimator, j) => ({
    label,
    estimator,
    beta: label === "Staples" && j === 1 ? undefined : 1 - 0.4 * i + 0.1 * j,
    low: 0.8 - 0.4 * i,
    high: 1.3 - 0.4 * i,
  }))
);

figureTests({ beta_intervals: () => betaIntervals(betas, { source }) });

Deno.test("betaIntervalsTitle() takes the widest spread and skips what is missing", () => {
  equal(betaIntervalsTitle(betas), "The estimators differ most on Energy: by 0.20");
  equal(betaIntervalsTitle(betas.slice(0, 1)), "No sector has two estimates of its beta");
});
