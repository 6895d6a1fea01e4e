import { equal, ok } from "node:assert/strict";
import { SOAK } from "../soak.ts";
import { couldBeNearer, grossAllowed } from "./by_simplex.ts";
import { draws } from "./draws.ts";
import { breachOnPaper, sideOf } from "./on_paper.ts";
import { simplex } from "./simplex.ts";
import { randomLimits, randomViews, realViews, trackByQuadprog } from "./track_by_quadprog.ts";

const near = (a: number, b: number, within: number, what: string) =>
  ok(Math.abs(a - b) <= within, `${what}: ${a} against ${b}`);

Deno.test("simplex() finds the corner of a problem from a textbook", () => {
  // Chvátal (1983), the first of its chapter 2; and one of chapter 3, whose x = 0 breaks two rows.
  const first = simplex([5, 4, 3], [[2, 3, 1], [4, 1, 2], [3, 4, 2]], [5, 11, 8])!;
  near(first.value, 13, 1e-12, "value");
  [2, 0, 1].forEach((x, i) => near(first.x[i], x, 1e-12, `x${i}`));
  const second = simplex([1, -1, 1], [[2, -1, 2], [2, -3, 1], [-1, 1, -2]], [4, -5, -1])!;
  near(second.value, 0.6, 1e-12, "two phases");
  equal(simplex([1], [[1], [-1]], [1, -2]), undefined, "no x is at most 1 and at least 2");
});

Deno.test("trackByQuadprog() can be bettered by no corner of the limits, says the simplex", () => {
  let solved = 0;
  const count = SOAK ? 5_000 : 500;
  for (let seed = 0; seed < count; seed++) {
    const random = draws(`on paper ${seed}`);
    const views = seed % 2 === 0 ? realViews(random, random.below(5)) : randomViews(random);
    const problem = seed % 4 < 2 ? views : { ...views, limits: randomLimits(random) };
    const book = trackByQuadprog(problem), allowed = grossAllowed(problem);
    equal(book === undefined, allowed === undefined, `${seed}: ${allowed}`);
    if (!book || book.gross === 0) continue;
    solved++;
    ok(breachOnPaper(problem, book) < 1e-12, `${seed}: ${breachOnPaper(problem, book)}`);
    ok(book.gross <= allowed! + 1e-12, `${seed}: ${book.gross} of ${allowed}`);
    // The hedge of a book without one is 0 to 1e-15.
    const hedge = Math.abs(book.hedge) < 1e-13 ? 0 : book.hedge;
    const more = couldBeNearer(problem, book, sideOf(problem, { ...book, hedge }));
    ok(more < 1e-12, `${seed}: ${more}`);
  }
  ok(solved > 0.9 * count, String(solved));
});
