import { calibrationSteps, calibrationStepsTitle } from "lab/charts";
import { equal, match } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

figureTests({
  calibration_steps: () =>
    calibrationSteps([
      { from: 0.4, to: 0.55, value: 0.48 },
      { from: 0.6, to: 0.8, value: 0.56 },
    ], {
      curve: [{ stated: 0.4, calibrated: 0.49 }, { stated: 0.8, calibrated: 0.55 }],
      source,
    }),
});

Deno.test("calibrationStepsTitle() takes the ends of the curve in any order", () => {
  const point = (stated: number, calibrated: number) => ({ stated, calibrated });
  equal(
    calibrationStepsTitle([point(0.8, 0.55), point(0.4, 0.5)]),
    "By their record, calls stated at 80 % are worth 55 %, those at 40 % 50 %",
  );
  match(calibrationStepsTitle([point(0.5, 0.5)]), /^By their record, calls stated at 50 % are/);
  equal(calibrationStepsTitle([]), "There is no record to calibrate by");
});
