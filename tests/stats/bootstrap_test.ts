import {
  blockBootstrap,
  blockLength,
  fixedBlocks,
  mean,
  percentileInterval,
  quantile,
  randomStream,
  standardDeviation,
  stationaryBlocks,
  stationaryBootstrap,
  studentisedInterval,
} from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { SOAK } from "../soak.ts";
import { remembering } from "./remembering.ts";

const ratio = (values: Float64Array) => mean(values) / standardDeviation(values);

const near = (a: number, b: number, within: number) =>
  ok(Math.abs(a - b) <= within, `${a} is not within ${within} of ${b}`);

Deno.test("the bootstraps have arch's distribution of a Sharpe ratio within Monte Carlo error", () => {
  // arch 8.0.0, 200,000 draws each of x + 0.3 as above, block length 8:
  // StationaryBootstrap(8, x + 0.3, seed=default_rng(1)).apply(lambda v: v.mean()/v.std(ddof=1))
  const series = remembering().map((value) => value + 0.3);
  const draws = 10_000, options = { seed: 1, draws, blockLength: 8 };
  const peers = {
    stationary: [0.79663, 0.13293, 0.54955, 0.79187, 1.07128],
    circular: [0.79716, 0.13677, 0.54121, 0.79254, 1.07934],
    moving: [0.79444, 0.13809, 0.53699, 0.78987, 1.078],
  };
  for (const [kind, peer] of Object.entries(peers)) {
    const { values } = kind === "stationary"
      ? stationaryBootstrap(series, ratio, options)
      : blockBootstrap(series, ratio, { ...options, kind: kind as "circular" | "moving" });
    const found = [
      mean(values),
      standardDeviation(values),
      ...[0.025, 0.5, 0.975].map((share) => quantile(values, share)),
    ];
    // Four standard errors of a mean, a deviation, and of quantiles of a normal of deviation 0.138.
    const errors = [0.00138, 0.00098, 0.0037, 0.0018, 0.0037];
    found.forEach((value, i) => near(value, peer[i], 4 * errors[i]));
  }
});

Deno.test("blocks fill the resample exactly and stay inside the series", () => {
  const stream = randomStream(2);
  for (let run = 0; run < 200; run++) {
    const periods = 2 + stream.integer(40), length = 1 + stream.integer(periods);
    const kinds = [
      stationaryBlocks(periods, length),
      fixedBlocks(periods, length),
      fixedBlocks(periods, length, "moving"),
    ];
    kinds.forEach((blocks, kind) => {
      let total = 0;
      blocks(stream, (start, size) => {
        ok(start >= 0 && start < periods && size >= 1);
        if (kind > 0) ok(size <= length);
        if (kind === 2) ok(start + size <= periods, "a moving block never wraps");
        total += size;
      });
      equal(total, periods);
    });
  }
});

Deno.test("a bootstrap repeats itself for a seed, and blocks of one period are the plain one", () => {
  const series = remembering(), options = { seed: 9, draws: 100, blockLength: 1 };
  deepEqual(
    stationaryBootstrap(series, mean, options).values,
    stationaryBootstrap(series, mean, options).values,
  );
  const { values } = stationaryBootstrap(series, mean, { ...options, draws: 10_000 });
  const plain = standardDeviation(series) * Math.sqrt(199 / 200) / Math.sqrt(200);
  near(standardDeviation(values) / plain, 1, 4 / Math.sqrt(20_000));
});

Deno.test("a resample without a figure is counted, and never becomes zero", () => {
  const { values, undefinedDraws } = stationaryBootstrap([1, 1, 1, 2], (sample) => {
    return sample.every((value) => value === sample[0]) ? undefined : ratio(sample);
  }, { seed: 1, draws: 1000, blockLength: 1 });
  // All four alike: (3/4)⁴ + (1/4)⁴ = 0.320.
  near(undefinedDraws / 1000, 0.3203, 4 * Math.sqrt(0.32 * 0.68 / 1000));
  equal(values.length + undefinedDraws, 1000);
});

Deno.test("intervals hold the mean of independent numbers about as often as they say", () => {
  const worlds = SOAK ? 2000 : 200;
  let percentile = 0, studentised = 0;
  for (let world = 1; world <= worlds; world++) {
    const draw = randomStream(world);
    const series = Array.from({ length: 60 }, () => draw.normal());
    const m = mean(series), se = standardDeviation(series) / Math.sqrt(60);
    const options = { seed: world, draws: 400, blockLength: 1 };
    const plain = percentileInterval(stationaryBootstrap(series, mean, options).values);
    const { values } = stationaryBootstrap(
      series,
      (sample) => (mean(sample) - m) / (standardDeviation(sample) / Math.sqrt(60)),
      options,
    );
    const scaled = studentisedInterval(m, se, values);
    if (plain.low <= 0 && plain.high >= 0) percentile++;
    if (scaled.low <= 0 && scaled.high >= 0) studentised++;
  }
  // 99.9 % of a binomial; the percentile interval is known to be 1 to 2 points too narrow at n = 60.
  const room = 3.3 * Math.sqrt(0.95 * 0.05 / worlds);
  ok(Math.abs(studentised / worlds - 0.95) < room + 0.005, `studentised ${studentised / worlds}`);
  ok(Math.abs(percentile / worlds - 0.94) < room + 0.01, `percentile ${percentile / worlds}`);
});

Deno.test("a bootstrap refuses what it cannot resample, and says what would be right", () => {
  const series = remembering(), seed = 1;
  throws(() => blockLength([1, 2, 3]), /need at least 12 periods, got 3/);
  throws(() => blockLength(new Array(20).fill(0.01)), /need values that differ/);
  throws(() => stationaryBootstrap([1], mean, { seed }), /need at least 2 periods, got 1/);
  throws(
    () => stationaryBootstrap([...series, NaN], mean, { seed }),
    /must be a finite number, got NaN at position 200/,
  );
  throws(
    () => stationaryBootstrap(series, mean, { seed, blockLength: 201 }),
    /block length must lie from 1 to the 200 periods, got 201/,
  );
  throws(() => stationaryBootstrap(series, mean, { seed, blockLength: 0 }), /from 1 to the 200/);
  throws(
    () => blockBootstrap(series, mean, { seed, blockLength: 2.5 }),
    /need a whole number of periods, got 2.5/,
  );
  throws(() => stationaryBootstrap(series, mean, { seed, draws: 0 }), /draws from 1, got 0/);
  throws(
    () => stationaryBootstrap(series, () => NaN, { seed, draws: 5 }),
    /finite number or undefined, got NaN in draw 0/,
  );
  throws(() => percentileInterval([1, 2]), /need at least 40 draws, got 2/);
  throws(() => percentileInterval(new Array(50).fill(1), { level: 1 }), /level must lie in/);
  throws(
    () => studentisedInterval(1, 0, new Array(50).fill(1)),
    /standard error above 0, got 1 and 0/,
  );
});
