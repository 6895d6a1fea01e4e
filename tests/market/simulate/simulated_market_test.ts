import { deepEqual, equal, notDeepEqual, ok, throws } from "node:assert/strict";
import {
  calendarDaysBetween,
  type Dated,
  GICS_CHANGE,
  INSTRUMENTS,
  type Market,
  SECTOR_LISTED_FROM,
  SECTORS,
  simulatedMarket,
  simulatedTruth,
  type SimulationOptions,
  snapshot,
  tradingDaysFrom,
  weeklyDays,
} from "lab/market";
import { day, instant } from "lab/units";
import { gearedValue } from "../../../lib/market/simulate/geared_value.ts";

const market = simulatedMarket({ seed: 7, years: 2 });
const { prices } = market;

function plain(one: Market): string {
  const columns = (map: ReadonlyMap<string, Float64Array>) =>
    [...map].map(([ticker, values]) => [ticker, ...values].map(String));
  const { close, open, volume, ...rest } = one.prices;
  return JSON.stringify({
    ...one,
    prices: { ...rest, close: columns(close), open: columns(open), volume: columns(volume) },
  });
}

const tables = (one: Market): Record<string, readonly Dated[]> => ({
  rates: one.rates,
  styles: one.styles,
  fundamentals: one.fundamentals,
  headlines: one.headlines,
  flows: one.flows,
});

Deno.test("simulatedMarket() gives the same bytes for the same options, others for another seed", () => {
  equal(plain(simulatedMarket({ seed: 7, years: 2 })), plain(market));
  const other = simulatedMarket({ seed: 8, years: 2 });
  notDeepEqual(other.prices.close.get("XLK"), prices.close.get("XLK"));
  notDeepEqual(other.headlines, market.headlines);
});

Deno.test("the default world of seed 7 is the one of the lessons", () => {
  // Pinned: whoever moves these moves every number in the lessons, and says so in the changelog.
  const eight = simulatedMarket({ seed: 7 });
  const last = (ticker: string) => eight.prices.close.get(ticker)!.at(-1);
  deepEqual(["XLK", "XLU", "SPY"].map(last), [256.83, 118.62, 730.27]);
});

Deno.test("the default world shows all eleven sectors on every one of its 2,016 days", () => {
  const eight = simulatedMarket({ seed: 1 });
  equal(eight.prices.days.length, 2016);
  equal(eight.prices.days[0], "2018-07-02");
  for (const sector of SECTORS) ok(eight.prices.close.get(sector)!.every((price) => price > 0));
  ok(eight.prices.days[0] < GICS_CHANGE);
});

Deno.test("closes and opens are positive, sectors' in cents, volumes whole lots", () => {
  for (const columns of [prices.close, prices.open]) {
    for (const [ticker, values] of columns) {
      ok(values.every((value) => value > 0 && value < Infinity), ticker);
    }
    for (const ticker of [...SECTORS, "SPY"]) {
      ok(columns.get(ticker)!.every((value) => Math.round(value * 100) / 100 === value), ticker);
    }
  }
  for (const [ticker, values] of prices.volume) {
    ok(values.every((value) => value >= 100 && value % 100 === 0), ticker);
  }
});

Deno.test("every fund that can be traded has prices, XLC no inverse", () => {
  const tradable = INSTRUMENTS.filter((fund) => fund.sector !== undefined).map((f) => f.ticker);
  deepEqual([...prices.close.keys()].sort(), [...tradable].sort());
  deepEqual([...prices.close.keys()].slice(0, 11), [...SECTORS]);
  deepEqual([...prices.open.keys()], [...prices.close.keys()]);
  deepEqual([...prices.volume.keys()], [...prices.close.keys()]);
});

Deno.test("gearedValue() is leverage times the index, cash and fee, and never below zero", () => {
  const fund = { leverage: -2, expenseRatio: 0.0095 } as const;
  // 100 · (1 − 2 · 0.01 + 3 · 0.04/252 − 0.0095/252)
  ok(Math.abs(gearedValue(100, 0.01, fund, 0.04) - 98.043849206349) < 1e-9);
  equal(gearedValue(100, 0.6, fund, 0), 0);
});

Deno.test("inverse funds follow their sector fund's closes day by day", () => {
  const rateOn = (k: number) =>
    market.rates.findLast(({ availableAt }) => availableAt <= instant(prices.days[k]))!.ratePerYear;
  for (const ticker of ["SH", "SPDN", "SEF", "REW", "DUG"]) {
    const fund = INSTRUMENTS.find((one) => one.ticker === ticker)!;
    const followed = prices.close.get(fund.sector === "market" ? "SPY" : fund.sector!)!;
    const found = prices.close.get(ticker)!;
    for (let k = 1; k < prices.days.length; k++) {
      const expected = gearedValue(
        found[k - 1],
        followed[k] / followed[k - 1] - 1,
        fund,
        rateOn(k),
      );
      ok(Math.abs(found[k] / expected - 1) < 2e-6, `${ticker} on ${prices.days[k]}`);
    }
  }
});

Deno.test("opens lie between the evenings: about two fifths of a day's variance is overnight", () => {
  const { close, open } = simulatedMarket({ seed: 3 }).prices;
  const c = close.get("SPY")!, o = open.get("SPY")!;
  let night = 0, whole = 0, product = 0, intraday = 0;
  for (let k = 1; k < c.length; k++) {
    const gap = o[k] / c[k - 1] - 1, rest = c[k] / o[k] - 1;
    night += gap * gap;
    intraday += rest * rest;
    product += gap * rest;
    whole += (c[k] / c[k - 1] - 1) ** 2;
  }
  ok(night / whole > 0.3 && night / whole < 0.5, `share ${night / whole}`);
  ok(Math.abs(product / Math.sqrt(night * intraday)) < 0.12);
});

Deno.test("every datum has its minute, in order, and an address of its own", () => {
  for (const [name, table] of Object.entries(tables(market))) {
    ok(table.length > 0, name);
    equal(new Set(table.map(({ address }) => address)).size, table.length, name);
    table.forEach(({ availableAt, address }, k) => {
      ok(address.startsWith(`lab:${name}/`), address);
      equal(instant(day(availableAt.slice(0, 10)), availableAt.slice(11)), availableAt);
      if (k > 0) ok(table[k - 1].availableAt <= availableAt, address);
    });
  }
  deepEqual(prices.availableAt, prices.days.map((on) => instant(on)));
});

Deno.test("reports are filed 26 to 49 days after their quarter, most of them after a close", () => {
  const all = simulatedMarket({ seed: 5 }).fundamentals;
  for (const { periodEnd, availableAt } of all) {
    const delay = calendarDaysBetween(periodEnd, day(availableAt.slice(0, 10)));
    ok(delay >= 26 && delay <= 49, `${periodEnd} filed ${availableAt}`);
    ok(["07:30", "16:30"].includes(availableAt.slice(11)));
  }
  const afterClose = all.filter(({ availableAt }) => availableAt.endsWith("16:30")).length;
  ok(Math.abs(afterClose / all.length - 0.6) < 0.1);
});

Deno.test("the first morning knows two filed quarters of each sector", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const view = snapshot(simulatedMarket({ seed, years: 0.1 }), day("2018-07-02"));
    for (const sector of SECTORS) {
      equal(view.fundamentals.filter((report) => report.sector === sector).length, 2);
    }
  }
});

Deno.test("reports keep their ranges and no sector has a habit", () => {
  const all = simulatedMarket({ seed: 9, years: 40 }).fundamentals;
  for (const report of all) {
    ok(Math.abs(report.revisionBreadth) <= 1 && report.earningsYield > 0);
  }
  // 160 quarters, signals that half fade in 20 weeks: about 55 independent ones, error 0.06/√55.
  for (const sector of SECTORS) {
    const own = all.filter((report) => report.sector === sector);
    const growth = own.reduce((sum, report) => sum + report.earningsGrowth, 0) / own.length;
    ok(Math.abs(growth - 0.06) < 0.032, `${sector} ${growth}`);
  }
});

Deno.test("a sector has about three headlines a week, some too late for the day", () => {
  for (const sector of SECTORS) {
    const own = market.headlines.filter((headline) => headline.sector === sector);
    ok(own.length > 240 && own.length < 370, `${sector} ${own.length}`);
  }
  const late = market.headlines.filter(({ availableAt }) => availableAt.slice(11) > "16:00").length;
  ok(Math.abs(late / market.headlines.length - 1 / 3) < 0.05);
  ok(new Set(market.headlines.map(({ text }) => text)).size > 800);
});

Deno.test("flows are known on the trading day after their week", () => {
  const weeks = weeklyDays(prices.days);
  for (const { week, availableAt } of market.flows) {
    ok(weeks.includes(week));
    equal(availableAt, `${prices.days[prices.days.indexOf(week) + 1]}T08:00`);
  }
});

Deno.test("a longer world begins like a shorter one: nothing depends on days to come", () => {
  const long = simulatedMarket({ seed: 7, years: 3 });
  const end = prices.days.length;
  for (const [ticker, values] of prices.close) {
    deepEqual(long.prices.close.get(ticker)!.slice(0, end), values);
    deepEqual(long.prices.open.get(ticker)!.slice(0, end), prices.open.get(ticker));
  }
  const last = instant(prices.days[end - 1], "23:59");
  for (const [name, table] of Object.entries(tables(market))) {
    deepEqual(tables(long)[name].filter(({ availableAt }) => availableAt <= last), table, name);
  }
});

Deno.test("a fund that is not listed yet has no price, no report, no headline and no flow", () => {
  const early = simulatedMarket({ seed: 7, years: 2, from: day("2017-06-01") });
  const listed = SECTOR_LISTED_FROM.XLC;
  const close = early.prices.close.get("XLC")!;
  early.prices.days.forEach((on, k) => equal(Number.isNaN(close[k]), on < listed, on));
  for (const table of [early.fundamentals, early.headlines, early.flows]) {
    const own = table.filter((datum) => datum.sector === "XLC");
    ok(own.length > 0 && own.every(({ availableAt }) => availableAt.slice(0, 10) >= listed));
  }
  equal(snapshot(early, early.prices.days[10]).sectors.length, 10);
});

Deno.test("the truth stands apart: a market has no key for it", () => {
  deepEqual(Object.keys(market).sort(), [
    "flows",
    "frequency",
    "fundamentals",
    "headlines",
    "index",
    "prices",
    "rates",
    "source",
    "styles",
  ]);
  equal(market.prices.adjustedAsOf, undefined);
  const truth = simulatedTruth({ seed: 7, years: 2 });
  deepEqual(truth.days, prices.days);
  equal(truth.regimes.length, prices.days.length);
  ok(truth.regimes.every((regime) => ["calm", "normal", "crisis"].includes(regime)));
});

Deno.test("simulatedTruth() has the returns behind the closes, up to a cent", () => {
  const { prices } = simulatedMarket({ seed: 7, years: 2 });
  const { returns } = simulatedTruth({ seed: 7, years: 2 });
  for (const sector of SECTORS) {
    const close = prices.close.get(sector)!;
    for (let t = 1; t < close.length; t++) {
      // Both closes are rounded to a cent.
      const cents = 0.011 / close[t - 1];
      ok(Math.abs(close[t] / close[t - 1] - 1 - returns[sector][t]) < cents, `${sector} ${t}`);
    }
  }
});

Deno.test("a longer world begins like a shorter one, signals and returns alike", () => {
  const short = simulatedTruth({ seed: 7, years: 1 }),
    long = simulatedTruth({ seed: 7, years: 150 });
  equal(long.days.length, 150 * 252);
  deepEqual(long.returns.XLK.slice(0, 252), short.returns.XLK.slice());
  deepEqual(long.signals.sentiment.XLK.slice(0, 252), short.signals.sentiment.XLK.slice());
});

Deno.test("regimes last about 30, 17 and 5.5 weeks", () => {
  const { regimes } = simulatedTruth({ seed: 2, years: 100 });
  const lengths = { calm: [] as number[], normal: [] as number[], crisis: [] as number[] };
  let start = 0;
  for (let t = 1; t < regimes.length; t++) {
    if (regimes[t] === regimes[t - 1]) continue;
    if (start > 0) lengths[regimes[t - 1]].push((t - start) / 5);
    start = t;
  }
  // Geometric lengths spread as widely as their mean: an error of mean/√count.
  for (const [regime, expected] of [["calm", 30], ["normal", 17.2], ["crisis", 5.5]] as const) {
    const all = lengths[regime];
    const found = all.reduce((sum, length) => sum + length, 0) / all.length;
    ok(Math.abs(found - expected) < 3.5 * expected / Math.sqrt(all.length), `${regime} ${found}`);
  }
});

Deno.test("a year starts anywhere, also on a holiday", () => {
  const one = simulatedMarket({ seed: 1, years: 1, from: day("2022-01-01") });
  equal(one.prices.days[0], "2022-01-03");
  equal(one.prices.days.length, 252);
  for (const from of ["2018-08-31", "2019-03-03", "2021-12-25", "2024-01-15", "2030-07-04"]) {
    const [first] = simulatedMarket({ seed: 1, years: 0.1, from: day(from) }).prices.days;
    equal(first, tradingDaysFrom(day(from), 1)[0]);
  }
});

Deno.test("simulatedMarket() refuses options out of range", () => {
  const make = (options: unknown) => () => simulatedMarket(options as SimulationOptions);
  throws(make({ seed: 0.5 }), /seed must be a safe integer, got 0.5/);
  throws(make(undefined), /need options such as \{ seed: 7 \}, got undefined/);
  throws(make(7), TypeError);
  throws(make({}), /seed must be a safe integer, got undefined/);
  throws(make({ seed: "7\u001b[31m" }), /seed must be a safe integer, got "7\\u001b\[31m"$/);
  throws(make({ seed: 1, years: 0 }), /years must lie from 0.1 to 2000, got 0/);
  throws(make({ seed: 1, years: NaN }), RangeError);
  throws(make({ seed: 1, from: "2021-02-30" }), /"2021-02-30"/);
});
