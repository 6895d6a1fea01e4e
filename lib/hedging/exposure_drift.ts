import { fundTerms } from "./fund_terms.ts";

/**
 * Money that an exposure takes through a fund: |exposure| ÷ |leverage|.
 *
 * A −2x fund gives twice the exposure for the money, so a short of 6 % takes 3 %. Limits speak of
 * exposure, cash of capital: report both.
 *
 * @param exposure Signed exposure wanted, share of equity.
 * @param leverage Of the fund: 1, −1 or −2.
 * @returns Capital, share of equity, at least 0.
 * @throws {RangeError} If a figure is not finite or the leverage is 0.
 *
 * @example
 * ```ts
 * import { fundCapital } from "lab/hedging";
 * import { equal } from "node:assert/strict";
 *
 * equal(fundCapital(-0.06, -2), 0.03);
 * ```
 */
export function fundCapital(exposure: number, leverage: number): number {
  fundTerms({ leverage }, "size a fund");
  return finite(exposure, "exposure", "size a fund") === 0 ? 0 : Math.abs(exposure / leverage);
}

/**
 * What an exposure has become after the index moved, if nothing was traded.
 *
 * Through a fund it follows the fund's value, `exposure · Π(1 + L·r)`: a short through an inverse fund
 * **grows when it wins** and shrinks when it loses. A borrowed short (leverage 1, exposure below 0) does
 * the opposite.
 *
 * @param exposure Signed exposure at the start, share of equity.
 * @param options.leverage Of the fund that holds it; 1 for shares, held or borrowed.
 * @param options.indexReturns Daily returns since; one number for a single day.
 * @returns Exposure, as a share of the equity at the start.
 * @throws {RangeError} If a figure is out of range.
 *
 * @example A tenth down: the fund's short grows to 7.2 %, a borrowed one shrinks to 5.4 %
 * ```ts
 * import { driftedExposure } from "lab/hedging";
 * import { deepEqual } from "node:assert/strict";
 *
 * const after = [-2, 1].map((leverage) =>
 *   driftedExposure(-0.06, { leverage, indexReturns: [-0.1] }).toFixed(3)
 * );
 * deepEqual(after, ["-0.072", "-0.054"]);
 * ```
 */
export function driftedExposure(
  exposure: number,
  options: { readonly leverage: number; readonly indexReturns: readonly number[] },
): number {
  const action = "let an exposure drift";
  const { leverage } = fundTerms({ leverage: options.leverage }, action);
  let value = finite(exposure, "exposure", action);
  options.indexReturns.forEach((r, day) => {
    if (!(r >= -1 && r < Infinity)) {
      throw new RangeError(
        `Cannot ${action}: need finite returns of at least -1, got ${r} at position ${day}`,
      );
    }
    value *= Math.max(0, 1 + leverage * r);
  });
  return value;
}

/**
 * The factor by which a fund's exposure grows over a longer time: `(1 + x)^L · exp(½(L − L²)·V)`.
 *
 * @param options.leverage Of the fund.
 * @param options.indexReturn x, the index's return over the whole time, above −1.
 * @param options.variance V = ∫σ²dt over that time; 0 by default, a move without zigzag.
 * @throws {RangeError} If an option is out of range.
 *
 * @example
 * ```ts
 * import { exposureGrowth } from "lab/hedging";
 * import { equal } from "node:assert/strict";
 *
 * equal(exposureGrowth({ leverage: -2, indexReturn: -0.1 }).toFixed(4), "1.2346");
 * ```
 */
export function exposureGrowth(options: {
  readonly leverage: number;
  readonly indexReturn: number;
  readonly variance?: number;
}): number {
  const action = "let an exposure grow";
  const { indexReturn, variance = 0 } = options;
  const { leverage } = fundTerms({ leverage: options.leverage }, action);
  if (!(indexReturn > -1 && indexReturn < Infinity)) {
    throw new RangeError(`Cannot ${action}: indexReturn must be above -1, got ${indexReturn}`);
  }
  if (!(variance >= 0 && variance < Infinity)) {
    throw new RangeError(`Cannot ${action}: variance must be at least 0, got ${variance}`);
  }
  return (1 + indexReturn) ** leverage * Math.exp((leverage - leverage * leverage) / 2 * variance);
}

function finite(value: number, name: string, action: string): number {
  if (Number.isFinite(value)) return value;
  throw new RangeError(`Cannot ${action}: ${name} must be a finite number, got ${value}`);
}
