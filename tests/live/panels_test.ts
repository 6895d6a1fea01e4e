import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { convene, rubric, views } from "lab/committee";
import { rebalance } from "lab/desk";
import { limits, limitsPanel, pillarWeights, pillarWeightsPanel } from "lab/live";
import { simulatedMarket, snapshot } from "lab/market";
import { randomStream } from "lab/stats";
import { sliderAt, startValues } from "../../lib/live/panel.ts";
import { dataOf } from "./panel_data.ts";

const market = simulatedMarket({ seed: 7, years: 2 });
const today = snapshot(market, market.prices.days[450]);
const verdict = await convene(today);

// A small account: no fund is too small for it, so nothing is closed because of its size.
const equityUsd = 20_000;
const plan = rebalance(today, views(verdict), { equityUsd });
const source = "Source: simulated, seed 7.";
const weightsPanel = pillarWeightsPanel(verdict, plan, { source });
const limitPanel = limitsPanel(plan, { source });
const weightsData = dataOf<Parameters<typeof pillarWeights.state>[0]>(weightsPanel.html());
const limitData = dataOf<Parameters<typeof limits.state>[0]>(limitPanel.html());

Deno.test("both panels begin with the book of the plan", () => {
  deepEqual(weightsPanel.start.book.weights, plan.book.weights);
  equal(weightsPanel.start.book.hedge, plan.book.hedge);
  deepEqual(limitPanel.start.weights, plan.book.weights);
  equal(limitPanel.start.hedge, plan.book.hedge);
});

Deno.test("what the browser is sent gives the same book as the kernel's data", () => {
  const weights = startValues(pillarWeights.sliders(weightsData));
  deepEqual(pillarWeights.state(weightsData, weights).book.weights, plan.book.weights);
  const values = startValues(limits.sliders(limitData));
  deepEqual(limits.state(limitData, values).weights, plan.book.weights);
});

Deno.test("moved pillars give the book that the lesson itself would give", async () => {
  const other = await convene(today, { rubric: rubric({ weights: [0.2, 0.3, 0.5] }) });
  const state = pillarWeights.state(weightsData, {
    fundamentals: 20,
    sentiment: 30,
    technicals: 50,
  });
  deepEqual(
    state.rows.map(({ score }) => score),
    other.sectors.map(({ score }) => score),
  );
  const expected = rebalance(today, views(other), { equityUsd });
  deepEqual(state.book.weights, expected.book.weights);
  notEqual(state.book.weights.join(), plan.book.weights.join());
});

Deno.test("pillars count by their shares of all points, so doubling all changes nothing", () => {
  const at = (f: number, s: number, t: number) =>
    pillarWeights.state(weightsData, { fundamentals: f, sentiment: s, technicals: t });
  deepEqual(at(20, 10, 10).shares, { fundamentals: 0.5, sentiment: 0.25, technicals: 0.25 });
  deepEqual(at(20, 10, 10).book.weights, at(100, 50, 50).book.weights);
});

Deno.test("with all pillars at zero nothing has a score and the account is cash", () => {
  const none = { fundamentals: 0, sentiment: 0, technicals: 0 };
  const state = pillarWeights.state(weightsData, none);
  equal(state.book.status, "cash");
  ok(state.rows.every(({ score, weight }) => score === undefined && weight === 0));
  const { title } = pillarWeights.view(weightsData, state, weightsPanel.start);
  match(title, /^No pillar counts/);
});

Deno.test("XLC is never short in a panel: no fund carries that short", () => {
  const medians = weightsData.sectors.map(() => ({ fundamentals: 1, sentiment: 3, technicals: 5 }));
  const state = pillarWeights.state({ ...weightsData, medians }, {
    fundamentals: 100,
    sentiment: 0,
    technicals: 0,
  });
  equal(state.book.weights[weightsData.sectors.indexOf("XLC")], 0);
  ok(state.book.lostBets.some(({ sector }) => sector === "XLC"));
});

Deno.test("titles are true and nothing shown is NaN, over 300 draws of each panel's sliders", () => {
  const random = randomStream(11);
  for (let draw = 0; draw < 300; draw++) {
    const drawn = (sliders: ReturnType<typeof limits.sliders>) =>
      Object.fromEntries(sliders.map(({ name, min, max }) => [
        name,
        Math.round((min + random.uniform() * (max - min)) * 100) / 100,
      ]));
    const weights = pillarWeights.state(weightsData, drawn(pillarWeights.sliders(weightsData)));
    const seen = pillarWeights.view(weightsData, weights, weightsPanel.start);
    const most = Math.max(...weights.book.weights.map(Math.abs));
    if (most > 0) ok(seen.title.includes(`${(most * 100).toFixed(1)} %`), seen.title);
    const book = limits.state(limitData, drawn(limits.sliders(limitData)));
    const limitsSeen = limits.view(limitData, book, limitPanel.start);
    equal(limitsSeen.title.startsWith("The whole gross is used"), book.grossReached);
    for (const reading of book.readings) {
      if (!reading.name.startsWith("sector ")) {
        const [, named = ""] = /binds?: (.*?)(?:;|$)/.exec(limitsSeen.title) ?? [];
        const names = named.split(/, | and /);
        equal(names.includes(reading.name), reading.binds, `${reading.name} in ${named}`);
      }
    }
    for (const view of [seen, limitsSeen]) {
      ok(!/NaN|undefined|Infinity/.test(JSON.stringify(view)), JSON.stringify(view));
      equal(view.notes.at(-1), source);
    }
  }
});

Deno.test("a wider sector cap never takes the book further from its aims", () => {
  const start = startValues(limits.sliders(limitData));
  let last = Infinity;
  for (let sector = 12; sector <= 60; sector += 4) {
    const book = limits.state(limitData, { ...start, sector });
    ok(book.distance <= last + 1e-9);
    last = book.distance;
  }
});

Deno.test("a panel says how much gross is used, what the limits allow, and when the views are weak", () => {
  const faint = { ...weightsData, confidences: weightsData.confidences.map(() => 0.1) };
  const state = pillarWeights.state(faint, startValues(pillarWeights.sliders(faint)));
  match(
    pillarWeights.view(faint, state, state).notes[0],
    /The views are weak: the tilts add up to/,
  );
  equal(/weak/.test(weightsPanel.view.notes[0]), weightsPanel.start.book.conviction < 0.25);

  // Two open views and three closed ones: the aims leave cash, and no limit binds.
  const tilts = limitData.sectors.map((sector) =>
    ({ XLB: 1, XLE: -1, XLK: -1.75, XLP: -1, XLV: -1.5 } as Record<string, number>)[sector] ?? 0
  );
  const few = { ...limitData, tilts, closed: ["XLK", "XLP", "XLV"] as const };
  const book = limits.state(few, startValues(limits.sliders(few)));
  const { title, notes } = limits.view(few, book, book);
  match(title, /^48\.0 % gross is used, 52\.0 % is cash; no limit binds$/);
  match(notes[0], /XLK, XLP and XLV are closed; the others aim at 1\.5 times their share/);
  match(notes[0], /The limits allow \d\d\.\d+ % at most; 52\.00 % stays unused/);
});

Deno.test("a panel's HTML holds a picture for where scripts are not allowed, and is small", () => {
  for (const html of [weightsPanel.html(), limitPanel.html()]) {
    match(html, /<img alt="[^"]{20,}" width="700" src="data:image\/svg\+xml;base64,/);
    match(html, /Trust Notebook/);
    equal(html.match(/<script/g)?.length, 1);
    // The solver with its checks and sentences takes 95 of them; Plot alone would be 250.
    ok(html.length < 110_000, `${html.length} characters`);
    ok(!/https?:\/\/(?!www\.w3\.org)/.test(html), "nothing is fetched");
    // A shadow root keeps the sliders' names; outside of it there is no id that could clash.
    ok(!/\sid="/.test(html.split("<script")[0]));
  }
});

Deno.test("the bundle is made of the library's own functions, and of nothing that a page lacks", () => {
  const html = weightsPanel.html();
  const script = /<script type="module">([\s\S]*)<\/script>/.exec(html)![1];
  match(script, /Cannot fit a book: /);
  match(script, /Cannot weigh pillars: /);
  ok(!/[^"]\bfrom"|\bimport\b|node:|polars|zod/.test(script));
});

Deno.test("a slider stands where its value is, between the steps and past the ends too", () => {
  const slider = { name: "cap", label: "Cap", min: 5, max: 60, step: 1 };
  const at = (value: number) => {
    const { min, max, step, value: stands } = sliderAt({ ...slider, value });
    return [min, max, step, stands];
  };
  deepEqual(at(30), [5, 60, 1, 30]);
  deepEqual(at(28.5), [5, 60, 0.5, 28.5]);
  deepEqual(at(7.3), [5, 60, 0.1, 7.3]);
  deepEqual(at(28.57), [5, 60, 0.01, 28.57]);
  deepEqual(at(100 / 3), [5, 60, 0.01, 33.33]);
  deepEqual(at(4), [4, 60, 1, 4]);
  deepEqual(at(110), [5, 110, 1, 110]);
  // A browser rounds to min + a whole count of steps: the value has to be one of these.
  for (const value of [30, 28.5, 7.3, 28.57, 100 / 3, 4, 110, 0.123456]) {
    const { min, max, step, value: stands } = sliderAt({ ...slider, value });
    const steps = (stands - min) / step;
    ok(Math.abs(steps - Math.round(steps)) < 1e-6 && stands >= min && stands <= max, `${value}`);
  }
});

Deno.test("what stands beside a slider is the number that it stands at", () => {
  const points = { fundamentals: 60, sentiment: 25, technicals: 25 };
  const now = pillarWeights.state(weightsData, points);
  const { readouts } = pillarWeights.view(weightsData, now, weightsPanel.start);
  deepEqual(readouts, {
    fundamentals: "60, counts 54.5 %",
    sentiment: "25, counts 22.7 %",
    technicals: "25, counts 22.7 %",
  });
  deepEqual(weightsPanel.view.readouts, { fundamentals: "50", sentiment: "25", technicals: "25" });
  const narrow = { ...limitData, limits: { ...limitData.limits, sector: 0.285 } };
  const values = startValues(limits.sliders(narrow));
  equal(values.sector, 28.5);
  const book = limits.state(narrow, values);
  equal(limits.view(narrow, book, book).readouts.sector, "28.5 %");
});
