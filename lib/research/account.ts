import { type Market, type Scope, SECTORS } from "../market/mod.ts";
import { type CostModel, type TradeCost, tradeCost } from "../portfolio/mod.ts";
import { NAME_COUNT } from "./book_rule.ts";
import type { DayFacts, Leg } from "./day_facts.ts";
import type { TradedPaths } from "./fill_point.ts";
import {
  cashFactor,
  type CashPath,
  fundFactor,
  type LegEnd,
  longFactor,
  type Point,
  priceAt,
  type PricePath,
} from "./leg_factor.ts";
import type { Timeline } from "./timeline.ts";

/** The eleven sectors and the market, in the order of every row of exposures. */
export const SCOPES: readonly Scope[] = [...SECTORS, "market"];

/** A trade below this share of equity is arithmetic, not a trade, and costs nothing. */
export const NO_TRADE = 1e-12;

/** A holding in dollars; a sector sold itself is negative. */
interface Holding {
  /** Place among the eleven sectors, the market twelfth. */
  readonly at: number;
  readonly scope: Scope;
  readonly leg: Leg;
  readonly valueUsd: number;
}

/** What an account holds at a point of time. */
export interface Account {
  readonly point: Point;
  readonly cashUsd: number;
  /** Long and short legs, in the order of the names. */
  readonly holdings: readonly Holding[];
}

/** What an account moves on. */
export interface Paths {
  readonly traded: TradedPaths;
  readonly cash: CashPath;
  /** The last point at which a day's funds were listed. */
  readonly pointOf: (day: string) => Point;
}

/** Paths and a calendar for the funds' last days. */
export function pathsOf(
  market: Market,
  { traded, cash }: Pick<Timeline, "traded" | "cash">,
): Paths {
  const { days } = market.prices;
  const pointOf = (day: string) => {
    let row = days.length - 1;
    while (row >= 0 && days[row] > day) row--;
    return 2 * row + 1;
  };
  return { traded, cash, pointOf };
}

/** Equity in dollars. */
export function equityOf(account: Account): number {
  return account.holdings.reduce((sum, { valueUsd }) => sum + valueUsd, account.cashUsd);
}

/** Exposures by name, shares of an equity. */
export function exposuresOf(account: Account, equityUsd = equityOf(account)): Float64Array {
  const out = new Float64Array(NAME_COUNT);
  for (const { at, leg, valueUsd } of account.holdings) {
    out[at] += leg.leverage * valueUsd / equityUsd;
  }
  return out;
}

/** The prices that a holding follows. */
export function pathOf(paths: Paths, scope: Scope): PricePath | undefined {
  return paths.traded.paths[paths.traded.tickers.indexOf(scope)];
}

/** How long a leg lives. */
function endOf(paths: Paths, leg: Leg): LegEnd {
  const { endedAfterRows } = paths.traded;
  return leg.listedTo === undefined
    ? { endedAfterRows }
    : { endedAfterRows, listedTo: paths.pointOf(leg.listedTo) };
}

/** What a dollar in a leg becomes between two points. */
export function legFactor(paths: Paths, scope: Scope, leg: Leg, from: Point, to: Point): number {
  const path = pathOf(paths, scope)!, end = endOf(paths, leg);
  return leg.isInverse
    ? fundFactor(path, paths.cash, leg, from, to, end)
    : longFactor(path, paths.cash, from, to, end);
}

/** The account at a later point: every leg follows its own path, and nothing is traded. */
export function drifted(account: Account, to: Point, paths: Paths): Account {
  const from = account.point;
  return {
    point: to,
    cashUsd: account.cashUsd * cashFactor(paths.cash, from, to),
    holdings: account.holdings.map((one) => ({
      ...one,
      valueUsd: one.valueUsd * legFactor(paths, one.scope, one.leg, from, to),
    })),
  };
}

/** Costs of a fill by part, dollars. */
interface FillCosts {
  readonly spreadUsd: number;
  readonly impactUsd: number;
  readonly feeUsd: number;
  readonly totalUsd: number;
  readonly known: boolean;
  /** Funds traded whose volume is an assumption. */
  readonly assumed: readonly string[];
}

/** No trade, no cost. */
export const NO_COSTS: FillCosts = {
  spreadUsd: 0,
  impactUsd: 0,
  feeUsd: 0,
  totalUsd: 0,
  known: true,
  assumed: [],
};

/** An account after its trades. */
export interface Filled {
  readonly account: Account;
  readonly costs: FillCosts;
  readonly notes: readonly string[];
}

/**
 * Trades an account to its target at its own point; costs are paid from cash.
 *
 * A fund that has no price at the point cannot be bought; what is held of it has ended and is sold at
 * its last price. A short moves to the day's fund where that is another one than held.
 *
 * @param target Exposures by name, shares of the equity before costs.
 * @param facts Legs and their costs, as they were known at the decision.
 */
export function traded(
  account: Account,
  target: Float64Array,
  facts: DayFacts,
  paths: Paths,
  costs: Partial<CostModel>,
): Filled {
  const equityUsd = equityOf(account), { point } = account;
  const holdings: Holding[] = [], paid: TradeCost[] = [], notes: string[] = [];
  let cashUsd = account.cashUsd;
  const assumed = new Set<string>();

  const pay = (leg: Leg, tradedUsd: number) => {
    if (!(tradedUsd > 0)) return;
    if (leg.isAssumed) assumed.add(leg.ticker);
    paid.push(tradeCost({ tradedUsd, equityUsd, ...leg.costs }, costs));
  };
  const move = (at: number, scope: Scope, isLong: boolean, wantedUsd: number) => {
    const held = account.holdings.find((one) =>
      one.at === at && (one.leg.leverage * one.valueUsd > 0) === isLong
    );
    const leg = isLong ? facts.long[at] : facts.short[at];
    let has = held?.valueUsd ?? 0;
    if (held && held.leg.ticker !== leg?.ticker) {
      pay(held.leg, Math.abs(has));
      cashUsd += has;
      if (wantedUsd !== 0) notes.push(`${held.leg.ticker} gives way to ${leg!.ticker}.`);
      has = 0;
    }
    const tradedUsd = wantedUsd - has;
    const isTrade = Math.abs(tradedUsd) > NO_TRADE * equityUsd;
    if (isTrade && leg) {
      pay(leg, Math.abs(tradedUsd));
      cashUsd -= tradedUsd;
    }
    const valueUsd = isTrade ? wantedUsd : has;
    if (valueUsd !== 0) holdings.push({ at, scope, leg: leg!, valueUsd });
  };

  for (let at = 0; at < NAME_COUNT; at++) {
    const scope = SCOPES[at], path = pathOf(paths, scope);
    const isPriced = path !== undefined && !Number.isNaN(priceAt(path, point));
    const exposure = isPriced ? target[at] : 0;
    const short = facts.short[at];
    const isShortListed = short !== undefined &&
      (short.listedTo === undefined || paths.pointOf(short.listedTo) >= point);
    if (!isPriced && (target[at] !== 0 || account.holdings.some((one) => one.at === at))) {
      notes.push(`${scope} has no price at the fill: what is held is sold at its last one.`);
    }
    move(at, scope, true, exposure > 0 ? exposure * equityUsd : 0);
    move(
      at,
      scope,
      false,
      exposure < 0 && isShortListed ? exposure / short.leverage * equityUsd : 0,
    );
  }
  let spreadUsd = 0, impactUsd = 0, feeUsd = 0, known = true;
  for (const cost of paid) {
    spreadUsd += cost.spreadUsd ?? 0;
    impactUsd += cost.impactUsd ?? 0;
    feeUsd += cost.feeUsd;
    known &&= cost.totalUsd !== undefined;
  }
  const totalUsd = spreadUsd + impactUsd + feeUsd;
  return {
    account: { point, cashUsd: cashUsd - totalUsd, holdings },
    costs: { spreadUsd, impactUsd, feeUsd, totalUsd, known, assumed: [...assumed] },
    notes,
  };
}
