import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { type Sector, SECTORS } from "../../../lib/market/sectors.ts";
import type { BookProblem } from "../../../lib/portfolio/book_problem.ts";
import type { BookRisk, RiskCluster } from "../../../lib/portfolio/limits/book_risk.ts";
import { bookVolatility } from "../../../lib/portfolio/book_volatility.ts";
import { clippedBook } from "../../../lib/portfolio/clipped_book.ts";
import { fitBook } from "../../../lib/portfolio/fit_book.ts";
import {
  DEFAULT_LIMITS,
  type GroupLimit,
  type Limits,
  type NameLimit,
} from "../../../lib/portfolio/limits/limits.ts";
import { SOAK } from "../../soak.ts";
import { type Draws, draws } from "../draws.ts";
import { randomCovariance } from "../random_risk.ts";
import { randomLimits, randomViews } from "../track_by_quadprog.ts";

const near = (value: number, expected: number, tolerance: number, what: string) =>
  ok(Math.abs(value - expected) <= tolerance, `${what}: ${value} is not ${expected}`);

/** Four sectors without beta, so that no hedge is held: each target is 25 %. */
const FOUR: BookProblem = {
  sectors: ["XLE", "XLF", "XLK", "XLU"],
  tilts: [1, 1, -1, -1],
  betas: [0, 0, 0, 0],
};
const inFour = (limits: Partial<Limits>, risk?: BookRisk) =>
  fitBook({ ...FOUR, risk, limits: { accounting: "none", ...limits } });
const priceOf = (book: ReturnType<typeof fitBook>, name: string) =>
  book.readings.find((limit) => limit.name === name)!;

Deno.test("fitBook() gives a name a cap of its own, by side", () => {
  // By hand: XLE stops at 20 %, and each of the others takes a third of the 5 %.
  const third = 0.25 + 0.05 / 3;
  const book = inFour({ names: { XLE: { long: 0.2, short: 0 }, XLK: { long: 0 } } });
  [0.2, third, -third, -third].forEach((w, i) => near(book.weights[i], w, 1e-9, SECTORS[i]));
  const reading = priceOf(book, "sector XLE");
  deepEqual([reading.value, reading.high, reading.binds], [0.2, 0.2, true]);
  // Lagrange: (w − 1.1v)/v of XLE is −0.3, of the others −0.1/3, the price of gross; the rest is its own.
  near(reading.multiplier, 0.3 - 0.1 / 3, 1e-9, "price");
  match(reading.sentence, /^The exposure to XLE is 20.00 %, at its limit. One more point would/);
  equal(priceOf(book, "sector XLK").high, 0.3, "a short has the cap for all");
  equal(inFour({ names: { XLU: { short: 0 } } }).weights[3], 0, "0 allows none");
  near(inFour({ sector: 0.24, names: { XLE: { long: 0.26 } } }).weights[0], 0.26, 1e-9, "wider");
});

Deno.test("fitBook() keeps the loading on a style near its target, the hedge counted in", () => {
  const styles = { size: [1, 0, 0, 0, 0] };
  const limits = { styles: { size: { target: 0, max: 0.2 } } };
  // With a loading of 1 on XLE alone the limit is a cap of 20 % on it, and has that cap's price.
  const book = inFour(limits, { styles });
  near(book.weights[0], 0.2, 1e-9, "XLE");
  const reading = priceOf(book, "style size");
  deepEqual([reading.unit, reading.low, reading.high], ["loading", -0.2, 0.2]);
  near(reading.multiplier, 0.3 - 0.1 / 3, 1e-9, "price");
  match(
    reading.sentence,
    /^The loading on size is 0.200, at its limit. 0.01 more would bring the book about/,
  );
  // All long, betas 1: the hedge of −47.5 % counts in the style, whatever its accounting.
  for (const accounting of ["full", "counted", "free"] as const) {
    const long = fitBook({
      ...FOUR,
      tilts: [1, 1, 1, 1],
      betas: [1, 1, 1, 1],
      limits: { accounting, gross: 0.5, styles: { size: { target: 0, max: 3 } } },
      risk: { styles: { size: [0, 0, 0, 0, 0.5] } },
    });
    near(priceOf(long, "style size").value, 0.5 * long.hedge, 1e-12, accounting);
    ok(long.hedge < 0);
  }
});

Deno.test("fitBook() caps the gross of each cluster found from correlations", () => {
  const clusters: RiskCluster[] = [
    { name: "XLE+XLF", sectors: ["XLE", "XLF"] },
    { name: "XLK", sectors: ["XLK"] },
  ];
  // By hand: 20 % each in the cluster, and the aim of 27.5 % in each of the others; a cluster of one is
  // none.
  const book = inFour({ correlated: { max: 0.4, threshold: 0.7 } }, { clusters });
  [0.2, 0.2, -0.275, -0.275].forEach((w, i) => near(book.weights[i], w, 1e-9, FOUR.sectors[i]));
  const reading = priceOf(book, "correlated XLE+XLF");
  equal(reading.binds, true);
  near(reading.multiplier, 0.3, 1e-8, "price: (0.2 − 0.275)/0.25");
  ok(!book.readings.some(({ name }) => name === "correlated XLK"));
});

Deno.test("fitBook() keeps the capital of funds within its limit, where it is told what they take", () => {
  // Shorts through −2x funds take half: 25 + 25 + 12.5 + 12.5 = 75 %. At 70 %, with a long L and a
  // short S in each of two names: 2L + S = 0.7, and (L − 0.275) is twice (S − 0.275), for a long takes
  // twice as much: L = 0.225 and S = 0.25.
  const capitalUse = { long: [1, 1, 1, 1], short: [0.5, 0.5, 0.5, 0.5] };
  const fit = (capital: number) =>
    fitBook({ ...FOUR, capitalUse, limits: { accounting: "none", capital } });
  near(priceOf(fit(0.8), "capital").value, 0.75, 1e-9, "free");
  const book = fit(0.7);
  [0.225, 0.225, -0.25, -0.25].forEach((w, i) => near(book.weights[i], w, 1e-9, FOUR.sectors[i]));
  equal(priceOf(book, "capital").binds, true);
  // 60 % do not allow the gross, for shorts end at their caps: 2L + 0.3, 2L + 0.6 = 1. 70 % would.
  const less = fit(0.6);
  equal(less.status, "reduced");
  near(less.remedies.find(({ setting }) => setting === "capital")!.to!, 0.7, 1.5e-9, "remedy");
  throws(
    () => fitBook({ ...FOUR, capitalUse: { long: [1, 1, 1, 2], short: [1, 1, 1, 1] } }),
    /capitalUse.long must be shares of the exposure in \(0, 1\], got 2/,
  );
});

Deno.test("fitBook() reads the volatility per year, with the hedge in it", () => {
  const covariance = [0, 1, 2, 3, 4].map((i) => [0, 1, 2, 3, 4].map((j) => i === j ? 0.04 : 0));
  const reading = priceOf(inFour({ volatility: { max: 0.3 } }, { covariance }), "volatility");
  near(reading.value, 0.5 * 0.2, 1e-9, "√(4 × 0.25²) × 20 %");
  equal(reading.unit, "per year");
  equal(
    reading.sentence,
    "Volatility is 10.00 % a year, 20.00 % a year inside its limit of 30.00 % a year.",
  );
  // By hand: 0.3²·0.04 + 0.2²·0.09 + 0.1²·0.0225 + 2·(−0.06·0.01 − 0.03·0.02 + 0.02·0.03) = 0.006225
  const cov = [[0.04, 0.01, 0.02], [0.01, 0.09, 0.03], [0.02, 0.03, 0.0225]];
  const value = bookVolatility({ weights: [0.3, -0.2], hedge: -0.1 }, cov);
  near(value, Math.sqrt(0.006225), 1e-15, "x′Σx");
  // What is not held may be unknown.
  near(
    bookVolatility({ weights: [0.3, 0], hedge: 0 }, [
      [0.04, NaN, NaN],
      [NaN, NaN, NaN],
      [NaN, NaN, NaN],
    ]),
    0.06,
    1e-15,
    "one",
  );
});

Deno.test("clippedBook() clips each name at its own cap and measures every limit", () => {
  const { weights, readings } = clippedBook({
    ...FOUR,
    limits: {
      accounting: "none",
      names: { XLE: { long: 0.1 }, XLU: { short: 0.2 } },
      styles: { size: { target: 0, max: 0.05 } },
    },
    risk: { styles: { size: [1, 0, 0, 0, 0] } },
  });
  deepEqual(weights, [0.1, 0.25, -0.25, -0.2]);
  const style = readings.find(({ name }) => name === "style size")!;
  equal(style.sentence, "The loading on size is 0.100, 0.050 beyond its limit of 0.050.");
});

/** Random limits with names, styles and correlated sectors in them, and the figures they need. */
function randomMandate(random: Draws): { limits: Limits; risk: BookRisk } {
  const between = (low: number, high: number) => low + (high - low) * random.uniform();
  const names: Partial<Record<Sector, NameLimit>> = {};
  for (const sector of SECTORS) {
    if (random.below(3) === 0) names[sector] = { long: between(0, 0.3), short: between(0, 0.3) };
  }
  const loadings = () => [...SECTORS.map(() => 0.4 * random.normal()), 0.1 * random.normal()];
  const members = SECTORS.map(() => random.below(4));
  const clusters = [0, 1, 2].map((k) => {
    const sectors = SECTORS.filter((_, i) => members[i] === k);
    return { name: sectors.join("+"), sectors };
  });
  return {
    limits: {
      ...randomLimits(random),
      names,
      styles: {
        size: { target: between(-0.05, 0.05), max: between(0.02, 0.2) },
        value: { target: 0, max: between(0.02, 0.2) },
      },
      correlated: { max: between(0.2, 0.5), threshold: 0.7 },
    },
    risk: { styles: { size: loadings(), value: loadings() }, clusters },
  };
}

/** The same mandate in the older words: every new limit as a group. */
function asGroups(limits: Limits, risk: BookRisk): Limits {
  const { names = {}, styles = {}, correlated, ...rest } = limits;
  const groups: GroupLimit[] = [];
  for (const [sector, own] of Object.entries(names)) {
    const coefficients = { [sector]: 1 };
    groups.push({ name: `own ${sector}`, coefficients, min: -own!.short!, max: own!.long });
  }
  for (const [style, { target, max }] of Object.entries(styles)) {
    const loadings = risk.styles![style];
    groups.push({
      name: `loading ${style}`,
      coefficients: Object.fromEntries(SECTORS.map((sector, i) => [sector, loadings[i]])),
      hedge: loadings[SECTORS.length],
      min: target - max,
      max: target + max,
    });
  }
  for (const { name, sectors } of risk.clusters!) {
    if (sectors.length < 2) continue;
    const coefficients = Object.fromEntries(sectors.map((sector) => [sector, 1]));
    groups.push({ name: `together ${name}`, coefficients, measure: "gross", max: correlated!.max });
  }
  return { ...rest, sector: 1, groups };
}

Deno.test("fitBook() finds the same book whether a limit is named or written as a group", () => {
  const statuses = new Set<string>();
  for (let seed = 0; seed < (SOAK ? 10_000 : 1_000); seed++) {
    const random = draws(`mandate ${seed}`);
    const problem = randomViews(random), { limits, risk } = randomMandate(random);
    // Only names with a cap of their own may exceed the cap for all, which groups cannot say.
    const names = Object.fromEntries(
      SECTORS.map((sector) => [sector, limits.names![sector] ?? { long: 0.25, short: 0.25 }]),
    );
    const named = fitBook({ ...problem, limits: { ...limits, names }, risk });
    const grouped = fitBook({ ...problem, limits: asGroups({ ...limits, names }, risk) });
    statuses.add(named.status);
    equal(named.status, grouped.status, `${seed}`);
    named.weights.forEach((w, i) => near(w, grouped.weights[i], 3e-8, `${seed} ${SECTORS[i]}`));
    near(named.hedge, grouped.hedge, 3e-8, `${seed} hedge`);
  }
  ok(statuses.has("full") && statuses.has("reduced"), [...statuses].join());
});

Deno.test("fitBook() keeps every limit of random mandates, in any order of the sectors", () => {
  for (let seed = 0; seed < (SOAK ? 10_000 : 1_000); seed++) {
    const random = draws(`turned ${seed}`);
    const problem = randomViews(random), { limits, risk } = randomMandate(random);
    const book = fitBook({ ...problem, limits, risk });
    if (book.status === "infeasible") continue;
    for (const limit of book.readings) ok(limit.slack >= -1.01e-9, `${seed} ${limit.sentence}`);
    const order = SECTORS.map((_, i) => i).sort((a, b) => (a * 7) % 11 - (b * 7) % 11);
    const turned = <T>(values: readonly T[]) => order.map((i) => values[i]);
    const other = fitBook({
      sectors: turned(problem.sectors),
      tilts: turned(problem.tilts),
      betas: turned(problem.betas),
      limits,
      risk: {
        ...risk,
        styles: Object.fromEntries(
          Object.entries(risk.styles!).map(([name, values]) => [
            name,
            [...turned(values.slice(0, 11)), values[11]],
          ]),
        ),
      },
    });
    deepEqual(other.weights, turned(book.weights), `${seed}`);
  }
});

Deno.test("fitBook() prices the new limits as the finite difference of the objective", () => {
  const step = 1e-5, compared: Record<string, number> = {};
  for (let seed = 0; seed < 1_000; seed++) {
    const random = draws(`priced ${seed}`);
    const problem = randomViews(random), { limits, risk } = randomMandate(random);
    const fit = (changed: Limits) => fitBook({ ...problem, limits: changed, risk });
    const book = fit(limits);
    if (book.status !== "full" && book.status !== "reduced") continue;
    const settings: [string, (by: number) => Limits][] = [
      ["style size", (by) => widened(limits, "style size", limits.styles!.size.max + by)],
      ["correlated", (by) => widened(limits, "correlated", limits.correlated!.max + by)],
    ];
    for (const sector of ["XLE", "XLK", "XLU"] as const) {
      const own = limits.names![sector];
      if (own === undefined) continue;
      const side = problem.tilts[SECTORS.indexOf(sector)] > 0 ? "long" : "short";
      settings.push([
        `sector ${sector}`,
        (by) => widened(limits, `${sector} ${side}`, own[side]! + by),
      ]);
    }
    for (const [name, at] of settings) {
      const up = fit(at(step)), down = fit(at(-step));
      const isAlike = [up, down].every((other) =>
        other.status === book.status && Math.sign(other.hedge) === Math.sign(book.hedge)
      );
      if (!isAlike) continue;
      const rise = (up.objective - book.objective) / step;
      const fall = (book.objective - down.objective) / step;
      const price = book.readings.filter((limit) => limit.name.startsWith(name))
        .reduce((sum, limit) => sum + limit.multiplier, 0);
      if (Math.abs(rise - fall) > 1e-3 || price === 0) continue;
      near(-(rise + fall) / 2, price, 1e-6 + Math.abs(rise - fall), `${seed} ${name}`);
      const kind = name.split(" ")[0];
      compared[kind] = (compared[kind] ?? 0) + 1;
    }
  }
  for (const kind of ["style", "correlated", "sector"]) {
    ok(compared[kind] > 20, `${kind} was compared ${compared[kind]} times`);
  }
});

/** Limits with one setting at a value, by the name that remedies use. */
function widened(limits: Limits, setting: string, to: number): Limits {
  const [first, second] = setting.split(" ");
  if (setting === "cluster") return { ...limits, cluster: { ...limits.cluster, max: to } };
  if (setting === "volatility") return { ...limits, volatility: { max: to } };
  if (setting === "beta") return { ...limits, beta: { ...limits.beta, max: to } };
  if (setting === "correlated") {
    return { ...limits, correlated: { ...limits.correlated!, max: to } };
  }
  if (first === "style") {
    const styles = { ...limits.styles, [second]: { ...limits.styles![second], max: to } };
    return { ...limits, styles };
  }
  if (second !== undefined) {
    const sector = first as Sector;
    const names = { ...limits.names, [sector]: { ...limits.names![sector], [second]: to } };
    return { ...limits, names };
  }
  return { ...limits, [setting]: to };
}

Deno.test("fitBook() names the exact value of each new limit that alone allows the gross", () => {
  const found: Record<string, number> = {};
  let none = 0;
  for (let seed = 0; seed < (SOAK ? 4_000 : 400); seed++) {
    const random = draws(`new remedy ${seed}`);
    const problem = randomViews(random, 11), { limits, risk } = randomMandate(random);
    const book = fitBook({ ...problem, limits, risk });
    if (book.status !== "reduced") continue;
    for (const { setting, from, to, unit, change } of book.remedies) {
      if (setting === "reach") continue; // no limit stands in the way; its law is in fit_book_test.ts
      const kind = setting.includes(" ")
        ? (setting.startsWith("style") ? "style" : "name")
        : setting;
      const allowed = (value: number) =>
        fitBook({ ...problem, limits: widened(limits, setting, value), risk }).grossAllowed! /
        limits.gross;
      if (to === undefined) {
        none++;
        const widest = kind === "name" || kind === "sector" ? 1 : 3;
        ok(allowed(widest) < 1 - 1e-10, `${seed} ${setting} at its widest`);
        continue;
      }
      deepEqual(widened(limits, setting, to), { ...limits, ...change });
      found[kind] = (found[kind] ?? 0) + 1;
      equal(unit, kind === "style" ? "loading" : kind === "beta" ? "beta" : "share of equity");
      ok(to > from, `${seed} ${setting}: ${from} to ${to}`);
      near(allowed(to), 1, 1e-9, `${seed} ${setting} at ${to}`);
      ok(allowed(Math.max(from, to - 1e-6)) < 1 - 1e-9, `${seed} ${setting} below ${to}`);
    }
  }
  ok(none > 50, `${none}`);
  for (const kind of ["style", "name", "correlated"]) {
    ok((found[kind] ?? 0) > 3, `${kind}: ${JSON.stringify(found)}`);
  }
});

Deno.test("fitBook() names the least volatility that alone allows the gross, and keeps it elsewhere", () => {
  // By hand: with independent sectors of 20 % a year, equal quarters have the least, 10 %.
  const covariance = [0, 1, 2, 3, 4].map((i) => [0, 1, 2, 3, 4].map((j) => i === j ? 0.04 : 0));
  const four = inFour({ volatility: { max: 0.08 } }, { covariance });
  equal(four.status, "reduced");
  const remedy = four.remedies.find(({ setting }) => setting === "volatility")!;
  near(remedy.to!, 0.1, 1.5e-9, "least");
  equal(
    remedy.sentence,
    "With the volatility limit at 10.00 % a year instead of 8.00 % a year the limits would allow " +
      "100.00 % gross; the book would use 100.00 %.",
  );
  const found: Record<string, number> = {};
  for (let seed = 0; seed < (SOAK ? 1_000 : 100); seed++) {
    const random = draws(`calm ${seed}`);
    const problem = randomViews(random, 11);
    const covariance = randomCovariance(random, problem.betas);
    const base = seed % 2 === 0 ? DEFAULT_LIMITS : randomLimits(random);
    const limits = { ...base, volatility: { max: 0.02 + 0.05 * random.uniform() } };
    const allowed = (changed: Limits) =>
      fitBook({ ...problem, limits: changed, risk: { covariance } }).grossAllowed! / limits.gross;
    const book = fitBook({ ...problem, limits, risk: { covariance } });
    if (book.status !== "reduced") continue;
    for (const { setting, from, to } of book.remedies) {
      if (to === undefined || setting === "reach") continue;
      found[setting] = (found[setting] ?? 0) + 1;
      near(allowed(widened(limits, setting, to)), 1, 1e-8, `${seed} ${setting} at ${to}`);
      const less = Math.max(from, to - 1e-6);
      ok(allowed(widened(limits, setting, less)) < 1, `${seed} ${setting} below ${to}`);
    }
  }
  ok(found.volatility > 5 && Object.keys(found).length >= 4, JSON.stringify(found));
});

Deno.test("fitBook() names the new limits where they contradict each other", () => {
  const conflict = (limits: Partial<Limits>, risk: BookRisk) => {
    const book = inFour(limits, risk);
    equal(book.status, "infeasible");
    return [...book.conflict].sort().join(", ");
  };
  const groups = [{ name: "some energy", coefficients: { XLE: 1 }, min: 0.2 }];
  equal(conflict({ groups, names: { XLE: { long: 0.1 } } }, {}), "sector XLE, some energy");
  const styles = { size: { target: 0, max: 0.05 } };
  equal(
    conflict({ groups, styles }, { styles: { size: [1, 0, 0, 0, 0] } }),
    "some energy, style size",
  );
  const clusters = [{ name: "XLE+XLF", sectors: ["XLE", "XLF"] as const }];
  equal(
    conflict({ groups, correlated: { max: 0.1, threshold: 0.5 } }, { clusters }),
    "correlated XLE+XLF, sign XLF, some energy",
  );
});

Deno.test("fitBook() refuses a limit whose figures are absent or are none, by its name", () => {
  const size = { styles: { size: { target: 0, max: 0.1 } } };
  const correlated = { correlated: { max: 0.4, threshold: 0.7 } };
  const volatility = { volatility: { max: 0.1 } };
  const identity = (n: number, value = 0.04) =>
    Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => i === j ? value : 0));
  const with5 = (i: number, j: number, value: number) => {
    const matrix = identity(5);
    matrix[i][j] = value;
    return matrix;
  };
  const wrong: [Partial<Limits>, BookRisk | undefined, RegExp][] = [
    [size, undefined, /"style size": it needs the loadings of every sector and of the market/],
    [size, { styles: { value: [0, 0, 0, 0, 0] } }, /on size, as risk.styles.size$/],
    [size, { styles: { size: [0, 0, 0, 0] } }, /one loading per sector .* \(5\), got 4$/],
    [
      size,
      { styles: { size: [0, NaN, 0, 0, 0] } },
      /the loading of XLF on size is unknown \(NaN\)/,
    ],
    [size, { styles: { size: [0, 0, 0, 0, NaN] } }, /the loading of the market on size is unknown/],
    [correlated, {}, /"correlated": it needs the clusters found from correlations/],
    [
      correlated,
      { clusters: [{ name: "a", sectors: ["XLQ" as Sector] }] },
      /cluster a holds XLQ, no sector/,
    ],
    [
      correlated,
      { clusters: [{ name: "a", sectors: ["XLK"] }, { name: "b", sectors: ["XLK"] }] },
      /XLK is in two clusters, a and b/,
    ],
    [volatility, {}, /"volatility": it needs the covariance of every sector and the market/],
    [volatility, { covariance: identity(4) }, /a row and a column .* \(5\), got 4 rows of 4/],
    [volatility, { covariance: with5(1, 1, NaN) }, /of XLF and XLF is not finite \(NaN\)/],
    [
      volatility,
      { covariance: with5(0, 1, Infinity) },
      /of XLE and XLF is not finite \(Infinity\)/,
    ],
    [
      volatility,
      { covariance: with5(0, 4, 0.01) },
      /of XLE and the market is 0.01 one way and 0 the/,
    ],
    [volatility, { covariance: with5(2, 2, -0.04) }, /is not positive definite/],
    [volatility, { covariance: identity(5).map((row) => row.map(() => 0.04)) }, /not positive def/],
  ];
  for (const [limits, risk, message] of wrong) {
    throws(() => fitBook({ ...FOUR, limits, risk }), (error: unknown) => {
      ok(error instanceof RangeError);
      match(error.message, /^Cannot keep the limit "/);
      match(error.message, message);
      return true;
    });
  }
  // What belongs to a closed sector may be unknown.
  const book = fitBook({
    ...FOUR,
    closed: ["XLF"],
    limits: { ...size, ...volatility },
    risk: { styles: { size: [0, NaN, 0, 0, 0] }, covariance: with5(1, 1, NaN) },
  });
  ok(book.readings.every(({ value }) => Number.isFinite(value)));
});

Deno.test("fitBook() asks for no risk figures that no limit needs", () => {
  const bad = { covariance: [[NaN]], styles: {}, clusters: [] };
  deepEqual(
    fitBook({ ...FOUR, risk: bad }).weights,
    fitBook({ ...FOUR, limits: DEFAULT_LIMITS }).weights,
  );
});
