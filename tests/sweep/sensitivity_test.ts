import {
  inPairs,
  MOVABLE_SETTINGS,
  type MovableName,
  oneAtATime,
  pairRows,
  runSweep,
  sensitivityRows,
  sweepConfig,
} from "lab/sweep";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { DICE } from "./small_sweeps.ts";

const one = (settings = {}) =>
  sweepConfig({ data: DICE, grid: { list: [[0.5, 0.25, 0.25]] }, settings });

Deno.test("oneAtATime() runs the default once, whatever axis it stands on", () => {
  const plan = oneAtATime(one({ book: "limits" }), [
    { setting: "sectorCap", values: [0.2, 0.3] },
    { setting: "costLevel", values: [0, 1] },
    { setting: "halfLife", values: [60] },
  ]);
  // 0.3, 1 and 60 are the defaults; a cap of 0.3 is written out and so is a variant of its own.
  deepEqual(plan.variants, [[0, 1], [2, 3], [3]]);
  equal(plan.config.settings.book, "limits");
});

Deno.test("a dearer world earns less, and the row of the default says which it is", async () => {
  const plan = oneAtATime(one(), [{ setting: "costLevel", values: [0, 1, 2] }]);
  const [line] = await sensitivityRows(plan, await runSweep(plan.config, { workers: 0 }), {
    seed: 1,
    draws: 100,
  });
  const [free, now, dear] = line.points;
  ok(free.value > now.value && now.value > dear.value);
  deepEqual(line.points.map(({ isDefault }) => isDefault), [undefined, true, undefined]);
  ok(line.points.every(({ low, value, high }) => low <= value && value <= high));
});

Deno.test("inPairs() runs every value with every other, and the cells stand in their order", async () => {
  const plan = inPairs(
    one({ book: "limits" }),
    { setting: "costLevel", values: [1, 2] },
    { setting: "sideLimit", values: [0.5, 0.6] },
  );
  const result = await runSweep(plan.config, { workers: 0 });
  const { cells, xLabel, yLabel, valueName } = pairRows(plan, result);
  deepEqual([xLabel, yLabel, valueName], [
    "multiple of modelled cost",
    "side limit",
    "net Sharpe ratio",
  ]);
  deepEqual(cells.map(({ x, y, isDefault }) => [x, y, isDefault ?? false]), [
    ["1", "50 %", false],
    ["1", "60 %", true],
    ["2", "50 %", false],
    ["2", "60 %", false],
  ]);
  equal(cells[3].value, result.part({ variant: 3 })[0].values.netSharpe);
});

Deno.test("a setting that the book does not feel, is unknown, or is paired with itself is refused", () => {
  throws(() => oneAtATime(one(), [{ setting: "sectorCap" }]), {
    name: "RangeError",
    message:
      'Cannot move the sector cap: the book "tilt" does not feel it; need "limits" or "mandate"',
  });
  throws(() => oneAtATime(one(), [{ setting: "halfLife" }]), /need a book with a hedge/);
  throws(
    () => oneAtATime(one(), [{ setting: "mood" as MovableName }]),
    /Cannot move the setting "mood": need one of confidence, /,
  );
  const cost = { setting: "costLevel" } as const;
  throws(() => inPairs(one(), cost, cost), /need two, got costLevel twice/);
  throws(() => oneAtATime(one(), [{ setting: "costLevel", values: [] }]), /at least one value/);
});

Deno.test("every movable setting has the default among its values, as its own text", () => {
  const { settings } = one();
  for (const { values, now, change, label } of Object.values(MOVABLE_SETTINGS)) {
    const usual = now(settings);
    ok((values as readonly unknown[]).includes(usual), label);
    equal(now({ ...settings, ...change(usual) } as typeof settings), usual, label);
  }
});
