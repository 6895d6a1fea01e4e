import { weightTrianglePanel } from "lab/live";
import { simulatedMarket } from "lab/market";
import { decisionDays, researchPanel } from "lab/research";
import { throws } from "node:assert/strict";

const market = simulatedMarket({ seed: 7, years: 2 });
const panel = await researchPanel(market, { days: decisionDays(market, "weekly").slice(-41) });
const source = "Source: simulated, seed 7.";

Deno.test("weightTrianglePanel() refuses an outline of another grid, and a step that is none", () => {
  throws(
    () => weightTrianglePanel(panel, { source, alike: [true] }),
    /alike needs 66 values, .* got 1/,
  );
  throws(() => weightTrianglePanel(panel, { source, step: 0.3 }), /step must be 1 over/);
});
