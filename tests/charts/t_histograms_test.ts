import { tHistograms, tHistogramsTitle } from "lab/charts";
import { randomStream } from "lab/stats";
import { match, ok } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const stream = randomStream(5);

const draw = (sd: number) => Array.from({ length: 200 }, () => sd * stream.normal());

// Drawn once: a figure drawn twice must be the same.
const tValues = [draw(1.8), draw(1.05)];

figureTests({
  t_histograms: () =>
    tHistograms([
      { label: "as if independent", values: tValues[0], critical: 1.96 },
      { label: "corrected", values: tValues[1], critical: 2.23 },
    ], { source }),
});

Deno.test("tHistograms() fills what lies beyond, and states the share that it counted", () => {
  const values = [-3, -1.96, -1, 0, 1, 1.96, 2.5, 9];
  const panel = { label: "as it is", values, critical: 1.96 };
  match(tHistogramsTitle([panel]), /38 % of runs as it is/);
  const html = tHistograms([panel], { source }).html();
  ok(html.includes("37.5 % beyond ±1.96"));
});
