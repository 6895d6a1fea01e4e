import { correlation } from "../stats/mod.ts";
import type { BallotOutcome } from "./outcomes.ts";
import type { QuestionNames } from "./question_names.ts";

/**
 * The relative return that one point of score stands for, a share: the mean spread of sector returns
 * over four weeks, 3.7 % (real sectors, 2018 to 2026). A typical outcome then lies one point from 3.
 */
export const RETURN_PER_POINT = 0.037;
/** Fewer common questions than this say nothing about how two analysts err together. */
export const LEAST_COMMON_ERRORS = 12;

/** How far a score lay from what it should have been. */
export interface AnalystError extends QuestionNames {
  /** Points: (score − 3) minus the outcome in points. */
  readonly error: number;
}

/**
 * Each ballot's error in points: (score − 3) − outcome/returnPerPoint.
 *
 * Most of an error is the outcome itself, which nobody foresaw and which is the same for all who
 * scored the sector that day. So even analysts who know nothing of each other err alike to a degree,
 * and no committee, however large, can average that part away.
 *
 * @param rows From `ballotOutcomes`; those without a score or an outcome are left out, and
 *   those whose author may know the outcome. Threes count:
 *   who takes no side still errs by the outcome.
 * @param options.returnPerPoint Relative return that one point stands for, a share; 0.037 by default.
 * @throws {RangeError} If it is not above 0.
 *
 * @example A 4 on a sector that did two points' worth better
 * ```ts
 * import { analystErrors } from "lab/committee";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const [{ error }] = analystErrors([{
 *   analyst: "a", sector: "XLK", day: day("2020-03-20"), sample: 0, confidence: 0.6,
 *   score: 4, outcome: 0.074,
 * }]);
 * equal(error, -1);
 * ```
 */
export function analystErrors(
  rows: readonly BallotOutcome[],
  options: { readonly returnPerPoint?: number } = {},
): readonly AnalystError[] {
  const { returnPerPoint = RETURN_PER_POINT } = options;
  if (!(returnPerPoint > 0 && returnPerPoint < Infinity)) {
    throw new RangeError(
      `Cannot take errors: returnPerPoint must be a share above 0 (0.037 for 3.7 %), ` +
        `got ${returnPerPoint}`,
    );
  }
  return rows.flatMap(({ analyst, sector, day, sample, score, outcome, contaminated }) =>
    score === undefined || outcome === undefined || contaminated
      ? []
      : [{ analyst, sector, day, sample, error: score - 3 - outcome / returnPerPoint }]
  );
}

/**
 * The errors less each analyst's mean error for the sector, its house bias against outcomes.
 *
 * @param errors From `analystErrors`, of a whole period.
 *
 * @example Always two points too high is a habit, not an error that changes
 * ```ts
 * import { withoutMeanError } from "lab/committee";
 * import { addCalendarDays } from "lab/market";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const errors = [1, 3].map((error, i) => ({
 *   analyst: "a", sector: "XLK" as const, sample: 0, error,
 *   day: addCalendarDays(day("2020-03-20"), 28 * i),
 * }));
 * deepEqual(withoutMeanError(errors).map(({ error }) => error), [-1, 1]);
 * ```
 */
export function withoutMeanError(errors: readonly AnalystError[]): readonly AnalystError[] {
  const sums = new Map<string, { sum: number; count: number }>();
  const key = ({ analyst, sector }: AnalystError) => JSON.stringify([analyst, sector]);
  for (const one of errors) {
    const known = sums.get(key(one));
    if (known) {
      known.sum += one.error;
      known.count++;
    } else sums.set(key(one), { sum: one.error, count: 1 });
  }
  return errors.map((one) => {
    const { sum, count } = sums.get(key(one))!;
    return { ...one, error: one.error - sum / count };
  });
}

/** One cell of a matrix of error correlations. */
export interface ErrorCorrelation {
  readonly a: string;
  readonly b: string;
  /** −1 to 1; absent where fewer than 12 questions are common or one side never varies. */
  readonly correlation?: number;
  /** Questions (sector, day and sample) that both answered. */
  readonly common: number;
}

/**
 * How alike analysts err: the correlation of their errors, for every pair, as cells of a square.
 *
 * Scores alone would not do: analysts may agree because the evidence was plain. Each analyst's mean
 * error per sector is taken off first, so that two with the same house bias do not pass for copies.
 *
 * @param errors From `analystErrors`.
 * @returns One cell per ordered pair of analysts, the diagonal included, in the order of first
 *   mention.
 * @throws {RangeError} If an analyst has two errors for one sector, day and sample.
 *
 * @example A copy errs exactly alike
 * ```ts
 * import { type AnalystError, errorCorrelation } from "lab/committee";
 * import { addCalendarDays } from "lab/market";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const errors: AnalystError[] = ["a", "copy of a"].flatMap((analyst) =>
 *   Array.from({ length: 20 }, (_, i) => ({
 *     analyst, sector: "XLK" as const, sample: 0,
 *     day: addCalendarDays(day("2020-01-03"), 28 * i), error: Math.sin(i),
 *   }))
 * );
 * equal(errorCorrelation(errors)[1].correlation!.toFixed(9), "1.000000000");
 * ```
 */
export function errorCorrelation(
  errors: readonly AnalystError[],
): readonly ErrorCorrelation[] {
  const byAnalyst = new Map<string, Map<string, number>>();
  for (const { analyst, sector, day, sample, error } of withoutMeanError(errors)) {
    let own = byAnalyst.get(analyst);
    if (!own) byAnalyst.set(analyst, own = new Map());
    const question = JSON.stringify([day, sector, sample]);
    if (own.has(question)) {
      throw new RangeError(
        `Cannot correlate errors: need one error per analyst, sector, day and sample, got two of ` +
          `${analyst} on ${sector}, ${day}, sample ${sample}`,
      );
    }
    own.set(question, error);
  }
  const analysts = [...byAnalyst];
  return analysts.flatMap(([a, ofA]) =>
    analysts.map(([b, ofB]): ErrorCorrelation => {
      const x: number[] = [], y: number[] = [];
      for (const [question, error] of ofA) {
        const other = ofB.get(question);
        if (other === undefined) continue;
        x.push(error);
        y.push(other);
      }
      const common = x.length;
      const found = common < LEAST_COMMON_ERRORS ? undefined : correlation(x, y);
      return { a, b, common, ...(found === undefined ? {} : { correlation: found }) };
    })
  );
}

/**
 * The two different analysts whose errors are most alike; nothing where no pair has a figure.
 *
 * @param cells From `errorCorrelation`.
 *
 * @example
 * ```ts
 * import { mostAlike } from "lab/committee";
 * import { equal } from "node:assert/strict";
 *
 * const cells = [
 *   { a: "x", b: "x", correlation: 1, common: 40 },
 *   { a: "x", b: "y", correlation: 0.6, common: 40 },
 *   { a: "x", b: "z", correlation: 0.9, common: 40 },
 * ];
 * equal(mostAlike(cells)?.b, "z");
 * ```
 */
export function mostAlike(cells: readonly ErrorCorrelation[]): ErrorCorrelation | undefined {
  let best: ErrorCorrelation | undefined;
  for (const cell of cells) {
    if (cell.a === cell.b || cell.correlation === undefined) continue;
    if (best === undefined || cell.correlation > best.correlation!) best = cell;
  }
  return best;
}
