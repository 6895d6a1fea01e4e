import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { checkOrders, type Judgement, type OrdersToCheck } from "lab/audit";
import { INSTRUMENTS, type Sector, SECTORS } from "lab/market";
import { DEFAULT_LIMITS, type Limits, type Order } from "lab/portfolio";
import { day } from "lab/units";
import { limitEntries } from "../../lib/portfolio/limits/catalogue.ts";
import { BESIDE } from "../../lib/portfolio/limits/other_rules.ts";

/** The fund by which these tests hold each side; XLC is sold short itself. */
const LONG = new Map<string, string>(SECTORS.map((sector) => [sector, sector]));
const SHORT = new Map([
  ["XLB", "SMN"],
  ["XLE", "DUG"],
  ["XLF", "SEF"],
  ["XLI", "SIJ"],
  ["XLK", "REW"],
  ["XLP", "SZK"],
  ["XLRE", "REK"],
  ["XLU", "SDP"],
  ["XLV", "RXD"],
  ["XLY", "SCC"],
]);
const LEVERAGE = new Map(INSTRUMENTS.map((fund) => [fund.ticker, fund.leverage]));
const ALL_PRICES_ONE = Object.fromEntries(INSTRUMENTS.map((fund) => [fund.ticker, 1]));

/** Funds in which no order is too large. */
const DEEP = Object.fromEntries(
  INSTRUMENTS.map(({ ticker }) => [ticker, { advUsd: 1e12, aumUsd: 1e12 }]),
);

/** A judgement of exposures held in an account of a million dollars, every share worth one. */
function judge(
  exposures: Partial<Record<Sector | "market", number>>,
  options: Partial<OrdersToCheck> & { limits?: Limits } = {},
): Judgement {
  const holdings = Object.entries(exposures).map(([scope, exposure]) => {
    const ticker = scope === "market"
      ? exposure > 0 ? "SPY" : "SH"
      : (exposure > 0 ? LONG : SHORT).get(scope)!;
    return { ticker, shares: exposure * 1e6 / LEVERAGE.get(ticker)! };
  });
  const tilts = Object.fromEntries(
    Object.entries(exposures).filter(([scope]) => scope !== "market")
      .map(([scope, exposure]) => [scope, 2 * Math.sign(exposure)]),
  );
  return checkOrders({
    day: day("2024-06-03"),
    equityUsd: 1e6,
    holdings,
    orders: [],
    prices: ALL_PRICES_ONE,
    instruments: INSTRUMENTS,
    betas: Object.fromEntries(SECTORS.map((sector) => [sector, 1])),
    tilts,
    limits: DEFAULT_LIMITS,
    liquidity: DEEP,
    gross: "at most",
    ...options,
  });
}

const broken = (judgement: Judgement) => judgement.breaches.map((finding) => finding.rule);

/** A whole book that keeps every limit: 100 % gross, 10 % net, no beta but 0.10 hedged to 0.05. */
const SOUND = {
  XLK: 0.25,
  XLY: 0.1,
  XLE: 0.15,
  XLF: -0.25,
  XLP: -0.1,
  XLU: -0.1,
  market: -0.05,
} as const;

Deno.test("checkOrders() works out for itself what gross aims at by conviction", () => {
  // Six tilts of 2 over eleven listed sectors: 12 of 22, 54.55 % gross are aimed at, 2 % are rounding.
  const limits = { ...DEFAULT_LIMITS, grossByConviction: true };
  const half = Object.fromEntries(
    Object.entries(SOUND).map(([scope, exposure]) => [scope, exposure * 0.55]),
  );
  const of = (book: Partial<Record<Sector | "market", number>>, gross: "equal" | "at most") =>
    broken(judge(book, { limits, gross, listed: SECTORS }));
  deepEqual(of(half, "equal"), []);
  deepEqual(of(SOUND, "at most"), ["gross"]);
  const third = Object.fromEntries(
    Object.entries(SOUND).map(([scope, exposure]) => [scope, exposure * 0.33]),
  );
  deepEqual([of(third, "at most"), of(third, "equal")], [[], ["gross"]]);
  // Without the sectors of the day nothing is known: that is a breach, not a pass.
  deepEqual(broken(judge(half, { limits, gross: "equal" })), ["gross"]);
});

Deno.test("checkOrders() passes a book that keeps every limit", () => {
  const judgement = judge(SOUND, { gross: "equal" });
  equal(judgement.holds, true, broken(judgement).join());
  equal(judgement.exposures.XLF, -0.25);
  equal(judgement.hedge, -0.05);
});

/** Each limit with a book just inside and one just outside of it; only that limit may break. */
const EDGES: readonly {
  readonly rule: string;
  readonly inside: Parameters<typeof judge>[0];
  readonly outside: Parameters<typeof judge>[0];
  readonly options?: Parameters<typeof judge>[1];
}[] = [
  {
    rule: "sector XLK",
    inside: { XLK: 0.3, XLF: -0.3 },
    outside: { XLK: 0.301, XLF: -0.3 },
  },
  {
    rule: "sector XLF",
    inside: { XLK: 0.3, XLF: -0.3 },
    outside: { XLK: 0.3, XLF: -0.301 },
  },
  {
    rule: "gross",
    inside: { XLK: 0.26, XLE: 0.25, XLF: -0.26, XLP: -0.25 },
    outside: { XLK: 0.2605, XLE: 0.25, XLF: -0.26, XLP: -0.25 },
  },
  {
    rule: "long side",
    inside: { XLB: 0.3, XLE: 0.3, XLF: -0.2, XLP: -0.2 },
    outside: { XLB: 0.3, XLE: 0.25, XLI: 0.051, XLF: -0.2, XLP: -0.2005 },
    options: { limits: { ...DEFAULT_LIMITS, net: 0.3, beta: { target: 0, max: 0.3 } } },
  },
  {
    rule: "short side",
    inside: { XLB: -0.3, XLE: -0.3, XLF: 0.2, XLP: 0.2 },
    outside: { XLB: -0.3, XLE: -0.25, XLI: -0.051, XLF: 0.2, XLP: 0.2005 },
    options: { limits: { ...DEFAULT_LIMITS, net: 0.3, beta: { target: 0, max: 0.3 } } },
  },
  {
    rule: "net",
    inside: { XLB: 0.3, XLE: 0.2, XLF: -0.3 },
    outside: { XLB: 0.3, XLE: 0.201, XLF: -0.3 },
    options: { limits: { ...DEFAULT_LIMITS, beta: { target: 0, max: 0.3 } } },
  },
  {
    rule: "cluster XLK+XLC+XLY",
    inside: { XLK: 0.25, XLY: -0.25 },
    outside: { XLK: 0.2505, XLY: -0.25 },
  },
  {
    rule: "beta",
    inside: { XLK: 0.25, XLF: -0.2 },
    outside: { XLK: 0.251, XLF: -0.2 },
  },
  {
    rule: "hedge",
    inside: { XLB: 0.3, XLE: 0.19, market: -0.5 },
    outside: { XLB: 0.3, XLE: 0.19, market: -0.501 },
  },
  {
    rule: "energy and materials",
    inside: { XLB: 0.1, XLE: 0.15, XLF: -0.25 },
    outside: { XLB: 0.1, XLE: 0.151, XLF: -0.25 },
    options: {
      limits: {
        ...DEFAULT_LIMITS,
        groups: [{ name: "energy and materials", coefficients: { XLB: 1, XLE: 1 }, max: 0.25 }],
      },
    },
  },
  {
    rule: "sector XLK",
    inside: { XLK: 0.2, XLF: -0.2 },
    outside: { XLK: 0.201, XLF: -0.2 },
    options: { limits: { ...DEFAULT_LIMITS, names: { XLK: { long: 0.2 } } } },
  },
  {
    rule: "sector XLF",
    inside: { XLK: 0.3, XLF: -0.3 },
    outside: { XLK: 0.3, XLF: -0.301 },
    // Its own cap on the long side leaves the short side with the cap for all.
    options: { limits: { ...DEFAULT_LIMITS, names: { XLF: { long: 0 } } } },
  },
  {
    rule: "sector XLU",
    inside: { XLK: 0.04 },
    outside: { XLK: 0.04, XLU: -0.001 },
    options: { limits: { ...DEFAULT_LIMITS, names: { XLU: { short: 0 } } } },
  },
  {
    // 0.5·0.2 + 0.5·0.2 − 1·0.01 = 0.19
    rule: "style value",
    inside: { XLK: 0.2, XLF: -0.2, market: -0.01 },
    outside: { XLK: 0.2005, XLF: -0.2, market: -0.01 },
    options: {
      limits: {
        ...DEFAULT_LIMITS,
        accounting: "free", // the hedge counts in styles all the same
        styles: { value: { target: 0.1, max: 0.09 } },
      },
      risk: {
        sectors: ["XLK", "XLF"],
        figures: { styles: { value: [0.5, -0.5, 1] } },
      },
    },
  },
  {
    rule: "correlated XLE+XLF",
    inside: { XLE: 0.2, XLF: -0.2, XLU: 0.03 },
    outside: { XLE: 0.2005, XLF: -0.2, XLU: 0.03 },
    options: {
      limits: { ...DEFAULT_LIMITS, correlated: { max: 0.4, threshold: 0.7 } },
      risk: {
        sectors: SECTORS,
        figures: {
          // A cluster of one is none.
          clusters: [{ name: "XLE+XLF", sectors: ["XLE", "XLF"] }, {
            name: "XLU",
            sectors: ["XLU"],
          }],
        },
      },
    },
  },
  {
    // √(0.24² + 0.18²) × 20 % = 6 % a year
    rule: "volatility",
    inside: { XLK: 0.24, XLF: -0.18 },
    outside: { XLK: 0.2401, XLF: -0.18 },
    options: {
      limits: { ...DEFAULT_LIMITS, beta: { target: 0, max: 0.3 }, volatility: { max: 0.06 } },
      risk: {
        sectors: ["XLF", "XLK"],
        figures: { covariance: [[0.04, 0, 0], [0, 0.04, 0], [0, 0, 0.04]] },
      },
    },
  },
  {
    rule: "capital",
    inside: { XLB: 0.3, XLE: 0.3, XLF: -0.3 },
    outside: { XLB: 0.3, XLE: 0.3, XLF: -0.3, XLU: 0.001 },
    options: {
      limits: { ...DEFAULT_LIMITS, net: 1, side: 1, beta: { target: 0, max: 1 }, capital: 0.9 },
    },
  },
];

for (const { rule, inside, outside, options } of EDGES) {
  Deno.test(`checkOrders() tells just inside from just outside: ${rule}`, () => {
    equal(broken(judge(inside, options)).join(), "");
    equal(broken(judge(outside, options)).join(), rule);
  });
}

const SHARES = { price: 1, cost: {} as never, liquidity: "", exposureBefore: 0, exposureAfter: 0 };

/** An order of so many shares of one dollar, in an account of a million. */
const order = (ticker: string, shares: number): Order => ({
  ...SHARES,
  ticker,
  action: shares > 0 ? "buy" : "sell",
  shares: Math.abs(shares),
  dollars: Math.abs(shares),
  scope: INSTRUMENTS.find((fund) => fund.ticker === ticker)!.sector!,
  leverage: LEVERAGE.get(ticker)!,
});
const since = (date: string, ticker: string, shares: number) => ({
  ticker,
  shares,
  since: day(date),
});

/** Each limit on trades and funds, with orders just inside and just outside of it, on 2024-06-03. */
const TRADE_EDGES: readonly {
  readonly rule: string;
  readonly holdings: OrdersToCheck["holdings"];
  readonly inside: readonly Order[];
  readonly outside: readonly Order[];
  readonly options?: Partial<OrdersToCheck>;
}[] = [
  {
    rule: "volume of XLK",
    holdings: [],
    inside: [order("XLK", 40_000)],
    outside: [order("XLK", 40_001)],
    options: { liquidity: { XLK: { advUsd: 400_000, aumUsd: 1e12 } } },
  },
  {
    // 30,000 are held: the position counts, not the order.
    rule: "assets of XLK",
    holdings: [{ ticker: "XLK", shares: 30_000 }],
    inside: [order("XLK", 10_000)],
    outside: [order("XLK", 10_001)],
    options: { liquidity: { XLK: { advUsd: 1e12, aumUsd: 400_000 } } },
  },
  {
    // Turned around: all of the order counts, though the position ends no larger than it was.
    rule: "volume of XLK",
    holdings: [{ ticker: "XLK", shares: 30_000 }],
    inside: [order("XLK", -40_000)],
    outside: [order("XLK", -40_001)],
    options: {
      tilts: { XLK: -1 },
      shortSectorFunds: true,
      liquidity: { XLK: { advUsd: 400_000, aumUsd: 1e12 } },
    },
  },
  {
    rule: "minimum trade of XLK",
    holdings: [{ ticker: "XLK", shares: 30_000 }],
    inside: [order("XLK", 2000)],
    outside: [order("XLK", 1999)],
  },
  {
    // 20 bp of exposure are 10 bp of a −2x fund, and the hedge is a name like the others.
    rule: "minimum trade of hedge",
    holdings: [{ ticker: "SDS", shares: 10_000 }],
    inside: [order("SDS", 1000)],
    outside: [order("SDS", 999)],
    options: { betas: {} },
  },
  {
    rule: "minimum holding of XLK",
    holdings: [since("2024-05-27", "XLK", 30_000)],
    inside: [order("XLK", -3000)],
    outside: [order("XLK", -3000)],
    options: {},
  },
  {
    // 3 % were opened 20 days ago and count; 10 % + 4 % + 3 % are the budget of 17 %.
    rule: "turnover",
    holdings: [{ ticker: "XLE", shares: 100_000 }, since("2024-05-14", "XLK", 30_000)],
    inside: [order("XLE", -100_000), order("XLP", 40_000)],
    outside: [order("XLE", -100_000), order("XLP", 40_001)],
    options: { limits: { ...DEFAULT_LIMITS, beta: { target: 0, max: 0.3 }, turnover: 0.17 } },
  },
];

for (const { rule, holdings, inside, outside, options } of TRADE_EDGES) {
  Deno.test(`checkOrders() tells just inside from just outside: ${rule}`, () => {
    const tilts = { XLK: 1, XLE: 1, XLP: 1 };
    const young = rule.startsWith("minimum holding")
      ? [since("2024-05-28", "XLK", 30_000)] // six days instead of seven
      : holdings;
    equal(broken(judge({}, { holdings, tilts, orders: inside, ...options })).join(), "");
    equal(broken(judge({}, { holdings: young, tilts, orders: outside, ...options })).join(), rule);
  });
}

Deno.test("checkOrders() lets rules on trades give way only where the plan says so, by name", () => {
  const holdings = [since("2024-05-30", "XLK", 30_000)];
  const orders = [order("XLK", -1000)];
  const rules = (gaveWay: OrdersToCheck["gaveWay"]) =>
    broken(judge({}, { holdings, tilts: { XLK: 1 }, orders, gaveWay })).join();
  equal(rules([]), "minimum trade of XLK,minimum holding of XLK");
  equal(rules([{ rule: "minimum trade", name: "XLK" }]), "minimum holding of XLK");
  equal(
    rules([{ rule: "minimum trade", name: "XLE" }, { rule: "minimum holding", name: "hedge" }]),
    "minimum trade of XLK,minimum holding of XLK",
  );
  equal(
    rules([{ rule: "minimum trade", name: "XLK" }, { rule: "minimum holding", name: "XLK" }]),
    "",
  );
});

Deno.test("checkOrders() lets a position be left, however small, thin or dear the leaving is", () => {
  const holdings = [{ ticker: "XLK", shares: 1000 }];
  const closed = { holdings, tilts: {}, orders: [order("XLK", -1000)], liquidity: {} };
  equal(broken(judge({}, closed)).join(), "");
});

Deno.test("checkOrders() lets a position be made smaller whose fund has shrunk, but not larger", () => {
  // 3 % in a fund whose assets allow 1 %, and half a percent of it is a day's tenth.
  const held = {
    holdings: [{ ticker: "XLK", shares: 30_000 }],
    tilts: { XLK: 1 },
    liquidity: { XLK: { advUsd: 50_000, aumUsd: 100_000 } },
  };
  const rules = (shares: number) =>
    broken(judge({}, { ...held, orders: [order("XLK", shares)] })).join();
  equal(rules(-5000), "");
  equal(rules(-30_000), "");
  equal(rules(2000), "assets of XLK");
  equal(rules(6000), "volume of XLK,assets of XLK");
});

Deno.test("checkOrders() exempts the first book from the turnover budget", () => {
  const orders = [order("XLK", 250_000), order("SEF", 250_000)];
  equal(judge({}, { holdings: [], tilts: { XLK: 1, XLF: -1 }, orders }).holds, true);
});

Deno.test("checkOrders() passes no limit whose figures are missing", () => {
  const asked: readonly [Partial<Limits>, string][] = [
    [{ styles: { size: { target: 0, max: 0.1 } } }, "style size"],
    [{ correlated: { max: 0.4, threshold: 0.7 } }, "correlated"],
    [{ volatility: { max: 0.1 } }, "volatility"],
  ];
  for (const [limits, rule] of asked) {
    const judgement = judge({ XLK: 0.04 }, { limits: { ...DEFAULT_LIMITS, ...limits } });
    equal(broken(judgement).join(), rule);
    const risk = {
      sectors: ["XLE"] as const,
      figures: { styles: { size: [1, 1] }, covariance: [] },
    };
    if (rule === "correlated") continue;
    equal(
      broken(judge({ XLK: 0.04 }, { limits: { ...DEFAULT_LIMITS, ...limits }, risk })).join(),
      rule,
    );
  }
  const bought = { holdings: [], tilts: { XLK: 1 }, orders: [order("XLK", 40_000)], liquidity: {} };
  equal(broken(judge({}, bought)).join(), "volume of XLK,assets of XLK");
});

Deno.test("checkOrders() asks for the gross within two percent where it must be reached", () => {
  const book = { XLK: 0.245, XLE: 0.245, XLF: -0.245, XLP: -0.245 };
  equal(judge(book, { gross: "equal" }).holds, true);
  equal(broken(judge({ ...book, XLP: -0.244 }, { gross: "equal" })).join(), "gross");
});

Deno.test("checkOrders() counts the hedge as the accounting says", () => {
  // Long 0.60 and a hedge of −0.50: gross 1.10 and net 0.10 in full, 0.60 and 0.60 where it is free.
  const book = { XLB: 0.3, XLE: 0.25, XLI: 0.05, market: -0.5 };
  const limits = { ...DEFAULT_LIMITS, beta: { target: 0, max: 0.1 } };
  const rules = (accounting: Limits["accounting"]) =>
    broken(judge(book, { limits: { ...limits, accounting } })).join();
  equal(rules("full"), "gross,capital");
  equal(rules("counted"), "gross,net,capital");
  equal(rules("free"), "net,capital");
  equal(rules("none"), "net,hedge,capital");
});

Deno.test("checkOrders() refuses a hedge that adds to the book's own beta", () => {
  // Beta 0.01 − 0.04 = −0.03 is inside its limit, but a short hedge may only lower a beta above 0.
  const wide = { ...DEFAULT_LIMITS, beta: { target: -0.02, max: 0.05 } };
  deepEqual(broken(judge({ XLE: 0.01, market: -0.04 })), []);
  deepEqual(broken(judge({ XLE: -0.01, market: -0.04 })), ["hedge direction"]);
  deepEqual(broken(judge({ XLE: -0.01, market: -0.04 }, { limits: wide })), []);
  deepEqual(broken(judge({ XLE: 0.01, market: 0.03 })), ["hedge direction"]);
});

Deno.test("checkOrders() refuses a position against its view, or without one", () => {
  equal(broken(judge({ XLK: 0.1 }, { tilts: { XLK: -1 } }))[0], "sector XLK");
  equal(broken(judge({ XLK: 0.04 }, { tilts: {} })).join(), "sector XLK");
  equal(judge({ XLK: 0.04 }, { tilts: {}, held: ["XLK"] }).holds, true);
});

Deno.test("checkOrders() adds orders to holdings, through the leverage of each fund", () => {
  const base = { price: 1, cost: {} as never, liquidity: "", exposureBefore: 0, exposureAfter: 0 };
  const judgement = judge({ XLK: 0.2 }, {
    tilts: { XLK: 1, XLE: -1 },
    orders: [
      {
        ...base,
        ticker: "XLK",
        action: "sell",
        shares: 100_000,
        dollars: 1e5,
        scope: "XLK",
        leverage: 1,
      },
      {
        ...base,
        ticker: "DUG",
        action: "buy",
        shares: 50_000,
        dollars: 5e4,
        scope: "XLE",
        leverage: -2,
      },
    ],
  });
  equal(judgement.exposures.XLK, 0.1);
  equal(judgement.exposures.XLE, -0.1);
  equal(judgement.holds, true);
});

Deno.test("checkOrders() finds fractions of shares, a sale into the negative, and a fund not listed", () => {
  const order = { price: 1, cost: {} as never, liquidity: "", exposureBefore: 0, exposureAfter: 0 };
  const half = judge({}, {
    tilts: { XLK: 1 },
    orders: [{
      ...order,
      ticker: "XLK",
      action: "buy",
      shares: 10.5,
      dollars: 10.5,
      scope: "XLK",
      leverage: 1,
    }],
  });
  equal(broken(half)[0], "whole shares of XLK");
  const sold = judge({}, {
    tilts: { XLE: 1 },
    orders: [{
      ...order,
      ticker: "DUG",
      action: "sell",
      shares: 10,
      dollars: 10,
      scope: "XLE",
      leverage: -2,
    }],
  });
  equal(broken(sold)[0], "position in DUG");
  const early = judge({ XLF: -0.04 }, { day: day("2008-01-02") });
  equal(broken(early).join(), "SEF listed on 2008-01-02");
});

Deno.test("checkOrders() lets no missing beta or price pass", () => {
  equal(broken(judge({ XLK: 0.04 }, { betas: {} })).join(), "beta");
  throws(() => judge({ XLK: 0.04 }, { prices: {} }), /40000 shares of XLK need a price/);
  throws(
    () => judge({}, { holdings: [{ ticker: "QQQ", shares: 1 }], prices: { QQQ: 1 } }),
    /no instrument is named QQQ/,
  );
  throws(
    () => judge({}, { holdings: [{ ticker: "CCON", shares: 1 }] }),
    /CCON serves no sector and no hedge/,
  );
});

Deno.test("checkOrders() says in a sentence what is broken", () => {
  const [finding] = judge({ XLK: 0.35, XLF: -0.3 }).breaches;
  match(finding.sentence, /^sector XLK is 35\.00 %, allowed are 0\.00 % to 30\.00 %$/);
  ok(!finding.holds);
  const [open] = judge({ XLE: 0.01, market: 0.03 }).breaches;
  equal(open.sentence, "hedge direction is 0.0100, at most 0.0000 is allowed");
});

Deno.test("checkOrders() asks no minimum trade of a position without a view", () => {
  // Kept by a rule and made smaller by 10 bp: what has no view is always traded.
  const holdings = [{ ticker: "XLK", shares: 30_000 }], held = ["XLK"] as const;
  const orders = [order("XLK", -1000)];
  equal(broken(judge({}, { holdings, held, tilts: {}, orders })).join(), "");
  equal(
    broken(judge({}, { holdings, held, tilts: { XLK: 1 }, orders })).join(),
    "minimum trade of XLK",
  );
});

Deno.test("checkOrders() counts a position opened 29 days ago as turnover, and none of 30 days", () => {
  const limits = { ...DEFAULT_LIMITS, beta: { target: 0, max: 0.3 }, turnover: 0.12 };
  const rules = (opened: string) => {
    const holdings = [{ ticker: "XLE", shares: 100_000 }, since(opened, "XLK", 30_000)];
    const orders = [order("XLE", -100_000)];
    return broken(judge({}, { holdings, tilts: { XLK: 1, XLE: 1 }, orders, limits })).join();
  };
  deepEqual(["2024-05-05", "2024-05-04"].map(rules), ["turnover", ""]);
});

/** By kind, the edges above at which a limit is judged. */
const JUDGED: Readonly<Record<string, RegExp>> = {
  gross: /^gross$/,
  sector: /^sector /,
  cap: /^sector /,
  side: /^(?:long|short) side$/,
  net: /^net$/,
  cluster: /^cluster /,
  beta: /^beta$/,
  hedge: /^hedge$/,
  style: /^style /,
  correlated: /^correlated /,
  volatility: /^volatility$/,
  capital: /^capital$/,
  group: /^energy and materials$/,
  turnover: /^turnover$/,
  "minimum trade": /^minimum trade of /,
  "minimum holding": /^minimum holding of /,
  "fund volume": /^volume of /,
  "fund assets": /^assets of /,
};

/** What is no limit of the mandate's by itself, or has a test of its own above. */
const OTHERWISE = [
  ...["reach", "turnover in 30 days", "capital used", "hedge direction", "fund", "sign"],
  ...BESIDE.map(({ kind }) => kind),
];

Deno.test("checkOrders() judges every limit of the catalogue, so that none is forgotten here", () => {
  const edges = [...EDGES, ...TRADE_EDGES].map(({ rule }) => rule);
  for (const { kind } of limitEntries()) {
    if (OTHERWISE.includes(kind)) continue;
    const rule = JUDGED[kind];
    ok(
      edges.some((edge) => rule?.test(edge)),
      `${kind}: judge it in lib/audit, give it an edge and a line of JUDGED`,
    );
  }
});
