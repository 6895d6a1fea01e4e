import type { ActiveSet } from "./solver/active_set.ts";
import type { BookTerms } from "./book_problem.ts";
import { type BookLayout, capOn, capOnHedge } from "./book_rows.ts";
import type { LimitId } from "./limits/limit_id.ts";

/** The limit that bounds a variable from above. */
export function upperLimit(terms: BookTerms, layout: BookLayout, v: number): LimitId {
  return v === layout.hedge
    ? capOnHedge(terms, layout.side).id
    : capOn(terms, layout.sectorOf[v]).id;
}

/**
 * What contradicts itself, from a solver's certificate: limits, and `sign XLE` where the view on a
 * sector stands against a limit that asks for the other side of it, or for any where there is none.
 */
export function conflictingLimits(
  solver: ActiveSet,
  terms: BookTerms,
  layout: BookLayout,
): readonly LimitId[] {
  const limits: LimitId[] = [];
  for (const { kind, index } of solver.conflict) {
    if (kind === "row") {
      limits.push(layout.rowLimits[index], ...missingViews(terms, layout.rowLimits[index]));
    } else if (kind === "upper") limits.push(upperLimit(terms, layout, index));
    else if (index < layout.sectorOf.length) {
      limits.push({ kind: "sign", of: terms.sectors[layout.sectorOf[index]] });
    }
  }
  return limits;
}

/** Sectors that a group in conflict asks for, and that have no view, or none that can be followed. */
function missingViews(terms: BookTerms, { kind, of }: LimitId): readonly LimitId[] {
  if (kind !== "group") return [];
  const { coefficients } = terms.limits.groups!.find(({ name }) => name === of)!;
  return terms.sectors.flatMap((sector, i) => {
    const isGiven = terms.signs[i] === 0 && !terms.fixed.includes(sector);
    return isGiven && (coefficients[sector] ?? 0) !== 0 ? [{ kind: "sign", of: sector }] : [];
  });
}
