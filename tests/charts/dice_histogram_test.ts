import { diceHistogram, diceHistogramTitle } from "lab/charts";
import { equal, match } from "node:assert/strict";

Deno.test("diceHistogramTitle() counts committees that tie with ours half", () => {
  // Two below, two equal: 2 + 1 of 5. Counted below or above they would be 4 or 2.
  equal(
    diceHistogramTitle([-1, 0, 0.5, 0.5, 1], { ours: 0.5 }),
    "Our committee is above 60 % of 5 committees of dice; one in 3 does better by luck alone",
  );
  // All equal: neither above each nor below each.
  match(diceHistogramTitle([1, 1, 1, 1], { ours: 1 }), /^Our committee is above 50 % of 4 /);
});

Deno.test("diceHistogram() labels our own figure on the side with more room", () => {
  const values = Array.from({ length: 100 }, (_, i) => i / 100);
  const anchorOf = (ours: number) =>
    diceHistogram(values, { ours, source: "Source: simulated, seed 7." }).svg()
      .match(/text-anchor="(start|end)"[^>]*>(?:<[^>]*>)*our committee/)?.[1];
  equal(anchorOf(0.1), "start");
  equal(anchorOf(0.9), "end");
});
