import type { ActiveSet } from "./solver/active_set.ts";
import type { BookTerms } from "./book_problem.ts";
import { type BookLayout, capOn, capOnHedge } from "./book_rows.ts";

/** Name of the limit that bounds a variable from above. */
export function upperName(terms: BookTerms, layout: BookLayout, v: number): string {
  return v === layout.hedge
    ? capOnHedge(terms, layout.side).name
    : capOn(terms, layout.sectorOf[v]).name;
}

/**
 * Names of what contradicts itself, from a solver's certificate: limits, and `sign XLE` where the view
 * on a sector stands against a limit that asks for the other side of it, or for any where there is none.
 */
export function conflictNames(
  solver: ActiveSet,
  terms: BookTerms,
  layout: BookLayout,
): readonly string[] {
  const names: string[] = [];
  for (const { kind, index } of solver.conflict) {
    if (kind === "row") names.push(layout.rowNames[index], ...missingViews(terms, layout, index));
    else if (kind === "upper") names.push(upperName(terms, layout, index));
    else if (index < layout.sectorOf.length) {
      names.push(`sign ${terms.sectors[layout.sectorOf[index]]}`);
    }
  }
  return names;
}

/** Sectors that a group in conflict asks for, and that have no view, or none that can be followed. */
function missingViews(terms: BookTerms, layout: BookLayout, row: number): readonly string[] {
  const group = terms.limits.groups?.find(({ name }) => name === layout.rowNames[row]);
  if (group === undefined) return [];
  return terms.sectors.flatMap((sector, i) => {
    const isGiven = terms.signs[i] === 0 && !terms.fixed.includes(sector);
    return isGiven && (group.coefficients[sector] ?? 0) !== 0 ? [`sign ${sector}`] : [];
  });
}
