import { limitEntries } from "./catalogue.ts";
import { checkLimits } from "./check_limits.ts";
import { identified, type LimitId, limitName } from "./limit_id.ts";
import type { LimitUnit } from "./limit_unit.ts";
import type { Limits } from "./limits.ts";
import { tellingOf } from "./told_limits.ts";

/** One limit of a mandate, for a table. */
export interface MandateRow {
  /** Which limit it is; JSON has the name alone. */
  readonly id: LimitId;
  /** The name that readings and messages use. */
  readonly name: string;
  /** What is bounded, for a reader. */
  readonly sentence: string;
  readonly unit: LimitUnit;
  /** The bound with its unit, such as `30 %` or `0 ± 0.05`. */
  readonly figure: string;
}

/** The order of the table, by what a reader asks first; kinds that are not named come last. */
const ORDER = [
  ...["gross", "reach", "sector", "cap", "side", "net", "cluster", "beta", "style", "correlated"],
  ...["group", "hedge", "volatility", "turnover", "minimum trade", "minimum holding"],
  ...["fund volume", "fund assets", "capital"],
];
const placeOf = (kind: string) => ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length;

/**
 * A mandate as rows of a table, each limit with its bound and what it bounds, in the order of the
 * readings; optional limits only where they are set.
 *
 * @param given A mandate, such as one of `MANDATES`; what it leaves out is the default.
 * @throws {RangeError} If a limit is unknown or out of range, as `checkLimits` says.
 *
 * @example
 * ```ts
 * import { DEFAULT_LIMITS, mandateRows } from "lab/portfolio";
 * import { deepEqual } from "node:assert/strict";
 *
 * const [gross, , sector] = mandateRows(DEFAULT_LIMITS);
 * deepEqual([gross.figure, sector.figure], ["100 %", "30 %"]);
 * ```
 */
export function mandateRows(given: Limits): readonly MandateRow[] {
  const limits = checkLimits(given);
  return limitEntries().toSorted((a, b) => placeOf(a.kind) - placeOf(b.kind)).flatMap((entry) =>
    (tellingOf(entry).bounds?.(limits) ?? []).map((
      { id, name = limitName(id), sentence, figure },
    ) => identified({ name, sentence, unit: entry.unit, figure }, id))
  );
}
