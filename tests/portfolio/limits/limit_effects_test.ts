import { deepEqual, equal, ok } from "node:assert/strict";
import { type Sector, SECTORS } from "../../../lib/market/sectors.ts";
import type { BookProblem } from "../../../lib/portfolio/book_problem.ts";
import type { Book } from "../../../lib/portfolio/book.ts";
import { fitBook } from "../../../lib/portfolio/fit_book.ts";
import { relaxedBook } from "../../../lib/portfolio/relaxed_book.ts";
import type { LimitEffect } from "../../../lib/portfolio/limits/limit_effects.ts";
import { SOAK } from "../../soak.ts";
import { meanVarianceBook } from "../../../lib/portfolio/mean_variance_book.ts";
import { aWeekLater } from "../a_week_later.ts";
import { draws } from "../draws.ts";
import { randomCovariance, variance } from "../random_risk.ts";
import { randomLimits, randomViews } from "../track_by_quadprog.ts";

const COUNT = SOAK ? 10_000 : 1_000;
/** Rounding moves an exposure by its own half step, and by a few where a sum has to come out right. */
const ROUNDING = 5e-9;
const near = (a: number, b: number, within: number, what: string) =>
  ok(Math.abs(a - b) <= within, `${what}: ${a} against ${b}`);
const sum = (effects: readonly LimitEffect[]) =>
  effects.reduce((total, { change }) => total + change, 0);
const of = (effects: readonly LimitEffect[], limit: string) =>
  effects.find((effect) => effect.limit === limit)?.change ?? 0;

/** Every list adds up, every limit is named once, and a zero is left out. */
function checkSums(book: Book, at: string): void {
  const { sectors, hedge } = book.effects;
  equal(sectors.length, book.sectors.length);
  sectors.forEach((effects, i) => {
    near(sum(effects), book.weights[i] - book.targets[i], 1e-13, `${at} ${book.sectors[i]}`);
  });
  near(sum(hedge), book.hedge, 1e-13, `${at} hedge`);
  for (const effects of [...sectors, hedge]) {
    equal(new Set(effects.map(({ limit }) => limit)).size, effects.length, at);
    for (const { limit, change, label } of effects) {
      ok(change !== 0 && label !== "", at);
      if (limit === "rounding") ok(Math.abs(change) <= ROUNDING, `${at} rounding of ${change}`);
    }
  }
}

Deno.test("limitEffects() of all fives are the gross and the beta limit, by hand", () => {
  // Per sector (u − 1.1/11) · 11 = −g − b and for the hedge 0.1 × 0.475 = b − g (both count in the
  // gross, and work against each other in beta): with 11u = 0.525, g = 0.26375 and b = 0.31125.
  const book = fitBook({
    sectors: SECTORS,
    tilts: SECTORS.map(() => 2),
    betas: SECTORS.map(() => 1),
  });
  for (const effects of book.effects.sectors) {
    near(of(effects, "reach"), 0.1 / 11, 1e-12, "reach");
    near(of(effects, "gross"), -0.26375 / 11, 1e-12, "gross");
    near(of(effects, "beta"), -0.31125 / 11, 1e-12, "beta");
  }
  near(of(book.effects.hedge, "gross"), 0.26375 / 0.1, 1e-12, "gross against the hedge");
  near(of(book.effects.hedge, "beta"), -0.31125 / 0.1, 1e-12, "hedge for beta");
});

Deno.test("limitEffects() of views that no limit touches are what they reach for, and gross takes", () => {
  const book = fitBook({
    sectors: ["XLE", "XLF", "XLK", "XLU"],
    tilts: [1, 1, -1, -1],
    betas: [1, 1, 1, 1],
  });
  book.effects.sectors.forEach((effects, i) => {
    deepEqual(effects.map(({ limit }) => limit), ["reach", "gross"]);
    const sign = i < 2 ? 1 : -1;
    near(effects[0].change, sign * 0.025, 1e-12, "a tenth of a quarter");
    near(effects[1].change, -sign * 0.025, 1e-12, "taken back by the gross");
  });
  deepEqual(book.effects.hedge, []);
});

Deno.test("limitEffects() add up to each exposure, whatever the views, betas and limits", () => {
  const seen = new Set<string>();
  for (let seed = 0; seed < COUNT; seed++) {
    const random = draws(`effects ${seed}`);
    const problem = randomViews(random, 1 + random.below(11));
    const book = fitBook({ ...problem, limits: random.below(3) === 0 ? {} : randomLimits(random) });
    checkSums(book, `${seed} ${book.status}`);
    for (const effects of book.effects.sectors) for (const { limit } of effects) seen.add(limit);
  }
  for (
    const limit of [
      "gross",
      "long side",
      "short side",
      "net",
      "cluster",
      "beta",
      "sign",
      "rounding",
    ]
  ) ok(seen.has(limit), `${limit} among ${[...seen]}`);
});

Deno.test("limitEffects() are shadow price times coefficient, limit by limit", () => {
  const cluster: readonly Sector[] = ["XLK", "XLC", "XLY"];
  const compared: Record<string, number> = {};
  for (let seed = 0; seed < COUNT / 2; seed++) {
    const random = draws(`coefficients ${seed}`);
    const problem = randomViews(random, 2 + random.below(10));
    const book = fitBook({ ...problem, limits: random.below(2) === 0 ? {} : randomLimits(random) });
    if (book.status !== "full" && book.status !== "reduced") continue;
    for (const { name, multiplier, bound, high } of book.readings) {
      if (name === "hedge" || name === "turnover") continue;
      // Widening an upper bound lets the measured sum rise: what the limit does is the opposite.
      const pull = bound === high ? -multiplier : multiplier;
      book.sectors.forEach((sector, i) => {
        const sign = Math.sign(book.tilts[i]);
        if (sign === 0) return;
        const coefficient = name === "gross"
          ? sign
          : name === "long side"
          ? Number(sign > 0)
          : name === "short side"
          ? -Number(sign < 0)
          : name === "net"
          ? 1
          : name === "cluster"
          ? sign * Number(cluster.includes(sector))
          : name === "beta"
          ? book.betas[i]
          : sign * Number(name === `sector ${sector}`);
        const share = Math.abs(book.targets[i]);
        if (pull * coefficient !== 0) compared[name] = (compared[name] ?? 0) + 1;
        near(
          of(book.effects.sectors[i], name),
          pull * coefficient * share,
          2e-9,
          `${seed} ${name} ${sector}`,
        );
      });
    }
  }
  ok(Object.keys(compared).length > 12, JSON.stringify(compared));
});

Deno.test("limitEffects() add up with holdings, a turnover budget, and names that are held", () => {
  const seen: Record<string, number> = {};
  for (let seed = 0; seed < COUNT / 2; seed++) {
    const random = draws(`held effects ${seed}`);
    const problem: BookProblem = {
      ...aWeekLater(random, 11),
      turnoverBudget: [0.01, 0.1, 0.3][random.below(3)],
      fixed: random.below(2) === 0 ? [] : [SECTORS[random.below(11)]],
      closedShorts: random.below(2) === 0 ? [] : ["XLC"],
    };
    const book = fitBook(problem);
    checkSums(book, `${seed} ${book.status}`);
    seen[book.status] = (seen[book.status] ?? 0) + 1;
    book.effects.sectors.forEach((effects, i) => {
      const names = effects.map(({ limit }) => limit);
      for (const name of names) seen[name] = (seen[name] ?? 0) + 1;
      if (book.status === "infeasible") return;
      if (book.fixed.includes(book.sectors[i])) {
        ok(names.every((name) => name === "held"), `${names}`);
      } else if (book.lostBets.some(({ sector }) => sector === book.sectors[i])) {
        deepEqual(names, ["closed"]);
      } else ok(!names.includes("held") && !names.includes("closed"), `${seed} ${names}`);
    });
  }
  for (const name of ["full", "over budget", "turnover", "held", "closed", "gross floor"]) {
    ok((seen[name] ?? 0) > 5, `${name}: ${JSON.stringify(seen)}`);
  }
});

Deno.test("limitEffects() beyond the turnover budget are those without it, and the rest", () => {
  let over = 0;
  for (let seed = 0; seed < 100; seed++) {
    const problem = aWeekLater(draws(`over effects ${seed}`), 11);
    const book = fitBook({ ...problem, turnoverBudget: 0 });
    if (book.status !== "over budget") continue;
    over++;
    const free = fitBook(problem);
    book.effects.sectors.forEach((effects, i) => {
      near(of(effects, "turnover"), book.weights[i] - free.weights[i], 1e-8, `${seed}`);
      for (const { limit, change } of free.effects.sectors[i]) {
        if (limit !== "rounding") equal(of(effects, limit), change);
      }
    });
  }
  ok(over > 50, String(over));
});

Deno.test("limitEffects() of a volatility limit are its price times its gradient", () => {
  let bound = 0;
  for (let seed = 0; seed < (SOAK ? 2_000 : 200); seed++) {
    const random = draws(`volatile effects ${seed}`);
    const problem = randomViews(random, 3 + random.below(9));
    const risk = { covariance: randomCovariance(random, problem.betas) };
    const plain = fitBook(problem);
    const held = [...plain.weights, plain.hedge];
    const max = (0.5 + 0.6 * random.uniform()) * Math.sqrt(variance(risk.covariance, held)) || 0.1;
    const book = fitBook({ ...problem, risk, limits: { volatility: { max } } });
    checkSums(book, `${seed} ${book.status}`);
    const { multiplier } = book.readings.find(({ name }) => name === "volatility")!;
    if (book.status === "infeasible" || multiplier === 0) continue;
    const x = [...book.weights, book.hedge];
    // d volatility / dw = (Σx)_i / volatility.
    const slopes = risk.covariance.map((row) =>
      row.reduce((sum, value, j) => sum + value * x[j], 0) / max
    );
    // At the least volatility the price has no bound, and all limits are told as one (the law below).
    const all = [...book.effects.sectors.flat(), ...book.effects.hedge];
    const isAlone = all.every(({ limit }) =>
      ["reach", "volatility", "rounding", "closed"].includes(limit)
    );
    // The hedge moves ten times as far for the same pull, for it weighs a tenth in the objective.
    const moves = slopes.map((slope, i) =>
      multiplier * Math.abs(slope) * (i === slopes.length - 1 ? 10 : Math.abs(book.targets[i]))
    );
    if (isAlone && Math.max(...moves) > 5) continue;
    bound++;
    book.sectors.forEach((sector, i) => {
      if (problem.tilts[i] === 0) return;
      const slope = slopes[i], share = Math.abs(book.targets[i]);
      // The book is rounded to 1e-9 (twice that where a row had to be mended), the effects are not: a
      // steep price makes as much more of it.
      const size = risk.covariance[i].reduce((sum, value) => sum + Math.abs(value), 0) / max;
      near(
        of(book.effects.sectors[i], "volatility"),
        -multiplier * slope * share,
        (2e-9 * multiplier * size + 1e-9) * Math.max(share, 1e-3),
        `${seed} ${sector}`,
      );
    });
  }
  ok(bound > 50, String(bound));
});

Deno.test("limitEffects() tell all limits as one where volatility is at the least there is", () => {
  let told = 0;
  for (let seed = 0; seed < (SOAK ? 1_000 : 100); seed++) {
    const random = draws(`least volatile ${seed}`);
    const problem = randomViews(random, 6 + random.below(6));
    const risk = { covariance: randomCovariance(random, problem.betas) };
    const at = (max: number) => fitBook({ ...problem, risk, limits: { volatility: { max } } });
    const reduced = at(0.005);
    const least = reduced.remedies.find(({ setting }) => setting === "volatility")?.to;
    if (least === undefined) continue;
    // A gross that must be reached leaves a single point; one that is only aimed at would give way.
    const { book } = relaxedBook({ ...problem, risk, limits: { volatility: { max: least } } }, {
      order: ["volatility"],
    });
    checkSums(book, `${seed}`);
    const all = [...book.effects.sectors.flat(), ...book.effects.hedge];
    if (all.some(({ limit }) => limit === "gross")) continue;
    told++;
    for (const { limit, change } of all) {
      ok(["reach", "volatility", "rounding", "closed"].includes(limit), `${seed} ${limit}`);
      ok(Math.abs(change) <= 2, `${seed} ${limit} ${change}`);
    }
    // Nothing can come nearer to the views than all the way.
    const { sentence } = book.readings.find(({ name }) => name === "volatility")!;
    const points = / about ([\d.]+) points nearer/.exec(sentence)?.[1];
    ok(points === undefined || Number(points) <= 100 * book.distance + 0.005, sentence);
  }
  ok(told > 30, String(told));
});

Deno.test("limitEffects() add up in a mean-variance book with costs, and part returns from limits", () => {
  const seen = new Set<string>();
  for (let seed = 0; seed < (SOAK ? 2_000 : 200); seed++) {
    const random = draws(`utility effects ${seed}`);
    const { sectors, betas } = randomViews(random, 2 + random.below(10));
    const covariance = randomCovariance(random, betas);
    const expectedReturns = sectors.map(() => 0.05 * random.normal());
    const held = random.below(2) === 0;
    const book = meanVarianceBook({
      sectors,
      betas,
      expectedReturns,
      riskAversion: 2 + 6 * random.uniform(),
      risk: { covariance },
      gross: random.below(2) === 0 ? "equal" : "at most",
      costs: random.below(2) === 0 ? 0 : 0.001,
      ...(held
        ? { previous: { weights: sectors.map(() => 0.05 * random.normal()), hedge: 0 } }
        : {}),
    });
    checkSums(book, `${seed} ${book.status}`);
    for (const effects of book.effects.sectors) for (const { limit } of effects) seen.add(limit);
  }
  for (const limit of ["objective", "cost", "gross", "beta", "sign"]) {
    ok(seen.has(limit), `${limit} among ${[...seen]}`);
  }
  // By hand: no limit acts, no hedge, one name: μ/γσ² = 0.02/(4 × 0.04) = 12.5 %, against k·t = 100 %.
  const book = meanVarianceBook({
    sectors: ["XLE"],
    betas: [0],
    expectedReturns: [0.02],
    riskAversion: 4,
    risk: { covariance: [[0.04, 0], [0, 0.03]] },
    gross: "at most",
  });
  near(book.weights[0], 0.125, 1e-9, "μ/γσ²");
  near(of(book.effects.sectors[0], "objective"), -0.875, 1e-12, "objective");
});

Deno.test("limitEffects() of limits in conflict say that nothing is traded", () => {
  const book = fitBook({
    sectors: ["XLE", "XLF"],
    tilts: [1, -1],
    betas: [1, 1],
    previous: { weights: [0.4, 0], hedge: 0 },
    fixed: ["XLE"],
  });
  equal(book.status, "infeasible");
  // Targets 50 % and −50 %.
  near(of(book.effects.sectors[0], "not traded"), -0.1, 1e-12, "XLE");
  near(of(book.effects.sectors[1], "not traded"), 0.5, 1e-12, "XLF");
});

Deno.test("limitEffects() follow the caller's order of sectors", () => {
  const sectors: Sector[] = ["XLU", "XLE", "XLK"], tilts = [-2, 1, 2], betas = [0.6, 1, 1.2];
  const turned = fitBook({ sectors, tilts, betas });
  const back = (values: readonly number[]) => [values[1], values[2], values[0]];
  const inOrder = fitBook({
    sectors: ["XLE", "XLK", "XLU"],
    tilts: back(tilts),
    betas: back(betas),
  });
  const [xlu, xle, xlk] = turned.effects.sectors;
  deepEqual([xle, xlk, xlu], inOrder.effects.sectors);
});

Deno.test("limitEffects() are worked out from the problem as it was, though the caller changes it", () => {
  const problem = { ...aWeekLater(draws("over 1"), 11), turnoverBudget: 0 };
  const tilts = [...problem.tilts], weights = [...problem.previous.weights];
  const changed = { ...problem, tilts, previous: { weights, hedge: problem.previous.hedge } };
  const book = fitBook(changed), same = fitBook(problem);
  tilts.fill(0);
  weights.fill(0);
  equal(book.status, "over budget");
  deepEqual(book.effects, same.effects);
});
