import { normalProbability, normalQuantile } from "lab/stats";
import { equal, ok, throws } from "node:assert/strict";

Deno.test("normalProbability() agrees with scipy", () => {
  // scipy.stats.norm.cdf
  const known = [
    [-6, 9.865876450376946e-10],
    [-3, 0.0013498980316300933],
    [0, 0.5],
    [0.5, 0.6914624612740131],
    [1.96, 0.9750021048517795],
  ];
  for (const [z, share] of known) ok(Math.abs(normalProbability(z) - share) < 2e-15, `at ${z}`);
  equal(normalProbability(Infinity), 1);
  equal(normalProbability(-9), 0);
  throws(() => normalProbability(NaN), /need a number, got NaN/);
});

Deno.test("normalQuantile() agrees with scipy", () => {
  // scipy.stats.norm.ppf
  const known = [
    [0.5, 0],
    [0.9, 1.2815515655446004],
    [0.95, 1.6448536269514722],
    [0.975, 1.959963984540054],
    [0.01, -2.3263478740408408],
    [0.999999, 4.753424308817087],
  ];
  for (const [p, z] of known) ok(Math.abs(normalQuantile(p) - z) < 1e-9, `at ${p}`);
  ok(Math.abs(normalQuantile(0.975) - 1.959963984540054) < 1e-14);
});

Deno.test("normalQuantile() undoes normalProbability() and is symmetric", () => {
  for (let z = -4; z <= 4; z += 0.37) {
    ok(Math.abs(normalQuantile(normalProbability(z)) - z) < 1e-10, `at ${z}`);
    equal(normalProbability(z) + normalProbability(-z), 1);
  }
});

Deno.test("normalQuantile() refuses what is no probability", () => {
  throws(() => normalQuantile(0), /need a probability from 1e-9 to 1 - 1e-9, got 0/);
  throws(() => normalQuantile(97.5), /got 97.5/);
});
