import {
  betaReading,
  type BookReturns,
  drawdownReading,
  judgedBar,
  styleReading,
} from "lab/scorecard";
import type { StyleFit } from "lab/hedging";
import { equal, match, ok, throws } from "node:assert/strict";
import { book } from "./scored_weeks.ts";

const UNTESTABLE = "not testable with this much data";
const LEVEL = 0.95;

function styles(loadings: readonly [number, number, number], standardError: number) {
  const of = (loading: number) => ({ loading, standardError, low: loading, high: loading });
  const [size, value, momentum] = loadings.map(of);
  const fit: StyleFit = { market: 0, styles: { size, value, momentum }, periods: 252 };
  return judgedBar(styleReading({ ...fit, unit: "days" }, LEVEL, ""));
}

Deno.test("beta is judged from both sides of 0.1, and over at least 63 trading days", () => {
  const verdict = (of: BookReturns) => judgedBar(betaReading(of, LEVEL));
  equal(verdict(book(200, 0.02, 0.004)).verdict, "met");
  equal(verdict(book(200, 0.3, 0.004)).verdict, "not met");
  equal(verdict(book(200, -0.3, 0.004)).verdict, "not met");
  const wide = verdict(book(30, 0, 0.02));
  equal(wide.verdict, UNTESTABLE);
  match(wide.needed!, /weeks at this figure/);
  // 63 of 252 days are thirteen of 52 weeks.
  const short = verdict(book(12, 0.02, 0.004));
  equal(short.reason, "12 weeks are fewer than 63 trading days");
  equal(short.needed, "at least 13 weeks");
  match(short.convention, /over 21 sampling alone is off by 0\.07 on average/);
});

Deno.test("drawdown is judged against the market and against cash", () => {
  const options = { level: LEVEL, seed: 1 };
  const flat = book(100, 0, 0.0005, 0.001);
  equal(judgedBar(drawdownReading(flat, "cash", options)).verdict, "met");
  const behind = judgedBar(drawdownReading(flat, "market", options));
  equal(behind.verdict, "not met");
  ok(behind.low! > 0.05 && behind.low! <= behind.figure! && behind.figure! <= behind.high!);
  const open = judgedBar(drawdownReading(book(100, 0, 0.006), "cash", options));
  equal(open.verdict, UNTESTABLE);
  match(open.needed!, /^no longer record: the deepest fall grows with it/);
});

Deno.test("a drawdown in units of its benchmark is the fall of the ratio", () => {
  // 1.1/1 up, then 0.99/1.2: from 1.1 to 1.1·0.825, by 17.5 %.
  const quiet = new Array(10).fill(0);
  const row = drawdownReading(
    {
      net: [0.1, -0.01, ...quiet],
      market: [0, 0.2, ...quiet],
      cash: new Array(12).fill(0),
      periodsPerYear: 52,
      periods: "weeks",
      source: "",
    },
    "market",
    { level: LEVEL, seed: 1 },
  );
  ok(Math.abs(row.figure! - 0.175) < 1e-12);
});

Deno.test("a book of other lengths, or with a return that is none, is refused", () => {
  const of = book(20, 0, 0.01);
  throws(
    () => betaReading({ ...of, market: of.market.slice(1) }, LEVEL),
    /need one return of book, market and cash per period, got 20, 19 and 20/,
  );
  throws(
    () => drawdownReading({ ...of, net: of.net.with(3, NaN) }, "cash", { level: LEVEL, seed: 1 }),
    /every return must be a finite number, got NaN, .* in period 4/,
  );
});

Deno.test("style exposure is judged by the style that decides, all three together", () => {
  equal(styles([0.01, -0.01, 0.02], 0.005).verdict, "met");
  const one = styles([0.2, -0.3, 0.02], 0.06);
  equal(one.verdict, "not met");
  equal(one.figure, -0.3);
  match(one.convention, /this one: value/);
  equal(styles([0.01, 0.02, 0], 0.06).verdict, UNTESTABLE);
  // scipy.stats.t.ppf(1 - 0.05/6, 247) = 2.410396.
  const { figure, high } = styles([0.2, 0, 0], 0.1);
  equal(((high! - figure!) / 0.1).toFixed(4), "2.4104");
});

Deno.test("style exposure without style returns says so", () => {
  const row = judgedBar(styleReading({ styles: undefined, reason: "no styles" }, LEVEL, ""));
  equal(row.verdict, UNTESTABLE);
  equal(row.reason, "no styles");
});
