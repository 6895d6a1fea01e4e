import { isotonicSteps, isotonicValue, randomStream } from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";

const points = (x: readonly number[], y: readonly number[], weights?: readonly number[]) =>
  x.map((at, i) => ({ x: at, y: y[i], ...(weights ? { weight: weights[i] } : {}) }));

const close = (found: readonly number[], known: readonly number[]) =>
  known.forEach((value, i) => ok(Math.abs(found[i] - value) < 1e-12, `${found[i]} for ${value}`));

Deno.test("isotonicSteps() agrees with scikit-learn", () => {
  // IsotonicRegression().fit(x, y).predict(x)
  const x = [1, 2, 3, 4, 5, 6, 7], y = [1, 3, 2, 4, 3, 5, 4.5];
  const steps = isotonicSteps(points(x, y));
  close(x.map((at) => isotonicValue(steps, at)), [1, 2.5, 2.5, 3.5, 3.5, 4.75, 4.75]);
});

Deno.test("isotonicSteps() with weights agrees with scikit-learn, between and beyond the points", () => {
  // IsotonicRegression(out_of_bounds="clip").fit(x, y, sample_weight=[1, 2, 1, 3, 1, 1, 4])
  const x = [1, 2, 3, 4, 5, 6, 7], y = [1, 3, 2, 4, 3, 5, 4.5];
  const steps = isotonicSteps(points(x, y, [1, 2, 1, 3, 1, 1, 4]));
  const third = 2.6666666666666665;
  close(x.map((at) => isotonicValue(steps, at)), [1, third, third, 3.75, 3.75, 4.6, 4.6]);
  close(
    [0, 1.5, 3.5, 6.5, 9].map((at) => isotonicValue(steps, at)),
    [1, 1.8333333333333333, 3.208333333333333, 4.6, 4.6],
  );
});

Deno.test("isotonicSteps() averages points of one x, as scikit-learn does", () => {
  const steps = isotonicSteps(points([0.5, 0.5, 0.6, 0.6, 0.7, 0.8], [0, 1, 1, 1, 0, 1]));
  close(
    [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9].map((at) => isotonicValue(steps, at)),
    [0.5, 0.5833333333333334, 2 / 3, 2 / 3, 2 / 3, 0.8333333333333333, 1, 1],
  );
});

Deno.test("isotonicSteps() rise, keep the mean, do not mind order, and leave a fit as it is", () => {
  const stream = randomStream(8);
  for (let k = 0; k < 200; k++) {
    const cloud = Array.from({ length: 1 + stream.integer(30) }, () => ({
      x: stream.integer(12),
      y: stream.normal(),
      weight: 0.1 + stream.uniform(),
    }));
    const steps = isotonicSteps(cloud);
    for (let i = 1; i < steps.length; i++) {
      ok(steps[i].value > steps[i - 1].value && steps[i].from > steps[i - 1].to);
    }
    const total = cloud.reduce((sum, { weight }) => sum + weight, 0);
    const mean = cloud.reduce((sum, { y, weight }) => sum + y * weight, 0) / total;
    const fitted = steps.reduce((sum, { value, weight }) => sum + value * weight, 0) / total;
    ok(Math.abs(mean - fitted) < 1e-10);
    const turned = isotonicSteps(cloud.toReversed());
    deepEqual(turned.map(({ from, to }) => [from, to]), steps.map(({ from, to }) => [from, to]));
    const again = isotonicSteps(
      cloud.map(({ x, weight }) => ({ x, y: isotonicValue(steps, x), weight })),
    );
    for (const { x } of cloud) {
      ok(Math.abs(isotonicValue(again, x) - isotonicValue(steps, x)) < 1e-9);
    }
  }
});

Deno.test("isotonicSteps() come nearer to the points than any other rising line that is tried", () => {
  const stream = randomStream(9);
  for (let k = 0; k < 100; k++) {
    const cloud = Array.from({ length: 8 }, (_, x) => ({ x, y: stream.normal() }));
    const steps = isotonicSteps(cloud);
    const loss = (of: (x: number) => number) =>
      cloud.reduce((sum, { x, y }) => sum + (y - of(x)) ** 2, 0);
    const best = loss((x) => isotonicValue(steps, x));
    const rising = cloud.map(() => 0.7 * stream.normal()).sort((a, b) => a - b);
    ok(loss((x) => rising[x]) >= best - 1e-12);
    ok(loss((x) => isotonicValue(steps, x) + 0.01) > best);
  }
});

Deno.test("isotonicSteps() of falling points is one step at their mean", () => {
  const steps = isotonicSteps(points([1, 2, 3], [5, 4, 0]));
  deepEqual(steps, [{ from: 1, to: 3, value: 3, weight: 3 }]);
  equal(isotonicValue(steps, -10), 3);
  // Equal neighbours are one step as well.
  deepEqual(isotonicSteps(points([1, 2], [4, 4])), [{ from: 1, to: 2, value: 4, weight: 2 }]);
});

Deno.test("isotonicSteps() and isotonicValue() refuse nothing, gaps and weights of zero", () => {
  throws(() => isotonicSteps([]), /need at least one point, got none/);
  throws(() => isotonicSteps(points([1, NaN], [1, 2])), /got \(NaN, 2\) at position 1/);
  throws(() => isotonicSteps(points([1], [1], [0])), /weights above 0, got 0 at position 0/);
  throws(() => isotonicValue([], 1), /got 0 steps and 1/);
});
