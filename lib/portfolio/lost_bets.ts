import type { Sector } from "../market/mod.ts";
import type { BookTerms } from "./book_problem.ts";
import { capOn } from "./book_rows.ts";
import { inUnit } from "./limits/limit_unit.ts";

/** A book within this of a cap stands at it: two steps of rounding. */
const AT_CAP = 2e-9;
/** A smaller part of an aim that a fund cannot carry is none, a share of equity. */
const NOTHING = 5e-5;

/** A view that the book could not follow, or not in full, for want of a fund large enough. */
export interface LostBet {
  readonly sector: Sector;
  readonly tilt: number;
  /** The share of the gross that belongs to the view, signed; a share of equity. */
  readonly target: number;
  /** Whether the sector was closed; else its fund carries a part. */
  readonly closed: boolean;
  /** The exposure that the book has instead, signed; a share of equity. */
  readonly kept: number;
  /** For a closed sector: what the open views aim at instead, in a sentence. */
  readonly instead?: string;
  readonly sentence: string;
}

const percent = (share: number) => inUnit(Math.abs(share), "share of equity");

/** How many times their share open views aim at, in words. */
export function aimWords(times: number): string {
  const shown = String(Number(times.toFixed(2)));
  return shown === "1" ? "their share" : `${shown} times their share`;
}

/**
 * The views on closed sectors, and those that their funds are too small for. A closed view counts in
 * Σ|t|, so that it does not make the others as strong as if it were not there; what they aim at instead
 * is said. What a fund cannot carry is lost in part, and the view stays open.
 */
export function lostBets(
  terms: BookTerms,
  { weights }: { readonly weights: readonly number[] },
): readonly LostBet[] {
  const { sectors, tilts, closed, aim: { shares, times } } = terms;
  const instead = times === undefined
    ? "No view is left open, and nothing is held instead."
    : `The open views aim at ${aimWords(times)} instead.`;
  return sectors.flatMap((sector, i): readonly LostBet[] => {
    const target = shares[i], tilt = tilts[i], kept = weights[i];
    const side = target < 0 ? "short" : "long";
    if (closed.includes(sector)) {
      const sentence = `${sector} is closed for ${side}s today: the view asked for ` +
        `${percent(target)} ${side}. ${instead}`;
      return [{ sector, tilt, target, closed: true, kept, instead, sentence }];
    }
    if (terms.signs[i] === 0) return [];
    const { max, isOwn } = capOn(terms, i), aim = (times ?? 1) * Math.abs(target), lost = aim - max;
    if (isOwn || lost < NOTHING || Math.abs(kept) < max - AT_CAP) return [];
    const sentence =
      `The fund of ${sector} can carry ${percent(max)} ${side} today: the view aims at ` +
      `${percent(aim)}, and ${(100 * lost).toFixed(2)} points of it are lost.`;
    return [{ sector, tilt, target, closed: false, kept, sentence }];
  });
}
