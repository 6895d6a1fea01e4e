import {
  checkLimits,
  DEFAULT_LIMITS,
  heldExposures,
  type Holding,
  type Limits,
  orders,
  type TargetBook,
  tradeReadings,
} from "lab/portfolio";
import { day } from "lab/units";
import { deepEqual, equal, match, throws } from "node:assert/strict";
import { littleView, TODAY } from "../little_market.ts";

const view = littleView({ XLE: 25, XLF: 50, XLK: 200, SEF: 30, DUG: 20, SPDN: 10 });
const LIQUIDITY: Readonly<Record<string, { advUsd: number; aumUsd: number }>> = {
  DUG: { advUsd: 2e6, aumUsd: 1e6 },
};
const rules = {
  liquidity: (ticker: string) => LIQUIDITY[ticker] ?? { advUsd: 1e9, aumUsd: 1e10 },
};

/** Orders for a target in an account of $100,000, and their readings by name. */
function readings(
  target: TargetBook,
  holdings: readonly Holding[] = [],
  changes: Partial<Limits> = {},
) {
  const account = heldExposures(holdings, {
    day: TODAY,
    priceOf: view.tradePrice,
    equityUsd: 100_000,
  });
  const limits = checkLimits(changes);
  const plan = orders(target, { snapshot: view, account, limits, rules });
  equal(plan.status, "orders", plan.reason);
  const all = tradeReadings({ limits, sectors: target.sectors, account, plan, rules });
  return Object.fromEntries(all.map((reading) => [reading.name, reading]));
}

const target = (weights: readonly number[], hedge = 0): TargetBook => ({
  sectors: ["XLE", "XLF", "XLK"],
  weights,
  betas: [1, 1, 1],
  hedge,
});

Deno.test("tradeReadings() reads a first book on funds and capital, not on what it cannot break", () => {
  // 20 % short of XLE is $10,000 of DUG: 0.5 % of a day, 1 % of its assets.
  const found = readings(target([-0.2, 0.2, 0]));
  deepEqual(Object.keys(found), ["minimum trade", "fund volume", "fund assets", "capital used"]);
  deepEqual(
    Object.values(found).map(({ sentence }) => sentence),
    [
      "The smallest trade, in XLE, is 2000.0 bp; at least 20.0 bp is allowed.",
      "The largest order for its fund, in DUG, is 0.50 % of a day's volume; at most 10.00 % of a " +
      "day's volume is allowed.",
      "The largest position for its fund, in DUG, is 1.00 % of the fund's assets; at most 10.00 % " +
      "of the fund's assets is allowed.",
      "Capital in funds is 30.00 %; at most 100.00 % is allowed.",
    ],
  );
});

Deno.test("tradeReadings() reads turnover, the smallest trade and the youngest position", () => {
  const holdings: Holding[] = [
    { ticker: "XLE", shares: 400, since: day("2026-01-05") }, // 10 %
    { ticker: "XLF", shares: 200, since: day("2026-06-17") }, // 10 %, opened within 30 days
    { ticker: "DUG", shares: 0 },
  ];
  // TODAY is 2026-06-25. XLE to 9.9 %, XLF to 8 %, XLK from nothing to 2 %.
  equal(TODAY, "2026-06-25");
  const found = readings(target([0.099, 0.08, 0.02], -0.15), holdings);
  const shown = (name: string) =>
    [found[name].value, found[name].bound, found[name].slack].map(
      (value) => Math.round(value * 1e9) / 1e9,
    );
  // 0.1 + 2 + 2 + 15 points, and the 10 of XLF before.
  deepEqual(shown("turnover in 30 days"), [0.291, 0.2, -0.091]);
  deepEqual(shown("minimum trade"), [10, 20, -10]);
  deepEqual(shown("minimum holding"), [8, 7, 1]);
  equal(
    found["turnover in 30 days"].sentence,
    "Turnover within 30 days is 29.10 %; beyond its limit, at most 20.00 %.",
  );
  equal(
    found["minimum trade"].sentence,
    "The smallest trade, in XLE, is 10.0 bp; beyond its limit, at least 20.0 bp.",
  );
  match(
    found["minimum holding"].sentence,
    /^The youngest position made smaller, XLF, is 8 days; at l/,
  );
  // No budget, no reading.
  const free = readings(target([0.099, 0.08, 0.02], -0.15), holdings, { turnover: null });
  equal(free["turnover in 30 days"], undefined);
});

Deno.test("orders() keep the mandate's shares of volume, assets and capital", () => {
  const account = heldExposures([], { day: TODAY, priceOf: view.tradePrice, equityUsd: 100_000 });
  const status = (limits: Partial<Limits>) => {
    const plan = orders(target([-0.2, 0.2, 0]), { snapshot: view, account, limits, rules });
    return [plan.status, plan.reason] as const;
  };
  equal(status({ advShare: 0.005 })[0], "orders");
  match(status({ advShare: 0.0049 })[1]!, /more than 0.49 % of the \$2,000,000 it trades a day/);
  equal(status({ fundShare: 0.01 })[0], "orders");
  match(status({ fundShare: 0.0099 })[1]!, /more than 0.99 % of its assets of \$1,000,000/);
  equal(status({ capital: 0.3 })[0], "orders");
  deepEqual(status({ capital: 0.25 }), [
    "short of cash",
    "The book needs 30.00 % of equity as capital, and 75.00 % stays in cash: its gross or its " +
    "hedge is larger than that allows.",
  ]);
});

Deno.test("orders() keep names, styles, correlated sectors and volatility in whole shares", () => {
  // Shares of $200 in $2,000 are 10 % each: the nearest to 28.5 % is 30 %, and gross may miss 2 %.
  const small = heldExposures([], { day: TODAY, priceOf: view.tradePrice, equityUsd: 2_000 });
  const book = target([0, 0, 0.285]);
  const covariance = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => i === j ? 0.04 : 0));
  const shares = (limits: Partial<Limits>) => {
    const plan = orders(book, {
      snapshot: view,
      account: small,
      rules,
      limits: {
        ...DEFAULT_LIMITS,
        beta: { target: 0, max: 0.5 },
        net: 0.5,
        gross: 0.29,
        ...limits,
      },
      risk: {
        styles: { size: [0, 0, 1, 1] },
        clusters: [{ name: "XLE+XLK", sectors: ["XLE", "XLK"] }],
        covariance,
      },
    });
    return plan.orders[0]?.shares ?? plan.reason;
  };
  equal(shares({}), 3);
  match(String(shares({ names: { XLK: { long: 0.29 } } })), /the limit on .*sector XLK/);
  match(
    String(shares({ styles: { size: { target: 0, max: 0.29 } } })),
    /the limit on .*style size/,
  );
  match(
    String(shares({ correlated: { max: 0.29, threshold: 0.7 } })),
    /the limit on .*correlated XLE\+XLK/,
  );
  match(String(shares({ volatility: { max: 0.058 } })), /the limit on .*volatility/);
});

Deno.test("orders() refuse a target beyond its mandate's new limits, and figures that are absent", () => {
  const account = heldExposures([], { day: TODAY, priceOf: view.tradePrice, equityUsd: 100_000 });
  const write = (limits: Partial<Limits>, risk?: Parameters<typeof orders>[1]["risk"]) => () =>
    orders(target([-0.2, 0.2, 0]), { snapshot: view, account, rules, limits, risk });
  const covariance = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => i === j ? 0.04 : 0));
  throws(
    write({ names: { XLE: { short: 0.1 } } }),
    /sector XLE is 0.200000, allowed are 0 to 0.1$/,
  );
  throws(
    write({ styles: { size: { target: 0, max: 0.1 } } }, { styles: { size: [1, -1, 0, 0] } }),
    /style size is −0.400000, allowed are −0.1 to 0.1$/,
  );
  // √(2 × 0.2²) × 20 % = 5.66 %
  throws(
    write({ volatility: { max: 0.05 } }, { covariance }),
    /volatility is 0.056569, allowed are 0 /,
  );
  throws(write({ volatility: { max: 0.05 } }), /"volatility": it needs the covariance/);
});
