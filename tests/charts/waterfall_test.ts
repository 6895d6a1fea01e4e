import { waterfall } from "lab/charts";
import { throws } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

figureTests({
  waterfall: () =>
    waterfall([
      { label: "Score", from: 0, to: -0.1, group: "exposure" },
      { label: "Confidence", from: -0.1, to: -0.1, group: "exposure" },
      { label: "Instrument", from: -0.1, to: 0.05, group: "money", note: "DUG gives −2x" },
      { label: "Cost", from: 0.05, to: 0.051, group: "money" },
    ], { total: "paid", source }),
});

Deno.test("waterfall() refuses steps that do not meet, and none at all", () => {
  throws(
    () => waterfall([{ label: "a", from: 0, to: 1 }, { label: "b", from: 0.5, to: 1 }], { source }),
    { name: "RangeError", message: /b must begin at 1, got 0.5/ },
  );
  throws(() => waterfall([{ label: "a", from: 0.1, to: 1 }], { source }), /a must begin at 0/);
  throws(() => waterfall([], { source }), /need at least one step/);
});
