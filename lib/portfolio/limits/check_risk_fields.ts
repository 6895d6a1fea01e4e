import { checkFields, checkList, checkObject, isList, shown } from "../../arguments.ts";
import type { BookRisk } from "./book_risk.ts";

/**
 * Refuses risk figures that are not of their kinds, or have a name that there is not. What they hold
 * is looked at where a limit needs it.
 */
export function checkRiskFields(action: string, risk: BookRisk): void {
  checkFields(action, "risk", risk, ["covariance", "styles", "clusters"]);
  const { covariance, styles, clusters } = risk;
  if (covariance !== undefined) {
    checkList(action, "risk.covariance", covariance, "rows, one per sector and the market's");
    for (const row of covariance) {
      if (isList(row)) continue;
      throw new TypeError(
        `${action}: each row of risk.covariance must be a list of numbers, got ${shown(row)}`,
      );
    }
  }
  if (styles !== undefined) {
    checkObject(action, "risk.styles", styles, "the loadings on each style");
    for (const [style, loadings] of Object.entries(styles)) {
      if (isList(loadings)) continue;
      throw new TypeError(
        `${action}: risk.styles.${style} must be a list of loadings, got ${shown(loadings)}`,
      );
    }
  }
  if (clusters === undefined) return;
  checkList(action, "risk.clusters", clusters, "clusters");
  for (const cluster of clusters) {
    checkFields(action, "each of risk.clusters", cluster, ["name", "sectors"]);
    checkList(action, `the sectors of cluster ${shown(cluster.name)}`, cluster.sectors, "sectors");
  }
}
