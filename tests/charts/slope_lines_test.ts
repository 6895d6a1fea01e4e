import { slopeLines, slopeLinesTitle } from "lab/charts";
import { equal, throws } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

figureTests({
  slope_lines: () =>
    slopeLines([
      { label: "Energy", values: [1, -1, -0.02], isCapped: true },
      { label: "Utilities", values: [2, -1, -0.01], isCapped: true },
      { label: "Materials", values: [3, 0, 0] },
      { label: "Technology", values: [4, 0.9, 0.002] },
    ], {
      axes: [
        { label: "rank", format: String },
        { label: "z", domain: [-1, 1], cap: 1, format: (z) => z.toFixed(2) },
        { label: "return", format: (share) => `${(100 * share).toFixed(1)} %` },
      ],
      source,
    }),
});

Deno.test("slopeLinesTitle() counts the lines at the cap", () => {
  const line = { label: "Energy", values: [1, 1] };
  equal(slopeLinesTitle([line]), "No line reaches the cap");
  const capped = { ...line, isCapped: true };
  equal(slopeLinesTitle([line, capped, capped]), "Two of 3 lines end at the cap");
});

Deno.test("slopeLines() refuses no lines, one axis, and figures that are missing or not finite", () => {
  const axis = { label: "rank", format: String }, options = { axes: [axis, axis], source };
  const line = { label: "Energy", values: [1, 2] };
  throws(() => slopeLines([], options), /need at least one line, got none/);
  throws(() => slopeLines([line], { ...options, axes: [axis] }), /at least two axes, got 1/);
  throws(() => slopeLines([{ ...line, values: [1] }], options), /Energy needs 2 finite figures/);
  throws(() => slopeLines([{ ...line, values: [1, NaN] }], options), /got 1, NaN/);
});

Deno.test("slopeLines() keeps names apart and inside the drawing where figures are all alike", () => {
  const lines = Array.from({ length: 11 }, (_, i) => ({ label: `name ${i}`, values: [6, 0] }));
  const axes = [{ label: "rank", format: String }, { label: "z", format: String }];
  const svg = slopeLines(lines, { axes, source }).svg();
  const heights = [...svg.matchAll(/,([\d.]+)\)" y="0.32em">name/g)].map((one) => Number(one[1]));
  const sorted = heights.sort((a, b) => a - b);
  equal(sorted.length, 11);
  for (let i = 1; i < sorted.length; i++) equal(sorted[i] - sorted[i - 1] >= 16.9, true);
});
