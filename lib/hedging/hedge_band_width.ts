/** What a band must weigh up. */
interface BandCosts {
  /** Proportional cost of a trade, share of its value: 0.0005 is 5 bp. */
  readonly costRate: number;
  /** s, by how much the beta drifts in a year, standard deviation. */
  readonly betaDrift: number;
  /** γ in the penalty γσ²X²/2 on a beta that is off by X; 2 by default. */
  readonly riskAversion?: number;
  /** σ of the market per year: 0.16 is 16 %. */
  readonly marketVolatility: number;
}

/**
 * The band that costs least in the long run, and what it costs per year.
 *
 * For a beta that drifts like a Brownian motion, dX = s dW, a penalty γσ²X²/2 and a cost c of trades:
 * trading to the edge costs `γσ²b²/6 + cs²/(2b)` a year, least at `b = (3cs²/(2γσ²))^{1/3}`; trading to
 * the target `γσ²b²/12 + cs²/b`, least at `(6cs²/(γσ²))^{1/3}`. The target's band is wider, and dearer by
 * a quarter at its best.
 *
 * @param costs See {@linkcode BandCosts}.
 * @param to Where a trade ends; `edge` by default.
 * @returns The band as a beta, and penalty and trading cost per year, shares of equity.
 * @throws {RangeError} If a figure is not above zero.
 *
 * @example
 * ```ts
 * import { hedgeBandWidth } from "lab/hedging";
 * import { equal } from "node:assert/strict";
 *
 * const { band } = hedgeBandWidth({ costRate: 5e-4, betaDrift: 0.15, marketVolatility: 0.16 });
 * equal(band.toFixed(3), "0.069");
 * ```
 */
export function hedgeBandWidth(
  costs: BandCosts,
  to: "edge" | "target" = "edge",
): { readonly band: number; readonly penaltyPerYear: number; readonly costPerYear: number } {
  const { costRate, betaDrift, riskAversion = 2, marketVolatility } = costs;
  for (
    const [name, value] of Object.entries({ costRate, betaDrift, riskAversion, marketVolatility })
  ) {
    if (!(value > 0 && value < Infinity)) {
      throw new RangeError(`Cannot set the width of a band: ${name} must be above 0, got ${value}`);
    }
  }
  const dear = costRate * betaDrift ** 2, risk = riskAversion * marketVolatility ** 2;
  const band = Math.cbrt((to === "edge" ? 1.5 : 6) * dear / risk);
  return {
    band,
    penaltyPerYear: risk * band * band / (to === "edge" ? 6 : 12),
    costPerYear: dear / (to === "edge" ? 2 * band : band),
  };
}
