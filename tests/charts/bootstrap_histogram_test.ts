import { bootstrapHistogram, bootstrapHistogramTitle } from "lab/charts";
import { randomStream } from "lab/stats";
import { equal, match, ok, throws } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

/** A few values on a coarse grid: enough for every branch, few enough to read the markup. */
const few = [-1.2, -0.6, -0.6, -0.1, 0, 0.2, 0.2, 0.3, 0.7, 1.4];

figureTests({
  bootstrap_histogram_guess: () =>
    bootstrapHistogram([-1.2, -0.6, -0.6, -0.1, 0, 0.2, 0.2, 0.3, 0.7, 1.4], {
      estimate: 0.1,
      low: -1.1,
      high: 1.2,
      guess: 0.3,
      source,
    }),
  bootstrap_histogram: () =>
    bootstrapHistogram(few, { estimate: 0.1, low: -1.1, high: 1.2, level: 0.9, source }),
});

Deno.test("bootstrapHistogram() marks a guess where that share of the draws lies left", () => {
  const draws = Array.from({ length: 100 }, (_, i) => i / 100);
  const options = { estimate: 0.5, low: 0, high: 1, source };
  const withGuess = (guess: number) => bootstrapHistogram(draws, { ...options, guess });
  match(withGuess(0.25).svg(), /your guess: 25 % lie left/);
  equal(/your guess/.test(bootstrapHistogram(draws, options).svg()), false);
  withGuess(0).svg();
  withGuess(1).svg();
  throws(() => withGuess(1.5), /need a guess from 0 to 1 of the share below zero, got 1.5/);
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
