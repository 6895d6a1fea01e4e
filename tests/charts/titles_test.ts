import {
  accountWaffleTitle,
  betaBarsTitle,
  dumbbellTitle,
  largestChangeTitle,
  limitGaugesTitle,
  scoreHeatmapTitle,
  squaresOf,
  tiltLinesTitle,
  weightBarsTitle,
} from "lab/charts";
import { randomStream } from "lab/stats";
import { equal, match, ok } from "node:assert/strict";

/** Every signed percentage in a sentence, as shares. */
function sharesIn(sentence: string): number[] {
  return [...sentence.matchAll(/([−+]?)(\d+(?:\.\d+)?) %/g)]
    .map(([, sign, size]) => (sign === "−" ? -1 : 1) * Number(size) / 100);
}

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

Deno.test("limitGaugesTitle() counts what binds, and says first what is broken", () => {
  const row = { slack: "", used: 1 };
  const gauge = (label: string, binds: boolean, used = 1) => ({ ...row, label, binds, used });
  equal(limitGaugesTitle([gauge("a", true), gauge("b", true)]), "Two limits bind: a and b");
  equal(limitGaugesTitle([gauge("a", true), gauge("b", false, 1.2)]), "One limit is broken: b");
  equal(limitGaugesTitle([]), "No limit binds");
});

Deno.test("scoreHeatmapTitle() names every holder of the highest and the lowest score", () => {
  const cell = (row: string, score?: number) => ({ row, column: "score", score });
  equal(
    scoreHeatmapTitle([cell("a", 4), cell("b", 2), cell("c", 4)], "score"),
    "The committee scores a and c highest (4.00) and b lowest (2.00)",
  );
  equal(
    scoreHeatmapTitle([cell("a", 3), cell("b", 3)], "score"),
    "The committee gives every sector the same score (3.00)",
  );
  equal(scoreHeatmapTitle([cell("a")], "score"), "The committee scores no sector");
});

Deno.test("tiltLinesTitle() names no score unless all lines meet in one", () => {
  const line = (middle: number) => ({
    label: "",
    points: [1, 2, 3, 4, 5].map((score) => ({ score, tilt: score - middle })),
  });
  match(tiltLinesTitle([line(2), line(2)]), /^A score of 2 is no view/);
  equal(/is no view/.test(tiltLinesTitle([line(2), line(3)])), false);
});

Deno.test("dumbbellTitle() counts what moved by a hundredth of a percent or more", () => {
  const rows = [
    { label: "a", before: 0, after: 0.1 },
    { label: "b", before: 0, after: 0.00005 },
    { label: "c", before: 0, after: -0.0002 },
  ];
  equal(
    dumbbellTitle(rows, "a"),
    "a goes from 0.0 % to +10.0 %, and 1 of the other 2 positions moves too",
  );
  equal(
    dumbbellTitle(rows, "b"),
    "b stays at 0.0 %, and 2 of the other 2 positions move too",
  );
});

Deno.test("dumbbellTitle() speaks of all rows where the changed one is not among them", () => {
  const rows = [{ label: "a", before: 0, after: 0.1 }, { label: "b", before: 0, after: 0 }];
  equal(dumbbellTitle(rows, "c"), "1 of 2 positions moves");
  equal(dumbbellTitle(rows.slice(1), "c"), "No position moves");
});

Deno.test("accountWaffleTitle() adds up to the account", () => {
  equal(
    accountWaffleTitle([
      { label: "l", kind: "long", dollars: 600.4 },
      { label: "c", kind: "cash", dollars: 399.6 },
    ]),
    "$600 of $1,000 is spent, $400 stays in cash",
  );
});

Deno.test("squaresOf() always shares out the whole, each within one of its due", () => {
  const random = randomStream(13);
  for (let draw = 0; draw < 200; draw++) {
    const amounts = Array.from({ length: 1 + random.integer(6) }, () => random.uniform() * 1e5);
    const squares = squaresOf(amounts, 100);
    const sum = amounts.reduce((a, b) => a + b, 0);
    equal(squares.reduce((a, b) => a + b, 0), 100);
    squares.forEach((count, i) => ok(Math.abs(count - 100 * amounts[i] / sum) < 1));
  }
  equal(squaresOf([0, 0], 100).join(), "0,0");
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

Deno.test("betaBarsTitle() is surprised only where no dollars are left over", () => {
  match(betaBarsTitle(0.1, { net: 1e-17 }), /^Net 0\.0 % in dollars, and yet/);
  equal(
    betaBarsTitle(0.5, { net: 0.5 }),
    "Net +50.0 % in dollars: a market down 10 % moves the book by −5.0 %",
  );
});
