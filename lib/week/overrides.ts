import type { SectorView } from "../committee/mod.ts";
import { type Sector, SECTORS } from "../market/mod.ts";
import { decimals } from "../words.ts";

/** A person's word in the place of the committee's. */
export interface ScoreOverride {
  readonly sector: Sector;
  /** 1 to 5, 3 for no view; or nothing is to be held in the sector. */
  readonly to: number | "closed";
  readonly because: string;
}

/** What the committee said of a sector, and what stands in its place. */
export interface Overridden extends ScoreOverride {
  /** The committee's view; absent where it had none. */
  readonly was?: SectorView;
}

/** Views as they are decided on. */
export interface DecidedViews {
  readonly views: readonly SectorView[];
  /** For the desk: sectors in which nothing is held, each with the reason. */
  readonly closed: readonly { readonly sector: Sector; readonly reason: string }[];
  /** What was replaced, beside what replaced it, in the order of the sectors. */
  readonly overridden: readonly Overridden[];
}

const ACTION = "Cannot override a verdict";

/**
 * A committee's views with some of them replaced by a person's.
 *
 * A score takes the confidence of the view it replaces, and 1 where there was none: who overrides says
 * which side, not how sure the committee's record lets it be. A sector that is closed keeps its view, so
 * that the bet which is lost is told.
 *
 * @param views The committee's, one a sector.
 * @param overrides One a sector.
 * @throws {RangeError} If a sector is unknown or named twice, a score lies outside of 1 to 5, or no reason
 *   is given.
 *
 * @example
 * ```ts
 * import { decidedViews } from "lab/week";
 * import { equal } from "node:assert/strict";
 *
 * const { views, overridden } = decidedViews(
 *   [{ sector: "XLK", score: 2, confidence: 0.6 }],
 *   [{ sector: "XLK", to: 4, because: "earnings of yesterday evening" }],
 * );
 * equal(views[0].score, 4);
 * equal(overridden[0].was?.score, 2);
 * ```
 */
export function decidedViews(
  views: readonly SectorView[],
  overrides: readonly ScoreOverride[],
): DecidedViews {
  const known = new Map(views.map((view) => [view.sector, view]));
  const by = new Map<Sector, ScoreOverride>();
  for (const one of overrides) {
    const { sector, to, because } = one;
    if (!SECTORS.includes(sector)) {
      throw new RangeError(`${ACTION}: ${sector} is no sector; they are ${SECTORS.join(", ")}`);
    }
    if (by.has(sector)) throw new RangeError(`${ACTION}: ${sector} is overridden twice`);
    if (to !== "closed" && !(to >= 1 && to <= 5)) {
      throw new RangeError(`${ACTION}: a score of ${sector} lies from 1 to 5, got ${to}`);
    }
    if (because.trim() === "") throw new RangeError(`${ACTION}: ${sector} needs a reason`);
    by.set(sector, one);
  }
  const inOrder = SECTORS.flatMap((sector) => by.get(sector) ?? []);
  return {
    views: SECTORS.flatMap((sector): SectorView[] => {
      const was = known.get(sector), override = by.get(sector);
      if (override === undefined || override.to === "closed") return was ? [was] : [];
      return [{
        sector,
        score: override.to,
        confidence: was?.confidence ?? 1,
        note:
          `overridden, was ${was === undefined ? "without a score" : decimals(was.score, 2)}: ` +
          override.because,
      }];
    }),
    closed: inOrder.filter(({ to }) => to === "closed").map(({ sector, because }) => ({
      sector,
      reason: `${sector} is closed by hand: ${because}`,
    })),
    overridden: inOrder.map((one) => {
      const was = known.get(one.sector);
      return was === undefined ? one : { ...one, was };
    }),
  };
}
