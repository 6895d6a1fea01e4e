import { checkOptions } from "../arguments.ts";
import type { Sector, Snapshot } from "../market/mod.ts";
import type { RiskCluster } from "../portfolio/mod.ts";
import {
  type ClusterMerge,
  clustersAt,
  correlationDistance,
  hierarchicalClusters,
  type Linkage,
  MINIMUM_PAIRS,
} from "../stats/mod.ts";
import { MINIMUM_MONTHS, WINDOW_DAYS, WINDOW_MONTHS } from "./betas.ts";
import { bookCovariance } from "./book_covariance.ts";

/** Correlation from which two sectors count as one bet: half of the variance is shared. */
const CLUSTER_CORRELATION = 0.7;
/** With complete linkage the threshold holds for every pair of a cluster, which a mandate can state. */
const LINKAGE: Linkage = "complete";

/** What `correlationClusters` looks back on and how it joins. */
interface CorrelationClustersOptions {
  /** Correlation at which the tree is cut, above −1 and below 1; 0.7 by default. */
  readonly threshold?: number;
  /** Trading days looked back; 252 by default, 60 months where the market is monthly. */
  readonly windowDays?: number;
  /** How far two groups are from each other; `complete` by default. */
  readonly linkage?: Linkage;
}

/** Sectors that move together on a day, and the tree they were cut from. */
export interface CorrelationClusters {
  /** Those of two or more sectors, in the order of their first sector; may be none. */
  readonly clusters: readonly RiskCluster[];
  /** The leaves of the tree, in the one order of sectors. */
  readonly sectors: readonly Sector[];
  /** Correlations of the leaves, in their order. */
  readonly correlation: readonly (readonly number[])[];
  /** The tree; a height is a distance √(½(1 − ρ)), from 0 to 1 except with Ward's linkage. */
  readonly merges: readonly ClusterMerge[];
  /** Numbers of the leaves from the first to the last of a drawing in which no lines cross. */
  readonly order: readonly number[];
  /** The height of the cut: the distance of two sectors whose correlation is the threshold. */
  readonly cut: number;
  readonly threshold: number;
  readonly linkage: Linkage;
  /** Days or months in which every leaf and the market have a return. */
  readonly periods: number;
  readonly unit: "days" | "months";
  /** Sectors that are in no cluster because their own history is too short or their price stood still. */
  readonly leftOut: readonly Sector[];
}

/** Why there are no clusters on a day. */
export interface NoCorrelationClusters {
  readonly clusters: undefined;
  readonly reason: string;
}

/**
 * Clusters of sectors found from the correlations of their returns.
 *
 * Sectors are joined by `hierarchicalClusters` on the distances √(½(1 − ρ)) (Mantegna 1999, López de
 * Prado 2016, see `correlationDistance`), and the tree is cut at the distance of the threshold. With
 * complete linkage every two sectors of a cluster have at least the threshold's correlation; with
 * single linkage each has it with some other; average linkage stands between, and Ward's heights are
 * no correlations at all, so its cut has to be judged by eye. A correlation over 252 days has a
 * standard error of (1 − ρ²)/√252, 0.03 at 0.7: a pair near the threshold may join or leave by chance.
 *
 * A fixed threshold finds much in a crisis and little in a calm year: of the real sectors at 0.7 all nine
 * at the end of 2010, two clusters of three at the end of 2023, none in mid-2026. A cap on a cluster that
 * holds nearly all sectors is a cap on gross.
 *
 * @param snapshot The view of the day.
 * @param options Threshold, window and linkage; see {@linkcode CorrelationClustersOptions}.
 * @returns Clusters with the tree they come from, or the reason why the day has none: a limit on
 *   clusters cannot be kept then, and must say so. An empty list of clusters is an answer.
 * @throws {TypeError} If the options are no object.
 * @throws {RangeError} If an option is out of range or not known.
 *
 * @example Every pair of a cluster is at least as correlated as the threshold
 * ```ts
 * import { correlationClusters } from "lab/hedging";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const found = correlationClusters(snapshot(market, market.prices.days.at(-1)!), {
 *   threshold: 0.5,
 * });
 * ok(found.clusters !== undefined && found.clusters.length > 0);
 * const [first, second] = found.clusters[0].sectors.map((one) => found.sectors.indexOf(one));
 * ok(found.correlation[first][second] >= 0.5);
 * ```
 */
export function correlationClusters(
  snapshot: Snapshot,
  options: CorrelationClustersOptions = {},
): CorrelationClusters | NoCorrelationClusters {
  checkOptions("Cannot find clusters", options, ["threshold", "windowDays", "linkage"]);
  const { threshold = CLUSTER_CORRELATION, linkage = LINKAGE, windowDays } = options;
  if (!(threshold > -1 && threshold < 1)) {
    throw new RangeError(
      `Cannot find clusters: threshold must be a correlation between -1 and 1, got ${threshold}`,
    );
  }
  const none = (why: string): NoCorrelationClusters => ({
    clusters: undefined,
    reason: `Clusters cannot be found on ${snapshot.day}: ${why}`,
  });
  const found = bookCovariance(snapshot, { windowDays });
  if (!found) {
    const monthly = snapshot.frequency === "monthly";
    const window = windowDays ?? (monthly ? WINDOW_MONTHS : WINDOW_DAYS);
    const least = Math.min(window, monthly ? MINIMUM_MONTHS : MINIMUM_PAIRS);
    return none(
      `fewer than ${least} of the last ${window} ${monthly ? "months" : "days"} have a return of ` +
        `${snapshot.index} and of the sectors together`,
    );
  }
  const { matrix, names, periods, unit } = found;
  // The market is in the covariance, last, and in no cluster; what never moves has no correlation.
  const kept = names.slice(0, -1).flatMap((name, i) => matrix[i][i] > 0 ? [{ name, i }] : []);
  const sectors = kept.map(({ name }) => name as Sector);
  if (sectors.length === 0) return none("no sector has a history of returns that move");
  const correlation = kept.map(({ i }) =>
    kept.map(({ i: j }) => i === j ? 1 : matrix[i][j] / Math.sqrt(matrix[i][i] * matrix[j][j]))
  );
  const tree = hierarchicalClusters(
    correlation.map((row) => row.map(correlationDistance)),
    { linkage },
  );
  const cut = correlationDistance(threshold);
  return {
    clusters: clustersAt(tree, { height: cut }).filter((leaves) => leaves.length > 1)
      .map((leaves) => {
        const own = leaves.map((leaf) => sectors[leaf]);
        return { name: own.join("+"), sectors: own };
      }),
    sectors,
    correlation,
    merges: tree.merges,
    order: tree.order,
    cut,
    threshold,
    linkage,
    periods,
    unit,
    leftOut: snapshot.sectors.filter((sector) => !sectors.includes(sector)),
  };
}
