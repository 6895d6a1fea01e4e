/** The loop against a pencil, against a loop in Python, and its rules one by one. */
import { type Market, simulatedMarket } from "lab/market";
import {
  backtest,
  BUY_AND_HOLD_MARKET,
  decisionDays,
  EQUAL_WEIGHT,
  HEDGE,
  INVERSE_VOLATILITY,
  type Ledger,
  LEDGER_NAMES,
  scorePolicy,
  scoreTable,
} from "lab/research";
import { bps, day, instant } from "lab/units";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { drawnMarket, instrumentsWith, listedPolicy, rowsMarket } from "./known_markets.ts";

const close = (value: number, expected: number, tolerance = 1e-14) =>
  ok(Math.abs(value - expected) <= tolerance, `${value} is not ${expected}`);
const at = (name: string) => LEDGER_NAMES.indexOf(name);

/**
 * Three weeks, two sectors. Decisions on Fridays, fills at the open of the row after. The rate is 2 bp
 * a row, DUG's fee 1 bp, so a −2x fund earns 3 × 2 − 1 = 5 bp at each close.
 */
const PENCIL_DAYS = [
  ...["2024-01-05", "2024-01-08", "2024-01-12", "2024-01-16"],
  ...["2024-01-19", "2024-01-22", "2024-01-26", "2024-01-29"],
].map(day);
const PENCIL = rowsMarket(PENCIL_DAYS, {
  SPY: { open: Array(8).fill(100), close: Array(8).fill(100) },
  XLB: {
    open: [100, 100, 104, 110, 100, 99, 99, 108.9],
    close: [100, 102, 109, 108, 99, 99, 105, 108],
  },
  XLE: {
    open: [100, 101, 99, 98, 98, 98.9604, 98.9604, 98.9604],
    close: [100, 100, 98, 98, 99.96, 98.9604, 98.9604, 97],
  },
}, 0.0504);
const PENCIL_FUNDS = instrumentsWith({
  XLB: { spreadBps: 20 },
  DUG: { spreadBps: 40, expenseRatio: 0.0252 },
});

function pencilRun(): Ledger {
  return backtest(PENCIL, {
    days: [0, 2, 4, 6].map((row) => PENCIL_DAYS[row]),
    policy: listedPolicy([{ XLB: 0.5, XLE: -0.4 }, { XLB: 0.3, XLE: -0.4 }, "hold"], LEDGER_NAMES),
    instruments: PENCIL_FUNDS,
  });
}

Deno.test("backtest() does three weeks as a pencil does", () => {
  const [first, second, third] = pencilRun().steps;

  // Week 1, from the open of 8 January to that of the 16th. −40 % through a −2x fund is 20 % of money.
  // Costs: 50 % × 10 bp + 20 % × 20 bp = 5 + 4 = 9 bp. Cash: 1 − 0.5 − 0.2 − 0.0009 = 0.2991.
  close(first.costs.total, 0.0009);
  equal(first.equityUsd, 100_000);
  // XLB from 100 to 110: 50 % × 10 % = 5 %.
  close(first.returns.long, 0.05);
  // DUG is bought at the open of a day on which XLE had risen 1 %: at 98 % of the evening before.
  // 8 Jan: 100/100, 1.0005. 12 Jan: 98/100, 1 + 0.04 + 0.0005 = 1.0405. Open of the 16th: 98/98, 1.
  // 1.0005 × 1.0405 / 0.98 = 1.06226556122449; × 20 % = 1.24531122448979 %.
  close(first.returns.short, 0.012453112244897913);
  // Against −40 % × (98/101 − 1) = 1.18811881188119 % without a fund.
  close(first.returns.fundPath, 0.012453112244897913 - 0.4 * 3 / 101);
  // Two closes at 2 bp: 0.2991 × (1.0002² − 1).
  close(first.returns.cash, 0.00011965196399998052);
  close(first.returns.net, 0.06167276420889793);

  // Week 2: before the trade XLB is 0.55 and DUG 0.212453… over 1.061672…
  close(second.equityUsd, 106167.27642088979, 1e-9);
  close(second.before[at("XLB")]!, 0.5180503998422064);
  close(second.before[at("XLE")]!, -0.4002233445316019);
  // Costs on the change alone: 0.21805 × 10 bp + 0.0001117 × 20 bp.
  close(second.costs.total, 0.00021827374437380825);
  // XLB 110 to 99: 30 % × −10 %. DUG: 1.0005 × (1 − 0.04 + 0.0005) × (1 + 0.02) = 0.980199855.
  close(second.returns.long, -0.03);
  close(second.returns.short, -0.003960029000000076);
  close(second.returns.net, -0.033978370062602604);

  // Week 3: nothing is traded, so it costs exactly nothing. XLB 99 to 108.9.
  equal(third.costs.total, 0);
  equal(third.turnover, 0);
  equal(third.fill, null);
  close(third.before[at("XLB")]!, 0.2794968473092029);
  close(third.returns.long, 0.027949684730920313);
  // DUG stood at 1.02 at the open, at 1.0205 at the close, and earned 5 bp more: 1.00099044117647.
  close(third.returns.short, 0.00020099556106737288);
  close(third.equityUsd * (1 + third.returns.net), 105468.25075886156, 1e-9);
});

Deno.test("backtest() ends where a loop in NumPy and pandas ends, through a hole and a delisting", () => {
  // pandas 3.1.1, shares and daily fund values walked row by row through opens and closes; costs
  // half spread + std(ddof=1) of (C / C.shift(1) − 1) × √(trade / ADV). Rows 71, 77, 81, 88 are
  // filled: XLF has no price on row 76, so that fill waits; XLK's prices end on row 82, so the last
  // fill waits until it is gone for five rows, and its last price is cash from then on.
  const market = drawnMarket(), { days } = market.prices;
  const books = [
    { XLB: 0.4, XLF: -0.3, XLK: 0.2, hedge: -0.1 },
    { XLB: 0.3, XLF: -0.3, XLK: 0.3, hedge: -0.1 },
    { XLB: 0.5, XLF: -0.2, XLK: 0.2 },
    { XLB: 0.5, XLF: 0.4, XLK: 0.1, hedge: -0.2 },
  ];
  const { steps } = backtest(market, {
    days: [70, 75, 80, 85, 90].map((row) => days[row]),
    policy: listedPolicy(books, LEDGER_NAMES),
  });
  deepEqual(steps.map(({ fill }) => days.indexOf(fill!.day)), [71, 77, 81, 88]);
  PEER_EQUITY.forEach((usd, k) => close(steps[k].equityUsd, usd, 1e-7));
  const last = steps[3];
  close(last.equityUsd * (1 + last.returns.net), PEER_FINAL, 1e-7);
  deepEqual(steps[1].notes, ["The fill waited 1 rows for a price of XLF."]);
  ok(last.notes.some((note) => note.startsWith("XLK has no price at the fill")), `${last.notes}`);
  equal(last.after[at("XLK")], null);
});

/** Equity before each fill and at the end, as the loop in Python printed it. */
const PEER_EQUITY = [100000.0, 99243.74128002884, 99144.05243910078, 96907.72972565719];
const PEER_FINAL = 94879.98140383179;

Deno.test("backtest() makes gross of its legs, net of gross and costs, and equity of net", () => {
  const market = simulatedMarket({ seed: 3, years: 1 });
  for (const policy of [EQUAL_WEIGHT, INVERSE_VOLATILITY, BUY_AND_HOLD_MARKET]) {
    const { steps } = backtest(market, { policy });
    steps.forEach(({ returns, costs, equityUsd }, k) => {
      const { long, short, hedge, cash, gross, net } = returns;
      close(long + short + hedge + cash, gross);
      close(gross - costs.total, net);
      close(costs.spread + costs.impact + costs.fee, costs.total);
      if (k + 1 < steps.length) close(equityUsd * (1 + net), steps[k + 1].equityUsd, 1e-8);
    });
  }
});

Deno.test("backtest() charges a rebalance that trades nothing exactly zero", () => {
  const market = simulatedMarket({ seed: 3, years: 1 });
  const { steps } = backtest(market, { policy: BUY_AND_HOLD_MARKET, costs: { commissionUsd: 1 } });
  ok(steps[0].costs.total > 0);
  ok(steps.slice(1).every(({ costs, turnover }) => costs.total === 0 && turnover === 0));
  // A target that is the drifted book itself is no trade either: prices that stand still.
  const days = PENCIL_DAYS;
  const still = rowsMarket(days, {
    SPY: { close: days.map(() => 100) },
    XLB: { close: days.map(() => 100) },
  });
  const run = backtest(still, {
    days: [0, 2, 4, 6].map((row) => days[row]),
    policy: listedPolicy([{ XLB: 1 }, { XLB: 1 }, { XLB: 1 }], LEDGER_NAMES),
    instruments: instrumentsWith({ XLB: { spreadBps: 0 } }),
  });
  deepEqual(run.steps.map(({ turnover }) => turnover), [1, 0, 0]);
});

Deno.test("backtest() fills at the next close where a file has no opens, and says what is optimistic", () => {
  const market = simulatedMarket({ seed: 3, years: 1 });
  const closesOnly: Market = { ...market, prices: { ...market.prices, open: new Map() } };
  const open = backtest(market, { policy: EQUAL_WEIGHT });
  const later = backtest(closesOnly, { policy: EQUAL_WEIGHT });
  const same = backtest(market, { policy: EQUAL_WEIGHT, fill: "same close" });
  const [a, b, c] = [open, later, same].map(({ steps }) => steps[5]);
  deepEqual([a.fill!.at, b.fill!.at, c.fill!.at], ["open", "close", "close"]);
  equal(a.fill!.day, b.fill!.day);
  ok(a.fill!.day > a.decision.day);
  equal(c.fill!.day, c.decision.day);
  equal(open.head.optimistic, undefined);
  equal(later.head.optimistic, undefined);
  ok(same.head.optimistic!.includes("nobody can trade"));
});

Deno.test("backtest() does not know a sector before its listing, and never counts it as zero", () => {
  const market = simulatedMarket({ seed: 5, years: 2, from: day("2017-09-01") });
  const { steps } = backtest(market, { policy: EQUAL_WEIGHT });
  const xlc = at("XLC");
  const before = steps.filter(({ decision }) => decision.day < "2018-06-19");
  const since = steps.filter(({ decision }) => decision.day >= "2018-06-19");
  ok(before.length > 30 && since.length > 30);
  ok(before.every((step) => step.after[xlc] === null && step.decision.target[xlc] === null));
  ok(before.every((step) => Math.abs(step.after[0]! - 1 / 10) < 1e-12));
  ok(since.every((step) => Math.abs(step.after[xlc]! - 1 / 11) < 1e-12));
});

Deno.test("backtest() closes a short where no fund was listed, and says which bet was lost", () => {
  const market = simulatedMarket({ seed: 5, years: 2 }), days = decisionDays(market, "weekly");
  const scores = scoreTable(
    days.flatMap((on) => [
      { day: on, sector: "XLC" as const, score: 1 },
      { day: on, sector: "XLE" as const, score: 2 },
      { day: on, sector: "XLK" as const, score: 5 },
    ]),
  );
  const { steps } = backtest(market, { policy: scorePolicy({ kind: "tilt" }), scores, days });
  const step = steps[80];
  deepEqual(step.decision.closedShorts, ["XLC"]);
  deepEqual(step.decision.lostBets, ["XLC"]);
  equal(step.after[at("XLC")], 0);
  close(step.after[at("XLE")]!, -1 / 3);
  close(step.after[at("XLK")]!, 2 / 3);
});

Deno.test("backtest() changes to another fund where the one held is wound up", () => {
  const market = simulatedMarket({ seed: 5, years: 1 }), { days } = market.prices;
  const instruments = instrumentsWith({ SEF: { listedTo: days[120] } });
  const { steps } = backtest(market, {
    policy: listedPolicy(Array(60).fill({ XLF: -0.3 }), LEDGER_NAMES),
    instruments,
  });
  const notes = steps.flatMap(({ notes }) => notes);
  deepEqual(notes, ["SEF gives way to SKF."]);
  const change = steps.find(({ notes }) => notes.length > 0)!;
  ok(change.decision.day > days[120]);
  // All of SEF is sold and SKF, half as much, bought: 0.3 × 20 bp + 0.15 × its half spread.
  ok(change.costs.spread > 0.0006);
});

Deno.test("backtest() sells synthetic shorts themselves and says so", () => {
  const market = simulatedMarket({ seed: 5, years: 1 });
  const ledger = backtest(market, {
    policy: listedPolicy(Array(60).fill({ XLC: -0.3 }), LEDGER_NAMES),
    shorts: "synthetic",
  });
  ok(ledger.head.notes[0].startsWith("Shorts are synthetic"));
  const [step] = ledger.steps;
  close(step.after[at("XLC")]!, -0.3);
  equal(step.returns.fundPath, 0);
  const open = market.prices.open.get("XLC")!;
  const row = (on: string) => market.prices.days.indexOf(day(on));
  close(step.returns.short, -0.3 * (open[row(step.to.day)] / open[row(step.from.day)] - 1));
});

Deno.test("backtest() holds each vintage four weeks: the mean of four weeks' targets", () => {
  const market = simulatedMarket({ seed: 5, years: 1 });
  const books = [{ XLB: 1 }, { XLE: 1 }, { XLF: 1 }, { XLI: 1 }, { XLK: 1 }];
  const days = decisionDays(market, "vintages").slice(0, 6);
  const { steps } = backtest(market, {
    schedule: "vintages",
    days,
    policy: listedPolicy(books, LEDGER_NAMES),
  });
  const held = steps.map(({ decision }) =>
    Object.fromEntries(
      decision.target.flatMap((value, i) => value ? [[LEDGER_NAMES[i], value]] : []),
    )
  );
  deepEqual(held[0], { XLB: 1 });
  deepEqual(held[1], { XLB: 0.75, XLE: 0.25 });
  deepEqual(held[3], { XLB: 0.25, XLE: 0.25, XLF: 0.25, XLI: 0.25 });
  deepEqual(held[4], { XLE: 0.25, XLF: 0.25, XLI: 0.25, XLK: 0.25 });
});

Deno.test("backtest() buys the market once, and its fund path is that of no fund", () => {
  const market = simulatedMarket({ seed: 5, years: 1 });
  const { steps } = backtest(market, {
    policy: BUY_AND_HOLD_MARKET,
    costs: { impactCoefficient: 0 },
  });
  const spy = market.prices.open.get("SPY")!,
    row = (on: string) => market.prices.days.indexOf(day(on));
  const first = steps[0], last = steps[steps.length - 1];
  const growth = last.equityUsd * (1 + last.returns.net) / first.equityUsd;
  const price = spy[row(last.to.day)] / spy[row(first.from.day)];
  // The half spread of 0.5 bp is borrowed from cash, at the risk-free rate.
  close(growth, price, 1e-4);
  ok(growth < price);
  close(first.after[HEDGE]!, 1);
});

Deno.test("backtest() says where no risk-free rate is known", () => {
  const market = { ...simulatedMarket({ seed: 5, years: 1 }), rates: [] };
  const ledger = backtest(market, { policy: EQUAL_WEIGHT });
  equal(ledger.head.notes[0], "No risk-free rate is known; cash earns 0.");
  equal(ledger.steps.reduce((sum, { returns }) => sum + returns.cash, 0), 0);
});

Deno.test("backtest() goes on with one sector", () => {
  const market = drawnMarket(), { days } = market.prices;
  const one: Market = {
    ...market,
    prices: {
      ...market.prices,
      close: new Map(
        [...market.prices.close].filter(([ticker]) => ["SPY", "XLB"].includes(ticker)),
      ),
    },
  };
  const { steps } = backtest(one, { policy: EQUAL_WEIGHT, days: [70, 75, 80].map((r) => days[r]) });
  deepEqual(steps.map(({ after }) => after[0]), [1, 1]);
});

Deno.test("backtest() trades nothing on constant scores, and calls it cash", () => {
  const market = simulatedMarket({ seed: 5, years: 1 }), days = decisionDays(market, "weekly");
  const scores = scoreTable(days.map((on) => ({ day: on, sector: "XLB" as const, score: 3 })));
  const { steps } = backtest(market, { policy: scorePolicy({ kind: "tilt" }), scores, days });
  ok(steps.every(({ decision, costs }) => decision.status === "cash" && costs.total === 0));
});

Deno.test("backtest() waits for prices and lets orders lapse, but never makes a missing return zero", () => {
  const market = simulatedMarket({ seed: 5, years: 1 }), { prices } = market;
  const days = decisionDays(market, "weekly").slice(10, 14);
  const row = prices.days.indexOf(days[1]);
  // XLB is missing from the day after the second decision to the third decision's own day.
  const holed = (columns: ReadonlyMap<string, Float64Array>) =>
    new Map(
      [...columns].map(([ticker, values]) =>
        ticker === "XLB"
          ? [ticker, values.map((v, r) => r > row && r <= row + 5 ? NaN : v)] as const
          : [ticker, values] as const
      ),
    );
  const other = {
    ...market,
    prices: { ...prices, close: holed(prices.close), open: holed(prices.open) },
  };
  const books = listedPolicy([{ XLB: 1 }, "hold", { XLB: 1 }], LEDGER_NAMES);
  const whole = backtest(market, { days, policy: books, costs: { impactCoefficient: 0 } });
  const { steps } = backtest(other, { days, policy: books, costs: { impactCoefficient: 0 } });
  ok(steps[1].notes.includes("No fill came before the next decision; the orders lapsed."));
  // XLB was gone for five rows on the third decision's fill, so it counts as ended and is sold there.
  ok(steps.every(({ returns }) => Number.isFinite(returns.net)));
  ok(Math.abs(whole.steps[1].returns.net) > 0);
});

Deno.test("backtest() refuses days that are unsorted, doubled, unknown or too few", () => {
  const market = simulatedMarket({ seed: 5, years: 1 }), days = decisionDays(market, "weekly");
  const run = (given: typeof days) => () => backtest(market, { policy: EQUAL_WEIGHT, days: given });
  throws(run([days[3], days[2]]), /need days in order, got .* after /);
  throws(run([days[3], days[3]]), /need each day once, got .* twice/);
  throws(run([days[3], day("2019-01-05")]), /2019-01-05 is no trading day of the market/);
  throws(run([days[3]]), /need at least two decision days, got 1/);
  const { prices } = market, swapped = prices.days.slice();
  [swapped[5], swapped[6]] = [swapped[6], swapped[5]];
  throws(
    () => backtest({ ...market, prices: { ...prices, days: swapped } }, { policy: EQUAL_WEIGHT }),
    /Cannot run a backtest: need days in order, got 2018-07-10 after 2018-07-11/,
  );
});

Deno.test("backtest() refuses scores out of range, a wrong equity and weeks of a monthly market", () => {
  const market = simulatedMarket({ seed: 5, years: 1 }), days = decisionDays(market, "weekly");
  const scores = { days, scores: new Float64Array(days.length * 11).fill(NaN) };
  scores.scores[11 * 2 + 4] = 6;
  throws(
    () => backtest(market, { policy: EQUAL_WEIGHT, days, scores }),
    (error: Error) => error.message.includes(`the score of XLI on ${days[2]} must lie in 1 to 5`),
  );
  throws(() => backtest(market, { policy: EQUAL_WEIGHT, equityUsd: 0 }), /must be above 0, got 0/);
  throws(() => decisionDays({ ...market, frequency: "monthly" }, "weekly"), /one row a month/);
  const short = { days, scores: new Float64Array(3) };
  throws(() => backtest(market, { policy: EQUAL_WEIGHT, scores: short }), /need \d+ numbers/);
  throws(() => scoreTable([{ day: days[0], sector: "XLX" as "XLB", score: 3 }]), /"XLX"/);
});

Deno.test("backtest() stops where all equity is lost", () => {
  const days = PENCIL_DAYS;
  const market = rowsMarket(days, {
    SPY: { close: days.map(() => 100) },
    XLB: { close: [100, 100, 100, 250, 250, 250, 250, 250] },
  });
  throws(
    () =>
      backtest(market, {
        days: [0, 2, 4, 6].map((row) => days[row]),
        policy: listedPolicy([{ XLB: -1 }, { XLB: -1 }, { XLB: -1 }], LEDGER_NAMES),
        shorts: "synthetic",
      }),
    /all equity is lost by 2024-01-12/,
  );
});

Deno.test("backtest() earns the rate that was known the day before", () => {
  const days = PENCIL_DAYS;
  const still = rowsMarket(days, { SPY: { close: days.map(() => 100) } });
  const rates = [
    { ratePerYear: 0.0252, availableAt: instant(days[0]), address: "a" },
    { ratePerYear: 0.0504, availableAt: instant(days[2], "16:01"), address: "b" },
  ];
  const { steps } = backtest({ ...still, rates }, {
    days: [0, 2, 4].map((row) => days[row]),
    policy: listedPolicy(["hold", "hold"], LEDGER_NAMES),
  });
  // From the close of row 1 to that of row 3, and on to row 5. The new rate is known after row 2.
  close(steps[0].returns.net, 1.0001 * 1.0001 - 1);
  close(steps[1].returns.net, 1.0002 * 1.0002 - 1);
  equal(bps(1), 1);
});

Deno.test("backtest() of prices twice as high is the same run", () => {
  const market = simulatedMarket({ seed: 4, years: 1 }), { prices } = market;
  const days = decisionDays(market, "weekly").slice(20, 40);
  const times = (factor: number, columns: ReadonlyMap<string, Float64Array>) =>
    new Map([...columns].map(([ticker, values]) => [ticker, values.map((v) => v * factor)]));
  const double: Market = {
    ...market,
    prices: {
      ...prices,
      close: times(2, prices.close),
      open: times(2, prices.open),
      volume: times(0.5, prices.volume), // as many dollars
    },
  };
  const policy = listedPolicy(Array(20).fill({ XLB: 0.4, XLE: -0.3, hedge: -0.1 }), LEDGER_NAMES);
  deepEqual(backtest(double, { days, policy }), backtest(market, { days, policy }));
});

Deno.test("backtest() of another account has the same returns where impact is left out", () => {
  const market = simulatedMarket({ seed: 4, years: 1 });
  const days = decisionDays(market, "weekly").slice(20, 40);
  const policy = listedPolicy(Array(20).fill({ XLB: 0.4, XLE: -0.3, hedge: -0.1 }), LEDGER_NAMES);
  const nets = (equityUsd: number, impactCoefficient: number) =>
    backtest(market, { days, policy, equityUsd, costs: { impactCoefficient } })
      .steps.map(({ returns }) => returns.net);
  nets(1e7, 0).forEach((net, k) => close(net, nets(1e4, 0)[k], 1e-13));
  nets(1e7, 1).forEach((net, k) => ok(net <= nets(1e4, 1)[k] + 1e-15));
});
