import { type Pillar, PILLARS } from "./rubric.ts";
import type { SectorVerdict } from "./verdict.ts";

/** What scores rest on where a sector has none. */
const NONE = "none";

/**
 * The pillars behind a committee's scores, as words: those of most sectors, and sectors that rest on
 * others by name.
 *
 * @param sectors Of one verdict; those without a score rest on none.
 *
 * @example One sector without a filing
 * ```ts
 * import { pillarsUsedText, type SectorVerdict } from "lab/committee";
 * import { equal } from "node:assert/strict";
 *
 * const used = { XLB: ["technicals"], XLE: ["technicals"], XLK: ["fundamentals", "technicals"] };
 * const sectors = Object.entries(used).map(([sector, pillarsUsed]) => ({ sector, pillarsUsed }));
 * equal(
 *   pillarsUsedText(sectors as unknown as SectorVerdict[]),
 *   "technicals (XLK: fundamentals, technicals)",
 * );
 * ```
 */
export function pillarsUsedText(
  sectors: readonly Pick<SectorVerdict, "sector" | "pillarsUsed">[],
): string {
  const bySet = new Map<string, string[]>();
  for (const { sector, pillarsUsed } of sectors) {
    const used = PILLARS.filter((pillar: Pillar) => pillarsUsed.includes(pillar)).join(", ") ||
      NONE;
    const known = bySet.get(used);
    if (known) known.push(sector);
    else bySet.set(used, [sector]);
  }
  const [usual, ...others] = [...bySet].sort(([, a], [, b]) => b.length - a.length);
  if (usual === undefined) return NONE;
  return usual[0] +
    (others.length === 0
      ? ""
      : ` (${others.map(([used, names]) => `${names.join(", ")}: ${used}`).join("; ")})`);
}
