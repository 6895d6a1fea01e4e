import { SECTOR_LABELS } from "../../market/mod.ts";
import type { Book } from "../../portfolio/mod.ts";
import { countWord, percent } from "../../words.ts";

/**
 * Which views' shares pass the sector cap, as a sentence.
 *
 * @example
 * ```ts
 * import { shareTitle } from "lab/lesson/03";
 * import { fitBook } from "lab/portfolio";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   shareTitle(fitBook({ sectors: ["XLE", "XLK"], tilts: [-0.5, 0.25], betas: [1, 1] })),
 *   "The share of Energy is 66.7 % short; two shares pass the cap of 30 %",
 * );
 * ```
 */
export function shareTitle(book: Pick<Book, "sectors" | "targets" | "limits">): string {
  const { sector: cap } = book.limits;
  const sizes = book.targets.map(Math.abs), most = Math.max(0, ...sizes);
  if (most === 0) return "No view, no share";
  const past = sizes.filter((size) => size > cap + 1e-9).length;
  const i = sizes.indexOf(most), side = book.targets[i] < 0 ? "short" : "long";
  const ofSector = `The share of ${SECTOR_LABELS[book.sectors[i]]} is ${percent(most)} ${side}`;
  return past === 0
    ? `${ofSector}, and no share passes the cap of ${percent(cap, { digits: 0 })}`
    : `${ofSector}; ${countWord(past).toLowerCase()} ${
      past === 1 ? "share passes" : "shares pass"
    } the cap of ${percent(cap, { digits: 0 })}`;
}
