import type { Day } from "../units.ts";
import type { Ledger } from "./ledger.ts";

/** One decision day of two runs. */
export interface DecisionChange {
  readonly day: Day;
  /** Whether the two decisions differ in any byte, or only one run has one. */
  readonly changed: boolean;
}

/**
 * Which decisions of two runs differ, byte for byte in their JSON: the ticks of "shift the future".
 *
 * @param before The ledger of a run.
 * @param after The ledger of the same run on another market, such as `shiftFuture` makes.
 * @returns Every decision day of either run, in order.
 *
 * @example A run is equal to itself
 * ```ts
 * import { backtest, decisionsChanged, EQUAL_WEIGHT } from "lab/research";
 * import { simulatedMarket } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const ledger = backtest(market, { policy: EQUAL_WEIGHT });
 * equal(decisionsChanged(ledger, ledger).some(({ changed }) => changed), false);
 * ```
 */
export function decisionsChanged(before: Ledger, after: Ledger): readonly DecisionChange[] {
  const bytes = ({ steps, last }: Ledger) =>
    new Map(
      [...steps.map(({ decision }) => decision), last].map((one) => [one.day, JSON.stringify(one)]),
    );
  const first = bytes(before), second = bytes(after);
  const days = [...new Set([...first.keys(), ...second.keys()])].sort();
  return days.map((day) => ({ day, changed: first.get(day) !== second.get(day) }));
}
