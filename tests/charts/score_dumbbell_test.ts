import { scoreDumbbell } from "lab/charts";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

figureTests({
  score_dumbbell: () =>
    scoreDumbbell([
      { label: "Energy", panel: "gullible", before: 2, after: 5 },
      { label: "Staples", panel: "gullible", before: 4, after: 1 },
      { label: "Energy", panel: "guarded", before: 2, after: 2 },
      { label: "Staples", panel: "guarded", before: 4, after: 4 },
    ], { source }),
});
