import { checkOrders } from "lab/audit";
import { fundLiquidity, INSTRUMENTS, SECTORS } from "lab/market";
import {
  bookFunds,
  DEFAULT_LIMITS,
  fitBook,
  type HeldExposures,
  heldExposures,
  type Holding,
  holdingsAfter,
  type OrderPlan,
  orders,
  type OrdersOptions,
  type TargetBook,
} from "lab/portfolio";
import { randomStream } from "lab/stats";
import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { littleView, TODAY } from "../little_market.ts";
import { SOAK } from "../../soak.ts";

const PRICES = {
  XLE: 25,
  XLF: 50,
  XLK: 199,
  SEF: 30,
  DUG: 20,
  SPDN: 10,
  SPY: 500,
  SH: 40,
  REW: 10,
};
const view = littleView(PRICES);

function accountOf(holdings: readonly Holding[], equityUsd?: number): HeldExposures {
  return heldExposures(holdings, { day: TODAY, priceOf: view.tradePrice, equityUsd });
}

const close = (a: number | undefined, b: number, tolerance = 1e-9) =>
  ok(a !== undefined && Math.abs(a - b) <= tolerance, `${a} is not ${b}`);

/** Long 25 % and 25 %, short 30 % at −1x, hedge −20 %: gross 100 %, net and beta 0. */
const TARGET: TargetBook = {
  sectors: ["XLE", "XLF", "XLK"],
  weights: [0.25, -0.3, 0.25],
  betas: [1, 5 / 6, 1],
  hedge: -0.25,
};
const FLAT: TargetBook = { ...TARGET, betas: [1, 1, 1], hedge: -0.2 };

const plain = (plan: OrderPlan) =>
  plan.orders.map((order) => `${order.action} ${order.shares} ${order.ticker}`);

Deno.test("orders() buys whole shares of the right funds, half a percent left for costs", () => {
  // All funds are unlevered, so 100 % gross would need all cash: everything is scaled by 0.995.
  // $24,875 / 25 = 995, $29,850 / 30 = 995, $24,875 / 199 = 125, $19,900 / 10 = 1990.
  const plan = orders(FLAT, { snapshot: view, account: accountOf([], 100_000) });
  equal(plan.status, "orders");
  deepEqual(plain(plan), ["buy 995 XLE", "buy 995 SEF", "buy 125 XLK", "buy 1990 SPDN"]);
  plan.weights.forEach((weight, i) => close(weight, 0.995 * FLAT.weights[i]));
  close(plan.hedge, -0.199);
  close(plan.capitalUsed, 0.995);
  close(plan.cashUsd, 500 - plan.costUsd!, 1e-6);
  ok(plan.costUsd! > 150 && plan.costUsd! < 300, `${plan.costUsd}`);
});

Deno.test("orders() states a cost part by part and how far its figures can be trusted", () => {
  const plan = orders(FLAT, { snapshot: view, account: accountOf([], 100_000) });
  const sef = plan.orders[1];
  close(sef.cost.spreadUsd, 59.7); // half of 40 bp of $29,850
  close(sef.exposureAfter, -0.2985);
  equal(sef.exposureBefore, 0);
  match(sef.liquidity, /^approximate, as of 2024-09.*; spread of 40 bp is an assumption$/);
  close(plan.costBps, plan.costUsd! / 10);
});

Deno.test("orders() with the volume of the day still says that the spread is not of the day", () => {
  const rules = { liquidity: () => ({ advUsd: 1e9, aumUsd: 1e10 }) };
  const plan = orders(FLAT, { snapshot: view, account: accountOf([], 100_000), rules });
  match(plan.orders[0].liquidity, /^spread approximate, as of 2024/);
  // A snapshot without volumes answers without a figure: then the master's is used, and said so.
  const unknown = orders(FLAT, {
    snapshot: view,
    account: accountOf([{ ticker: "SH", shares: 400 }], 100_000),
    rules: { liquidity: () => ({ advUsd: undefined }) },
  });
  ok(unknown.orders.every((order) => order.liquidity.startsWith("approximate, as of")));
});

Deno.test("orders() divides a short by the leverage of its fund", () => {
  const target: TargetBook = {
    sectors: ["XLE", "XLF"],
    weights: [-0.2, 0.2],
    betas: [1, 1],
    hedge: 0,
  };
  const plan = orders(target, { snapshot: view, account: accountOf([], 100_000) });
  deepEqual(plain(plan), ["buy 500 DUG", "buy 400 XLF"]);
  close(plan.capitalUsed, 0.3);
  close(plan.weights[0], -0.2);
});

Deno.test("orders() of a book that is held already are none, and cost exactly 0", () => {
  const first = orders(FLAT, { snapshot: view, account: accountOf([], 100_000) });
  const held = holdingsAfter([], first, { day: TODAY }).filter((line) => line.ticker !== "CASH");
  const plan = orders(FLAT, { snapshot: view, account: accountOf(held, 100_000) });
  equal(plan.status, "no trade");
  deepEqual([plan.orders.length, plan.costUsd, plan.turnover], [0, 0, 0]);
  deepEqual(plan.weights, first.weights);
});

Deno.test("orders() leave a book that could not be solved as it was, even outside its limits", () => {
  const account = accountOf([{ ticker: "XLE", shares: 2000 }], 100_000);
  const plan = orders({ sectors: ["XLE"], weights: [0.5], betas: [1], hedge: 0 }, {
    snapshot: view,
    account,
  });
  deepEqual([plan.status, plan.orders, plan.weights], ["no trade", [], [0.5]]);
});

Deno.test("orders() sells before it buys, and closes out what the book no longer holds", () => {
  const account = accountOf([
    { ticker: "REW", shares: 100 }, // short of technology, of which the book is long
    { ticker: "XLF", shares: 100 }, // long of financials, of which the book is short
    { ticker: "XLE", shares: 1200 },
  ], 100_000);
  const plan = orders(FLAT, { snapshot: view, account });
  deepEqual(plain(plan).slice(0, 3), ["sell 205 XLE", "sell 100 XLF", "sell 100 REW"]);
  deepEqual(plan.orders.slice(3).map((order) => order.ticker), ["SEF", "XLK", "SPDN"]);
  equal(plan.orders[2].note, "closed out, XLK is held instead");
  // XLE 0.30 → 0.24875; XLF 0.05 → −0.2985; XLK −0.02 → 0.24875; hedge 0 → −0.199.
  close(plan.turnover, 0.05125 + 0.3485 + 0.26875 + 0.199);
});

Deno.test("orders() keeps a legal fund that is held instead of switching to the first choice", () => {
  const plan = orders(FLAT, {
    snapshot: view,
    account: accountOf([{ ticker: "SH", shares: 400 }], 100_000),
  });
  const hedge = plan.orders.find((order) => order.scope === "market");
  deepEqual([hedge?.ticker, hedge?.action], ["SH", "buy"]);
  match(hedge?.note ?? "", /SH is held and stays: SPDN would be the choice today/);
});

Deno.test("orders() leaves fixed positions as they are", () => {
  const account = accountOf(
    [{ ticker: "XLE", shares: 960 }, { ticker: "SPDN", shares: 1960 }],
    100_000,
  );
  const target = { ...FLAT, weights: [0.24, -0.3, 0.25], hedge: -0.196 };
  const plan = orders(target, { snapshot: view, account, fixed: ["XLE", "hedge"] });
  deepEqual(plan.orders.map((order) => order.ticker), ["SEF", "XLK"]);
  close(plan.weights[0], 0.24);
  close(plan.hedge, -0.196);
});

Deno.test("orders() let fixed positions give way before a limit, and say so", () => {
  // $1,000: one share of XLK is 19.9 %, two would be above the sector's 30 %. Gross must come within
  // 2 % of 50 %, so XLE, held with ten shares of 2.5 %, must grow to twelve.
  const account = accountOf([{ ticker: "XLE", shares: 10 }], 1_000);
  const target: TargetBook = {
    sectors: ["XLE", "XLK"],
    weights: [0.25, 0.25],
    betas: [0, 0],
    hedge: 0,
  };
  const plan = orders(target, { snapshot: view, account, limits: { net: 1 }, fixed: ["XLE"] });
  deepEqual(plain(plan), ["buy 2 XLE", "buy 1 XLK"]);
  match(plan.notes[0], /need a share or more of positions that should have stayed/);
});

Deno.test("orders() keep a turnover budget in whole shares, or say that they do not", () => {
  const account = accountOf([{ ticker: "XLE", shares: 10 }], 1_000);
  const target: TargetBook = {
    sectors: ["XLE", "XLK"],
    weights: [0.225, 0.21],
    betas: [0, 0],
    hedge: 0,
  };
  // XLK: one share of 19.9 % leaves room for one share of XLE (2.5 %) in a budget of 23.5 %.
  const within = orders(target, {
    snapshot: view,
    account,
    limits: { net: 1 },
    turnoverBudget: 0.235,
  });
  deepEqual(plain(within), ["sell 1 XLE", "buy 1 XLK"]);
  close(within.turnover, 0.224);
  // A book that cannot be held in whole shares without more turnover than it was solved with.
  const beyond = orders({ ...target, weights: [0.25, 0.17] }, {
    snapshot: view,
    account,
    limits: { net: 1 },
    turnoverBudget: 0.17,
  });
  ok(beyond.turnover > 0.17);
  match(beyond.notes[0], /exceeds the turnover budget/);
});

Deno.test("orders() for a fund without a price are in dollars, with the reason", () => {
  const { SEF: _, ...without } = PRICES;
  const partial = littleView(without);
  const plan = orders(FLAT, {
    snapshot: partial,
    account: heldExposures([], { day: TODAY, priceOf: partial.tradePrice, equityUsd: 100_000 }),
  });
  const sef = plan.orders.find((order) => order.ticker === "SEF")!;
  deepEqual([sef.shares, sef.price, sef.reason], [undefined, undefined, "no price"]);
  close(sef.dollars, 29_850, 1e-6);
  equal(plan.orders.find((order) => order.ticker === "XLK")?.shares, 125);
});

Deno.test("orders() on adjusted prices are all in dollars, and no price moves them", () => {
  const plans = [1, 2].map((factor) => {
    const prices = Object.fromEntries(
      Object.entries(PRICES).map(([ticker, price]) => [ticker, factor * price]),
    );
    const adjusted = littleView(prices, { adjusted: true });
    return orders(FLAT, {
      snapshot: adjusted,
      account: heldExposures([], {
        day: TODAY,
        priceOf: adjusted.tradePrice,
        equityUsd: 100_000,
      }),
    });
  });
  ok(plans[0].orders.every((order) => order.reason === "adjusted price" && order.dollars > 0));
  deepEqual(plans[0].orders.map((order) => order.dollars.toFixed(2)), [
    "24875.00",
    "29850.00",
    "24875.00",
    "19900.00",
  ]);
  deepEqual(
    plans[1].orders.map((order) => order.dollars),
    plans[0].orders.map((order) => order.dollars),
  );
});

Deno.test("orders() says when an account is too small, and which would do", () => {
  const plan = orders(FLAT, { snapshot: view, account: accountOf([], 300) });
  equal(plan.status, "too small");
  deepEqual(plan.orders, []);
  equal(plan.cashUsd, 300);
  match(plan.reason!, /An account of \$300 is too small .*\$[\d,]+ would do: the first size/);
  const enough = plan.smallestAccountUsd!;
  ok(enough > 300 && enough < 2_000, String(enough));
  equal(orders(FLAT, { snapshot: view, account: accountOf([], enough) }).status, "orders");
});

Deno.test("orders() says when a book needs more capital than there is", () => {
  const limits = { accounting: "free", side: 1, net: 1 } as const;
  const target: TargetBook = {
    sectors: ["XLE", "XLF", "XLK"],
    weights: [0.3, -0.3, 0.3],
    betas: [1, 0.3, 1],
    hedge: -0.5,
  };
  const plan = orders(target, { snapshot: view, account: accountOf([], 100_000), limits });
  equal(plan.status, "short of cash");
  match(plan.reason!, /needs 140\.00 % of equity as capital/);
});

Deno.test("orders() sets aside what the orders really cost, and stops where that is too much", () => {
  const dear = (feeBps: number) =>
    orders(FLAT, { snapshot: view, account: accountOf([], 100_000), costs: { feeBps } });
  const plan = dear(100);
  equal(plan.status, "orders");
  ok(plan.knownCostUsd > 1_000 && plan.cashUsd >= 0, `${plan.knownCostUsd} ${plan.cashUsd}`);
  equal(dear(300).status, "short of cash");
});

Deno.test("orders() names a position without a fund", () => {
  const target: TargetBook = {
    sectors: ["XLC", "XLE"],
    weights: [-0.1, 0.1],
    betas: [1, 1],
    hedge: 0,
  };
  const plan = orders(target, { snapshot: view, account: accountOf([], 100_000) });
  deepEqual([plan.status, plan.closed.map((one) => one.scope)], ["closed", ["XLC"]]);
  match(plan.reason!, /XLC is closed for shorts/);
});

Deno.test("orders() refuses a target that breaks a limit, or was not made for this day", () => {
  const options: OrdersOptions = { snapshot: view, account: accountOf([], 100_000) };
  throws(
    () => orders({ ...FLAT, weights: [0.31, -0.3, 0.25] }, options),
    /the target must keep its limits, but gross is 1\.06/,
  );
  throws(() => orders(TARGET, options), RangeError);
  throws(() => orders({ ...FLAT, betas: [1, 1] }, options), /one weight and one beta per sector/);
  throws(() => orders({ ...FLAT, betas: [1, undefined, 1] }, options), /XLF needs a measured beta/);
  throws(() => orders({ ...FLAT, hedge: NaN }, options), /need a finite hedge, got NaN/);
  throws(
    () => orders(FLAT, { ...options, cashReserve: 0.05 }),
    /cashReserve must lie in \[0, 0.02\)/,
  );
  throws(() => orders(FLAT, { ...options, turnoverBudget: -1 }), /turnoverBudget/);
});

Deno.test("holdingsAfter() dates new positions, keeps old dates, and ends with the cash", () => {
  const before: Holding[] = [
    { ticker: "XLE", shares: 900, since: "2026-01-05" as Holding["since"] },
    { ticker: "XLF", shares: 100 },
  ];
  const account = accountOf(before, 100_000);
  const plan = orders(FLAT, { snapshot: view, account });
  const after = holdingsAfter(before, plan, account);
  deepEqual(after.map((line) => line.ticker), ["XLE", "SEF", "XLK", "SPDN", "CASH"]);
  deepEqual(after.slice(0, 2), [
    { ticker: "XLE", shares: 995, since: "2026-01-05" },
    { ticker: "SEF", shares: 995, since: TODAY },
  ]);
  equal(after.at(-1)!.shares, plan.cashUsd);
});

Deno.test("holdingsAfter() refuses orders in dollars", () => {
  const plan = orders(FLAT, {
    snapshot: littleView({ XLE: 25 }),
    account: accountOf([], 100_000),
  });
  throws(() => holdingsAfter([], plan, { day: TODAY }), /needs a number of shares.*no price/);
});

/** A market of random prices, betas and views, and the book the desk would make of them. */
function drawn(seed: number) {
  const stream = randomStream(seed);
  const prices: Record<string, number> = {};
  for (const fund of INSTRUMENTS) {
    prices[fund.ticker] = Math.round(100 * (5 + 300 * stream.uniform())) / 100;
  }
  const snapshot = littleView(prices);
  const betas = SECTORS.map(() => 0.2 + 1.4 * stream.uniform());
  const equityUsd = [5_000, 20_000, 100_000, 400_000][stream.integer(4)];
  const priceOf = snapshot.tradePrice;
  const priced = (lines: readonly Holding[]) =>
    heldExposures(lines.filter((line) => line.ticker !== "CASH"), {
      day: TODAY,
      priceOf,
      equityUsd,
    });
  /** The book inside what its funds can carry. */
  const bookFor = (
    tilts: readonly number[],
    account: HeldExposures,
    turnoverBudget?: number,
  ) => {
    const previous = {
      weights: SECTORS.map((sector) => account.weights[sector] ?? 0),
      hedge: account.hedge,
    };
    const problem = {
      sectors: SECTORS,
      tilts,
      betas,
      ...(turnoverBudget === undefined ? {} : { turnoverBudget, previous }),
    };
    return fitBook(bookFunds(problem, account).problem);
  };
  const tilts = () => SECTORS.map(() => stream.integer(5) - 2);
  return { prices, snapshot, betas, equityUsd, priced, bookFor, tilts };
}

const DRAWS = SOAK ? 5_000 : 150;

Deno.test("orders() over seeded draws keep every limit, lead where they say, and leave cash", () => {
  let made = 0;
  for (let seed = 0; seed < DRAWS; seed++) {
    const { prices, snapshot, betas, equityUsd, priced, bookFor, tilts } = drawn(seed);
    let holdings: readonly Holding[] = [];
    for (const budget of [undefined, 0.5]) {
      const views = tilts();
      const account = priced(holdings);
      const book = bookFor(views, account, budget);
      const plan = orders(book, { snapshot, account, turnoverBudget: budget });
      const where = `seed ${seed}, budget ${budget}: ${plan.reason ?? plan.status}`;
      ok(plan.cashUsd >= 0, where);
      ok(plan.knownCostUsd >= 0 && plan.orders.every((order) => order.cost.knownUsd >= 0), where);
      if (plan.status === "too small") break;
      ok(plan.status === "orders" || plan.status === "no trade", where);
      made++;

      const judged = checkOrders({
        day: TODAY,
        equityUsd,
        holdings,
        orders: plan.orders,
        prices,
        instruments: INSTRUMENTS,
        betas: Object.fromEntries(SECTORS.map((sector, i) => [sector, betas[i]])),
        tilts: Object.fromEntries(SECTORS.map((sector, i) => [sector, views[i]])),
        // The rules on trades are applied by the desk, before orders; here the limits are judged.
        limits: { ...DEFAULT_LIMITS, turnover: null, minimumTradeBps: 0, minimumHoldingDays: 0 },
        liquidity: Object.fromEntries(
          INSTRUMENTS.map((fund) => [fund.ticker, fundLiquidity(fund)]),
        ),
        gross: book.grossReached ? "equal" : "at most",
      });
      deepEqual(judged.breaches.map((breach) => breach.sentence), [], where);

      const after = holdingsAfter(holdings, plan, account);
      const held = priced(after);
      SECTORS.forEach((sector, i) => close(held.weights[sector] ?? 0, plan.weights[i]));
      close(held.hedge, plan.hedge);
      // Money is neither made nor lost on the way: cash, funds and costs are the equity.
      close((plan.cashUsd + plan.knownCostUsd) / equityUsd + plan.capitalUsed, 1);
      if (budget !== undefined && !plan.notes.some((note) => note.includes("turnover"))) {
        ok(plan.turnover <= Math.max(budget, book.turnover!.value) + 1e-6, where);
      }

      holdings = after.filter((line) => line.ticker !== "CASH");
    }
  }
  ok(made > DRAWS, `${made} plans from ${DRAWS} draws`);
});

Deno.test("orders() applied twice are no orders the second time, over seeded draws", () => {
  // Deep markets: in a thin fund the second day may rightly go on where the first day's volume ended.
  const rules = { liquidity: () => ({ advUsd: 1e12, aumUsd: 1e12 }) };
  let made = 0;
  for (let seed = 0; seed < DRAWS; seed++) {
    const { snapshot, priced, bookFor, tilts } = drawn(seed);
    const account = priced([]);
    const book = bookFor(tilts(), account);
    const first = orders(book, { snapshot, account, rules });
    if (first.status !== "orders") continue;
    made++;
    const held = priced(holdingsAfter([], first, account));
    const again = orders(book, { snapshot, account: held, rules });
    deepEqual([again.status, again.knownCostUsd], ["no trade", 0], `seed ${seed}`);
  }
  ok(made > 0.8 * DRAWS, `${made} of ${DRAWS}`);
});
