import { rebalance } from "lab/desk";
import { type Market, SECTORS, simulatedMarket, snapshot } from "lab/market";
import {
  heldExposures,
  type NormLimit,
  orders,
  type OrdersOptions,
  type RoundingProblem,
  type TargetBook,
  wholeShares,
} from "lab/portfolio";
import { randomStream } from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { littleView, TODAY } from "../little_market.ts";
import { SOAK } from "../../soak.ts";

/** One position in tenths, one in dollars. */
function pair(extra: Partial<RoundingProblem>): RoundingProblem {
  return {
    targets: [0.27, 0.25],
    lots: [0.1, 1],
    minimum: [0, 0],
    maximum: [10, 1],
    inDollars: [false, true],
    limits: [],
    ...extra,
  };
}

const close = (value: number, wanted: number, tolerance = 1e-9) =>
  ok(Math.abs(value - wanted) <= tolerance, `${value} is not ${wanted}`);

function exposuresOf(problem: RoundingProblem): readonly number[] {
  const rounded = wholeShares(problem);
  if (!rounded.found) throw new Error(`nothing found: ${rounded.breached.join()}`);
  return rounded.exposures;
}

const NET = { name: "net", coefficients: [1, -1], low: 0, high: 0 };

Deno.test("wholeShares() leaves dollars at their target where no limit objects", () => {
  deepEqual(exposuresOf(pair({})).map((e) => e.toFixed(9)), ["0.300000000", "0.250000000"]);
});

Deno.test("wholeShares() moves dollars by what the shares beside them miss", () => {
  // Three shares and 0.30: √(0.03² + 0.05²) = 0.0583. Two and 0.20 lie at 0.0860.
  const rounded = wholeShares(pair({ limits: [NET] }));
  ok(rounded.found);
  equal(rounded.shares[0], 3);
  close(rounded.exposures[1], 0.3);
  close(rounded.distance, Math.hypot(0.03, 0.05));
});

Deno.test("wholeShares() takes other shares where those leave the dollars nearer", () => {
  // A share of 0.1 needs 0.2 in dollars. Three need 0.6, two 0.4: (0.07, 0.18) away; one needs 0.2:
  // (0.17, 0.02) away, which is least.
  const limits = [{ ...NET, coefficients: [1, -0.5] }];
  const [whole, dollars] = exposuresOf(pair({ targets: [0.27, 0.22], limits }));
  close(whole, 0.1);
  close(dollars, 0.2);
});

Deno.test("wholeShares() keeps dollars inside their bounds", () => {
  // Three shares would need 0.30; at most 0.28 may be ordered, so two shares and 0.20 it is.
  const [whole, dollars] = exposuresOf(pair({ limits: [NET], maximum: [10, 0.28] }));
  close(whole, 0.2);
  close(dollars, 0.2);
  // Below its target by as much, and not across zero.
  const never = wholeShares(pair({ limits: [{ ...NET, low: 0.5, high: 0.5 }], maximum: [4, 1] }));
  deepEqual(never, { found: false, exhausted: true, breached: ["net"] });
});

Deno.test("wholeShares() never trades dollars back beyond where they stand", () => {
  // From 0.24 to 0.25 is a purchase: two shares would need 0.20, which is a sale, three 0.30.
  const turnover = { name: "turnover", coefficients: [1, 1], from: [0, 0.24], low: 0, high: 0.36 };
  const [whole, dollars] = exposuresOf(pair({ targets: [0.24, 0.25], limits: [NET, turnover] }));
  close(whole, 0.3);
  close(dollars, 0.3);
  // 0.3 and 0.06 are traded then; with room for less there is no book.
  const tight = { ...turnover, high: 0.3599 };
  ok(!wholeShares(pair({ targets: [0.24, 0.25], limits: [NET, tight] })).found);
  // From 0.30 to 0.25 is a sale: 0.30 for three shares would be none, two and 0.20 are one.
  const sale = { ...turnover, from: [0, 0.29], high: 1 };
  close(exposuresOf(pair({ targets: [0.27, 0.25], limits: [NET, sale] }))[1], 0.2);
});

Deno.test("wholeShares() moves dollars to keep a limit on volatility, by hand", () => {
  // √(0.3² + e²) ≤ 0.35 allows e ≤ √0.0325 = 0.180278 beside three shares.
  const norms = [{ name: "volatility", matrix: [[1, 0], [0, 1]], high: 0.35 }];
  const [whole, dollars] = exposuresOf(pair({ targets: [0.29, 0.2], norms }));
  close(whole, 0.3);
  close(dollars, Math.sqrt(0.0325), 2e-9);
});

Deno.test("wholeShares() of dollars alone is the nearest book inside the limits", () => {
  const problem = pair({
    targets: [0.3, 0.2],
    lots: [1, 1],
    maximum: [1, 1],
    inDollars: [true, true],
    limits: [NET],
  });
  exposuresOf(problem).forEach((e) => close(e, 0.25));
});

Deno.test("wholeShares() refuses dollars with another lot, or bounds that cross", () => {
  throws(() => wholeShares(pair({ lots: [0.1, 0.1] })), /a position in dollars needs a lot of 1/);
  throws(() => wholeShares(pair({ minimum: [0, 2] })), /bounds that do not cross/);
  throws(() => wholeShares(pair({ inDollars: [true] })), /one entry per position/);
});

/**
 * The nearest book by trying every number of shares so far from the target; what one position in
 * dollars may be then is an interval, from each limit by division and from the norm by its roots.
 */
function bruteForce(p: RoundingProblem, reach: number): number | undefined {
  const last = p.targets.length - 1;
  let best: number | undefined;
  const visit = (shares: number[]): void => {
    const i = shares.length;
    if (i < last) {
      const ideal = Math.round(p.targets[i] / p.lots[i]);
      for (let n = ideal - reach; n <= ideal + reach; n++) {
        if (n >= p.minimum[i] && n <= p.maximum[i]) visit([...shares, n]);
      }
      return;
    }
    const whole = shares.map((n, k) => n * p.lots[k]);
    let low = p.minimum[last], high = p.maximum[last];
    for (const { coefficients, low: least, high: most } of p.limits) {
      const used = whole.reduce((sum, e, k) => sum + coefficients[k] * e, 0);
      const ends = [(least - used) / coefficients[last], (most - used) / coefficients[last]];
      low = Math.max(low, Math.min(...ends));
      high = Math.min(high, Math.max(...ends));
    }
    for (const { matrix, high: most } of p.norms ?? []) {
      // a·e² + 2b·e + c ≤ most²
      const a = matrix[last][last];
      const b = whole.reduce((sum, e, k) => sum + matrix[last][k] * e, 0);
      let c = -most * most;
      whole.forEach((e, k) => whole.forEach((f, m) => c += e * f * matrix[k][m]));
      if (b * b < a * c) return;
      const root = Math.sqrt(b * b - a * c);
      low = Math.max(low, (-b - root) / a);
      high = Math.min(high, (-b + root) / a);
    }
    if (low > high) return;
    const dollars = Math.min(high, Math.max(low, p.targets[last]));
    const distance = Math.hypot(
      ...whole.map((e, k) => e - p.targets[k]),
      dollars - p.targets[last],
    );
    if (best === undefined || distance < best) best = distance;
  };
  visit([]);
  return best;
}

Deno.test("wholeShares() finds a book beside dollars wherever brute force does", () => {
  let tried = 0, nearest = 0, moved = 0;
  for (let seed = 0; seed < (SOAK ? 4_000 : 300); seed++) {
    const stream = randomStream(seed), n = 4, last = n - 1;
    const targets = Array.from({ length: n }, () => 0.1 + 0.2 * stream.uniform());
    const betas = targets.map((_, i) => (i % 2 === 0 ? 1 : -1) * (0.5 + stream.uniform()));
    const beta = targets.reduce((sum, e, i) => sum + betas[i] * e, 0);
    const gross = targets.reduce((a, b) => a + b, 0);
    const root = targets.map(() => targets.map(() => stream.normal()));
    const matrix = root.map((a) => root.map((b) => a.reduce((sum, x, k) => sum + x * b[k], 0)));
    const variance = targets.reduce(
      (sum, e, i) => sum + targets.reduce((part, f, j) => part + e * f * matrix[i][j], 0),
      0,
    );
    const norm: NormLimit = { name: "volatility", matrix, high: Math.sqrt(variance) * 1.0001 };
    const p: RoundingProblem = {
      targets,
      lots: targets.map((_, i) => i === last ? 1 : 0.01 + 0.07 * stream.uniform()),
      minimum: [0, 0, 0, 0],
      maximum: [Infinity, Infinity, Infinity, targets[last] + 0.1],
      inDollars: targets.map((_, i) => i === last),
      limits: [
        { name: "gross", coefficients: [1, 1, 1, 1], low: gross - 0.02, high: gross + 0.02 },
        // At its lower bound, or of width 0: whole shares alone would seldom meet it.
        { name: "beta", coefficients: betas, low: beta, high: beta + (seed % 2) * 0.01 },
      ],
      norms: seed % 3 === 0 ? [norm] : [],
    };
    const near = bruteForce(p, 1);
    if (near === undefined) continue;
    const best = bruteForce(p, 7)!;
    tried++;
    const rounded = wholeShares(p);
    ok(rounded.found, `seed ${seed}: brute force found a book`);
    const { exposures, shares } = rounded;
    ok(shares.every((n, i) => i === last || Number.isInteger(n)), `seed ${seed}: ${shares}`);
    for (const { name, coefficients, low, high } of p.limits) {
      const value = exposures.reduce((sum, e, k) => sum + coefficients[k] * e, 0);
      ok(value >= low - 2e-9 && value <= high + 2e-9, `seed ${seed} ${name}`);
    }
    if (Math.abs(exposures[last] - targets[last]) > 1e-6) moved++;
    ok(rounded.distance >= best - 2e-9, `seed ${seed}: ${rounded.distance} beats ${best}`);
    if (rounded.distance <= best + 2e-9) nearest++;
  }
  ok(tried > 100 && moved > 0.8 * tried, JSON.stringify({ tried, moved }));
  ok(nearest >= 0.7 * tried, `${nearest} of ${tried} are nearest`);
});

const FUNDS = { XLE: 25, XLF: 50, XLK: 199, SPY: 500 };
const TARGET: TargetBook = {
  sectors: ["XLE", "XLF", "XLK"],
  weights: [0.25, -0.3, 0.25],
  betas: [1, 1, 1],
  hedge: -0.2,
};

function givenFor(equityUsd: number, more: Partial<OrdersOptions> = {}): OrdersOptions {
  const view = littleView(FUNDS);
  const account = heldExposures([], { day: TODAY, priceOf: view.tradePrice, equityUsd });
  return { snapshot: view, account, ...more };
}

Deno.test("orders() in dollars keep a net of 0 that whole shares miss", () => {
  // $10,000 × 0.995: XLE 99.5 shares and XLK 12.5 of 1.99 %. Twelve of XLK leave 0.995 % and more.
  const plan = orders(TARGET, givenFor(10_000, { limits: { net: 0 } }));
  equal(plan.status, "orders");
  const inDollars = plan.orders.filter(({ shares }) => shares === undefined);
  deepEqual(inDollars.map(({ ticker }) => ticker), ["SEF", "SPDN"]);
  close(plan.weights.reduce((a, b) => a + b, plan.hedge), 0, 2e-9);
  for (const { ticker, dollars, exposureAfter } of inDollars) {
    close(dollars, 10_000 * Math.abs(exposureAfter), 1e-6);
    ok(exposureAfter < 0, `${ticker} ${exposureAfter}`);
  }
});

Deno.test("orders() in dollars let the minimum trade give way before a limit, and say so", () => {
  // A share of XLK is 19.9 % of $1,000 and gross at most 2.3 %: it cannot be bought, and for a net of 0
  // its short of 0.15 % must vanish.
  const little: TargetBook = { ...TARGET, weights: [0, -0.0025, 0.0025], hedge: 0 };
  const plan = orders(little, givenFor(1_000, { limits: { net: 0 } }));
  deepEqual([plan.status, plan.weights, plan.gaveWay], ["no trade", [0, 0, 0], []]);
  deepEqual(plan.notes, ["Whole shares need an order in dollars below the minimum trade."]);
  const free = orders(little, givenFor(1_000, { limits: { net: 0, minimumTradeBps: 0 } }));
  deepEqual([free.status, free.notes], ["no trade", []]);
});

Deno.test("orders() in dollars stay within what a fund's volume and assets allow", () => {
  // One share of XLK is 19.9 % of $1,000, and needs as much of SEF: a tenth of $1,990.
  const target: TargetBook = { ...TARGET, weights: [0, -0.19, 0.19], hedge: 0 };
  const deep = { advUsd: 1e9, aumUsd: 1e9 };
  const plan = (thin: { advUsd?: number; aumUsd?: number }) =>
    orders(
      target,
      givenFor(1_000, {
        limits: { net: 0 },
        rules: { liquidity: (ticker) => ticker === "SEF" ? { ...deep, ...thin } : deep },
      }),
    );
  close(plan({ advUsd: 1_991 }).weights[1], -0.199);
  close(plan({ aumUsd: 1_991 }).weights[1], -0.199);
  equal(plan({ advUsd: 1_989 }).status, "too small");
  equal(plan({ aumUsd: 1_989 }).status, "too small");
});

Deno.test("orders() in dollars look for the account in which they can make good what shares miss", () => {
  // $800: a share of XLK is 24.875 %, and 0.2 is wanted with gross within 2 %. At $1,000 it is 19.9 %.
  const target: TargetBook = { ...TARGET, weights: [0, -0.2, 0.2], hedge: 0 };
  const plan = orders(target, givenFor(800, { limits: { net: 0 } }));
  deepEqual([plan.status, plan.smallestAccountUsd], ["too small", 1_000]);
  equal(orders(target, givenFor(1_000, { limits: { net: 0 } })).status, "orders");
});

Deno.test("orders() in dollars sell no less than the minimum trade of what another fund holds", () => {
  // SDS at −30 % gives way to SPDN, which has no price. Fifty shares of XLE at 0.597 % would leave the
  // hedge at −29.85 %, a trade of 15 bp; forty-nine leave it at −29.253 %.
  const view = littleView({ ...FUNDS, XLE: 59.7, SDS: 30 });
  const account = heldExposures([{ ticker: "SDS", shares: 50 }], {
    day: TODAY,
    priceOf: view.tradePrice,
    equityUsd: 10_000,
  });
  const target: TargetBook = { sectors: ["XLE"], weights: [0.2975], betas: [1], hedge: -0.2975 };
  const plan = (minimumTradeBps: number) =>
    orders(target, { snapshot: view, account, limits: { net: 0, minimumTradeBps } });
  close(plan(20).hedge, -0.29253);
  close(plan(15).hedge, -0.2985);
});

/** A market of sector funds and SPY: every short, and a short hedge, is ordered in dollars. */
function withoutInverseFunds(market: Market): Market {
  const { prices } = market;
  const only = <T>(columns: ReadonlyMap<string, T>) =>
    new Map(
      [...columns].filter(([ticker]) => ticker === "SPY" || SECTORS.includes(ticker as never)),
    );
  return {
    ...market,
    prices: {
      ...prices,
      close: only(prices.close),
      open: only(prices.open),
      volume: only(prices.volume),
    },
  };
}

Deno.test("rebalance() finds orders for every score set where shorts are ordered in dollars", () => {
  const market = withoutInverseFunds(simulatedMarket({ seed: 7 }));
  const today = snapshot(market, market.prices.days.at(-1)!);
  let inDollars = 0;
  for (let seed = 0; seed < (SOAK ? 2_000 : 240); seed++) {
    const stream = randomStream(seed);
    const views = SECTORS.map((sector) => ({
      sector,
      score: 1 + stream.integer(5),
      confidence: 1,
    }));
    for (const equityUsd of [10_000, 100_000]) {
      const { trades, judgement } = rebalance(today, views, { equityUsd });
      equal(trades.status, "orders", `seed ${seed}, $${equityUsd}: ${trades.reason}`);
      ok(judgement.holds);
      inDollars += trades.orders.filter(({ shares }) => shares === undefined).length;
    }
  }
  ok(inDollars > 1_000, `${inDollars} orders in dollars`);
});
