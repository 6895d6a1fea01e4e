import { SECTORS } from "lab/market";
import { clippedBook, DEFAULT_LIMITS } from "lab/portfolio";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { draws } from "./draws.ts";

const rounded = (values: readonly number[]) => values.map((value) => Math.round(value * 1e6) / 1e6);

Deno.test("clippedBook() hedges, scales and clips, worked by hand", () => {
  // Tilts 2 and −1: targets 2/3 and −1/3. Beta 2/3·1.2 − 1/3·0.6 = 0.6, so the hedge is −0.6.
  const book = clippedBook({ sectors: ["XLK", "XLU"], tilts: [2, -1], betas: [1.2, 0.6] });
  const [hedged, scaled, clipped] = book.steps;
  deepEqual(rounded([...hedged.weights, hedged.hedge]), [0.666667, -0.333333, -0.6]);
  // Gross 1.6.
  deepEqual(rounded([...scaled.weights, scaled.hedge]), [0.416667, -0.208333, -0.375]);
  deepEqual(rounded([...clipped.weights, clipped.hedge]), [0.3, -0.208333, -0.375]);
  const at = (name: string) => book.readings.find((reading) => reading.name === name)!;
  // 0.3·1.2 − 0.208333·0.6 − 0.375 = −0.14
  equal(rounded([at("beta").value])[0], -0.14);
  equal(rounded([at("beta").slack])[0], -0.09);
  equal(rounded([at("gross").value])[0], 0.883333);
  deepEqual(book.weights, clipped.weights);
});

Deno.test("clippedBook() keeps what each step promises, over 300 draws", () => {
  const random = draws("clipped book");
  for (let draw = 0; draw < 300; draw++) {
    const tilts = SECTORS.map(() => random.below(5) - 2);
    const betas = SECTORS.map(() => 0.4 + random.uniform());
    const closedShorts = SECTORS.filter(() => random.below(6) === 0);
    const book = clippedBook({ sectors: SECTORS, tilts, betas, closedShorts });
    const [hedged, scaled, clipped] = book.steps;
    const beta = (step: typeof hedged) =>
      step.weights.reduce((sum, weight, i) => sum + weight * betas[i], step.hedge);
    const gross = (step: typeof hedged) =>
      step.weights.reduce((sum, weight) => sum + Math.abs(weight), Math.abs(step.hedge));
    ok(Math.abs(beta(hedged)) < 1e-12 && Math.abs(beta(scaled)) < 1e-12);
    if (gross(hedged) > 0) ok(Math.abs(gross(scaled) - 1) < 1e-12);
    ok(clipped.weights.every((weight) => Math.abs(weight) <= DEFAULT_LIMITS.sector));
    SECTORS.forEach((sector, i) => {
      if (tilts[i] < 0 && closedShorts.includes(sector)) equal(book.weights[i], 0);
      else ok(book.weights[i] * tilts[i] >= 0);
    });
    // With nothing to cut the recipe is as good as its word.
    if (scaled.weights.every((weight) => Math.abs(weight) <= 0.3) && gross(scaled) > 0) {
      for (const name of ["beta", "gross"]) {
        ok(book.readings.find((reading) => reading.name === name)!.slack > -1e-9, name);
      }
    }
  }
});

Deno.test("clippedBook() without any view is cash, and refuses what fitBook() refuses", () => {
  const cash = clippedBook({ sectors: ["XLK"], tilts: [0], betas: [1] });
  deepEqual([...cash.weights, cash.hedge], [0, 0]);
  throws(() => clippedBook({ sectors: ["XLK"], tilts: [3], betas: [1] }), /tilt of XLK/);
  throws(() => clippedBook({ sectors: ["XLK"], tilts: [1], betas: [NaN] }), /beta of XLK/);
});
