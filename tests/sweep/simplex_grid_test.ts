import { DEFAULT_WEIGHTS, rubric } from "lab/committee";
import { randomStream, type Shares, toTernary } from "lab/stats";
import { listedGrid, namedWeights, nearestPoint, neighbours, simplexGrid } from "lab/sweep";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { SOAK } from "../soak.ts";
import { drawnShares } from "../stats/drawn_shares.ts";

const DRAWS = SOAK ? 20_000 : 2_000;

Deno.test("simplexGrid() has (n + 1)(n + 2)/2 points: 66, 231 and 5,151", () => {
  for (const [step, count] of [[1, 3], [0.5, 6], [0.1, 66], [0.05, 231], [0.01, 5151]]) {
    equal(simplexGrid({ step }).points.length, count);
  }
});

Deno.test("simplexGrid() sums to 1 exactly in parts, in a fixed order, without a twin", () => {
  for (const step of [0.1, 0.05, 1 / 3, 1 / 7, 0.01]) {
    const { steps, points } = simplexGrid({ step });
    const keys = points.map(({ parts, weights }) => {
      equal(parts![0] + parts![1] + parts![2], steps);
      for (const [p, weight] of weights.entries()) equal(weight, parts![p] / steps!);
      return parts![0] * 10_000 + parts![1];
    });
    deepEqual(keys, [...new Set(keys)].sort((a, b) => a - b));
  }
});

Deno.test("every point of the 1 % grid is a set of weights that the committee takes", () => {
  for (const point of simplexGrid({ step: 0.01 }).points) {
    rubric({ weights: [point.weights[0], point.weights[1], point.weights[2]] });
  }
  const grid = simplexGrid({ step: 0.05 });
  // By hand: rows 0 to 9 of the first pillar hold 21 + 20 + … + 12 = 165 points, then the sixth.
  deepEqual(namedWeights(grid.points[170]), DEFAULT_WEIGHTS);
});

Deno.test("simplexGrid() refuses a step that does not divide 1", () => {
  for (const step of [0.3, 0, -0.1, NaN, Infinity, 2, 0.0001]) {
    throws(() => simplexGrid({ step }), new RegExp(`step must be 1 over .* got ${step}`));
  }
});

Deno.test("listedGrid() keeps the reader's order and names the point that is wrong", () => {
  deepEqual(listedGrid([[0.7, 0.1, 0.2], [0.5, 0.25, 0.25]]).points.map(({ weights }) => weights), [
    [0.7, 0.1, 0.2],
    [0.5, 0.25, 0.25],
  ]);
  const fine = [0.5, 0.25, 0.25];
  throws(() => listedGrid([]), /need at least one weighting, got an empty list/);
  throws(
    () => listedGrid([fine, [0.5, 0.6, -0.1]]),
    /point 2 \(.*\) .*technicals from 0, got -0.1/,
  );
  throws(() => listedGrid([[NaN, 0.5, 0.5]]), /point 1 \(NaN, .* number for fundamentals, got NaN/);
  throws(() => listedGrid([fine, [0.5, Infinity, 0]]), /number for sentiment, got Infinity/);
  throws(() => listedGrid([[0.5, 0.25, 0.2]]), /point 1 \(0.5, 0.25, 0.2\) sums to 0.95, need 1/);
  throws(() => listedGrid([[50, 25, 25]]), /sums to 100, need 1/);
  throws(() => listedGrid([fine, [1, 0, 0], [...fine]]), /point 3 \(.*\) is the same as point 1/);
  throws(() => listedGrid([[0.5, 0.5]]), /point 1 \(0.5, 0.5\) needs 3 weights, got 2/);
});

Deno.test("neighbours() are mutual, one step away, and two, four or six", () => {
  const grid = simplexGrid({ step: 0.1 });
  const near = neighbours(grid);
  for (const [i, { parts, weights }] of grid.points.entries()) {
    equal(near[i].length, 6 - 2 * parts!.filter((part) => part === 0).length);
    for (const j of near[i]) {
      ok(near[j].includes(i));
      const a = toTernary(weights), b = toTernary(grid.points[j].weights);
      ok(Math.abs(Math.hypot(a.x - b.x, a.y - b.y) - 0.1) < 1e-12);
    }
  }
  throws(() => neighbours(listedGrid([[1, 0, 0]])), /need a grid with a step/);
});

Deno.test("nearestPoint() finds each point itself, and no point is nearer, over drawn places", () => {
  const grid = simplexGrid({ step: 0.05 });
  grid.points.forEach(({ weights }, i) => equal(nearestPoint(grid, weights), i));
  const random = randomStream(3);
  for (let draw = 0; draw < DRAWS / 20; draw++) {
    const shares = drawnShares(random), found = nearestPoint(grid, shares);
    const distance = ({ weights }: { readonly weights: Shares }) =>
      Math.hypot(...weights.map((weight, p) => weight - shares[p]));
    const least = Math.min(...grid.points.map(distance));
    ok(distance(grid.points[found]) <= least + 1e-9);
  }
  throws(() => nearestPoint(grid, [NaN, 0, 0]), /need three numbers/);
});
