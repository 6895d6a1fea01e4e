import { randomStream } from "../stats/mod.ts";
import type { AnalystError } from "./error_correlation.ts";

/** Committees of so many analysts at most are formed from all subsets: 2¹² = 4,096 of them. */
const MOST_ANALYSTS = 12;
/** Draws behind each simulated point; its own error is then below 1.5 %. */
const DRAWS = 4000;

/** The error of committees of one size. */
export interface CommitteeError {
  /** How many analysts are averaged. */
  readonly analysts: number;
  /** Root mean square error of their mean, in the units of the errors. */
  readonly error: number;
}

function checkedCount(analysts: number): number {
  if (!Number.isInteger(analysts) || analysts < 1) {
    throw new RangeError(
      `Cannot find a committee's error: need a whole number of analysts from 1, got ${analysts}`,
    );
  }
  return analysts;
}

/** n voices cannot all err against each other: their correlation is at least −1/(n − 1). */
function checkedCorrelation(correlation: number, analysts: number): number {
  const least = analysts === 1 ? -1 : -1 / (analysts - 1);
  if (!(correlation >= least - 1e-12 && correlation <= 1)) {
    throw new RangeError(
      `Cannot find a committee's error: the correlation of ${analysts} analysts must lie from ` +
        `${Number(least.toFixed(4))} to 1, got ${correlation}`,
    );
  }
  return correlation;
}

/**
 * The error that the mean of n analysts should have: σ·√(ρ + (1 − ρ)/n).
 *
 * The standard deviation of a mean of n equally good voices whose errors have pairwise correlation ρ
 * (Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 2nd edition 2009, section
 * 15.2). Copies (ρ = 1) stay at σ whatever their number; independent ones (ρ = 0) fall as σ/√n; all
 * others stop at σ·√ρ.
 *
 * @param options.analysts n, a whole number from 1.
 * @param options.correlation ρ, −1/(n − 1) to 1.
 * @param options.error σ, the error of one analyst; 1 by default.
 * @throws {RangeError} If an option is out of range.
 *
 * @example Four copies, four independent ones
 * ```ts
 * import { expectedCommitteeError } from "lab/committee";
 * import { equal } from "node:assert/strict";
 *
 * equal(expectedCommitteeError({ analysts: 4, correlation: 1 }), 1);
 * equal(expectedCommitteeError({ analysts: 4, correlation: 0 }), 0.5);
 * ```
 */
export function expectedCommitteeError(
  options: { readonly analysts: number; readonly correlation: number; readonly error?: number },
): number {
  const n = checkedCount(options.analysts), { error = 1 } = options;
  const rho = checkedCorrelation(options.correlation, n);
  if (!(error >= 0 && error < Infinity)) {
    throw new RangeError(
      `Cannot find a committee's error: need an analyst's error from 0, got ${error}`,
    );
  }
  return error * Math.sqrt(Math.max(0, rho + (1 - rho) / n));
}

/**
 * The same as a simulation: normal errors with correlation ρ are drawn and averaged.
 *
 * Each error is √ρ times a draw that all share plus √(1 − ρ) times one of its own.
 *
 * @param sizes Numbers of analysts.
 * @param options.correlation ρ, 0 to 1.
 * @param options.seed Any safe integer; each size has a stream of its own.
 * @param options.error σ, the error of one analyst; 1 by default.
 * @param options.draws Questions per size; 4,000 by default.
 * @throws {RangeError} If a size or an option is out of range.
 *
 * @example Copies gain nothing
 * ```ts
 * import { simulatedCommitteeErrors } from "lab/committee";
 * import { ok } from "node:assert/strict";
 *
 * const of = (correlation: number) => simulatedCommitteeErrors([9], { correlation, seed: 7 })[0];
 * ok(Math.abs(of(1).error - 1) < 0.05);
 * ok(Math.abs(of(0).error - 1 / 3) < 0.02);
 * ```
 */
export function simulatedCommitteeErrors(
  sizes: readonly number[],
  options: {
    readonly correlation: number;
    readonly seed: number;
    readonly error?: number;
    readonly draws?: number;
  },
): readonly CommitteeError[] {
  const { correlation, seed, error = 1, draws = DRAWS } = options;
  if (!(correlation >= 0 && correlation <= 1)) {
    throw new RangeError(
      `Cannot simulate committees: the correlation must lie from 0 to 1, got ${correlation}`,
    );
  }
  if (!Number.isInteger(draws) || draws < 1) {
    throw new RangeError(
      `Cannot simulate committees: need a whole number of draws from 1, got ${draws}`,
    );
  }
  const common = Math.sqrt(correlation), own = Math.sqrt(1 - correlation);
  return sizes.map((analysts) => {
    const stream = randomStream(seed, checkedCount(analysts));
    let squares = 0;
    for (let k = 0; k < draws; k++) {
      const shared = common * stream.normal();
      let sum = 0;
      for (let i = 0; i < analysts; i++) sum += shared + own * stream.normal();
      squares += (sum / analysts) ** 2;
    }
    return { analysts, error: error * Math.sqrt(squares / draws) };
  });
}

/**
 * The error of real committees: every group of n analysts averaged, over the questions that all of
 * them answered.
 *
 * @param errors From `analystErrors`; a question (sector, day and sample) that one analyst left out
 *   is left out for all, so that every group is judged on the same ones.
 * @returns One row per n from 1 to the number of analysts; empty where nothing is common.
 * @throws {RangeError} If there are more than 12 analysts.
 *
 * @example Two who err in opposite ways
 * ```ts
 * import { measuredCommitteeErrors } from "lab/committee";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const question = { sector: "XLK", day: day("2020-03-20"), sample: 0 } as const;
 * deepEqual(
 *   measuredCommitteeErrors([
 *     { ...question, analyst: "a", error: 1 },
 *     { ...question, analyst: "b", error: -1 },
 *   ]),
 *   [{ analysts: 1, error: 1 }, { analysts: 2, error: 0 }],
 * );
 * ```
 */
export function measuredCommitteeErrors(
  errors: readonly AnalystError[],
): readonly CommitteeError[] {
  const analysts = [...new Set(errors.map(({ analyst }) => analyst))];
  const count = analysts.length;
  if (count > MOST_ANALYSTS) {
    throw new RangeError(
      `Cannot form all committees: need at most ${MOST_ANALYSTS} analysts, got ${count}`,
    );
  }
  const questions = new Map<string, Map<string, number>>();
  for (const { analyst, sector, day, sample, error } of errors) {
    const question = JSON.stringify([day, sector, sample]);
    const answers = questions.get(question);
    if (answers) answers.set(analyst, error);
    else questions.set(question, new Map([[analyst, error]]));
  }
  const common = [...questions.values()].filter((answers) => answers.size === count)
    .map((answers) => analysts.map((analyst) => answers.get(analyst)!));
  if (common.length === 0) return [];
  const squares = new Array<number>(count + 1).fill(0),
    groups = new Array<number>(count + 1).fill(0);
  for (let group = 1; group < 2 ** count; group++) {
    const members = analysts.flatMap((_, i) => group & (1 << i) ? [i] : []);
    let sum = 0;
    for (const row of common) {
      let total = 0;
      for (const i of members) total += row[i];
      sum += (total / members.length) ** 2;
    }
    squares[members.length] += sum / common.length;
    groups[members.length]++;
  }
  return analysts.map((_, i) => ({
    analysts: i + 1,
    error: Math.sqrt(squares[i + 1] / groups[i + 1]),
  }));
}
