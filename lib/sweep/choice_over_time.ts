import { pairedDifferences, purgedWalkForward } from "../evidence/mod.ts";
import { rankCorrelation, sharpeRatio } from "../stats/mod.ts";
import type { Shares } from "../stats/ternary.ts";
import type { WeightingReturns } from "./weighting_returns.ts";

/** Years to learn from before the first choice, and years between two choices. */
const LEARN_YEARS = 2;
const CHOOSE_EVERY_YEARS = 0.5;
/** Fewest periods from which a Sharpe ratio of a year is taken. */
const LEAST_PERIODS = 8;

/** Weights chosen on the past alone, time and again, beside weights that never change. */
export interface WalkForwardChoice {
  /** One row per choice: learned before `from`, held until before `to` (days). */
  readonly choices: readonly {
    readonly from: string;
    readonly to: string;
    readonly weights: Shares;
    /** Net Sharpe ratio per year of the choice where it was made, and afterwards. */
    readonly learned: number;
    readonly held?: number;
  }[];
  /** Net Sharpe ratio per year over all test periods: of the choices, and of the base. */
  readonly chosen: number;
  readonly base: number;
  /** Chosen less base with its interval, per year; zero inside means that choosing earned nothing. */
  readonly difference: { readonly value: number; readonly low: number; readonly high: number };
  readonly periods: number;
}

/** One calendar year: who won it, and where the base stood. */
interface YearWinner {
  readonly year: number;
  readonly periods: number;
  readonly weights: Shares;
  readonly winner: number;
  readonly base: number;
  /** Rank of the year's winner over the whole record, from 1. */
  readonly rankOverall: number;
}

/** How stable the order of the weightings is. */
export interface YearlyOrder {
  readonly years: readonly YearWinner[];
  /** Mean rank correlation of the weightings' ratios between neighbouring years; absent below two. */
  readonly persistence?: number;
}

function ratio(series: Float64Array, periods: Iterable<number>): number | undefined {
  const part = Float64Array.from(periods, (t) => series[t]);
  return part.length < 3 ? undefined : sharpeRatio(part);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

/** Place of the largest figure; the first of equal ones, −1 where there is none. */
function largest(values: readonly (number | undefined)[]): number {
  let best = -1;
  values.forEach((value, i) => {
    if (value !== undefined && (best < 0 || value > values[best]!)) best = i;
  });
  return best;
}

/**
 * Chooses the best weighting of the past every half year, with two years or a third of the record to
 * learn from first, and compares what it earned afterwards with the base over the same periods.
 *
 * @returns Nothing where the record has no room for a choice.
 *
 * @example
 * ```ts
 * import { runSweep, sweepConfig, walkForwardChoice, weightingReturns } from "lab/sweep";
 * import { ok } from "node:assert/strict";
 *
 * const config = sweepConfig({
 *   data: { kind: "simulated", seeds: [7], years: 3, committee: "dice" },
 *   grid: { step: 0.5 },
 * });
 * const given = await weightingReturns(await runSweep(config, { workers: 0 }));
 * const found = walkForwardChoice(given, { seed: 1 })!;
 * ok(found.choices.length > 0 && found.periods < given.base.excess.length);
 * ```
 */
export function walkForwardChoice(
  { excess, weights, base, facts }: WeightingReturns,
  options: { readonly seed: number },
): WalkForwardChoice | undefined {
  const periods = base.excess.length, { periodsPerYear, days } = facts;
  const train = Math.min(LEARN_YEARS * periodsPerYear, Math.floor(periods / 3));
  const test = Math.round(CHOOSE_EVERY_YEARS * periodsPerYear);
  if (train < 3 || periods - train < 12) return undefined;
  const year = Math.sqrt(periodsPerYear);
  const path: number[] = [], own: number[] = [];
  const choices = purgedWalkForward(periods, { train, test, horizon: 1 }).flatMap((split) => {
    const [{ from, to }] = split.test;
    const learned = excess.map((series) => ratio(series, split.train));
    const best = largest(learned);
    if (best < 0) return [];
    for (let t = from; t < to; t++) {
      path.push(excess[best][t]);
      own.push(base.excess[t]);
    }
    const held = ratio(excess[best], range(from, to));
    return [{
      from: days[from],
      to: days[to],
      weights: weights[best],
      learned: learned[best]! * year,
      ...(held === undefined ? {} : { held: held * year }),
    }];
  });
  const chosen = sharpeRatio(Float64Array.from(path)), fixed = sharpeRatio(Float64Array.from(own));
  if (chosen === undefined || fixed === undefined) return undefined;
  const { difference, low, high } =
    pairedDifferences([own, path], { reference: 0, seed: options.seed }).trials[1];
  return {
    choices,
    chosen: chosen * year,
    base: fixed * year,
    difference: { value: difference * year, low: low * year, high: high * year },
    periods: path.length,
  };
}

/**
 * The winner of each calendar year with at least eight periods, and whether one year says the next.
 *
 * @example
 * ```ts
 * import { runSweep, sweepConfig, weightingReturns, yearlyOrder } from "lab/sweep";
 * import { ok } from "node:assert/strict";
 *
 * const config = sweepConfig({
 *   data: { kind: "simulated", seeds: [7], years: 3, committee: "dice" },
 *   grid: { step: 0.5 },
 * });
 * const { years } = yearlyOrder(await weightingReturns(await runSweep(config, { workers: 0 })));
 * ok(years.every(({ year }) => year > 2000));
 * ```
 */
export function yearlyOrder({ excess, weights, base, facts }: WeightingReturns): YearlyOrder {
  const year = Math.sqrt(facts.periodsPerYear);
  const overall = excess.map((series) => sharpeRatio(series)!);
  const byYear = new Map<number, number[]>();
  for (let t = 0; t < base.excess.length; t++) {
    const key = Number(facts.days[t].slice(0, 4));
    byYear.set(key, [...(byYear.get(key) ?? []), t]);
  }
  const years: YearWinner[] = [], orders: (readonly (number | undefined)[])[] = [];
  for (const [key, periods] of byYear) {
    if (periods.length < LEAST_PERIODS) continue;
    const ratios = excess.map((series) => ratio(series, periods));
    const winner = largest(ratios), own = ratio(base.excess, periods);
    if (winner < 0 || own === undefined) continue;
    orders.push(ratios);
    years.push({
      year: key,
      periods: periods.length,
      weights: weights[winner],
      winner: ratios[winner]! * year,
      base: own * year,
      rankOverall: 1 + overall.filter((value) => value > overall[winner]).length,
    });
  }
  const links: number[] = [];
  for (let i = 1; i < orders.length; i++) {
    const both = orders[i].map((value, k) => [orders[i - 1][k], value])
      .filter((pair): pair is [number, number] => pair.every((value) => value !== undefined));
    const link = both.length < 3
      ? undefined
      : rankCorrelation(both.map(([a]) => a), both.map(([, b]) => b));
    if (link !== undefined) links.push(link);
  }
  return {
    years,
    ...(links.length > 0
      ? { persistence: links.reduce((sum, value) => sum + value, 0) / links.length }
      : {}),
  };
}
