import { scoreHeatmap, scoreHeatmapTitle } from "lab/charts";
import { equal, throws } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

figureTests({
  score_heatmap: () =>
    scoreHeatmap([
      { row: "Materials", column: "fundamentals", score: 1, rating: 1 },
      { row: "Materials", column: "sentiment", score: 3, rating: 3 },
      { row: "Materials", column: "score", score: 1.67, rating: 2 },
      { row: "Energy", column: "fundamentals", score: 5, rating: 5 },
      { row: "Energy", column: "sentiment" },
      { row: "Energy", column: "score", score: 5, rating: 5 },
    ], { total: "score", source }),
});

Deno.test("scoreHeatmap() refuses a score outside 1 to 5", () => {
  throws(
    () => scoreHeatmap([{ row: "Energy", column: "score", score: 0 }], { source }),
    { name: "RangeError", message: /Energy, score must lie between 1 and 5, got 0/ },
  );
});

Deno.test("scoreHeatmap() refuses a score without its rating, which would have no colour", () => {
  for (const rating of [undefined, 0, 2.5, 6]) {
    throws(
      () => scoreHeatmap([{ row: "Energy", column: "score", score: 5, rating }], { source }),
      { name: "RangeError", message: /Energy, score needs its rating, 1 to 5, got / },
    );
  }
});

Deno.test("scoreHeatmapTitle() names every holder of the highest and the lowest score", () => {
  const cell = (row: string, score?: number) => ({ row, column: "score", score });
  equal(
    scoreHeatmapTitle([cell("a", 4), cell("b", 2), cell("c", 4)], "score"),
    "The committee scores a and c highest (4.00) and b lowest (2.00)",
  );
  equal(
    scoreHeatmapTitle([cell("a", 3), cell("b", 3)], "score"),
    "The committee gives every sector the same score (3.00)",
  );
  equal(scoreHeatmapTitle([cell("a")], "score"), "The committee scores no sector");
});
