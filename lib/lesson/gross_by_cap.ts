import type { GrossLine } from "../charts/mod.ts";
import { equalityBook } from "./equality_book.ts";
import { type LimitProblem, refit } from "./limit_steps.ts";

/** Caps that are tried, in tenths of a percent of equity. */
const FROM = 100, TO = 600;

/**
 * The gross used over the sector cap, by two rules: gross as an equality (or else an upper bound), and
 * gross as a limit that the views' aims pull towards.
 *
 * @param problem Its cap is moved, from 10 to 60 %; all its other limits stay, but for those that
 *   `equalityBook` leaves out, which neither line has.
 *
 * @example Two views of one strength, and betas of 1: both fill a wide cap
 * ```ts
 * import { grossByCap } from "lab/lesson";
 * import { DEFAULT_LIMITS } from "lab/portfolio";
 * import { deepEqual } from "node:assert/strict";
 *
 * const problem = { sectors: ["XLK", "XLU"] as const, tilts: [1, -1], betas: [1, 1] };
 * const lines = grossByCap({ ...problem, limits: DEFAULT_LIMITS });
 * deepEqual(lines.map(({ points }) => points.at(-1)!.gross.toFixed(6)), ["1.000000", "1.000000"]);
 * ```
 */
export function grossByCap(problem: LimitProblem): readonly GrossLine[] {
  const { styles: _s, correlated: _c, volatility: _v, groups: _g, ...limits } = problem.limits;
  const plain: LimitProblem = { ...problem, limits };
  const caps = Array.from({ length: TO - FROM + 1 }, (_, i) => (FROM + i) / 1000);
  const line = (label: string, grossAt: (cap: number) => number): GrossLine => ({
    label,
    points: caps.map((cap) => ({ limit: cap, gross: grossAt(cap) })),
  });
  return [
    line("equality", (sector) => equalityBook({ ...plain, limits: { ...limits, sector } }).gross),
    line("the aim", (sector) => refit(plain, { sector }).gross),
  ];
}
