import { legBars, legBarsTitle } from "lab/charts";
import { equal } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const legs = [
  { panel: "Rebound", label: "Energy", side: "short", pnl: -0.03 },
  { panel: "Rebound", label: "Technology", side: "long", pnl: 0.02 },
  { panel: "Rebound", label: "Hedge", side: "hedge", pnl: -0.01 },
  { panel: "Old crash", label: "Energy", side: "short", pnl: 0.04 },
  { panel: "Old crash", label: "Technology", side: "long", pnl: undefined },
] as const;

figureTests({ leg_bars: () => legBars(legs, { source }) });

Deno.test("legBarsTitle() leaves out a panel that lacks a leg", () => {
  equal(legBarsTitle(legs), "Rebound: longs +2.0 %, shorts −3.0 %, hedge −1.0 %");
  equal(legBarsTitle(legs.slice(3)), "No complete result in Old crash");
});
