import { TRADING_DAYS_A_YEAR } from "../../days.ts";
import type { PathPanel } from "../../charts/mod.ts";
import { inverseFundPath } from "../../hedging/mod.ts";
import { randomStream } from "../../stats/mod.ts";

/** An index of which the end and the volatility are given, and only the way there is left to chance. */
interface Shape {
  readonly label: string;
  /** Return over the whole time. */
  readonly end: number;
  /** Realised, per year. */
  readonly volatility: number;
}

/** A year's half, so that what a whole year does is left to the reader. */
const DAYS = 126;

const SHAPES: readonly Shape[] = [
  { label: "Calm: flat at 8 %", end: 0, volatility: 0.08 },
  { label: "Trend: −20 % at 12 %", end: -0.2, volatility: 0.12 },
  { label: "Zigzag: flat at 25 %", end: 0, volatility: 0.25 },
];

/**
 * Daily returns of an index whose end and realised volatility are exactly as asked.
 *
 * Drawn log returns are brought to a mean of ln(1 + end)/n and a mean square of σ²/252.
 *
 * @throws {RangeError} If the trend alone has more variance than the volatility allows.
 */
export function shapedReturns(
  shape: { readonly end: number; readonly volatility: number },
  options: { readonly days: number; readonly seed: number; readonly shard?: number },
): readonly number[] {
  const { days, seed, shard = 0 } = options;
  const drift = Math.log1p(shape.end) / days;
  const spread = shape.volatility ** 2 / TRADING_DAYS_A_YEAR - drift ** 2;
  if (!(spread > 0)) {
    throw new RangeError(
      `Cannot shape an index: a move of ${shape.end} in ${days} days needs more volatility than ` +
        `${shape.volatility}`,
    );
  }
  const stream = randomStream(seed, shard);
  const draws = Array.from({ length: days }, () => stream.normal());
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / days;
  const square = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / days;
  return draws.map((draw) => Math.expm1(drift + (draw - mean) * Math.sqrt(spread / square)));
}

/**
 * A fund with a daily target over half a year of three indices: calm, trend and zigzag.
 *
 * Without carry and fee, so that only the path counts. Dashed is leverage times the index.
 *
 * @param options.leverage Such as −2.
 * @param options.seed Draws the way of each index; its end and volatility are fixed.
 * @param options.guess A guess of the last panel's end.
 *
 * @example Minus three times the variance, whatever the way
 * ```ts
 * import { fundPanels } from "lab/lesson/04";
 * import { ok } from "node:assert/strict";
 *
 * const zigzag = fundPanels({ leverage: -2, seed: 7 })[2];
 * ok(Math.abs(zigzag.full.at(-1)! - Math.exp(-3 * 0.25 ** 2 / 2)) < 0.01);
 * ```
 */
export function fundPanels(
  options: { readonly leverage: number; readonly seed: number; readonly guess?: number },
): PathPanel[] {
  const { leverage, seed, guess } = options;
  return SHAPES.map((shape, shard) => {
    const returns = shapedReturns(shape, { days: DAYS, seed, shard });
    let growth = 1;
    const dashed = [1, ...returns.map((r) => 1 + leverage * ((growth *= 1 + r) - 1))];
    return {
      label: shape.label,
      full: inverseFundPath(returns, { leverage }),
      dashed,
      ...(shard === SHAPES.length - 1 && guess !== undefined ? { guess } : {}),
    };
  });
}
