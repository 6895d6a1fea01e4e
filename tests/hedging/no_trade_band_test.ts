import {
  bookBetaPath,
  hedgeBandWidth,
  hedgePath,
  type HedgeRule,
  sectorBetas,
  volatilityTrigger,
} from "lab/hedging";
import { type Market, simulatedMarket, snapshot } from "lab/market";
import { randomStream, rollingVolatility } from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { SOAK } from "../soak.ts";

const close = (a: number | undefined, b: number, tolerance = 1e-12) =>
  ok(
    a !== undefined && Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b)),
    `${a} is not ${b}`,
  );
const market = simulatedMarket({ seed: 7, years: 3 });
const view = snapshot(market, market.prices.days.at(-1)!);

function wandering(seed: number, days: number, perYear = 0.15): readonly number[] {
  const stream = randomStream(seed);
  let beta = 0.3;
  return Array.from({ length: days }, () => beta += perYear / Math.sqrt(252) * stream.normal());
}

Deno.test("hedgePath() trades to the edge, worked by hand", () => {
  // The hedge starts at −0.2. Betas with it: 0, 0.04, 0.08 → 0.05, −0.04 + …
  const path = hedgePath([0.2, 0.24, 0.28, 0.16], { costBps: 10 });
  const hedges = path.days.map(({ hedge }) => hedge);
  [-0.2, -0.2, -0.23, -0.21].forEach((hedge, i) => close(hedges[i], hedge));
  close(path.days[3].before, -0.07);
  close(path.days[3].after, -0.05);
  equal(path.trades, 2);
  close(path.turnover, 0.05);
  close(path.costBps, 0.5);
  close(path.largestDistance, 0.08);
  close(path.meanDistance, (0 + 0.04 + 0.05 + 0.05) / 4);
});

Deno.test("hedgePath() to the target and by the calendar end at the target when they trade", () => {
  const betas = wandering(1, 500);
  for (
    const rule of [{ kind: "target", band: 0.05 }, { kind: "calendar", days: 21 }] as HedgeRule[]
  ) {
    const path = hedgePath(betas, { rule, target: 0.1 });
    ok(path.trades > 3);
    for (const { trade, after } of path.days) if (trade !== 0) close(after, 0.1);
  }
  const monthly = hedgePath(betas, { rule: { kind: "calendar", days: 21 } });
  monthly.days.forEach(({ trade }, day) => equal(trade !== 0, (day + 1) % 21 === 0));
});

Deno.test("hedgePath() is inside band and limit after every evening, and adds up", () => {
  for (let seed = 0; seed < 40; seed++) {
    const betas = wandering(seed, 300, 0.5);
    const path = hedgePath(betas);
    let hedge = -betas[0];
    for (const [day, row] of path.days.entries()) {
      ok(Math.abs(row.after!) <= 0.05 + 1e-9);
      close(row.before, betas[day] + hedge);
      hedge += row.trade;
      close(row.hedge, hedge);
      close(row.after, betas[day] + hedge);
    }
  }
});

Deno.test("hedgePath() never leaves a beta beyond the mandate's limit after a trade", () => {
  const rule: HedgeRule = { kind: "edge", band: 0.07 };
  const path = hedgePath(wandering(3, 1000, 0.5), { rule, limit: 0.05 });
  ok(path.days.some(({ trade, after }) => trade === 0 && Math.abs(after!) > 0.05));
  for (const { trade, after } of path.days) if (trade !== 0) close(Math.abs(after!), 0.05, 1e-9);
});

Deno.test("hedgePath() with no band at all trades every change", () => {
  const path = hedgePath([0.1, 0.2, 0.15], { rule: { kind: "edge", band: 0 } });
  close(path.turnover, 0.15);
  close(path.meanDistance, 0);
});

Deno.test("hedgePath() leaves the hedge alone while the beta is not known", () => {
  const path = hedgePath([0.1, undefined, 0.4], { rule: { kind: "edge", band: 0.05 } });
  deepEqual(path.days[1], {
    bookBeta: undefined,
    before: undefined,
    trade: 0,
    hedge: -0.1,
    after: undefined,
  });
  close(path.days[2].after, 0.05);
  throws(() => hedgePath([undefined]), /a beta on one evening at least/);
  throws(() => hedgePath([NaN]), /a beta must be finite or undefined, got NaN/);
  throws(() => hedgePath([1], { rule: { kind: "calendar", days: 0.5 } }), /whole, from 1, got 0.5/);
});

Deno.test("hedgePath() costs what the formulas of hedgeBandWidth() say", () => {
  // Looked at once a day, a beta runs past its edge unseen; sixteen looks come nearer to the formula.
  const looks = 16, steps = SOAK ? 8_000_000 : 800_000, years = steps / looks / 252;
  const perYear = 0.15, costRate = 5e-4;
  const betas = wandering(9, steps, perYear / Math.sqrt(looks));
  const shape = { costRate, betaDrift: perYear, marketVolatility: 0.16 };
  for (const to of ["edge", "target"] as const) {
    const { band, costPerYear, penaltyPerYear } = hedgeBandWidth(shape, to);
    const path = hedgePath(betas, { rule: { kind: to, band }, limit: 1, costBps: costRate * 1e4 });
    close(path.costBps / 1e4 / years / costPerYear, 1, 0.12);
    let squares = 0;
    for (const { after } of path.days) squares += after! * after!;
    close(0.16 ** 2 * squares / steps / penaltyPerYear, 1, 0.12);
  }
});

Deno.test("hedgeBandWidth() is where the sum of both costs is least", () => {
  const shape = { costRate: 5e-4, betaDrift: 0.15, riskAversion: 2, marketVolatility: 0.16 };
  const { costRate: c, betaDrift: s } = shape, risk = 2 * 0.16 ** 2;
  const total = {
    edge: (b: number) => risk * b * b / 6 + c * s * s / (2 * b),
    target: (b: number) => risk * b * b / 12 + c * s * s / b,
  };
  for (const to of ["edge", "target"] as const) {
    const best = hedgeBandWidth(shape, to), at = total[to](best.band);
    close(best.costPerYear + best.penaltyPerYear, at);
    ok(total[to](best.band * 1.05) > at && total[to](best.band * 0.95) > at);
  }
  const edge = hedgeBandWidth(shape), target = hedgeBandWidth(shape, "target");
  ok(edge.band > 0.05 && edge.band < 0.07);
  const ratio = (edge.costPerYear + edge.penaltyPerYear) /
    (target.costPerYear + target.penaltyPerYear);
  ok(ratio > 0.77 && ratio < 0.83, `${ratio}`);
  throws(() => hedgeBandWidth({ ...shape, costRate: 0 }), /costRate must be above 0, got 0/);
});

Deno.test("volatilityTrigger() enters at 25 %, leaves at 18 %, and stays in between", () => {
  const states = volatilityTrigger([0.24, 0.25, 0.181, 0.3, 0.18, 0.249]).map(({ state }) => state);
  deepEqual(states, ["calm", "fear", "fear", "fear", "calm", "calm"]);
  deepEqual(
    volatilityTrigger([0.2, undefined], { start: "fear" }).map(({ state, scale }) => [
      state,
      scale.toFixed(2),
    ]),
    [["fear", "0.90"], ["fear", "0.90"]],
  );
});

Deno.test("volatilityTrigger() changes less often than one threshold, and looks only back", () => {
  const flips = (days: readonly { readonly state: string }[]) =>
    days.filter(({ state }, i) => i > 0 && state !== days[i - 1].state).length;
  let two = 0, one = 0;
  for (let seed = 0; seed < 20; seed++) {
    const stream = randomStream(seed);
    let log = 0;
    const returns = Array.from({ length: 1000 }, () => {
      log = 0.98 * log + 0.12 * stream.normal();
      return 0.2 / Math.sqrt(252) * Math.exp(log) * stream.normal();
    });
    const volatility = rollingVolatility(returns);
    const days = volatilityTrigger(volatility);
    two += flips(days);
    one += flips(volatilityTrigger(volatility, { until: 0.25 }));
    deepEqual(volatilityTrigger(volatility.slice(0, 500)), days.slice(0, 500));
    for (const { scale } of days) ok(scale > 0 && scale <= 1);
  }
  ok(two < 0.7 * one && two > 0, `${two} against ${one}`);
  throws(() => volatilityTrigger([0.2], { from: 0.1 }), /until ≤ from, .* got 0.18 and 0.1/);
  throws(() => volatilityTrigger([-0.2]), /at least 0 or undefined, got -0.2 at position 0/);
});

Deno.test("bookBetaPath() ends with the betas of the day on the drifted exposures", () => {
  const weights = view.sectors.map((_, i) => (i % 2 === 0 ? 1 : -1) * 0.02 * (i + 1));
  const path = bookBetaPath(view, { weights, days: 40 });
  const last = path.at(-1)!, betas = sectorBetas(view);
  close(last.beta, betas.reduce((sum, { beta }, i) => sum + beta! * last.exposures[i], 0), 1e-10);
  equal(last.day, view.day);
  deepEqual(path[0].exposures, weights);
});

Deno.test("bookBetaPath() drifts a long like its price and a −2x short against it", () => {
  const weights = view.sectors.map((sector) =>
    sector === "XLK" ? 0.3 : sector === "XLE" ? -0.2 : 0
  );
  const leverages = weights.map((weight) => weight < 0 ? -2 : 1);
  const path = bookBetaPath(view, { weights, leverages, days: 3 });
  const tech = view.returns("XLK", 2), energy = view.returns("XLE", 2);
  let long = 0.3, short = -0.2;
  for (let day = 0; day < 2; day++) {
    const equity = 1 + long * tech[day]! + short * energy[day]!;
    long = long * (1 + tech[day]!) / equity;
    short = short * (1 - 2 * energy[day]!) / equity;
  }
  close(path[2].exposures[view.sectors.indexOf("XLK")], long);
  close(path[2].exposures[view.sectors.indexOf("XLE")], short);
});

Deno.test("bookBetaPath() stops at a gap of a held sector, and only then", () => {
  const columns = new Map(market.prices.close);
  const prices = columns.get("XLB")!.slice();
  prices[prices.length - 10] = NaN;
  columns.set("XLB", prices);
  const gapped: Market = { ...market, prices: { ...market.prices, close: columns } };
  const seen = snapshot(gapped, view.day);
  const weights = (sector: string) => view.sectors.map((one) => one === sector ? 0.1 : 0);
  equal(bookBetaPath(seen, { weights: weights("XLB"), days: 30 }).length, 20);
  equal(bookBetaPath(seen, { weights: weights("XLK"), days: 30 }).length, 30);
  throws(() => bookBetaPath(seen, { weights: [1] }), /one weight and one leverage per sector/);
});

Deno.test("bookBetaPath() of an earlier day does not change when the future does", () => {
  const weights = view.sectors.map(() => 0.05);
  const early = snapshot(market, market.prices.days.at(-100)!);
  const columns = new Map(
    [...market.prices.close].map(([ticker, prices]) =>
      [ticker, prices.map((price, i, all) => i < all.length - 99 ? price : price * 2)] as const
    ),
  );
  const altered = { ...market, prices: { ...market.prices, close: columns } };
  deepEqual(
    bookBetaPath(snapshot(altered, early.day), { weights, days: 20 }),
    bookBetaPath(early, { weights, days: 20 }),
  );
});

Deno.test("hedgePath() does not trade again for rounding a beta that stands on the edge", () => {
  // 0.21 with the hedge that brought it to 0.05 adds up to 0.05000000000000002.
  const { days, trades } = hedgePath([0.1, 0.21, 0.21, 0.21]);
  equal(trades, 1);
  deepEqual(days.map(({ trade }) => trade !== 0), [false, true, false, false]);
});
