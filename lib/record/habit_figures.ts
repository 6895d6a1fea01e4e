import { type Sector, SECTORS } from "../market/mod.ts";
import { headlineInterval, leastDates } from "../signals/mod.ts";
import { clusteredRatio } from "../stats/mod.ts";
import { NEUTRAL_SCORE } from "../units.ts";
import type { BallotGroup } from "./ballot_groups.ts";
import { notYet, type RecordFigure } from "./record_figure.ts";

/** How far the scores of a sector lie from 3 on average. */
export interface BiasFigure extends RecordFigure {
  readonly sector: Sector;
}

/**
 * Each sector's mean score minus 3 (`houseBias` of lab/committee), with an interval at which all sectors hold
 * together.
 *
 * Views last for weeks, so the interval takes slow cosines over the days (`headlineInterval`); at
 * (1 − level)/sectors each, hardly a sector stands out by luck alone. Outcomes are not needed: every day
 * counts.
 */
export function biasFigures(group: BallotGroup, level: number): readonly BiasFigure[] {
  interface Sums {
    sum: number;
    count: number;
  }
  const bySector = new Map<Sector, Map<string, Sums>>();
  for (const { day, cells } of group.voices.flat()) {
    for (const { sector, score } of cells) {
      if (score === undefined) continue;
      let days = bySector.get(sector);
      if (!days) bySector.set(sector, days = new Map());
      const known = days.get(day);
      if (known) {
        known.sum += score - NEUTRAL_SCORE;
        known.count++;
      } else days.set(day, { sum: score - NEUTRAL_SCORE, count: 1 });
    }
  }
  const each = 1 - (1 - level) / Math.max(1, bySector.size), needed = leastDates(1);
  return SECTORS.flatMap((sector): BiasFigure[] => {
    const days = bySector.get(sector);
    if (days === undefined) return [];
    let n = 0, sum = 0;
    for (const date of days.values()) {
      n += date.count;
      sum += date.sum;
    }
    const value = sum / n;
    const means = [...days.keys()].sort().map((day) => days.get(day)!.sum / days.get(day)!.count);
    const base = { sector, value, n, of: "scores", days: means.length };
    const found = headlineInterval(means, { horizon: 1, level: each });
    if (found === undefined) {
      const reason = notYet(n, "scores", means.length, `an interval takes ${needed} days`);
      return [{ ...base, reason }];
    }
    // Days on which several voices were heard weigh alike in the interval; it is laid around the figure.
    const half = (found.high - found.low) / 2;
    return [{ ...base, low: value - half, high: value + half }];
  });
}

/** Spread between samples of the same question, points. */
export interface NoiseFigure extends RecordFigure {
  /** Questions whose samples all gave the same score. */
  readonly alike: number;
}

/**
 * The test-retest noise: the standard deviation of samples about the mean of their question, pooled over
 * questions, √(Σ(score − mean)² / Σ(samples − 1)).
 *
 * The interval is that of the variance over days as clusters, on a logarithmic scale: noise is never below
 * zero, and large values are the less certain ones.
 */
export function noiseFigure(group: BallotGroup, level: number): NoiseFigure {
  const dates = new Map<string, { sum: number; count: number }>();
  let n = 0, alike = 0;
  for (const { market, day, cells } of group.voices.flat()) {
    let sum = 0, count = 0;
    for (const { scores } of cells) {
      if (scores.length < 2) continue;
      const mean = scores.reduce((all, one) => all + one, 0) / scores.length;
      sum += scores.reduce((all, one) => all + (one - mean) ** 2, 0);
      count += scores.length - 1;
      n++;
      if (scores.every((one) => one === scores[0])) alike++;
    }
    if (count === 0) continue;
    const date = `${day} ${market}`, known = dates.get(date);
    if (known) {
      known.sum += sum;
      known.count += count;
    } else dates.set(date, { sum, count });
  }
  const base = { n, of: "questions", days: dates.size, alike };
  if (n === 0) {
    return { ...base, reason: "not testable yet: no question was asked twice (samples)" };
  }
  const total = [...dates.values()].reduce(
    (all, { sum, count }) => ({ sum: all.sum + sum, count: all.count + count }),
    { sum: 0, count: 0 },
  );
  const variance = total.sum / total.count, value = Math.sqrt(variance);
  if (n === alike) return { ...base, value: 0, reason: "all samples of a question agree" };
  const found = clusteredRatio([...dates.values()], { level });
  if (found === undefined) {
    return { ...base, value, reason: notYet(n, "questions", 1, "an interval takes 2 days") };
  }
  // Half of the relative error of the variance is that of its root.
  const half = (found.high - found.mean) / variance / 2;
  return { ...base, value, low: value * Math.exp(-half), high: value * Math.exp(half) };
}
