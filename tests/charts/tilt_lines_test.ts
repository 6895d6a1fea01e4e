import { tiltLines, tiltLinesTitle } from "lab/charts";
import { equal, match } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

figureTests({
  tilt_lines: () =>
    tiltLines(
      [1, 0.5].map((confidence) => ({
        label: `confidence ${confidence}`,
        points: [1, 3, 5].map((score) => ({ score, tilt: (score - 3) * confidence })),
      })),
      { dots: [{ label: "Energy", score: 4, tilt: 1 }], source },
    ),
});

Deno.test("tiltLinesTitle() names no score unless all lines meet in one", () => {
  const line = (middle: number) => ({
    label: "",
    points: [1, 2, 3, 4, 5].map((score) => ({ score, tilt: score - middle })),
  });
  match(tiltLinesTitle([line(2), line(2)]), /^A score of 2 is no view/);
  equal(/is no view/.test(tiltLinesTitle([line(2), line(3)])), false);
});
