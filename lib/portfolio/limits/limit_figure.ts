import type { LimitId } from "./limit_id.ts";
import type { RuleDay } from "./limit_rule.ts";
import type { LimitUnit } from "./limit_unit.ts";
import type { Limits } from "./limits.ts";

/** A figure of a limit that can be changed alone: what a remedy speaks of, and a shadow price prices. */
export interface LimitFigure {
  readonly id: LimitId;
  /** How a sentence calls it, such as `the net limit`. */
  readonly label: string;
  readonly unit: LimitUnit;
  /** Its value now. */
  readonly from: number;
  /** −1 for a lower bound, which widens downward; 1 by default. */
  readonly sign?: 1 | -1;
  /** The limits with another value of it. */
  at(value: number): Limits;
}

/** What figures depend on besides the limits. */
export interface FigureDay extends RuleDay {
  /** −1 or 1 where the book may take a position in a sector. */
  readonly signs: readonly number[];
}

/**
 * The figure of a limit whose setting has the name of its kind: a number, or an object with a `max`.
 * None where the mandate does not set it.
 */
export function figureOf(
  kind: keyof Limits,
  label: string,
  unit: LimitUnit = "share of equity",
): (limits: Limits) => readonly LimitFigure[] {
  return (limits) => {
    const set = limits[kind] as number | { readonly max: number } | undefined;
    if (set === undefined) return [];
    const isPlain = typeof set === "number", from = isPlain ? set : set.max;
    const at = (max: number): Limits => ({ ...limits, [kind]: isPlain ? max : { ...set, max } });
    return [{ id: { kind }, label, unit, from, at }];
  };
}
