import { bookStyles, STYLE_NAMES, styleLoadings } from "lab/hedging";
import {
  type Market,
  readIndustries,
  type Sector,
  simulatedMarket,
  snapshot,
  type StyleFactorReturn,
  tradingDaysFrom,
} from "lab/market";
import { randomStream } from "lab/stats";
import { day, instant } from "lab/units";
import { deepEqual, equal, match, ok, throws } from "node:assert/strict";

const close = (a: number, b: number, tolerance = 1e-9) =>
  ok(Math.abs(a - b) <= tolerance, `${a} is not ${b}`);
const lastView = (market: Market) => snapshot(market, market.prices.days.at(-1)!);

/** Closes whose returns are the given ones, one day longer than these. */
function closes(returns: readonly number[]): Float64Array {
  const out = new Float64Array(returns.length + 1);
  out[0] = 100;
  returns.forEach((value, t) => out[t + 1] = out[t] * (1 + value));
  return out;
}

/** A market with these returns, whose styles are known at each day's close. */
function market(
  index: readonly number[],
  styles: readonly (readonly number[])[],
  sectors: Readonly<Partial<Record<Sector, readonly number[]>>>,
): Market {
  const days = tradingDaysFrom(day("2024-01-02"), index.length + 1);
  return {
    source: { kind: "simulated", seed: 0 },
    frequency: "daily",
    index: "SPY",
    prices: {
      days,
      availableAt: days.map((on) => instant(on)),
      close: new Map([
        ["SPY", closes(index)],
        ...Object.entries(sectors).map(([name, returns]) => [name, closes(returns)] as const),
      ]),
      open: new Map(),
      volume: new Map(),
    },
    rates: [],
    styles: index.map((_, t): StyleFactorReturn => ({
      day: days[t + 1],
      size: styles[0][t],
      value: styles[1][t],
      momentum: styles[2][t],
      availableAt: instant(days[t + 1]),
      address: `test:styles/${days[t + 1]}`,
    })),
    fundamentals: [],
    headlines: [],
    flows: [],
  };
}

const T = Array.from({ length: 70 }, (_, t) => t);
const M = T.map((t) => 0.01 * Math.sin(1.1 * t));
const STYLES = [
  T.map((t) => 0.005 * Math.sin(2.3 * t + 1)),
  T.map((t) => 0.005 * Math.cos(0.7 * t)),
  T.map((t) => 0.004 * Math.sin(t * t)),
];
const R = T.map((t) =>
  0.9 * M[t] + 0.2 * STYLES[0][t] - 0.3 * STYLES[1][t] + 0.1 * STYLES[2][t] +
  0.002 * Math.sin(5.1 * t)
);
const PLANTED = market(M, STYLES, { XLE: R });

Deno.test("styleLoadings() agrees with statsmodels", () => {
  const found = styleLoadings(lastView(PLANTED));
  ok(found.rows !== undefined);
  const [energy, index] = found.rows;
  // statsmodels 0.15.0: OLS(r, add_constant(c_[m, s, v, u])).fit(); params, bse, conf_int(.05)
  deepEqual([energy.name, energy.periods, found.unit], ["XLE", 70, "days"]);
  close(energy.market, 0.9165723753480237);
  const { size, value, momentum } = energy.styles;
  close(size.loading, 0.21746544069820037);
  close(size.standardError, 0.05137739750698992);
  close(size.low, 0.11485769250246597);
  close(size.high, 0.32007318889393477);
  close(value.loading, -0.32170859990535894);
  close(value.standardError, 0.048559844096630056);
  close(momentum.loading, 0.03673615834620376);
  close(momentum.standardError, 0.06491667865281911);
  // The market against itself: nothing is left for a style.
  deepEqual([index.name, index.market, index.styles.size.loading], ["market", 1, 0]);
  deepEqual(found.loadings.value, [value.loading, 0]);
});

Deno.test("styleLoadings() covers a planted loading in about 95 of 100 draws", () => {
  let inside = 0;
  const draws = 200;
  for (let seed = 0; seed < draws; seed++) {
    const stream = randomStream(seed);
    const noise = () => T.map(() => 0.01 * stream.normal());
    const index = noise(), styles = [noise(), noise(), noise()], own = noise();
    const returns = own.map((e, t) => 0.0002 + 0.8 * index[t] - 0.4 * styles[1][t] + 0.5 * e);
    const found = styleLoadings(lastView(market(index, styles, { XLF: returns })));
    const { low, high } = found.rows![0].styles.value;
    if (low <= -0.4 && -0.4 <= high) inside++;
  }
  // 190 expected; three standard errors of a binomial are 9.2.
  ok(inside >= 181 && inside <= 199, `${inside} of ${draws}`);
});

Deno.test("styleLoadings() sees no style before it is published, and the later of two figures", () => {
  const simulated = simulatedMarket({ seed: 7, years: 2 });
  const view = lastView(simulated);
  const before = styleLoadings(view);
  ok(before.rows !== undefined);
  // Today's styles come out after the close.
  equal(before.rows[0].periods, 251);
  const spoilt = {
    ...simulated,
    styles: simulated.styles.map((one) => one.day === view.day ? { ...one, size: 9 } : one),
  };
  deepEqual(styleLoadings(lastView(spoilt)), before);

  const last = PLANTED.styles.at(-1)!;
  const wrongFirst = [
    ...PLANTED.styles.slice(0, -1),
    { ...last, size: 1 },
    last,
  ];
  deepEqual(
    styleLoadings(lastView({ ...PLANTED, styles: wrongFirst })),
    styleLoadings(lastView(PLANTED)),
  );
});

Deno.test("styleLoadings() leaves out a sector that is too young and says why there is none", () => {
  const short = closes(R).fill(NaN, 0, 20);
  const young = {
    ...PLANTED,
    prices: { ...PLANTED.prices, close: new Map([...PLANTED.prices.close, ["XLK", short]]) },
  };
  const found = styleLoadings(lastView(young));
  ok(found.rows !== undefined);
  deepEqual(found.leftOut, ["XLK"]);
  deepEqual(found.rows.map(({ name }) => name), ["XLE", "market"]);

  const reason = (of: Market) => {
    const none = styleLoadings(lastView(of));
    ok(none.rows === undefined);
    return none.reason;
  };
  match(
    reason({ ...PLANTED, styles: [] }),
    /unknown on 2024-.*: the data have no returns of style/,
  );
  match(
    reason({ ...PLANTED, styles: PLANTED.styles.slice(30) }),
    /only 40 of the last 252 days have a return of the styles and of SPY, 60 are needed/,
  );
  match(
    reason(market(M, [STYLES[0], STYLES[0], STYLES[2]], { XLE: R })),
    /stands still, or repeats/,
  );
  throws(
    () => styleLoadings(lastView(PLANTED), { windowDays: 1.5 }),
    /windowDays must be a whole number from 2, got 1.5/,
  );
});

Deno.test("styleLoadings() reads months where a market is monthly", async () => {
  const found = styleLoadings(lastView(await readIndustries()));
  ok(found.rows !== undefined);
  deepEqual([found.unit, found.rows[0].periods], ["months", 60]);
  for (const name of STYLE_NAMES) equal(found.loadings[name].length, found.rows.length);
});

Deno.test("bookStyles() adds up to the sectors' loadings, and a hedge moves none of them", () => {
  const view = lastView(simulatedMarket({ seed: 7, years: 2 }));
  const found = styleLoadings(view);
  ok(found.rows !== undefined);
  for (let seed = 0; seed < 20; seed++) {
    const stream = randomStream(seed);
    const weights = view.sectors.map(() => stream.normal() / 10), hedge = stream.normal() / 10;
    const book = bookStyles(view, { sectors: view.sectors, weights, hedge });
    ok(book.styles !== undefined);
    for (const name of STYLE_NAMES) {
      const sum = weights.reduce((total, w, i) => total + w * found.loadings[name][i], 0);
      close(book.styles[name].loading, sum, 1e-12);
    }
    const market = weights.reduce((total, w, i) => total + w * found.rows[i].market, hedge);
    close(book.market, market, 1e-12);
    const alone = bookStyles(view, { sectors: view.sectors, weights });
    close(alone.styles!.value.standardError, book.styles.value.standardError, 1e-12);
  }
});

Deno.test("bookStyles() of one sector has that sector's errors, of an empty book none", () => {
  const view = lastView(PLANTED);
  const energy = styleLoadings(view).rows![0];
  const half = bookStyles(view, { sectors: ["XLE"], weights: [0.5] });
  close(half.styles!.size.standardError, energy.styles.size.standardError / 2, 1e-15);
  const empty = bookStyles(view, { sectors: ["XLE"], weights: [0] });
  deepEqual(empty.styles!.size, { loading: 0, standardError: 0, low: 0, high: 0 });
});

Deno.test("bookStyles() says why it cannot tell, and refuses what is no book", () => {
  const view = lastView(PLANTED);
  const unknown = bookStyles(view, { sectors: ["XLE", "XLK"], weights: [0.1, 0.1] });
  ok(unknown.styles === undefined);
  match(unknown.reason, /fewer than 60 of the last 252 days have a return of every sector held/);
  const none = bookStyles(lastView({ ...PLANTED, styles: [] }), { sectors: [], weights: [] });
  match(none.styles === undefined ? none.reason : "", /no returns of style factors/);
  throws(
    () => bookStyles(view, { sectors: ["XLE"], weights: [] }),
    /need one weight per sector, got 0 for 1/,
  );
  throws(
    () => bookStyles(view, { sectors: ["XLE"], weights: [0.1], hedge: NaN }),
    /need finite exposures, got NaN for the hedge/,
  );
});

Deno.test("styles that the data have beside the three are measured with them, and left out where they are few", () => {
  const draw = randomStream(9), n = 120;
  const series = () => Array.from({ length: n }, () => 0.01 * draw.normal());
  const index = series(), three = [series(), series(), series()], quality = series();
  const own = index.map((r, t) => r + 0.5 * three[1][t] - 0.8 * quality[t] + 0.001 * draw.normal());
  const plain = market(index, three, { XLK: own, XLF: index });
  const withQuality = (known: (t: number) => boolean): Market => ({
    ...plain,
    styles: plain.styles.map((style, t) => ({
      ...style,
      further: { quality: known(t) ? quality[t] : NaN },
    })),
  });
  const found = styleLoadings(lastView(withQuality(() => true)));
  ok(found.rows !== undefined);
  deepEqual(Object.keys(found.loadings), ["size", "value", "momentum", "quality"]);
  close(found.loadings.quality[1], -0.8, 0.05);
  close(found.loadings.value[1], 0.5, 0.05);
  deepEqual(found.loadings.quality.at(-1), 0);
  const book = bookStyles(lastView(withQuality(() => true)), { sectors: ["XLK"], weights: [0.5] });
  ok(book.styles !== undefined);
  close(book.styles.quality.loading, -0.4, 0.03);
  // Fewer days than a loading needs: the three are measured as if it were not there.
  const few = styleLoadings(lastView(withQuality((t) => t < 40)));
  deepEqual(few.rows, styleLoadings(lastView(plain)).rows);
  // Two that are each known on enough days, and together on too few: the first by name stays.
  const apart = styleLoadings(lastView({
    ...plain,
    styles: plain.styles.map((style, t) => ({
      ...style,
      further: { quality: t < 62 ? quality[t] : NaN, yield: t >= 58 ? quality[t] : NaN },
    })),
  }));
  ok(apart.rows !== undefined);
  deepEqual(Object.keys(apart.loadings), ["size", "value", "momentum", "quality"]);
});

Deno.test("a day on which one style is empty counts for none", () => {
  const draw = randomStream(10), n = 120;
  const series = () => Array.from({ length: n }, () => 0.01 * draw.normal());
  const index = series(), three = [series(), series(), series()];
  const whole = market(index, three, { XLK: series() });
  const styles = whole.styles.map((style, t) => t % 4 === 0 ? { ...style, value: NaN } : style);
  const found = styleLoadings(lastView({ ...whole, styles }));
  ok(found.rows !== undefined);
  equal(found.rows[0].periods, n - n / 4);
  ok(Number.isFinite(found.loadings.value[0]));
});
