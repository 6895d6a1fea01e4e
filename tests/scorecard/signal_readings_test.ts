import { coefficientReading, hitRateReading, judgedBar } from "lab/scorecard";
import { tradingDaysFrom, weeklyDays } from "lab/market";
import { signalAnalysis, type SignalTable } from "lab/signals";
import { randomStream } from "lab/stats";
import { day } from "lab/units";
import { equal, match } from "node:assert/strict";

const UNTESTABLE = "not testable with this much data";

/** Weekly scores of eleven names; `skill` is the share of the outcome that they see. */
function table(weeks: number, skill: number): SignalTable {
  const stream = randomStream(11);
  const days = weeklyDays(tradingDaysFrom(day("2000-01-03"), 5 * weeks + 5)).slice(0, weeks);
  const names = [..."ABCDEFGHIJK"];
  const returns = days.map(() => names.map(() => stream.normal() / 50));
  const scores = returns.map((row) =>
    row.map((one) =>
      Math.sign(skill * 50 * one + Math.sqrt(1 - skill * skill) * stream.normal()) + 3
    )
  );
  return { days, names, scores, returns };
}

const analysed = (weeks: number, skill: number) =>
  signalAnalysis(table(weeks, skill), { horizon: 1 });

Deno.test("a hit rate is judged from both sides of 60 %, and by no few weeks", () => {
  equal(judgedBar(hitRateReading(analysed(200, 0.9), "")).verdict, "met");
  equal(judgedBar(hitRateReading(analysed(200, 0), "")).verdict, "not met");
  const few = judgedBar(hitRateReading(analysed(12, 0.3), ""));
  equal(few.verdict, UNTESTABLE);
  match(few.needed!, /^about [\d,]+ calls at this figure$/);
});

Deno.test("a hit rate without a side taken has no figure, and says so", () => {
  const { scores, ...rest } = table(40, 0);
  const flat = { ...rest, scores: scores.map((row) => row.map(() => 3)) };
  const row = judgedBar(hitRateReading(signalAnalysis(flat, { horizon: 1 }), ""));
  equal(row.figure, undefined);
  equal(row.reason, "no score took a side and has an outcome");
  match(row.convention, /; 440 neutral scores left out;/);
});

Deno.test("a coefficient is judged from both sides of 0.05, and chance alone is not below it for sure", () => {
  equal(judgedBar(coefficientReading(analysed(200, 0.5), "")).verdict, "met");
  equal(judgedBar(coefficientReading(analysed(200, -0.3), "")).verdict, "not met");
  const noise = judgedBar(coefficientReading(analysed(60, 0), ""));
  equal(noise.verdict, UNTESTABLE);
  // 4·(1/√10)²/0.05² = 160.
  match(noise.convention, /0\.05 against zero takes about 160 periods without overlap for t = 2/);
});

Deno.test("a coefficient of a few dates has no interval, and says why", () => {
  const row = judgedBar(coefficientReading(analysed(6, 0.5), ""));
  equal(row.verdict, UNTESTABLE);
  match(row.reason!, /too few for an interval/);
});

Deno.test("a coefficient says how far apart its dates are", () => {
  const of = (step: number) => {
    const { days, names, scores, returns } = table(120, 0.5);
    const few = <Row>(rows: readonly Row[]) => rows.filter((_, i) => i % step === 0);
    const thinned = { days: few(days), names, scores: few(scores), returns: few(returns) };
    return coefficientReading(signalAnalysis(thinned, { horizon: 1 }), "").of;
  };
  equal(of(1), "weekly dates");
  equal(of(4), "dates four weeks apart");
});
