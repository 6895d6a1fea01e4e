import { checkFields, checkList, checkNumber, checkObject } from "../../arguments.ts";
import type { Sector } from "../../market/mod.ts";
import type { HeldName } from "../book_problem.ts";
import type { HeldExposures } from "./holdings.ts";
import type { OrderPlan } from "./orders.ts";

/** A smaller change is the rounding of doubles, no trade. */
const NO_TRADE = 2e-9;

/** How the exposure to a sector, or the hedge, is changed by orders; shares of equity. */
export interface ExposureChange {
  readonly name: HeldName;
  readonly before: number;
  readonly after: number;
}

/** The exposures that a plan changes, in the order of its sectors, the hedge last. */
export function exposureChanges(
  sectors: readonly Sector[],
  account: Pick<HeldExposures, "weights" | "hedge">,
  plan: Pick<OrderPlan, "weights" | "hedge">,
): readonly ExposureChange[] {
  return [
    ...sectors.map((name, i) => ({
      name,
      before: account.weights[name] ?? 0,
      after: plan.weights[i],
    })),
    { name: "hedge" as const, before: account.hedge, after: plan.hedge },
  ].filter(({ before, after }) => Math.abs(after - before) > NO_TRADE);
}
