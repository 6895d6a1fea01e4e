import {
  clustersAt,
  correlation,
  correlationAtDistance,
  correlationDistance,
  hierarchicalClusters,
  type Linkage,
  LINKAGES,
  randomStream,
} from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { SOAK } from "../soak.ts";

const near = (a: number, b: number) => ok(Math.abs(a - b) <= 1e-12, `${a} is not ${b}`);

/** Merges as SciPy's `linkage` returns them: two numbers, height, size. */
function agrees(
  distances: readonly (readonly number[])[],
  linkage: Linkage,
  rows: readonly (readonly number[])[],
) {
  const { merges } = hierarchicalClusters(distances, { linkage });
  equal(merges.length, rows.length);
  merges.forEach(({ left, right, height, size }, i) => {
    deepEqual([left, right, size], [rows[i][0], rows[i][1], rows[i][3]], `${linkage}, merge ${i}`);
    near(height, rows[i][2]);
  });
}

/** Height at which each two leaves come together. */
function joinedAt(distances: readonly (readonly number[])[], linkage: Linkage): number[][] {
  const n = distances.length;
  const groups: number[][] = distances.map((_, i) => [i]);
  const out = distances.map(() => new Array<number>(n).fill(0));
  for (const { left, right, height } of hierarchicalClusters(distances, { linkage }).merges) {
    for (const i of groups[left]) for (const j of groups[right]) out[i][j] = out[j][i] = height;
    groups.push([...groups[left], ...groups[right]]);
  }
  return out;
}

/** Distances of points drawn in the plane. */
function drawn(seed: number, n: number): number[][] {
  const stream = randomStream(seed);
  const points = Array.from({ length: n }, () => [stream.normal(), stream.normal()]);
  return points.map(([x, y]) => points.map(([u, v]) => Math.hypot(x - u, y - v)));
}

const SIX = [
  [0, 3, 9, 14, 5, 11],
  [3, 0, 7, 10, 6, 13],
  [9, 7, 0, 4, 8, 2],
  [14, 10, 4, 0, 12, 1.5],
  [5, 6, 8, 12, 0, 15],
  [11, 13, 2, 1.5, 15, 0],
];
// City-block distances of twelve points in the plane.
const TWELVE = [
  [0, 3.605, 1.067, 4.087, 2.416, 6.341, 1.662, 1.741, 4.748, 4.219, 4.803, 2.814],
  [3.605, 0, 3.175, 0.773, 5.075, 2.736, 4.778, 1.865, 1.142, 5.177, 1.977, 3.773],
  [1.067, 3.175, 0, 3.657, 1.9, 5.911, 1.603, 1.629, 4.317, 3.152, 4.372, 1.747],
  [4.087, 0.773, 3.657, 0, 5.557, 2.254, 5.26, 2.347, 0.66, 5.95, 1.204, 4.546],
  [2.416, 5.075, 1.9, 5.557, 0, 7.811, 0.754, 3.21, 6.218, 1.803, 6.272, 2.346],
  [6.341, 2.736, 5.911, 2.254, 7.811, 0, 7.514, 4.601, 1.594, 6.7, 1.539, 5.465],
  [1.662, 4.778, 1.603, 5.26, 0.754, 7.514, 0, 2.913, 5.92, 2.556, 5.975, 2.049],
  [1.741, 1.865, 1.629, 2.347, 3.21, 4.601, 2.913, 0, 3.007, 4.78, 3.062, 3.376],
  [4.748, 1.142, 4.317, 0.66, 6.218, 1.594, 5.92, 3.007, 0, 5.758, 1.396, 4.353],
  [4.219, 5.177, 3.152, 5.95, 1.803, 6.7, 2.556, 4.78, 5.758, 0, 7.154, 1.405],
  [4.803, 1.977, 4.372, 1.204, 6.272, 1.539, 5.975, 3.062, 1.396, 7.154, 0, 5.749],
  [2.814, 3.773, 1.747, 4.546, 2.346, 5.465, 2.049, 3.376, 4.353, 1.405, 5.749, 0],
];

Deno.test("hierarchicalClusters() agrees with SciPy on six leaves", () => {
  // scipy 1.17.1: linkage(squareform(SIX), method)
  agrees(SIX, "single", [[3, 5, 1.5, 2], [2, 6, 2, 3], [0, 1, 3, 2], [4, 8, 5, 3], [7, 9, 7, 6]]);
  agrees(SIX, "complete", [
    [3, 5, 1.5, 2],
    [0, 1, 3, 2],
    [2, 6, 4, 3],
    [4, 7, 6, 3],
    [8, 9, 15, 6],
  ]);
  agrees(SIX, "ward", [
    [3, 5, 1.5, 2],
    [0, 1, 3, 2],
    [2, 6, 3.547299442298794, 3],
    [4, 7, 6.137317546507322, 3],
    [8, 9, 18.76832437912346, 6],
  ]);
  // leaves_list(linkage(squareform(SIX), "ward"))
  deepEqual(hierarchicalClusters(SIX, { linkage: "ward" }).order, [2, 3, 5, 4, 0, 1]);
});

Deno.test("hierarchicalClusters() agrees with SciPy on twelve leaves", () => {
  // scipy 1.17.1: linkage(squareform(TWELVE), method), leaves_list of it
  agrees(TWELVE, "single", [
    [3, 8, 0.66, 2],
    [4, 6, 0.754, 2],
    [1, 12, 0.773, 3],
    [0, 2, 1.067, 2],
    [10, 14, 1.204, 4],
    [9, 11, 1.405, 2],
    [5, 16, 1.539, 5],
    [13, 15, 1.603, 4],
    [7, 19, 1.629, 5],
    [17, 20, 1.747, 7],
    [18, 21, 1.865, 12],
  ]);
  agrees(TWELVE, "complete", [
    [3, 8, 0.66, 2],
    [4, 6, 0.754, 2],
    [0, 2, 1.067, 2],
    [1, 12, 1.142, 3],
    [9, 11, 1.405, 2],
    [5, 10, 1.539, 2],
    [7, 14, 1.741, 3],
    [13, 16, 2.556, 4],
    [15, 17, 2.736, 5],
    [18, 19, 4.78, 7],
    [20, 21, 7.811, 12],
  ]);
  agrees(TWELVE, "average", [
    [3, 8, 0.66, 2],
    [4, 6, 0.754, 2],
    [1, 12, 0.9575, 3],
    [0, 2, 1.067, 2],
    [9, 11, 1.405, 2],
    [10, 14, 1.5256666666666667, 4],
    [7, 15, 1.685, 3],
    [5, 17, 2.03075, 5],
    [13, 16, 2.1885, 4],
    [18, 20, 2.816, 7],
    [19, 21, 4.997228571428571, 12],
  ]);
  agrees(TWELVE, "ward", [
    [3, 8, 0.66, 2],
    [4, 6, 0.754, 2],
    [1, 12, 1.059525994647292, 3],
    [0, 2, 1.067, 2],
    [9, 11, 1.405, 2],
    [5, 10, 1.539, 2],
    [7, 15, 1.8467047228328988, 3],
    [14, 17, 2.630819808855534, 5],
    [13, 16, 2.9106288839355665, 4],
    [18, 20, 4.807760306698604, 7],
    [19, 21, 11.598317829179654, 12],
  ]);
  deepEqual(hierarchicalClusters(TWELVE).order, [5, 10, 1, 3, 8, 7, 0, 2, 4, 6, 9, 11]);
});

Deno.test("hierarchicalClusters() agrees with SciPy where distances are tied", () => {
  // scipy 1.17.1: linkage of |p − q| for points 0, 1, 3, 4, 10, and of 1 − eye(4)
  const points = [0, 1, 3, 4, 10];
  const line = points.map((p) => points.map((q) => Math.abs(p - q)));
  const heights = {
    single: [2, 6],
    complete: [4, 10],
    average: [3, 8],
    ward: [4.242640687119285, 10.119288512538814],
  };
  for (const linkage of LINKAGES) {
    agrees(line, linkage, [
      [0, 1, 1, 2],
      [2, 3, 1, 2],
      [5, 6, heights[linkage][0], 4],
      [4, 7, heights[linkage][1], 5],
    ]);
    const equidistant = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => i === j ? 0 : 1));
    const { merges } = hierarchicalClusters(equidistant, { linkage });
    deepEqual(merges.map(({ left, right }) => [left, right]), [[0, 1], [2, 4], [3, 5]]);
    if (linkage !== "ward") merges.forEach(({ height }) => near(height, 1));
  }
});

Deno.test("hierarchicalClusters() does not let the last bit decide a tie", () => {
  const sum = 0.1 + 0.2; // One unit in the last place above 0.3.
  const distances = [[0, sum, 1, 1], [sum, 0, 1, 1], [1, 1, 0, 0.3], [1, 1, 0.3, 0]];
  deepEqual(
    hierarchicalClusters(distances).merges.map(({ left, right }) => [left, right]),
    [[0, 1], [2, 3], [4, 5]],
  );
});

Deno.test("hierarchicalClusters() of one leaf joins nothing, of two joins them", () => {
  deepEqual(hierarchicalClusters([[0]]), { merges: [], order: [0] });
  for (const linkage of LINKAGES) {
    // scipy 1.17.1: linkage([0.3], method)
    deepEqual(hierarchicalClusters([[0, 0.3], [0.3, 0]], { linkage }), {
      merges: [{ left: 0, right: 1, height: 0.3, size: 2 }],
      order: [0, 1],
    });
  }
});

Deno.test("clustersAt() agrees with SciPy's fcluster", () => {
  const tree = hierarchicalClusters(SIX, { linkage: "complete" });
  // fcluster(Z, 5, "distance") and fcluster(Z, k, "maxclust") for k = 1, 2, 3, 4, 6
  deepEqual(clustersAt(tree, { height: 5 }), [[0, 1], [2, 3, 5], [4]]);
  const into = (groups: number) => clustersAt(tree, { groups });
  deepEqual([1, 2, 3, 4, 6].map(into), [
    [[0, 1, 2, 3, 4, 5]],
    [[0, 1, 4], [2, 3, 5]],
    [[0, 1], [2, 3, 5], [4]],
    [[0, 1], [2], [3, 5], [4]],
    [[0], [1], [2], [3], [4], [5]],
  ]);
  // Average linkage has two merges at height 3: four groups are not to be had, three are.
  deepEqual(clustersAt(hierarchicalClusters(SIX), { groups: 4 }), [[0, 1], [2, 3, 5], [4]]);
  // fcluster(linkage(squareform(TWELVE), "complete"), 2, "distance")
  deepEqual(clustersAt(hierarchicalClusters(TWELVE, { linkage: "complete" }), { height: 2 }), [
    [0, 2, 7],
    [1, 3, 8],
    [4, 6],
    [5, 10],
    [9, 11],
  ]);
});

const DRAWS = SOAK ? 10_000 : 200;

Deno.test("single linkage joins two leaves at the least longest step of a way between them", () => {
  for (let seed = 0; seed < DRAWS; seed++) {
    const n = 2 + seed % 11, distances = drawn(seed, n);
    const way = distances.map((row) => row.slice());
    for (let k = 0; k < n; k++) {
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) way[i][j] = Math.min(way[i][j], Math.max(way[i][k], way[k][j]));
      }
    }
    const joined = joinedAt(distances, "single");
    joined.forEach((row, i) => row.forEach((height, j) => near(height, way[i][j])));
  }
});

Deno.test("complete linkage keeps every pair of a group within the cut", () => {
  for (let seed = 0; seed < DRAWS; seed++) {
    const distances = drawn(seed, 2 + seed % 11);
    const height = 0.5 + (seed % 7) / 5;
    const tree = hierarchicalClusters(distances, { linkage: "complete" });
    for (const group of clustersAt(tree, { height })) {
      for (const i of group) for (const j of group) ok(distances[i][j] <= height);
    }
  }
});

Deno.test("heights never fall, and another order of the leaves joins the same at the same height", () => {
  for (let seed = 0; seed < DRAWS; seed++) {
    const n = 2 + seed % 11, distances = drawn(seed, n), linkage = LINKAGES[seed % 4];
    const { merges, order } = hierarchicalClusters(distances, { linkage });
    merges.slice(1).forEach(({ height }, i) => ok(height >= merges[i].height));
    deepEqual(order.toSorted((a, b) => a - b), distances.map((_, i) => i));
    const stream = randomStream(seed + 1);
    const moved = distances.map((_, i) => ({ i, key: stream.uniform() }))
      .sort((a, b) => a.key - b.key).map(({ i }) => i);
    const before = joinedAt(distances, linkage);
    const after = joinedAt(moved.map((i) => moved.map((j) => distances[i][j])), linkage);
    moved.forEach((i, a) => moved.forEach((j, b) => near(after[a][b], before[i][j])));
  }
});

Deno.test("hierarchicalClusters() and clustersAt() name what is wrong", () => {
  const two = [[0, 1], [1, 0]];
  throws(() => hierarchicalClusters([]), /need at least one leaf, got none/);
  throws(() => hierarchicalClusters([[0, 1]]), /need a square matrix, got 1 rows and 2 columns/);
  throws(() => hierarchicalClusters([[0, NaN], [NaN, 0]]), /got NaN at row 0, column 1/);
  throws(() => hierarchicalClusters([[0, -1], [-1, 0]]), /need finite distances from 0, got -1/);
  throws(() => hierarchicalClusters([[0.1, 1], [1, 0]]), /need 0 on the diagonal, got 0.1/);
  throws(() => hierarchicalClusters([[0, 1], [2, 0]]), /need a symmetric matrix, got 1 and 2/);
  throws(
    () => hierarchicalClusters(two, { linkage: "median" as Linkage }),
    /linkage must be one of single, complete, average, ward, got "median"/,
  );
  throws(
    () => hierarchicalClusters(two, { link: "single" } as never),
    /there is no option "link"; the only one is linkage/,
  );
  const tree = hierarchicalClusters(two);
  throws(() => clustersAt(tree, { height: NaN }), /height must be a number from 0, got NaN/);
  throws(() => clustersAt(tree, { groups: 3 }), /a whole number from 1 to 2, got 3/);
});

Deno.test("correlationDistance() is half the distance of two series of length one", () => {
  const stream = randomStream(5);
  for (let draw = 0; draw < 50; draw++) {
    const unit = () => {
      const values = Array.from({ length: 20 }, () => stream.normal());
      const mean = values.reduce((sum, value) => sum + value, 0) / 20;
      const length = Math.hypot(...values.map((value) => value - mean));
      return values.map((value) => (value - mean) / length);
    };
    const a = unit(), b = unit(), rho = correlation(a, b)!;
    near(correlationDistance(rho), Math.hypot(...a.map((value, i) => value - b[i])) / 2);
    near(correlationAtDistance(correlationDistance(rho)), rho);
  }
  equal(correlationDistance(1 + 1e-12), 0);
  throws(() => correlationDistance(1.01), /need a correlation from -1 to 1, got 1.01/);
  throws(() => correlationDistance(NaN), /got NaN/);
  throws(() => correlationAtDistance(1.5), /need one from 0 to 1, got 1.5/);
});
