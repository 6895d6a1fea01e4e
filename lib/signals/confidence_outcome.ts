import type { BallotOutcome } from "../committee/mod.ts";
import type { Day } from "../units.ts";

/** A stated confidence of some day, and from when on its outcome was known. */
export interface ConfidenceOutcome {
  /** Day of the decision. */
  readonly day: Day;
  /** Day at whose close the horizon is over; absent where it lies beyond the data. */
  readonly resolvedOn?: Day;
  /** What was stated, 0 to 1. */
  readonly stated: number;
  /** Whether the call was right; absent while it is open. */
  readonly right?: boolean;
}

/** The record as it came in, if confidences are shares and nothing is resolved before it is said. */
export function checkedRecord(
  action: string,
  record: readonly ConfidenceOutcome[],
): readonly ConfidenceOutcome[] {
  record.forEach(({ day, resolvedOn, stated, right }, i) => {
    if (typeof stated !== "number" || !(stated >= 0 && stated <= 1)) {
      throw new RangeError(
        `Cannot ${action}: need stated confidences from 0 to 1 (0.8 for 80 %), ` +
          `got ${stated} at position ${i}`,
      );
    }
    if (right !== undefined && typeof right !== "boolean") {
      throw new TypeError(
        `Cannot ${action}: need true or false for right, or nothing while it is open, ` +
          `got ${right} at position ${i}`,
      );
    }
    if (resolvedOn !== undefined && !(resolvedOn > day)) {
      throw new RangeError(
        `Cannot ${action}: need outcomes resolved after their day, ` +
          `got ${resolvedOn} for ${day} at position ${i}`,
      );
    }
    if (right !== undefined && resolvedOn === undefined) {
      throw new RangeError(
        `Cannot ${action}: need the day on which an outcome was resolved, got none at position ${i}`,
      );
    }
  });
  return record;
}

/**
 * Ballots with outcomes as a record of stated confidences, for `calibratedConfidences`.
 *
 * @param rows From `ballotOutcomes`; scores of 3 and ballots without a score take no side and are left
 *   out, open ones stay as open.
 * @param resolvedOn The day on which a decision's horizon is over: the last trading day at or before
 *   day + 7·weeks. Nothing where the data end before.
 *
 * @example
 * ```ts
 * import { confidenceOutcomes } from "lab/signals";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const row = { analyst: "a", sector: "XLK", day: day("2020-03-20"), sample: 0 } as const;
 * deepEqual(
 *   confidenceOutcomes(
 *     [{ ...row, score: 4, confidence: 0.8, outcome: 0.02, hit: true }],
 *     () => day("2020-04-17"),
 *   ),
 *   [{ day: "2020-03-20", resolvedOn: "2020-04-17", stated: 0.8, right: true }],
 * );
 * ```
 */
export function confidenceOutcomes(
  rows: readonly BallotOutcome[],
  resolvedOn: (day: Day) => Day | undefined,
): readonly ConfidenceOutcome[] {
  return rows.flatMap(({ day, score, confidence, outcome, hit }) => {
    if (score === undefined || (outcome !== undefined && hit === undefined)) return [];
    const end = resolvedOn(day);
    return [{
      day,
      ...(end === undefined ? {} : { resolvedOn: end }),
      stated: confidence,
      ...(hit === undefined ? {} : { right: hit }),
    }];
  });
}
