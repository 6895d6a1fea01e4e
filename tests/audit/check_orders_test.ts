import { equal, match, ok, throws } from "node:assert/strict";
import { checkOrders, type Judgement, type OrdersToCheck } from "lab/audit";
import { INSTRUMENTS, type Sector, SECTORS } from "lab/market";
import { DEFAULT_LIMITS, type Limits } from "lab/portfolio";
import { day } from "lab/units";

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
];

for (const { rule, inside, outside, options } of EDGES) {
  Deno.test(`checkOrders() tells just inside from just outside: ${rule}`, () => {
    equal(broken(judge(inside, options)).join(), "");
    equal(broken(judge(outside, options)).join(), rule);
  });
}

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
});
