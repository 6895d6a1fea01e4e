import type { LifeSpan } from "../../charts/mod.ts";
import { INSTRUMENTS, SECTOR_LABELS, SECTORS } from "../../market/mod.ts";

/** Long funds that are often named as if one could hedge with them: the ticker, and what it served. */
const OFTEN_NAMED = { CCON: "XLC" } as const;

/** The day up to which the list of funds was looked through. */
export const LIVES_UNTIL = "2026-08-03";

/** Where the lives come from, as the line that ends a caption. */
export const LIVES_SOURCE = "Source: real, the lab's list of funds (lib/market/instruments.ts), " +
  `2007-02-01 to ${LIVES_UNTIL}.`;

/**
 * The lives of all inverse sector funds of the lab, sector by sector, and of the long fund that is
 * often taken for one; a sector without an inverse fund has a row that says so.
 *
 * @example
 * ```ts
 * import { lifeRows } from "lab/lesson/04";
 * import { equal } from "node:assert/strict";
 *
 * const rows = lifeRows().filter(({ label }) => label === "Communication");
 * equal(rows.filter(({ fund }) => fund?.isInverse).length, 0);
 * ```
 */
export function lifeRows(): LifeSpan[] {
  return SECTORS.flatMap((sector) => {
    const label = SECTOR_LABELS[sector];
    const funds = INSTRUMENTS.filter(({ ticker, sector: served, leverage }) =>
      (served === sector && leverage < 0) ||
      OFTEN_NAMED[ticker as keyof typeof OFTEN_NAMED] === sector
    ).map(({ ticker, leverage, listedFrom, listedTo }): LifeSpan => ({
      label,
      fund: {
        name: `${ticker} ${leverage < 0 ? "−" : "+"}${Math.abs(leverage)}x`,
        from: listedFrom,
        ...(listedTo === undefined ? {} : { to: listedTo }),
        isInverse: leverage < 0,
      },
    }));
    return funds.some(({ fund }) => fund?.isInverse) ? funds : [...funds, { label }];
  });
}
