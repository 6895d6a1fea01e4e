import type { ActiveLimits } from "./solver/solve_options.ts";
import type { Book } from "./book.ts";
import { FittedBook } from "./fitted_book.ts";
import type { BookTerms } from "./book_problem.ts";
import type { BookLayout } from "./book_rows.ts";
import { sameLimit } from "./limits/limit_id.ts";
import type { LimitRule } from "./limits/limit_rule.ts";

/**
 * The limits of another book that are likely to hold this problem's answer: what had a price there,
 * and the names that got nothing; rules are found again by what they are.
 *
 * @param from A book as it was fitted. One that went through JSON has lost its prices: it gives no
 *   start, and neither does one whose hedge stood on the other side.
 */
export function warmLimits(
  from: Book | undefined,
  terms: BookTerms,
  layout: BookLayout,
): ActiveLimits | undefined {
  if (!(from instanceof FittedBook)) return undefined;
  const { terms: old, parts } = from.origin, { prices } = parts;
  const { side, sectorOf, hedge } = layout;
  if (!prices || (parts.hedge !== 0 && Math.sign(parts.hedge) !== side)) return undefined;
  const lower: number[] = [], upper: number[] = [], rows: number[] = [];
  for (let v = 0; v < sectorOf.length; v++) {
    const i = sectorOf[v], sector = terms.sectors[i];
    const at = old.sectors[i] === sector ? i : old.sectors.indexOf(sector);
    if (at < 0 || old.signs[at] !== terms.signs[i]) continue;
    if (prices.caps[at] > 0) upper.push(v);
    else if (parts.weights[at] === 0) lower.push(v);
  }
  if (hedge >= 0) {
    if (prices.hedge > 0) upper.push(hedge);
    else if (parts.hedge === 0) lower.push(hedge);
  }
  for (let k = 0; k < terms.rules.length; k++) {
    const { id } = terms.rules[k], isSame = (rule?: LimitRule) => rule && sameLimit(rule.id, id);
    const at = isSame(old.rules[k]) ? k : old.rules.findIndex(isSame);
    if (at < 0) continue;
    if (prices.high[at] !== 0 && layout.highRows[k] >= 0) rows.push(layout.highRows[k]);
    if (prices.low[at] !== 0 && layout.lowRows[k] >= 0) rows.push(layout.lowRows[k]);
  }
  if (prices.direction !== 0 && layout.directionRow >= 0) rows.push(layout.directionRow);
  return { lower, upper, rows };
}
