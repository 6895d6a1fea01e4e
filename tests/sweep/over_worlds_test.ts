import { overWorlds, runSweep, sweepConfig } from "lab/sweep";
import { deepEqual, equal, ok } from "node:assert/strict";
import { DICE } from "./small_sweeps.ts";

const worlds = (seeds: readonly number[], step: number) =>
  runSweep(
    sweepConfig({ data: { ...DICE, seeds: [...seeds] } as typeof DICE, grid: { step } }),
    { workers: 0 },
  );

Deno.test("overWorlds() is Student's interval of the differences, one a world", async () => {
  const result = await worlds([7, 8, 9], 0.25);
  const base = result.points.findIndex((one) => one.join() === "0.5,0.25,0.25");
  const found = overWorlds(result);
  equal(found.length, 15);
  deepEqual(
    [found[base].difference!.mean, found[base].difference!.low, found[base].worlds],
    [0, 0, 3],
  );
  const [a, b, c] = [0, 1, 2].map((world) => {
    const rows = result.part({ world });
    return rows[0].values.netSharpe! - rows[base].values.netSharpe!;
  });
  const mean = (a + b + c) / 3;
  const error = Math.sqrt(((a - mean) ** 2 + (b - mean) ** 2 + (c - mean) ** 2) / 2 / 3);
  // Two degrees of freedom have a closed form: t = (2p − 1)·√(2 / (4p(1 − p))), p = 0.975.
  const { difference } = found[0];
  ok(Math.abs(difference!.mean - mean) < 1e-12);
  ok(
    Math.abs(difference!.high - (mean + 0.95 * Math.sqrt(2 / (4 * 0.975 * 0.025)) * error)) < 1e-8,
  );
  // Without the world that chose, two are left.
  const others = overWorlds(result, { from: 1 })[0];
  equal(others.worlds, 2);
  ok(Math.abs(others.difference!.mean - (b + c) / 2) < 1e-12);
});

Deno.test("overWorlds() makes no interval of one world, and nothing without the default", async () => {
  const two = await worlds([7, 8], 0.25);
  deepEqual(overWorlds(two, { from: 1 })[0], { weights: two.points[0], worlds: 1 });
  deepEqual(overWorlds(await worlds([7, 8], 0.5)), []);
});
