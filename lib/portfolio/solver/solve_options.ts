import { checkOptions, shown } from "../../arguments.ts";

/** How a solve ended. `"cut off"`: the minimum lies above the cutoff that was asked for. */
export type SolveStatus = "solved" | "infeasible" | "cut off" | "iteration limit";

/** One row of a conflict: with weights ≥ 0 (any sign for an equality) the rows cancel to 0 ≥ positive. */
export interface ConflictTerm {
  readonly kind: "row" | "lower" | "upper";
  /** Row number, or variable number for a bound. */
  readonly index: number;
  readonly weight: number;
}

/** The limits that hold an answer, by number: what another solve may start from. Plain data. */
export interface ActiveLimits {
  /** Variables at their lower bound, and at their upper one. */
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  /** Rows that bind. */
  readonly rows: readonly number[];
  /** Soft rows that are missed. */
  readonly missed?: readonly number[];
}

/** How to solve. */
export interface SolveOptions {
  /** Gives up as soon as the minimum is known to lie above it; ∞ by default. */
  readonly cutoff?: number;
  /**
   * Limits that are thought to bind, such as those of last week's answer. They change how long it
   * takes, never the answer; what does not exist or does not fit is passed over.
   */
  readonly from?: ActiveLimits;
  /** Steps before the method gives up; by default 20 times (variables + rows + 1). */
  readonly mostSteps?: number;
}

/** Nothing asked. */
export const COLD: SolveOptions = {};
const SOLVE_OPTIONS = ["cutoff", "from", "mostSteps"];

/** Refuses options that are none. */
export function checkSolveOptions(options: SolveOptions): void {
  checkOptions("Cannot solve", options, SOLVE_OPTIONS);
  const { cutoff = Infinity, mostSteps = Infinity } = options;
  if (cutoff > -Infinity && mostSteps >= 0) return;
  throw new RangeError(
    `Cannot solve: cutoff must be a number and mostSteps one of at least 0, got ${
      shown(options.cutoff)
    } and ${shown(options.mostSteps)}`,
  );
}
