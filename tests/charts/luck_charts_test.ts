import {
  bootstrapHistogram,
  bootstrapHistogramTitle,
  diceHistogram,
  diceHistogramTitle,
  type Figure,
  rankHistogram,
  rankHistogramTitle,
} from "lab/charts";
import { randomStream } from "lab/stats";
import { equal, match, ok, throws } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";
/** A few values on a coarse grid: enough for every branch, few enough to read the markup. */
const few = [-1.2, -0.6, -0.6, -0.1, 0, 0.2, 0.2, 0.3, 0.7, 1.4];

const figures: Readonly<Record<string, () => Figure>> = {
  dice_histogram: () => diceHistogram(few, { ours: 0.81, source }),
  bootstrap_histogram: () =>
    bootstrapHistogram(few, { estimate: 0.1, low: -1.1, high: 1.2, level: 0.9, source }),
  rank_histogram: () => rankHistogram([0.1, 0.4, 0.5, 0.5, 0.6, 0.95, 1, 0], { source }),
};

figureTests(figures);

Deno.test("diceHistogramTitle() states the share below to its last digit, over 200 draws", () => {
  const random = randomStream(3);
  for (let draw = 0; draw < 200; draw++) {
    const values = Array.from({ length: 1 + random.integer(1000) }, () => random.normal());
    const ours = 1.5 * random.normal();
    const title = diceHistogramTitle(values, { ours });
    const below = values.filter((value) => value < ours).length / values.length;
    if (below === 1) match(title, /is above each of/);
    else if (below === 0) match(title, /is below each of/);
    else {
      const stated = Number(/above ([\d.]+) %/.exec(title)![1]) / 100;
      ok(stated < 1 && Math.abs(stated - below) <= (values.length > 200 ? 0.00051 : 0.0051), title);
    }
  }
  equal(
    diceHistogramTitle([1, 2, 3, 4], { ours: 1.5, label: "the best of 66" }),
    "The best of 66 is above 25 % of 4 committees of dice; most do better by luck alone",
  );
});

Deno.test("bootstrapHistogramTitle() says on which side of zero the interval lies", () => {
  const title = (low: number, high: number) => bootstrapHistogramTitle({ estimate: 1, low, high });
  match(title(-0.2, 2), /from −0.20 to 2.00: zero is not ruled out$/);
  match(title(0.2, 2), /, all of it above zero$/);
  match(title(-2, -0.2), /, all of it below zero$/);
});

Deno.test("bootstrapHistogram() never mixes gains with losses in one bar", () => {
  const random = randomStream(5);
  for (let draw = 0; draw < 20; draw++) {
    const values = Array.from({ length: 500 }, () => 0.3 + random.normal());
    const chart = bootstrapHistogram(values, { estimate: 0, low: -1, high: 1, source }).svg();
    for (const [, from, to] of chart.matchAll(/\d+ from ([−\d.]+) to ([−\d.]+)</g)) {
      const [a, b] = [from, to].map((text) => Number(text.replace("−", "-")));
      ok(a >= 0 || b <= 0, `${from} to ${to}`);
    }
  }
});

Deno.test("rankHistogramTitle() counts the middle half, and a rare fall is not none", () => {
  match(rankHistogramTitle([0.5, 0.5]), /in 50 % of splits$/);
  match(rankHistogramTitle([0.6, 0.7]), /never falls/);
  match(rankHistogramTitle([0.1]), /always falls/);
  match(rankHistogramTitle([0.1, ...new Array(999).fill(0.9)]), /in 0.10 % of splits$/);
});

Deno.test("rankHistogram() shows every split, the first and the last place included", () => {
  const chart = rankHistogram([0, 0.3, 0.95, 1, 1], { source }).svg();
  const shown = [...chart.matchAll(/<title>(\d+) splits/g)].map(([, count]) => Number(count));
  equal(shown.reduce((sum, count) => sum + count, 0), 5);
  equal(/width="0"/.test(chart), false);
});

Deno.test("histograms refuse what cannot be counted", () => {
  throws(() => diceHistogram([], { ours: 1, source }), /need values, got none/);
  throws(() => diceHistogram([1, NaN], { ours: 1, source }), /got NaN at position 1/);
  throws(() => diceHistogram([1], { ours: NaN, source }), /our own figure as a number, got NaN/);
  throws(
    () => bootstrapHistogram([1], { estimate: 1, low: 2, high: 1, source }),
    /interval from low to high, got 2 to 1/,
  );
  throws(() => rankHistogram([0.2, 1.2], { source }), /from 0 to 1, got 1.2 at position 1/);
  // Equal values are one bar, not a division by nothing.
  match(diceHistogram([2, 2, 2], { ours: 2, source }).svg(), /3 from 2.00/);
});
