import { betaBars, betaBarsTitle } from "lab/charts";
import { randomStream } from "lab/stats";
import { equal, match, ok } from "node:assert/strict";
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
  beta_bars: () =>
    betaBars(
      rows.map((row, i) => ({ label: row.label, contribution: row.weight * (0.6 + 0.2 * i) })),
      { limit: 0.05, net: 0.23, guess: 0, source },
    ),
});

Deno.test("betaBarsTitle() gives the move the opposite sign of the sum", () => {
  const random = randomStream(12);
  for (let draw = 0; draw < 200; draw++) {
    const sum = random.normal() / 5;
    const title = betaBarsTitle(sum);
    if (Math.abs(sum) < 0.005) match(title, /hardly moves/);
    else {
      const moves = sharesIn(title);
      const move = moves[moves.length - 1];
      equal(Math.sign(move), -Math.sign(sum), title);
      ok(Math.abs(move + sum / 10) <= 0.00051, title);
    }
  }
});

Deno.test("betaBarsTitle() is surprised only where no dollars are left over", () => {
  match(betaBarsTitle(0.1, { net: 1e-17 }), /^Net 0\.0 % in dollars, and yet/);
  equal(
    betaBarsTitle(0.5, { net: 0.5 }),
    "Net +50.0 % in dollars: a market down 10 % moves the book by −5.0 %",
  );
});
