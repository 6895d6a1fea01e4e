import { DEFAULT_WEIGHTS } from "lab/committee";
import {
  backtestWeights,
  netSharpe,
  type PanelRun,
  panelScores,
  type ResearchPanel,
  SECTOR_COUNT,
} from "lab/research";
import { METRIC_NAMES, SWEEP_METRICS, sweepPanel, sweepPlan } from "lab/sweep";
import { equal, ok } from "node:assert/strict";
import { SMALL } from "./small_sweeps.ts";

/** Four quarters: +10, −10, +10 and +20 % with no cash return. */
const run = {
  net: Float64Array.of(0.1, -0.1, 0.1, 0.2),
  gross: Float64Array.of(0.12, -0.08, 0.12, 0.22),
  turnover: Float64Array.of(1, 0.5, 0.5, 0),
  cost: Float64Array.of(0.02, 0.02, 0.02, 0.02),
  equityUsd: Float64Array.of(100, 110, 99, 108.9, 130.68),
} as unknown as PanelRun;
const steps = 4;
const panel = {
  steps,
  days: ["a", "b", "c", "d", "e"],
  periodsPerYear: 4,
  cashFactor: new Float64Array(steps).fill(1),
} as unknown as ResearchPanel;

function value(name: keyof typeof SWEEP_METRICS, more = {}): number {
  const scores = new Float64Array(5 * SECTOR_COUNT);
  return SWEEP_METRICS[name].of({ run, panel, scores, outcomes: () => [], ...more });
}

Deno.test("metrics of four steps are what a pencil says", () => {
  // mean 0.075, deviations 0.025 −0.175 0.025 0.125: sum of squares 0.0475; 0.075/√(0.0475/3)·√4.
  equal(value("netSharpe").toFixed(6), (0.15 / Math.sqrt(0.0475 / 3)).toFixed(6));
  equal(value("volatility").toFixed(6), Math.sqrt(0.0475 / 3 * 4).toFixed(6));
  equal(value("meanNet").toFixed(6), "0.300000");
  equal(value("cagr").toFixed(6), "0.306800"); // one year from 100 to 130.68
  equal(value("maxDrawdown").toFixed(6), "0.100000");
  equal(value("turnover").toFixed(6), "2.000000");
  equal(value("cost").toFixed(6), "0.080000");
  equal(value("winRate"), 0.75);
});

Deno.test("what lies beyond cash is judged: four steps that earn as cash does have no ratio", () => {
  const flat = { ...run, net: new Float64Array(4).fill(0.01) };
  equal(value("netSharpe", { run: flat }), NaN);
  const cash = { ...panel, cashFactor: new Float64Array(4).fill(1.1) };
  equal(value("winRate", { panel: cash }), 0.25); // 0.1 is no more than 10 % of cash
});

Deno.test("a step that earns just what cash does, or nothing, is no win and no hit", () => {
  // Quarters, so that each excess is exact: 0, +0.25, −0.25 and 0.
  const run = { net: Float64Array.of(0.25, 0.5, 0, 0.25) } as unknown as PanelRun;
  const cash = { ...panel, cashFactor: new Float64Array(4).fill(1.25) };
  equal(value("winRate", { run, panel: cash }), 0.25);
  equal(value("winRate", { run }), 0.75); // without cash a step of zero is none either
  const scores = new Float64Array(5 * SECTOR_COUNT).fill(NaN);
  for (let k = 0; k < steps; k++) scores.set([1, 2, 4, 5], k * SECTOR_COUNT);
  const outcomes = () =>
    Array.from({ length: steps }, () => [0, -0.02, 0, 0.02, ...new Array(SECTOR_COUNT - 4)]);
  equal(value("hitRate", { scores, outcomes }), 0.5);
});

Deno.test("a score that knows the order has a coefficient of 1 and hits always; 3 is no call", () => {
  const outcomes = () => Array.from({ length: steps }, () => [-0.02, 0, 0.02]);
  const scores = new Float64Array(5 * SECTOR_COUNT).fill(NaN);
  for (let k = 0; k < steps; k++) scores.set([1, 3, 5], k * SECTOR_COUNT);
  const padded = () => outcomes().map((row) => [...row, ...new Array(SECTOR_COUNT - 3)]);
  equal(value("ic", { scores, outcomes: padded }), 1);
  equal(value("hitRate", { scores, outcomes: padded }), 1);
  for (let k = 0; k < steps; k++) scores.set([3, 3, 3], k * SECTOR_COUNT);
  equal(value("ic", { scores, outcomes: padded }), NaN);
  equal(value("hitRate", { scores, outcomes: padded }), NaN);
});

Deno.test("every metric has a figure on a real run, and the net one is that of the backtest", async () => {
  const { panel } = await sweepPanel(sweepPlan(SMALL).recipes[0]);
  const run = backtestWeights(panel, DEFAULT_WEIGHTS);
  const { scores } = panelScores(panel, DEFAULT_WEIGHTS);
  const { panelOutcomes } = await import("../../lib/sweep/sweep_metrics.ts");
  const outcomes = panelOutcomes(panel);
  for (const name of METRIC_NAMES) {
    ok(
      Number.isFinite(SWEEP_METRICS[name].of({ run, panel, scores, outcomes: () => outcomes })),
      name,
    );
  }
  const own = SWEEP_METRICS.netSharpe.of({ run, panel, scores, outcomes: () => outcomes });
  ok(Math.abs(own - netSharpe(run, panel)) < 1e-12);
});
