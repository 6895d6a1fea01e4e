import { type NormLimit, type RoundingProblem, smallestAccount, wholeShares } from "lab/portfolio";
import { randomStream } from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { SOAK } from "../../soak.ts";

const gross = (low: number, high: number, n: number) => ({
  name: "gross",
  coefficients: new Array(n).fill(1),
  low,
  high,
});

function problem(extra: Partial<RoundingProblem>): RoundingProblem {
  const n = extra.targets!.length;
  return {
    targets: [],
    lots: new Array(n).fill(0.1),
    minimum: new Array(n).fill(0),
    maximum: new Array(n).fill(Infinity),
    limits: [],
    ...extra,
  };
}

function sharesOf(p: RoundingProblem): readonly number[] | undefined {
  const rounded = wholeShares(p);
  return rounded.found ? rounded.shares : undefined;
}

/** Every book of the two shares either side of the target, for comparison: slow and obvious. */
function bruteForce(p: RoundingProblem): number | undefined {
  let best: number | undefined;
  const visit = (shares: number[]) => {
    const i = shares.length;
    if (i < p.targets.length) {
      const ideal = p.targets[i] / p.lots[i];
      for (let n = Math.floor(ideal) - 1; n <= Math.ceil(ideal) + 1; n++) {
        if (n >= p.minimum[i] && n <= p.maximum[i]) visit([...shares, n]);
      }
      return;
    }
    const holds = p.limits.every((limit) => {
      const value = shares.reduce((sum, n, k) => sum + limit.coefficients[k] * n * p.lots[k], 0);
      return value >= limit.low - 1e-9 && value <= limit.high + 1e-9;
    });
    const exposures = shares.map((n, k) => n * p.lots[k]);
    if (!holds || p.norms?.some((norm) => normBy(norm, exposures) > norm.high + 1e-9)) return;
    const distance = Math.hypot(...shares.map((n, k) => n * p.lots[k] - p.targets[k]));
    if (best === undefined || distance < best) best = distance;
  };
  visit([]);
  return best;
}

Deno.test("wholeShares() takes the nearest shares where no limit objects", () => {
  deepEqual(sharesOf(problem({ targets: [0.24, 0.26] })), [2, 3]);
});

Deno.test("wholeShares() repairs a breach with the share that costs least distance", () => {
  // Nearest is 3 and 3 with gross 0.6; 0.29 is hurt less by going down than 0.33 is.
  deepEqual(sharesOf(problem({ targets: [0.33, 0.26], limits: [gross(0, 0.55, 2)] })), [3, 2]);
});

Deno.test("wholeShares() moves two positions at once where one alone would break another limit", () => {
  // Nearest 3 and 2; net must be 0 and gross at least 0.5: only 3 and 3 do.
  const net = { name: "net", coefficients: [1, -1], low: 0, high: 0 };
  const p = problem({ targets: [0.26, 0.24], limits: [gross(0.5, 1, 2), net] });
  deepEqual(sharesOf(p), [3, 3]);
});

Deno.test("wholeShares() keeps to its bounds and to shares sold short", () => {
  const p = problem({ targets: [-0.26, 0.5], minimum: [-2, 0], maximum: [0, 3] });
  deepEqual(sharesOf(p), [-2, 3]);
});

Deno.test("wholeShares() measures a limit on changes from where the account stands", () => {
  const turnover = { ...gross(0, 0.15, 2), name: "turnover", from: [0.2, 0.2] };
  deepEqual(sharesOf(problem({ targets: [0.32, 0.28], limits: [turnover] })), [3, 2]);
});

Deno.test("wholeShares() names the limits it cannot meet, and whether it tried everything", () => {
  const rounded = wholeShares(problem({
    targets: [0.3],
    lots: [0.5],
    limits: [{ name: "sector", coefficients: [1], low: 0.28, high: 0.3 }],
  }));
  deepEqual(rounded, { found: false, exhausted: true, breached: ["sector"] });
});

Deno.test("wholeShares() keeps the shares held where they serve as well", () => {
  // 5/16 lies between two and three eighths: rounding goes up, a holder of two need not trade.
  const p = problem({ targets: [5 / 16], lots: [1 / 8] });
  deepEqual(sharesOf(p), [3]);
  deepEqual(sharesOf({ ...p, held: [2] }), [2]);
  deepEqual(sharesOf({ ...p, held: [4] }), [3]);
});

Deno.test("wholeShares() refuses arrays of different lengths and lots of 0", () => {
  throws(
    () => wholeShares(problem({ targets: [0.1], lots: [0.1, 0.2] })),
    /one entry per position/,
  );
  throws(() => wholeShares(problem({ targets: [0.1], lots: [0] })), /lots that are not 0/);
});

Deno.test("wholeShares() finds a book wherever brute force does, and comes close to the nearest", () => {
  let tried = 0, nearest = 0;
  for (let seed = 0; seed < 300; seed++) {
    const stream = randomStream(seed);
    const n = 4;
    const targets = Array.from({ length: n }, () => 0.1 + 0.2 * stream.uniform());
    const sum = targets.reduce((a, b) => a + b, 0);
    const signs = Array.from({ length: n }, () => stream.uniform() < 0.5 ? -1 : 1);
    const p = problem({
      targets,
      lots: Array.from({ length: n }, () => 0.01 + 0.07 * stream.uniform()),
      limits: [
        gross(sum - 0.02, sum + 0.02, n),
        {
          name: "beta",
          coefficients: signs.map((sign) => sign * (0.5 + stream.uniform())),
          low: -0.05,
          high: 0.05,
        },
      ],
    });
    const best = bruteForce(p);
    if (best === undefined) continue;
    tried++;
    const rounded = wholeShares(p);
    ok(rounded.found, `seed ${seed}: brute force found a book`);
    for (const limit of p.limits) {
      const value = rounded.exposures.reduce((a, e, k) => a + limit.coefficients[k] * e, 0);
      ok(value >= limit.low - 1e-9 && value <= limit.high + 1e-9, `seed ${seed} ${limit.name}`);
    }
    if (rounded.distance <= best + 1e-12) nearest++;
  }
  ok(tried > 50, `${tried} problems have an answer`);
  ok(nearest >= 0.7 * tried, `${nearest} of ${tried} are nearest`);
});

/** A norm around the target: a random positive definite matrix, with or without what does not move. */
function randomNorm(
  stream: ReturnType<typeof randomStream>,
  targets: readonly number[],
): NormLimit {
  const n = targets.length;
  const root = Array.from(
    { length: n + 1 },
    () => Array.from({ length: n + 1 }, () => stream.normal()),
  );
  // root·root′ is positive definite; the last row stands for positions that do not move.
  const full = root.map((a) => root.map((b) => a.reduce((sum, x, k) => sum + x * b[k], 0)));
  const still = stream.uniform() < 0.5 ? 0 : 0.2;
  const norm = {
    name: "volatility",
    matrix: full.slice(0, n).map((row) => row.slice(0, n)),
    linear: full.slice(0, n).map((row) => row[n] * still),
    constant: full[n][n] * still * still,
  };
  return { ...norm, high: normBy(norm, targets) * (0.97 + 0.04 * stream.uniform()) };
}

/** √(e′Me + 2e′v + c), term by term. */
function normBy(norm: Omit<NormLimit, "high">, exposures: readonly number[]): number {
  let square = norm.constant ?? 0;
  exposures.forEach((e, i) => {
    square += 2 * e * (norm.linear?.[i] ?? 0);
    exposures.forEach((f, j) => square += e * f * norm.matrix[i][j]);
  });
  return Math.sqrt(square);
}

Deno.test("wholeShares() keeps a limit on volatility, by hand", () => {
  // √(0.3² + 0.4²) = 0.5 is the nearest, but 0.45 is allowed: (0.2, 0.4) lies at 0.447.
  const norms = [{ name: "volatility", matrix: [[1, 0], [0, 1]], high: 0.45 }];
  deepEqual(sharesOf(problem({ targets: [0.26, 0.4], norms })), [2, 4]);
  deepEqual(sharesOf(problem({ targets: [0.26, 0.4] })), [3, 4]);
  // With 0.3 that does not move beside: √(0.2² + 0.2² + 0.3²) = 0.412 passes 0.42, 0.3 in one not.
  const beside = [{ ...norms[0], linear: [0, 0], constant: 0.09, high: 0.42 }];
  deepEqual(sharesOf(problem({ targets: [0.26, 0.21], norms: beside })), [2, 2]);
  const never = wholeShares(
    problem({ targets: [0.3], norms: [{ ...norms[0], matrix: [[1]], high: 0.05 }], minimum: [1] }),
  );
  deepEqual(never, { found: false, exhausted: true, breached: ["volatility"] });
  throws(
    () => wholeShares(problem({ targets: [0.3, 0.3], norms: [{ ...norms[0], matrix: [[1]] }] })),
    /one entry per/,
  );
});

Deno.test("wholeShares() keeps a limit on volatility wherever brute force can", () => {
  let tried = 0, nearest = 0, bound = 0, mended = 0;
  for (let seed = 0; seed < (SOAK ? 4_000 : 400); seed++) {
    const stream = randomStream(1_000 + seed);
    const n = 4;
    const targets = Array.from(
      { length: n },
      () => (0.1 + 0.2 * stream.uniform()) * (stream.uniform() < 0.5 ? -1 : 1),
    );
    const norm = randomNorm(stream, targets);
    const sizes = targets.map(Math.abs), sum = sizes.reduce((a, b) => a + b, 0);
    const p = problem({
      targets,
      lots: targets.map((target) => Math.sign(target) * (0.01 + 0.07 * stream.uniform())),
      limits: [{ ...gross(sum - 0.02, sum + 0.02, n), coefficients: targets.map(Math.sign) }],
      norms: [norm],
    });
    const best = bruteForce(p);
    if (best === undefined) continue;
    tried++;
    const without = sharesOf({ ...p, norms: [] })!.map((shares, i) => shares * p.lots[i]);
    if (normBy(norm, without) > norm.high) mended++;
    const rounded = wholeShares(p);
    ok(rounded.found, `seed ${seed}: brute force found a book`);
    ok(normBy(norm, rounded.exposures) <= norm.high + 2e-9, `seed ${seed} volatility`);
    if (normBy(norm, rounded.exposures) > norm.high * 0.99) bound++;
    if (rounded.distance <= best + 1e-12) nearest++;
  }
  ok(tried > 100 && mended > 30 && bound > 30, JSON.stringify({ tried, mended, bound }));
  ok(nearest >= 0.7 * tried, `${nearest} of ${tried} are nearest`);
});

Deno.test("wholeShares() gives the same answer twice", () => {
  for (let seed = 0; seed < 20; seed++) {
    const stream = randomStream(seed);
    const targets = Array.from({ length: 12 }, () => 0.02 + 0.1 * stream.uniform());
    const p = problem({
      targets,
      lots: targets.map(() => 0.001 + 0.01 * stream.uniform()),
      limits: [gross(0, targets.reduce((a, b) => a + b, 0) - 0.01, 12)],
    });
    deepEqual(wholeShares(p), wholeShares(p));
  }
});

Deno.test("smallestAccount() is the first size on its grid that will do", () => {
  const tried: number[] = [];
  const does = (size: number) => {
    tried.push(size);
    return size >= 350;
  };
  // Steps of 5 % are far below $100 here: every hundred comes once.
  equal(smallestAccount(90, does), 400);
  deepEqual(tried, [100, 200, 300, 400]);
  // From $10,000 the steps are $500, $525, $551.25, each rounded up.
  tried.length = 0;
  equal(smallestAccount(10_000, (size) => does(size) && size > 11_000), 11_100);
  deepEqual(tried, [10_000, 10_500, 11_100]);
});

Deno.test("smallestAccount() is undefined where no account would do, after eighty sizes", () => {
  let tried = 0;
  equal(smallestAccount(1e7, () => (tried++, false)), undefined);
  equal(tried, 80);
  throws(() => smallestAccount(0, () => true), /equity above 0 dollars, got 0/);
});
