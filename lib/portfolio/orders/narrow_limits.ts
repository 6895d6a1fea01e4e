import { type RoundingProblem, type SearchEffort, term } from "./rounding_problem.ts";
import { wholeShares } from "./rounding.ts";

/** What each width is tried with: less than orders are, so that what is named here is found there. */
const EFFORT: SearchEffort = { maxNodes: 10_000, maxSteps: 100, starts: 1 };
/** Widths tried on either side, in shares: with one share across, the smallest position can meet it. */
const WIDTHS = [0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8];

/**
 * What is allowed beside the width that was enough: the book that is fitted inside a wider limit is
 * another one. Of 5,300 ranges drawn, 3 led to no orders without a margin, 1 with this.
 */
const MARGIN = 1.5;

/** The range of a limit that has two ends, in its own unit. */
interface LimitRange {
  readonly name: string;
  readonly low: number;
  readonly high: number;
}

/** A limit that leaves less room than one share takes. */
export interface NarrowLimit extends LimitRange {
  /** What a book in whole shares makes of it, at best as far as was found. */
  readonly kept: number;
  /** The range that was found to be wide enough: with all of them together there is a book. */
  readonly allow: { readonly low: number; readonly high: number };
}

/** The least that one whole share changes a limit by; ∞ where no share does. */
function shareOf(problem: RoundingProblem, k: number): number {
  const { coefficients } = problem.limits[k];
  let least = Infinity;
  problem.lots.forEach((lot, i) => {
    const moves = Math.abs(coefficients[i] * lot);
    if (moves > 0 && !problem.inDollars?.[i]) least = Math.min(least, moves);
  });
  return least;
}

/** A figure rounded away from a range, to two digits of its distance from the range's middle. */
function roundedAway(value: number, middle: number): number {
  const away = Math.abs(value - middle);
  if (away === 0) return value;
  const unit = 10 ** (Number(away.toExponential(0).split("e")[1]) - 1);
  const rounded = Math.ceil(away / unit - 1e-9) * unit;
  return Number((middle + Math.sign(value - middle) * rounded).toPrecision(12));
}

/** A limit that leaves less room than one share takes, and its place in the problem. */
interface NarrowRow {
  readonly k: number;
  readonly range: LimitRange;
  /** The least that one share changes it by. */
  readonly share: number;
}

/**
 * The limits of a problem that are narrower than one share.
 *
 * @param ranges The limits with two ends, as the mandate states them.
 */
export function narrowRows(
  problem: RoundingProblem,
  ranges: readonly LimitRange[],
): readonly NarrowRow[] {
  return problem.limits.flatMap((limit, k) => {
    const range = ranges.find(({ name }) => name === limit.name), share = shareOf(problem, k);
    return range && share < Infinity && limit.high - limit.low < share ? [{ k, range, share }] : [];
  });
}

/**
 * What whole shares can keep limits to that are narrower than one share.
 *
 * Such a limit is met by luck alone. It is widened by half a share to either side, which is where one
 * position can always bring it, then by more, until there is a book. With the wider limit another book
 * is fitted: a margin, and searches that try less than orders do, see to it that shares are found near
 * that one too, if not with certainty.
 *
 * @param problem A problem for which no whole shares were found.
 * @param rows From `narrowRows`, at least one.
 * @returns Each limit with what it is kept to and what to allow; nothing where no book was found with
 *   wider ones either.
 */
export function narrowLimits(
  problem: RoundingProblem,
  rows: readonly NarrowRow[],
): readonly NarrowLimit[] | undefined {
  type Ends = Pick<LimitRange, "low" | "high">;
  const within = (allowed: (place: number) => Ends) => {
    const limits = [...problem.limits];
    rows.forEach(({ k, range }, place) => {
      const { low, high } = allowed(place);
      // What positions that stay use of a limit was taken from both of its ends.
      limits[k] = {
        ...limits[k],
        low: limits[k].low + (low - range.low),
        high: limits[k].high + (high - range.high),
      };
    });
    return wholeShares({ ...problem, limits }, EFFORT);
  };
  for (const width of WIDTHS) {
    const found = within((place) => {
      const { range: { low, high }, share } = rows[place];
      return { low: low - width * share, high: high + width * share };
    });
    if (!found.found) continue;
    const limits = rows.map(({ k, range, share }): NarrowLimit => {
      const { low, high } = range, middle = (low + high) / 2;
      const far = MARGIN * width * share;
      let kept = low - problem.limits[k].low;
      found.exposures.forEach((exposure, i) => kept += term(problem.limits[k], i, exposure));
      const allow = {
        low: roundedAway(low - far, middle),
        high: roundedAway(high + far, middle),
      };
      return { ...range, kept, allow };
    });
    if (within((place) => limits[place].allow).found) return limits;
  }
  return undefined;
}
