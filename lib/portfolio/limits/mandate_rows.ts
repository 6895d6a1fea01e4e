import { limitUnit } from "./catalogue.ts";
import { checkLimits } from "./check_limits.ts";
import { identified, type LimitId, limitName } from "./limit_id.ts";
import type { LimitUnit } from "./limit_unit.ts";
import type { Limits } from "./limits.ts";
import { limitBounds } from "./told_limits.ts";

/** One limit of a mandate, for a table. */
export interface MandateRow {
  /** Which limit it is. */
  readonly id: LimitId;
  /** The name that readings and messages use. */
  readonly name: string;
  /** What is bounded, for a reader. */
  readonly sentence: string;
  readonly unit: LimitUnit;
  /** The bound with its unit, such as `30 %` or `0 ± 0.05`. */
  readonly figure: string;
}

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
  return limitBounds(checkLimits(given)).map(({ id, name = limitName(id), sentence, figure }) =>
    identified({ name, sentence, unit: limitUnit(id), figure }, id)
  );
}
