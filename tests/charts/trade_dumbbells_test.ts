import { tradeDumbbells, tradeDumbbellsTitle } from "lab/charts";
import { randomStream } from "lab/stats";
import { equal, match, ok, throws } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const trades = [
  { label: "Energy", before: 0.1, after: -0.05, costBps: 1.2 },
  { label: "Staples", before: 0.2, after: 0.2 },
  { label: "Technology", before: 0, after: 0.15 },
];

figureTests({
  trade_dumbbells: () =>
    tradeDumbbells(trades, {
      hedge: { label: "Hedge", before: -0.1, after: -0.12, costBps: 0.2 },
      source,
    }),
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
