import type { Sector } from "../../market/mod.ts";
import type { Matrix } from "../../stats/mod.ts";

/** Sectors that move together, as they were found in the data. */
export interface RiskCluster {
  /** A name of its own, such as `XLK+XLC+XLY`. */
  readonly name: string;
  readonly sectors: readonly Sector[];
}

/**
 * What is known of the risk of sectors and market on a day, for the limits and objectives that need
 * it. Measured by `lab/hedging`; a limit whose figures are absent is refused, never passed over.
 */
export interface BookRisk {
  /** Covariance of returns per year: the problem's sectors in its order, then the market. */
  readonly covariance?: Matrix;
  /** Loadings on style factors by name: one per sector of the problem in its order, then the market's. */
  readonly styles?: Readonly<Record<string, readonly number[]>>;
  /** Clusters found from correlations. */
  readonly clusters?: readonly RiskCluster[];
}
