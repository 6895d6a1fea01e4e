import { calibrationReading, judgedBar } from "lab/scorecard";
import { randomStream } from "lab/stats";
import { equal, match, ok } from "node:assert/strict";
import { calls } from "./scored_weeks.ts";

const UNTESTABLE = "not testable with this much data";
const LEVEL = 0.95;

const calibrated = (...of: ReturnType<typeof calls>[]) =>
  judgedBar(calibrationReading(of.flat(), { seed: 1, level: LEVEL, source: "" }));

Deno.test("calibration is met, missed, or left open by the bin that decides", () => {
  equal(calibrated(calls(40, 0.65, 6)).verdict, "met");
  const mixed = calibrated(calls(40, 0.65, 6), calls(40, 0.85, 4));
  equal(mixed.verdict, "not met");
  ok(Math.abs(mixed.figure! + 0.45) < 1e-12);
  match(mixed.convention, /of 2 with at least 96 outcomes .* this bin: 80 to 90 % stated/);
  // Whole days right or wrong: 400 calls, and forty trials.
  const stream = randomStream(3);
  const daily = calls(40, 0.65, 10).map((one, i, all) => ({ ...one, day: all[i].day }));
  const luck = new Map(daily.map(({ day }) => [day, stream.uniform() < 0.6]));
  const clustered = daily.map((one) => ({ ...one, right: luck.get(one.day)! }));
  equal(calibrated(clustered).verdict, UNTESTABLE);
});

Deno.test("calibration with thin bins needs 96 outcomes in one, and leaves thin ones out", () => {
  const thin = calibrated(calls(9, 0.65, 6));
  equal(thin.verdict, UNTESTABLE);
  equal(thin.reason, "no tenth of confidence has 96 outcomes, the fullest has 90");
  equal(thin.needed, "96 outcomes within a tenth of confidence");
  const beside = calibrated(calls(40, 0.65, 6), calls(2, 0.95, 0));
  equal(beside.verdict, "met");
  match(beside.convention, /\(20 outcomes in smaller bins left out\)/);
  equal(calibrated([]).verdict, UNTESTABLE);
});
