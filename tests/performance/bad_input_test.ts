import {
  cagr,
  calendarReturns,
  calmar,
  capture,
  factorRegression,
  growth,
  hitRate,
  informationRatio,
  loScale,
  loSharpe,
  measureText,
  omega,
  performanceMeasures,
  rollingSharpe,
  sharpe,
  sortino,
  trackingError,
  tradingMeasures,
  valueAtRisk,
  volatility,
} from "lab/performance";
import { equal, match, throws } from "node:assert/strict";

const options = { periodsPerYear: 52 };
const some = [0.01, -0.02, 0.03];
const yearly = [cagr, volatility, sharpe, loSharpe, sortino, omega, calmar];

Deno.test("measures refuse an empty series and one of missing returns only", () => {
  for (const measure of yearly) {
    throws(() => measure([], options), /need returns, got an empty series/);
    throws(() => measure([undefined, undefined], options), /need returns, got 2 missing ones/);
  }
  throws(() => hitRate([]), /Cannot measure a hit rate of periods: need returns/);
  throws(() => valueAtRisk([]), /Cannot measure a value at risk: need returns/);
});

Deno.test("measures refuse NaN, infinity and a return below −1, and say where", () => {
  for (const measure of yearly) {
    throws(
      () => measure([0.01, NaN], options),
      /undefined where one is missing, got NaN at position 1/,
    );
    throws(() => measure([Infinity, 0.01], options), /got Infinity at position 0/);
    throws(() => measure([0.01, 0.02, -1.2], options), /below -1 .* got -1\.2 at position 2/);
  }
});

Deno.test("one period has no volatility and no ratio, and says so", () => {
  for (const measure of [volatility, sharpe, sortino]) {
    match(measureText(measure([0.01], options)), /not measured, only 1 period, 2 are needed/);
  }
  equal(cagr([0.01], options).interval.low, undefined);
});

Deno.test("a constant series has no Sharpe ratio, not an infinite one", () => {
  // 0.1 + 0.2 is not 0.3: a mean of such numbers leaves rounding that looks like volatility.
  const constant = Array.from({ length: 30 }, () => 0.1);
  for (const measure of [sharpe, loSharpe]) {
    match(measureText(measure(constant, options)), /not measured, the returns have no volatility/);
  }
  equal(volatility(Array.from({ length: 30 }, () => 0), options).value, 0);
  match(measureText(sortino(constant, options)), /no period fell below the target/);
  match(measureText(omega(constant, options)), /no period fell below the target/);
  match(measureText(calmar(constant, options)), /there was no drawdown/);
  match(measureText(valueAtRisk(constant, { method: "normal" })), /no volatility/);
});

Deno.test("a loss of everything is a growth of −100 % without an interval", () => {
  const found = cagr([0.1, -1, 0.2], options);
  equal(found.value, -1);
  match(measureText(found, "weeks"), /no interval: everything was lost; n = 3 weeks/);
});

Deno.test("periods per year have no default", () => {
  throws(
    () => sharpe(some, {} as { periodsPerYear: number }),
    /periodsPerYear must be above 0, such as 252, 52 or 12, got undefined/,
  );
  throws(() => sharpe(some, { periodsPerYear: 0 }), /got 0/);
  throws(() => loSharpe(some, { periodsPerYear: 52.18 }), /must be a whole number, got 52\.18/);
});

Deno.test("options out of range are refused", () => {
  throws(() => sharpe(some, { ...options, level: 95 }), /level must lie in \(0, 1\), got 95/);
  throws(
    () => sharpe(some, { ...options, lags: 3 }),
    /need more periods than lags, got 3 periods and 3/,
  );
  throws(
    () => sharpe(some, { ...options, lags: 0.5 }),
    /lags must be a whole number from 0, got 0\.5/,
  );
  throws(() => sharpe(some, { ...options, riskFree: NaN }), /riskFree must be a finite rate/);
  throws(
    () => sharpe(some, { ...options, riskFree: [0] }),
    /one risk-free rate per return, got 1 and 3/,
  );
  throws(
    () => sharpe(some, { ...options, riskFree: [0, undefined, 0] }),
    /finite risk-free rate at position 1, got undefined/,
  );
  throws(() => sortino(some, { ...options, target: NaN }), /target must be a finite return/);
  throws(() => valueAtRisk(some, { confidence: 95 }), /confidence must lie in \(0\.5, 1\), got 95/);
  throws(() => rollingSharpe(some, { ...options, window: 4 }), /to the 3 periods there are, got 4/);
});

Deno.test("series of other lengths are refused by name", () => {
  throws(
    () => trackingError(some, [0.01], options),
    /one benchmark return per return, got 1 and 3/,
  );
  throws(() => informationRatio(some, [0.01], options), /got 1 and 3/);
  throws(
    () => factorRegression(some, [{ name: "size", returns: [0.01] }], options),
    /size needs one value per return, got 1 and 3/,
  );
  throws(
    () => tradingMeasures({ turnover: [1], costs: some, gross: some }, options),
    /of the same periods, got 1, 3 and 3/,
  );
  throws(
    () => performanceMeasures({ returns: some, benchmark: some.slice(1), ...options }),
    /got 2 and 3/,
  );
  throws(
    () => calendarReturns(["2020-01-03"], some, "year"),
    /one day per return, got 1 days and 3/,
  );
});

Deno.test("periods without both returns are no zero", () => {
  throws(
    () => trackingError([0.01, undefined], [undefined, 0.01], options),
    /need a period with both returns, got none/,
  );
  equal(trackingError([0.01, 0.02, undefined], [0.02, 0.01, 0.01], options).missing, 1);
  match(measureText(capture(some, [0, 0, 0], "up", options)), /the benchmark never rose/);
});

Deno.test("factorRegression() refuses no factor and doubles, and names what cannot be fitted", () => {
  throws(() => factorRegression(some, [], options), /need a factor, got none/);
  const factor = { name: "size", returns: some };
  throws(
    () => factorRegression(some, [factor, factor], options),
    /names that differ, got size, size/,
  );
  const flat = factorRegression(some, [{ name: "flat", returns: [0, 0, 0] }], options);
  match(measureText(flat.alpha), /a factor is constant, or a combination of others/);
  const short = factorRegression(some, [{ ...factor, returns: [0.1, undefined, 0.2] }], options);
  match(measureText(short.betas[0]), /only 2 complete periods, 3 are needed/);
});

Deno.test("tradingMeasures() refuses a negative cost or turnover, and a book that never traded", () => {
  throws(
    () => tradingMeasures({ turnover: [-1], costs: [0], gross: [0] }, options),
    /turnover: .* got -1 at position 0/,
  );
  const still = tradingMeasures({ turnover: [0, 0], costs: [0, 0], gross: [0.01, 0] }, options);
  match(measureText(still.breakEven), /nothing was traded/);
});

Deno.test("calendarReturns() refuses days that do not rise, or do not exist", () => {
  throws(
    () => calendarReturns(["2020-01-10", "2020-01-03", "2020-01-17"], some, "year"),
    /days must rise, got 2020-01-03 after 2020-01-10 at position 1/,
  );
  throws(
    () => calendarReturns(["2020-01-03", "2020-01-03", "2020-01-10"], some, "year"),
    /must rise/,
  );
  throws(
    () => calendarReturns(["2020-01-03", "2020-02-30", "2020-03-01"], some, "year"),
    /2020-02-30/,
  );
});

Deno.test("growth() refuses a path with a hole", () => {
  throws(() => growth([0.1, undefined, 0.1]), /needs every period, and position 1 has no return/);
});

Deno.test("few periods have a value and no interval", () => {
  match(measureText(sharpe(some, options)), /no interval: only 3 periods, 12 are needed/);
});

Deno.test("Cornish–Fisher outside its range carries its doubt", () => {
  const fat = [...Array.from({ length: 40 }, (_, i) => 0.01 * (i % 2 ? 1 : -1)), 0.3, -0.3];
  const found = valueAtRisk(fat, { method: "cornish-fisher" });
  match((found as { doubt?: string }).doubt ?? "", /does not rise everywhere/);
});

Deno.test("loScale() refuses part of a period, and has no factor where a year has no variance", () => {
  throws(() => loScale(0, []), /need a whole number of periods from 1, got 0/);
  throws(() => loScale(12.5, []), /got 12\.5/);
  equal(loScale(2, [-1]), undefined);
  // A zigzag without noise: ρ₁ = −1 leaves a year of it no variance.
  const zigzag = Array.from({ length: 40 }, (_, t) => 0.01 + (t % 2 ? 0.01 : -0.01));
  match(
    measureText(loSharpe(zigzag, { periodsPerYear: 52, lags: 1 })),
    /the autocorrelations leave a year no variance/,
  );
});

Deno.test("a yearly measure without its options says that it needs periodsPerYear", () => {
  for (const measure of yearly) {
    for (const none of [undefined, null, 52]) {
      throws(
        () => measure([0.01, -0.02, 0.03], none as never),
        /^TypeError: Cannot .*: the options must be an object with periodsPerYear, got /,
      );
    }
  }
});
