import { diceHistogram, diceHistogramTitle } from "lab/charts";
import { randomStream } from "lab/stats";
import { equal, match, ok } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

/** A few values on a coarse grid: enough for every branch, few enough to read the markup. */
const few = [-1.2, -0.6, -0.6, -0.1, 0, 0.2, 0.2, 0.3, 0.7, 1.4];

figureTests({ dice_histogram: () => diceHistogram(few, { ours: 0.81, source }) });

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
