import {
  ballotStrip,
  bootstrapHistogram,
  diceHistogram,
  driftBars,
  faultWaffle,
  funnelBars,
  pairCells,
  type PairedRange,
  pairedRanges,
  rankHistogram,
  sampleScatter,
  scoreDumbbell,
  sensitivityLines,
  type TernaryCell,
  ternaryMap,
  ternaryPanels,
  timelineTicks,
} from "lab/charts";
import type { Shares } from "lab/stats";
import { simplexGrid } from "lab/sweep";
import { match, throws } from "node:assert/strict";

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

const pairs = ["1 bp", "5 bp"].flatMap((y, j) =>
  ["20 %", "30 %", "40 %"].map((x, i) => ({
    x,
    y,
    ...(i === 2 && j === 1 ? {} : { value: 0.5 - 0.1 * i - 0.05 * j }),
    isDefault: i === 1 && j === 0,
  }))
);

Deno.test("charts of lesson 01 refuse what they cannot draw", () => {
  throws(() => timelineTicks([], { decision: "tomorrow", source }), /need a day or minute/);
  throws(
    () => ballotStrip([{ label: "a", score: 2.5, weight: 1, reasons: [] }], { name: "b", source }),
    /whole number from 1 to 5, got 2.5/,
  );
  throws(() => faultWaffle([{ label: "a", count: 0.5 }], { source }), /whole number from 0/);
  throws(() => faultWaffle([], { source }), /need at least one/);
  throws(() => driftBars([{ label: "a", kept: 3, drifted: 6 }], { source }), /between 1 and 5/);
  throws(
    () => scoreDumbbell([{ label: "a", panel: "b", before: 0, after: 3 }], { source }),
    /between 1 and 5, got 0/,
  );
  throws(
    () =>
      funnelBars([{ label: "a", left: 1, calls: 0 }, { label: "b", left: 2, calls: 1 }], {
        source,
      }),
    /between 0 and 1 left, got 2/,
  );
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
