import type { ActiveSet } from "./solver/active_set.ts";
import type { BookTerms } from "./book_problem.ts";
import type { BookLayout } from "./book_rows.ts";

/**
 * What one unit more of each limit is worth: the fall of the objective per unit of the bound, at the
 * margin and with the aims as they are. In an over-budget book it is turnover saved per unit instead.
 */
export interface ShadowPrices {
  /** What is counted: the objective of tracking, expected utility per year, or turnover. */
  readonly of: "objective" | "utility" | "turnover";
  /** One per joint rule, for its upper and its lower bound; for a gross that must be reached any sign. */
  readonly high: readonly number[];
  readonly low: readonly number[];
  /** One per cap on a sector, the mandate's or that of its fund, in the one order. */
  readonly caps: readonly number[];
  /** Price of the cap on the hedge, whichever it is. */
  readonly hedge: number;
  /** Price of the gross that comes before a turnover budget. */
  readonly floor: number;
  /** Price of the rule that the hedge works only against the book's beta. */
  readonly direction: number;
  /** Price of the volatility limit; absent where none was solved. */
  readonly volatility?: number;
  /** Price of the turnover budget. */
  readonly turnover: number;
}

/**
 * The multipliers of a solved book, by limit. The solver counts what a row *costs* per unit of
 * `least`; a limit that becomes wider lowers it, so that the same number is the gain.
 */
export function shadowPrices(
  solver: ActiveSet,
  terms: BookTerms,
  layout: BookLayout,
  volatility = 0,
): ShadowPrices {
  const { highRows, lowRows, sectorOf } = layout, { upperMultipliers, rowMultipliers } = solver;
  const high: number[] = new Array(highRows.length), low: number[] = new Array(highRows.length);
  for (let k = 0; k < highRows.length; k++) {
    const row = highRows[k];
    const price = row < 0 ? 0 : rowMultipliers[row];
    high[k] = row >= 0 && solver.isEquality(row) ? -price : price;
    low[k] = lowRows[k] < 0 ? 0 : rowMultipliers[lowRows[k]];
  }
  const caps: number[] = new Array(terms.sectors.length);
  for (let i = 0; i < caps.length; i++) caps[i] = 0;
  for (let v = 0; v < sectorOf.length; v++) caps[sectorOf[v]] = upperMultipliers[v];
  let turnover = 0, floor = 0;
  if (terms.floor) [floor, low[0]] = [low[0], 0]; // gross is the first of all rules
  for (let row = layout.firstTurnoverRow; row < solver.rowCount; row++) {
    turnover += rowMultipliers[row];
  }
  return {
    of: terms.meanVariance ? "utility" : "objective",
    high,
    low,
    caps,
    hedge: layout.hedge < 0 ? 0 : upperMultipliers[layout.hedge],
    floor,
    direction: layout.directionRow < 0 ? 0 : rowMultipliers[layout.directionRow],
    turnover,
    ...(terms.limits.volatility === undefined ? {} : { volatility }),
  };
}
