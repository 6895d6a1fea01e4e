import { rankHistogram, rankHistogramTitle } from "lab/charts";
import { equal, match } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

figureTests({
  rank_histogram: () => rankHistogram([0.1, 0.4, 0.5, 0.5, 0.6, 0.95, 1, 0], { source }),
});

Deno.test("rankHistogramTitle() counts the middle half, and a rare fall is not none", () => {
  match(rankHistogramTitle([0.5, 0.5]), /in 50 % of splits$/);
  match(rankHistogramTitle([0.6, 0.7]), /never falls/);
  match(rankHistogramTitle([0.1]), /always falls/);
  match(rankHistogramTitle([0.1, ...new Array(999).fill(0.9)]), /in 0.10 % of splits$/);
});

Deno.test("rankHistogram() shows every split, the first and the last place included", () => {
  const chart = rankHistogram([0, 0.3, 0.95, 1, 1], { source }).svg();
  const shown = [...chart.matchAll(/<title>(\d+) splits/g)].map(([, count]) => Number(count));
  equal(shown.reduce((sum, count) => sum + count, 0), 5);
  equal(/width="0"/.test(chart), false);
});
