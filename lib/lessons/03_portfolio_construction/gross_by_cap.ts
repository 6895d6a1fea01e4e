import type { GrossLine } from "../../charts/mod.ts";
import { DEFAULT_LIMITS } from "../../portfolio/mod.ts";
import { equalityBook } from "./equality_book.ts";
import { type LimitProblem, refit } from "./limit_steps.ts";

/**
 * The day on which the equality was found out: the five strongest views of lesson 03's market with
 * seed 1, three of them on sectors that were closed for shorts.
 */
export const CLIFF: { readonly problem: LimitProblem; readonly source: string } = {
  problem: {
    sectors: ["XLB", "XLE", "XLK", "XLP", "XLV"],
    tilts: [1, -1, -1.75, -1, -1.5],
    betas: [0.9124, 0.8976, 1.2115, 0.5802, 0.6819],
    closed: ["XLK", "XLP", "XLV"],
    limits: DEFAULT_LIMITS,
  },
  source: "Source: simulated, seed 1.",
};

/** Caps that are tried, in tenths of a percent of equity. */
const FROM = 100, TO = 600;

/**
 * The gross used over the sector cap, by two rules: gross as an equality (or else an upper bound), and
 * gross as a limit that the views' aims pull towards.
 *
 * @param problem Its cap is moved, from 10 to 60 %; all its other limits stay, but for those that
 *   `equalityBook` leaves out, which neither line has.
 *
 * @example A tenth of a percent, and two thirds of the account
 * ```ts
 * import { percent } from "lab/charts";
 * import { CLIFF, grossByCap } from "lab/lesson/03";
 * import { deepEqual } from "node:assert/strict";
 *
 * const [equality, aim] = grossByCap(CLIFF.problem);
 * const around = (line: typeof aim) =>
 *   line.points.filter(({ limit }) => limit === 0.471 || limit === 0.472)
 *     .map(({ gross }) => percent(gross));
 * deepEqual(around(equality), ["32.0 %", "100.0 %"]);
 * deepEqual(around(aim), ["48.0 %", "48.0 %"]);
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
