import { DEFAULT_WEIGHTS } from "lab/committee";
import { weightTriangle, type WeightTriangleData, weightTrianglePanel } from "lab/live";
import { fitBook } from "lab/portfolio";
import { SECTORS, simulatedMarket } from "lab/market";
import { backtestWeights, decisionDays, netSharpe, panelScores, researchPanel } from "lab/research";
import { randomStream } from "lab/stats";
import { simplexGrid } from "lab/sweep";
import { parseHTML } from "linkedom";
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { mountPanels } from "../../../lib/live/mount_panels.ts";
import { unpackPanel } from "../../../lib/live/packed_panel.ts";
import { SOAK } from "../../soak.ts";

const market = simulatedMarket({ seed: 7, years: 2 });
const panel = await researchPanel(market, { days: decisionDays(market, "weekly").slice(-41) });
const source = "Source: simulated, seed 7.";
const live = weightTrianglePanel(panel, { source });
const html = live.html();

const data: WeightTriangleData = JSON.parse(
  /data-lab-data='([^']*)'/.exec(html)![1].replaceAll("&#39;", "'").replaceAll("&amp;", "&"),
);

const point = weightTriangle.point!;
const start = point.start(data);
const at = (first: number, second: number, third: number) => ({ first, second, third });

const numbers = (
  { first, second, third }: ReturnType<typeof point.start>,
) => [first, second, third];

/** A page with the panel mounted: the drawing is 700 by 496 pixels, at the page's corner. */
function mounted() {
  const { document, Event } = parseHTML(`<html><body>${html}</body></html>`) as unknown as {
    document: PageElement;
    Event: new (type: string) => object;
  };
  const globals = globalThis as { document?: unknown };
  globals.document = document;
  try {
    mountPanels(weightTriangle);
  } finally {
    delete globals.document;
  }
  const root = document.querySelector("[data-lab-panel]").shadowRoot;
  const find = (selector: string) => root.querySelector(selector);
  const { width, height } = live.view;
  find("svg").getBoundingClientRect = () => ({ left: 0, top: 0, width, height });
  let focused = 0;
  find(".handle").focus = () => focused++;
  find(".pad").setPointerCapture = () => {};
  const send = (selector: string, type: string, more: object) => {
    let prevented = false;
    const event = Object.assign(new Event(type), {
      preventDefault: () => prevented = true,
      ...more,
    });
    find(selector).dispatchEvent(event);
    return prevented;
  };
  const seen = () => ({
    title: find(".title").textContent,
    words: find(".handle").getAttribute("aria-valuetext"),
    label: find("svg").getAttribute("aria-label"),
  });
  return { find, send, seen, focused: () => focused };
}

interface PageElement {
  readonly shadowRoot: PageElement;
  readonly textContent: string;
  readonly style: Record<string, string>;
  querySelector(selector: string): PageElement;
  getAttribute(name: string): string | null;
  dispatchEvent(event: object): void;
  getBoundingClientRect: () => object;
  focus: () => void;
  setPointerCapture: () => void;
}

Deno.test("a run on what the browser is sent is the kernel's run, to a millionth", () => {
  const sent = unpackPanel(data.panel), random = randomStream(5);
  for (let draw = 0; draw < (SOAK ? 400 : 40); draw++) {
    const [a, b] = [random.integer(101), random.integer(101)].sort((x, y) => x - y);
    const weights = { fundamentals: a / 100, sentiment: (b - a) / 100, technicals: 1 - b / 100 };
    const ours = backtestWeights(panel, weights), theirs = backtestWeights(sent, weights);
    deepEqual(theirs.status, ours.status);
    deepEqual(theirs.costKnown, ours.costKnown);
    ok(Math.abs(netSharpe(ours, panel) - netSharpe(theirs, sent)) < 1e-5);
    for (let k = 0; k <= panel.steps; k++) {
      ok(Math.abs(theirs.equityUsd[k] / ours.equityUsd[k] - 1) < 1e-6);
    }
  }
});

Deno.test("the panel begins at 50/25/25 with the curve of backtestWeights and the book of fitBook", () => {
  const run = backtestWeights(panel, DEFAULT_WEIGHTS), k = panel.steps - 1;
  const state = weightTriangle.state(data, start);
  deepEqual(state.percents, [50, 25, 25]);
  ok(Math.abs(state.growth[panel.steps] - run.equityUsd[panel.steps] / run.equityUsd[0]) < 1e-6);
  const scores = panelScores(panel, DEFAULT_WEIGHTS).scores.subarray(11 * k, 11 * k + 11);
  const row = (table: ArrayLike<number>) => Array.from({ length: 11 }, (_, i) => table[11 * k + i]);
  const closed = row(panel.closedShorts);
  const book = fitBook({
    sectors: SECTORS,
    tilts: Array.from(scores, (score) => Number.isNaN(score) ? 0 : score - 3),
    betas: row(panel.betas),
    closedShorts: SECTORS.filter((_, i) => closed[i] === 1),
    hedgeSides: { short: panel.hedgeShort[k] === 1, long: true },
  });
  deepEqual(live.start.book, [...book.weights, book.hedge]);
  deepEqual(state.book, live.start.book);
});

Deno.test("titles are true and nothing shown is NaN, over the 66 weightings of the cells", () => {
  for (const [i, { parts }] of simplexGrid({ step: 0.1 }).points.entries()) {
    const [a, b, c] = parts!.map((part) => 10 * part);
    const state = weightTriangle.state(data, at(a, b, c));
    const view = weightTriangle.view(data, state, live.start);
    ok(!/NaN|undefined|Infinity/.test(JSON.stringify(view)), view.title);
    ok(view.title.startsWith(`${a}/${b}/${c} has a net Sharpe ratio beyond cash of `), view.title);
    ok(Math.abs(state.sharpe - data.field.values[i]!) < 1e-4);
    equal(view.notes.at(-1), source);
    ok(view.drawing.includes(`>Fundamentals ${a} %<`));
  }
});

Deno.test("a pillar without scores is cash: no Sharpe ratio is claimed, and its cell stays empty", () => {
  const pillars = panel.pillars.slice().fill(NaN, 0, panel.days.length * 11);
  const bare = weightTrianglePanel({ ...panel, pillars }, { source, base: [1, 0, 0] });
  match(bare.view.title, /^100\/0\/0 has no Sharpe ratio: 0.0 % a year|^100\/0\/0 has no Sharpe/);
  deepEqual(bare.start.book, new Array(12).fill(0));
  ok(!/NaN|undefined|Infinity/.test(JSON.stringify(bare.view)));
});

Deno.test("a sector that was not listed at the last decision is absent from the book, not zero", () => {
  const listed = panel.listed.slice();
  listed[(panel.steps - 1) * 11 + SECTORS.indexOf("XLC")] = 0;
  const { view } = weightTrianglePanel({ ...panel, listed }, { source });
  ok(!view.drawing.includes(">Communication<"));
  ok(live.view.drawing.includes(">Communication<"));
});

Deno.test("valuesAt() undoes placeOf() on every whole percent, and stays on the triangle outside", () => {
  for (const { parts } of simplexGrid({ step: 0.02 }).points) {
    const [a, b, c] = parts!.map((part) => 2 * part);
    deepEqual(point.valuesAt(point.placeOf(at(a, b, c))), at(a, b, c));
  }
  const random = randomStream(4);
  for (let draw = 0; draw < 500; draw++) {
    const values = point.valuesAt({
      x: 900 * random.uniform() - 200,
      y: 900 * random.uniform() - 200,
    });
    equal(values.first + values.second + values.third, 100);
    ok(numbers(values).every((part) => Number.isInteger(part) && part >= 0));
  }
});

Deno.test("an arrow and its opposite come back, inside; at an edge nothing leaves the triangle", () => {
  const key = (values: typeof start, name: string, isLarge = false) =>
    point.afterKey(values, name, { isLarge, start })!;
  for (const { parts } of simplexGrid({ step: 0.05 }).points) {
    const from = at(5 * parts![0], 5 * parts![1], 5 * parts![2]);
    for (const [there, back] of [["ArrowUp", "ArrowDown"], ["ArrowLeft", "ArrowRight"]]) {
      const isInside = parts!.every((part) => part > 0);
      if (isInside) {
        deepEqual(key(key(from, there), back), from);
        deepEqual(key(key(from, back, true), there, true), from);
      }
      for (const name of [there, back]) {
        const to = key(from, name, true);
        equal(to.first + to.second + to.third, 100);
        ok(numbers(to).every((part) => part >= 0));
      }
    }
  }
  deepEqual(key(at(50, 25, 25), "ArrowRight"), at(50, 24, 26));
  deepEqual(key(at(50, 25, 25), "ArrowLeft", true), at(50, 30, 20));
  deepEqual(key(at(1, 2, 97), "Home"), start);
  equal(point.afterKey(start, "Enter", { isLarge: false, start }), undefined);
});

Deno.test("at an edge an arrow up takes from the pillar that still has weight, and no other stops", () => {
  const key = (values: typeof start, name: string) =>
    point.afterKey(values, name, { isLarge: false, start });
  // By the parity of the first it is the second's turn at 0 and 2, the third's at 1.
  deepEqual(key(at(0, 100, 0), "ArrowUp"), at(1, 99, 0));
  deepEqual(key(at(0, 0, 100), "ArrowUp"), at(1, 0, 99));
  deepEqual(key(at(1, 99, 0), "ArrowUp"), at(2, 98, 0));
  deepEqual(key(at(2, 0, 98), "ArrowUp"), at(3, 0, 97));
  // Where nobody has any the point stays, and the page does not scroll away under it.
  for (
    const [corner, name] of [
      [at(100, 0, 0), "ArrowUp"],
      [at(0, 60, 40), "ArrowDown"],
      [at(40, 60, 0), "ArrowLeft"],
      [at(40, 0, 60), "ArrowRight"],
    ] as const
  ) {
    deepEqual(key(corner, name), corner);
  }
});

Deno.test("a pointer drags the point; curve, title and words follow until it is let go", () => {
  const { find, send, seen, focused } = mounted();
  const first = seen();
  equal(first.words, "Fundamentals 50 %, sentiment 25 %, technicals 25 %");
  equal(first.title, live.view.title);
  const { x, y } = point.placeOf(at(20, 10, 70));
  send(".pad", "pointermove", { clientX: x, clientY: y });
  deepEqual(seen(), first, "a pointer that only passes moves nothing");
  ok(send(".pad", "pointerdown", { clientX: x, clientY: y, pointerId: 1 }));
  equal(focused(), 1);
  equal(seen().words, "Fundamentals 20 %, sentiment 10 %, technicals 70 %");
  match(seen().title, /^20\/10\/70 .* for 50\/25\/25: /);
  equal(seen().label, seen().title);
  send(".pad", "pointermove", { clientX: -500, clientY: 2000 });
  equal(seen().words, "Fundamentals 0 %, sentiment 100 %, technicals 0 %");
  send(".pad", "pointerup", {});
  send(".pad", "pointermove", { clientX: x, clientY: y });
  equal(seen().words, "Fundamentals 0 %, sentiment 100 %, technicals 0 %");
  find("button").dispatchEvent(
    new (find("button") as unknown as {
      ownerDocument: { defaultView: { Event: new (type: string) => object } };
    }).ownerDocument.defaultView.Event("click"),
  );
  deepEqual(seen(), first);
});

Deno.test("arrow keys move the point and are kept from the page; other keys are left to it", () => {
  const { send, seen, find } = mounted();
  ok(send(".handle", "keydown", { key: "ArrowUp", shiftKey: true }));
  equal(seen().words, "Fundamentals 55 %, sentiment 22 %, technicals 23 %");
  equal(find(".handle").getAttribute("aria-valuenow"), "55");
  ok(!send(".handle", "keydown", { key: "Tab", shiftKey: false }));
  ok(send(".handle", "keydown", { key: "Home", shiftKey: false }));
  equal(seen().title, live.view.title);
});

Deno.test("the point can be reached and named by a screen reader, and a picture stands in for it", () => {
  const { find } = mounted();
  const handle = find(".handle");
  equal(handle.getAttribute("role"), "slider");
  equal(handle.getAttribute("tabindex"), "0");
  equal(handle.getAttribute("aria-label"), "Weights of the pillars");
  match(html, /<img alt="50\/25\/25 has [^"]{20,}" width="700" src="data:image\/svg\+xml;base64,/);
  match(html, /Trust Notebook/);
  ok(!/\sid="/.test(html.split("<script")[0]));
  match(html, /data-lm-suppress-shortcuts="true"/);
  const script = /<script type="module">([\s\S]*)<\/script>/.exec(html)![1];
  ok(!/[^"]\bfrom"|\bimport\b|node:|polars|zod/.test(script));
  match(script, /Cannot go on with the backtest/);
});

Deno.test("a redraw takes less than a frame at p95: 16 ms are promised in the browser", () => {
  const times: number[] = [];
  for (let i = 0; i < 200; i++) {
    const a = (i * 37) % 101, b = Math.floor((100 - a) * ((i * 13) % 101) / 100);
    const begin = performance.now();
    weightTriangle.view(data, weightTriangle.state(data, at(a, b, 100 - a - b)), live.start);
    times.push(performance.now() - begin);
  }
  times.sort((a, b) => a - b);
  // A machine that does other things as well may take longer; the bench states the figure.
  ok(times[190] < 50, `${times[190]} ms`);
});
