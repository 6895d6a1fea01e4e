/** The first law of the house: no breach by the independent checker, before and after rounding. */
import { checkOrders, type OrdersToCheck } from "lab/audit";
import { sectorBetas } from "lab/hedging";
import {
  INSTRUMENTS,
  type Market,
  readPrices,
  SECTORS,
  simulatedMarket,
  snapshot,
} from "lab/market";
import {
  type Book,
  DEFAULT_LIMITS,
  fitBook,
  heldExposures,
  type Order,
  orders,
  tilts,
} from "lab/portfolio";
import { randomStream } from "lab/stats";
import { equal, ok } from "node:assert/strict";
import { littleView, TODAY } from "../portfolio/little_market.ts";
import { SOAK } from "../soak.ts";

const DRAWS = SOAK ? 10_000 : 1_000;
const DAYS = SOAK ? 200 : 40;
const EQUITY = 1e6;
/** Funds in which no order is too large: which fund serves is another law's matter. */
const DEEP = { advUsd: 1e12, aumUsd: 1e12 };
const liquidity = Object.fromEntries(INSTRUMENTS.map(({ ticker }) => [ticker, DEEP]));
const LEVERAGE = new Map(INSTRUMENTS.map(({ ticker, leverage }) => [ticker, leverage]));
/** The fund that serves a side of a sector; XLC has none for shorts. */
const fundOf = (scope: string, exposure: number) =>
  INSTRUMENTS.find((fund) =>
    fund.sector === scope && Math.sign(fund.leverage) === Math.sign(exposure) &&
    fund.listedFrom <= TODAY && (fund.listedTo ?? TODAY) >= TODAY
  )!;

/** Betas of all eleven sectors as they were measured on days spread over a market. */
function betasOf(market: Market): readonly (readonly number[])[] {
  const { days } = market.prices, rows: number[][] = [];
  for (let k = 1; k <= DAYS; k++) {
    const view = snapshot(market, days[Math.floor((days.length - 1) * k / DAYS)]);
    const betas = sectorBetas(view).map(({ beta }) => beta);
    if (betas.length === 11 && betas.every((beta) => beta !== undefined)) rows.push(betas);
  }
  return rows;
}

/** A book before rounding, as if shares could be split: the checker sees holdings, and no orders. */
function exactHoldings(book: Book): OrdersToCheck["holdings"] {
  return [
    ...book.sectors.map((sector, i) => [sector, book.weights[i]] as const),
    [
      "market",
      book.hedge,
    ] as const,
  ].flatMap(([scope, exposure]) => {
    if (exposure === 0) return [];
    const { ticker, leverage } = fundOf(scope, exposure);
    return [{ ticker, shares: exposure * EQUITY / leverage }];
  });
}

function keepsEveryLimit(betasByDay: readonly (readonly number[])[]): void {
  ok(betasByDay.length > DAYS / 6, `betas of ${betasByDay.length} days`);
  const seen: Record<string, number> = {};
  for (let seed = 0; seed < DRAWS; seed++) {
    const random = randomStream(seed);
    const betas = betasByDay[random.integer(betasByDay.length)];
    const isSure = random.integer(2) === 0, isQuiet = random.integer(3) === 0;
    const views = tilts(SECTORS.map((sector) => ({
      sector,
      // Every third committee has a view on a few sectors only: their caps leave cash.
      score: isQuiet && random.integer(3) > 0 ? 3 : 1 + random.integer(5),
      confidence: isSure ? 1 : random.uniform(),
    })));
    const book = fitBook({ sectors: SECTORS, tilts: views, betas, closedShorts: ["XLC"] });
    seen[book.status] = (seen[book.status] ?? 0) + 1;
    const prices = Object.fromEntries(
      INSTRUMENTS.map((
        { ticker },
      ) => [ticker, Math.round(100 * (10 + 90 * random.uniform())) / 100]),
    );
    const common = {
      day: TODAY,
      equityUsd: EQUITY,
      instruments: INSTRUMENTS,
      betas: Object.fromEntries(SECTORS.map((sector, i) => [sector, betas[i]])),
      tilts: Object.fromEntries(SECTORS.map((sector, i) => [sector, views[i]])),
      // The smallest trade is a rule of the desk, which says openly where it gives way.
      limits: { ...DEFAULT_LIMITS, minimumTradeBps: 0 },
      liquidity,
      gross: book.grossReached ? "equal" as const : "at most" as const,
    };
    const breaches = (changed: Pick<OrdersToCheck, "holdings" | "orders" | "prices">) =>
      checkOrders({ ...common, ...changed }).breaches.map(({ sentence }) => sentence);
    const ones = Object.fromEntries(INSTRUMENTS.map(({ ticker }) => [ticker, 1]));
    const before = breaches({ holdings: exactHoldings(book), orders: [], prices: ones });
    equal(before.join("; "), "", `seed ${seed} before rounding`);

    const view = littleView(prices);
    const account = heldExposures([], {
      day: TODAY,
      priceOf: view.tradePrice,
      equityUsd: EQUITY,
    });
    const plan = orders(book, { snapshot: view, account, rules: { liquidity: () => DEEP } });
    equal(plan.status, book.status === "cash" ? "no trade" : "orders", `seed ${seed}`);
    const after = breaches({ holdings: [], orders: plan.orders, prices });
    equal(after.join("; "), "", `seed ${seed} after rounding`);

    // Shares × price × leverage is the exposure solved, but for cash kept for costs and whole shares.
    const exposureOfOne = ({ ticker, price }: Order) =>
      price! * Math.abs(LEVERAGE.get(ticker)!) / EQUITY;
    // A fund of small shares makes good for what those of a dear one miss.
    const coarsest = Math.max(0, ...plan.orders.map(exposureOfOne));
    for (const order of plan.orders) {
      const { ticker, scope, shares } = order;
      const solved = scope === "market" ? book.hedge : book.weights[SECTORS.indexOf(scope)];
      const away = Math.abs(shares! * exposureOfOne(order) - Math.abs(solved));
      ok(away <= 0.005 * Math.abs(solved) + 2 * coarsest, `seed ${seed} ${ticker}: ${away}`);
    }
  }
  ok(seen.full > 0.5 * DRAWS && seen.reduced > 0, JSON.stringify(seen));
}

Deno.test("a book breaks no limit before or after rounding, on betas of a simulated market", () => {
  keepsEveryLimit(betasOf(simulatedMarket({ seed: 7 })));
});

const file = new URL("../../../shared/data/sectors_adjclose.csv", import.meta.url);
const isThere = await Deno.stat(file).then(({ isFile }) => isFile, () => false);

if (isThere) {
  Deno.test("a book breaks no limit before or after rounding, on betas of real prices", async () => {
    keepsEveryLimit(betasOf(await readPrices([decodeURIComponent(file.pathname)])));
  });
}
