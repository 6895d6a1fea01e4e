import type { Day } from "../units.ts";
import type { BallotCell, BallotGroup } from "./ballot_groups.ts";
import { type JoinedOutcome, outcomeKey } from "./outcome_table.ts";
import { withoutOverlap } from "./without_overlap.ts";

/** What one voice said on one day that can be judged. */
export interface ResolvedDay {
  /** Day and market: calls of one stand or fall together, whoever made them. */
  readonly date: string;
  readonly market: string;
  readonly day: Day;
  readonly end: Day;
  readonly cells: readonly BallotCell[];
  /** Returns over the horizon minus the sectors' mean, shares. */
  readonly relative: JoinedOutcome["relative"];
}

/** Calls of a group with an outcome, and those of them whose horizons do not overlap. */
export interface ResolvedCalls {
  readonly all: readonly ResolvedDay[];
  readonly apart: readonly ResolvedDay[];
  /** Decision days of each. */
  readonly allDays: number;
  readonly apartDays: number;
}

/**
 * What is judged of a group: its cells with a score and an outcome, less those whose author may know it.
 *
 * Days are taken without overlap within each market; a day on which nothing can be judged takes no place.
 */
export function resolvedCalls(
  { names: { horizonWeeks: [horizonWeeks] }, voices }: BallotGroup,
  outcomes: ReadonlyMap<string, JoinedOutcome>,
): ResolvedCalls {
  const all: ResolvedDay[] = [], days = new Map<string, ResolvedDay>();
  for (const { market, day, cells } of voices.flat()) {
    const joined = outcomes.get(outcomeKey(market, day, horizonWeeks));
    if (joined === undefined) continue;
    const { end, relative } = joined;
    if (!cells.some((cell) => outcomeOf(cell, relative) !== undefined)) continue;
    const one = { date: `${day} ${market}`, market, day, end, cells, relative };
    all.push(one);
    days.set(one.date, one);
  }
  const byMarket = Map.groupBy(days.values(), ({ market }) => market);
  const apart = new Set(
    [...byMarket.values()].flatMap((dates) => withoutOverlap(dates).map(({ date }) => date)),
  );
  return {
    all,
    apart: all.filter(({ date }) => apart.has(date)),
    allDays: days.size,
    apartDays: apart.size,
  };
}

/** What came of a cell; nothing where it has no score, no outcome, or an author who may know it. */
function outcomeOf(
  { sector, score, contaminated }: BallotCell,
  relative: JoinedOutcome["relative"],
): number | undefined {
  return score === undefined || contaminated ? undefined : relative[sector];
}

/** Visits the calls of a day: scores with what was stated and what came of them. */
export function eachCall(
  { cells, relative }: ResolvedDay,
  visit: (score: number, outcome: number, stated: number) => void,
): void {
  for (const cell of cells) {
    const outcome = outcomeOf(cell, relative);
    if (outcome !== undefined) visit(cell.score!, outcome, cell.stated);
  }
}
