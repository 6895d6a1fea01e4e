import { checkOptions } from "../arguments.ts";
import { quotedValue } from "../outside_text.ts";
import type { Matrix } from "./covariance.ts";

/**
 * How far two groups are from each other: by their nearest members, their farthest, the mean over all
 * pairs, or how much joining them adds to the spread around their centres.
 */
export type Linkage = "single" | "complete" | "average" | "ward";

/** The names of the four. */
export const LINKAGES: readonly Linkage[] = ["single", "complete", "average", "ward"];

/** Two groups that become one. */
export interface ClusterMerge {
  /** Numbers below n are leaves; n + k is the group of the k-th merge. The smaller number. */
  readonly left: number;
  readonly right: number;
  /** Distance of the two; never below that of the merge before. */
  readonly height: number;
  /** Leaves in the new group. */
  readonly size: number;
}

/** Which leaves join which, from the nearest to the last. */
interface ClusterTree {
  /** n − 1 of them, in order of height. */
  readonly merges: readonly ClusterMerge[];
  /** The leaves from the first to the last of a drawing in which no lines cross. */
  readonly order: readonly number[];
}

/** Distances that differ by this share are the same: the last bits must not decide a tie. */
const TIE = 1e-12;

/**
 * Leaves joined step by step, always the two groups that are nearest to each other.
 *
 * The distances of a new group follow from those of its two parts (Lance and Williams, The Computer
 * Journal 9, 1967; Ward's rule on unsquared distances, as in SciPy, whose `linkage` numbers its merges
 * the same way). **Ties**: of several pairs at one distance the one with the smallest leaf is joined
 * first, then the one whose other group has the smallest leaf, so that the tree depends on nothing but
 * the distances and the order of the leaves. SciPy may part ties differently; the heights of single
 * linkage are the same whatever the rule.
 *
 * Ward's rule means something for Euclidean distances only; those of `correlationDistance` are.
 *
 * @param distances Square and symmetric, zeros on the diagonal, none below zero; shape n × n.
 * @param options.linkage `average` by default.
 * @returns The merges, and an order of the leaves.
 * @throws {RangeError} If there is no leaf, the matrix has another form, the linkage is none of the
 *   four, or an option is not known.
 *
 * @example Two near each other, one far away
 * ```ts
 * import { hierarchicalClusters } from "lab/stats";
 * import { deepEqual } from "node:assert/strict";
 *
 * const tree = hierarchicalClusters([[0, 5, 1], [5, 0, 7], [1, 7, 0]], { linkage: "average" });
 * deepEqual(tree.merges, [
 *   { left: 0, right: 2, height: 1, size: 2 },
 *   { left: 1, right: 3, height: 6, size: 3 },
 * ]);
 * deepEqual(tree.order, [1, 0, 2]);
 * ```
 */
export function hierarchicalClusters(
  distances: Matrix,
  options: { readonly linkage?: Linkage } = {},
): ClusterTree {
  checkOptions("Cannot find clusters", options, ["linkage"]);
  const { linkage = "average" } = options;
  if (!LINKAGES.includes(linkage)) {
    throw new RangeError(
      `Cannot find clusters: linkage must be one of ${LINKAGES.join(", ")}, ` +
        `got ${quotedValue(linkage)}`,
    );
  }
  checked(distances);
  const n = distances.length;
  const between = distances.map((row) => row.slice());
  // Each group lives in the row of its smallest leaf, so that going through the rows in order is the
  // rule for ties.
  const groups = distances.map((_, i) => ({ id: i, size: 1, open: true }));
  const merges: ClusterMerge[] = [];
  for (let step = 0; step < n - 1; step++) {
    const { a, b } = nearest(between, groups);
    const height = Math.max(between[a][b], merges.at(-1)?.height ?? 0);
    const joined = between[a][b] ** 2;
    const A = groups[a].size, B = groups[b].size;
    for (let k = 0; k < n; k++) {
      if (!groups[k].open || k === a || k === b) continue;
      const K = groups[k].size, toA = between[a][k], toB = between[b][k];
      between[a][k] = between[k][a] = linkage === "single"
        ? Math.min(toA, toB)
        : linkage === "complete"
        ? Math.max(toA, toB)
        : linkage === "average"
        ? (A * toA + B * toB) / (A + B)
        : Math.sqrt(
          Math.max(0, ((A + K) * toA * toA + (B + K) * toB * toB - K * joined) / (A + B + K)),
        );
    }
    const [left, right] = [groups[a].id, groups[b].id].sort((x, y) => x - y);
    merges.push({ left, right, height, size: A + B });
    groups[a] = { id: n + step, size: A + B, open: true };
    groups[b].open = false;
  }
  return { merges, order: leavesUnder(merges, n, n === 1 ? 0 : 2 * n - 2) };
}

/** The two open groups that are nearest; of equal ones the first in the order of their rows. */
function nearest(between: readonly (readonly number[])[], groups: readonly { open: boolean }[]) {
  let a = -1, b = -1, least = Infinity;
  for (let i = 0; i < between.length; i++) {
    for (let j = i + 1; j < between.length; j++) {
      if (groups[i].open && groups[j].open && between[i][j] < least * (1 - TIE)) {
        least = between[i][j];
        a = i;
        b = j;
      }
    }
  }
  return { a, b };
}

/** The leaves of a group, those of its smaller number first. */
function leavesUnder(merges: readonly ClusterMerge[], n: number, id: number): number[] {
  if (id < n) return [id];
  const { left, right } = merges[id - n];
  return [...leavesUnder(merges, n, left), ...leavesUnder(merges, n, right)];
}

function checked(distances: Matrix): void {
  const refuse = (what: string): never => {
    throw new RangeError(`Cannot find clusters: ${what}`);
  };
  const n = distances.length;
  if (n === 0) refuse("need at least one leaf, got none");
  distances.forEach((row, i) => {
    if (row.length !== n) refuse(`need a square matrix, got ${n} rows and ${row.length} columns`);
    row.forEach((value, j) => {
      if (!(value >= 0 && Number.isFinite(value))) {
        refuse(`need finite distances from 0, got ${value} at row ${i}, column ${j}`);
      }
      if (i === j && value !== 0) refuse(`need 0 on the diagonal, got ${value} at row ${i}`);
      if (Math.abs(value - distances[j][i]) > TIE * Math.max(value, distances[j][i])) {
        refuse(
          `need a symmetric matrix, got ${value} and ${distances[j][i]} at rows ${i} and ${j}`,
        );
      }
    });
  });
}

/**
 * The groups of leaves at a cut through the tree.
 *
 * At a height: leaves that were joined at or below it. Into groups: the lowest height at which no more
 * than so many are left, so fewer where merges share a height, for a tie is not parted (SciPy's
 * `fcluster` with `distance` and `maxclust`).
 *
 * @param tree From `hierarchicalClusters`.
 * @param cut Either a height from 0, or a count of groups from 1 to n.
 * @returns Lists of leaves, each in ascending order, ordered by their first; every leaf is in one.
 * @throws {RangeError} If the cut is neither, or out of range.
 *
 * @example
 * ```ts
 * import { clustersAt, hierarchicalClusters } from "lab/stats";
 * import { deepEqual } from "node:assert/strict";
 *
 * const tree = hierarchicalClusters([[0, 5, 1], [5, 0, 7], [1, 7, 0]]);
 * deepEqual(clustersAt(tree, { height: 2 }), [[0, 2], [1]]);
 * deepEqual(clustersAt(tree, { groups: 1 }), [[0, 1, 2]]);
 * ```
 */
export function clustersAt(
  tree: ClusterTree,
  cut: { readonly height: number } | { readonly groups: number },
): readonly (readonly number[])[] {
  const { merges } = tree, n = merges.length + 1;
  let height: number;
  if ("height" in cut) {
    height = cut.height;
    if (!(height >= 0)) {
      throw new RangeError(`Cannot cut a tree: height must be a number from 0, got ${height}`);
    }
  } else {
    const { groups } = cut;
    if (!(Number.isInteger(groups) && groups >= 1 && groups <= n)) {
      throw new RangeError(
        `Cannot cut a tree: groups must be a whole number from 1 to ${n}, got ${groups}`,
      );
    }
    // With n groups nothing need be joined, but what lies at distance zero is one all the same.
    height = groups === n ? 0 : merges[n - 1 - groups].height;
  }
  const group = new Map<number, number[]>(Array.from({ length: n }, (_, i) => [i, [i]]));
  merges.forEach(({ left, right, height: at }, k) => {
    if (at > height) return;
    group.set(n + k, [...group.get(left)!, ...group.get(right)!]);
    group.delete(left);
    group.delete(right);
  });
  return [...group.values()].map((leaves) => leaves.sort((x, y) => x - y))
    .sort((x, y) => x[0] - y[0]);
}
