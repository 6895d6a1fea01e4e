import {
  brierScore,
  calibratedProbability,
  calibration,
  type CalibrationCurve,
  type Forecast,
  randomStream,
} from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";

/** Someone who says 50 to 90 % and is right in 50 to 60 %. */
function boaster(seed: number, count: number): Forecast[] {
  const stream = randomStream(seed);
  return Array.from({ length: count }, () => {
    const stated = 0.5 + 0.4 * stream.uniform();
    return { stated, right: stream.uniform() < 0.5 + (stated - 0.5) / 4 };
  });
}

function curveOf(forecasts: readonly Forecast[], options = {}): CalibrationCurve {
  const curve = calibration(forecasts, options);
  ok(curve.kind === "curve");
  return curve;
}

Deno.test("calibration() of two statements by hand", () => {
  // 50 at 60 %, 20 right; 50 at 80 %, 35 right: steps 0.4 and 0.7, base rate 0.55.
  const forecasts = [
    ...Array.from({ length: 50 }, (_, i) => ({ stated: 0.6, right: i < 20 })),
    ...Array.from({ length: 50 }, (_, i) => ({ stated: 0.8, right: i < 35 })),
  ];
  const curve = curveOf(forecasts, { shrinkageOutcomes: 50 });
  equal(curve.baseRate, 0.55);
  deepEqual(curve.steps.map(({ value }) => value), [0.4, 0.7]);
  // Halfway to the base rate: 0.475 and 0.625; between them a straight line.
  const at = (stated: number) => Number(calibratedProbability(curve, stated).toFixed(12));
  deepEqual([0, 0.6, 0.7, 0.8, 1].map(at), [0.475, 0.475, 0.55, 0.625, 0.625]);
  // Without shrinkage the steps themselves.
  const bare = curveOf(forecasts, { shrinkageOutcomes: 0 });
  equal(Number(calibratedProbability(bare, 0.8).toFixed(12)), 0.7);
});

Deno.test("calibration() abstains below the stated number of outcomes, and says so", () => {
  deepEqual(calibration(boaster(1, 95)), {
    kind: "abstention",
    outcomes: 95,
    needed: 96,
    reason: "Only 95 outcomes are known and 96 are needed, so stated probabilities are not " +
      "corrected.",
  });
  equal(calibration(boaster(1, 96)).kind, "curve");
  const none = calibration([]);
  ok(none.kind === "abstention" && none.reason.startsWith("No outcome is known and 96 are needed"));
});

Deno.test("calibration() never falls and lies between the steps' ends and the base rate", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const forecasts = boaster(seed, 150);
    const curve = curveOf(forecasts);
    let last = 0;
    for (let stated = 0; stated <= 1; stated += 0.01) {
      const now = calibratedProbability(curve, stated);
      ok(now >= last - 1e-12 && now <= 1);
      last = now;
    }
    const { steps, baseRate } = curve;
    const first = calibratedProbability(curve, 0), top = calibratedProbability(curve, 1);
    ok(first >= steps[0].value - 1e-12 && first <= baseRate + 1e-12);
    ok(top <= steps[steps.length - 1].value + 1e-12 && top >= baseRate - 1e-12);
  }
});

Deno.test("calibration() does not believe two wrong calls at the end", () => {
  const record = [
    ...Array.from({ length: 2 }, () => ({ stated: 0.4, right: false })),
    ...Array.from({ length: 400 }, (_, i) => ({ stated: 0.6, right: i % 2 === 0 })),
  ];
  const curve = curveOf(record);
  equal(curve.steps[0].value, 0);
  // 200/402 less 2/98 of it.
  const expected = 200 / 402 * (1 - 2 / 98);
  ok(Math.abs(calibratedProbability(curve, 0.4) - expected) < 1e-12);
});

Deno.test("calibration() of a boaster helps on later outcomes, and shrinkage helps further", () => {
  let stated = 0, shrunk = 0, bare = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const past = boaster(seed, 200), later = boaster(seed + 1000, 400);
    const corrected = (shrinkageOutcomes: number) => {
      const curve = curveOf(past, { shrinkageOutcomes });
      return brierScore(
        later.map(({ stated, right }) => ({ stated: calibratedProbability(curve, stated), right })),
      );
    };
    stated += brierScore(later);
    bare += corrected(0);
    shrunk += corrected(96);
  }
  ok(shrunk < bare && bare < stated, `${shrunk}, ${bare}, ${stated}`);
});

Deno.test("calibration() refuses percent and senseless options", () => {
  throws(() => calibration([{ stated: 80, right: true }]), /0.8 for 80 %\), got 80/);
  throws(() => calibration([], { leastOutcomes: 0 }), /whole number from 1, got 0/);
  throws(() => calibration([], { shrinkageOutcomes: -1 }), /a number from 0, got -1/);
  throws(() => calibratedProbability(curveOf(boaster(1, 100)), 60), /0.8 for 80 %\), got 60/);
});
