import { throws } from "node:assert/strict";
import { convene, views } from "lab/committee";
import { rebalance } from "lab/desk";
import { limits, limitsPanel, livePanel } from "lab/live";
import { type Sector, simulatedMarket, snapshot } from "lab/market";
import { dataOf } from "./panel_data.ts";

const market = simulatedMarket({ seed: 7, years: 2 });
const today = snapshot(market, market.prices.days[450]);
const verdict = await convene(today);

// A small account: no fund is too small for it, so nothing is closed because of its size.
const equityUsd = 20_000;
const plan = rebalance(today, views(verdict), { equityUsd });
const source = "Source: simulated, seed 7.";
const limitPanel = limitsPanel(plan, { source });
const limitData = dataOf<Parameters<typeof limits.state>[0]>(limitPanel.html());

Deno.test("livePanel() refuses data that JSON would change", () => {
  throws(
    () => livePanel(limits, { ...limitData, tilts: [NaN] }, { script: "" }),
    /need plain data, got NaN as data\.tilts\[0\]/,
  );
  const broken = { ...limitData, sectors: new Set() as unknown as Sector[] };
  throws(() => livePanel(limits, broken, { script: "" }), /an object of a class as data\.sectors/);
});
