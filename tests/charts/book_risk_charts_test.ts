import {
  capacityCells,
  capacityCellsTitle,
  type CapacityState,
  contributionBars,
  contributionBarsTitle,
  dendrogram,
  type DendrogramLink,
  dendrogramTitle,
  type Figure,
  limitGauges,
  tradeDumbbells,
  tradeDumbbellsTitle,
} from "lab/charts";
import { clustersAt, hierarchicalClusters, randomStream } from "lab/stats";
import { equal, match, ok, throws } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const leaves = ["Materials", "Energy", "Financials", "Technology", "Discretionary", "Utilities"];
const links = [
  { left: 3, right: 4, height: 0.2 },
  { left: 0, right: 2, height: 0.3 },
  { left: 5, right: 7, height: 0.35 },
  { left: 6, right: 8, height: 0.5 },
  { left: 1, right: 9, height: 0.6 },
];
const parts = [
  { label: "Energy", risk: 0.031, beta: -0.12 },
  { label: "Technology", risk: -0.004, beta: 0.4 },
  { label: "Utilities", risk: 0, beta: 0 },
];
const hedge = { label: "Hedge", risk: 0.002, beta: -0.26 };
const trades = [
  { label: "Energy", before: 0.1, after: -0.05, costBps: 1.2 },
  { label: "Staples", before: 0.2, after: 0.2 },
  { label: "Technology", before: 0, after: 0.15 },
];
const capacity = [
  { row: "Communication", column: "$10k", state: "closed", note: "no inverse fund exists" },
  { row: "Communication", column: "$10M", state: "closed" },
  { row: "Financials", column: "$10k", state: "first choice", ticker: "SEF" },
  { row: "Financials", column: "$10M", state: "fallback", ticker: "SKF" },
  { row: "Materials", column: "$10k", state: "first choice", ticker: "SMN" },
  {
    row: "Materials",
    column: "$10M",
    state: "capped",
    ticker: "SMN",
    cap: 0.006,
    price: 1.88,
    note: "One more point would bring the book about 1.88 points nearer to its aims.",
  },
  { row: "Utilities", column: "$10k", state: "no view" },
  { row: "Utilities", column: "$10M", state: "no view" },
] as const;

const figures: Readonly<Record<string, () => Figure>> = {
  dendrogram: () =>
    dendrogram(links, {
      leaves,
      cut: 0.4,
      cutLabel: "cut at correlation 0.68",
      heightLabel: "Distance",
      ticks: [0, 0.2, 0.4, 0.6, 0.8],
      source,
    }),
  contribution_bars: () => contributionBars(parts, { hedge, source }),
  trade_dumbbells: () =>
    tradeDumbbells(trades, {
      hedge: { label: "Hedge", before: -0.1, after: -0.12, costBps: 0.2 },
      source,
    }),
  capacity_cells: () =>
    capacityCells(capacity, {
      costs: [{ column: "$10k", costBps: 4.1 }, { column: "$10M" }],
      source,
    }),
  limit_gauges_in_words: () =>
    limitGauges([
      {
        label: "cap on Energy",
        used: 1,
        slack: "0.0 points",
        binds: true,
        shadowPrice: 0.21,
        priceInWords: "One more point of this cap brings the book 0.002 nearer to the views.",
      },
      { label: "net", used: 0.35, slack: "13.0 points", binds: false },
    ], { source }),
};

figureTests(figures);

/** A tree of drawn points, as rows of a chart. */
function drawnTree(seed: number) {
  const stream = randomStream(seed), n = 2 + seed % 11;
  const points = Array.from({ length: n }, () => stream.uniform());
  const tree = hierarchicalClusters(points.map((p) => points.map((q) => Math.abs(p - q))));
  return { tree, leaves: points.map((_, i) => `leaf${i}`), cut: 0.3 * stream.uniform() };
}

Deno.test("dendrogramTitle() counts what the cut leaves, over 200 trees", () => {
  for (let seed = 0; seed < 200; seed++) {
    const { tree, leaves, cut } = drawnTree(seed);
    const groups = clustersAt(tree, { height: cut }).filter(({ length }) => length > 1);
    const title = dendrogramTitle(tree.merges, { leaves, cut });
    const held = groups.flat().length, n = leaves.length;
    if (groups.length === 0) match(title, new RegExp(`^No two of the ${n} `));
    else if (groups.length === 1 && held === n) {
      match(title, new RegExp(`^All ${n} are one cluster`));
    } else {
      match(title, new RegExp(`holds? ${held === n ? `all ${n}` : `${held} of ${n}`}[;:,]`));
      const most = Math.max(...groups.map(({ length }) => length));
      const largest = groups.filter(({ length }) => length === most);
      const named = [...title.matchAll(/leaf(\d+)/g)].map(([, leaf]) => Number(leaf));
      if (largest.length === 1) equal(named.join(), largest[0].join(), title);
      else if (largest.length === groups.length) match(title, new RegExp(`, ${most} each$`));
      else match(title, new RegExp(`the largest have ${most} each$`));
    }
  }
});

Deno.test("dendrogram() gives each cluster one letter, at its joint and at each of its leaves", () => {
  for (let seed = 0; seed < 20; seed++) {
    const { tree, leaves, cut } = drawnTree(seed);
    const groups = clustersAt(tree, { height: cut }).filter(({ length }) => length > 1);
    const svg = dendrogram(tree.merges, { leaves, cut, source }).svg();
    const letters = [...svg.matchAll(/>([A-Z])<\/text>/g)].map(([, letter]) => letter);
    equal(new Set(letters).size, groups.length);
    equal(letters.length, groups.length + groups.flat().length);
    equal((svg.match(/<circle/g) ?? []).length, groups.length);
  }
});

Deno.test("dendrogram() of two leaves and of one is still a chart", () => {
  const two = dendrogram([{ left: 0, right: 1, height: 0.3 }], {
    leaves: ["a", "b"],
    cut: 1,
    source,
  });
  equal(two.title, "All 2 are one cluster at this cut");
  equal(
    dendrogram([], { leaves: ["a"], cut: 0.3, source }).title,
    "No two of the 1 are near enough for a cluster",
  );
});

Deno.test("dendrogram() refuses links that make no tree", () => {
  const draw = (links: readonly DendrogramLink[], leaves = ["a", "b", "c"], cut = 0.4) => () =>
    dendrogram(links, { leaves, cut, source });
  const fine = [{ left: 0, right: 1, height: 0.2 }, { left: 2, right: 3, height: 0.5 }];
  draw(fine)();
  throws(draw(fine, ["a", "b"]), /need one leaf more than links, got 2 and 2/);
  throws(draw([], []), /need one leaf more than links, got 0 and 0/);
  throws(draw(fine, undefined, NaN), /the cut must be a number from 0, got NaN/);
  throws(draw([fine[0], { ...fine[1], right: 4 }]), /link 1 must join two groups that exist/);
  throws(draw([fine[0], { ...fine[1], right: 0 }]), /link 1 must join .* free, got 2 and 0/);
  throws(
    draw([fine[0], { ...fine[1], height: 0.1 }]),
    /must not lie below its parts, got 0.1 above/,
  );
  throws(draw([{ ...fine[0], height: NaN }, fine[1]]), /link 0 .* got NaN above 0/);
});

Deno.test("contributionBarsTitle() names the largest and states both sums, over 200 books", () => {
  for (let seed = 0; seed < 200; seed++) {
    const stream = randomStream(seed);
    const rows = Array.from({ length: 2 + stream.integer(11) }, (_, i) => ({
      label: `name${i}`,
      risk: 0.01 * (0.5 + stream.normal()),
      beta: 0.1 * stream.normal(),
    }));
    const title = contributionBarsTitle(rows);
    const sum = (of: "risk" | "beta") => rows.reduce((total, row) => total + row[of], 0);
    const stated = Number(title.match(/a beta of (\S+)$/)![1].replace("−", "-"));
    ok(Math.abs(stated - sum("beta")) <= 0.005 + 1e-9, title);
    const most = rows.reduce((best, row) => row.risk > best.risk ? row : best);
    if (most.risk < 5e-5) match(title, /^Nobody adds risk;/);
    else {
      ok(title.startsWith(most.label), title);
      const [part, whole] = [...title.matchAll(/(−?[\d.]+) (?:points|%)/g)]
        .map(([, value]) => Number(value.replace("−", "-")));
      ok(Math.abs(part - 100 * most.risk) <= 0.05 + 1e-9, title);
      ok(Math.abs(whole - 100 * sum("risk")) <= 0.05 + 1e-9, title);
    }
  }
  const tie = [{ label: "a", risk: 0.02, beta: 0 }, { label: "b", risk: 0.02, beta: 0 }];
  equal(
    contributionBarsTitle(tie),
    "a and b add the most risk, 2.0 points each; all sum to a volatility of 4.0 % and a beta of 0.00",
  );
});

Deno.test("contributionBars() refuses no rows and a part that is no number", () => {
  throws(() => contributionBars([], { source }), /need at least one row, got none/);
  throws(
    () => contributionBars([{ label: "Energy", risk: NaN, beta: 0 }], { source }),
    /Energy needs finite parts, got NaN and 0/,
  );
  throws(
    () => contributionBars(parts, { hedge: { ...hedge, beta: Infinity }, source }),
    /Hedge needs finite parts, got 0.002 and Infinity/,
  );
});

Deno.test("tradeDumbbellsTitle() counts the trades and adds them up, over 200 rebalances", () => {
  for (let seed = 0; seed < 200; seed++) {
    const stream = randomStream(seed);
    const rows = Array.from({ length: 1 + stream.integer(12) }, (_, i) => {
      const before = stream.normal() / 10, moves = stream.integer(3) > 0;
      const after = moves ? before + 0.01 * (1 + stream.uniform()) : before;
      return { label: `name${i}`, before, after, costBps: moves ? stream.uniform() : undefined };
    });
    const moved = rows.filter(({ before, after }) => before !== after);
    const title = tradeDumbbellsTitle(rows);
    if (moved.length === 0) match(title, /^No position trades$|^There is no position$/);
    else {
      const [turnover] = title.match(/[\d.]+(?= %)/)!, [cost] = title.match(/[\d.]+(?= bp$)/)!;
      const sum = (of: (row: (typeof rows)[number]) => number) =>
        moved.reduce((total, row) => total + of(row), 0);
      ok(Math.abs(Number(turnover) - 100 * sum((row) => row.after - row.before)) <= 0.05 + 1e-9);
      ok(Math.abs(Number(cost) - sum((row) => row.costBps!)) <= 0.05 + 1e-9);
    }
  }
  match(tradeDumbbellsTitle(trades), /^Two of 3 .* at a cost that is not known in full$/);
});

Deno.test("tradeDumbbells() shows an unknown cost as a dash, never as zero", () => {
  const svg = tradeDumbbells(trades, { source }).svg();
  // The trade's own cost, and that of all of them.
  equal((svg.match(/>–<\/text>/g) ?? []).length, 2);
  equal(/>0\.0 bp</.test(svg), false);
});

Deno.test("tradeDumbbells() has no number twice on a short scale", () => {
  for (const size of [0.001, 0.01, 0.1, 1]) {
    const svg = tradeDumbbells([{ label: "Energy", before: -size, after: size }], { source }).svg();
    // The axis is the group with most figures in percent.
    const ticks = svg.split("</g>")
      .map((group) => [...group.matchAll(/>([^<]+ %)<\/text>/g)].map(([, tick]) => tick))
      .reduce((most, one) => one.length > most.length ? one : most);
    ok(ticks.length > 2);
    equal(new Set(ticks).size, ticks.length, ticks.join(" "));
  }
});

Deno.test("tradeDumbbells() refuses bad rows by name", () => {
  const draw = (row: Partial<(typeof trades)[number]>) => () =>
    tradeDumbbells([{ ...trades[0], ...row }, trades[1]], { source });
  throws(() => tradeDumbbells([], { source }), /need at least one row, got none/);
  throws(draw({ after: NaN }), /Energy needs finite exposures, got 0.1 and NaN/);
  throws(draw({ costBps: -1 }), /the cost of Energy must be a number of bp from 0, got -1/);
  throws(draw({ label: "Staples" }), /Staples stands twice/);
});

Deno.test("capacityCellsTitle() counts both ends, over 200 panels", () => {
  const states: readonly CapacityState[] = [
    ...["first choice", "fallback", "capped", "closed", "no view"] as const,
  ];
  for (let seed = 0; seed < 200; seed++) {
    const stream = randomStream(seed), columns = ["small", "medium", "large"];
    const cells = Array.from({ length: 1 + stream.integer(4) }, (_, i) => i).flatMap((i) =>
      columns.map((column) => ({
        row: `row${i}`,
        column,
        state: states[stream.integer(5)],
        ticker: "T",
        cap: 0.1,
      }))
    );
    const count = (column: string, state: CapacityState) =>
      cells.filter((cell) => cell.column === column && cell.state === state).length;
    const title = capacityCellsTitle(cells);
    if (cells.every(({ state }) => state === "no view")) equal(title, "No sector has a view");
    else if (cells.every(({ state }) => state === "no view" || state === "first choice")) {
      match(title, /^At every account size all views have their first choice$/);
    } else {
      const [large, small] = title.split("; ");
      for (const [words, column] of [[large, "large"], [small, "small"]] as const) {
        const falls = Number(words.match(/(\d+)(?: of \d+)? falls? back/)?.[1] ?? 0);
        const closed = Number(words.match(/(\d+)(?: of \d+)? (?:is|are) closed/)?.[1] ?? 0);
        const capped = Number(words.match(/(\d+)(?: of \d+)? (?:is|are) capped/)?.[1] ?? 0);
        equal(capped, count(column, "capped"), title);
        equal(falls, count(column, "fallback"), title);
        equal(closed, count(column, "closed"), title);
      }
    }
  }
});

Deno.test("capacityCells() refuses a panel with holes, doubles, or funds without a name", () => {
  const draw =
    (cells: readonly Parameters<typeof capacityCells>[0][number][], costs = [] as never[]) => () =>
      capacityCells(cells, { costs, source });
  throws(draw([]), /need at least one cell, got none/);
  throws(draw([...capacity, capacity[0]]), /Communication at \$10k stands twice/);
  throws(draw(capacity.slice(1)), /Communication has no cell at \$10k/);
  throws(
    draw([{ row: "a", column: "b", state: "open" as "closed" }]),
    /must be one of first choice, fallback, capped, closed, not held, no view, got "open"/,
  );
  throws(
    draw([{ row: "a", column: "b", state: "fallback" }]),
    /a at b needs the name of its fund, got undefined/,
  );
  throws(
    draw([{ row: "a", column: "b", state: "capped", ticker: "SMN" }]),
    /a at b needs its cap, a share of equity from 0, got undefined/,
  );
  throws(
    () => capacityCells(capacity, { costs: [{ column: "$1M", costBps: 1 }], source }),
    /a cost stands at \$1M, where there is no cell/,
  );
  throws(
    () => capacityCells(capacity, { costs: [{ column: "$10k", costBps: NaN }], source }),
    /the cost at \$10k must be a number of bp from 0, got NaN/,
  );
});

Deno.test("limitGauges() draws the words of a price below its bar, and leaves the others as they were", () => {
  const row = { used: 1, slack: "0.0 points", binds: true, shadowPrice: 0.2 };
  const plain = [{ ...row, label: "a" }, { ...row, label: "b" }];
  const height = (rows: typeof plain) =>
    Number(limitGauges(rows, { source }).svg().match(/height="(\d+)"/)![1]);
  const worded = [{ ...plain[0], priceInWords: "One more point helps." }, plain[1]];
  equal(height(worded) - height(plain), 28);
  match(limitGauges(worded, { source }).svg(), />One more point helps\.<\/text>/);
});

Deno.test("capacityCells() tells a view that is not held from one that is closed", () => {
  const held = { row: "Energy", column: "$10k", state: "first choice", ticker: "DUG" } as const;
  const left = { row: "Staples", column: "$10k", state: "not held" } as const;
  match(capacityCells([held, left], { source }).svg(), />not held<\/text>/);
  equal(
    capacityCellsTitle([held, left]),
    "At every account size all that is held has its first choice",
  );
  equal(capacityCellsTitle([left]), "No view is held at any account size");
});
