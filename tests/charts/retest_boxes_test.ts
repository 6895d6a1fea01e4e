import { pooledDeviation, retestBoxes, retestBoxesTitle } from "lab/charts";
import { equal, match } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

figureTests({
  retest_boxes: () =>
    retestBoxes([
      { label: "Energy", samples: [2, 2.5, 2.5, 3, 4.75], analysts: [2.5, 4] },
      { label: "Staples", samples: [3, 3, 3], analysts: [3, 3] },
    ], { analyst: "balanced", source }),
});

Deno.test("pooledDeviation() weighs groups by their degrees of freedom", () => {
  // By hand: squares 2 and 8, degrees of freedom 1 and 2.
  equal(pooledDeviation([[1, 3], [1, 5, 3]])!.toFixed(6), Math.sqrt(10 / 3).toFixed(6));
  equal(pooledDeviation([[1], []]), undefined);
});

Deno.test("retestBoxesTitle() says when an analyst repeats itself or gave no two scores", () => {
  match(
    retestBoxesTitle([{ label: "a", samples: [2, 2], analysts: [1, 3] }], "value"),
    /^Asked again, value repeats itself; two analysts asked once vary by 1\.41$/,
  );
  match(retestBoxesTitle([{ label: "a", samples: [2], analysts: [1] }], "value"), /no two scores/);
});
