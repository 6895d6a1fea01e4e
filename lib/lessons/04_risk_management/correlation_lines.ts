import type { StressLine } from "../../charts/mod.ts";
import { bookCovariance, type CorrelationForm, correlationStress } from "../../hedging/mod.ts";
import type { Snapshot } from "../../market/mod.ts";
import type { HeldBook } from "../kit/chart_rows.ts";

const FORMS: readonly (readonly [CorrelationForm, string])[] = [
  ["together", "All to one"],
  ["adverse", "Adverse"],
];

/** Points of a line. */
const STEPS = 20;

/**
 * The book's volatility as its correlations move towards two extremes.
 *
 * @param snapshot The view of the day; its newest year, or 60 months, gives the covariance.
 * @param book Exposures with the hedge.
 * @returns One line per form, from θ = 0 to 1; none if the book is empty or its history too short.
 *
 * @example
 * ```ts
 * import { correlationLines } from "lab/lesson/04";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { deepEqual } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const book = { sectors: ["XLK" as const, "XLE" as const], weights: [0.3, -0.3], hedge: 0 };
 * const lines = correlationLines(snapshot(market, market.prices.days.at(-1)!), book);
 * deepEqual(lines.map(({ label }) => label), ["All to one", "Adverse"]);
 * ```
 */
export function correlationLines(snapshot: Snapshot, book: HeldBook): StressLine[] {
  const found = bookCovariance(snapshot);
  if (found === undefined) return [];
  const exposureTo = (name: string) =>
    name === "market"
      ? book.hedge
      : book.weights[book.sectors.findIndex((one) => one === name)] ?? 0;
  // A name that is not held has no part in the risk.
  const held = found.names.flatMap((name, i) => exposureTo(name) === 0 ? [] : [{ name, i }]);
  const heldNames = new Set<string>(held.map(({ name }) => name));
  const isWhole = book.sectors.every((sector, i) => book.weights[i] === 0 || heldNames.has(sector));
  if (held.length === 0 || !isWhole) return [];
  const terms = {
    exposures: held.map(({ name }) => exposureTo(name)),
    covariance: held.map(({ i }) => held.map(({ i: j }) => found.matrix[i][j])),
  };
  return FORMS.map(([form, label]) => ({
    label,
    points: Array.from({ length: STEPS + 1 }, (_, step) => {
      const theta = step / STEPS;
      return { theta, volatility: correlationStress(terms, { form, theta }).volatility };
    }),
  }));
}
