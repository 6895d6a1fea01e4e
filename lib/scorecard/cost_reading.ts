import { counted } from "../words.ts";
import type { MeanInterval } from "../stats/mod.ts";
import type { BarReading } from "./judged_bar.ts";

/** Dollars for answers per basis point of gross edge (the book's bar). */
const USD_PER_BP = 10;

/** What answers cost, and what the book that followed them earned before costs. */
export interface InferenceCost {
  /** Dollars settled, and dollars whose bill is not known yet. */
  readonly settledUsd: number;
  readonly openUsd: number;
  /** Answers whose cost nobody knows; what was spent is then a floor. */
  readonly unknown?: number;
  /** Sweeps that the dollars were spent on. */
  readonly sweeps: number;
  /** Gross return of the book beyond cash, basis points per decision; absent without an interval. */
  readonly edgeBps?: MeanInterval;
  /** Whether the book followed the very answers that were paid for. */
  readonly isTheirEdge: boolean;
  readonly source: string;
}

/**
 * Dollars spent on answers per basis point of gross edge, beside the bar of 10.
 *
 * Dollars per sweep over basis points per decision. The interval is the edge's, turned over: an edge
 * that may be zero leaves the upper end open. Dollars that are still open count in the upper end. Where
 * the book did not follow the paid answers the figure is shown and not judged.
 *
 * @throws {RangeError} If dollars or sweeps are below 0.
 *
 * @example Two dollars a sweep, and one basis point a week that is not certain
 * ```ts
 * import { costReading, judgedBar } from "lab/scorecard";
 * import { meanInterval } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * const row = judgedBar(costReading({
 *   settledUsd: 20, openUsd: 0, sweeps: 10, isTheirEdge: true, source: "",
 *   edgeBps: meanInterval(1, 0.8, { count: 100, level: 0.95 }),
 * }, 0.95));
 * equal(row.figure, 2);
 * equal(row.high, undefined);
 * ```
 */
export function costReading(cost: InferenceCost, level: number): BarReading {
  const { settledUsd, openUsd, unknown = 0, sweeps, edgeBps, isTheirEdge, source } = cost;
  if (!(settledUsd >= 0) || !(openUsd >= 0) || !(sweeps >= 0)) {
    throw new RangeError(
      `Cannot read costs: need dollars and sweeps from 0, got ${settledUsd}, ${openUsd}, ${sweeps}`,
    );
  }
  const named = {
    name: "Cost per basis point",
    side: "at most",
    bar: USD_PER_BP,
    unit: "USD per bp",
    level,
    n: edgeBps?.count ?? 0,
    of: "decisions",
    source,
    convention: "dollars a sweep over gross return beyond cash a decision; interval of the edge " +
      "(Newey–West), turned over",
  } as const;
  if (settledUsd + openUsd === 0 && unknown > 0) {
    return { ...named, reason: `the cost of ${counted(unknown, "answer")} is not known` };
  }
  if (settledUsd + openUsd === 0 || sweeps === 0) {
    return { ...named, reason: "no money was spent: $0" };
  }
  // A few calls of a small model cost less than a cent.
  const spent = `$${settledUsd.toFixed(settledUsd < 1 ? 4 : 2)} on ${counted(sweeps, "sweep")}`;
  if (!edgeBps || !(edgeBps.mean > 0)) {
    return { ...named, reason: `${spent}, and no gross edge above zero to set beside it` };
  }
  const notKnown = `${spent}, and the cost of ${counted(unknown, "further answer")} is not known`;
  const perSweep = settledUsd / sweeps, worst = (settledUsd + openUsd) / sweeps;
  return {
    ...named,
    figure: perSweep / edgeBps.mean,
    low: perSweep / edgeBps.high,
    ...(edgeBps.low > 0 && unknown === 0 ? { high: worst / edgeBps.low } : {}),
    ...(isTheirEdge ? (unknown > 0 ? { reason: notKnown } : {}) : {
      reason: `${spent}; the edge is the rule analyst's book's, not that of a book that followed ` +
        "these answers",
    }),
  };
}
