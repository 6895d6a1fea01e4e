import type { Limits } from "../../portfolio/mod.ts";
import type { LimitProblem } from "./limit_steps.ts";

/** The four changes that exercise 03.3 asks about. */
export const FOUR_CHANGES = ["cap", "beta", "cluster", "confidence"] as const;

/** One of the four. */
export type FourChange = (typeof FOUR_CHANGES)[number];

/** From and to, as shares of equity, a beta, and a factor. */
const CAP = [0.3, 0.2], BETA = [0, 0.2], CLUSTER = [0.5, 0.3], BELIEF = 0.5;

/**
 * The second strongest view that can be followed, or the only one; of equal ones the first comes first.
 * Below zero: there is none.
 */
function secondView({ sectors, tilts, closed = [] }: LimitProblem): number {
  const sizes = tilts.map((tilt, i) => closed.includes(sectors[i]) ? 0 : Math.abs(tilt));
  const order = sizes.map((_, i) => i).filter((i) => sizes[i] > 0)
    .toSorted((a, b) => sizes[b] - sizes[a] || a - b);
  return order[1] ?? order[0] ?? -1;
}

/**
 * A problem before and after each of four changes, all else the same: the sector cap from 30 to 20 %,
 * the target of beta from 0 to 0.2, the cluster's limit from 50 to 30 %, and the confidence in the
 * second strongest view halved.
 *
 * @example
 * ```ts
 * import { fourChanges } from "lab/lesson/03";
 * import { DEFAULT_LIMITS } from "lab/portfolio";
 * import { deepEqual, equal } from "node:assert/strict";
 *
 * const problem = { sectors: ["XLK", "XLU"] as const, tilts: [2, -1], betas: [1.2, 0.6] };
 * const { cap, confidence } = fourChanges({ ...problem, limits: DEFAULT_LIMITS });
 * equal(cap.after.limits.sector, 0.2);
 * deepEqual(confidence.after.tilts, [2, -0.5]);
 * ```
 */
export function fourChanges(
  problem: LimitProblem,
): Readonly<Record<FourChange, { readonly before: LimitProblem; readonly after: LimitProblem }>> {
  const { limits } = problem;
  const within = (change: Partial<Limits>): LimitProblem => ({
    ...problem,
    limits: { ...limits, ...change },
  });
  const beta = (target: number) => within({ beta: { ...limits.beta, target } });
  const cluster = (max: number) => within({ cluster: { ...limits.cluster, max } });
  const second = secondView(problem);
  return {
    cap: { before: within({ sector: CAP[0] }), after: within({ sector: CAP[1] }) },
    beta: { before: beta(BETA[0]), after: beta(BETA[1]) },
    cluster: { before: cluster(CLUSTER[0]), after: cluster(CLUSTER[1]) },
    confidence: {
      before: problem,
      after: {
        ...problem,
        tilts: problem.tilts.map((tilt, i) => i === second ? BELIEF * tilt : tilt),
      },
    },
  };
}
