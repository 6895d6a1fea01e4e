import { DEFAULT_LIMITS } from "lab/portfolio";
import { type Sector, SECTORS } from "lab/market";

/** A matrix and vectors as npm quadprog wants them; its arrays count from 1. */
export interface QuadprogTracking {
  readonly hessian: number[][];
  readonly linear: number[];
  readonly columns: number[][];
  readonly least: number[];
}

/**
 * The tracking problem under the default limits for one sign of the hedge, written straight into
 * quadprog's arrays and no more than needed, so that building it is no handicap of the peer.
 */
export function quadprogTracking(
  { tilts, betas }: { readonly tilts: readonly number[]; readonly betas: readonly number[] },
  side: number,
): QuadprogTracking {
  const { gross, sector, side: most, net, cluster, beta, hedge, reach } = DEFAULT_LIMITS;
  const open: number[] = [];
  let total = 0;
  for (let i = 0; i < tilts.length; i++) {
    total += Math.abs(tilts[i]);
    if (tilts[i] !== 0) open.push(i);
  }
  const n = open.length + 1, h = n;
  const hessian: number[][] = [[]], linear = [0], columns: number[][] = [[]], least = [0];
  for (let v = 1; v <= n; v++) {
    hessian.push(new Array(n + 1).fill(0));
    columns.push([0]);
    const share = v === h ? gross / 0.1 : gross * Math.abs(tilts[open[v - 1]]) / total;
    hessian[v][v] = 1 / share;
    linear.push(v === h ? 0 : reach.limits);
  }
  // Sizes u ≥ 0 in the direction of each view and of the hedge.
  const add = (bound: number, on: (i: number, sign: number) => number, onHedge: number) => {
    for (let v = 1; v < n; v++) columns[v].push(on(open[v - 1], Math.sign(tilts[open[v - 1]])));
    columns[h].push(onHedge);
    least.push(bound);
  };
  for (let one = 1; one <= n; one++) {
    for (const [sign, bound] of [[1, 0], [-1, one === h ? -hedge : -sector]]) {
      for (let v = 1; v <= n; v++) columns[v].push(v === one ? sign : 0);
      least.push(bound);
    }
  }
  const inCluster = (i: number) => cluster.sectors.includes(SECTORS[i] as Sector);
  add(-gross, () => -1, -1);
  add(-most, (_, sign) => sign > 0 ? -1 : 0, side > 0 ? -1 : 0);
  add(-most, (_, sign) => sign < 0 ? -1 : 0, side < 0 ? -1 : 0);
  add(-net, (_, sign) => sign, side);
  add(-net, (_, sign) => -sign, -side);
  add(-cluster.max, (i) => inCluster(i) ? -1 : 0, 0);
  add(-beta.max, (i, sign) => sign * betas[i], side);
  add(-beta.max, (i, sign) => -sign * betas[i], -side);
  add(0, (i, sign) => -side * sign * betas[i], 0);
  return { hessian, linear, columns, least };
}
