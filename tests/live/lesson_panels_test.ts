import { throws } from "node:assert/strict";
import { convene } from "lab/committee";
import { rebalance } from "lab/desk";
import { pillarWeightsPanel } from "lab/live";
import { simulatedMarket, snapshot } from "lab/market";

const market = simulatedMarket({ seed: 7, years: 2 });
const today = snapshot(market, market.prices.days[450]);
const verdict = await convene(today);
const source = "Source: simulated, seed 7.";

Deno.test("pillarWeightsPanel() refuses a plan of another day", () => {
  const earlier = rebalance(snapshot(market, market.prices.days[440]), []);
  throws(() => pillarWeightsPanel(verdict, earlier, { source }), /of one day, got /);
});
