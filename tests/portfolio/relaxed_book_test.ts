import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import type { BookProblem } from "../../lib/portfolio/book_problem.ts";
import { fitBook } from "../../lib/portfolio/fit_book.ts";
import { checkLimits } from "../../lib/portfolio/limits/check_limits.ts";
import { DEFAULT_LIMITS, type Limits } from "../../lib/portfolio/limits/limits.ts";
import { relaxedBook } from "../../lib/portfolio/relaxed_book.ts";
import { SOAK } from "../soak.ts";
import { aWeekLater } from "./a_week_later.ts";
import { draws } from "./draws.ts";
import { randomCovariance, variance } from "./random_risk.ts";
import { randomLimits, randomViews } from "./track_by_quadprog.ts";

const SETTINGS = ["sector", "side", "net", "cluster", "beta", "hedge"] as const;
const near = (a: number, b: number, within: number, what: string) =>
  ok(Math.abs(a - b) <= within, `${what}: ${a} against ${b}`);

/** Limits with one figure changed, by a hand that knows nothing of `remedies.ts`. */
function withFigure(limits: Limits, setting: string, value: number): Limits {
  if (setting === "cluster") return { ...limits, cluster: { ...limits.cluster, max: value } };
  if (setting === "beta") return { ...limits, beta: { ...limits.beta, max: value } };
  return { ...limits, [setting]: value };
}
const figure = (limits: Limits, setting: string): number =>
  setting === "cluster"
    ? limits.cluster.max
    : setting === "beta"
    ? limits.beta.max
    : limits[setting as "sector"];
const widest = (setting: string) => setting === "sector" ? 1 : 3;

/** Which setting a reading belongs to. */
const settingOf = (limit: string) =>
  limit.endsWith(" side") ? "side" : limit.startsWith("sector ") ? "sector" : limit;

Deno.test("relaxedBook() lets only the first named give way where that is enough, by hand", () => {
  // Long c, short c, and a hedge of −5 % that the limit on beta leaves room for: 2c + 0.05 = 1.
  const problem: BookProblem = { sectors: ["XLE", "XLF"], tilts: [1, -1], betas: [1, 1] };
  const { book, limits, changes, violations } = relaxedBook(problem, { order: ["sector", "side"] });
  equal(book.status, "full");
  deepEqual(changes, [{ setting: "sector", unit: "share of equity", from: 0.3, to: 0.475 }]);
  deepEqual(limits, { ...DEFAULT_LIMITS, sector: 0.475 });
  deepEqual(violations.map(({ limit, used, mandate }) => [limit, used, mandate]), [
    ["sector XLE", 0.475, 0.3],
    ["sector XLF", 0.475, 0.3],
  ]);
});

Deno.test("relaxedBook() keeps gross and violates only what was named, each as little as can be", () => {
  const counts: Record<string, number> = {};
  const count = (what: string) => counts[what] = (counts[what] ?? 0) + 1;
  for (let seed = 0; seed < (SOAK ? 3_000 : 300); seed++) {
    const random = draws(`relax ${seed}`);
    const views = randomViews(random, 2 + random.below(8));
    const mandate = random.below(2) === 0 ? DEFAULT_LIMITS : randomLimits(random);
    const problem: BookProblem = { ...views, limits: mandate };
    const plain = fitBook(problem);
    if (mandate.accounting === "none") continue; // there `hedge` cannot be named
    const order: string[] = [...SETTINGS].sort(() => random.uniform() - 0.5)
      .slice(0, 1 + random.below(4));
    const at = `${seed} ${order}`;
    const relaxed = relaxedBook(problem, { order });
    const { book, changes } = relaxed;
    if (!relaxed.used) {
      deepEqual([changes, relaxed.violations], [[], []]);
      if (plain.status === "reduced" && plain.grossAllowed! >= mandate.gross) {
        // No limit stands in the way: the equality alone fills the book, at a larger distance.
        count("filled");
        equal(book.status, "full", at);
        near(book.gross, mandate.gross, 2e-9, `${at} gross`);
        ok(book.objective >= plain.objective - 1e-12, at);
        ok(relaxed.sentence.includes("no limit moved"), relaxed.sentence);
        continue;
      }
      deepEqual([book.weights, book.hedge, book.status], [
        plain.weights,
        plain.hedge,
        plain.status,
      ]);
      if (plain.grossReached || plain.status === "cash") continue;
      // Then not even all of them as wide as can be reach the gross.
      count("not enough");
      const free = order.reduce((limits, name) => withFigure(limits, name, widest(name)), mandate);
      ok(fitBook({ ...problem, limits: free }).grossAllowed! < mandate.gross, at);
      continue;
    }
    ok(plain.grossAllowed! < mandate.gross, at);
    equal(book.grossReached, true, at);
    near(book.readings[0].value, mandate.gross, 2e-9, `${at} gross`);
    const moved = changes.map(({ setting }) => setting);
    for (const { limit, used, mandate: bound, sentence } of relaxed.violations) {
      ok(moved.includes(settingOf(limit)), `${at}: ${limit} among ${moved}`);
      ok(Math.abs(used - bound) > 1e-9, sentence);
      count(settingOf(limit));
    }
    // As many are free as are needed: the ones before the last that moved do not reach it alone.
    const most = Math.max(...order.map((name, i) => moved.includes(name) ? i : -1));
    const freeUpTo = (i: number, limits: Limits) =>
      order.slice(0, i).reduce((all, name) => withFigure(all, name, widest(name)), limits);
    ok(fitBook({ ...problem, limits: freeUpTo(most, mandate) }).grossAllowed! < mandate.gross, at);
    // Each, from the last named to the first: 1e-6 less, with the ones before it free, is not enough.
    for (let i = most; i >= 0; i--) {
      const from = figure(mandate, order[i]), to = figure(relaxed.limits, order[i]);
      if (to === from) continue;
      ok(to > from, at);
      count(`moved ${order.slice(0, most + 1).length}`);
      const fit = (value: number) =>
        fitBook({
          ...problem,
          limits: withFigure(freeUpTo(i, relaxed.limits), order[i], value),
        }).grossAllowed! >= mandate.gross;
      equal(fit(to), true, `${at} ${order[i]} at ${to}`);
      equal(fit(Math.max(from, to - 1e-6)), false, `${at} ${order[i]} below ${to}`);
    }
    for (const name of SETTINGS) {
      if (!moved.includes(name)) equal(figure(relaxed.limits, name), figure(mandate, name), at);
    }
  }
  for (
    const what of ["filled", "not enough", "moved 1", "moved 2", "moved 3", "sector", "side", "net"]
  ) {
    ok((counts[what] ?? 0) > 2, `${what}: ${JSON.stringify(counts)}`);
  }
});

Deno.test("relaxedBook() relaxes the end of a group that is in the way", () => {
  // Long e and 30 %, short 30 %, hedge h: e + 0.6 + h = 1, and h ≤ e + 0.05 by beta: e = 17.5 %.
  const problem: BookProblem = {
    sectors: ["XLE", "XLK", "XLU"],
    tilts: [1, 1, -1],
    betas: [1, 1, 1],
    limits: { groups: [{ name: "energy", coefficients: { XLE: 1 }, min: -0.1, max: 0.1 }] },
  };
  equal(relaxedBook(problem, { order: ["net"] }).used, false);
  const { book, limits, changes, violations } = relaxedBook(problem, { order: ["energy"] });
  equal(book.grossReached, true);
  deepEqual(changes.map(({ setting, from, to }) => [setting, from, to]), [["energy", 0.1, 0.175]]);
  equal(limits.groups![0].min, -0.1);
  near(book.weights[0], 0.175, 1e-9, "energy");
  deepEqual(violations.map(({ limit }) => limit), ["energy"]);
});

Deno.test("relaxedBook() opens a hedge of which the mandate allows none, by hand", () => {
  // Long L, hedge −H: L + H = 1 and L − H ≤ 0.05, so that H is 47.5 % at the least.
  const problem: BookProblem = {
    sectors: ["XLE", "XLF"],
    tilts: [1, 1],
    betas: [1, 1],
    limits: { hedge: 0 },
  };
  const { book, changes, violations } = relaxedBook(problem, { order: ["hedge"] });
  deepEqual(changes, [{ setting: "hedge", unit: "share of equity", from: 0, to: 0.475 }]);
  equal(book.hedge, -0.475);
  deepEqual(violations.map(({ limit, used }) => [limit, used]), [["hedge", 0.475]]);
});

Deno.test("relaxedBook() stays inside a volatility limit, which is not named", () => {
  let relaxed = 0, refused = 0;
  for (let seed = 0; seed < (SOAK ? 500 : 120); seed++) {
    const random = draws(`relax volatile ${seed}`);
    const views = randomViews(random, 3 + random.below(4));
    const covariance = randomCovariance(random, views.betas);
    const max = 0.04 + 0.1 * random.uniform();
    const problem: BookProblem = {
      ...views,
      risk: { covariance },
      limits: { volatility: { max } },
    };
    const { book, used } = relaxedBook(problem, { order: ["sector", "side", "net", "cluster"] });
    if (book.status === "infeasible") continue;
    if (used) relaxed++;
    else if (!book.grossReached) refused++;
    const volatility = Math.sqrt(variance(covariance, [...book.weights, book.hedge]));
    ok(volatility <= max + 1e-8, `${seed}: ${volatility} above ${max}`);
    if (used) equal(book.grossReached, true);
  }
  ok(relaxed > 3 && refused > 3, `${relaxed} ${refused}`);
});

Deno.test("relaxedBook() leaves a turnover budget and held names as they are", () => {
  let relaxed = 0;
  for (let seed = 0; seed < 60; seed++) {
    const problem = { ...aWeekLater(draws(`relax held ${seed}`), 3), fixed: ["XLE" as const] };
    const { book, used } = relaxedBook({ ...problem, turnoverBudget: 0.02 }, {
      order: ["sector", "side", "net", "beta"],
    });
    if (!used) continue;
    relaxed++;
    equal(book.grossReached, true);
    near(book.weights[2], problem.previous.weights[2], 1e-9, `${seed} held`);
  }
  ok(relaxed > 10, String(relaxed));
});

Deno.test("relaxedBook() says when nothing is relaxed, and why", () => {
  const two: BookProblem = { sectors: ["XLE", "XLF"], tilts: [1, -1], betas: [1, 1] };
  match(relaxedBook(two, { order: ["hedge", "net"] }).sentence, /^Even with hedge, net as wide as/);
  const none = relaxedBook({ ...two, tilts: [0, 0] }, { order: ["side"] });
  equal(none.sentence, "No sector has a view: the book is cash.");
  const full = relaxedBook({ ...two, limits: { sector: 0.5 } }, { order: ["net"] });
  equal(full.sentence, "The mandate's own limits reach 100.00 % gross.");
});

Deno.test("relaxedBook() refuses an order that names nothing, a stranger, or one limit twice", () => {
  const problem: BookProblem = { sectors: ["XLE"], tilts: [1], betas: [1] };
  throws(() => relaxedBook(problem, { order: [] }), /name at least one of sector, side, net/);
  throws(
    () => relaxedBook(problem, { order: ["gross"] }),
    /"gross" is no limit that can give way here; these are sector, side/,
  );
  throws(() => relaxedBook(problem, { order: ["side", "side"] }), /side is named twice/);
});

Deno.test("relaxedBook() gives limits that can be typed in", () => {
  const { limits } = relaxedBook({ sectors: ["XLE"], tilts: [1], betas: [1] }, {
    order: ["sector", "side", "net"],
  });
  deepEqual(checkLimits(limits), limits);
});
