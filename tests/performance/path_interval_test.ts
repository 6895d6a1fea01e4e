import { calmar, deepestDrawdown, performanceMeasures, ulcerIndex } from "lab/performance";
import { randomStream } from "lab/stats";
import { calmarOf, depthOf, ulcerOf } from "../../lib/performance/path_interval.ts";
import { equal, match, ok } from "node:assert/strict";
import { SOAK } from "../soak.ts";

const stream = randomStream(4);
const draw = (n: number) => Array.from({ length: n }, () => 0.001 + 0.02 * stream.normal());
const bootstrap = { seed: 1, draws: 400 };
const PER_YEAR = { periodsPerYear: 52 };
const near = (a: number, b: number) => ok(Math.abs(a - b) < 1e-12, `${a} and ${b}`);

Deno.test("what is resampled is the measure itself, over seeded draws", () => {
  for (let k = 0; k < (SOAK ? 200 : 20); k++) {
    const returns = draw(30 + k), values = Float64Array.from(returns);
    near(depthOf(values), deepestDrawdown(returns).value!);
    near(ulcerOf(values), ulcerIndex(returns).value!);
    near(calmarOf(values, 52)!, calmar(returns, PER_YEAR).value!);
  }
});

Deno.test("figures of one path have an interval where a seed is given, and a reason where not", () => {
  const returns = draw(104);
  for (
    const measure of [
      deepestDrawdown(returns, { bootstrap }),
      ulcerIndex(returns, { bootstrap }),
      calmar(returns, { ...PER_YEAR, bootstrap }),
    ]
  ) {
    const { low, high } = measure.interval;
    ok(low! < high!, measure.name);
    match((measure.interval as { method: string }).method, /stationary bootstrap, 400 draws/);
  }
  match(
    (deepestDrawdown(returns).interval as { reason: string }).reason,
    /one stretch of one path/,
  );
});

Deno.test("a wider level holds the narrower one, and doubled returns fall deeper", () => {
  const returns = draw(104), of = (level: number) => deepestDrawdown(returns, { bootstrap, level });
  ok(of(0.99).interval.low! < of(0.8).interval.low!);
  const doubled = deepestDrawdown(returns.map((one) => 2 * one), { bootstrap });
  ok(doubled.interval.low! < of(0.95).interval.low!);
});

Deno.test("too few, equal, and never falling returns have a reason in the place of an interval", () => {
  const reason = (returns: number[]) =>
    (calmar(returns, { ...PER_YEAR, bootstrap }).interval as { reason: string }).reason;
  match(reason(draw(11)), /only 11 periods, 12 are needed/);
  match(reason([...Array(12).fill(-0.01)]), /all returns are alike/);
  match(reason([-0.01, ...Array(30).fill(0.01)]), /\d+ of the resampled paths have no such figure/);
});

Deno.test("performanceMeasures() hands the resampling on", () => {
  const measures = performanceMeasures({ returns: draw(60), ...PER_YEAR, bootstrap })
    .flatMap((group) => group.measures);
  for (const name of ["Calmar ratio", "Deepest drawdown", "Ulcer index"]) {
    ok(measures.find((one) => one.name === name)!.interval.low !== undefined, name);
  }
  equal(measures.length > 10, true);
});
