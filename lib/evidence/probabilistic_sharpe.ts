import { normalProbability } from "../stats/mod.ts";
import { type SharpeRecord, sharpeSpread } from "./sharpe_record.ts";

/**
 * The confidence that the true Sharpe ratio lies above a benchmark, given a record: PSR.
 *
 * Φ((SR − SR*)·√(n − 1)/√(1 − γ₃·SR + ¼(γ₄ − 1)·SR²)), Bailey and López de Prado, "The Sharpe Ratio
 * Efficient Frontier", Journal of Risk 15, 2012. The authors call it a probability; it is one minus a
 * p-value, and says nothing of how many strategies without skill one has met. It takes the returns as
 * independent, and it knows nothing of how many records were tried: see `deflatedSharpe`.
 *
 * @param record Sharpe ratio per period with n, skewness and kurtosis; from `sharpeRecord`.
 * @param options.benchmark SR*, per period; 0 by default.
 * @throws {RangeError} If the record is no possible one or the benchmark not finite.
 *
 * @example The paper's fund: 24 months, skewed losses
 * ```ts
 * import { probabilisticSharpe } from "lab/evidence";
 * import { equal } from "node:assert/strict";
 *
 * const record = { sharpe: 0.458, periods: 24, skewness: -2.448, kurtosis: 10.164 };
 * equal(probabilisticSharpe(record).toFixed(3), "0.913");
 * equal(probabilisticSharpe({ sharpe: 0.458, periods: 24 }).toFixed(3), "0.982");
 * ```
 */
export function probabilisticSharpe(
  record: SharpeRecord,
  options: { readonly benchmark?: number } = {},
): number {
  const { benchmark = 0 } = options;
  const action = "find a probabilistic Sharpe ratio";
  if (!Number.isFinite(benchmark)) {
    throw new RangeError(`Cannot ${action}: need a finite benchmark, got ${benchmark}`);
  }
  const spread = sharpeSpread(record, action);
  return normalProbability(
    (record.sharpe - benchmark) * Math.sqrt(record.periods - 1) / Math.sqrt(spread),
  );
}
