import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { SECTORS } from "../../lib/market/sectors.ts";
import type { BookProblem } from "../../lib/portfolio/book_problem.ts";
import { fitBook } from "../../lib/portfolio/fit_book.ts";
import { applyTradeRules } from "../../lib/portfolio/trade_rules.ts";
import { draws } from "./draws.ts";
import { randomViews } from "./track_by_quadprog.ts";

const problem: BookProblem = {
  sectors: ["XLE", "XLF", "XLK", "XLU"],
  tilts: [1, 1, -1, -1],
  betas: [1, 1, 1, 1],
  previous: { weights: [0.249, 0.251, -0.2, -0.3], hedge: 0 },
};

Deno.test("applyTradeRules() leaves trades below 20 bp out and trades the rest", () => {
  const { book, held, freed } = applyTradeRules(problem, fitBook(problem));
  deepEqual(book.weights, [0.249, 0.251, -0.25, -0.25]);
  deepEqual(held.map(({ name, rule }) => `${name} ${rule}`), [
    "XLE minimum trade",
    "XLF minimum trade",
  ]);
  deepEqual(freed, []);
  equal(book.status, "full");
  deepEqual(book.fixed, ["XLE", "XLF"]);
});

Deno.test("applyTradeRules() keeps young positions, but lets them grow", () => {
  const heldDays = { XLU: 3, XLK: 3 };
  const all = { ...problem, limits: { minimumTradeBps: 0 } };
  const { book, held } = applyTradeRules(all, fitBook(all), heldDays);
  equal(held[0].sentence, "XLU stays at −30.00 %: it was opened 3 days ago, and is kept for 7.");
  deepEqual(held.map(({ name }) => name), ["XLU"]);
  equal(book.weights[3], -0.3);
  ok(book.weights[2] < -0.2, "a young position may grow");
  equal(applyTradeRules(all, fitBook(all), { XLU: 7 }).held.length, 0);
});

Deno.test("applyTradeRules() closes what has lost its view, however small", () => {
  const turned: BookProblem = {
    ...problem,
    tilts: [1, 1, -1, 0],
    previous: { weights: [0.3, 0.2, -0.3, -0.001], hedge: 0 },
  };
  const ruled = applyTradeRules(turned, fitBook(turned));
  equal(ruled.book.weights[3], 0);
  ok(ruled.held.every(({ name }) => name !== "XLU"));
});

Deno.test("applyTradeRules() frees what the limits cannot do without", () => {
  // XLE drifted 10 bp over its cap: the trade is small, but the limit comes first.
  const over: BookProblem = {
    sectors: ["XLE", "XLF", "XLK", "XLU"],
    tilts: [2, 1, -1, -2],
    betas: [1, 1, 1, 1],
    previous: { weights: [0.301, 0.2, -0.2, -0.3], hedge: 0 },
  };
  const { book, held, freed } = applyTradeRules(over, fitBook(over));
  // XLE and XLU at their caps; XLF and XLK at their aims, 1.1 times a sixth.
  ok(Math.abs(book.gross - (0.6 + 2 * 1.1 / 6)) < 3e-9, String(book.gross));
  equal(book.weights[0], 0.3);
  ok(freed.some(({ name }) => name === "XLE"));
  ok(held.every(({ name }) => name !== "XLE"));
});

Deno.test("applyTradeRules() keeps limits, outcome and its own rules over random weeks", () => {
  let heldNames = 0, freedNames = 0;
  for (let seed = 0; seed < 400; seed++) {
    const random = draws(`rules ${seed}`);
    const views = randomViews(random);
    const tilts = views.tilts.map((tilt) =>
      Math.max(-2, Math.min(2, tilt + 0.1 * random.normal()))
    );
    const old = fitBook(views);
    const drift = () => 1 + 0.01 * random.normal();
    const week: BookProblem = {
      sectors: views.sectors,
      betas: views.betas,
      tilts,
      previous: { weights: old.weights.map((w) => w * drift()), hedge: old.hedge * drift() },
      ...(random.below(2) === 0 ? { turnoverBudget: 0.1 } : {}),
    };
    const heldDays = Object.fromEntries(SECTORS.map((sector) => [sector, random.below(20)]));
    const before = fitBook(week);
    const { book, held, freed } = applyTradeRules(week, before, heldDays);
    heldNames += held.length;
    freedNames += freed.length;
    ok(book.gross >= before.gross - 0.01 - 1e-8, `${seed}: ${book.gross} of ${before.gross}`);
    ok(before.status === "over budget" || book.status !== "over budget", `${seed}`);
    for (const limit of book.readings) {
      if (limit.name !== "turnover") ok(limit.slack >= -1.01e-9, `${seed} ${limit.sentence}`);
    }
    const isFree = (name: string) => freed.some((one) => one.name === name);
    const isHeld = (name: string) => held.some((one) => one.name === name);
    book.weights.forEach((w, i) => {
      const name = SECTORS[i], was = week.previous!.weights[i], trade = Math.abs(w - was);
      if (isHeld(name)) return ok(trade <= 5.1e-10, `${seed} ${name} is held`);
      ok(w * tilts[i] >= 0, `${seed} ${name} against its view`);
      const keepsSide = was * tilts[i] > 0 || (was === 0 && w !== 0);
      if (!isFree(name) && keepsSide && trade > 1.5e-9) {
        ok(trade >= 0.002 - 2e-9, `${seed} ${name}`);
      }
    });
  }
  ok(heldNames > 300 && freedNames > 5, `${heldNames} held, ${freedNames} freed`);
});

Deno.test("applyTradeRules() takes how small and how young from the book's own mandate", () => {
  const strict = { ...problem, limits: { minimumTradeBps: 510, minimumHoldingDays: 14 } };
  const { held } = applyTradeRules(strict, fitBook(strict), { XLU: 10 });
  deepEqual(held.map(({ name, rule }) => `${name} ${rule}`), [
    "XLE minimum trade",
    "XLF minimum trade",
    "XLK minimum trade",
    "XLU minimum holding",
  ]);
});

Deno.test("applyTradeRules() needs to know what was held", () => {
  const { previous: _, ...first } = problem;
  throws(() => applyTradeRules(first, fitBook(problem)), /they need the previous exposures/);
});

Deno.test("applyTradeRules() trades nothing only to bring held shares to the exact gross", () => {
  const problem: BookProblem = {
    sectors: ["XLE", "XLF", "XLK", "XLU"],
    tilts: [1, 1, -1, -1],
    betas: [1, 1, 1, 1],
    // 99.7 % gross, as whole shares leave it; every trade to the exact book is below 20 bp.
    previous: { weights: [0.2495, 0.2495, -0.249, -0.249], hedge: 0 },
  };
  const { book } = applyTradeRules(problem, fitBook(problem));
  deepEqual([...book.weights], [0.2495, 0.2495, -0.249, -0.249]);
  equal(book.gross, 0.997);
  equal(book.status, "reduced");
  // A gap of more than one percent is more than rounding: the largest trade is freed, and is made.
  const low: BookProblem = {
    ...problem,
    previous: { weights: [0.2481, 0.2481, -0.2481, -0.2381], hedge: 0 },
    limits: { minimumTradeBps: 200 },
  };
  const { book: raised, freed } = applyTradeRules(low, fitBook(low));
  deepEqual(freed.map(({ name }) => name), ["XLU"]);
  ok(raised.weights[3] < -0.25 && raised.gross >= 0.99, String(raised.gross));
});

Deno.test("applyTradeRules() frees the oldest of the young positions first", () => {
  // Both longs must shrink for the side; one of them is enough.
  const wide: BookProblem = {
    ...problem,
    previous: { weights: [0.3, 0.3, -0.25, -0.25], hedge: 0 },
    limits: { side: 0.55, minimumTradeBps: 0 },
  };
  const { held, freed, book } = applyTradeRules(wide, fitBook(wide), { XLE: 5, XLF: 2 });
  deepEqual(freed.map(({ name, rule }) => `${name} ${rule}`), ["XLE minimum holding"]);
  deepEqual(held.map(({ name }) => name), ["XLF"]);
  equal(book.weights[1], 0.3);
});

Deno.test("applyTradeRules() makes a trade of exactly the minimum, whatever doubles make of it", () => {
  // 0.018 − 0.016 is 0.0019999999999999983.
  const limits = { names: { XLE: { long: 0.018 } } };
  const previous = { weights: [0.016, 0.3, -0.1, -0.2], hedge: 0 };
  const exact: BookProblem = { ...problem, limits, previous };
  const { book, held } = applyTradeRules(exact, fitBook(exact));
  equal(book.weights[0], 0.018);
  ok(held.every(({ name }) => name !== "XLE"));
});

Deno.test("applyTradeRules() calls nothing held that only the grid of exposures moves", () => {
  const off: BookProblem = {
    ...problem,
    previous: { weights: [0.2500000004, 0.2499999996, -0.25, -0.25], hedge: 0 },
  };
  const { book, held } = applyTradeRules(off, fitBook(off));
  deepEqual([book.weights, held], [[0.25, 0.25, -0.25, -0.25], []]);
});
