import { sharesLabel, type TernaryCell, ternaryMap, ternaryMapTitle } from "lab/charts";
import { randomStream } from "lab/stats";
import { simplexGrid } from "lab/sweep";
import { equal, match, ok } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.", valueName = "net Sharpe ratio";

const labels = ["Fundamentals", "Sentiment", "Technicals"] as const;

const base = { weights: [0.5, 0.25, 0.25] } as const;

/** A hill over the triangle with its top at 30/20/50, without noise. */
function hill(step: number): TernaryCell[] {
  return simplexGrid({ step }).points.map(({ weights }) => {
    const value = 0.62 - 1.2 * (weights[0] - 0.3) ** 2 - 0.8 * (weights[1] - 0.2) ** 2;
    return { weights, value, alike: value > 0.55 };
  });
}

const tenths = hill(0.1);

figureTests({
  ternary_map: () =>
    ternaryMap(tenths, {
      labels,
      valueName,
      source,
      base: { weights: [0.5, 0.25, 0.25], value: 0.57, alike: true },
      truth: [0.4, 0.2, 0.4],
      trials: [[0.6, 0.2, 0.2]],
      guess: [0.1, 0.6, 0.3],
      guide: [0.3, 0.5, 0.2],
    }),
  ternary_map_around_zero: () =>
    ternaryMap(
      tenths.map(({ weights, value }, i) => ({
        weights,
        ...(i === 20 ? {} : { value: value! - 0.45 }),
      })),
      { labels, base, valueName: "difference in net Sharpe ratio", aroundZero: true, source },
    ),
});

Deno.test("ternaryMap() of 231 weightings stays below 60 kB, of 5,151 below 150 kB", () => {
  for (const [step, most] of [[0.05, 60_000], [0.01, 150_000]]) {
    const size = ternaryMap(hill(step), { labels, base, valueName, source }).svg().length;
    ok(size < most, `${size} bytes`);
  }
});

Deno.test("ternaryMap() draws one hexagon for each weighting that was run, with its figure", () => {
  const svg = ternaryMap(tenths, { labels, base, valueName, source }).svg();
  const titles = [...svg.matchAll(/<title>(\d+\/\d+\/\d+): (−?[\d.]+)<\/title>/g)];
  equal(titles.length, 66);
  for (const [, name, value] of titles) {
    const cell = tenths.find(({ weights }) => sharesLabel(weights) === name)!;
    ok(Math.abs(cell.value! - Number(value.replace("−", "-"))) <= 0.0005 + 1e-9);
  }
});

Deno.test("ternaryMap() draws lists that lie on no grid, one weighting, and none with a result", () => {
  const list = [[0.333, 0.333, 0.334], [0.123, 0.456, 0.421]] as const;
  const loose = ternaryMap(list.map((weights) => ({ weights, value: 0.4, alike: true })), {
    labels,
    base,
    valueName,
    source,
    guide: [0.2, 0.3, 0.5],
  });
  equal(loose.svg().match(/<title>/g)!.length >= 2, true);
  for (const value of [0.4, undefined]) {
    const one = ternaryMap([{ weights: [1, 0, 0], value }], { labels, base, valueName, source })
      .svg();
    ok(!/NaN|undefined|Infinity/.test(one));
  }
});

Deno.test("ternaryMapTitle() names the best and the default's place, over 200 sweeps", () => {
  const random = randomStream(6);
  for (let draw = 0; draw < 200; draw++) {
    const cells = simplexGrid({ step: 0.25 }).points.map(({ weights }) => ({
      weights,
      value: random.normal(),
      alike: random.uniform() < 0.5,
    }));
    const title = ternaryMapTitle(cells, { valueName, base });
    const best = cells.reduce((most, cell) => cell.value > most.value ? cell : most);
    const own = cells.find(({ weights }) => sharesLabel(weights) === "50/25/25")!;
    ok(title.startsWith("15 weightings tried; the best"), title);
    ok(title.includes(sharesLabel(best.weights)), title);
    if (best === own) match(title, /the default itself$/);
    else if (own.alike) match(title, /cannot be told from 50\/25\/25/);
    else match(title, /is clear of 50\/25\/25/);
  }
});

Deno.test("ternaryMapTitle() claims nothing that was not tested", () => {
  const bare = tenths.map(({ weights, value }) => ({ weights, value }));
  equal(
    ternaryMapTitle(bare, { valueName, base }),
    "66 weightings tried; the best is 30/20/50 with a net Sharpe ratio of 0.62",
  );
  match(
    ternaryMapTitle(bare, { valueName, base: { weights: [1, 0, 0] } }),
    /0\.62, beside 100\/0\/0 with 0\.00$/,
  );
  const none = [{ weights: [1, 0, 0] as const }];
  equal(ternaryMapTitle(none, { valueName, base }), "No weighting of 1 gave a net Sharpe ratio");
});
