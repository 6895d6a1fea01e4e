import { DataError } from "../errors.ts";
import { bookCovariance, correlationClusters, styleLoadings } from "../hedging/mod.ts";
import type { Sector, Snapshot } from "../market/mod.ts";
import {
  type BookRisk,
  type LimitId,
  limitName,
  type Limits,
  type RiskCluster,
} from "../portfolio/mod.ts";
import type { SetAside } from "./plan.ts";

/** What was measured by name, or why nothing was. */
type StylesFound =
  | {
    /** The names in the order of the loadings. */
    readonly rows: readonly { readonly name: Sector | "market" }[];
    readonly loadings: Readonly<Record<string, readonly number[]>>;
  }
  | { readonly rows: undefined; readonly reason: string };
type ClustersFound =
  | { readonly clusters: readonly RiskCluster[]; readonly leftOut: readonly Sector[] }
  | { readonly clusters: undefined; readonly reason: string };

/** The measurements that limits may need, each from the view of a day. */
interface RiskMeasures {
  styleLoadings(snapshot: Snapshot): StylesFound;
  correlationClusters(
    snapshot: Snapshot,
    options: { readonly threshold: number },
  ): ClustersFound;
}

const MEASURES: RiskMeasures = { styleLoadings, correlationClusters };

/** Risk as far as a mandate needs it, and the sectors for which it could not be measured. */
interface MeasuredRisk {
  readonly risk: BookRisk;
  /** These are closed: no limit is kept by leaving a name out of it. */
  readonly leftOut: readonly SetAside[];
}

/**
 * Measures what the limits of a mandate need, and nothing else: the default mandate costs nothing.
 *
 * @param snapshot The view of the day; its sectors are the order of all figures, the market last.
 * @throws {DataError} If the snapshot cannot tell what a limit needs: too short a history, no returns
 *   of style factors, or a style that nobody measures.
 */
export function measuredRisk(
  snapshot: Snapshot,
  limits: Limits,
  measures: RiskMeasures = MEASURES,
): MeasuredRisk {
  const names = [...snapshot.sectors, "market"] as const;
  const leftOut = new Map<Sector, string>();
  const leave = (sector: Sector, limit: LimitId) =>
    leftOut.set(
      sector,
      `${sector} is closed: its history is too short to measure it for the limit "${
        limitName(limit)
      }"`,
    );
  const place = (known: readonly string[], limit: LimitId) =>
    names.map((name) => {
      const at = known.indexOf(name);
      if (at < 0 && name !== "market") leave(name, limit);
      return at;
    });
  const risk: { -readonly [Name in keyof BookRisk]: BookRisk[Name] } = {};

  const wanted = Object.keys(limits.styles ?? {});
  if (wanted.length > 0) {
    const found = measures.styleLoadings(snapshot), idOf = (of: string) => ({ kind: "style", of });
    if (found.rows === undefined) refuse(snapshot, idOf(wanted[0]), found.reason);
    const at = place(found.rows.map(({ name }) => name), idOf(wanted[0]));
    risk.styles = Object.fromEntries(wanted.map((style) => {
      const loadings = found.loadings[style] ?? refuse(
        snapshot,
        idOf(style),
        `nobody measures this style; the styles are ${Object.keys(found.loadings).join(", ")}`,
      );
      return [style, at.map((i) => i < 0 ? NaN : loadings[i])];
    }));
  }
  if (limits.correlated !== undefined) {
    const { threshold } = limits.correlated;
    const found = measures.correlationClusters(snapshot, { threshold });
    const id = { kind: "correlated" };
    if (found.clusters === undefined) refuse(snapshot, id, found.reason);
    risk.clusters = found.clusters;
    for (const sector of found.leftOut) leave(sector, id);
  }
  if (limits.volatility !== undefined) {
    const found = bookCovariance(snapshot), id = { kind: "volatility" };
    if (found === undefined) {
      refuse(snapshot, id, "the history is too short for a covariance");
    }
    const at = place(found.names, id);
    risk.covariance = at.map((i) => at.map((j) => i < 0 || j < 0 ? NaN : found.matrix[i][j]));
  }
  return { risk, leftOut: [...leftOut].map(([sector, reason]) => ({ sector, reason })) };
}

function refuse({ day }: Snapshot, limit: LimitId, reason: string): never {
  throw new DataError(`Cannot keep the limit "${limitName(limit)}" on ${day}: ${reason}`, { day });
}
