import type { Draws } from "./draws.ts";

/** Volatility of the market per year, about that of the S&P 500. */
const MARKET = 0.16;

/**
 * A covariance per year as sectors have it: the market's part by beta, two common movements of the
 * rest, and each sector's own; the market comes last.
 */
export function randomCovariance(random: Draws, betas: readonly number[]): number[][] {
  const common = betas.map(() => [0.06 * random.normal(), 0.06 * random.normal()]);
  const own = betas.map(() => 0.06 + 0.08 * random.uniform());
  const exposures = [...betas, 1], m = betas.length;
  return exposures.map((b, i) =>
    exposures.map((c, j) => {
      let sum = b * c * MARKET ** 2;
      if (i < m && j < m) sum += common[i][0] * common[j][0] + common[i][1] * common[j][1];
      // The fund on the market has a little of its own, or the matrix would be singular.
      if (i === j) sum += i < m ? own[i] ** 2 : 0.01 ** 2;
      return sum;
    })
  );
}

/** x′Σx by plain sums. */
export function variance(covariance: readonly (readonly number[])[], x: readonly number[]): number {
  let sum = 0;
  x.forEach((a, i) => x.forEach((b, j) => sum += a * covariance[i][j] * b));
  return sum;
}
