import { instrument } from "lab/market";
import { fundVolatility, type Trade, tradeCost } from "lab/portfolio";
import { randomStream } from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { littleView } from "../little_market.ts";

const TRADE: Trade = {
  tradedUsd: 10_000,
  equityUsd: 100_000,
  spreadBps: 40,
  advUsd: 40_000,
  dailyVolatility: 0.02,
};
const close = (a: number | undefined, b: number) =>
  ok(a !== undefined && Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b)), `${a} is not ${b}`);

Deno.test("tradeCost() is half the spread plus square-root impact plus fees", () => {
  const cost = tradeCost(TRADE, { commissionUsd: 1, feeBps: 2 });
  close(cost.spreadUsd, 20); // 10,000 × 20 bp
  close(cost.impactUsd, 100); // 10,000 × 0.02 × √(10,000 / 40,000)
  close(cost.feeUsd, 3); // $1 and 10,000 × 2 bp
  close(cost.totalUsd, 123);
  close(cost.totalBps, 12.3);
});

Deno.test("tradeCost() of no trade is exactly 0, whatever is unknown", () => {
  const nothing = { ...TRADE, tradedUsd: 0, advUsd: undefined, spreadBps: undefined };
  deepEqual(tradeCost(nothing, { commissionUsd: 5 }), {
    spreadUsd: 0,
    impactUsd: 0,
    feeUsd: 0,
    knownUsd: 0,
    totalUsd: 0,
    totalBps: 0,
  });
});

Deno.test("tradeCost() with an unknown volume is unknown, not 0, and names what is missing", () => {
  const cost = tradeCost({ ...TRADE, advUsd: undefined });
  equal(cost.impactUsd, undefined);
  equal(cost.totalUsd, undefined);
  equal(cost.totalBps, undefined);
  close(cost.knownUsd, 20);
  equal(cost.unknown, "daily volume not known");
  equal(
    tradeCost({ ...TRADE, spreadBps: undefined, dailyVolatility: undefined }).unknown,
    "spread and daily volatility not known",
  );
});

Deno.test("tradeCost() refuses negative and absurd figures", () => {
  throws(() => tradeCost({ ...TRADE, tradedUsd: -1 }), /tradedUsd must be a number of at least 0/);
  throws(() => tradeCost({ ...TRADE, spreadBps: NaN }), /spreadBps .*, got NaN/);
  throws(() => tradeCost({ ...TRADE, advUsd: 0 }), /advUsd/);
  throws(() => tradeCost(TRADE, { impactCoefficient: -1 }), /impactCoefficient/);
});

Deno.test("tradeCost() is never negative, grows with the trade, and faster than in proportion", () => {
  for (let seed = 0; seed < 200; seed++) {
    const stream = randomStream(seed);
    const trade = {
      tradedUsd: 1e5 * stream.uniform(),
      equityUsd: 1e5,
      spreadBps: 50 * stream.uniform(),
      advUsd: 1e4 + 1e6 * stream.uniform(),
      dailyVolatility: 0.05 * stream.uniform(),
    };
    const once = tradeCost(trade).totalUsd!;
    const twice = tradeCost({ ...trade, tradedUsd: 2 * trade.tradedUsd }).totalUsd!;
    ok(once >= 0);
    ok(twice >= 2 * once);
  }
});

Deno.test("fundVolatility() is that of the sector times the leverage", () => {
  const view = littleView({ XLK: 200, REW: 10, SPY: 500 });
  const sector = fundVolatility(view, instrument("XLK"));
  // Closes swing between 1.01 and 0.99 of the price: returns of about ±2 %.
  ok(sector! > 0.0195 && sector! < 0.0205, String(sector));
  equal(fundVolatility(view, instrument("REW")), 2 * sector!);
  equal(fundVolatility(view, instrument("SH")), fundVolatility(view, instrument("SPY")));
});

Deno.test("fundVolatility() without enough returns is unknown", () => {
  equal(fundVolatility(littleView({ XLK: 200 }), instrument("XLF")), undefined);
});

Deno.test("fundVolatility() needs sixty returns, or two years of monthly ones", () => {
  const known = (count: number, frequency: "daily" | "monthly") =>
    fundVolatility(littleView({ XLK: 200 }, { count, frequency }), instrument("XLK")) !== undefined;
  deepEqual([known(60, "daily"), known(61, "daily")], [false, true]);
  deepEqual([known(24, "monthly"), known(25, "monthly")], [false, true]);
});

Deno.test("fundVolatility() from monthly returns is that of a day, of which a month has 21", () => {
  const of = (frequency: "daily" | "monthly") =>
    fundVolatility(littleView({ XLK: 200 }, { count: 61, frequency }), instrument("XLK"))!;
  close(of("monthly"), of("daily") / Math.sqrt(21));
});
