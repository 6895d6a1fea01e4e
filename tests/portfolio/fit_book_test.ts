import { deepEqual, equal, notEqual, ok, throws } from "node:assert/strict";
import { InfeasibleError } from "../../lib/errors.ts";
import { type Sector, SECTORS } from "../../lib/market/sectors.ts";
import type { BookProblem } from "../../lib/portfolio/book_problem.ts";
import type { Book } from "../../lib/portfolio/book.ts";
import { fitBook } from "../../lib/portfolio/fit_book.ts";
import { checkLimits } from "../../lib/portfolio/limits/check_limits.ts";
import { DEFAULT_LIMITS, type Limits } from "../../lib/portfolio/limits/limits.ts";
import { draws } from "./draws.ts";
import { randomLimits, randomViews } from "./track_by_quadprog.ts";
import { SOAK } from "../soak.ts";

const near = (a: number, b: number, within: number, what: string) =>
  ok(Math.abs(a - b) <= within, `${what}: ${a} against ${b}`);

/** Largest breach of any limit or rule of signs, by arithmetic that knows nothing of `limits.ts`. */
function breach(book: Book, limits: Limits): number {
  const { weights, hedge, tilts, betas, sectors, grossReached } = book;
  let worst = 0;
  const most = (value: number, bound: number) => worst = Math.max(worst, value - bound);
  const hedgeIn = (kinds: string[]) => kinds.includes(limits.accounting) ? hedge : 0;
  let long = Math.max(hedgeIn(["full"]), 0), short = Math.max(-hedgeIn(["full"]), 0);
  let gross = Math.abs(hedgeIn(["full", "counted"])), beta = 0, cluster = 0;
  weights.forEach((w, i) => {
    long += Math.max(w, 0);
    short += Math.max(-w, 0);
    gross += Math.abs(w);
    beta += w * betas[i];
    if (limits.cluster.sectors.includes(sectors[i])) cluster += Math.abs(w);
    most(Math.abs(w), limits.sector);
    most(-w * Math.sign(tilts[i]), 0);
    if (tilts[i] === 0) most(Math.abs(w), 0);
  });
  const net = weights.reduce((sum, w) => sum + w, hedgeIn(["full"]));
  most(gross, limits.gross);
  if (grossReached) most(limits.gross - 1e-8, gross);
  most(long, limits.side);
  most(short, limits.side);
  most(Math.abs(net), limits.net);
  most(cluster, limits.cluster.max);
  most(Math.abs(beta + hedge - limits.beta.target), limits.beta.max);
  most(Math.abs(hedge), limits.accounting === "none" ? 0 : limits.hedge);
  if (hedge !== 0) most(Math.sign(hedge) * (beta - limits.beta.target), 0);
  return worst;
}

/** One step of 1e-9, and what double arithmetic adds to it. */
const STEP = 1e-9 + 1e-14;

Deno.test("fitBook() hedges all fives with betas of one to 52.5 % against −47.5 %", () => {
  // By hand: long L, hedge −H; gross L + H = 1, beta L − H = 0.05 (the nearest to L = 1).
  const book = fitBook({
    sectors: SECTORS,
    tilts: SECTORS.map(() => 2),
    betas: SECTORS.map(() => 1),
  });
  equal(book.status, "full");
  equal(book.hedge, -0.475);
  near(book.weights.reduce((sum, w) => sum + w, 0), 0.525, 1e-12, "long");
  for (const w of book.weights) near(w, 0.525 / 11, 1e-9, "equal shares");
  const mirrored = fitBook({
    sectors: SECTORS,
    tilts: SECTORS.map(() => -2),
    betas: SECTORS.map(() => 1),
  });
  equal(mirrored.hedge, 0.475);
  deepEqual(mirrored.weights, book.weights.map((w) => -w));
});

Deno.test("fitBook() follows the views to the letter where no limit binds", () => {
  const book = fitBook({
    sectors: ["XLE", "XLF", "XLP", "XLU"],
    tilts: [2, 1, -1, -2],
    betas: [1, 1, 1, 1],
    limits: { sector: 0.5 },
  });
  // Each aims at a tenth more than its share; gross takes the same part of all.
  near(book.weights[0], 1 / 3, 1e-9, "a third");
  near(book.weights[3], -1 / 3, 1e-9, "a third short");
  equal(book.hedge, 0);
  near(book.objective, 0.5 * 0.1 ** 2, 1e-15, "objective: ½Σv·0.1²");
  near(book.distance, 0.1, 1e-15, "distance: a tenth of everything");
  near(book.readings[0].multiplier, 0.1, 1e-12, "price of gross");
  ok(book.readings.every((limit) => limit.name === "gross" || !limit.binds));
  // Where nothing is asked for beyond the share, nothing has a price.
  const still = fitBook({
    sectors: ["XLE", "XLF"],
    tilts: [1, -1],
    betas: [1, 1],
    limits: { sector: 0.5, reach: { closed: 1, limits: 1 } },
  });
  deepEqual([still.status, ...still.weights], ["full", 0.5, -0.5]);
  near(still.objective, 0, 1e-30, "objective");
});

Deno.test("fitBook() reduces a lone view, and prices what holds it", () => {
  // XLK 30 %, its cap; beta 1.25 × 0.3 = 0.375, hedged to 0.05: h = −0.325. Gross 62.5 %.
  const problem: BookProblem = { sectors: ["XLK"], tilts: [2], betas: [1.25] };
  const book = fitBook(problem);
  equal(book.status, "reduced");
  deepEqual([book.weights[0], book.hedge], [0.3, -0.325]);
  const price = (name: string) => book.readings.find((limit) => limit.name === name)!.multiplier;
  // Its share is 1, its aim 1.1. df/dw = (0.3 − 1.1) + ρh·dh/dw, dh/dw = −1.25, so
  // 0.8 − 0.1·0.325·1.25; df/dbeta = −ρ·0.325.
  near(price("sector XLK"), 0.8 - 0.1 * 0.325 * 1.25, 1e-12, "cap");
  near(price("beta"), 0.0325, 1e-12, "beta");
  equal(price("net"), 0);
  near(book.objective, 0.5 * 0.64 + 0.05 * 0.325 ** 2, 1e-12, "objective");
  equal(book.gross, 0.625);
  // With all of the hedge that net allows: 0.3 − h ≥ −0.2, and beta 0.375 − h ≥ −0.05.
  near(book.grossAllowed!, 0.725, 1e-12, "allowed");
  equal(
    book.summary,
    "The book uses 62.50 % gross. The limits allow 72.50 % at most; 37.50 % stays unused. " +
      "What holds it: sector XLK, beta.",
  );
});

Deno.test("fitBook() is cash without views, and when every view is closed", () => {
  const betas = [1, 1.2];
  const none = fitBook({ sectors: ["XLC", "XLK"], tilts: [0, 0], betas });
  equal(none.status, "cash");
  deepEqual([...none.weights, none.hedge], [0, 0, 0]);
  deepEqual(none.remedies, []);
  const closed = fitBook({
    sectors: ["XLC", "XLK"],
    tilts: [-2, 0],
    betas,
    closedShorts: ["XLC"],
  });
  equal(closed.status, "cash");
  deepEqual([...closed.weights, closed.hedge], [0, 0, 0]);
  equal(closed.lostBets[0].sector, "XLC");
  equal(closed.lostBets[0].target, -1);
  equal(fitBook({ sectors: [], tilts: [], betas: [] }).status, "cash");
  // A gross as small as the band of beta could be filled by the hedge alone: it must not be.
  equal(fitBook({ sectors: ["XLK"], tilts: [0], betas: [1], limits: { gross: 0.04 } }).hedge, 0);
});

Deno.test("fitBook() keeps shares over all views when a sector is closed, and says what is aimed at", () => {
  const problem: BookProblem = {
    sectors: ["XLC", "XLE", "XLF", "XLK", "XLP"],
    tilts: [-1, 1, 1, -1, -1],
    betas: [1, 1, 1, 1, 1],
    closedShorts: ["XLC"],
  };
  const book = fitBook(problem);
  deepEqual(book.targets, [-0.2, 0.2, 0.2, -0.2, -0.2]);
  equal(book.weights[0], 0);
  equal(book.aim, 1.25);
  deepEqual(book.lostBets.map(({ sector, closed }) => [sector, closed]), [["XLC", true]]);
  equal(
    book.lostBets[0].sentence,
    "XLC is closed for shorts today: the view asked for 20.00 % short. The open views aim at 1.25 " +
      "times their share instead.",
  );
  match(book.summary, "The book uses 100.00 % gross inside all limits. XLC is closed; the others");
  // Closing shorts says nothing to a long view.
  deepEqual(fitBook({ ...problem, tilts: [1, 1, 1, -1, -1] }).lostBets, []);
});

function match(text: string, start: string): void {
  ok(text.startsWith(start), text);
}

Deno.test("fitBook() names the limits that contradict each other, and trades nothing", () => {
  // A beta of 1 asked of a book whose hedge may be 50 % long and whose lone long has beta 0.3.
  const book = fitBook({
    sectors: ["XLU"],
    tilts: [2],
    betas: [0.3],
    limits: { beta: { target: 1, max: 0.05 } },
    previous: { weights: [0.1], hedge: 0 },
  });
  equal(book.status, "infeasible");
  // A short hedge is held back by its direction and the cap; a long one by net, which only a short of
  // XLU could make room in.
  deepEqual(book.conflict.toSorted(), [
    "beta",
    "hedge direction",
    "net",
    "sector XLU",
    "sign XLU",
  ]);
  deepEqual([...book.weights, book.hedge], [0.1, 0]);
  match(book.summary, "These limits contradict each other, and no book can keep them all:");
  const group = fitBook({
    sectors: ["XLE", "XLU"],
    tilts: [-1, -1],
    betas: [1, 1],
    limits: { groups: [{ name: "energy", coefficients: { XLE: 1 }, min: 0.1 }] },
  });
  equal(group.status, "infeasible");
  deepEqual(group.conflict.toSorted(), ["energy", "sign XLE"]);
  equal(
    group.summary,
    "These limits contradict each other, and no book can keep them all: the side that XLE may be " +
      "held on, energy. Nothing is traded.",
  );
  // Asked of a sector without a view, or of one that is closed.
  for (const other of [{ tilts: [0, -1] }, { tilts: [1, -1], closed: ["XLE" as const] }]) {
    const { conflict } = fitBook({
      sectors: ["XLE", "XLU"],
      betas: [1, 1],
      limits: { groups: [{ name: "energy", coefficients: { XLE: 1 }, min: 0.1 }] },
      ...other,
    });
    deepEqual(conflict.toSorted(), ["energy", "sign XLE"]);
  }
});

Deno.test("fitBook() obeys a group of the reader's own", () => {
  const groups = [
    { name: "energy and materials", coefficients: { XLE: 1, XLB: 1 }, max: 0.1 },
    { name: "defensives", coefficients: { XLP: 1, XLU: 1 }, min: -0.15 },
  ];
  const problem: BookProblem = {
    sectors: ["XLB", "XLE", "XLF", "XLK", "XLP", "XLU"],
    tilts: [2, 2, 1, -1, -2, -2],
    betas: [1, 1, 1, 1, 1, 1],
    limits: { groups },
  };
  const book = fitBook(problem);
  near(book.weights[0] + book.weights[1], 0.1, STEP, "energy and materials");
  near(book.weights[4] + book.weights[5], -0.15, STEP, "defensives");
  const names = book.readings.filter((limit) => limit.binds).map((limit) => limit.name);
  ok(names.includes("energy and materials") && names.includes("defensives"));
});

Deno.test("fitBook() does without a hedge on the side where none can be had", () => {
  const problem: BookProblem = {
    sectors: SECTORS,
    tilts: SECTORS.map(() => 2),
    betas: SECTORS.map(() => 1),
  };
  const book = fitBook({ ...problem, hedgeSides: { short: false, long: true } });
  equal(book.status, "reduced");
  equal(book.hedge, 0);
  near(book.readings[0].value, 0.05, STEP, "only the band of beta is left");
  // What keeps the hedge away is the side that has no fund, not the mandate's limit on its size.
  const read = (name: string) => book.readings.find((limit) => limit.name === name)!;
  equal(read("hedge").multiplier, 0);
  ok(!read("hedge").binds && read("fund hedge").binds && read("fund hedge").multiplier > 0);
  ok(book.effects.hedge.some(({ limit }) => limit === "fund hedge"));
  deepEqual(fitBook({ ...problem, hedgeSides: { short: true, long: false } }).hedge, -0.475);
  deepEqual(fitBook({ ...problem, limits: { accounting: "none" } }).weights, book.weights);
});

Deno.test("fitBook() breaks no limit and no sign, whatever the views, betas and limits", () => {
  const seen: Record<string, number> = {};
  let worstKkt = 0;
  for (let seed = 0; seed < 10_000; seed++) {
    const random = draws(`breach ${seed}`);
    const problem = randomViews(random, random.below(2) === 0 ? 11 : 1 + random.below(11));
    const limits = seed % 2 === 0 ? DEFAULT_LIMITS : randomLimits(random);
    const book = fitBook({ ...problem, limits });
    seen[book.status] = (seen[book.status] ?? 0) + 1;
    if (seed % 2 === 0) notEqual(book.status, "infeasible");
    if (book.status === "infeasible") continue;
    worstKkt = Math.max(worstKkt, book.kkt);
    ok(breach(book, limits) <= STEP, `${seed}: ${breach(book, limits)}`);
    ok(book.breach <= STEP);
    for (const value of [...book.weights, book.hedge]) {
      equal(Math.round(value * 1e9) / 1e9, value, "on the grid");
      ok(!Object.is(value, -0));
    }
  }
  ok(worstKkt < 1e-9, `KKT ${worstKkt}`);
  ok(seen.full > 5_000 && seen.reduced > 500 && seen.cash > 0, JSON.stringify(seen));
});

Deno.test("fitBook() gives the same book twice, and in any order of the sectors", () => {
  for (let seed = 0; seed < (SOAK ? 10_000 : 1_000); seed++) {
    const random = draws(`order ${seed}`);
    const problem = randomViews(random);
    const book = fitBook(problem);
    deepEqual(fitBook(problem).weights, book.weights);
    const order = SECTORS.map((_, i) => i);
    for (let i = order.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      [order[i], order[j]] = [order[j], order[i]];
    }
    const mixed = fitBook({
      sectors: order.map((i) => problem.sectors[i]),
      tilts: order.map((i) => problem.tilts[i]),
      betas: order.map((i) => problem.betas[i]),
    });
    deepEqual(mixed.weights, order.map((i) => book.weights[i]), `${seed}`);
    equal(mixed.hedge, book.hedge);
    deepEqual(mixed.sectors, order.map((i) => problem.sectors[i]));
  }
});

Deno.test("fitBook() turns the book around when all views turn around", () => {
  for (let seed = 0; seed < (SOAK ? 10_000 : 1_000); seed++) {
    const problem = randomViews(draws(`mirror ${seed}`));
    const book = fitBook(problem);
    const mirrored = fitBook({ ...problem, tilts: problem.tilts.map((tilt) => -tilt) });
    near(mirrored.objective, book.objective, 1e-12, `${seed}`);
    near(mirrored.hedge, -book.hedge, 3e-9, `${seed}`);
    mirrored.weights.forEach((w, i) => near(w, -book.weights[i], 3e-9, `${seed}`));
  }
});

Deno.test("fitBook() gives equal tilts equal exposures where their betas are equal", () => {
  for (let seed = 0; seed < (SOAK ? 10_000 : 1_000); seed++) {
    const random = draws(`equal ${seed}`);
    const tilts = SECTORS.map(() => random.below(5) - 2);
    // No cluster: it is a reason to treat two equal views differently.
    const limits = { cluster: { sectors: [], max: 1 } };
    const book = fitBook({ sectors: SECTORS, tilts, betas: SECTORS.map(() => 1), limits });
    tilts.forEach((tilt, i) =>
      tilts.forEach((other, j) => {
        if (tilt === other) near(book.weights[i], book.weights[j], 1.1e-9, `${seed}`);
        if (tilt === -other && book.hedge === 0 && book.distance < 1e-9) {
          near(book.weights[i], -book.weights[j], 1.1e-9, `${seed}`);
        }
      })
    );
  }
});

Deno.test("fitBook() never comes nearer to the views when a limit is tightened", () => {
  for (let seed = 0; seed < (SOAK ? 10_000 : 1_000); seed++) {
    const random = draws(`tighten ${seed}`);
    const problem = randomViews(random);
    const loose = randomLimits(random);
    const book = fitBook({ ...problem, limits: loose });
    for (
      const tight of [
        { sector: 0.9 * loose.sector },
        { side: 0.9 * loose.side },
        { net: 0.8 * loose.net },
        { cluster: { ...loose.cluster, max: 0.8 * loose.cluster.max } },
        { beta: { ...loose.beta, max: 0.5 * loose.beta.max } },
        { hedge: 0.7 * loose.hedge },
      ]
    ) {
      const tighter = fitBook({ ...problem, limits: { ...loose, ...tight } });
      if (tighter.status !== book.status || book.status === "infeasible") continue;
      ok(tighter.objective >= book.objective - 1e-11, `${seed} ${JSON.stringify(tight)}`);
    }
  }
});

/** Readings that belong to a setting, and the setting at another value. */
const SETTINGS: readonly [
  string,
  (name: string) => boolean,
  (limits: Limits, by: number) => Limits,
][] = [
  ["sector", (name) => name.startsWith("sector "), (l, by) => ({ ...l, sector: l.sector + by })],
  ["side", (name) => name.endsWith(" side"), (l, by) => ({ ...l, side: l.side + by })],
  ["net", (name) => name === "net", (l, by) => ({ ...l, net: l.net + by })],
  [
    "cluster",
    (name) => name === "cluster",
    (l, by) => ({ ...l, cluster: { ...l.cluster, max: l.cluster.max + by } }),
  ],
  [
    "beta",
    (name) => name === "beta",
    (l, by) => ({ ...l, beta: { ...l.beta, max: l.beta.max + by } }),
  ],
  ["hedge", (name) => name === "hedge", (l, by) => ({ ...l, hedge: l.hedge + by })],
];

Deno.test("fitBook() has shadow prices that equal the finite difference of the objective", () => {
  const step = 1e-5;
  const compared: Record<string, number> = {};
  for (let seed = 0; seed < (SOAK ? 10_000 : 2_000); seed++) {
    const random = draws(`price ${seed}`);
    const problem = randomViews(random);
    const limits = checkLimits({
      ...DEFAULT_LIMITS,
      hedge: 0.3,
      cluster: { sectors: ["XLK", "XLC", "XLY"], max: 0.3 },
      sector: 0.2,
      // With gross 100 %, either of the two implies the other.
      ...(seed % 2 === 0 ? { side: 0.51 } : { net: 0.03 }),
    });
    const book = fitBook({ ...problem, limits });
    if (book.status !== "full" && book.status !== "reduced") continue;
    for (const [name, belongs, at] of SETTINGS) {
      const up = fitBook({ ...problem, limits: at(limits, step) });
      const down = fitBook({ ...problem, limits: at(limits, -step) });
      const alike = [up, down].every((other) =>
        other.status === book.status && Math.sign(other.hedge) === Math.sign(book.hedge)
      );
      if (!alike) continue;
      const rise = (up.objective - book.objective) / step;
      const fall = (book.objective - down.objective) / step;
      // At a kink the two differ, and the price lies between them.
      const price = book.readings.filter((limit) => belongs(limit.name))
        .reduce((sum, limit) => sum + limit.multiplier, 0);
      ok(-price <= rise + 1e-6 && -price >= fall - 1e-6, `${seed} ${name}`);
      if (Math.abs(rise - fall) > 1e-3 || price === 0) continue;
      near(-(rise + fall) / 2, price, 1e-6 + Math.abs(rise - fall), `${seed} ${name}`);
      compared[name] = (compared[name] ?? 0) + 1;
    }
    // A unit of gross also moves the shares v = G·s: df/dG = −price + ½Σs(A² − w²/v²) − ½ρh²/G².
    if (book.status === "full") {
      const other = (by: number) => fitBook({ ...problem, limits: { ...limits, gross: 1 + by } });
      const [up, down] = [other(step), other(-step)];
      if (up.status !== "full" || down.status !== "full") continue;
      const rise = (up.objective - book.objective) / step;
      const fall = (book.objective - down.objective) / step;
      if (Math.abs(rise - fall) > 1e-3 || Math.sign(up.hedge) !== Math.sign(down.hedge)) continue;
      const moved = book.weights.reduce(
        (sum, w, i) => {
          const share = Math.abs(book.targets[i]);
          return share === 0 ? sum : sum + 0.5 * share * (book.aim! ** 2 - (w / share) ** 2);
        },
        -0.05 * book.hedge ** 2,
      );
      near((rise + fall) / 2, moved - book.readings[0].multiplier, 1e-5, `${seed} gross`);
      compared.gross = (compared.gross ?? 0) + 1;
    }
  }
  for (const name of [...SETTINGS.map(([name]) => name), "gross"]) {
    ok(compared[name] > 20, `${name} was compared ${compared[name]} times`);
  }
});

Deno.test("fitBook() can do without a limit that has no price", () => {
  const compared: Record<string, number> = {};
  for (let seed = 0; seed < (SOAK ? 10_000 : 1_000); seed++) {
    const problem = randomViews(draws(`without ${seed}`));
    const book = fitBook(problem);
    if (book.status !== "full") continue;
    const price = (name: string) => book.readings.find((limit) => limit.name === name)!.multiplier;
    const without: Partial<Limits>[] = [];
    if (price("net") === 0) without.push({ net: 3 });
    if (price("cluster") === 0) without.push({ cluster: { sectors: [], max: 3 } });
    if (price("hedge") === 0) without.push({ hedge: 3 });
    if (price("long side") === 0 && price("short side") === 0) without.push({ side: 3 });
    if (price("beta") === 0) without.push({ beta: { target: 0, max: 3 } });
    if (SECTORS.every((sector) => price(`sector ${sector}`) === 0)) without.push({ sector: 1 });
    for (const limits of without) {
      const free = fitBook({ ...problem, limits });
      if (Math.sign(free.hedge) !== Math.sign(book.hedge)) continue;
      const [what] = Object.keys(limits);
      compared[what] = (compared[what] ?? 0) + 1;
      near(free.objective, book.objective, 1e-12, `${seed} ${what}`);
      near(free.hedge, book.hedge, 3e-9, `${seed} ${what}`);
      free.weights.forEach((w, i) => near(w, book.weights[i], 3e-9, `${seed} ${what}`));
    }
  }
  for (const name of ["net", "cluster", "hedge", "side", "beta", "sector"]) {
    ok(compared[name] > 100, JSON.stringify(compared));
  }
});

Deno.test("fitBook() names in each remedy the exact value that alone allows the gross", () => {
  const at = (limits: Limits, setting: string, value: number): Limits => {
    if (setting === "cluster") return { ...limits, cluster: { ...limits.cluster, max: value } };
    if (setting === "beta") return { ...limits, beta: { ...limits.beta, max: value } };
    return { ...limits, [setting]: value };
  };
  const widest: Record<string, number> = {
    sector: 1,
    side: 3,
    net: 3,
    cluster: 3,
    beta: 3,
    hedge: 3,
  };
  const found: Record<string, number> = {};
  let none = 0;
  for (let seed = 0; seed < (SOAK ? 4_000 : 400); seed++) {
    const random = draws(`remedy ${seed}`);
    const problem = randomViews(random, 3 + random.below(9));
    const asked = random.below(2) === 0 ? DEFAULT_LIMITS : randomLimits(random);
    const limits = random.below(4) === 0 ? { ...asked, hedge: 0 } : asked;
    const book = fitBook({ ...problem, limits });
    if (book.status !== "reduced") continue;
    for (const { setting, from, to, change, gross, sentence } of book.remedies) {
      const other = (limits: Partial<Limits>) => fitBook({ ...problem, limits });
      if (setting === "reach") {
        equal(book.remedies.length, 1);
        near(book.grossAllowed!, limits.gross, 1e-9, `${seed} allowed`);
        const { reach } = limits as Limits;
        if (to === undefined) {
          none++;
          equal(other({ ...limits, reach: { closed: 1000, limits: 1000 } }).status, "reduced");
          continue;
        }
        found.reach = (found.reach ?? 0) + 1;
        equal(from, book.aim);
        equal(other({ ...limits, ...change }).status, "full", `${seed} reach ${to}`);
        const all = { closed: to - 1e-6, limits: to - 1e-6 };
        equal(other({ ...limits, reach: all }).status, "reduced", `${seed} below ${to}`);
        equal(
          change!.reach!.limits > reach.limits,
          book.sectors.length > 0 && to > reach.limits &&
            change!.reach!.limits === to,
        );
        continue;
      }
      ok(book.grossAllowed! < limits.gross, `${seed} ${setting}`);
      const allowed = (value: number) =>
        other(at(limits, setting, value)).grossAllowed! / limits.gross;
      if (to === undefined) {
        none++;
        ok(allowed(widest[setting]) < 1 - 1e-10, `${seed} ${setting} at its widest`);
      } else {
        found[setting] = (found[setting] ?? 0) + 1;
        ok(to > from, `${seed} ${setting}: ${from} to ${to}`);
        near(allowed(to), 1, 1e-9, `${seed} ${setting} at ${to}`);
        ok(allowed(Math.max(from, to - 1e-6)) < 1 - 1e-9, `${seed} ${setting} below ${to}`);
        // Typed in as it is printed, it does what the sentence says.
        const said = Number(/at ([\d.]+)/.exec(sentence)![1]) / (setting === "beta" ? 1 : 100);
        near(allowed(said), 1, 1e-9, `${seed} ${sentence}`);
        const percent = (share: number) => `${(100 * share).toFixed(2)} %.`;
        ok(
          sentence.endsWith(percent(other(at(limits, setting, said)).gross)),
          `${seed} ${sentence}`,
        );
        near(other(at(limits, setting, to)).gross, gross!, 1e-9, `${seed} ${setting}`);
        deepEqual(at(limits, setting, to), { ...limits, ...change });
      }
    }
  }
  ok(none > 100 && Object.keys(found).length >= 6, JSON.stringify({ none, ...found }));
});

Deno.test("fitBook() names the hedge limit that would help where a mandate allows no hedge, by hand", () => {
  // Long L, hedge −H: L + H = 1 and L − H ≤ 0.05, so that H is 47.5 % at the least.
  const problem: BookProblem = { sectors: ["XLE", "XLF"], tilts: [1, 1], betas: [1, 1] };
  const hedgeRemedy = (change: Partial<BookProblem>) =>
    fitBook({ ...problem, ...change }).remedies.find(({ setting }) => setting === "hedge");
  equal(hedgeRemedy({ limits: { hedge: 0 } })!.to, 0.475);
  // Where no fund is short of the market, its limit is not what stands in the way.
  const hedgeSides = { short: false, long: true };
  equal(hedgeRemedy({ limits: { hedge: 0 }, hedgeSides })!.to, undefined);
  equal(hedgeRemedy({ limits: { accounting: "none" } }), undefined);
});

Deno.test("fitBook() refuses betas that are unknown, unless the sector is closed", () => {
  const problem = { sectors: ["XLC", "XLK"] as const, tilts: [1, 1], betas: [NaN, 1] };
  throws(
    () => fitBook(problem),
    /^RangeError: Cannot fit a book: the beta of XLC is unknown \(NaN\); measure it, leave the sector out, or name it in "closed"$/,
  );
  const book = fitBook({ ...problem, closed: ["XLC"] });
  equal(book.weights[0], 0);
  equal(book.lostBets[0].sector, "XLC");
  ok(book.readings.every((limit) => Number.isFinite(limit.value)));
});

Deno.test("fitBook() refuses what is no problem, by name", () => {
  const good: BookProblem = { sectors: ["XLE", "XLK"], tilts: [1, -1], betas: [1, 1] };
  const wrong: [unknown, RegExp][] = [
    [{ tilts: [1] }, /tilts needs one number per sector \(2\), got 1/],
    [{ betas: [1, 1, 1] }, /betas needs one number per sector \(2\), got 3/],
    [{ tilts: [3, 0] }, /the tilt of XLE must lie in \[−2, 2\], got 3/],
    [{ tilts: [1, NaN] }, /the tilt of XLK must lie in \[−2, 2\], got NaN/],
    [{ tilts: ["1", 1] }, /the tilt of XLE must .* got "1"/],
    [{ betas: [1, Infinity] }, /the beta of XLK is unknown \(Infinity\)/],
    [{ betas: [undefined, 1] }, /the beta of XLE is unknown \(undefined\)/],
    [{ sectors: ["XLE", "XLE"] }, /XLE is named twice/],
    [{ sectors: ["XLE", "QQQ"] }, /"QQQ" is no sector; the sectors are XLB XLC/],
    [{ previous: { weights: [0.1], hedge: 0 } }, /previous weights needs one number per sector/],
    [{ previous: { weights: [0.1, NaN], hedge: 0 } }, /previous exposure of XLK must be a finite/],
    [
      { previous: { weights: [0, 0], hedge: NaN } },
      /previous exposure of the hedge must be a finite/,
    ],
    [{ turnoverBudget: -1 }, /turnover budget must be .* at least 0, got -1/],
    [{ turnoverBudget: 0.2 }, /a turnover budget needs the previous exposures/],
    [{ fixed: ["XLE"] }, /holding XLE needs previous exposures/],
    [
      { fixed: ["XLB"], previous: { weights: [0, 0], hedge: 0 } },
      /"XLB" is to be held, but is no sector here/,
    ],
    [{ limits: { side: 60 } }, /for 60 % write 0.6/],
  ];
  for (const [change, message] of wrong) {
    throws(
      () => fitBook({ ...good, ...(change as Partial<BookProblem>) }),
      { name: "RangeError", message },
      String(message),
    );
  }
  const groups = [{ name: "odd", coefficients: {}, min: 1, max: 0 }];
  throws(() => fitBook({ ...good, limits: { groups } }), InfeasibleError);
});

Deno.test("fitBook() leaves its input alone and returns plain data", () => {
  const problem = Object.freeze({
    sectors: Object.freeze<Sector[]>(["XLK", "XLE"]),
    tilts: Object.freeze([2, -1]),
    betas: Object.freeze([1.2, 0.9]),
  });
  const book = fitBook(problem);
  const copy = JSON.parse(JSON.stringify(book));
  deepEqual(copy.weights, book.weights);
  equal(copy.readings.length, book.readings.length);
  equal(copy.summary, book.summary);
  deepEqual(copy.remedies, book.remedies.map((remedy) => ({ ...remedy })));
});

Deno.test("fitBook() promises no step nearer to the views than all the way", () => {
  let promised = 0, steep = 0;
  for (let seed = 0; seed < (SOAK ? 10_000 : 1_000); seed++) {
    const random = draws(`sentence ${seed}`);
    const limits = { ...randomLimits(random), reach: { closed: 1, limits: 1 } };
    const book = fitBook({ ...randomViews(random), limits });
    for (const { sentence } of book.readings) {
      if (sentence.includes("too steep")) steep++;
      const points = / about ([\d.]+) points nearer/.exec(sentence)?.[1];
      if (points === undefined) continue;
      promised++;
      ok(Number(points) <= 100 * book.distance + 0.005, `${seed} ${book.distance} ${sentence}`);
    }
  }
  ok(promised > 500 && steep > 0, `${promised} ${steep}`);
});

Deno.test("fitBook() gives a price only to a limit that binds, whatever funds there are", () => {
  const priced: Record<string, number> = {};
  for (let seed = 0; seed < (SOAK ? 50_000 : 5_000); seed++) {
    const random = draws(`binds ${seed}`), limits = randomLimits(random);
    const problem = randomViews(random, 3 + random.below(9));
    const size = () => random.below(3) === 0 ? Infinity : 0.2 * random.uniform();
    const carried = () => problem.sectors.map(size);
    const book = fitBook({
      ...problem,
      limits: random.below(2) === 0 ? {} : limits,
      ...(random.below(3) === 0 ? { hedgeSides: { short: false, long: true } } : {}),
      ...(random.below(2) === 0
        ? {
          fundCaps: { long: carried(), short: carried(), hedge: { long: size(), short: size() } },
        }
        : {}),
    });
    if (book.status === "infeasible") continue;
    for (const { name, multiplier, slack, binds, sentence } of book.readings) {
      ok(slack >= -1.01e-9, `${seed} ${sentence}`);
      if (multiplier === 0) continue;
      ok(binds && slack <= 1.2e-8, `${seed} ${sentence} ${slack}`);
      const [kind] = name.split(" ");
      priced[name === "fund hedge" ? name : kind] =
        (priced[name === "fund hedge" ? name : kind] ?? 0) + 1;
    }
  }
  for (const name of ["fund", "fund hedge", "hedge", "sector", "net", "gross", "beta"]) {
    ok(priced[name] > 10, `${name}: ${JSON.stringify(priced)}`);
  }
});

Deno.test("fitBook() keeps what funds can carry, and says what is lost of a view", () => {
  // Shares of 20 %; XLU's fund carries 6 %. The others aim at 22 %, and net asks the rest of none.
  const book = fitBook({
    sectors: ["XLB", "XLE", "XLF", "XLU", "XLV"],
    tilts: [-1, 1, 1, -1, 1],
    betas: [0, 0, 0, 0, 0],
    limits: { accounting: "none", net: 1, side: 1 },
    fundCaps: {
      long: [1, 1, 1, 1, 1],
      short: [1, 1, 1, 0.06, 1],
      hedge: { long: 1, short: 1 },
    },
  });
  deepEqual([...book.weights], [-0.22, 0.22, 0.22, -0.06, 0.22]);
  equal(book.status, "reduced");
  equal(book.gross, 0.94);
  equal(book.aim, 1.1); // a cap is no closing
  const reading = book.readings.find(({ name }) => name === "fund XLU")!;
  near(reading.multiplier, (0.22 - 0.06) / 0.2, 1e-12, "price");
  deepEqual(book.lostBets.map(({ sector, closed, kept }) => [sector, closed, kept]), [
    ["XLU", false, -0.06],
  ]);
  equal(
    book.lostBets[0].sentence,
    "The fund of XLU can carry 6.00 % short today: the view aims at 22.00 %, and 16.00 points of it " +
      "are lost.",
  );
  match(reading.sentence, "The exposure to XLU through its fund is 6.00 %, at its limit. One more");
  ok(
    book.effects.sectors[3].some(({ limit, label }) =>
      limit === "fund XLU" && label === "The size of XLU's fund"
    ),
  );
});

Deno.test("fitBook() scales the gross it aims at by conviction where the mandate says so", () => {
  const problem: BookProblem = {
    sectors: ["XLE", "XLF", "XLK", "XLU"],
    tilts: [0.01, 0.01, -0.01, -0.01],
    betas: [1, 1, 1, 1],
  };
  const plain = fitBook(problem);
  equal(plain.gross, 1);
  ok(plain.summary.endsWith(
    "The views are weak: the tilts add up to 0.50 % of the most that they could; the book is as large " +
      "as for the strongest of the same kind.",
  ));
  const book = fitBook({ ...problem, limits: { grossByConviction: true } });
  deepEqual([book.status, book.gross, book.grossAimed, book.limits.gross], [
    "full",
    0.005,
    0.005,
    1,
  ]);
  ok(book.summary.endsWith(
    "By conviction the book aims at 0.50 % gross of 100.00 %: the tilts add up to 0.50 % of the most " +
      "that they could.",
  ));
  deepEqual([...book.weights], [0.00125, 0.00125, -0.00125, -0.00125]);
});

Deno.test("fitBook() says in a sentence how each limit stands", () => {
  const book = fitBook({
    sectors: SECTORS,
    tilts: SECTORS.map(() => 2),
    betas: SECTORS.map(() => 1),
  });
  const sentence = (name: string) => book.readings.find((limit) => limit.name === name)!.sentence;
  equal(sentence("net"), "Net exposure is 5.00 %, 15.00 % inside its limit of 20.00 %.");
  match(
    sentence("beta"),
    "Beta to the market is 0.050, at its limit. 0.01 more would bring the book",
  );
  equal(
    sentence("sector XLK"),
    "The exposure to XLK is 4.77 %, 25.23 % inside its limit of 30.00 %.",
  );
});
