import { MAX_ADV_SHARE, MAX_AUM_SHARE, type Sector, SECTORS } from "../../market/mod.ts";
import type { BookRisk, RiskCluster } from "./book_risk.ts";
import { neededClusters, neededLoadings } from "./check_risk.ts";

/**
 * How the market hedge counts in the other limits: `full` in gross, side and net; `counted` in
 * gross only; `free` in none of them; `none` means that no hedge is allowed. It always counts in
 * beta and in its own limit.
 */
export type HedgeAccounting = "full" | "counted" | "free" | "none";

/** A limit of the reader's own: a weighted sum of exposures between two bounds. */
export interface GroupLimit {
  /** A short name of its own, such as `energy and materials`. */
  readonly name: string;
  /** Weight of each sector in the sum; a sector that is absent counts nothing. */
  readonly coefficients: Readonly<Partial<Record<Sector, number>>>;
  /** Weight of the hedge in the sum; 0 by default. */
  readonly hedge?: number;
  /** Sum of signed exposures (`net`, the default), or of their sizes (`gross`). */
  readonly measure?: "net" | "gross";
  /** Smallest sum allowed; a group has this, `max`, or both. */
  readonly min?: number;
  /** Largest sum allowed. */
  readonly max?: number;
}

/**
 * A cap of its own for one sector, by side, in place of the one for all: 0 allows none on that side.
 * A smallest exposure is no cap; it is a `groups` entry with a `min`.
 */
export interface NameLimit {
  /** Largest long exposure, share of equity; `sector` where it is left out. */
  readonly long?: number;
  /** Size of the largest short exposure, share of equity; `sector` where it is left out. */
  readonly short?: number;
}

/** A bound on what the book loads on a style factor: Σ weight × loading, the hedge's included. */
export interface StyleLimit {
  /** Loading wanted; 0 is no view on the style. */
  readonly target: number;
  /** Largest distance from it, either way. */
  readonly max: number;
}

/** A bound on sectors that moved together, whichever these are on the day. */
export interface CorrelatedLimit {
  /** Largest gross of each cluster, a share of equity. */
  readonly max: number;
  /** Correlation from which sectors count as one cluster, in [0, 1). */
  readonly threshold: number;
}

/**
 * How far the open views may go beyond their own shares of the gross, as multiples of a share, each at
 * least 1. Not a limit on exposures: it says what a book aims at, and a limit may take it further.
 */
export interface Reach {
  /** Most that open views take over from closed ones; at least `limits`. */
  readonly closed: number;
  /** Aimed at even where nothing is closed, to make up for what limits cut from other views. */
  readonly limits: number;
}

/**
 * A mandate: everything a book and its trades may not exceed. Shares of equity, on exposures after
 * the hedge, unless said otherwise. What is optional binds only where it is given.
 */
export interface Limits {
  /** Sum of the sizes of all exposures; the book aims at it, and never goes beyond. */
  readonly gross: number;
  /** How far the views reach beyond their shares of the gross. */
  readonly reach: Reach;
  /**
   * Whether the gross aimed at shrinks with the views: by Σ|tilt| over its largest, 2 for each listed
   * sector. Off, a set of faint views makes the same book as the same set of strong ones.
   */
  readonly grossByConviction: boolean;
  /** Size of the exposure to one sector. */
  readonly sector: number;
  /** Caps of their own for single sectors, instead of `sector`. */
  readonly names?: Readonly<Partial<Record<Sector, NameLimit>>>;
  /** Sum of the long exposures, and of the short ones. */
  readonly side: number;
  /** Size of long minus short. */
  readonly net: number;
  /** Sum of the sizes of the exposures to sectors that tend to move together. */
  readonly cluster: { readonly sectors: readonly Sector[]; readonly max: number };
  /** The same for the clusters that the correlations of the day show; the hedge is in none. */
  readonly correlated?: CorrelatedLimit;
  /** Distance of the book's beta to the market, measured ex ante, from its target. */
  readonly beta: { readonly target: number; readonly max: number };
  /** Distance of the book's loading on each style factor named. The hedge counts, as in beta. */
  readonly styles?: Readonly<Record<string, StyleLimit>>;
  /** Standard deviation of the book's return per year, measured ex ante, hedge included. */
  readonly volatility?: { readonly max: number };
  /** Size of the market hedge. */
  readonly hedge: number;
  readonly accounting: HedgeAccounting;
  /** Further limits, each a weighted sum of exposures; none by default. */
  readonly groups?: readonly GroupLimit[];
  /**
   * Σ|change of exposure| within 30 calendar days, both sides counted; null for none. It gives way
   * to signs and limits, and says so. `fitBook` is told what is left of it as `turnoverBudget`.
   */
  readonly turnover: number | null;
  /** Smallest change of an exposure that is traded, bp of equity; a position is closed whole. */
  readonly minimumTradeBps: number;
  /** Calendar days for which a position is kept once it was opened. */
  readonly minimumHoldingDays: number;
  /** Largest order in a fund, share of the dollars it trades per day. */
  readonly advShare: number;
  /** Largest position in a fund, share of the fund's assets. */
  readonly fundShare: number;
  /** Σ|value| of the funds held; the cash kept for costs comes off 1 besides. */
  readonly capital: number;
}

/** The mandate of the book this lab follows (design, section 8); shares of equity, beta as it is. */
export const DEFAULT_LIMITS: Limits = Object.freeze<Limits>({
  gross: 1, // 100 % of equity
  reach: Object.freeze({ closed: 1.5, limits: 1.1 }), // half as much again; a tenth more
  grossByConviction: false,
  sector: 0.3, // 30 %
  side: 0.6, // 60 % long, 60 % short
  net: 0.2, // between −20 % and 20 %
  cluster: Object.freeze({
    // Technology, communication and discretionary: the names that GICS moved between in 2018.
    sectors: Object.freeze<Sector[]>(["XLK", "XLC", "XLY"]),
    max: 0.5, // 50 % gross
  }),
  beta: Object.freeze({ target: 0, max: 0.05 }), // half of the 0.10 the book allows after the fact
  hedge: 0.5, // 50 %
  accounting: "full",
  turnover: 0.2, // 20 % within 30 calendar days
  minimumTradeBps: 20,
  minimumHoldingDays: 7,
  advShare: MAX_ADV_SHARE, // 10 % of a day's dollars
  fundShare: MAX_AUM_SHARE, // 10 % of a fund's assets
  capital: 1, // no borrowed money
});

/** What a limit's figures are; `sum` is a weighted sum of exposures in weights of the reader's own. */
export type LimitUnit =
  | "share of equity"
  | "share of a day's volume"
  | "share of a fund's assets"
  | "beta"
  | "loading"
  | "sum"
  | "per year"
  | "bp"
  | "days"
  | "times its share";

/**
 * A limit as a small object: what it is called, the range it allows, and what it measures. The
 * measure is a weighted sum of exposures, given the sign of each, so that the same definition
 * serves the reading of a finished book and the rows of the solver.
 */
export interface LimitRule {
  /** Name by which messages and tables refer to it, such as `net` or `sector XLK`. */
  readonly name: string;
  /** How a sentence calls it. */
  readonly label: string;
  readonly unit: LimitUnit;
  /** Whether it measures a size, which is never below zero, so that only the upper bound matters. */
  readonly isSize: boolean;
  /** Smallest value allowed. */
  low(limits: Limits): number;
  /** Largest value allowed; a cap on one sector may depend on the side it is held on (−1 or 1). */
  high(limits: Limits, side?: number): number;
  /** Weight of an exposure to a sector with this sign (−1 or 1) and this beta. */
  onSector(sector: Sector, sign: number, beta: number, limits: Limits): number;
  /** Weight of a market hedge with this sign. */
  onHedge(sign: number, limits: Limits): number;
}

/** Whether the hedge counts in gross. */
export const countsInGross = (limits: Limits) =>
  limits.accounting === "full" || limits.accounting === "counted";
const countsInSides = (limits: Limits) => limits.accounting === "full";

/**
 * The limits that join several names, in the order of every table. **This is where each limit is
 * enforced**: `fitBook` hands every entry to the solver, and readings measure by the same entry.
 */
export const LIMIT_RULES: readonly LimitRule[] = [
  {
    name: "gross",
    label: "Gross exposure",
    unit: "share of equity",
    isSize: true,
    low: () => 0,
    high: (limits) => limits.gross,
    onSector: (_sector, sign) => sign,
    onHedge: (sign, limits) => countsInGross(limits) ? sign : 0,
  },
  {
    name: "long side",
    label: "The long side",
    unit: "share of equity",
    isSize: true,
    low: () => 0,
    high: (limits) => limits.side,
    onSector: (_sector, sign) => sign > 0 ? 1 : 0,
    onHedge: (sign, limits) => countsInSides(limits) && sign > 0 ? 1 : 0,
  },
  {
    name: "short side",
    label: "The short side",
    unit: "share of equity",
    isSize: true,
    low: () => 0,
    high: (limits) => limits.side,
    onSector: (_sector, sign) => sign < 0 ? -1 : 0,
    onHedge: (sign, limits) => countsInSides(limits) && sign < 0 ? -1 : 0,
  },
  {
    name: "net",
    label: "Net exposure",
    unit: "share of equity",
    isSize: false,
    low: (limits) => -limits.net,
    high: (limits) => limits.net,
    onSector: () => 1,
    onHedge: (_sign, limits) => countsInSides(limits) ? 1 : 0,
  },
  {
    name: "cluster",
    label: "Cluster exposure",
    unit: "share of equity",
    isSize: true,
    low: () => 0,
    high: (limits) => limits.cluster.max,
    onSector: (sector, sign, _beta, limits) => limits.cluster.sectors.includes(sector) ? sign : 0,
    onHedge: () => 0,
  },
  {
    name: "beta",
    label: "Beta to the market",
    unit: "beta",
    isSize: false,
    low: (limits) => limits.beta.target - limits.beta.max,
    high: (limits) => limits.beta.target + limits.beta.max,
    onSector: (_sector, _sign, beta) => beta,
    onHedge: () => 1,
  },
];

/** The limit on the hedge's own size. */
export const HEDGE_RULE: LimitRule = {
  name: "hedge",
  label: "The market hedge",
  unit: "share of equity",
  isSize: true,
  low: () => 0,
  high: (limits) => limits.accounting === "none" ? 0 : limits.hedge,
  onSector: () => 0,
  onHedge: (sign) => sign,
};

/** The cap on a sector held on a side; with side 0, on which nothing is held, the one for all. */
export function sectorCap(limits: Limits, sector: Sector, side = 0): number {
  const own = limits.names?.[sector];
  if (own === undefined || side === 0) return limits.sector;
  return (side > 0 ? own.long : own.short) ?? limits.sector;
}

/** The cap on each sector, one rule per sector in the one order. */
export const SECTOR_RULES: Readonly<Record<Sector, LimitRule>> = Object.fromEntries(
  SECTORS.map((sector): [Sector, LimitRule] => [sector, {
    name: `sector ${sector}`,
    label: `The exposure to ${sector}`,
    unit: "share of equity",
    isSize: true,
    low: () => 0,
    high: (limits, side) => sectorCap(limits, sector, side),
    onSector: (other, sign) => other === sector ? sign : 0,
    onHedge: () => 0,
  }]),
) as Record<Sector, LimitRule>;

/** A limit of the reader's own as a rule. */
function groupRule(group: GroupLimit): LimitRule {
  const gross = group.measure === "gross";
  return {
    name: group.name,
    label: `The group “${group.name}”`,
    unit: "sum",
    isSize: false,
    low: () => group.min ?? -Infinity,
    high: () => group.max ?? Infinity,
    onSector: (sector, sign) => (gross ? sign : 1) * (group.coefficients[sector] ?? 0),
    onHedge: (sign) => (gross ? sign : 1) * (group.hedge ?? 0),
  };
}

/** The limit on a style factor as a rule, given the loadings of the sectors and of the market. */
function styleRule(
  style: string,
  sectors: readonly Sector[],
  loadings: readonly number[],
): LimitRule {
  return {
    name: `style ${style}`,
    label: `The loading on ${style}`,
    unit: "loading",
    isSize: false,
    low: ({ styles }) => styles![style].target - styles![style].max,
    high: ({ styles }) => styles![style].target + styles![style].max,
    onSector: (sector) => loadings[sectors.indexOf(sector)],
    onHedge: () => loadings[sectors.length],
  };
}

/** The cap on one of the clusters found from correlations as a rule. */
function correlatedRule(cluster: RiskCluster): LimitRule {
  return {
    name: `correlated ${cluster.name}`,
    label: `The gross of ${cluster.name}, which moved together,`,
    unit: "share of equity",
    isSize: true,
    low: () => 0,
    high: (limits) => limits.correlated!.max,
    onSector: (sector, sign) => cluster.sectors.includes(sector) ? sign : 0,
    onHedge: () => 0,
  };
}

/** Capital that a unit of exposure takes through its fund, 1/|leverage|, by sector and side. */
export interface CapitalUse {
  readonly long: readonly number[];
  readonly short: readonly number[];
}

/** The limit on the value of all funds as a rule; a hedge is held through funds without leverage. */
function capitalRule(sectors: readonly Sector[], use: CapitalUse): LimitRule {
  return {
    name: "capital",
    label: "Capital in funds",
    unit: "share of equity",
    isSize: true,
    low: () => 0,
    high: (limits) => limits.capital,
    onSector: (sector, sign) => sign * (sign > 0 ? use.long : use.short)[sectors.indexOf(sector)],
    onHedge: (sign) => sign,
  };
}

/**
 * The rules that join several names: the shipped ones, the ones that need risk data, the reader's
 * groups. A cluster of one sector is none: its own cap holds it.
 *
 * @param sectors The order of the loadings in `risk`.
 * @param risk Loadings and clusters of the day; needed only where the limits speak of them.
 * @param capital What exposures take of it; without it the limit on capital is left to the orders.
 * @throws {RangeError} If they are absent then: no limit is passed over.
 */
export function jointRules(
  limits: Limits,
  sectors: readonly Sector[] = [],
  risk: BookRisk = {},
  capital?: CapitalUse,
): readonly LimitRule[] {
  const { groups, styles, correlated } = limits;
  const isPlain = styles === undefined && correlated === undefined && !groups?.length;
  if (isPlain && capital === undefined) return LIMIT_RULES;
  const rules = [...LIMIT_RULES];
  for (const style of Object.keys(styles ?? {})) {
    rules.push(styleRule(style, sectors, neededLoadings(style, risk)));
  }
  if (correlated !== undefined) {
    for (const cluster of neededClusters(risk)) {
      if (cluster.sectors.length > 1) rules.push(correlatedRule(cluster));
    }
  }
  if (capital !== undefined) rules.push(capitalRule(sectors, capital));
  for (const group of groups ?? []) rules.push(groupRule(group));
  return rules;
}

/** What a rule measures on a book: sector exposures, their betas, and the hedge. */
export function measure(
  rule: LimitRule,
  book: {
    readonly sectors: readonly Sector[];
    readonly weights: readonly number[];
    readonly betas: readonly number[];
    readonly hedge: number;
  },
  limits: Limits,
): number {
  let sum = 0;
  for (let i = 0; i < book.sectors.length; i++) {
    const weight = book.weights[i];
    // A sector without a position is left out, so that its beta may be unknown.
    if (weight === 0) continue;
    sum += weight * rule.onSector(book.sectors[i], Math.sign(weight), book.betas[i], limits);
  }
  return book.hedge === 0 ? sum : sum + book.hedge * rule.onHedge(Math.sign(book.hedge), limits);
}
