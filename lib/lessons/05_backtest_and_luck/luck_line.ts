import { listed, number } from "../../charts/mod.ts";
import {
  bootstrapSharpes,
  deflatedSharpe,
  minimumTrackRecord,
  probabilisticSharpe,
  sharpeRecord,
} from "../../evidence/mod.ts";
import { percentileInterval } from "../../stats/mod.ts";
import { excessReturns, type LuckRecord } from "./luck_record.ts";
import { type Notice, notice } from "../kit/notice.ts";

/** Beyond so many years a number of weeks says no more than "never". */
const LONGEST_YEARS = 1000;

/** Resampled records of a Sharpe ratio, a year, and the interval that they give. */
interface SharpeDraws {
  readonly values: readonly number[];
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/**
 * What the committee's Sharpe ratio could have been: its weeks drawn again in blocks.
 *
 * @param options.draws Resamples; 10,000 in the lab's own reports.
 *
 * @example
 * ```ts
 * import { luckRecord, sharpeDraws } from "lab/lesson/05";
 * import { simulatedMarket } from "lab/market";
 * import { ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 4 });
 * const record = await luckRecord(market, { until: market.prices.days.at(-1)!, years: 1 });
 * const { low, estimate, high } = sharpeDraws(record, { draws: 200, seed: 7 });
 * ok(low < estimate && estimate < high);
 * ```
 */
export function sharpeDraws(
  { run, panel, sharpe }: LuckRecord,
  options: { readonly draws: number; readonly seed: number },
): SharpeDraws {
  const year = Math.sqrt(panel.periodsPerYear);
  const { values } = bootstrapSharpes(excessReturns(run, panel), options);
  const yearly = [...values].map((value) => value * year);
  const { low, high } = percentileInterval(yearly);
  return { values: yearly, estimate: sharpe, low, high };
}

/** A confidence as a percentage that is never rounded to certainty. */
function confidence(share: number): string {
  return share > 0.9995
    ? "above 99.9 %"
    : share < 0.0005
    ? "below 0.1 %"
    : `${number(100 * share, { digits: 1 })} %`;
}

/**
 * Deflated Sharpe ratio and minimum track record of the committee in one line, with the same for the
 * best of as many tries.
 *
 * The variance of the tries' ratios is that of pure noise, 1/n, for the counter keeps no ratios.
 *
 * @param record Ours.
 * @param options.tried How many were tried in its family, by the counter.
 * @param options.beside Another number of tries, to compare with.
 *
 * @example
 * ```ts
 * import { luckLine, luckRecord } from "lab/lesson/05";
 * import { simulatedMarket } from "lab/market";
 * import { match } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 4 });
 * const record = await luckRecord(market, { until: market.prices.days.at(-1)!, years: 1 });
 * match(luckLine(record, { tried: 1, beside: 66 }).message, /52 weeks/);
 * ```
 */
export function luckLine(
  { run, panel, periodName }: LuckRecord,
  options: { readonly tried: number; readonly beside: number },
): Notice {
  const record = sharpeRecord(excessReturns(run, panel)), variance = 1 / record.periods;
  const by = (trials: number) =>
    confidence(deflatedSharpe(record, { trials, variance }).probability);
  const needed = minimumTrackRecord(record);
  const count = (value: number) => number(Math.ceil(value), { digits: 0 });
  const length = needed === undefined
    ? "no length of record would do, since the ratio is not above zero"
    : needed <= record.periods
    ? `a record of ${count(needed)} ${periodName} would have been enough`
    : needed > LONGEST_YEARS * panel.periodsPerYear
    ? `it takes more than ${number(LONGEST_YEARS, { digits: 0 })} years, if it goes on like this`
    : `it takes a record of ${count(needed)} ${periodName}, ${
      count(needed - record.periods)
    } more than there are, if it goes on like this`;
  const tries = [...new Set([options.tried, options.beside])].filter((n) => n > 1)
    .map((n) => `${by(n)} as the best of ${n}`);
  return notice(
    "note",
    `After ${record.periods} ${periodName}, confidence that the true ratio is above zero is ` +
      `${confidence(probabilisticSharpe(record))} as the only one that was tried` +
      `${tries.length > 0 ? `, ${listed(tries)}` : ""} (deflated Sharpe ratio); and for 95 % ` +
      `against zero ${length}.`,
  );
}
