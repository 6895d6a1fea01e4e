/** Charts of a sweep over weights: titles that stay true, rows that are refused, cells that meet. */
import {
  type Figure,
  pairCells,
  pairCellsTitle,
  type PairedRange,
  pairedRanges,
  pairedRangesTitle,
  type SampleDot,
  sampleScatter,
  sampleScatterTitle,
  sensitivityLines,
  sensitivityLinesTitle,
  sharesLabel,
  type TernaryCell,
  ternaryKey,
  ternaryMap,
  ternaryMapTitle,
  ternaryPanels,
  ternaryPanelsTitle,
} from "lab/charts";
import { randomStream } from "lab/stats";
import { type Shares, simplexGrid } from "lab/sweep";
import { equal, match, ok, throws } from "node:assert/strict";
import { cellBands, outline } from "../../lib/charts/forms/ternary_field.ts";
import { fieldClasses } from "../../lib/charts/kit/field_classes.ts";
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
const ranges: PairedRange[] = [-0.3, -0.1, 0, 0.2, 0.5].map((difference, i) => ({
  label: `w${i}`,
  difference,
  low: difference - 0.15,
  high: difference + 0.15,
  wideLow: difference - 0.25,
  wideHigh: difference + 0.25,
}));
const dots: SampleDot[] = [
  { label: "80/10/10", inSample: 0.9, outOfSample: 0.1 },
  { label: "50/25/25", inSample: 0.5, outOfSample: 0.4, isBase: true },
  { label: "0/0/100", inSample: -0.2, outOfSample: 0.3 },
];
const pairs = ["1 bp", "5 bp"].flatMap((y, j) =>
  ["20 %", "30 %", "40 %"].map((x, i) => ({
    x,
    y,
    ...(i === 2 && j === 1 ? {} : { value: 0.5 - 0.1 * i - 0.05 * j }),
    isDefault: i === 1 && j === 0,
  }))
);
const lines = ["sector cap", "half-life, days"].map((setting, q) => ({
  setting,
  points: ["20", "30", "40"].map((label, i) => {
    const value = 0.5 - 0.2 * q * i;
    return { label, value, low: value - 0.25, high: value + 0.25, isDefault: i === 1 };
  }),
}));

const figures: Readonly<Record<string, () => Figure>> = {
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
  ternary_key: () => ternaryKey({ labels, source }),
  ternary_panels: () =>
    ternaryPanels(
      [1, 2, 3, 4].map((seed) => ({
        label: `dice, seed ${seed}`,
        cells: simplexGrid({ step: 0.25 }).points.map(({ weights }, i) => ({
          weights,
          value: (seed * i * 7) % 11 / 20,
        })),
      })),
      { labels, base, valueName, source },
    ),
  sample_scatter: () => sampleScatter(dots, { valueName, source }),
  paired_ranges: () => pairedRanges(ranges, { base: "50/25/25", valueName, source, trials: 231 }),
  pair_cells: () =>
    pairCells(pairs, { xLabel: "sector cap", yLabel: "cost per trade", valueName, source }),
  sensitivity_lines: () => sensitivityLines(lines, { valueName, source }),
};

figureTests(figures);

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

Deno.test("outline() of any region has as many sides as its cells have foreign neighbours", () => {
  const random = randomStream(9), steps = 10, box = { left: 0, base: 0, side: 1000 };
  for (let draw = 0; draw < 100; draw++) {
    const share = random.uniform();
    const inside = tenths.map(({ weights }) => weights).filter(() => random.uniform() < share);
    let sides = 0;
    for (const a of inside) {
      const near = inside.filter((b) => {
        const steps10 = a.map((one, p) => Math.abs(one - b[p])).reduce((x, y) => x + y) * steps;
        return Math.abs(steps10 - 2) < 1e-6;
      });
      sides += 6 - near.length;
    }
    const loops = outline(box, steps, inside);
    equal(loops.reduce((sum, loop) => sum + loop.length, 0), sides);
    for (const loop of loops) {
      for (const [i, from] of loop.entries()) {
        const to = loop[(i + 1) % loop.length];
        // A side of a hexagon of width 100 is 100/√3; a loop that jumped would be longer.
        ok(Math.abs(Math.hypot(from.x - to.x, from.y - to.y) - 100 / Math.sqrt(3)) < 1e-6);
      }
    }
  }
});

Deno.test("cellBands() cover each small cell once, and never two classes", () => {
  const random = randomStream(2), steps = 50;
  const cells = simplexGrid({ step: 1 / steps }).points.map(({ weights }) => ({
    weights,
    level: random.integer(3),
  }));
  const width = 500 / steps;
  const bands = cellBands({ left: 0, base: 500, side: 500 }, steps, cells);
  const count = (level: number) =>
    bands.filter((band) => band.level === level)
      .reduce((sum, { x1, x2 }) => sum + (x2 - x1) / width, 0);
  for (const level of [0, 1, 2]) {
    const wanted = cells.filter((cell) => cell.level === level).length;
    ok(Math.abs(count(level) - wanted) < 1e-6);
  }
  ok(bands.length < cells.length);
});

Deno.test("fieldClasses() has at most seven classes, and each value lies in the one named", () => {
  const random = randomStream(4);
  for (let draw = 0; draw < 300; draw++) {
    const scale = 10 ** (4 * random.uniform() - 2), middle = scale * random.normal();
    const values = Array.from({ length: 20 }, () => middle + scale * random.normal());
    for (const aroundZero of [false, true]) {
      const classes = fieldClasses(values, { aroundZero });
      ok(classes.colors.length >= 3 && classes.colors.length <= 7, `${classes.colors.length}`);
      equal(classes.labels.length, classes.colors.length);
      equal(new Set(classes.labels).size, classes.labels.length);
      for (const value of values) {
        const level = classes.levelOf(value);
        ok(level === 0 || value >= classes.cuts[level - 1]);
        ok(level === classes.cuts.length || value < classes.cuts[level]);
      }
      if (aroundZero) equal(classes.levelOf(0), 3);
    }
  }
  equal(fieldClasses([0.4, 0.4]).labels.length, 1);
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

Deno.test("ternaryPanelsTitle() counts the places of the best, over 100 draws", () => {
  const random = randomStream(12);
  for (let draw = 0; draw < 100; draw++) {
    const panels = [1, 2, 3, 4].map((seed) => ({
      label: String(seed),
      cells: simplexGrid({ step: 0.5 }).points.map(({ weights }) => ({
        weights,
        value: random.normal(),
      })),
    }));
    const bests = panels.map(({ cells }) =>
      cells.reduce((most, cell) => cell.value > most.value ? cell : most)
    );
    const places = new Set(bests.map(({ weights }) => weights.join())).size;
    const word = ["one", "two", "three", "four"][places - 1];
    match(ternaryPanelsTitle(panels, { valueName }), new RegExp(`^Four maps, ${word} places? of`));
  }
});

Deno.test("sampleScatterTitle() ranks the best in sample out of sample, over 200 draws", () => {
  const random = randomStream(13);
  for (let draw = 0; draw < 200; draw++) {
    const drawn = Array.from({ length: 12 }, (_, i) => ({
      label: `w${i}`,
      inSample: random.normal(),
      outOfSample: random.normal(),
      isBase: i === 3,
    }));
    const [star] = drawn.toSorted((a, b) => b.inSample - a.inSample);
    const order = drawn.toSorted((a, b) => b.outOfSample - a.outOfSample);
    const title = sampleScatterTitle(drawn);
    ok(title.includes(`${star.label}, is number ${order.indexOf(star) + 1} `), title);
    if (star.isBase) match(title, /it is the default$/);
    else ok(title.endsWith(`w3 is number ${order.indexOf(drawn[3]) + 1}`), title);
  }
});

Deno.test("pairedRangesTitle() counts both kinds of intervals that leave out zero", () => {
  equal(
    pairedRangesTitle(ranges, { base: "50/25/25", trials: 231 }),
    // By hand: alone −0.45…−0.15, 0.05…0.35 and 0.35…0.65; wide −0.55…−0.05 and 0.25…0.75.
    "Of 5 differences from 50/25/25, 3 lie clear of zero one by one, and 2 once 231 trials are " +
      "allowed for",
  );
});

Deno.test("pairCellsTitle() and sensitivityLinesTitle() state range, place and doubt", () => {
  equal(
    pairCellsTitle(pairs, { valueName }),
    "The net Sharpe ratio runs from 0.30 to 0.50 over 5 pairs; the default is number 3 with 0.40",
  );
  equal(
    sensitivityLinesTitle(lines, { valueName }),
    "Of 2 settings “half-life, days” moves the net Sharpe ratio most, by 0.40; no interval leaves " +
      "out the default's result",
  );
  const apart = lines.map((line) => ({
    ...line,
    points: line.points.map((one) => ({ ...one, low: one.value - 0.1, high: one.value + 0.1 })),
  }));
  match(sensitivityLinesTitle(apart, { valueName }), /; 1 of 2 has an interval that leaves out/);
});

Deno.test("charts of a sweep refuse rows that are none", () => {
  const draw = (cells: readonly TernaryCell[], more = {}) => () =>
    ternaryMap(cells, { labels, base, valueName, source, ...more });
  const cell = (weights: Shares, value?: number): TernaryCell => ({ weights, value });
  throws(draw([]), /need at least one weighting, got none/);
  throws(draw([cell([0.5, 0.5, 0.5], 1)]), /sum to 1 for a weighting, got 0.5, 0.5, 0.5/);
  throws(draw([cell([1.5, -0.5, 0], 1)]), /three shares from 0 .* got 1.5, -0.5, 0/);
  throws(draw([cell([1, 0, 0], NaN)]), /need a number at 100\/0\/0, or none at all, got NaN/);
  throws(
    draw([cell([1, 0, 0], 1), cell([1, 0, 0], 2)]),
    /each weighting once, got 100\/0\/0 twice/,
  );
  throws(draw(tenths, { guess: [1, 1, 0] }), /for the guess, got 1, 1, 0/);
  throws(draw(tenths, { truth: [NaN, 1, 0] }), /for the planted truth, got NaN/);
  throws(draw(tenths, { trials: [[50, 25, 25]] }), /for a trial, got 50, 25, 25/);
  throws(
    () => ternaryPanels([], { labels, base, valueName, source }),
    /need at least one, got none/,
  );
  throws(() => sampleScatter([], { valueName, source }), /need at least one dot/);
  throws(
    () => sampleScatter([{ label: "a", inSample: NaN, outOfSample: 0 }], { valueName, source }),
    /need two numbers for a, got NaN and 0/,
  );
  const range = (row: Partial<PairedRange>) => () =>
    pairedRanges([{ ...ranges[0], ...row }], { base: "b", valueName, source });
  throws(range({ low: 1 }), /need wideLow ≤ low .* for w0, got -0.55, 1,/);
  throws(range({ wideHigh: Infinity }), /got .*Infinity$/);
  throws(() => pairedRanges([], { base: "b", valueName, source }), /need at least one/);
  const axes = { xLabel: "cap", yLabel: "cost", valueName, source };
  throws(() => pairCells([], axes), /need at least one/);
  throws(() => pairCells([pairs[0], pairs[0]], axes), /got 20 % and 1 bp twice/);
  throws(() => pairCells([{ ...pairs[0], value: NaN }], axes), /got NaN/);
  throws(() => sensitivityLines([], { valueName, source }), /need at least one setting/);
  throws(
    () => sensitivityLines([{ setting: "cap", points: [] }], { valueName, source }),
    /cap has no point/,
  );
  const broken = [{ label: "20", value: 1, low: 2, high: 3 }];
  throws(
    () => sensitivityLines([{ setting: "cap", points: broken }], { valueName, source }),
    /low ≤ value ≤ high for cap 20, got 2, 1, 3/,
  );
});

Deno.test("sampleScatter() draws star and default above the halos of their names", () => {
  const both: SampleDot[] = [
    { label: "50/25/25", inSample: 0.1, outOfSample: 0.2, isBase: true },
    { label: "15/0/85", inSample: 0.6, outOfSample: 0.2 },
  ];
  const drawn = sampleScatter(both, { valueName, source }).html();
  const words = drawn.indexOf(">default, 50/25/25"), mark = drawn.lastIndexOf("<path");
  ok(words > 0 && words < mark, `words at ${words}, the last mark at ${mark}`);
});
