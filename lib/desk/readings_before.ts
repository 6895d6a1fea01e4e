import { exposureReadings, GROSS_ROUNDING, type LimitReading } from "../portfolio/mod.ts";
import { checkPlan } from "./check_arguments.ts";
import type { Plan } from "./plan.ts";

/**
 * How the account stood to the limits before the plan's orders: what it held had drifted since. Empty where
 * it held nothing.
 *
 * @param plan From `rebalance`.
 *
 * @example A first book had nothing before it
 * ```ts
 * import { readingsBefore, rebalance } from "lab/desk";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { deepEqual } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7 });
 * deepEqual(readingsBefore(rebalance(snapshot(market, market.prices.days.at(-1)!), [])), []);
 * ```
 */
export function readingsBefore(plan: Plan): readonly LimitReading[] {
  checkPlan("Cannot read the limits before", plan);
  const { account, book: { sectors }, betas, risk, settings: { mandate }, fundCaps } = plan;
  if (account.positions.length === 0) return [];
  const betaOf = new Map(betas.map(({ sector, beta }) => [sector, beta]));
  return exposureReadings({
    sectors,
    betas: sectors.map((sector) => betaOf.get(sector) ?? NaN),
    limits: mandate,
    risk,
    fundCaps,
    grossTolerance: GROSS_ROUNDING,
  }, {
    weights: sectors.map((sector) => account.weights[sector] ?? 0),
    hedge: account.hedge,
  });
}
