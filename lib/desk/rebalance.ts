import { checkOrders, type Judgement } from "../audit/mod.ts";
import type { SectorView } from "../committee/mod.ts";
import { LabError } from "../errors.ts";
import { hedgeOverlay } from "../hedging/mod.ts";
import {
  fundLiquidity,
  instrument,
  INSTRUMENTS,
  type Liquidity,
  type Snapshot,
} from "../market/mod.ts";
import {
  type FundRules,
  type Holding,
  type Limits,
  orders,
  tilts,
  tradeReadings,
} from "../portfolio/mod.ts";
import { type Settings, settings as defaultSettings } from "../settings.ts";
import { checkArguments } from "./check_arguments.ts";
import { checkViews } from "./check_views.ts";
import { deskBooks, REBALANCE_OPTIONS, type RebalanceOptions } from "./desk_books.ts";
import type { Plan } from "./plan.ts";
import { rulesGivenWay } from "./rules_given_way.ts";

function judged(
  snapshot: Snapshot,
  views: readonly SectorView[],
  settings: Settings,
  holdings: readonly Holding[],
  parts: Pick<Plan, "betas" | "account" | "book" | "risk" | "trades" | "gaveWay"> & {
    readonly rules: FundRules;
    readonly limits: Limits;
  },
): Judgement {
  const { account, book, trades, rules } = parts;
  const prices: Record<string, number> = {};
  const liquidity: Record<string, Liquidity> = {};
  for (const { ticker } of [...holdings, ...trades.orders]) {
    const found = snapshot.tradePrice(ticker);
    if ("price" in found) prices[ticker] = found.price;
  }
  for (const { ticker } of trades.orders) {
    liquidity[ticker] = fundLiquidity(instrument(ticker), rules);
  }
  const viewTilts = tilts(views);
  return checkOrders({
    day: snapshot.day,
    equityUsd: account.equityUsd,
    holdings,
    orders: trades.orders,
    prices,
    instruments: INSTRUMENTS,
    betas: Object.fromEntries(
      parts.betas.flatMap(({ sector, beta }) => beta === undefined ? [] : [[sector, beta]]),
    ),
    tilts: Object.fromEntries(views.map(({ sector }, i) => [sector, viewTilts[i]])),
    listed: snapshot.sectors,
    held: book.fixed.filter((name) => name !== "hedge"),
    limits: parts.limits,
    liquidity,
    risk: { sectors: book.sectors, figures: parts.risk },
    gaveWay: parts.gaveWay,
    gross: book.grossReached ? "equal" : "at most",
    shortSectorFunds: settings.trading.shortSpdr,
  });
}

/**
 * One day's work: from views to a hedged book inside every limit, and to orders.
 *
 * Betas are measured on the snapshot. What funds can carry of an account of this size is a limit like
 * the others; only a short for which no fund is listed, or whose fund carries less than the smallest
 * trade, closes its sector. Turnover budget, minimum trade and minimum holding come after the limits.
 * Orders are in whole shares where there is a trade price. Before anything is returned, an independent
 * checker maps the orders back to exposures.
 *
 * @param snapshot What was known at the close of the day.
 * @param views Scores and confidences, from the committee or from the reader.
 * @param options Settings, holdings and equity; see {@linkcode RebalanceOptions}.
 * @returns Everything from betas to orders. An account that is too small, closed sectors and a book
 *   below its gross are values with their reasons.
 * @throws {DataError} If the holdings cannot be valued on that day.
 * @throws {RangeError} If a view lies outside its range, or names no sector or one twice.
 * @throws {LabError} If the checker finds that the orders break a limit: then there is a fault in the
 *   lab, and nothing is shown.
 *
 * @example A reader's own two views
 * ```ts
 * import { rebalance } from "lab/desk";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7 });
 * const plan = rebalance(snapshot(market, market.prices.days.at(-1)!), [
 *   { sector: "XLK", score: 5, confidence: 1 },
 *   { sector: "XLE", score: 1, confidence: 1 },
 * ]);
 * // Two names at 30 % each cannot make 100 % gross.
 * equal(plan.book.status, "reduced");
 * ```
 */
export function rebalance(
  snapshot: Snapshot,
  views: readonly SectorView[],
  options: RebalanceOptions = {},
): Plan {
  checkArguments("Cannot rebalance", snapshot, options, REBALANCE_OPTIONS);
  const { settings = defaultSettings(), holdings = [] } = options;
  const { mandate, trading: { shortSpdr: _, ...costs } } = settings;
  checkViews(views);
  const prepared = deskBooks(snapshot, options);
  const { account, betas, risk } = prepared;
  const { kept, setAside, problem, funds, ruled, relaxed } = prepared.of(views);
  const { closedShorts, closedLongs, fundCaps, rules } = funds;
  const { book } = ruled;
  // The mandate, unless limits were relaxed on request: then orders and checker are told so.
  const limits = relaxed?.used ? book.limits : mandate;
  const trades = orders(book, {
    snapshot,
    account,
    limits,
    risk,
    rules,
    fixed: book.fixed,
    turnoverBudget: problem.turnoverBudget,
    costs,
  });
  const gaveWay = rulesGivenWay(ruled, account, trades);
  const parts = { betas, account, book, risk, trades, gaveWay, rules, limits };
  const judgement = judged(snapshot, kept, settings, holdings, parts);
  if (trades.orders.length > 0 && !judgement.holds) {
    throw new LabError(
      `The orders of ${snapshot.day} break a limit and are not shown: ` +
        judgement.breaches.map(({ sentence }) => sentence).join("; "),
    );
  }
  const hedgeFund = trades.funds.find(({ scope }) => scope === "market")?.fund?.ticker;
  return {
    day: snapshot.day,
    source: snapshot.source,
    settings,
    views: kept,
    setAside: [...setAside, ...closedLongs],
    betas,
    risk,
    account,
    closedShorts,
    fundCaps,
    book,
    ...(relaxed ? { relaxed } : {}),
    overlay: hedgeOverlay(book, { instrument: hedgeFund }),
    trades,
    gaveWay,
    readings: [
      ...book.readings,
      ...tradeReadings({ limits: mandate, sectors: book.sectors, account, plan: trades, rules }),
    ],
    judgement,
    notes: [
      ...relaxed ? [relaxed.sentence, ...relaxed.violations.map(({ sentence }) => sentence)] : [],
      ...funds.shrunken,
      ...ruled.held.map(({ sentence }) => sentence),
      ...gaveWay.map(({ sentence }) => sentence),
      ...trades.notes,
    ],
  };
}
