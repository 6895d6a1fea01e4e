import { checkOrders, type Judgement } from "../audit/mod.ts";
import type { SectorView } from "../committee/mod.ts";
import { LabError } from "../errors.ts";
import { hedgeOverlay, type SectorBeta, sectorBetas } from "../hedging/mod.ts";
import {
  dollarVolume,
  fundLiquidity,
  instrument,
  INSTRUMENTS,
  type Liquidity,
  SECTOR_LABELS,
  type Snapshot,
  withoutPrice,
} from "../market/mod.ts";
import {
  applyTradeRules,
  type BookFunds,
  bookFunds,
  type BookProblem,
  fitBook,
  type FundRules,
  type HeldDays,
  heldExposures,
  type Holding,
  type Limits,
  mandateFundRules,
  orders,
  type Relaxation,
  relaxedBook,
  type RuledBook,
  tilts,
  tradeReadings,
  violations,
} from "../portfolio/mod.ts";
import { type Settings, settings as defaultSettings } from "../settings.ts";
import { checkArguments } from "./check_arguments.ts";
import { checkViews } from "./check_views.ts";
import { measuredRisk } from "./measured_risk.ts";
import type { Plan, SetAside } from "./plan.ts";
import { rulesGivenWay } from "./rules_given_way.ts";

/** What the desk is told besides the day and the views. */
export interface RebalanceOptions {
  /** Complete settings; the defaults without it. */
  readonly settings?: Settings;
  /** What the account holds; nothing but cash without it. */
  readonly holdings?: readonly Holding[];
  /**
   * Equity of the account in dollars, holdings included. Without it the settings' account counts,
   * unless the holdings list `CASH`: then equity is what they add up to.
   */
  readonly equityUsd?: number;
  /** Sectors in which nothing is to be held, each with who says so and why, as a sentence. */
  readonly closed?: readonly SetAside[];
}

/** The sectors that can be built with, and the views that must be left out. */
function usable(
  snapshot: Snapshot,
  views: readonly SectorView[],
  betas: readonly SectorBeta[],
  unmeasured: readonly SetAside[],
) {
  const listed = new Set(snapshot.sectors);
  // A sector whose price has stopped is said, whether anybody had a view on it or not.
  const stopped = withoutPrice(snapshot);
  const never = views.filter(({ sector }) =>
    !listed.has(sector) && !stopped.some((one) => one.sector === sector)
  );
  const setAside: SetAside[] = [
    ...stopped.map(({ sector, reason }) => ({ sector, reason })),
    ...never.map(({ sector }) => ({
      sector,
      reason: `${SECTOR_LABELS[sector]} (${sector}) has no price on ${snapshot.day}`,
    })),
  ];
  const closed = [...betas.filter((row) => row.beta === undefined), ...unmeasured];
  for (const { sector, reason = "no beta" } of closed) {
    if (views.some((view) => view.sector === sector)) setAside.push({ sector, reason });
  }
  return {
    kept: views.filter((view) => listed.has(view.sector)),
    closed: closed.map((row) => row.sector),
    setAside,
  };
}

/**
 * The book inside what its funds can carry, solved once; then the rules on trades.
 *
 * **Why a day's work ends.** Four loops are left, two in two, and none goes back to what stands before
 * it: funds are chosen before the solve and not asked again, and orders change no book.
 * 1. `applyTradeRules` goes round while a trade of the new book breaks a rule. Each round holds at least
 *    one more of twelve names, and a name that was held once is known for good.
 * 2. Within it, names are freed until the book is as good as without the rules. Each turn frees one of
 *    those held, and with none held it is the book that was given.
 * 3. `orders` raises the cash kept for costs to what the orders cost, four times at most.
 * 4. Within it, the rules give way in four fixed steps; each step searches for whole shares with a
 *    bounded number of nodes and starts, by count and not by the clock.
 * The search for the smallest account tries a fixed list of sizes, each by 3 and 4.
 */
function bookWithFunds(
  { problem }: BookFunds,
  heldDays: HeldDays,
  relax: readonly string[],
): { readonly ruled: RuledBook; readonly relaxed?: Relaxation } {
  if (relax.length === 0) return { ruled: applyTradeRules(problem, fitBook(problem), heldDays) };
  const { book, limits, ...relaxation } = relaxedBook(problem, { order: relax });
  const ruled = applyTradeRules({ ...problem, limits }, book, heldDays);
  // Measured on the book that is traded: rules on trades may have moved it since.
  const broken = relaxation.used ? violations(problem, ruled.book) : [];
  return { ruled, relaxed: { ...relaxation, violations: broken } };
}

/** Liquidity as the snapshot knows it; where it has no volume, the master's figure serves. */
function fundRules(snapshot: Snapshot, settings: Settings): FundRules {
  const known = new Map<string, Liquidity>();
  return mandateFundRules(settings.mandate, {
    shortSpdr: settings.trading.shortSpdr,
    liquidity: (ticker) => {
      const found = known.get(ticker) ?? { advUsd: dollarVolume(snapshot, ticker) };
      known.set(ticker, found);
      return found;
    },
  });
}

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
  checkArguments("Cannot rebalance", snapshot, options, [
    "settings",
    "holdings",
    "equityUsd",
    "closed",
  ]);
  const { settings = defaultSettings(), holdings = [], closed: byHand = [] } = options;
  const { mandate, trading: { shortSpdr, ...costs } } = settings;
  checkViews(views);
  const listsCash = holdings.some(({ ticker }) => ticker === "CASH");
  const account = heldExposures(holdings, {
    day: snapshot.day,
    priceOf: snapshot.tradePrice,
    equityUsd: options.equityUsd ?? (listsCash ? undefined : settings.accountUsd),
    shortSpdr,
  });
  const betas = sectorBetas(snapshot, settings.betas);
  const { risk, leftOut } = measuredRisk(snapshot, mandate);
  const { kept, closed, setAside } = usable(snapshot, views, betas, [...leftOut, ...byHand]);

  const scored = new Map(kept.map((view) => [view.sector, view])), { sectors } = snapshot;
  const hasPositions = account.positions.length > 0;
  const previous = {
    weights: sectors.map((sector) => account.weights[sector] ?? 0),
    hedge: account.hedge,
  };
  const problem: BookProblem = {
    sectors,
    tilts: tilts(sectors.map((sector) => scored.get(sector) ?? { score: 3 })),
    betas: betas.map((row) => row.beta ?? NaN),
    closed,
    limits: mandate,
    risk,
    previous,
    // The first book is exempt from the budget: all of it has to be bought.
    ...(mandate.turnover !== null && hasPositions
      ? { turnoverBudget: Math.max(0, mandate.turnover - account.recentTurnover) }
      : {}),
  };
  const funds = bookFunds(problem, account, fundRules(snapshot, settings));
  const { closedShorts, closedLongs, fundCaps, rules } = funds;
  const { ruled, relaxed } = bookWithFunds(funds, account.heldDays, settings.relax);
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
