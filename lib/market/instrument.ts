import type { Bps, Day, Usd } from "../units.ts";
import type { Sector } from "./sectors.ts";

/** What an instrument is for: a sector, or the market as a whole (the hedge). */
export type Scope = Sector | "market";

/** Where a fund stands: still listed, or wound up. */
type ListingStatus = "listed" | "liquidated";

/** The index a fund followed before its present one. */
interface EarlierIndex {
  readonly index: string;
  /** First and last day on which the fund followed it. */
  readonly from: Day;
  readonly to: Day;
}

/**
 * A fund as it can be traded. A figure that is not known is `undefined`, never zero.
 *
 * Assets, volume and spread are figures of one date, not of the day of a trade: whoever uses them
 * for another day says so (see `resolve`).
 */
export interface Instrument {
  readonly ticker: string;
  readonly name: string;
  readonly issuer: string;
  /** Daily return of the fund over that of its index, before fees: 1, −1 or −2. */
  readonly leverage: 1 | -1 | -2;
  /** The sector it serves here, `"market"`, or nothing if the lab uses it for no position. */
  readonly sector: Scope | undefined;
  /** The index it follows now, or followed last. */
  readonly index: string;
  /** First day on that index; no tracking figure may cross it. */
  readonly indexFrom: Day;
  readonly earlierIndex: EarlierIndex | undefined;
  readonly listedFrom: Day;
  /** Last trading day; `undefined` while it is listed. */
  readonly listedTo: Day | undefined;
  readonly status: ListingStatus;
  /** Net expenses per year, a share: 0.0095 is 0.95 %. */
  readonly expenseRatio: number;
  /** Assets of the fund. */
  readonly aum: Usd | undefined;
  /** Dollars traded per day, the low end where sources give a range. */
  readonly adv: Usd | undefined;
  /** Quoted spread between bid and offer, over the price. */
  readonly spreadBps: Bps;
  /** Whether the spread is an assumption because none was found. */
  readonly spreadAssumed: boolean;
  /** Month of the figures, or the months where they differ. */
  readonly asOf: string;
  readonly source: string;
  /** Whether assets, volume or spread are approximate; so far they all are. */
  readonly approximate: boolean;
}
