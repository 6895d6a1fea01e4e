import { dimsonBeta, ewmaBeta, kalmanBeta, randomStream } from "lab/stats";
import { ok, throws } from "node:assert/strict";
import { SOAK } from "../soak.ts";
import { close, measured } from "./beta_series.ts";

const Y = [0.010, -0.020, 0.015, 0.005, -0.010, 0.030, -0.004, 0.012];
const X = [0.008, -0.012, 0.010, 0.000, -0.009, 0.018, 0.002, 0.007];
const DRAWS = SOAK ? 2000 : 400;

Deno.test("ewmaBeta() and dimsonBeta() cover the true beta in about 95 of 100 seeded draws", () => {
  const covered = { ewma: 0, dimson: 0 };
  for (let seed = 0; seed < DRAWS; seed++) {
    const stream = randomStream(seed);
    const index = Array.from({ length: 120 }, () => 0.01 * stream.normal());
    const asset = index.map((x) => 1.3 * x + 0.008 * stream.normal());
    const ewma = measured(ewmaBeta(asset, index)), dimson = measured(dimsonBeta(asset, index));
    if (ewma.low <= 1.3 && 1.3 <= ewma.high) covered.ewma++;
    if (dimson.low <= 1.3 && 1.3 <= dimson.high) covered.dimson++;
  }
  const four = 4 * Math.sqrt(DRAWS * 0.95 * 0.05);
  for (const [name, count] of Object.entries(covered)) {
    ok(Math.abs(count - 0.95 * DRAWS) < four, `${name}: ${count} of ${DRAWS}`);
  }
});

Deno.test("every estimator scales with the asset and ignores shifts", () => {
  for (let seed = 0; seed < 20; seed++) {
    const stream = randomStream(seed);
    const index = Array.from({ length: 80 }, () => 0.01 * stream.normal());
    const asset = index.map((x) => 0.7 * x + 0.01 * stream.student(5));
    for (const estimator of [ewmaBeta, dimsonBeta, kalmanBeta]) {
      const base = measured(estimator(asset, index));
      const scaled = measured(estimator(asset.map((y) => 2 * y + 0.001), index));
      close(scaled.beta, 2 * base.beta, 1e-6);
      close(scaled.standardError, 2 * base.standardError, 1e-6);
      const slow = measured(estimator(asset, index.map((x) => 4 * x - 0.002)));
      close(slow.beta, base.beta / 4, 1e-6);
    }
  }
});

Deno.test("every estimator gives a reason for too few pairs or an index that stands still", () => {
  const still = new Array<number>(80).fill(0.001);
  const asset = still.map((_, i) => (i % 7) / 1000);
  for (const estimator of [ewmaBeta, dimsonBeta, kalmanBeta]) {
    const flat = estimator(asset, still), few = estimator(Y, X);
    ok(flat.beta === undefined && /did not move/.test(flat.reason), estimator.name);
    ok(few.beta === undefined && /60 are needed/.test(few.reason), estimator.name);
  }
});

Deno.test("estimators refuse bad calls with a sentence", () => {
  throws(() => dimsonBeta(Y, X.slice(1)), /a Dimson beta: need two series of one length, got 8 a/);
  throws(() => dimsonBeta(Y, X, { minimumPairs: 4 }), /whole number from 5, got 4/);
  throws(() => dimsonBeta([...Y, NaN, 1], [...X, 1, 1], { minimumPairs: 5 }), /got NaN/);
  throws(() => kalmanBeta(Y, X, { driftVariance: -1 }), /driftVariance .* got -1/);
  throws(
    () => kalmanBeta(Y, X, { level: 95 }),
    /a Kalman beta: level must lie in \(0, 1\), got 95/,
  );
});
