import type { Sector } from "../market/mod.ts";

/**
 * US dollars per question, for a lesson about money: a small model at 0.10 and 0.50 a million tokens
 * and a large one at 4 and 20 (list prices of November 2026), 6,000 tokens read and 800 written, the
 * large one with 20,000 more of research and 6,000 of thought.
 */
export const FUNNEL_COSTS: FunnelCosts = { fastUsd: 0.001, heavyUsd: 0.24 };
/** A sector whose fast score lies less than this from 3 is not worth a heavy question. */
export const KEEP_FROM_POINTS = 0.5;
/** A heavy score at least this far from 3 triggers a position. */
export const TRIGGER_FROM_POINTS = 1;

/** What one question costs at each stage, US dollars. */
export interface FunnelCosts {
  readonly fastUsd: number;
  readonly heavyUsd: number;
}

/** One sector with the scores of both analysts. */
export interface FunnelScore {
  readonly sector: Sector;
  /** Score of the cheap analyst; absent where it had none, and then the sector is kept. */
  readonly fast?: number;
  /** Score of the expensive one, as it is or would be; absent where it has none. */
  readonly heavy?: number;
}

/** One stage of the funnel. */
export interface FunnelStage {
  readonly stage: "listed" | "fast filter" | "heavy analyst" | "trigger";
  /** The sectors left after the stage. */
  readonly sectors: readonly Sector[];
  /** Questions paid at this stage. */
  readonly calls: number;
  readonly costUsd: number;
}

/** The stages with what the saving was paid for. */
export interface Funnel {
  readonly stages: readonly FunnelStage[];
  readonly calls: number;
  readonly costUsd: number;
  /** What it would have cost to ask the heavy analyst about every sector at once. */
  readonly withoutFilterUsd: number;
  /** Sectors that would have triggered but were never asked about: the price of the filter. */
  readonly lost: readonly Sector[];
}

/**
 * A cheap question about every sector, an expensive one about those with a view, and a fixed trigger.
 *
 * Stages: all listed sectors; the fast filter keeps |score − 3| ≥ `keepFrom`, and what it could not
 * score; the heavy analyst is asked about those and keeps the ones it can score; the trigger keeps
 * |score − 3| ≥ `triggerFrom`. The thresholds are fixed before the answers are seen.
 *
 * @param scores One per sector, with both analysts' scores, so that what is lost can be shown.
 * @param options.keepFrom Points from 3; 0.5 by default.
 * @param options.triggerFrom Points from 3; 1 by default.
 * @param options.costs US dollars per question; `FUNNEL_COSTS` by default.
 * @throws {RangeError} If a score lies outside 1 to 5, a threshold outside 0 to 2, a cost below 0, or
 *   a sector is there twice.
 *
 * @example Three sectors, one of them lost
 * ```ts
 * import { funnel } from "lab/committee";
 * import { deepEqual } from "node:assert/strict";
 *
 * const { stages, lost } = funnel([
 *   { sector: "XLE", fast: 4, heavy: 4.5 },
 *   { sector: "XLK", fast: 3.25, heavy: 1.5 },
 *   { sector: "XLU", fast: 2, heavy: 2.75 },
 * ]);
 * deepEqual(stages.map(({ sectors }) => sectors.length), [3, 2, 2, 1]);
 * deepEqual(stages.map(({ calls }) => calls), [0, 3, 2, 0]);
 * deepEqual(lost, ["XLK"]);
 * ```
 */
export function funnel(
  scores: readonly FunnelScore[],
  options: {
    readonly keepFrom?: number;
    readonly triggerFrom?: number;
    readonly costs?: FunnelCosts;
  } = {},
): Funnel {
  const {
    keepFrom = KEEP_FROM_POINTS,
    triggerFrom = TRIGGER_FROM_POINTS,
    costs = FUNNEL_COSTS,
  } = options;
  for (const [name, points] of Object.entries({ keepFrom, triggerFrom })) {
    if (!(points >= 0 && points <= 2)) {
      throw new RangeError(
        `Cannot run a funnel: ${name} must lie from 0 to 2 points, got ${points}`,
      );
    }
  }
  for (const [name, usd] of Object.entries(costs)) {
    if (!(usd >= 0 && usd < Infinity)) {
      throw new RangeError(`Cannot run a funnel: ${name} must be dollars from 0, got ${usd}`);
    }
  }
  const seen = new Set<Sector>();
  for (const { sector, fast = 3, heavy = 3 } of scores) {
    if (seen.has(sector)) {
      throw new RangeError(`Cannot run a funnel: need each sector once, got ${sector} twice`);
    }
    seen.add(sector);
    for (const score of [fast, heavy]) {
      if (!(score >= 1 && score <= 5)) {
        throw new RangeError(
          `Cannot run a funnel: need scores from 1 to 5, got ${score} for ${sector}`,
        );
      }
    }
  }
  const far = (score: number | undefined, points: number) =>
    score !== undefined && Math.abs(score - 3) >= points;
  const kept = scores.filter(({ fast }) => fast === undefined || far(fast, keepFrom));
  const scored = kept.filter(({ heavy }) => heavy !== undefined);
  const triggered = scored.filter(({ heavy }) => far(heavy, triggerFrom));
  const stage = (
    name: FunnelStage["stage"],
    left: readonly FunnelScore[],
    calls: number,
    usd: number,
  ): FunnelStage => ({
    stage: name,
    sectors: left.map(({ sector }) => sector),
    calls,
    costUsd: calls * usd,
  });
  const stages = [
    stage("listed", scores, 0, 0),
    stage("fast filter", kept, scores.length, costs.fastUsd),
    stage("heavy analyst", scored, kept.length, costs.heavyUsd),
    stage("trigger", triggered, 0, 0),
  ];
  return {
    stages,
    calls: stages.reduce((sum, { calls }) => sum + calls, 0),
    costUsd: stages.reduce((sum, { costUsd }) => sum + costUsd, 0),
    withoutFilterUsd: scores.length * costs.heavyUsd,
    lost: scores.filter((one) => !kept.includes(one) && far(one.heavy, triggerFrom))
      .map(({ sector }) => sector),
  };
}
