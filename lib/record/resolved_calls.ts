import type { Sector } from "../market/mod.ts";
import type { Day } from "../units.ts";
import type { BallotGroup } from "./ballot_groups.ts";
import { type JoinedOutcome, outcomeKey } from "./outcome_table.ts";
import { withoutOverlap } from "./without_overlap.ts";

/** A score with what came of it. */
export interface ResolvedCall {
  readonly sector: Sector;
  readonly score: number;
  readonly stated: number;
  /** Return over the horizon minus the sectors' mean, a share. */
  readonly outcome: number;
}

/** The calls of one voice on one day. */
export interface ResolvedDay {
  /** Day and market: calls of one stand or fall together, whoever made them. */
  readonly date: string;
  readonly market: string;
  readonly day: Day;
  readonly end: Day;
  readonly calls: readonly ResolvedCall[];
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
    const calls: ResolvedCall[] = [];
    for (const { sector, score, stated, contaminated } of cells) {
      const outcome = joined.relative[sector];
      if (score === undefined || contaminated || outcome === undefined) continue;
      calls.push({ sector, score, stated, outcome });
    }
    if (calls.length === 0) continue;
    const one = { date: `${day} ${market}`, market, day, end: joined.end, calls };
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
