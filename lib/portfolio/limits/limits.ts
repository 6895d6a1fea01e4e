import { MAX_ADV_SHARE, MAX_AUM_SHARE, type Sector } from "../../market/mod.ts";

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

/** What a mandate may also name; without a default it binds only where it is given. */
export const OPTIONAL_LIMITS: readonly (keyof Limits)[] = [
  "names",
  "correlated",
  "styles",
  "volatility",
  "groups",
];
