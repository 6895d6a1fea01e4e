import { soakTest } from "../../soak.ts";
import { deepEqual, equal, ok } from "node:assert/strict";
import { SECTORS } from "lab/market";
import { checks, failures, paths, readCalibration } from "./calibration.ts";

Deno.test("medians over worlds 1 to 20 lie within every tolerance of calibration.json", () => {
  const list = checks(paths(1), readCalibration());
  // Nine elements a sector, four of the cross-section, four of rank autocorrelation.
  equal(list.length, 9 * SECTORS.length + 8);
  deepEqual(failures(list), []);
});

Deno.test("checks() sees a world whose sectors all move with the market", () => {
  const all = paths(1, 3).map((path) => ({ ...path, meanPair: 0.95, rollingP05: 0.9 }));
  const found = failures(checks(all, readCalibration()));
  ok(found.some((line) => line.startsWith("mean pair correlation 0.950")));
  ok(found.some((line) => line.startsWith("rolling correlation, p5 0.900")));
});

Deno.test("the next four blocks of 20 seeds hold all tolerances but for chance", () => {
  // Medians of 20 paths still vary: of 50 blocks 46 pass every one of 107 tolerances and the other
  // four miss one each (one of them is among these). Two misses here would be a world that moved.
  const target = readCalibration();
  const missed = [21, 41, 61, 81].flatMap((first) => failures(checks(paths(first), target)));
  ok(missed.length <= 1, missed.join("; "));
});

soakTest("at least 44 of 50 blocks of 20 seeds pass every tolerance", () => {
  const target = readCalibration();
  const missed: string[] = [];
  let passed = 0;
  for (let block = 0; block < 50; block++) {
    const found = failures(checks(paths(1 + 20 * block), target));
    if (found.length === 0) passed++;
    missed.push(...found.map((line) => `block ${block}: ${line}`));
  }
  console.log(`${passed} of 50 blocks pass\n${missed.join("\n")}`);
  ok(passed >= 44);
});
