import type { SectorView } from "../committee/mod.ts";
import { type SectorBeta, sectorBetas } from "../hedging/mod.ts";
import {
  dollarVolume,
  type Liquidity,
  SECTOR_LABELS,
  type Snapshot,
  withoutPrice,
} from "../market/mod.ts";
import {
  applyTradeRules,
  type Book,
  type BookFunds,
  bookFunds,
  type BookProblem,
  type BookRisk,
  fitBook,
  type FundRules,
  type HeldDays,
  type HeldExposures,
  heldExposures,
  type Holding,
  mandateFundRules,
  type Relaxation,
  relaxedBook,
  type RuledBook,
  tilts,
  violations,
} from "../portfolio/mod.ts";
import { type Settings, settings as defaultSettings } from "../settings.ts";
import { checkArguments } from "./check_arguments.ts";
import { checkViews } from "./check_views.ts";
import { measuredRisk } from "./measured_risk.ts";
import type { SetAside } from "./plan.ts";

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

/** Names of {@linkcode RebalanceOptions}. */
export const REBALANCE_OPTIONS: readonly string[] = ["settings", "holdings", "equityUsd", "closed"];

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

/** The book of some views, with what stood around it. */
export interface DeskBook {
  /** The views that could be followed. */
  readonly kept: readonly SectorView[];
  readonly setAside: readonly SetAside[];
  readonly problem: BookProblem;
  readonly funds: BookFunds;
  readonly ruled: RuledBook;
  readonly relaxed?: Relaxation;
}

/** A day and an account, measured once, for as many sets of views as one likes. */
export interface DeskBooks {
  readonly account: HeldExposures;
  readonly betas: readonly SectorBeta[];
  readonly risk: BookRisk;
  /** The book of checked views. */
  of(views: readonly SectorView[]): DeskBook;
}

/** Measures what does not depend on views: account, betas, risk. */
export function deskBooks(snapshot: Snapshot, options: RebalanceOptions): DeskBooks {
  const { settings = defaultSettings(), holdings = [], closed: byHand = [] } = options;
  const { mandate } = settings;
  const listsCash = holdings.some(({ ticker }) => ticker === "CASH");
  const account = heldExposures(holdings, {
    day: snapshot.day,
    priceOf: snapshot.tradePrice,
    equityUsd: options.equityUsd ?? (listsCash ? undefined : settings.accountUsd),
    shortSpdr: settings.trading.shortSpdr,
  });
  const betas = sectorBetas(snapshot, settings.betas);
  const { risk, leftOut } = measuredRisk(snapshot, mandate);
  const rules = fundRules(snapshot, settings);
  const { sectors } = snapshot;
  const hasPositions = account.positions.length > 0;
  const previous = {
    weights: sectors.map((sector) => account.weights[sector] ?? 0),
    hedge: account.hedge,
  };
  function of(views: readonly SectorView[]): DeskBook {
    const { kept, closed, setAside } = usable(snapshot, views, betas, [...leftOut, ...byHand]);
    const scored = new Map(kept.map((view) => [view.sector, view]));
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
    const funds = bookFunds(problem, account, rules);
    return {
      kept,
      setAside,
      problem,
      funds,
      ...bookWithFunds(funds, account.heldDays, settings.relax),
    };
  }
  return { account, betas, risk, of };
}

/**
 * The book that `rebalance` would aim at, as a function of views: the day and the account are measured
 * once, and no orders are made.
 *
 * For whoever asks what other views would have come to, many times over. What `rebalance` adds is whole
 * shares and the independent checker.
 *
 * @param snapshot What was known at the close of the day.
 * @param options As `rebalance` takes them.
 * @returns A function from views to the book inside every limit and every rule on trades.
 * @throws {DataError} If the holdings cannot be valued on that day.
 * @throws {RangeError} If there is no such option; the function, if a view lies outside its range.
 *
 * @example The same views, and one of them turned around
 * ```ts
 * import { bookOfViews } from "lab/desk";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7 });
 * const bookOf = bookOfViews(snapshot(market, market.prices.days.at(-1)!));
 * const sideOfEnergy = (score: number) =>
 *   Math.sign(bookOf([{ sector: "XLE", score, confidence: 1 }]).weights[2]);
 * equal(sideOfEnergy(5), 1);
 * equal(sideOfEnergy(3), 0);
 * ```
 */
export function bookOfViews(
  snapshot: Snapshot,
  options: RebalanceOptions = {},
): (views: readonly SectorView[]) => Book {
  checkArguments("Cannot make books of views", snapshot, options, REBALANCE_OPTIONS);
  const { of } = deskBooks(snapshot, options);
  return (views) => {
    checkViews(views);
    return of(views).ruled.book;
  };
}
