import { pathPanels, pathPanelsTitle } from "lab/charts";
import { equal, match } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const panels = [
  { label: "Calm", full: [1, 1.01, 1.02], dashed: [1, 1.01, 1.021] },
  { label: "Zigzag", full: [1, 0.8, 0.9], dashed: [1, 0.8, 1], guess: -0.05 },
];

figureTests({ path_panels: () => pathPanels(panels, { source }) });

Deno.test("pathPanelsTitle() names the panel whose ends lie furthest apart", () => {
  match(pathPanelsTitle(panels), /^Zigzag: the fund ends at −10.0 %, .* at 0.0 %$/);
  equal(pathPanelsTitle([{ label: "a", full: [1, 2] }]), "Each panel follows one path");
});
