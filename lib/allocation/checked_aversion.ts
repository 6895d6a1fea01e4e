import { shown } from "../arguments.ts";

/** δ of He and Litterman (1999), who call it the world's average. */
const RISK_AVERSION = 2.5;

/** How much risk weighs against return. */
export interface RiskAversion {
  /** δ, return given up per unit of variance, twice; 2.5 by default. */
  readonly riskAversion?: number;
}

/**
 * The aversion to risk as given, or the default.
 *
 * @param action What cannot be done, as in "Cannot imply returns".
 * @throws {RangeError} If it is no finite number above 0.
 */
export function checkedAversion(action: string, given: unknown = RISK_AVERSION): number {
  if (typeof given === "number" && given > 0 && given < Infinity) return given;
  throw new RangeError(
    `Cannot ${action}: riskAversion must be a finite number above 0, got ${shown(given)}; ` +
      `${RISK_AVERSION} is usual`,
  );
}
