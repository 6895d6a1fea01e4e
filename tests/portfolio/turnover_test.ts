import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { SECTORS } from "../../lib/market/sectors.ts";
import type { BookProblem } from "../../lib/portfolio/book_problem.ts";
import type { Book } from "../../lib/portfolio/book.ts";
import { fitBook } from "../../lib/portfolio/fit_book.ts";
import { turnover } from "../../lib/portfolio/turnover.ts";
import { aWeekLater } from "./a_week_later.ts";
import { draws } from "./draws.ts";
import { randomLimits, randomViews, trackWithin } from "./track_by_quadprog.ts";
import { SOAK } from "../soak.ts";

const near = (a: number, b: number, within: number, what: string) =>
  ok(Math.abs(a - b) <= within, `${what}: ${a} against ${b}`);

const turned = (book: Book, problem: BookProblem) =>
  book.weights.reduce(
    (sum, w, i) => sum + Math.abs(w - problem.previous!.weights[i]),
    Math.abs(book.hedge - problem.previous!.hedge),
  );

Deno.test("turnover() counts both sides of every trade, the hedge too", () => {
  const old = { weights: [0.3, -0.2, 0], hedge: -0.1 };
  near(turnover({ weights: [0.2, -0.2, 0.05], hedge: -0.15 }, old), 0.2, 1e-15, "by hand");
  equal(turnover(old, old), 0);
  throws(() => turnover({ weights: [], hedge: 0 }, old), /need the same sectors, got 0 and 3/);
});

Deno.test("fitBook() keeps a turnover budget and agrees with quadprog on all 2ⁿ rows of it", () => {
  let bound = 0, over = 0;
  for (let seed = 0; seed < (SOAK ? 2_000 : 300); seed++) {
    const random = draws(`budget ${seed}`);
    const problem = aWeekLater(random, 3 + random.below(4));
    const turnoverBudget = 0.6 * random.uniform();
    const book = fitBook({ ...problem, turnoverBudget });
    if (book.status !== "full") {
      over += book.status === "over budget" ? 1 : 0;
      continue;
    }
    ok(turned(book, problem) <= turnoverBudget + 1e-8, `${seed}`);
    const oracle = trackWithin(problem, turnoverBudget);
    if (!oracle) continue;
    near(book.objective, oracle.objective, 1e-8, `${seed}`);
    const price = book.readings.at(-1)!;
    equal(price.name, "turnover");
    if (!price.binds) continue;
    bound++;
    // The price of the budget is the finite difference of the objective.
    const at = (by: number) => fitBook({ ...problem, turnoverBudget: turnoverBudget + by });
    const [up, down] = [at(1e-5), at(-1e-5)];
    if (up.status !== "full" || down.status !== "full") continue;
    const rise = (up.objective - book.objective) / 1e-5,
      fall = (book.objective - down.objective) / 1e-5;
    if (Math.abs(rise - fall) > 1e-3) continue;
    near(-(rise + fall) / 2, price.multiplier, 1e-4, `${seed} price`);
  }
  ok(bound > 30 && over > 30, `${bound} bound, ${over} over`);
});

Deno.test("fitBook() trades the smallest turnover that restores the limits, and says the excess", () => {
  let over = 0;
  for (let seed = 0; seed < (SOAK ? 2_000 : 300); seed++) {
    const problem = aWeekLater(draws(`over ${seed}`), 11);
    const turnoverBudget = 0.01;
    const book = fitBook({ ...problem, turnoverBudget });
    if (book.status !== "over budget") continue;
    over++;
    const { value, budget, excess } = book.turnover!;
    near(value, turned(book, problem), 2e-8, `${seed} turnover`);
    equal(budget, turnoverBudget);
    near(excess, value - turnoverBudget, 1e-12, `${seed} excess`);
    // A budget a little above it can be kept, one a little below cannot: it is the smallest.
    const within = fitBook({ ...problem, turnoverBudget: value + 1e-7 });
    ok(within.status === "full" || within.status === "reduced", `${seed} ${within.status}`);
    equal(within.grossReached, book.grossReached);
    equal(fitBook({ ...problem, turnoverBudget: value - 1e-7 }).status, "over budget", `${seed}`);
    // Among all with that turnover it is the one nearest to the views.
    const price = within.readings.at(-1)!.multiplier;
    near(within.objective, book.objective, 1e-9 + 2e-7 * price, `${seed} nearest`);
    // Every limit holds; signs too.
    for (const limit of book.readings) {
      if (limit.name !== "turnover") ok(limit.slack >= -1.01e-9, `${seed} ${limit.sentence}`);
    }
    book.weights.forEach((w, i) =>
      ok(w * problem.tilts[i] >= 0 && (w === 0 || problem.tilts[i] !== 0))
    );
    ok(book.kkt < 1e-9, `${seed} ${book.kkt}`);
  }
  ok(over > 100, String(over));
});

Deno.test("fitBook() answers where the budget is the smallest turnover to the last digit", () => {
  // In the named draws the turnover row depends on others and misses by 1e-11: it was added for ever.
  const named = [1220, 1686, 3515, 4053, 4584];
  for (const seed of [...named, ...Array(SOAK ? 5_000 : 100).keys()]) {
    const problem = aWeekLater(draws(`budget ${seed}`), 11);
    const { status, turnover } = fitBook({ ...problem, turnoverBudget: 0.01 });
    if (status !== "over budget") continue;
    for (const more of [0, 1e-9, 2e-9]) {
      const book = fitBook({ ...problem, turnoverBudget: turnover!.value + more });
      ok(book.turnover!.value <= turnover!.value + 1.2e-8, `${seed} ${book.turnover!.value}`);
      ok(book.kkt < 1e-9 && book.breach <= 1.01e-9, `${seed} ${book.kkt} ${book.breach}`);
    }
  }
});

Deno.test("fitBook() prices limits in turnover when the book is over budget", () => {
  // Long drifted to 32 % over a cap of 30 %: 2 points must go, and nothing else need move.
  const problem: BookProblem = {
    sectors: ["XLE", "XLF", "XLK", "XLU"],
    tilts: [1, 1, -1, -1],
    betas: [1, 1, 1, 1],
    previous: { weights: [0.32, 0.2, -0.24, -0.24], hedge: 0 },
    turnoverBudget: 0.005,
  };
  const book = fitBook(problem);
  equal(book.status, "over budget");
  near(book.turnover!.value, 0.04, 1e-9, "2 points down, 2 points up elsewhere");
  near(book.turnover!.excess, 0.035, 1e-9, "excess");
  deepEqual(book.weights[0], 0.3);
  const cap = book.readings.find((limit) => limit.name === "sector XLE")!;
  near(cap.multiplier, 2, 1e-6, "a point of cap saves two of turnover");
  ok(
    cap.sentence.endsWith("One more point would save about 2.00 points of turnover."),
    cap.sentence,
  );
  ok(book.summary.startsWith(
    "Signs and limits, and the gross that comes first, need 4.00 % turnover, 3.50 % more than",
  ));
});

Deno.test("fitBook() holds fixed names where they are and solves for the rest", () => {
  let held = 0;
  for (let seed = 0; seed < 300; seed++) {
    const random = draws(`fixed ${seed}`);
    const problem = aWeekLater(random, 11);
    const fixed = [SECTORS[random.below(11)], SECTORS[random.below(11)]];
    const book = fitBook({ ...problem, fixed: [...new Set(fixed)] });
    if (book.status === "infeasible") continue;
    held++;
    for (const name of fixed) {
      const i = SECTORS.indexOf(name);
      near(book.weights[i], problem.previous.weights[i], 5.1e-10, `${seed} ${name}`);
    }
    for (const limit of book.readings) ok(limit.slack >= -1.01e-9, `${seed} ${limit.sentence}`);
  }
  ok(held > 200, String(held));
});

Deno.test("fitBook() holds the hedge where it is", () => {
  const problem: BookProblem = {
    sectors: ["XLE", "XLF", "XLK", "XLU"],
    tilts: [2, 2, -1, -1],
    betas: [1, 1, 1, 1],
    previous: { weights: [0.25, 0.25, -0.2, -0.2], hedge: -0.1 },
    fixed: ["hedge"],
  };
  const book = fitBook(problem);
  equal(book.hedge, -0.1);
  equal(book.status, "full");
});

Deno.test("fitBook() names the cap that a held position breaks by itself", () => {
  const book = fitBook({
    sectors: ["XLE", "XLF"],
    tilts: [1, -1],
    betas: [1, 1],
    previous: { weights: [0.4, 0], hedge: 0 },
    fixed: ["XLE"],
  });
  equal(book.status, "infeasible");
  deepEqual(book.conflict, ["sector XLE"]);
});

Deno.test("fitBook() answers every valid problem with holdings, budget and odd limits", () => {
  const seen: Record<string, number> = {};
  for (let seed = 0; seed < (SOAK ? 50_000 : 3_000); seed++) {
    const random = draws(`any ${seed}`);
    const views = randomViews(random, 3 + random.below(9));
    // Holdings on any side, some on round numbers: many ties and corners.
    const round = random.below(2) === 0;
    const weights = views.sectors.map(() => {
      const weight = 0.4 * (random.uniform() - 0.5);
      return round ? Math.round(weight * 10) / 10 : weight;
    });
    const book = fitBook({
      ...views,
      ...(random.below(2) === 0 ? { limits: randomLimits(random) } : {}),
      previous: { weights, hedge: random.below(2) === 0 ? 0 : 0.4 * (random.uniform() - 0.5) },
      turnoverBudget: random.below(3) === 0 ? 0 : 0.8 * random.uniform(),
      closedShorts: random.below(3) === 0 ? ["XLB", "XLE"] : [],
    });
    seen[book.status] = (seen[book.status] ?? 0) + 1;
    if (book.status === "infeasible") {
      ok(book.conflict.length > 0, `${seed}`);
      continue;
    }
    ok(book.kkt < 1e-9, `${seed}: ${book.kkt}`);
    for (const limit of book.readings) {
      if (limit.name === "turnover" && book.status === "over budget") continue;
      ok(limit.slack >= -1.01e-9, `${seed} ${limit.sentence}`);
    }
  }
  ok(seen["over budget"] > 1_000 && seen.full > 10 && seen.reduced > 10, JSON.stringify(seen));
});
