import type { RandomStream } from "lab/stats";

/** A positive definite matrix with volatilities from 5 to 40 % and correlations of any kind. */
export function randomCovariance(draw: RandomStream, n: number): number[][] {
  const loadings = Array.from({ length: n }, () => Array.from({ length: 3 }, () => draw.normal()));
  const scale = loadings.map(() => 0.05 + 0.35 * draw.uniform());
  return loadings.map((a, i) =>
    loadings.map((b, j) => {
      const size = (row: readonly number[]) => Math.sqrt(row.reduce((s, v) => s + v * v, 0.3));
      const common = a.reduce((sum, value, k) => sum + value * b[k], i === j ? 0.3 : 0);
      return scale[i] * scale[j] * common / (size(a) * size(b));
    })
  );
}
