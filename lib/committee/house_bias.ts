import type { Sector } from "../market/mod.ts";
import type { ScoredBallot } from "./scored_ballot.ts";

/** How far an analyst's scores of a sector lie from 3 on average. */
export interface HouseBias {
  readonly analyst: string;
  readonly sector: Sector;
  /** Mean score minus 3 over the period, −2 to 2. */
  readonly bias: number;
  /** Scores it rests on. */
  readonly count: number;
}

/** A row whose analyst's own bias was taken off. */
export interface Unbiased<Row extends ScoredBallot = ScoredBallot> {
  readonly row: Row;
  /** The score after removal, 1 to 5. */
  readonly score: number;
  /** Whether the removal went past 1 or 5 and was cut there. */
  readonly clipped: boolean;
}

const key = (analyst: string, sector: Sector) => JSON.stringify([analyst, sector]);

/**
 * Each analyst's mean score minus 3, sector by sector, over all rows given.
 *
 * A view changes with the news; what stays over a year is habit. But a sector may also have been good
 * all year: only outcomes can tell a habit from a merit.
 *
 * @param rows Scores of a period, a year for instance; ballots without a score are not counted.
 * @returns One entry per analyst and sector, in the order of first mention.
 *
 * @example Fond of technology
 * ```ts
 * import { houseBias, type ScoredBallot } from "lab/committee";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const row = { analyst: "a", sector: "XLK", sample: 0, confidence: 0.6 } as const;
 * const rows: ScoredBallot[] = [
 *   { ...row, day: day("2020-03-20"), score: 5 },
 *   { ...row, day: day("2020-04-17"), score: 4 },
 * ];
 * deepEqual(houseBias(rows), [{ analyst: "a", sector: "XLK", bias: 1.5, count: 2 }]);
 * ```
 */
export function houseBias(rows: readonly ScoredBallot[]): readonly HouseBias[] {
  const sums = new Map<string, { analyst: string; sector: Sector; sum: number; count: number }>();
  for (const { analyst, sector, score } of rows) {
    if (score === undefined) continue;
    const known = sums.get(key(analyst, sector));
    if (known) {
      known.sum += score - 3;
      known.count++;
    } else sums.set(key(analyst, sector), { analyst, sector, sum: score - 3, count: 1 });
  }
  return [...sums.values()].map(({ analyst, sector, sum, count }) => ({
    analyst,
    sector,
    bias: sum / count,
    count,
  }));
}

/**
 * Scores less their analyst's own bias for the sector, cut to 1 to 5.
 *
 * Only the analyst's own habit is taken off, not the committee's: what remains is its view against
 * its own average. Where a score minus the bias leaves 1 to 5 it is cut there and marked, so that the
 * mean of a period is exactly 3 only if nothing was cut. A bias measured on the very scores it is
 * taken from removes every lasting view too; measure it on an earlier period to decide with.
 *
 * @param rows Scores to correct; those without a score are left out.
 * @param biases From `houseBias`; an analyst or sector without one keeps its scores.
 *
 * @example A 5 from someone who gives 4.5 on average
 * ```ts
 * import { type ScoredBallot, withoutHouseBias } from "lab/committee";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const row: ScoredBallot = {
 *   analyst: "a", sector: "XLK", day: day("2020-03-20"), sample: 0, score: 5, confidence: 0.6,
 * };
 * const [found] = withoutHouseBias([row], [{ analyst: "a", sector: "XLK", bias: 1.5, count: 2 }]);
 * equal(found.score, 3.5);
 * ```
 */
export function withoutHouseBias<Row extends ScoredBallot>(
  rows: readonly Row[],
  biases: readonly HouseBias[],
): readonly Unbiased<Row>[] {
  const known = new Map(biases.map(({ analyst, sector, bias }) => [key(analyst, sector), bias]));
  return rows.flatMap((row) => {
    if (row.score === undefined) return [];
    const exact = row.score - (known.get(key(row.analyst, row.sector)) ?? 0);
    const score = Math.min(5, Math.max(1, exact));
    return [{ row, score, clipped: score !== exact }];
  });
}

/** What all analysts of a committee have in common about a sector. */
export interface SharedBias {
  readonly sector: Sector;
  /** Mean of the analysts' biases. */
  readonly mean: number;
  /** Whether all analysts that scored the sector lean the same way. */
  readonly sameSide: boolean;
  /** How many analysts scored it. */
  readonly analysts: number;
}

/**
 * Each sector's mean bias over the analysts: the part that comparing them with each other cannot see.
 *
 * A point added by everybody moves the committee's mean as much as each analyst, so every difference
 * between them stays (`comparedBias`). It shows against outcomes alone.
 *
 * @param biases From `houseBias`; each analyst counts once per sector.
 *
 * @example
 * ```ts
 * import { sharedBias } from "lab/committee";
 * import { deepEqual } from "node:assert/strict";
 *
 * const biases = [0.5, 1].map((bias, i) => ({
 *   analyst: "ab"[i], sector: "XLK" as const, bias, count: 12,
 * }));
 * deepEqual(sharedBias(biases), [{ sector: "XLK", mean: 0.75, sameSide: true, analysts: 2 }]);
 * ```
 */
export function sharedBias(biases: readonly HouseBias[]): readonly SharedBias[] {
  return bySector(biases).map(([sector, group]) => ({
    sector,
    mean: group.reduce((sum, { bias }) => sum + bias, 0) / group.length,
    sameSide: group.every(({ bias }) => bias > 0) || group.every(({ bias }) => bias < 0),
    analysts: group.length,
  }));
}

/**
 * Each analyst's bias minus the mean of all analysts for the sector: what a comparison finds.
 *
 * @param biases From `houseBias`.
 *
 * @example A bias of all is no difference between them
 * ```ts
 * import { comparedBias } from "lab/committee";
 * import { deepEqual } from "node:assert/strict";
 *
 * const biases = ["a", "b"].map((analyst) => ({
 *   analyst, sector: "XLK" as const, bias: 1, count: 12,
 * }));
 * deepEqual(comparedBias(biases).map(({ bias }) => bias), [0, 0]);
 * ```
 */
export function comparedBias(biases: readonly HouseBias[]): readonly HouseBias[] {
  const shared = new Map(sharedBias(biases).map(({ sector, mean }) => [sector, mean]));
  return biases.map((one) => ({ ...one, bias: one.bias - shared.get(one.sector)! }));
}

function bySector(biases: readonly HouseBias[]): readonly [Sector, HouseBias[]][] {
  const groups = new Map<Sector, HouseBias[]>();
  for (const one of biases) {
    const group = groups.get(one.sector);
    if (group) group.push(one);
    else groups.set(one.sector, [one]);
  }
  return [...groups];
}
