import { quantile } from "../stats/mod.ts";

/** The three groups, in order. */
export const TERCILES = ["low", "middle", "high"] as const;
/** One of them. */
export type Tercile = (typeof TERCILES)[number];

/** A tercile for each value, and where they part. */
export interface TercileGroups {
  /** `undefined` where there is no value, and for all where fewer than three values differ. */
  readonly groups: readonly (Tercile | undefined)[];
  /** Values up to the first are low, up to the second middle. */
  readonly cuts?: readonly [number, number];
}

/**
 * Values in three groups, cut at their own terciles (type 7 quantiles); equal values stay together, so
 * groups may be uneven or empty.
 *
 * The cuts are those of the whole record, so they are known only with hindsight: for tables, never as
 * input of a decision.
 *
 * @example
 * ```ts
 * import { tercileGroups } from "lab/signals";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(tercileGroups([0.1, 0.9, undefined, 0.5]).groups, ["low", "high", undefined, "middle"]);
 * ```
 */
export function tercileGroups(values: readonly (number | undefined)[]): TercileGroups {
  const known = values.filter((value) => value !== undefined);
  if (new Set(known).size < 3) return { groups: values.map(() => undefined) };
  const cuts = [quantile(known, 1 / 3), quantile(known, 2 / 3)] as const;
  return {
    cuts,
    groups: values.map((value) =>
      value === undefined
        ? undefined
        : value <= cuts[0]
        ? "low"
        : value <= cuts[1]
        ? "middle"
        : "high"
    ),
  };
}
