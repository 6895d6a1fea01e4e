import { deepEqual, equal, ok } from "node:assert/strict";
import { relaxedBook } from "../../lib/portfolio/relaxed_book.ts";
import { fitBook } from "../../lib/portfolio/fit_book.ts";
import { SOAK } from "../soak.ts";
import { couldBeNearer, farthest, grossAllowed } from "./by_simplex.ts";
import { draws } from "./draws.ts";
import { exposures, GRID, GRID_OF_ALL } from "./exposure_lists.ts";
import { breachOnPaper, distanceOnPaper, grossOnPaper, onPaper, sideOf } from "./on_paper.ts";
import { anyProblem, trackByQuadprog } from "./track_by_quadprog.ts";

const near = (a: number, b: number, within: number, what: string) =>
  ok(Math.abs(a - b) <= within, `${what}: ${a} against ${b}`);

Deno.test("fitBook() is the nearest book that limits allow, says quadprog and says the simplex", () => {
  const seen: Record<string, number> = {};
  const count = SOAK ? 10_000 : 1_000;
  for (let seed = 0; seed < count; seed++) {
    const problem = anyProblem(seed), paper = onPaper(problem);
    if (paper.open.length === 0) continue;
    const book = fitBook(problem), oracle = trackByQuadprog(problem);
    const allowed = grossAllowed(problem);
    // Where the two disagree the limits leave next to nothing, and either may be right.
    if ((oracle === undefined) !== (allowed === undefined)) continue;
    seen[book.status] = (seen[book.status] ?? 0) + 1;
    equal(book.status === "infeasible", oracle === undefined, `${seed} ${book.status}`);
    if (!oracle) continue;
    near(book.aim!, paper.aim!, 1e-14, `${seed} aim`);
    ok(breachOnPaper(problem, book) <= GRID + 1e-14, `${seed} ${breachOnPaper(problem, book)}`);
    near(book.objective, oracle.objective, 1e-9 * Math.max(oracle.objective, 1e-3), `${seed}`);
    near(book.distance, Math.sqrt(2 * paper.gross * book.objective), 1e-12, `${seed} distance`);
    // Rounding to 1e-9 shows in the objective, by its slope.
    near(distanceOnPaper(paper, book.weights, book.hedge), book.objective, 1e-7, `${seed} rounded`);
    const blur = paper.open.reduce((sum, i) => sum + GRID / paper.shares[i], GRID_OF_ALL);
    const nearer = couldBeNearer(problem, book, sideOf(problem, book));
    ok(nearer <= blur, `${seed}: a book with the same hedge could be nearer by ${nearer}`);
    if (book.hedge * oracle.hedge < 0) continue; // a tie
    exposures(book).forEach((x, i) =>
      near(x, [...oracle.weights, oracle.hedge][i], 1e-8, `${seed}`)
    );
  }
  ok(seen.full > 0.3 * count && seen.reduced > 0.1 * count, JSON.stringify(seen));
});

Deno.test("fitBook() is nearer to the aims than any mixture with other books inside the limits", () => {
  let tried = 0;
  for (let seed = 0; seed < (SOAK ? 2_000 : 200); seed++) {
    const problem = anyProblem(seed), paper = onPaper(problem), book = fitBook(problem);
    if (book.status === "infeasible" || paper.open.length === 0) continue;
    const random = draws(`other books ${seed}`);
    for (const side of [-1, 1]) {
      const corner = () => farthest(problem, side, () => random.normal(), random.normal());
      const isOwn = side === sideOf(problem, book);
      for (let k = 0; k < 5; k++) {
        const one = isOwn ? book : corner(), other = corner();
        if (!one || !other) continue;
        const part = 10 ** (-4 * random.uniform());
        const mix = (a: number, b: number) => a + part * (b - a);
        const weights = one.weights.map((w, i) => mix(w, other.weights[i]));
        const away = distanceOnPaper(paper, weights, mix(one.hedge, other.hedge));
        ok(away >= book.objective - 1e-7, `${seed}: ${away} below ${book.objective}`);
        tried++;
      }
    }
  }
  ok(tried > 1_000, String(tried));
});

Deno.test("fitBook() says what limits allow as a linear programme does, and when a book is full", () => {
  const seen: Record<string, number> = {};
  for (let seed = 0; seed < (SOAK ? 10_000 : 1_000); seed++) {
    const problem = anyProblem(seed), { gross, open } = onPaper(problem), book = fitBook(problem);
    if (book.status === "infeasible" || open.length === 0) continue;
    seen[book.status] = (seen[book.status] ?? 0) + 1;
    near(book.grossAllowed!, grossAllowed(problem)!, 1e-9, `${seed} allowed`);
    const used = grossOnPaper(problem, book);
    near(book.gross, used, GRID_OF_ALL, `${seed} used`);
    ok(book.gross <= book.grossAllowed! + GRID_OF_ALL, `${seed} more than allowed`);
    equal(book.status === "cash", exposures(book).every((x) => x === 0), `${seed} cash`);
    if (book.status === "full") near(used, gross, GRID_OF_ALL, `${seed} full`);
    if (book.status === "reduced") ok(used < gross + GRID_OF_ALL, `${seed} reduced`);
    if (used < gross - GRID_OF_ALL) ok(book.status !== "full", `${seed} ${used} of ${gross}`);
    const exact = trackByQuadprog(problem)?.gross ?? 0;
    if (exact > gross - 1e-10) equal(book.status, "full", `${seed} ${exact}`);
  }
  ok(seen.full > 300 && seen.reduced > 100, JSON.stringify(seen));
});

Deno.test("relaxedBook() fills the book by the equality alone where limits allow all of the gross", () => {
  let filled = 0;
  for (let seed = 0; seed < (SOAK ? 4_000 : 400); seed++) {
    const problem = anyProblem(seed), { gross } = onPaper(problem);
    if (fitBook(problem).status !== "reduced") continue;
    if (!(grossAllowed(problem)! > gross - 1e-9)) continue;
    const oracle = trackByQuadprog(problem, { gross: "equal" });
    if (!oracle) continue;
    filled++;
    const { book, changes } = relaxedBook(problem, { order: ["net", "side"] });
    deepEqual(changes, [], `${seed}`);
    equal(book.status, "full", `${seed}`);
    ok(breachOnPaper(problem, book) <= GRID + 1e-14, `${seed} ${breachOnPaper(problem, book)}`);
    near(book.objective, oracle.objective, 1e-9 * Math.max(oracle.objective, 1e-3), `${seed}`);
  }
  ok(filled > 10, String(filled));
});
