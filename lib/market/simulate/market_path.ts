import { TRADING_DAYS_A_YEAR } from "../../days.ts";
import type { RandomStream } from "../../stats/mod.ts";
import { LARGEST_MARKET_MOVE, MARKET_GARCH, MARKET_REGIMES, REGIMES } from "./parameters.ts";

/** The market's days: simple returns, and how excited its volatility was (mean about one). */
export interface MarketPath {
  readonly returns: Float64Array;
  /** The volatility with which each return was drawn, known the evening before. */
  readonly vols: Float64Array;
  readonly excitement: Float64Array;
}

/** Market returns: the regime sets level and drift, a GJR-GARCH with Student shocks the clusters. */
export function marketPath(stream: RandomStream, regimes: Uint8Array): MarketPath {
  const { alpha, gamma, beta, df } = MARKET_GARCH;
  const omega = 1 - alpha - gamma / 2 - beta;
  const drift = REGIMES.map((name) => MARKET_REGIMES[name].driftPerYear / TRADING_DAYS_A_YEAR);
  const vol = REGIMES.map((name) =>
    MARKET_REGIMES[name].volPerYear / Math.sqrt(TRADING_DAYS_A_YEAR)
  );
  const returns = new Float64Array(regimes.length), excitement = new Float64Array(regimes.length);
  const vols = new Float64Array(regimes.length);
  let g = 1;
  for (let t = 0; t < regimes.length; t++) {
    const z = stream.student(df);
    vols[t] = vol[regimes[t]] * Math.sqrt(g);
    returns[t] = Math.max(
      -LARGEST_MARKET_MOVE,
      Math.min(LARGEST_MARKET_MOVE, drift[regimes[t]] + vols[t] * z),
    );
    excitement[t] = g;
    g = omega + (alpha + (z < 0 ? gamma : 0)) * g * z * z + beta * g;
  }
  return { returns, vols, excitement };
}
