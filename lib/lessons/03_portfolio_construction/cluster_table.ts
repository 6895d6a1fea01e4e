import {
  countWord,
  type DendrogramOptions,
  type Displayable,
  listed,
  number,
  percent,
  points,
} from "../../charts/mod.ts";
import type { CorrelationClusters } from "../../hedging/mod.ts";
import { type Sector, SECTOR_LABELS } from "../../market/mod.ts";
import { type Book, fitBook, type RiskCluster } from "../../portfolio/mod.ts";
import { correlationDistance } from "../../stats/mod.ts";
import type { LimitProblem } from "./limit_steps.ts";
import { tableOf } from "../kit/table_of.ts";

/** Correlations at which the axis of a tree has a number. */
const TICKS = [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0];

/**
 * The tree of correlations for `dendrogram`, its axis in correlations rather than distances.
 *
 * @example
 * ```ts
 * import { clusterTree } from "lab/lesson/03";
 * import { deepEqual } from "node:assert/strict";
 *
 * const found = {
 *   sectors: ["XLK" as const, "XLE" as const],
 *   cut: 0.3,
 *   threshold: 0.8,
 *   periods: 252,
 *   unit: "days" as const,
 * };
 * const { leaves } = clusterTree(found, { source: "Source: simulated, seed 7." });
 * deepEqual(leaves, ["Technology", "Energy"]);
 * ```
 */
export function clusterTree(
  found: Pick<CorrelationClusters, "sectors" | "cut" | "threshold" | "periods" | "unit">,
  options: { readonly source: string },
): DendrogramOptions {
  return {
    leaves: found.sectors.map((sector) => SECTOR_LABELS[sector]),
    cut: found.cut,
    cutLabel: `cut at ${number(found.threshold)}`,
    heightLabel: "Correlation of the two least alike in a group",
    ticks: TICKS.map(correlationDistance),
    // A height is √(½(1 − ρ)).
    format: (height) => number(1 - 2 * height * height, { digits: 1 }),
    subtitle: "Sectors whose returns are alike meet early; what meets before the cut is a cluster",
    caption: `Correlations of returns over ${found.periods} ${found.unit}; complete linkage.`,
    source: options.source,
  };
}

/** Sectors that are bounded together, before and after a limit on the clusters found. */
interface ClusterRow {
  /** Whether the mandate names it, or the correlations of the day do. */
  readonly from: "mandate" | "correlations";
  readonly sectors: readonly Sector[];
  /** Sum of sizes, shares of equity. */
  readonly before: number;
  readonly after: number;
  /** Shadow price of its limit once there is one. */
  readonly price: number;
}

/** What a limit on the clusters of the day would do. */
interface ClusterEffect {
  readonly rows: readonly ClusterRow[];
  /** The book with the limit. */
  readonly book: Book;
  /** Half of what moves, hedge included, share of equity. */
  readonly moved: number;
}

const sizeIn = (book: Pick<Book, "sectors" | "weights">, sectors: readonly Sector[]) =>
  sectors.reduce((sum, sector) => {
    const at = book.sectors.indexOf(sector);
    return at < 0 ? sum : sum + Math.abs(book.weights[at]);
  }, 0);

/**
 * The book with a limit on each cluster that the correlations show, beside the one without.
 *
 * @param problem Its limits stay.
 * @param clusters From `correlationClusters` at the threshold.
 * @param options.max Largest sum of sizes in a cluster, share of equity.
 * @param options.threshold The correlation at which the clusters were cut.
 *
 * @example
 * ```ts
 * import { clusterEffect } from "lab/lesson/03";
 * import { DEFAULT_LIMITS } from "lab/portfolio";
 * import { ok } from "node:assert/strict";
 *
 * const problem = {
 *   sectors: ["XLB", "XLF", "XLP", "XLU"] as const,
 *   tilts: [2, 2, -2, -2],
 *   betas: [1, 1, 1, 1],
 *   limits: DEFAULT_LIMITS,
 * };
 * const clusters = [{ name: "XLB+XLF", sectors: ["XLB", "XLF"] as const }];
 * const { rows } = clusterEffect(problem, clusters, { max: 0.3, threshold: 0.7 });
 * ok(rows[1].before > 0.49 && rows[1].after < 0.3 + 1e-8);
 * ```
 */
export function clusterEffect(
  problem: LimitProblem,
  clusters: readonly RiskCluster[],
  options: { readonly max: number; readonly threshold: number },
): ClusterEffect {
  const before = fitBook(problem);
  const book = fitBook({
    ...problem,
    limits: { ...problem.limits, correlated: options },
    risk: { ...problem.risk, clusters },
  });
  const priceOf = (kind: string, of?: string) =>
    book.readings.find(({ id }) => id.kind === kind && id.of === of)?.multiplier ?? 0;
  const row = (
    from: ClusterRow["from"],
    sectors: readonly Sector[],
    ...limit: Parameters<typeof priceOf>
  ): ClusterRow => ({
    from,
    sectors,
    before: sizeIn(before, sectors),
    after: sizeIn(book, sectors),
    price: priceOf(...limit),
  });
  return {
    rows: [
      row("mandate", problem.limits.cluster.sectors, "cluster"),
      ...clusters.map(({ name, sectors }) => row("correlations", sectors, "correlated", name)),
    ],
    book,
    moved: book.weights.reduce(
      (sum, weight, i) => sum + Math.abs(weight - before.weights[i]),
      Math.abs(book.hedge - before.hedge),
    ) / 2,
  };
}

/**
 * The mandate's cluster and those of the day as a table, with what a limit on them would do.
 *
 * @param options.source The source line.
 * @param options.max The limit that was tried.
 *
 * @example
 * ```ts
 * import { clusterTable } from "lab/lesson/03";
 * import { fitBook } from "lab/portfolio";
 * import { DISPLAY } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const book = fitBook({ sectors: ["XLK", "XLE"], tilts: [2, -1], betas: [1, 1] });
 * const effect = { rows: [], book, moved: 0 };
 * const shown = clusterTable(effect, { max: 0.2, source: "Source: simulated, seed 7." });
 * match(String(shown[DISPLAY]()["text/plain"]), /No cluster is found at this cut/);
 * ```
 */
export function clusterTable(
  effect: ClusterEffect,
  options: { readonly source: string; readonly max: number },
): Displayable {
  const { rows, moved, book } = effect;
  const found = rows.filter(({ from }) => from === "correlations");
  const bound = found.filter(({ before }) => before > options.max + 1e-8).length;
  const limit = `A limit of ${percent(options.max, { digits: 0 })} on each cluster found`;
  return tableOf(rows, {
    title: found.length === 0
      ? "No cluster is found at this cut, so a limit on such clusters would hold nothing"
      : bound === 0
      ? `${limit} would move nothing: the book keeps it anyway`
      : `${limit} would hold back ${countWord(bound).toLowerCase()} and move ${points(moved)}` +
        (book.grossReached ? "" : `; the book would use ${percent(book.gross)} gross`),
    caption: "Sizes of exposures added up, share of equity; the price is the shadow price once " +
      "the limit is there.",
    source: options.source,
    columns: [
      { label: "named by", value: ({ from }) => from },
      {
        label: "sectors",
        value: ({ sectors }) => listed(sectors.map((sector) => SECTOR_LABELS[sector])),
      },
      { label: "now", value: ({ before }) => percent(before) },
      { label: "with the limit", value: ({ after }) => percent(after) },
      { label: "price", value: ({ price }) => number(price, { digits: 3 }) },
    ],
  });
}
