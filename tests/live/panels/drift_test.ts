import { convene, views } from "lab/committee";
import { rebalance } from "lab/desk";
import { drift, driftPanel } from "lab/live";
import { simulatedMarket, snapshot } from "lab/market";
import { randomStream } from "lab/stats";
import { equal, match, ok } from "node:assert/strict";
import { startValues } from "../../../lib/live/panel.ts";
import { dataOf } from "../panel_data.ts";

const market = simulatedMarket({ seed: 106 });
const today = snapshot(market, market.prices.days.at(-1)!);
const plan = rebalance(today, views(await convene(today)), { equityUsd: 100_000 });
const source = "Source: simulated, seed 106.";
const panel = driftPanel(plan, { source });
const data = dataOf<Parameters<typeof drift.state>[0]>(panel.html());
const near = (one: number, other: number, what = "") =>
  ok(Math.abs(one - other) < 1e-9, `${what}: ${one} and ${other}`);

Deno.test("the drift panel begins with the book of the orders, and nothing moved", () => {
  const { before, after } = panel.start;
  data.sectors.forEach((sector, i) => {
    near(
      before.weights[sector] ?? 0,
      plan.trades.weights[plan.book.sectors.indexOf(sector)],
      sector,
    );
    near(data.weights[i], before.weights[sector] ?? 0);
  });
  near(before.hedge, plan.trades.hedge);
  equal(before.gross, after.gross);
  equal(panel.view.title, "Nothing has moved; no limit is passed");
  equal(startValues(drift.sliders(data)).market, 0);
});

Deno.test("a move drifts each leg by its fund, over the equity that it leaves", () => {
  const random = randomStream(8);
  for (let draw = 0; draw < 200; draw++) {
    const values = {
      market: Math.round(40 * random.uniform()) - 20,
      own: Math.round(40 * random.uniform()) - 20,
      sector: 1 + Math.floor(data.sectors.length * random.uniform()),
    };
    const { after } = drift.state(data, values);
    const moves = data.betas.map((beta, i) =>
      beta * values.market / 100 + (i === values.sector - 1 ? values.own / 100 : 0)
    );
    const gain = data.weights.reduce((sum, weight, i) =>
      sum + Math.max(weight * moves[i], -Math.abs(weight / data.leverages[i])), 0) +
      data.hedge * values.market / 100;
    near(after.equityUsd, 1 + gain, "equity");
    data.sectors.forEach((sector, i) =>
      near(
        after.weights[sector] ?? 0,
        data.weights[i] * Math.max(0, 1 + data.leverages[i] * moves[i]) / (1 + gain),
        sector,
      )
    );
  }
});

Deno.test("its titles are true and nothing shown is NaN, over 300 draws of its sliders", () => {
  const random = randomStream(9);
  for (let draw = 0; draw < 300; draw++) {
    const values = Object.fromEntries(
      drift.sliders(data).map(({ name, min, max }) => [
        name,
        Math.round(min + random.uniform() * (max - min)),
      ]),
    );
    const found = drift.state(data, values), seen = drift.view(data, found, panel.start);
    ok(!/NaN|undefined|Infinity/.test(JSON.stringify(seen)), JSON.stringify(seen));
    equal(seen.notes.at(-1), source);
    const { after } = found, { limits } = data;
    equal(
      /\bnet\b.* passed$/.test(seen.title),
      Math.abs(after.net) > limits.net * (1 + 1e-6),
      seen.title,
    );
    equal(
      /beta\b.* passed$/.test(seen.title),
      Math.abs(after.beta!) > limits.beta * (1 + 1e-6),
      seen.title,
    );
    const gain = after.equityUsd / found.before.equityUsd - 1;
    if (values.market !== 0) {
      ok(seen.title.includes(`${Math.abs(100 * gain).toFixed(1)} %`), seen.title);
    }
  }
});

Deno.test("the drift panel is small, and has a picture for where scripts are not allowed", () => {
  const html = panel.html();
  match(html, /<img alt="[^"]{20,}" width="700" src="data:image\/svg\+xml;base64,/);
  // Without the solver it takes far less than the others.
  ok(html.length < 60_000, `${html.length} characters`);
  ok(!/https?:\/\/(?!www\.w3\.org)/.test(html), "nothing is fetched");
});
