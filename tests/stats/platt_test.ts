import { plattCalibration, type PlattCurve, plattProbability } from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";

/** Of forty calls each at four stated probabilities, so many were right. */
function record(right: readonly number[]) {
  return [0.55, 0.65, 0.75, 0.9].flatMap((stated, k) =>
    Array.from({ length: 40 }, (_, i) => ({ stated, right: i < right[k] }))
  );
}

const curveOf = (...args: Parameters<typeof plattCalibration>): PlattCurve => {
  const curve = plattCalibration(...args);
  if (curve.kind !== "platt") throw new Error(curve.reason);
  return curve;
};

Deno.test("plattCalibration() fits scikit-learn's sigmoid", () => {
  // c = sklearn.calibration._SigmoidCalibration().fit(stated, right); -c.a_, -c.b_ (1.9.1, to 1e-8)
  const { slope, intercept } = curveOf(record([20, 22, 21, 27]));
  ok(Math.abs(slope - 1.8363309559) < 1e-7, `${slope}`);
  ok(Math.abs(intercept + 1.0534536490) < 1e-7, `${intercept}`);
});

Deno.test("plattProbability() draws the sigmoid to the base rate by n/(n + m)", () => {
  // c.predict([.55, .9]) = 0.48913381, 0.64548337; base rate 90/160; 160/256 is kept.
  const curve = curveOf(record([20, 22, 21, 27]));
  const by = (sigmoid: number) => 0.5625 + 0.625 * (sigmoid - 0.5625);
  ok(Math.abs(plattProbability(curve, 0.55) - by(0.48913381)) < 1e-8);
  ok(Math.abs(plattProbability(curve, 0.9) - by(0.64548337)) < 1e-8);
  const whole = curveOf(record([20, 22, 21, 27]), { shrinkageOutcomes: 0 });
  ok(Math.abs(plattProbability(whole, 0.9) - 0.64548337) < 1e-8);
});

Deno.test("plattCalibration() promises no certainty after a record without a mistake", () => {
  const curve = curveOf(record([40, 40, 40, 40]), { shrinkageOutcomes: 0 });
  // Platt's target for what came true: 161/162.
  ok(Math.abs(plattProbability(curve, 0.75) - 161 / 162) < 1e-9);
});

Deno.test("plattCalibration() takes the base rate where surer calls were right less often", () => {
  const curve = curveOf(record([30, 25, 20, 10]));
  ok(curve.slope < 0);
  ok(curve.note);
  equal(plattProbability(curve, 0.9), curve.baseRate);
});

Deno.test("plattCalibration() fits a level where all calls state the same", () => {
  const same = Array.from({ length: 100 }, (_, i) => ({ stated: 0.7, right: i < 60 }));
  const curve = curveOf(same);
  equal(curve.slope, 0);
  ok(Math.abs(plattProbability(curve, 0.7) - 0.6) < 0.005);
});

Deno.test("plattCalibration() does not depend on the order of the record", () => {
  const rows = record([18, 24, 22, 30]);
  const turned = curveOf(rows.toReversed()), curve = curveOf(rows);
  ok(Math.abs(turned.slope - curve.slope) < 1e-9);
});

Deno.test("plattCalibration() abstains below 96 outcomes, and says so", () => {
  const few = plattCalibration(record([20, 22, 21, 27]).slice(0, 95));
  deepEqual(few, {
    kind: "abstention",
    outcomes: 95,
    needed: 96,
    reason:
      "Only 95 outcomes are known and 96 are needed, so stated probabilities are not corrected.",
  });
});

Deno.test("plattCalibration() and plattProbability() refuse what is no probability", () => {
  throws(
    () => plattCalibration([{ stated: 80, right: true }]),
    /need stated probabilities from 0 to 1 \(0.8 for 80 %\), got 80 at position 0/,
  );
  throws(() => plattProbability(curveOf(record([20, 22, 21, 27])), 80), /got 80/);
});
