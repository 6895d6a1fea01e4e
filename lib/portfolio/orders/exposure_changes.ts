import { checkFields, checkNumber, checkObject } from "../../arguments.ts";
import { type Sector, SECTORS } from "../../market/mod.ts";
import type { HeldName } from "../book_problem.ts";
import { checkExposures } from "../check_exposures.ts";
import { checkNames } from "../check_names.ts";
import type { HeldExposures } from "./holdings.ts";
import type { OrderPlan } from "./order.ts";

/** A smaller change is the rounding of doubles, no trade. */
const NO_TRADE = 2e-9;

const ACTION = "Cannot compare exposures";

/** How the exposure to a sector, or the hedge, is changed by orders; shares of equity. */
export interface ExposureChange {
  readonly name: HeldName;
  readonly before: number;
  readonly after: number;
}

/**
 * The exposures that a plan changes, in the order of its sectors, the hedge last.
 *
 * @param sectors The order of the plan's weights.
 * @throws {RangeError} If a name is no sector, or an exposure is not finite.
 *
 * @example What stays as it is, is left out
 * ```ts
 * import { exposureChanges } from "lab/portfolio";
 * import { deepEqual } from "node:assert/strict";
 *
 * const account = { weights: { XLE: 0.1, XLK: 0.2 }, hedge: -0.3 };
 * deepEqual(exposureChanges(["XLE", "XLK"], account, { weights: [0.1, 0], hedge: -0.1 }), [
 *   { name: "XLK", before: 0.2, after: 0 },
 *   { name: "hedge", before: -0.3, after: -0.1 },
 * ]);
 * ```
 */
export function exposureChanges(
  sectors: readonly Sector[],
  account: Pick<HeldExposures, "weights" | "hedge">,
  plan: Pick<OrderPlan, "weights" | "hedge">,
): readonly ExposureChange[] {
  checkNames("sectors", sectors, undefined, ACTION);
  checkExposures(ACTION, "the plan", plan, sectors.length);
  checkObject(ACTION, "the account", account, "weights and hedge");
  checkFields(ACTION, "account.weights", account.weights, SECTORS);
  checkNumber(ACTION, "the hedge of the account", account.hedge);
  return [
    ...sectors.map((name, i) => ({
      name,
      before: account.weights[name] ?? 0,
      after: plan.weights[i],
    })),
    { name: "hedge" as const, before: account.hedge, after: plan.hedge },
  ].filter(({ before, after }) => Math.abs(after - before) > NO_TRADE);
}
