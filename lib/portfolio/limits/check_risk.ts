import { isSector, type Sector } from "../../market/mod.ts";
import { covarianceFault, type Matrix } from "../../stats/mod.ts";
import type { BookRisk, RiskCluster } from "./book_risk.ts";
import { type LimitId, limitName } from "./limit_id.ts";
import type { Limits } from "./limits.ts";

function refuse(limit: LimitId, what: string): never {
  throw new RangeError(`Cannot keep the limit "${limitName(limit)}": ${what}`);
}

export const styleId = (of: string): LimitId => ({ kind: "style", of });
const CORRELATED: LimitId = { kind: "correlated" }, VOLATILITY: LimitId = { kind: "volatility" };

/** The loadings on a style: the sectors', then the market's. */
export function neededLoadings(style: string, risk: BookRisk): readonly number[] {
  return risk.styles?.[style] ?? refuse(
    styleId(style),
    `it needs the loadings of every sector and of the market on ${style}, as risk.styles.${style}`,
  );
}

/** The clusters found from correlations. */
export function neededClusters(risk: BookRisk): readonly RiskCluster[] {
  return risk.clusters ??
    refuse(CORRELATED, "it needs the clusters found from correlations, as risk.clusters");
}

/**
 * Refuses a limit whose figures are absent, or are none: no limit is ever passed over.
 *
 * @param limits Only what these ask for is looked at.
 * @param sectors The order of the figures; the market comes last.
 * @param isOpen Whether a sector may be held; what belongs to one that may not can be unknown (NaN).
 * @throws {RangeError} Naming the limit and what it needs.
 */
export function checkRisk(
  limits: Limits,
  sectors: readonly Sector[],
  isOpen: (i: number) => boolean,
  risk: BookRisk = {},
): void {
  const nameOf = (i: number) => sectors[i] ?? "the market";
  const needed = [...sectors.keys()].filter(isOpen);
  if (limits.accounting !== "none") needed.push(sectors.length);
  for (const style of Object.keys(limits.styles ?? {})) {
    const loadings = neededLoadings(style, risk), limit = styleId(style);
    if (loadings.length !== sectors.length + 1) {
      refuse(
        limit,
        `it needs one loading per sector and one of the market (${sectors.length + 1}), got ` +
          loadings.length,
      );
    }
    const missing = needed.find((i) => !Number.isFinite(loadings[i]));
    if (missing !== undefined) {
      refuse(
        limit,
        `the loading of ${nameOf(missing)} on ${style} is unknown (${loadings[missing]}); ` +
          'measure it, or name the sector in "closed"',
      );
    }
  }
  if (limits.correlated !== undefined) checkClusters(neededClusters(risk));
  if (limits.volatility !== undefined) {
    checkCovariance(
      risk.covariance ?? refuse(
        VOLATILITY,
        "it needs the covariance of every sector and the market per year, as risk.covariance",
      ),
      sectors,
      needed,
      (what) => refuse(VOLATILITY, `the covariance ${what}`),
    );
  }
}

function checkClusters(clusters: readonly RiskCluster[]): void {
  const taken = new Map<string, string>();
  for (const { name, sectors } of clusters) {
    for (const sector of sectors) {
      if (!isSector(sector)) refuse(CORRELATED, `cluster ${name} holds ${sector}, no sector`);
      const other = taken.get(sector);
      if (other !== undefined) {
        refuse(CORRELATED, `${sector} is in two clusters, ${other} and ${name}`);
      }
      taken.set(sector, name);
    }
  }
}

/**
 * Refuses a matrix that cannot be a covariance of the names that may be held.
 *
 * @param needed Positions of those names, the market's last; of the others nothing is read.
 * @param refuseMatrix Throws, given what is wrong with the covariance.
 */
export function checkCovariance(
  covariance: Matrix,
  sectors: readonly Sector[],
  needed: readonly number[],
  refuseMatrix: (what: string) => never,
): void {
  const fault = covarianceFault(covariance, {
    count: sectors.length + 1,
    per: "per sector and for the market",
    nameOf: (i) => sectors[i] ?? "the market",
    needed,
    remedy: 'measure it, or name the sector in "closed"',
  });
  if (fault !== undefined) refuseMatrix(fault);
}
