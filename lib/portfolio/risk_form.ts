import type { BookTerms } from "./book_problem.ts";
import type { BookLayout } from "./book_rows.ts";

/**
 * The variance of a book as a form in the solver's variables: u′Qu + 2q′u + k, per year. The
 * variables are exposures in the direction of the view, so that signs turn around in Q; held names
 * and a held hedge are in q and k.
 */
interface RiskForm {
  /** Q, row by row; zero for a freed figure. */
  readonly matrix: Float64Array;
  /** q. */
  readonly linear: Float64Array;
  /** k. */
  readonly constant: number;
}

/** The form for what stands in a solver; the terms must hold a covariance. */
export function riskForm(terms: BookTerms, layout: BookLayout, variables: number): RiskForm {
  const covariance = terms.risk.covariance!, market = terms.sectors.length, n = variables;
  const { sectorOf, hedge, side } = layout, { signs, given } = terms;
  const matrix = new Float64Array(n * n), linear = new Float64Array(n);
  const open = sectorOf.length + (hedge < 0 ? 0 : 1);
  const nameOf = (v: number) => v === hedge ? market : sectorOf[v];
  const signOf = (v: number) => v === hedge ? side : signs[sectorOf[v]];
  // A name without a position may have no figures: it must not be touched.
  const held: number[] = [], exposures: number[] = [];
  for (let i = 0; i <= market; i++) {
    const exposure = i < market ? given[i] : terms.givenHedge ?? 0;
    if (exposure === 0) continue;
    held.push(i);
    exposures.push(exposure);
  }
  let constant = 0;
  for (let a = 0; a < held.length; a++) {
    for (let b = 0; b < held.length; b++) {
      constant += exposures[a] * covariance[held[a]][held[b]] * exposures[b];
    }
  }
  for (let v = 0; v < open; v++) {
    const row = covariance[nameOf(v)], sign = signOf(v);
    for (let w = 0; w <= v; w++) {
      matrix[v * n + w] = matrix[w * n + v] = sign * signOf(w) * row[nameOf(w)];
    }
    for (let a = 0; a < held.length; a++) linear[v] += sign * row[held[a]] * exposures[a];
  }
  return { matrix, linear, constant };
}

/** The variance at a point, without its constant. */
export function movingVariance({ matrix, linear }: RiskForm, x: Float64Array): number {
  const n = linear.length;
  let sum = 0;
  for (let i = 0, at = 0; i < n; i++) {
    let slope = 2 * linear[i];
    for (let j = 0; j < n; j++) slope += matrix[at++] * x[j];
    sum += x[i] * slope;
  }
  return sum;
}
