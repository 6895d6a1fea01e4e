import type { FigureDay, LimitFigure } from "./limit_figure.ts";
import type { LimitId } from "./limit_id.ts";
import type { LimitRule, RuleDay } from "./limit_rule.ts";
import type { LimitUnit } from "./limit_unit.ts";
import type { Limits } from "./limits.ts";

/** What a table of the mandate says of a limit. */
export interface LimitBound {
  readonly id: LimitId;
  /** The bound with its unit, such as `30 %` or `0 ± 0.05`. */
  readonly figure: string;
  /** What is bounded, for a reader. */
  readonly sentence: string;
  /** Its name in the table, where it is not the limit's. */
  readonly name?: string;
}

/** What tables, gauges and texts say of a kind of limit. */
export interface LimitTelling {
  /** The limit inside a sentence, in words that need no dictionary; its name by default. */
  words?(id: LimitId): string;
  /** Its name at a bar or gauge, where its own would say too little; a sector by `nameOf`. */
  short?(id: LimitId, nameOf: (of: string) => string): string;
  /** Its rows of the mandate's table; none where it is not set. */
  bounds?(limits: Limits): readonly LimitBound[];
}

/**
 * All that the lab knows of one kind of limit, or of one rule beside the limits. Solver, checks,
 * readings, remedies and effects read it; what a kind does not have is left out. What is told of the
 * lab's own kinds stands beside them and apart, so that a panel in the browser need not carry it.
 */
export interface LimitEntry extends LimitTelling {
  readonly kind: string;
  /** What its figures are; shares of equity by default. */
  readonly unit?: LimitUnit;
  /** How a sentence begins with it, such as `Net exposure`; its name by default. */
  label?(id: LimitId): string;
  /** Names that a group of the reader's may not take; the kind's own by default. */
  names?(limits: Limits): readonly string[];
  /** Settings of the mandate that it adds to those of `Limits`. */
  readonly settings?: readonly string[];
  /**
   * Refuses settings that are none.
   *
   * @param taken All names that a group may not take.
   */
  check?(limits: Limits, taken: () => Set<string>): void;
  /** Rules on several names that every mandate has. */
  readonly rules?: readonly LimitRule[];
  /** Rules on several names where the mandate asks for them; nothing where it does not. */
  rulesOf?(limits: Limits, day: RuleDay): readonly LimitRule[] | undefined;
  /** Its figures that can be changed alone, in the problem of a day. */
  figures?(limits: Limits, day: FigureDay): readonly LimitFigure[];
}
