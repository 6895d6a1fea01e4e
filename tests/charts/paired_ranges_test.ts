import { type PairedRange, pairedRanges, pairedRangesTitle } from "lab/charts";
import { equal } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.", valueName = "net Sharpe ratio";

const ranges: PairedRange[] = [-0.3, -0.1, 0, 0.2, 0.5].map((difference, i) => ({
  label: `w${i}`,
  difference,
  low: difference - 0.15,
  high: difference + 0.15,
  wideLow: difference - 0.25,
  wideHigh: difference + 0.25,
}));

figureTests({
  paired_ranges: () => pairedRanges(ranges, { base: "50/25/25", valueName, source, trials: 231 }),
});

Deno.test("pairedRangesTitle() counts both kinds of intervals that leave out zero", () => {
  equal(
    pairedRangesTitle(ranges, { base: "50/25/25", trials: 231 }),
    // By hand: alone −0.45…−0.15, 0.05…0.35 and 0.35…0.65; wide −0.55…−0.05 and 0.25…0.75.
    "Of 5 differences from 50/25/25, 3 lie clear of zero one by one, and 2 once 231 trials are " +
      "allowed for",
  );
});
