import { openTrialsFile, trialPlaces } from "lab/evidence";
import { openSweepHoldout, runSweep, sweepConfig } from "lab/sweep";
import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { DICE as TWO_YEARS, inFolder, SMALL as SHORT } from "./small_sweeps.ts";

/** A year more, so that the holdout has enough decisions to be judged by. */
const DICE = { ...TWO_YEARS, years: 3 } as typeof TWO_YEARS;
const SMALL = sweepConfig({ data: DICE, grid: { step: 0.1 } });
const HERE = { workers: 0 } as const;
const OPEN = { because: "the weights are 50/25/25", at: "2026-11-27", seed: 1 };

Deno.test("the holdout opens by its own key alone, and every opening is on record", () =>
  inFolder(async (folder) => {
    const trials = openTrialsFile(trialPlaces(folder));
    const result = await runSweep(SMALL, HERE);
    const open = (key: string) => openSweepHoldout(result, [0, 0, 1], { ...OPEN, key, trials });
    await rejects(open("let me in"), /it was sealed with another key/);
    equal(Object.keys(trials.tally().openings).length, 0);
    const opened = await open("the weights are chosen");
    equal(opened.openings, 1);
    const { heldOut } = result.panel();
    deepEqual([opened.from, opened.to, opened.periods], [
      heldOut!.from,
      heldOut!.to,
      heldOut!.steps,
    ]);
    ok(opened.chosen.low < opened.chosen.sharpe && opened.chosen.sharpe < opened.chosen.high);
    equal((await open("the weights are chosen")).openings, 2);
    // Another grid on the same decisions has the same holdout.
    const other = await runSweep(sweepConfig({ data: DICE, grid: { step: 0.5 } }), HERE);
    const third = await openSweepHoldout(other, [0, 0, 1], {
      ...OPEN,
      key: "the weights are chosen",
      trials,
    });
    equal(third.openings, 3);
  }));

Deno.test("what the holdout shows is the run through all decisions, from the first it was shut for", () =>
  inFolder(async (folder) => {
    const trials = openTrialsFile(trialPlaces(folder));
    const result = await runSweep(SMALL, HERE);
    const opened = await openSweepHoldout(result, [0, 0, 1], {
      ...OPEN,
      key: "the weights are chosen",
      trials,
    });
    const whole = await runSweep(
      sweepConfig({ data: DICE, grid: { step: 0.1 }, holdout: null }),
      HERE,
    );
    const { days, cash } = whole.panel(), first = result.panel().days.length - 1;
    const series = (await whole.returns())[0].map((value, k) => value - cash[k]).slice(first);
    equal(series.length, days.length - 1 - first);
    const mean = series.reduce((sum, value) => sum + value, 0) / series.length;
    const sd = Math.sqrt(
      series.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (series.length - 1),
    );
    ok(Math.abs(opened.chosen.sharpe - mean / sd * Math.sqrt(52)) < 1e-9);
  }));

Deno.test("a sweep without a holdout has none to open, and weights must be weights", () =>
  inFolder(async (folder) => {
    const trials = openTrialsFile(trialPlaces(folder));
    const open = { ...OPEN, key: "the weights are chosen", trials };
    const config = sweepConfig({ data: DICE, grid: { step: 0.5 }, holdout: null });
    const result = await runSweep(config, HERE);
    await rejects(openSweepHoldout(result, [0, 0, 1], open), /nothing was held out/);
    await rejects(openSweepHoldout(result, [0, 0, 0.5], open), /sums to 0.5, need 1/);
    const short = await runSweep(SHORT, HERE);
    await rejects(openSweepHoldout(short, [0, 0, 1], open), /at least 12 decisions in it, got 10/);
    equal(Object.keys(trials.tally().openings).length, 0);
  }));
