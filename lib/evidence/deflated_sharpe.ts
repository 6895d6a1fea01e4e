import { expectedMaximumSharpe } from "./expected_maximum_sharpe.ts";
import { probabilisticSharpe } from "./probabilistic_sharpe.ts";
import type { SharpeRecord } from "./sharpe_record.ts";

/** A Sharpe ratio judged against the best that as many tries offer by chance. */
export interface DeflatedSharpe {
  /** Confidence that the true ratio lies above the threshold: DSR; one minus a p-value. */
  readonly probability: number;
  /** The expected best ratio of as many trials without skill, per period. */
  readonly threshold: number;
  /** Trials counted, as given. */
  readonly trials: number;
}

/**
 * The confidence that a Sharpe ratio is more than the best of N tries without skill: DSR.
 *
 * PSR with `expectedMaximumSharpe` as benchmark (Bailey and López de Prado, "The Deflated Sharpe
 * Ratio", Journal of Portfolio Management 40(5), 2014). Everything hangs on an honest N: give the
 * count of the trials file, and beside it the answer for the effective number.
 *
 * @param record Of the one that is shown; per period.
 * @param options.trials N, from 1; an effective number need not be whole.
 * @param options.variance Variance of the trials' Sharpe ratios, per period.
 * @throws {RangeError} If the record is no possible one, there is no trial, or the variance is
 *   negative.
 *
 * @example The paper's example: five years of days, annual ratio 2.5, 100 trials
 * ```ts
 * import { deflatedSharpe } from "lab/evidence";
 * import { equal } from "node:assert/strict";
 *
 * const record = { sharpe: 2.5 / Math.sqrt(250), periods: 1250, skewness: -3, kurtosis: 10 };
 * const { probability } = deflatedSharpe(record, { trials: 100, variance: 0.5 / 250 });
 * equal(probability.toFixed(4), "0.9004");
 * ```
 */
export function deflatedSharpe(
  record: SharpeRecord,
  options: { readonly trials: number; readonly variance: number },
): DeflatedSharpe {
  const { trials, variance } = options;
  if (!(variance >= 0 && Number.isFinite(variance))) {
    throw new RangeError(
      `Cannot deflate a Sharpe ratio: need the variance of the trials' ratios per period, from 0, ` +
        `got ${variance}`,
    );
  }
  const threshold = expectedMaximumSharpe(trials, Math.sqrt(variance));
  return { probability: probabilisticSharpe(record, { benchmark: threshold }), threshold, trials };
}
