import { sweepConfig, type SweepConfigInput, sweepHash, sweepPlan, trialCount } from "lab/sweep";
import { deepEqual, equal, notEqual, throws } from "node:assert/strict";

const config = (input: unknown) => sweepConfig(input as SweepConfigInput);
const list = (...weights: unknown[]) => ({ grid: { list: weights } });

Deno.test("sweepConfig() fills in what is left out: 231 weightings, one world, a fifth held out", () => {
  const whole = config({});
  equal(sweepPlan(whole).points.length, 231);
  deepEqual(whole.data, {
    kind: "simulated",
    seeds: [7],
    years: 8,
    committee: "rules",
    diceSeed: 1,
  });
  deepEqual(whole.holdout, { share: 0.2, key: "the weights are chosen" });
  equal(whole.settings.schedule, "weekly");
  equal(config({ data: { kind: "industries" } }).settings.schedule, "monthly");
});

Deno.test("sweepConfig() refuses weights that do not sum to one, and says what they sum to", () => {
  throws(() => config(list([0.5, 0.25, 0.25], [0.5, 0.5, 0.5])), {
    name: "RangeError",
    message: "Cannot lay a grid: point 2 (0.5, 0.5, 0.5) sums to 1.5, need 1",
  });
});

Deno.test("sweepConfig() refuses a negative weight", () => {
  throws(() => config(list([1.5, -0.5, 0])), /point 1 .* needs a weight of sentiment from 0/i);
});

Deno.test("sweepConfig() refuses a weight that is no number", () => {
  throws(
    () => config(list([NaN, 0.5, 0.5])),
    /point 1 .* needs a number for fundamentals, got NaN/i,
  );
  throws(() => config(list(["a", 0.5, 0.5])), /needs a number for fundamentals, got a/i);
});

Deno.test("sweepConfig() refuses an empty grid, a step that does not divide 1, and no grid at all", () => {
  throws(() => config(list()), /need at least one weighting, got an empty list/);
  throws(() => config({ grid: { step: 0.07 } }), /the step must be 1 over a whole number/);
  throws(() => config({ grid: 5 }), /grid: need \{ step: 0.05 \} or \{ list/);
});

Deno.test("sweepConfig() names every field that is unknown or out of range", () => {
  throws(
    () => config({ metrics: ["sharp"], colour: 1, settings: { analysts: 9 } }),
    (error: Error) =>
      error.name === "DataError" && /metrics.0/.test(error.message) &&
      /settings.analysts/.test(error.message) && /colour/.test(error.message),
  );
  throws(
    () => config({ settings: { book: "limits", limits: { side: 60 } } }),
    /for 60 % write 0.6/,
  );
  throws(() => config({ vary: [{ limits: { sides: 0.6 } }] }), /there is no limit "sides"/);
  throws(
    () => config({ data: { kind: "simulated", seeds: [7, 7] } }),
    /each seed once, got 7 twice/,
  );
});

Deno.test("sweepConfig() refuses to move analysts where nobody is asked", () => {
  throws(
    () => config({ data: { kind: "industries" }, vary: [{ analysts: 3 }] }),
    /the industries' trends has neither|need a committee that is asked/,
  );
  throws(
    () =>
      config({ data: { kind: "simulated", committee: "dice" }, vary: [{ confidence: "stated" }] }),
    /dice state no confidence/,
  );
});

Deno.test("a variant changes what it names and keeps all other settings", () => {
  const whole = config({
    settings: { book: "limits", costLevel: 2, limits: { side: 0.5 } },
    vary: [{}, { costLevel: 0 }, { limits: { sector: 0.2 } }],
  });
  const all = sweepPlan(whole).variants;
  deepEqual(all.map(({ book }) => book), ["limits", "limits", "limits"]);
  deepEqual(all.map(({ costLevel }) => costLevel), [2, 0, 2]);
  deepEqual(all[2].limits, { side: 0.5, sector: 0.2 });
  equal(trialCount(whole), 3 * 231);
  // Another world is other luck for the same try.
  equal(trialCount(config({ data: { kind: "simulated", seeds: [1, 2] } })), 231);
});

Deno.test("sweepHash() does not mind the order of keys, and minds every field", () => {
  const a = config({ grid: { step: 0.1 }, settings: { book: "tilt", costLevel: 2 } });
  const b = config({ settings: { costLevel: 2, book: "tilt" }, grid: { step: 0.1 } });
  equal(sweepHash(a), sweepHash(b));
  const others = [
    { grid: { step: 0.5 } },
    { settings: { costLevel: 1.5 } },
    { holdout: null },
    { data: { kind: "simulated", seeds: [8] } },
    { intervals: { draws: 100, seed: 1 } },
    { fill: "same close" },
  ].map((one) => sweepHash(config(one)));
  equal(new Set([sweepHash(a), ...others]).size, 7);
});

Deno.test("sweepHash() knows the reader's files by their bytes and not by where they lie", () => {
  const at = (folder: string) =>
    config({ data: { kind: "files", prices: [`${folder}/p.csv`], scores: `${folder}/s.csv` } });
  const hash = (folder: string, prices: string) =>
    sweepHash(at(folder), { [`${folder}/p.csv`]: prices, [`${folder}/s.csv`]: "s" });
  equal(hash("a", "1"), hash("b", "1"));
  notEqual(hash("a", "1"), hash("a", "2"));
});

Deno.test("sweepPlan() gives every key once and in order, and one panel to variants that trade alike", () => {
  const plan = sweepPlan(config({
    data: { kind: "simulated", seeds: [1, 2] },
    grid: { step: 0.1 },
    vary: [{}, { costLevel: 2 }, { halfLifeDays: 30 }],
  }));
  let next = 0;
  for (const { firstKey, points } of plan.shards) {
    equal(firstKey, next);
    next += points.length;
  }
  equal(next, 2 * 3 * 66);
  equal(plan.recipes.length, 4); // two worlds, two half-lives
  deepEqual(plan.recipeOf, [0, 0, 1, 2, 2, 3]);
});

Deno.test("sweepConfig() says why a calibrated confidence cannot be swept", () => {
  throws(() => sweepConfig({ settings: { confidence: "calibrated" as "one" } }), {
    name: "DataError",
    message: 'Cannot configure a sweep: settings.confidence: need "one" or "stated", got ' +
      '"calibrated"; which calls were right depends on the weights, so that it would be fitted ' +
      "anew to each weighting",
  });
  throws(() => sweepConfig({ vary: [{ confidence: "mood" as "one" }] }), {
    message: 'Cannot configure a sweep: vary.0.confidence: need "one" or "stated", got "mood"',
  });
});

Deno.test("who gave the scores is a part of a sweep: behind another cutoff it is another one", () => {
  const files = { "p.csv": "a", "s.csv": "b" };
  const hash = (more = {}) =>
    sweepHash(
      sweepConfig({ data: { kind: "files", prices: ["p.csv"], scores: "s.csv", ...more } }),
      files,
    );
  equal(hash(), hash({ scoredBy: "unknown" }));
  notEqual(hash(), hash({ scoredBy: "rules", cutoff: "no memory" }));
  notEqual(
    hash({ scoredBy: "m", cutoff: "2025-07-31" }),
    hash({ scoredBy: "m", cutoff: "2025-06-30" }),
  );
  throws(() => hash({ cutoff: "soon" }), /data.cutoff/);
});

Deno.test("a sweep of files is known by the bytes of its evidence, and one without keeps its name", () => {
  const files = { kind: "files", prices: ["p.csv"], scores: "s.csv" } as const;
  const hash = (evidence?: string, bytes = "a", knownAfterDays?: number) =>
    sweepHash(
      config({ data: { ...files, evidence, knownAfterDays } }),
      { "p.csv": "1", "s.csv": "2", e: bytes },
    );
  equal(hash(), sweepHash(config({ data: files }), { "p.csv": "1", "s.csv": "2" }));
  equal(new Set([hash(), hash("e"), hash("e", "b"), hash("e", "a", 45)]).size, 4);
});
