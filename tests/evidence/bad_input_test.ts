import {
  benjaminiHochberg,
  bootstrapSharpes,
  deflatedSharpe,
  detectableSharpe,
  effectiveTrials,
  expectedMaximumSharpe,
  minimumTrackRecord,
  overfittingProbability,
  probabilisticSharpe,
  sharpeInterval,
  sharpePower,
  sharpeRecord,
  superiorAbility,
} from "lab/evidence";
import { throws } from "node:assert/strict";
import { noise } from "./noise_returns.ts";

Deno.test("tests of selection refuse what they cannot judge, and say what would be right", () => {
  const good = noise(1, 3, 64), options = { seed: 1, draws: 10 };
  const spoilt = good.map((one, k) => k === 1 ? [...one.slice(0, 63), NaN] : one);
  const short = [good[0], good[1].slice(1)];
  const flat = [good[0], new Array(64).fill(0.01)];
  throws(() => superiorAbility([], options), /need at least one model, got none/);
  throws(() => superiorAbility(spoilt, options), /got NaN from model 1 at period 63/);
  throws(() => superiorAbility(short, options), /got 64 from model 0 and 63 from model 1/);
  throws(() => superiorAbility(flat, options), /got a constant 0.01 from model 1/);
  throws(() => superiorAbility([[1, 2]], options), /need at least 12 periods, got 2/);
  throws(() => superiorAbility(good, { ...options, blockLength: 65 }), /from 1 to the 64 periods/);
  throws(() => superiorAbility(good, { ...options, draws: 0 }), /draws from 1, got 0/);
  throws(() => overfittingProbability([good[0]]), /need at least two trials to choose from, got 1/);
  throws(() => overfittingProbability(good, { blocks: 5 }), /even number of blocks/);
  throws(() => overfittingProbability(good.map((one) => one.slice(0, 20))), /20 periods for 16/);
  throws(() => overfittingProbability(spoilt), /\(trial 1\): every return.*got NaN at period 63/);
  throws(() => overfittingProbability(short), /from trial 0 and 63 from trial 1/);
  throws(() => overfittingProbability(flat), /trial 1 has equal returns throughout a half/);
  throws(() => effectiveTrials([]), /need at least one, got none/);
  throws(() => effectiveTrials(flat), /got equal ones from trial 1/);
  throws(() => effectiveTrials(short), /from trial 0 and 63 from trial 1/);
  throws(() => benjaminiHochberg([]), /need at least one test, got none/);
  throws(() => benjaminiHochberg([0.1, NaN]), /got NaN at test 1/);
  throws(() => benjaminiHochberg([0.1], { level: 0 }), /level must lie in/);
});

Deno.test("Sharpe statistics refuse impossible input and say what would be right", () => {
  const record = { sharpe: 0.1, periods: 52 };
  throws(() => sharpeRecord([0.01, 0.01, 0.01]), /need returns that differ, got equal ones/);
  throws(() => sharpeRecord([0.1, NaN, 0.2]), /got NaN at period 1; leave a missing period out/);
  throws(() => sharpeRecord([0.1, 0.2]), /need at least 3 returns, got 2/);
  throws(
    () => probabilisticSharpe({ ...record, kurtosis: 0 }),
    /give plain kurtosis, not the excess/,
  );
  throws(() => probabilisticSharpe({ ...record, sharpe: NaN }), /need a finite Sharpe ratio/);
  throws(() => probabilisticSharpe({ ...record, periods: 1 }), /need at least 2 periods, got 1/);
  throws(() => probabilisticSharpe(record, { benchmark: NaN }), /finite benchmark, got NaN/);
  throws(() => minimumTrackRecord(record, { level: 0.4 }), /level must lie in \(0.5, 1\)/);
  throws(() => deflatedSharpe(record, { trials: 0, variance: 1 }), /from 1 to 1e8 trials, got 0/);
  throws(() => deflatedSharpe(record, { trials: 5, variance: -1 }), /variance.*from 0, got -1/);
  throws(() => expectedMaximumSharpe(5, NaN), /need a deviation/);
  throws(() => sharpeInterval([1, 2, 3], { method: "lo", level: 1 }), /level must lie in \(0, 1\)/);
  throws(() => bootstrapSharpes([1, 1, 1], { seed: 1 }), /need returns that differ/);
  throws(() => detectableSharpe(3), /need more than 5 periods, got 3/);
  throws(() => sharpePower(NaN, 52), /need a finite Sharpe ratio, got NaN/);
});
