import { funnelBars } from "lab/charts";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

figureTests({
  funnel_bars: () =>
    funnelBars([
      { label: "listed", left: 11, calls: 0, costUsd: 0 },
      { label: "fast filter", left: 4, calls: 11, costUsd: 0.011 },
      { label: "heavy analyst", left: 4, calls: 4 },
      { label: "trigger", left: 1, calls: 0, costUsd: 0 },
    ], { source }),
});
