import { largestChangeTitle, weightBars, weightBarsTitle } from "lab/charts";
import { randomStream } from "lab/stats";
import { equal, ok } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

// Five rows a chart: enough for every branch of its drawing, few enough to read the markup.
const rows = [
  { label: "Materials", weight: 0.05, before: 0.1 },
  { label: "Communication", weight: 0, note: "closed: no inverse fund" },
  { label: "Technology", weight: 0.3, before: 0.25 },
  { label: "Staples", weight: -0.12, before: -0.2 },
  { label: "Utilities", weight: 0 },
];

/** Every signed percentage in a sentence, as shares. */
function sharesIn(sentence: string): number[] {
  return [...sentence.matchAll(/([−+]?)(\d+(?:\.\d+)?) %/g)]
    .map(([, sign, size]) => (sign === "−" ? -1 : 1) * Number(size) / 100);
}

figureTests({
  weight_bars: () =>
    weightBars(rows, {
      hedge: { label: "Hedge (SPDN)", weight: -0.09 },
      cap: 0.3,
      guess: "Staples",
      source,
    }),
});

Deno.test("weightBars() keeps the order of its rows, zero weights included", () => {
  const labels = [...weightBars(rows, { source }).html().matchAll(/>([A-Z][a-z]+)<\/text>/g)]
    .map((found) => found[1]);
  equal(labels.join(" "), "Materials Communication Technology Staples Utilities");
});

Deno.test("weightBarsTitle() states the two sides to a tenth of a percent, over 200 books", () => {
  const random = randomStream(11);
  for (let draw = 0; draw < 200; draw++) {
    const rows = Array.from({ length: 11 }, (_, i) => ({
      label: String(i),
      weight: random.integer(3) === 0 ? 0 : random.normal() / 10,
    }));
    const title = weightBarsTitle(rows, { label: "hedge", weight: random.normal() / 10 });
    let long = 0, short = 0;
    for (const { weight } of rows) weight > 0 ? long += weight : short -= weight;
    const stated = sharesIn(title);
    if (long > 0.001) ok(Math.abs(stated[0] - long) <= 0.00051, title);
    if (long > 0.001 && short > 0.001) ok(Math.abs(stated[1] - short) <= 0.00051, title);
  }
});

Deno.test("weightBarsTitle() names a book without a side, a hedge or anything at all", () => {
  equal(weightBarsTitle([{ label: "a", weight: 0.2 }]), "The book is long 20.0 % in sectors");
  equal(weightBarsTitle([{ label: "a", weight: -0.2 }]), "The book is short 20.0 % in sectors");
  equal(
    weightBarsTitle([{ label: "a", weight: 0 }], { label: "h", weight: 0 }),
    "The book holds no sector, without a hedge",
  );
});

Deno.test("largestChangeTitle() names the furthest, a tie, or none", () => {
  const row = (label: string, before: number, weight: number) => ({ label, before, weight });
  equal(
    largestChangeTitle([row("a", 0.1, -0.2), row("b", 0.1, 0.3)]),
    "a changes most, from +10.0 % to −20.0 %",
  );
  equal(
    largestChangeTitle([row("a", 0.1, -0.1), row("b", 0.1, 0.3)]),
    "a and b change most, by 20.0 points each",
  );
  equal(largestChangeTitle([row("a", 0.1, 0.1004)]), "No position changes");
  equal(largestChangeTitle([{ label: "a", weight: 0.5 }]), "No position changes");
});
