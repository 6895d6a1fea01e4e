import { TRADING_DAYS_A_YEAR } from "../../days.ts";
import type { RandomStream } from "../../stats/mod.ts";
import { SECTORS } from "../sectors.ts";
import type { MarketPath } from "./market_path.ts";
import {
  FACTOR_DF,
  LARGEST_RESIDUAL_MOVE,
  REGIMES,
  RESIDUAL_FOLLOWS_MARKET,
  RESIDUAL_GARCH,
  RESIDUAL_REGIME_SCALE,
  SECTOR_PARAMETERS,
} from "./parameters.ts";

/** What moves sectors apart from the market. */
interface ResidualPaths {
  /** One path per sector, in the one order: simple returns without the market's part. */
  readonly residuals: readonly Float64Array[];
  /** The volatility with which each of them was drawn, known the evening before. */
  readonly vols: readonly Float64Array[];
  /** Returns of the three shared factors, in units of their own volatility. */
  readonly factors: readonly Float64Array[];
}

/**
 * Sector residuals: three shared factors and a shock of the sector's own, scaled by a volatility
 * that follows the regime, the market's excitement and the sector's own past shocks.
 */
export function residualPaths(
  stream: RandomStream,
  regimes: Uint8Array,
  market: MarketPath,
): ResidualPaths {
  const days = regimes.length;
  const { alpha, gamma, beta } = RESIDUAL_GARCH;
  const omega = 1 - alpha - gamma / 2 - beta;
  const scale = REGIMES.map((name) => RESIDUAL_REGIME_SCALE[name]);
  const rows = SECTORS.map((sector) => {
    const { loadings: [a, b, c], residualVol, df } = SECTOR_PARAMETERS[sector];
    return {
      a,
      b,
      c,
      own: Math.sqrt(1 - a * a - b * b - c * c),
      daily: residualVol / Math.sqrt(TRADING_DAYS_A_YEAR),
      df,
    };
  });
  const residuals = SECTORS.map(() => new Float64Array(days));
  const vols = SECTORS.map(() => new Float64Array(days));
  const factors = [0, 1, 2].map(() => new Float64Array(days));
  const g = new Float64Array(SECTORS.length).fill(1);
  for (let t = 0; t < days; t++) {
    const common = scale[regimes[t]] *
      Math.pow(market.excitement[t], RESIDUAL_FOLLOWS_MARKET / 2);
    const f0 = factors[0][t] = stream.student(FACTOR_DF[0]);
    const f1 = factors[1][t] = stream.student(FACTOR_DF[1]);
    const f2 = factors[2][t] = stream.student(FACTOR_DF[2]);
    for (let i = 0; i < rows.length; i++) {
      const { a, b, c, own, daily, df } = rows[i];
      const z = a * f0 + b * f1 + c * f2 + own * stream.student(df);
      const vol = daily * common * Math.sqrt(g[i]);
      vols[i][t] = vol;
      residuals[i][t] = Math.max(
        -LARGEST_RESIDUAL_MOVE,
        Math.min(LARGEST_RESIDUAL_MOVE, vol * z),
      );
      g[i] = omega + (alpha + (z < 0 ? gamma : 0)) * g[i] * z * z + beta * g[i];
    }
  }
  return { residuals, vols, factors };
}
