import {
  bookCovariance,
  correlationStress,
  readStressWindows,
  stressPath,
  stressPnl,
  type StressWindow,
  stressWindowNote,
  stressWindows,
} from "lab/hedging";
import { SECTORS, simulatedMarket, snapshot } from "lab/market";
import { covariance, randomStream, symmetricEigenvalues } from "lab/stats";
import { deepEqual, equal, match, ok, throws } from "node:assert/strict";

const close = (a: number | undefined, b: number, tolerance = 1e-12) =>
  ok(
    a !== undefined && Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b)),
    `${a} is not ${b}`,
  );
const windows = await readStressWindows();
const named = (name: string) => windows.find((one) => one.name === name)!;
const HEAD = "window,kind,from,to,SPY,XLC,XLY,XLP,XLE,XLF,XLV,XLI,XLB,XLRE,XLU,XLK\n";
const ROW = "A,crash,2020-01-02,2020-01-03,-1,-1,-1,-1,-1,-1,-1,-1,-1,-1,-1,-1\n";

Deno.test("readStressWindows() reads every window of the shipped file", () => {
  equal(windows.length, 15);
  const kinds = Object.groupBy(windows, ({ kind }) => kind);
  deepEqual([kinds.crash!.length, kinds.rebound!.length, kinds.rotation!.length], [12, 2, 1]);
  const covid = named("Covid rebound");
  deepEqual([covid.from, covid.to, covid.market, covid.returns.XLE], [
    "2020-03-23",
    "2020-03-26",
    0.172,
    0.289,
  ]);
});

Deno.test("stressWindows() leaves out what did not exist, and never reads it as zero", () => {
  const black = named("Black Monday (industries)");
  equal(black.market, undefined);
  ok(!("XLC" in named("Dot-com").returns) && !("XLRE" in named("Dot-com").returns));
  for (const { returns } of windows) ok(Object.values(returns).every(Number.isFinite));
});

Deno.test("stressWindows() names proxies: IYR before XLRE, industries in 1987", () => {
  deepEqual(Object.keys(named("US downgrade").proxies), ["XLRE"]);
  match(named("US downgrade").proxies.XLRE!, /^IYR/);
  equal(Object.keys(named("Black Monday (industries)").proxies).length, 11);
  deepEqual(named("Covid crash").proxies, {});
  match(
    stressWindowNote(named("Black Monday (industries)")),
    /1987-10-14 to 1987-10-19\. Every sector: an industry portfolio/,
  );
  equal(stressWindowNote(named("Covid crash")), "2020-02-19 to 2020-03-23.");
});

Deno.test("stressWindows() refuses a bad cell with file, line and column", () => {
  const bad = (row: string) => () => stressWindows(HEAD + row, { where: "w.csv" });
  throws(
    bad(ROW.replace("crash", "slump")),
    /w\.csv, line 2: kind must be crash, rebound, rotation, got "slump"/,
  );
  throws(bad(ROW.replace("-1,-1,", "x,-1,")), /line 2: SPY must be percent .* got "x"/);
  throws(bad(ROW.replace("2020-01-03", "2020-01-02")), /to must be a day after 2020-01-02/);
  throws(bad(ROW.replace("2020-01-02", "2020-13-02")), /from must be a day as YYYY-MM-DD/);
  throws(bad(ROW + ROW), /line 3: window must be a name of its own, got "A"/);
  throws(
    () => stressWindows("# a comment\n" + HEAD + ROW.replace("crash", ""), { where: "w.csv" }),
    /w\.csv below its comment, line 2: kind/,
  );
});

Deno.test("exercise 04.4: long XLK 20 %, short XLE 20 % lose 3.0 % on the day of the vaccine", () => {
  const vaccine = named("Vaccine rotation");
  const pnl = stressPnl(vaccine, { sectors: ["XLK", "XLE"], weights: [0.2, -0.2] });
  close(pnl.total, 0.2 * -0.007 - 0.2 * 0.143);
  equal((100 * pnl.total!).toFixed(1), "-3.0");
  close(pnl.sides.long, -0.0014);
  close(pnl.sides.short, -0.0286);
  equal(pnl.sides.hedge, 0);
});

Deno.test("stressPnl() adds up by leg and by side in every window", () => {
  const stream = randomStream(4);
  for (const window of windows) {
    for (let draw = 0; draw < 20; draw++) {
      const weights = SECTORS.map(() => stream.uniform() < 0.3 ? 0 : 0.3 * stream.normal());
      const hedge = 0.2 * stream.normal();
      const pnl = stressPnl(window, { sectors: SECTORS, weights, hedge });
      equal(pnl.legs.length, weights.filter((weight) => weight !== 0).length + 1);
      const held = SECTORS.filter((_, i) => weights[i] !== 0);
      deepEqual(
        pnl.missing,
        [...held, "market" as const].filter((scope) =>
          scope === "market" ? window.market === undefined : !(scope in window.returns)
        ),
      );
      equal(pnl.total === undefined, pnl.missing.length > 0);
      if (pnl.total !== undefined) {
        close(pnl.total, pnl.sides.long! + pnl.sides.short! + pnl.sides.hedge!);
        close(pnl.total, pnl.knownPnl);
      }
      // All exposures turned round turn the result round.
      const turned = stressPnl(window, {
        sectors: SECTORS,
        weights: weights.map((weight) => -weight),
        hedge: -hedge,
      });
      close(turned.knownPnl, -pnl.knownPnl);
    }
  }
});

Deno.test("stressPnl() of a fund that is not held does not miss it", () => {
  const weights = SECTORS.map((sector) => sector === "XLC" || sector === "XLRE" ? 0 : 0.1);
  const pnl = stressPnl(named("Dot-com"), { sectors: SECTORS, weights });
  deepEqual(pnl.missing, []);
  ok(pnl.total! < 0);
  const held = stressPnl(named("Dot-com"), { sectors: ["XLC", "XLP"], weights: [0.1, 0.1] });
  deepEqual([held.total, held.sides.long, held.missing], [undefined, undefined, ["XLC"]]);
  close(held.knownPnl, 0.0012);
  throws(() => stressPnl(named("Dot-com"), { sectors: ["XLC"], weights: [NaN] }), /XLC .* got NaN/);
});

Deno.test("rebounds hurt a book whose shorts have the higher betas, crashes help it", () => {
  const book = { sectors: ["XLP", "XLE", "XLF"] as const, weights: [0.5, -0.25, -0.25] };
  ok(stressPnl(named("Covid rebound"), book).total! < 0);
  ok(stressPnl(named("Covid crash"), book).total! > 0);
});

const randomBook = (seed: number) => {
  const stream = randomStream(seed), n = 2 + stream.integer(11);
  const market = Array.from({ length: 100 }, () => stream.normal());
  const series = Array.from(
    { length: n },
    (_, i) => market.map((m) => 0.01 * (0.3 * i * m + stream.normal())),
  );
  return {
    exposures: series.map(() => stream.uniform() < 0.2 ? 0 : 0.2 * stream.normal()),
    covariance: covariance(series)!.matrix,
  };
};
const size = (book: ReturnType<typeof randomBook>) =>
  book.exposures.reduce((sum, w, i) => sum + Math.abs(w) * Math.sqrt(book.covariance[i][i]), 0);

Deno.test("correlationStress() at zero is the book's own volatility", () => {
  for (let seed = 0; seed < 30; seed++) {
    const book = randomBook(seed);
    let variance = 0;
    book.exposures.forEach((w, i) =>
      book.exposures.forEach((v, j) => variance += w * v * book.covariance[i][j])
    );
    for (const form of ["together", "adverse"] as const) {
      close(correlationStress(book, { form, theta: 0 }).volatility, Math.sqrt(variance), 1e-10);
    }
  }
});

Deno.test("correlationStress() at one ends at |Σwσ| together and at Σ|w|σ in the adverse form", () => {
  for (let seed = 0; seed < 30; seed++) {
    const book = randomBook(seed);
    const signed = book.exposures
      .reduce((sum, w, i) => sum + w * Math.sqrt(book.covariance[i][i]), 0);
    close(
      correlationStress(book, { form: "together", theta: 1 }).volatility,
      Math.abs(signed),
      1e-9,
    );
    close(correlationStress(book, { form: "adverse", theta: 1 }).volatility, size(book), 1e-10);
  }
});

Deno.test("correlationStress() keeps ones on the diagonal and no negative eigenvalue", () => {
  for (let seed = 0; seed < 30; seed++) {
    const book = randomBook(seed);
    for (const form of ["together", "adverse"] as const) {
      let before = 0;
      for (const theta of [0, 0.25, 0.5, 0.75, 1]) {
        const stress = correlationStress(book, { form, theta });
        stress.correlation.forEach((row, i) => close(row[i], 1));
        ok(stress.leastEigenvalue > -1e-9, `${form} ${theta}: ${stress.leastEigenvalue}`);
        // In the adverse form risk never falls on the way, and never passes its end.
        if (form === "adverse") ok(stress.volatility >= before - 1e-12);
        if (form === "adverse") ok(stress.volatility <= size(book) + 1e-12);
        before = stress.volatility;
      }
    }
  }
});

Deno.test("correlationStress() calms a long-short book in one form and not in the other", () => {
  const sigma = 0.2, rho = 0.5;
  const book = {
    exposures: [0.25, 0.25, -0.25, -0.25],
    covariance: [0, 1, 2, 3].map((i) =>
      [0, 1, 2, 3].map((j) => sigma * sigma * (i === j ? 1 : rho))
    ),
  };
  // By hand: variance σ²·(4·1/16·(1 − ρ)) = 0.04 × 0.125.
  const base = correlationStress(book, { theta: 0 }).volatility;
  close(base, Math.sqrt(0.04 * 0.125));
  ok(correlationStress(book, { form: "together", theta: 0.5 }).volatility < base);
  ok(correlationStress(book, { form: "adverse", theta: 0.5 }).volatility > base);
});

Deno.test("correlationStress() refuses a covariance that cannot be", () => {
  const refused = (covariance: number[][], exposures = [0.5, -0.5]) => () =>
    correlationStress({ exposures, covariance }, { theta: 0.5 });
  throws(refused([[1, 2], [2, 1]]), /the covariance cannot be one: that in row 0, column 1 is 2/);
  throws(refused([[1, 0], [0, 0]]), /variances above 0, got 0 at position 1/);
  throws(refused([[1, 0]]), /a row and a column for each exposure \(2\), got 1 row of 2/);
  throws(refused([[1, 0.2], [0.3, 1]]), /in row 0, column 1 is 0.2 one way and 0.3 the other/);
  throws(refused([[1, NaN], [NaN, 1]]), /in row 0, column 1 is not finite \(NaN\)/);
  // Each pair alone could be; the three together could not.
  const three = [[1, -0.9, -0.9], [-0.9, 1, -0.9], [-0.9, -0.9, 1]];
  throws(refused(three, [0.3, 0.3, 0.3]), /some book would have a variance below zero/);
  const one = { exposures: [1], covariance: [[1]] };
  throws(
    () => correlationStress(one, { theta: 0.5, from: "adverse" } as never),
    /there is no option "from"; the options are form and theta/,
  );
  throws(() => correlationStress(one, { theta: 50 }), /theta must lie in \[0, 1\], got 50/);
});

Deno.test("bookCovariance() is per year, has the market last, and no negative eigenvalue", () => {
  const market = simulatedMarket({ seed: 7, years: 2 });
  const view = snapshot(market, market.prices.days.at(-1)!);
  const sample = bookCovariance(view)!, weighted = bookCovariance(view, { halfLifeDays: 60 })!;
  deepEqual(sample.names, [...SECTORS, "market"]);
  equal(sample.periods, 252);
  const own = covariance([view.returns(view.index, 252)])!.matrix[0][0];
  close(sample.matrix[11][11], own * 252);
  ok(symmetricEigenvalues(sample.matrix)[0] > 0 && symmetricEigenvalues(weighted.matrix)[0] > 0);
  ok(Math.abs(weighted.matrix[11][11] - sample.matrix[11][11]) > 0);
});

Deno.test("bookCovariance() leaves out a sector that is too young", () => {
  const market = simulatedMarket({ seed: 7, years: 2 });
  const close = new Map(market.prices.close);
  close.set("XLC", close.get("XLC")!.map((value, i, all) => i < all.length - 40 ? NaN : value));
  const young = { ...market, prices: { ...market.prices, close } };
  const found = bookCovariance(snapshot(young, market.prices.days.at(-1)!))!;
  deepEqual(found.leftOut, ["XLC"]);
  equal(found.matrix.length, 11);
});

const world = simulatedMarket({ seed: 7, years: 2 });
const last = snapshot(world, world.prices.days.at(-1)!);
const only = (weights: Readonly<Record<string, number>>) =>
  last.sectors.map((sector) => weights[sector] ?? 0);

Deno.test("stressPath() of plain longs is the price, of a −2x short the fund's path", () => {
  const [from, to] = [last.tradingDays(6)[0], last.day];
  const weights = only({ XLK: 0.3, XLE: -0.2 });
  const path = stressPath(last, {
    from,
    to,
    weights,
    leverages: weights.map((weight) => weight < 0 ? -2 : 1),
    hedge: -0.1,
  });
  ok(path.days !== undefined);
  const tech = last.closes("XLK", 6), energy = last.returns("XLE", 5);
  const market = last.returns(last.index, 5);
  let fund = 1, hedge = 1;
  for (const r of energy) fund *= 1 - 2 * r!;
  for (const r of market) hedge *= 1 - r!;
  const [shortLeg, longLeg, hedgeLeg] = ["XLE", "XLK", "market"].map((scope) =>
    path.legs.find((leg) => leg.scope === scope)!.gains
  );
  close(longLeg[5], 0.3 * (tech[5]! / tech[0]! - 1));
  close(shortLeg[5], 0.1 * (fund - 1));
  close(hedgeLeg[5], 0.1 * (hedge - 1));
  close(path.gains[5], longLeg[5] + shortLeg[5] + hedgeLeg[5]);
  const daily = path.gains.slice(1).map((gain, i) => gain - path.gains[i]);
  close(path.worst?.gain, Math.min(...daily));
});

Deno.test("stressPath() over one day is stressPnl() of that day", () => {
  const [from, to] = last.tradingDays(2);
  const weights = last.sectors.map((_, i) => i % 2 === 0 ? 0.1 : -0.05);
  const path = stressPath(last, { from, to, weights, hedge: -0.2 });
  const window: StressWindow = {
    name: "a day",
    kind: "crash",
    from,
    to,
    market: last.returns(last.index, 1)[0],
    returns: Object.fromEntries(last.sectors.map((one) => [one, last.returns(one, 1)[0]!])),
    proxies: {},
  };
  ok(path.days !== undefined);
  close(path.gains[1], stressPnl(window, { sectors: last.sectors, weights, hedge: -0.2 }).total!);
});

Deno.test("stressPath() says why a window cannot be followed", () => {
  const weights = only({ XLK: 0.3 });
  const bubble = named("Dot-com");
  const path = stressPath(last, { ...bubble, weights });
  ok(
    path.days === undefined &&
      /2000-03-24 is no trading day here; the prices run/.test(path.reason),
  );
  throws(() => stressPath(last, { from: bubble.to, to: bubble.from, weights }), /must be before/);
});
