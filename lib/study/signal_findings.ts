import { benjaminiHochberg } from "../evidence/mod.ts";
import type { SignalGroup } from "../signals/mod.ts";
import { studentProbability } from "../stats/mod.ts";

/** One of several signals that were judged together. */
export interface SignalFinding {
  readonly label: string;
  /** Two-sided, of the headline interval's own t. */
  readonly p: number;
  /** After allowing for how many were judged. */
  readonly adjusted: number;
  /** Whether it stands at the level. */
  readonly kept: boolean;
  /** How many were judged together. */
  readonly among: number;
}

/**
 * Which of several signals stand when all of them are judged at once (Benjamini and Hochberg): of three
 * pillars or ten analysts without skill, one looks like a find sooner or later.
 *
 * @param groups `pillars`, `analysts` or `regimes` of a signal analysis; those without a headline
 *   interval cannot be judged and are left out.
 * @param options.level Share of false finds that is put up with; 0.05 by default.
 * @throws {RangeError} If the level lies outside (0, 1).
 *
 * @example
 * ```ts
 * import { signalFindings } from "lab/study";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(signalFindings([]), []);
 * ```
 */
export function signalFindings(
  groups: readonly Pick<SignalGroup, "label" | "ic">[],
  options: { readonly level?: number } = {},
): readonly SignalFinding[] {
  const judged = groups.flatMap(({ label, ic: { headline } }) =>
    headline?.t === undefined || headline.degreesOfFreedom === undefined
      ? []
      : [{ label, p: studentProbability(headline.t, headline.degreesOfFreedom) }]
  );
  if (judged.length === 0) return [];
  const { adjusted, kept } = benjaminiHochberg(judged.map(({ p }) => p), options);
  return judged.map((one, i) => ({
    ...one,
    adjusted: adjusted[i],
    kept: kept[i],
    among: judged.length,
  }));
}
