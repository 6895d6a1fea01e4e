import { INTERVAL_LEVEL, normalQuantile } from "../stats/mod.ts";
import { type SharpeRecord, sharpeSpread } from "./sharpe_record.ts";

/**
 * How many periods a record must have before its Sharpe ratio is above a benchmark: MinTRL.
 *
 * 1 + (1 − γ₃·SR + ¼(γ₄ − 1)·SR²)·(z/(SR − SR*))², Bailey and López de Prado, Journal of Risk 15,
 * 2012. One-sided: z is 1.645 at 95 %. Should the record go on as it was, its PSR reaches the level
 * at that length. Less what there is already, it is the number of periods still needed.
 *
 * @param record Sharpe ratio per period with skewness and kurtosis; its own n does not enter.
 * @param options.benchmark SR*, per period; 0 by default.
 * @param options.level One-sided confidence; 0.95 by default.
 * @returns Periods, not rounded; `undefined` where the ratio is not above the benchmark, for then no
 *   length would do.
 * @throws {RangeError} If the record is no possible one or an option is out of range.
 *
 * @example Years of weeks for an annual Sharpe ratio of 1
 * ```ts
 * import { minimumTrackRecord } from "lab/evidence";
 * import { equal } from "node:assert/strict";
 *
 * const weeks = minimumTrackRecord({ sharpe: 1 / Math.sqrt(52), periods: 52 })!;
 * equal((weeks / 52).toFixed(1), "2.8");
 * equal(minimumTrackRecord({ sharpe: -0.1, periods: 52 }), undefined);
 * ```
 */
export function minimumTrackRecord(
  record: SharpeRecord,
  options: { readonly benchmark?: number; readonly level?: number } = {},
): number | undefined {
  const { benchmark = 0, level = INTERVAL_LEVEL } = options;
  const action = "find a minimum track record";
  if (!Number.isFinite(benchmark)) {
    throw new RangeError(`Cannot ${action}: need a finite benchmark, got ${benchmark}`);
  }
  if (!(level > 0.5 && level < 1)) {
    throw new RangeError(`Cannot ${action}: level must lie in (0.5, 1), got ${level}`);
  }
  const spread = sharpeSpread(record, action);
  if (record.sharpe <= benchmark) return undefined;
  return 1 + spread * (normalQuantile(level) / (record.sharpe - benchmark)) ** 2;
}
