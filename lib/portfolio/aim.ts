import type { Reach } from "./limits/limits.ts";

/** Largest size of a tilt. */
const LARGEST_TILT = 2;
/**
 * A share that is a smaller part of the gross counts as this part where misses are weighed: the exposure
 * stays below a step of 1e-9, and no figure becomes too steep to be worked with.
 */
const LEAST_PART = 1e-9;

/** What a set of views aims at, before any limit; all sizes are shares of equity. */
export interface Aim {
  /** Σ|t| over its largest, 2 for each sector: how strong the views are as a set, 0 to 1. */
  readonly conviction: number;
  /** Gross aimed at: the mandate's, or by conviction a part of it. */
  readonly gross: number;
  /** v, signed as the tilts: the share of the gross that belongs to each view, closed ones included. */
  readonly shares: readonly number[];
  /** Σ|t| over that of the views not closed: what would take over all that closed ones leave; ∞ if none. */
  readonly openTimes: number;
  /** A: open views aim at so many times their share; absent where no view is open. */
  readonly times: number | undefined;
}

/**
 * What the views aim at: A times their share of the gross.
 *
 * The share of a view is v = G·|t| / Σ|t|, over all views, closed ones too. Open views take over what
 * closed ones leave, until `reach.closed` times their share; and they aim at `reach.limits` times it in
 * any case, to make up for what limits cut from others:
 *
 *     A = min(reach.closed, max(reach.limits, Σ|t| / Σ|t| of the views not closed))
 *
 * @param tilts In the order of the sectors; 0 is no view.
 * @param isClosed Whether a view cannot be followed today, in the same order.
 * @param byConviction Whether the gross aimed at shrinks with the views.
 */
export function aimOf(
  tilts: readonly number[],
  isClosed: readonly boolean[],
  gross: number,
  reach: Reach,
  byConviction: boolean,
): Aim {
  let total = 0, open = 0;
  for (let i = 0; i < tilts.length; i++) {
    const size = Math.abs(tilts[i]);
    total += size;
    if (!isClosed[i]) open += size;
  }
  const conviction = total === 0 ? 0 : total / (LARGEST_TILT * tilts.length);
  const aimed = byConviction && total > 0 ? gross * conviction : gross;
  const openTimes = open === 0 ? Infinity : total / open;
  const shares: number[] = new Array(tilts.length);
  for (let i = 0; i < tilts.length; i++) shares[i] = tilts[i] === 0 ? 0 : aimed * tilts[i] / total;
  return {
    conviction,
    gross: aimed,
    shares,
    openTimes,
    times: open === 0 ? undefined : Math.min(reach.closed, Math.max(reach.limits, openTimes)),
  };
}

/** What a view's miss is divided by: the size of its share, and for a faint one a least part of the gross. */
export function missScale(share: number, gross: number, leastPart = LEAST_PART): number {
  return Math.max(Math.abs(share), leastPart * gross);
}
