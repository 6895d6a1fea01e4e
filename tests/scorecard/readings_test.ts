import {
  availabilityReading,
  betaReading,
  type BookReturns,
  calibrationReading,
  coefficientReading,
  costReading,
  drawdownReading,
  hitRateReading,
  judgedBar,
  latencyReading,
  styleReading,
} from "lab/scorecard";
import type { StyleFit } from "lab/hedging";
import { tradingDaysFrom, weeklyDays } from "lab/market";
import { signalAnalysis, type SignalTable } from "lab/signals";
import { meanInterval, randomStream } from "lab/stats";
import { day } from "lab/units";
import { equal, match, ok, throws } from "node:assert/strict";

const UNTESTABLE = "not testable with this much data";
const LEVEL = 0.95;

/** Weekly scores of eleven names; `skill` is the share of the outcome that they see. */
function table(weeks: number, skill: number): SignalTable {
  const stream = randomStream(11);
  const days = weeklyDays(tradingDaysFrom(day("2000-01-03"), 5 * weeks + 5)).slice(0, weeks);
  const names = [..."ABCDEFGHIJK"];
  const returns = days.map(() => names.map(() => stream.normal() / 50));
  const scores = returns.map((row) =>
    row.map((one) =>
      Math.sign(skill * 50 * one + Math.sqrt(1 - skill * skill) * stream.normal()) + 3
    )
  );
  return { days, names, scores, returns };
}
const analysed = (weeks: number, skill: number) =>
  signalAnalysis(table(weeks, skill), { horizon: 1 });

Deno.test("a hit rate is judged from both sides of 60 %, and by no few weeks", () => {
  equal(judgedBar(hitRateReading(analysed(200, 0.9), "")).verdict, "met");
  equal(judgedBar(hitRateReading(analysed(200, 0), "")).verdict, "not met");
  const few = judgedBar(hitRateReading(analysed(12, 0.3), ""));
  equal(few.verdict, UNTESTABLE);
  match(few.needed!, /^about [\d,]+ calls at this figure$/);
});

Deno.test("a hit rate without a side taken has no figure, and says so", () => {
  const { scores, ...rest } = table(40, 0);
  const flat = { ...rest, scores: scores.map((row) => row.map(() => 3)) };
  const row = judgedBar(hitRateReading(signalAnalysis(flat, { horizon: 1 }), ""));
  equal(row.figure, undefined);
  equal(row.reason, "no score took a side and has an outcome");
  match(row.convention, /; 440 neutral scores left out;/);
});

Deno.test("a coefficient is judged from both sides of 0.05, and chance alone is not below it for sure", () => {
  equal(judgedBar(coefficientReading(analysed(200, 0.5), "")).verdict, "met");
  equal(judgedBar(coefficientReading(analysed(200, -0.3), "")).verdict, "not met");
  const noise = judgedBar(coefficientReading(analysed(60, 0), ""));
  equal(noise.verdict, UNTESTABLE);
  // 4·(1/√10)²/0.05² = 160.
  match(noise.convention, /0\.05 against zero takes about 160 periods without overlap for t = 2/);
});

Deno.test("a coefficient of a few dates has no interval, and says why", () => {
  const row = judgedBar(coefficientReading(analysed(6, 0.5), ""));
  equal(row.verdict, UNTESTABLE);
  match(row.reason!, /too few for an interval/);
});

/** Ten calls a day, of which a share comes true. */
const calls = (dates: number, stated: number, rightOfTen: number) =>
  tradingDaysFrom(day("2020-01-02"), dates).flatMap((on, d) =>
    Array.from({ length: 10 }, (_, i) => ({
      day: on,
      stated,
      right: (i + 3 * d) % 10 < rightOfTen,
    }))
  );
const calibrated = (...of: ReturnType<typeof calls>[]) =>
  judgedBar(calibrationReading(of.flat(), { seed: 1, level: LEVEL, source: "" }));

Deno.test("calibration is met, missed, or left open by the bin that decides", () => {
  equal(calibrated(calls(40, 0.65, 6)).verdict, "met");
  const mixed = calibrated(calls(40, 0.65, 6), calls(40, 0.85, 4));
  equal(mixed.verdict, "not met");
  ok(Math.abs(mixed.figure! + 0.45) < 1e-12);
  match(mixed.convention, /of 2 with at least 96 outcomes .* this bin: 80 to 90 % stated/);
  // Whole days right or wrong: 400 calls, and forty trials.
  const stream = randomStream(3);
  const daily = calls(40, 0.65, 10).map((one, i, all) => ({ ...one, day: all[i].day }));
  const luck = new Map(daily.map(({ day }) => [day, stream.uniform() < 0.6]));
  const clustered = daily.map((one) => ({ ...one, right: luck.get(one.day)! }));
  equal(calibrated(clustered).verdict, UNTESTABLE);
});

Deno.test("calibration with thin bins needs 96 outcomes in one, and leaves thin ones out", () => {
  const thin = calibrated(calls(9, 0.65, 6));
  equal(thin.verdict, UNTESTABLE);
  equal(thin.reason, "no tenth of confidence has 96 outcomes, the fullest has 90");
  equal(thin.needed, "96 outcomes within a tenth of confidence");
  const beside = calibrated(calls(40, 0.65, 6), calls(2, 0.95, 0));
  equal(beside.verdict, "met");
  match(beside.convention, /\(20 outcomes in smaller bins left out\)/);
  equal(calibrated([]).verdict, UNTESTABLE);
});

const sweeps = (minutes: readonly number[], answered = 11) => ({
  sweeps: minutes.map((one) => ({ seconds: 60 * one, asked: 11, answered })),
  offline: false,
  source: "",
});
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

Deno.test("latency is the 95th percentile, with order statistics as its interval", () => {
  const { figure, low, high } = latencyReading(sweeps(upTo(100)), LEVEL);
  // scipy.stats.binom.ppf([0.025, 0.975], 100, 0.95) = [90, 99]: the 90th and the 100th value.
  equal([figure, low, high].join(), "95,90,100");
});

Deno.test("latency is judged from both sides of five minutes, and from 72 sweeps on", () => {
  const verdict = (minutes: readonly number[]) =>
    judgedBar(latencyReading(sweeps(minutes), LEVEL)).verdict;
  equal(verdict(new Array(72).fill(4.2)), "met");
  equal(verdict(new Array(71).fill(4.2)), UNTESTABLE);
  equal(verdict(new Array(20).fill(5.1)), "not met");
  const none = judgedBar(latencyReading(sweeps([]), LEVEL));
  equal(none.reason, "no model was asked");
});

Deno.test("availability is judged from both sides of 99 %", () => {
  const verdict = (count: number, answered: number) =>
    judgedBar(availabilityReading(sweeps(new Array(count).fill(1), answered), LEVEL));
  equal(verdict(40, 11).verdict, "met");
  equal(verdict(40, 10).verdict, "not met");
  const few = verdict(2, 11);
  equal(few.verdict, UNTESTABLE);
  // 1.95996²·0.99/0.01 = 380.3, in two digits.
  equal(few.needed, "about 390 questions at this figure");
  equal(verdict(0, 11).reason, "no model was asked");
});

Deno.test("what was measured offline says that it could hardly fail", () => {
  const offline = { ...sweeps(new Array(72).fill(0.1)), offline: true };
  const row = judgedBar(latencyReading(offline, LEVEL));
  equal(row.isTrivial, true);
  match(row.convention, /no model was asked, so this says nothing of a provider/);
  throws(() => latencyReading(sweeps([-1]), LEVEL), /need seconds from 0/);
  throws(() => availabilityReading(sweeps([1], 12), LEVEL), /12 answers and 11 questions/);
});

const edge = (mean: number, error: number) =>
  meanInterval(mean, error, { count: 400, level: LEVEL });
const cost = (part: Partial<Parameters<typeof costReading>[0]>) =>
  judgedBar(costReading({
    settledUsd: 100,
    openUsd: 0,
    sweeps: 10,
    edgeBps: edge(4, 0.5),
    isTheirEdge: true,
    source: "",
    ...part,
  }, LEVEL));

Deno.test("dollars per basis point are judged from both sides of ten", () => {
  const good = cost({});
  equal(good.verdict, "met");
  equal(good.figure, 2.5);
  // 10/(4 + 1.95996/2) and 10/(4 − 1.95996/2).
  equal([good.low, good.high].map((one) => one!.toFixed(3)).join(), "2.008,3.311");
  equal(cost({ settledUsd: 1000 }).verdict, "not met");
  equal(cost({ edgeBps: edge(4, 3) }).verdict, UNTESTABLE, "an edge that may be zero");
  // What is still open may come due: 250 + 100 dollars a sweep make the upper end too high.
  equal(cost({ settledUsd: 250, openUsd: 100 }).verdict, UNTESTABLE);
});

Deno.test("dollars per basis point are not judged without money, an edge, or an edge of their own", () => {
  equal(cost({ settledUsd: 0 }).reason, "no money was spent: $0");
  match(cost({ edgeBps: edge(-1, 0.2) }).reason!, /\$100.00 on 10 sweeps, and no gross edge above/);
  const others = cost({ isTheirEdge: false });
  equal(others.verdict, UNTESTABLE);
  equal(others.figure, 2.5);
  match(others.reason!, /the edge is the rule analyst's book's/);
  throws(() => cost({ settledUsd: -1 }), /need dollars and sweeps from 0, got -1/);
});

/** Weeks of a book with a beta, and noise of its own. */
function book(weeks: number, beta: number, noise: number, drift = 0): BookReturns {
  const stream = randomStream(5);
  const market = Array.from({ length: weeks }, () => 0.001 + 0.02 * stream.normal());
  return {
    market,
    net: market.map((value) => drift + beta * value + noise * stream.normal()),
    cash: market.map(() => 0),
    periodsPerYear: 52,
    periods: "weeks",
    source: "",
  };
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

function styles(loadings: readonly [number, number, number], standardError: number) {
  const of = (loading: number) => ({ loading, standardError, low: loading, high: loading });
  const [size, value, momentum] = loadings.map(of);
  const fit: StyleFit = { market: 0, styles: { size, value, momentum }, periods: 252 };
  return judgedBar(styleReading({ ...fit, unit: "days" }, LEVEL, ""));
}

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
