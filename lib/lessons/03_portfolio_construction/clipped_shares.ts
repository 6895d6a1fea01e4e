import type { LimitDumbbell } from "../../charts/mod.ts";
import type { Book, ClippedBook } from "../../portfolio/mod.ts";
import { percent, points } from "../../words.ts";
import { gaugeRows } from "../kit/chart_rows.ts";

/** What the sector caps of a book are called when only the one used most is shown. */
const LARGEST_SECTOR = "largest sector";

/** The share of each limit that a book uses, the sector caps as one. */
function usedShares(book: Pick<Book, "weights" | "limits" | "readings">): Map<string, number> {
  const largest = Math.max(0, ...book.weights.map(Math.abs)) / book.limits.sector;
  const shares = new Map<string, number>();
  const caps = book.readings.filter(({ id }) => id.kind === "sector");
  const capLabels = gaugeRows({ ...book, readings: caps }).map(({ label }) => label);
  for (const { label, used } of gaugeRows(book)) {
    if (!capLabels.includes(label)) shares.set(label, used);
    else shares.set(LARGEST_SECTOR, largest);
  }
  return shares;
}

/**
 * One dumbbell per limit: the clipped book's share of it, and the solved one's.
 *
 * @example
 * ```ts
 * import { limitShareRows } from "lab/lesson/03";
 * import { clippedBook, fitBook } from "lab/portfolio";
 * import { ok } from "node:assert/strict";
 *
 * const problem = { sectors: ["XLK" as const, "XLE" as const], tilts: [2, -1], betas: [1, 1] };
 * const rows = limitShareRows(clippedBook(problem), fitBook(problem));
 * ok(rows.every(({ after }) => after < 1 + 1e-6));
 * ```
 */
export function limitShareRows(clipped: ClippedBook, solved: Book): LimitDumbbell[] {
  const after = usedShares(solved);
  return [...usedShares(clipped)].map(([label, before]) => ({
    label,
    before,
    after: after.get(label)!,
  }));
}

/**
 * What the clipped book's gross leaves idle, as a sentence for a caption.
 *
 * @example
 * ```ts
 * import { clipCaption } from "lab/lesson/03";
 * import { clippedBook } from "lab/portfolio";
 * import { match } from "node:assert/strict";
 *
 * const clipped = clippedBook({ sectors: ["XLK", "XLE"], tilts: [2, -1], betas: [1, 1] });
 * match(clipCaption(clipped), /^Clipped, the gross is (still|down to) /);
 * ```
 */
export function clipCaption(clipped: ClippedBook): string {
  const gross = clipped.readings.find(({ id }) => id.kind === "gross")!.value;
  const idle = clipped.limits.gross - gross;
  return idle < 5e-4
    ? `Clipped, the gross is still ${percent(gross)}.`
    : `Clipped, the gross is down to ${percent(gross)}: ${points(idle)} of the account lie idle.`;
}
