import { mean, standardDeviation, stationaryBootstrap } from "lab/stats";
import { ok } from "node:assert/strict";
import { SOAK } from "../soak.ts";
import { remembering } from "./remembering.ts";

const near = (a: number, b: number, within: number) =>
  ok(Math.abs(a - b) <= within, `${a} is not within ${within} of ${b}`);

Deno.test("stationaryBootstrap() of a mean has the variance of Politis and Romano's formula", () => {
  // Var* = (R₀ + 2Σ((1 − k/n)q^k + (k/n)q^(n−k))·R_k)/n with q = 1 − 1/length (their lemma 1).
  const series = remembering(), n = series.length, m = mean(series), q = 1 - 1 / 8;
  let variance = 0;
  for (let k = 0; k < n; k++) {
    let r = 0;
    for (let t = k; t < n; t++) r += (series[t] - m) * (series[t - k] - m) / n;
    variance += k === 0 ? r : 2 * ((1 - k / n) * q ** k + k / n * q ** (n - k)) * r;
  }
  variance /= n;
  const draws = SOAK ? 100_000 : 10_000;
  const { values } = stationaryBootstrap(series, mean, { seed: 5, draws, blockLength: 8 });
  near(standardDeviation(values) ** 2 / variance, 1, 4 * Math.sqrt(2 / draws));
});
