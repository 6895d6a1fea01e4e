import { deepEqual, equal, ok } from "node:assert/strict";
import { SECTORS } from "../../lib/market/sectors.ts";
import { fitBook } from "../../lib/portfolio/fit_book.ts";
import { SOAK } from "../soak.ts";
import { draws } from "./draws.ts";
import {
  exposures,
  GRID,
  GRID_OF_ALL,
  moved,
  price,
  reaching,
  withLimits,
} from "./exposure_lists.ts";
import { onPaper, type Tracking } from "./on_paper.ts";
import { anyProblem, realViews } from "./track_by_quadprog.ts";

const near = (a: number, b: number, within: number, what: string) =>
  ok(Math.abs(a - b) <= within, `${what}: ${a} against ${b}`);

Deno.test("fitBook() aims a tenth beyond each share where nothing is closed, and gross holds it", () => {
  // Shares 1/3, 1/6, 1/6, 1/3. Σ(1.1·v − w) = 0.1, and each gives way by its share: w = v.
  const book = fitBook({
    sectors: ["XLE", "XLF", "XLP", "XLU"],
    tilts: [2, 1, -1, -2],
    betas: [1, 1, 1, 1],
    limits: { sector: 0.5 },
  });
  equal(book.status, "full");
  near(book.aim!, 1.1, 1e-15, "aim");
  [1 / 3, 1 / 6, -1 / 6, -1 / 3].forEach((w, i) => near(book.weights[i], w, GRID, `${i}`));
  equal(book.hedge, 0);
  // ½Σ(0.1·v)²/v = 0.005, and its root twice over G: 10 points.
  near(book.objective, 0.005, 1e-15, "objective");
  near(book.distance, 0.1, 1e-14, "distance");
  near(price(book, (name) => name === "gross"), 0.1, 1e-12, "one point more of each share");
});

Deno.test("fitBook() lets open views take over what closed ones leave, up to the reach", () => {
  // Equal views without a beta, so that no hedge is held; the closed ones are long.
  const closing = (count: number, of: number, limits: Tracking["limits"] = {}) => {
    const sectors = SECTORS.slice(0, of);
    return fitBook({
      sectors,
      tilts: sectors.map((_, i) => i < count || i % 2 === 0 ? 1 : -1),
      betas: sectors.map(() => 0),
      closed: sectors.slice(0, count),
      limits: { accounting: "none", ...limits },
    });
  };
  // One of five: 5/4 of a share of 20 %, and the gross is used.
  const one = closing(1, 5);
  near(one.aim!, 1.25, 1e-15, "one of five");
  near(one.objective, 0, 1e-15, "every aim is met");
  one.weights.slice(1).forEach((w) => near(Math.abs(w), 0.25, GRID, "a quarter each"));
  equal(one.status, "full");
  // One of eleven leaves 11/10: what limits alone would allow as well.
  near(closing(1, 11).aim!, 1.1, 1e-15, "one of eleven");
  near(closing(1, 11, { reach: { closed: 1.5, limits: 1.3 } }).aim!, 1.3, 1e-15, "by limits");
  // Three of seven would ask for 7/4: the reach stops at 3/2, so that 1/7 of the gross is cash.
  const three = closing(3, 7);
  near(three.aim!, 1.5, 1e-15, "three of seven");
  three.weights.slice(3).forEach((w) => near(Math.abs(w), 1.5 / 7, GRID, "3/14 each"));
  equal(three.status, "reduced");
  near(three.gross, 6 / 7, GRID_OF_ALL, "gross");
  near(three.grossAllowed!, 1, 1e-9, "the limits allow all");
  deepEqual(three.targets.map(Math.abs), three.targets.map(() => 1 / 7), "closed views are shares");
  const farther = closing(3, 7, { reach: { closed: 1.75, limits: 1.1 } });
  equal(farther.status, "full");
  near(farther.aim!, 1.75, 1e-15, "as far as they leave room");
  // A reach of 1 is none.
  near(closing(3, 7, reaching(1)).gross, 4 / 7, GRID_OF_ALL, "each keeps to its share");
});

Deno.test("fitBook() prices what holds a lone view at its aim of 110 %", () => {
  // XLK 30 %, its cap; beta 1.25 × 0.3 = 0.375, hedged to 0.05: h = −0.325. Gross 62.5 %.
  const book = fitBook({ sectors: ["XLK"], tilts: [2], betas: [1.25] });
  equal(book.status, "reduced");
  deepEqual(exposures(book), [0.3, -0.325]);
  near(book.gross, 0.625, GRID_OF_ALL, "gross");
  // df/dw = (0.3 − 1.1)/1 + ρh·dh/dw, dh/dw = −1.25; df/dbeta = −ρ·0.325.
  near(price(book, (n) => n === "sector XLK"), 0.8 - 0.1 * 0.325 * 1.25, 1e-12, "cap");
  near(price(book, (n) => n === "beta"), 0.0325, 1e-12, "beta");
  near(book.objective, 0.5 * 0.8 ** 2 + 0.05 * 0.325 ** 2, 1e-12, "objective");
  // At −0.05 of beta the hedge would be −42.5 %, and no limit says no.
  near(book.grossAllowed!, 0.725, 1e-9, "the limits allow");
});

Deno.test("fitBook() leaves names held as they are out of the aims, and counts their views as open", () => {
  // 20 % of XLE stays; the other three aim at 1.1 × 25 %, and share the 80 % that are left.
  const held = {
    sectors: ["XLE", "XLF", "XLP", "XLU"],
    tilts: [1, 1, -1, -1],
    betas: [0, 0, 0, 0],
    previous: { weights: [0.2, 0, 0, 0], hedge: 0 },
    fixed: ["XLE"],
    limits: { net: 0.4, side: 0.7 },
  } satisfies Tracking;
  const book = fitBook(held);
  near(book.aim!, 1.1, 1e-15, "aim");
  [0.2, 0.8 / 3, -0.8 / 3, -0.8 / 3].forEach((w, i) => near(book.weights[i], w, GRID, `${i}`));
  equal(book.status, "full");
  // Held against its view: no rule of signs for it.
  const against = fitBook({ ...held, previous: { weights: [-0.1, 0, 0, 0], hedge: 0 } });
  equal(against.weights[0], -0.1);
  near(against.gross, 0.1 + 3 * 0.275, GRID_OF_ALL, "each at its aim");
});

Deno.test("fitBook() aims at nothing where no view is open", () => {
  const shut = fitBook({ sectors: ["XLC"], tilts: [-2], betas: [1], closedShorts: ["XLC"] });
  const blank = fitBook({ sectors: ["XLC"], tilts: [0], betas: [1] });
  for (const book of [shut, blank]) {
    equal(book.status, "cash");
    equal(book.aim, undefined);
    deepEqual(exposures(book), [0, 0]);
  }
});

Deno.test("fitBook() can use less gross where views reach farther, for less hedge is needed", () => {
  // XLE stands at its cap; the short s of XLK, share 1/9, takes the place of 1.3·s of hedge:
  // 9·(s − A/9) = 0.13·(0.25 − 1.3·s), so s = (A + 0.0325)/9.169, and gross is 0.55 − 0.3·s.
  const at = (aim: number) =>
    fitBook({
      sectors: ["XLE", "XLK"],
      tilts: [2, -0.25],
      betas: [1, 1.3],
      limits: reaching(aim),
    });
  for (const aim of [1.1, 1.5]) {
    const short = (aim + 0.0325) / 9.169;
    near(at(aim).weights[1], -short, GRID, "short");
    near(at(aim).gross, 0.55 - 0.3 * short, GRID_OF_ALL, "gross");
  }
});

Deno.test("fitBook() scales the gross it aims at by conviction, where it is told to", () => {
  // Four ones of two at the most: half of the gross.
  const problem = {
    sectors: ["XLE", "XLF", "XLP", "XLU"],
    tilts: [1, 1, -1, -1],
    betas: [1, 1, 1, 1],
  } satisfies Tracking;
  const half = fitBook({ ...problem, limits: { grossByConviction: true } });
  deepEqual(exposures(half), [0.125, 0.125, -0.125, -0.125, 0]);
  equal(half.status, "full");
  near(half.grossAllowed!, 0.5, 1e-9, "allowed");
  for (let seed = 0; seed < (SOAK ? 2_000 : 200); seed++) {
    const views = anyProblem(seed), { gross = 1 } = views.limits ?? {};
    const total = views.tilts.reduce((sum, tilt) => sum + Math.abs(tilt), 0);
    if (total === 0) continue;
    const book = fitBook(withLimits(views, { grossByConviction: true }));
    const scaled = gross * total / (2 * views.sectors.length);
    const other = fitBook(withLimits(views, { gross: scaled }));
    equal(book.status, other.status, `${seed}`);
    if (book.status === "infeasible") continue;
    ok(moved(book, other) <= GRID * 1.1, `${seed}: ${moved(book, other)}`);
    near(book.grossAllowed!, other.grossAllowed!, 1e-9, `${seed} allowed`);
  }
});

Deno.test("fitBook() keeps exposures in proportion to the views where gross alone has a price", () => {
  let compared = 0;
  for (let seed = 0; seed < (SOAK ? 10_000 : 1_000); seed++) {
    const beta = { target: 0, max: 0.05 + 0.3 * draws(`wide ${seed}`).uniform() };
    const problem = withLimits(anyProblem(seed), { sector: 0.6, side: 1, net: 1, beta });
    const { shares, open, gross } = onPaper(problem), book = fitBook(problem);
    if (book.status !== "full" || book.hedge !== 0) continue;
    if (book.readings.some(({ name, multiplier }) => name !== "gross" && multiplier !== 0)) {
      continue;
    }
    compared++;
    const times = gross / open.reduce((sum, i) => sum + shares[i], 0);
    // To 1e-12 before rounding; what is read here is rounded.
    for (const i of open) {
      near(Math.abs(book.weights[i]) / shares[i], times, 1e-12 + GRID / shares[i], `${seed} ${i}`);
    }
  }
  ok(compared > 50, String(compared));
});

Deno.test("fitBook() gives one book for all tilts times a constant", () => {
  for (let seed = 0; seed < (SOAK ? 2_000 : 200); seed++) {
    const problem = anyProblem(seed), book = fitBook(problem);
    for (const times of [0.5, 0.1, 1e-6]) {
      const other = fitBook({ ...problem, tilts: problem.tilts.map((tilt) => times * tilt) });
      equal(other.status, book.status, `${seed}`);
      ok(moved(book, other) <= 1.1 * GRID, `${seed} × ${times}: ${moved(book, other)}`);
    }
  }
});

Deno.test("fitBook() turns the book around when all views turn around and nothing is closed", () => {
  for (let seed = 0; seed < (SOAK ? 2_000 : 200); seed++) {
    const random = draws(`around ${seed}`);
    const problem = { ...realViews(random), closedShorts: [] };
    const book = fitBook(problem);
    const around = fitBook({ ...problem, tilts: problem.tilts.map((tilt) => -tilt) });
    near(around.objective, book.objective, 1e-12, `${seed}`);
    exposures(around).forEach((x, i) => near(x, -exposures(book)[i], 1.1 * GRID, `${seed}`));
  }
});

Deno.test("fitBook() never holds less in sectors when views reach farther", () => {
  // Of the sectors alone it holds always; the gross with its hedge falls where a short replaces one.
  let steps = 0, falls = 0;
  for (let seed = 0; seed < (SOAK ? 2_000 : 200); seed++) {
    const problem = anyProblem(seed);
    let sectors = 0, gross = 0;
    for (const aim of [1, 1.05, 1.1, 1.3, 1.5, 2, 3, 5, 10]) {
      const book = fitBook(withLimits(problem, reaching(aim)));
      if (book.status === "infeasible") break;
      const held = book.weights.reduce((sum, w) => sum + Math.abs(w), 0);
      ok(held >= sectors - GRID_OF_ALL, `${seed} at ${aim}: ${held} after ${sectors}`);
      if (book.gross < gross - GRID_OF_ALL) falls++;
      [sectors, gross, steps] = [held, book.gross, steps + 1];
    }
  }
  ok(falls <= 0.01 * steps, `gross fell in ${falls} of ${steps} steps`);
});

Deno.test("fitBook() fills most books of five open views, and keeps the order of whole scores", () => {
  const past: number[] = [], beyond: number[] = [];
  let books = 0, full = 0, gross = 0, hedge = 0, pairs = 0, reversed = 0;
  for (let seed = 0; seed < (SOAK ? 10_000 : 1_000); seed++) {
    const random = draws(`real ${seed}`);
    const problem = realViews(random, random.below(4)), { open } = onPaper(problem);
    if (open.length < 5) continue;
    const book = fitBook(problem), sizes = book.weights.map(Math.abs);
    books++;
    gross += book.gross;
    hedge += Math.abs(book.hedge);
    if (book.status === "full") full++;
    beyond.push(Math.max(...open.map((i) => sizes[i] / Math.abs(book.targets[i]))) - book.aim!);
    const beta = book.weights.reduce((sum, w, i) => sum + w * problem.betas[i], 0);
    if (Math.abs(book.hedge) > Math.abs(beta) + GRID_OF_ALL) {
      past.push(seed);
      ok(price(book, (name) => name === "net") > 0, `${seed}: the hedge passes beta for nothing`);
    }
    const sizesOf = problem.tilts.map(Math.abs), whole = problem.tilts.every(Number.isInteger);
    for (const weak of open) {
      for (const strong of open) {
        if (!(sizesOf[weak] < sizesOf[strong])) continue;
        if (!whole && problem.tilts[weak] * problem.tilts[strong] < 0) continue;
        pairs++;
        if (sizes[weak] > sizes[strong] + 0.05) reversed++;
      }
    }
  }
  beyond.sort((a, b) => a - b);
  const figures = `${full / books} ${gross / books} ${hedge / books} ${past.length / books}`;
  ok(full >= 0.95 * books && gross >= 0.995 * books, figures);
  ok(hedge > 0.1 * books && hedge < 0.15 * books, figures);
  ok(past.length > 0 && past.length < 0.06 * books, figures);
  ok(reversed <= 1e-4 * pairs, `${reversed} of ${pairs} weaker views 5 points beyond`);
  ok(beyond[Math.floor(0.99 * books)] <= 0.3, `${beyond[Math.floor(0.99 * books)]} beyond the aim`);
});
