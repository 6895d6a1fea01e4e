import { instrument, isInstrument, SECTORS } from "../market/mod.ts";

/**
 * New shares for old ones as funds have split, forward and, turned round, reverse: the five sector funds
 * of 2025-12-05 by 2:1, inverse funds by 1:2 to 1:10 and now and then beyond.
 */
const FACTORS: readonly (readonly [gives: number, takes: number])[] = [
  ...[2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 50].map((n) => [n, 1] as const),
  [3, 2],
].flatMap(([a, b]) => [[a, b], [b, a]] as const);

/**
 * How far a price may lie from a split's, as a log, beside what the fund's sector did: a sector fund strays
 * from the median of all by less in 99.9 % of weeks (0.123; real prices, 14,842 fund weeks of 1998 to 2026).
 * Of splits written into real weeks 99.7 % are found with their terms, five sector funds at a time included.
 * Without any, the sector funds and SPY raise no alarm; the inverse funds raise 4 in the storms of 2008
 * and 2009, and 6 at the false ticks of SZK in 2015.
 */
const NEAR = 0.12;

/**
 * A week's move beyond this, as a log, is none of the market's, were half of its funds to split at once: the
 * widest of the median from 1998 to 2026 was −0.167.
 */
const CRASH = 0.35;

/** A split's terms: `gives` new shares for `takes` old ones. */
export interface SplitTerms {
  readonly gives: number;
  readonly takes: number;
}

/**
 * The split that a price ratio looks like: shares grow as the price falls.
 *
 * @param ratio Price before ÷ price after, beside what the market did.
 * @returns Absent where none is near; no split at all is further from every one than that.
 */
export function splitOfRatio(ratio: number): SplitTerms | undefined {
  const off = ([gives, takes]: readonly [number, number]) =>
    Math.abs(Math.log(ratio * takes / gives));
  const [nearest] = FACTORS.toSorted((a, b) => off(a) - off(b));
  return off(nearest) <= NEAR ? { gives: nearest[0], takes: nearest[1] } : undefined;
}

/** Shares after a split: the fraction of a share is paid out in cash. */
export const sharesAfter = (shares: number, { gives, takes }: SplitTerms): number =>
  Number(BigInt(shares) * BigInt(gives) / BigInt(takes));

/** Whether a split leaves a fraction of a share. */
export const leavesFraction = (shares: number, { gives, takes }: SplitTerms): boolean =>
  BigInt(shares) * BigInt(gives) % BigInt(takes) !== 0n;

/** The split that leads from one number of shares exactly to another. */
export function splitOfShares(before: number, after: number): SplitTerms | undefined {
  if (after === 0) return undefined;
  const found = FACTORS.find(([gives, takes]) => sharesAfter(before, { gives, takes }) === after);
  return found && { gives: found[0], takes: found[1] };
}

/** Closes of two days by ticker, as they were traded. */
export interface TwoCloses {
  /** On the day of the decision, as the file of that week had them: a later file may restate them. */
  readonly before: ReadonlyMap<string, number>;
  readonly after: ReadonlyMap<string, number>;
}

const median = (values: readonly number[]): number | undefined => {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((a, b) => a - b), middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/**
 * Splits that closes look like, beside what sectors did: the median of the sector funds and SPY, which
 * one split does not move, and for an inverse fund its leverage × its sector.
 *
 * @param factors Splits that are told already: new shares for one old, by ticker.
 * @returns By ticker; a fund without both closes is not judged.
 */
export function splitsOfCloses(
  { before, after }: TwoCloses,
  factors: ReadonlyMap<string, number>,
): ReadonlyMap<string, SplitTerms> {
  const found = new Map<string, SplitTerms>();
  const moveOf = (ticker: string): number | undefined => {
    const from = before.get(ticker), to = after.get(ticker);
    if (from === undefined || to === undefined) return undefined;
    return to * (factors.get(ticker) ?? 1) / from;
  };
  const liquid = [...SECTORS, "SPY"];
  const market = median(
    liquid.flatMap((ticker) => moveOf(ticker) ?? []).filter((move) =>
      Math.abs(Math.log(move)) < CRASH
    ),
  ) ?? 1;
  const judge = (ticker: string, expected: number) => {
    const move = moveOf(ticker);
    const split = move === undefined ? undefined : splitOfRatio(expected / move);
    if (split !== undefined) found.set(ticker, split);
  };
  for (const ticker of liquid) judge(ticker, market);
  for (const ticker of before.keys()) {
    if (liquid.includes(ticker)) continue;
    const fund = isInstrument(ticker) ? instrument(ticker) : undefined;
    const base = fund?.sector === "market" ? "SPY" : fund?.sector;
    // What looks like a split is no move of the sector.
    const sector = base === undefined || found.has(base) ? market : moveOf(base) ?? market;
    judge(ticker, Math.max(0.1, 1 + (fund?.leverage ?? 1) * (sector - 1)));
  }
  return found;
}
