import type { BandDot } from "../../charts/mod.ts";
import { naiveBookMended, type NaiveProblem } from "../../hedging/mod.ts";
import type { Sector } from "../../market/mod.ts";
import { inverseFundOf } from "./fund_year.ts";

/**
 * The views of a book as somebody would build with them who only asks whether a fund exists.
 *
 * A short view on a sector without an inverse fund is dropped; how much a fund trades is not asked, nor
 * is the beta of a sector that has none measured: such a sector has no view here.
 *
 * @param book A fitted book, for its views and measured betas.
 *
 * @example
 * ```ts
 * import { naiveProblem } from "lab/lesson/04";
 * import { deepEqual } from "node:assert/strict";
 *
 * const book = { sectors: ["XLC" as const, "XLE" as const], tilts: [-1, -1], betas: [1, 1] };
 * deepEqual(naiveProblem(book).tilts, [0, -1]); // no fund is short of XLC
 * ```
 */
export function naiveProblem(book: {
  readonly sectors: readonly Sector[];
  readonly tilts: readonly number[];
  readonly betas: readonly number[];
}): NaiveProblem {
  const { sectors, tilts, betas } = book;
  return {
    sectors,
    tilts: tilts.map((tilt, i) =>
      Number.isFinite(betas[i]) && (tilt > 0 || inverseFundOf(sectors[i]) !== undefined) ? tilt : 0
    ),
    betas: betas.map((beta) => Number.isFinite(beta) ? beta : 1),
    shortLeverages: sectors.map((sector) => inverseFundOf(sector)?.leverage ?? -1),
  };
}

/**
 * The naive book with its mistakes mended one at a time: its true beta, and hollow the reported one.
 *
 * @example
 * ```ts
 * import { mendedDots, naiveProblem } from "lab/lesson/04";
 * import { ok } from "node:assert/strict";
 *
 * const book = { sectors: ["XLK" as const, "XLE" as const], tilts: [1, -1], betas: [1.3, 0.8] };
 * const dots = mendedDots(naiveProblem(book));
 * ok(Math.abs(dots[0].value) > Math.abs(dots[0].before!));
 * ```
 */
export function mendedDots(problem: NaiveProblem): BandDot[] {
  return naiveBookMended(problem).map(({ step, book }) => ({
    label: step,
    value: book.beta,
    before: book.reportedBeta,
  }));
}
