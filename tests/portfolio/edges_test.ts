import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { SECTORS } from "../../lib/market/sectors.ts";
import type { BookProblem } from "../../lib/portfolio/book_problem.ts";
import { checkLimits } from "../../lib/portfolio/limits/check_limits.ts";
import { fitBook } from "../../lib/portfolio/fit_book.ts";
import { relaxedBook } from "../../lib/portfolio/relaxed_book.ts";
import { SOAK } from "../soak.ts";
import { draws } from "./draws.ts";
import { randomViews } from "./track_by_quadprog.ts";

const near = (a: number, b: number, within: number, what: string) =>
  ok(Math.abs(a - b) <= within, `${what}: ${a} against ${b}`);

Deno.test("fitBook() finds the same smallest turnover however faint a view is", () => {
  // XLP is held short; its view fades. What must be traded does not depend on how faint it is.
  const at = (tilt: number) =>
    fitBook({
      sectors: ["XLC", "XLP", "XLRE", "XLU", "XLV", "XLY"],
      tilts: [1, tilt, -2, -2, -2, -1],
      betas: [0.8, 1, -1, 1, 2, 0],
      previous: { weights: [0, -0.1, 0, 0, 0, -0.1], hedge: 0 },
      turnoverBudget: 0.1,
    });
  const clear = at(-1e-6);
  equal(clear.status, "over budget");
  for (const tilt of [-1e-8, -1e-9, -1e-10, -1e-11, -1e-13, -1e-300]) {
    const book = at(tilt);
    equal(book.status, "over budget", `${tilt}`);
    near(book.turnover!.value, clear.turnover!.value, 2e-8, `${tilt} turnover`);
    ok(book.kkt < 1e-9, `${tilt} ${book.kkt}`);
    ok(JSON.stringify(book).length > 0);
    for (const [i, effects] of book.effects.sectors.entries()) {
      const sum = effects.reduce((total, { change }) => total + change, 0);
      near(sum, book.weights[i] - book.targets[i], 1e-12, `${tilt} ${SECTORS[i]}`);
    }
  }
});

Deno.test("fitBook() gives a view next to nothing next to nothing, with and without a budget", () => {
  for (let seed = 0; seed < (SOAK ? 5_000 : 500); seed++) {
    const random = draws(`faint ${seed}`), problem = randomViews(random, 6 + random.below(6));
    const faint = random.below(problem.tilts.length);
    const tilts = problem.tilts.map((tilt, i) =>
      i === faint ? 10 ** -(9 + random.below(300)) : tilt
    );
    if (tilts.filter((tilt) => tilt !== 0).length < 2) continue;
    const without = fitBook({ ...problem, tilts: tilts.with(faint, 0) });
    const book = fitBook({ ...problem, tilts });
    near(book.hedge, without.hedge, 1e-8, `${seed} hedge`);
    book.weights.forEach((w, i) => near(w, without.weights[i], 1e-8, `${seed} ${i}`));
    ok(book.kkt < 1e-9, `${seed} ${book.kkt}`);
  }
});

Deno.test("fitBook() asks in its remedies for all of the gross, whatever the tolerance of held names", () => {
  const problem: BookProblem = {
    sectors: ["XLB", "XLC", "XLE", "XLP", "XLV", "XLY"],
    tilts: [-2, -1, 2, -2, 2, -1],
    betas: [0.8, 1, -0.9, 1, 1.9, 1],
    limits: { accounting: "none" },
    fundCaps: {
      long: [Infinity, 0, 0.24, 0, Infinity, Infinity],
      short: [0.24, 0, 0, 0.2, 0, 0.03],
      hedge: { long: Infinity, short: Infinity },
    },
    previous: { weights: [0, 0, 0, 0, 0, 0], hedge: 0 },
    fixed: ["XLC"],
    grossTolerance: 0.01,
  };
  const book = fitBook(problem);
  ok(book.grossAllowed! < 1);
  for (const { to, from, change, setting } of book.remedies) {
    if (to === undefined) continue;
    ok(to > from, setting);
    near(
      fitBook({ ...problem, limits: { ...book.limits, ...change } }).grossAllowed!,
      1,
      1e-9,
      setting,
    );
  }
  const { book: wide } = relaxedBook(problem, { order: ["sector", "side", "net", "beta"] });
  ok(wide.status !== "full" || wide.gross >= 1 - 1e-8, `${wide.status} ${wide.gross}`);
});

Deno.test("fitBook() says what a first hedge would be worth where the mandate allows none", () => {
  const book = fitBook({
    sectors: ["XLE", "XLF", "XLK", "XLU"],
    tilts: [2, 1, 1, 1],
    betas: [1, 1, 1, 1],
    limits: { hedge: 0 },
  });
  const reading = book.readings.find(({ name }) => name === "hedge")!;
  ok(reading.binds && reading.multiplier > 0);
  match(reading.sentence, /^The market hedge is 0.00 %, at its limit. One more point would bring/);
});

Deno.test("fitBook() keeps no hedge where there is no book to hedge, whatever the budget", () => {
  const book = fitBook({
    sectors: ["XLE", "XLK"],
    tilts: [0, 0],
    betas: [1, 1.2],
    previous: { weights: [0.2, -0.3], hedge: -0.1 },
    turnoverBudget: 0.2,
  });
  deepEqual([...book.weights, book.hedge], [0, 0, 0]);
  near(book.turnover!.value, 0.6, 1e-12, "all of it is sold");
  equal(book.grossAllowed, 0);
});

Deno.test("fitBook() reads no figure of what was never measured", () => {
  const book = fitBook({
    sectors: ["XLRE", "XLI"],
    tilts: [1, 0],
    betas: [1, NaN],
    closed: ["XLI"],
    fundCaps: { long: [0, Infinity], short: [0, 0], hedge: { long: 0, short: 0 } },
    previous: { weights: [0.1, 0.02], hedge: 0 },
    fixed: ["XLRE"],
  });
  equal(book.status, "infeasible");
  for (const { value, sentence } of book.readings) ok(Number.isFinite(value), sentence);
  ok(!JSON.stringify(book).includes("NaN"));
  equal(
    fitBook({ sectors: ["XLE"], tilts: [1], betas: [1], limits: { styles: {} } }).status,
    "reduced",
  );
});

Deno.test("checkLimits() keeps the names of readings and effects from groups", () => {
  for (const name of ["fund XLK", "fund hedge", "gross floor", "sign XLK", "reach", "turnover"]) {
    const groups = [{ name, coefficients: { XLK: 1 }, max: 0.1 }];
    throws(() => checkLimits({ groups }), /each group needs a name of its own/, name);
  }
});
