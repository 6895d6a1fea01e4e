import { equal, ok, throws } from "node:assert/strict";
import {
  autocorrelation,
  correlation,
  excessKurtosis,
  leftTailIndex,
  maxDrawdown,
  mean,
  quantile,
  randomStream,
  standardDeviation,
} from "lab/stats";

const x = [0.012, -0.034, 0.005, 0.021, -0.008, 0.017, -0.052, 0.003, -0.011, 0.04];
const y = [0.01, -0.02, 0.0, 0.03, -0.01, 0.005, -0.03, 0.01, -0.02, 0.02];

function near(found: number | undefined, expected: number): void {
  ok(found !== undefined && Math.abs(found - expected) < 1e-12, `${found} is not ${expected}`);
}

Deno.test("moments agree with NumPy and SciPy", () => {
  near(mean(x), -0.0007); // numpy.mean(x)
  near(standardDeviation(x), 0.02697344373020743); // numpy.std(x, ddof=1)
  near(correlation(x, y), 0.9007706385104214); // numpy.corrcoef(x, y)[0, 1]
  near(excessKurtosis(x), -0.37377436173971734); // scipy.stats.kurtosis(x)
  near(autocorrelation(x, 2), 0.12388631816862908); // d = x - mean; sum(d[2:] d[:-2]) / sum(d d)
  near(quantile(x, 0.05), -0.0439); // numpy.quantile(x, 0.05)
  near(quantile(x, 0.95), 0.03145); // numpy.quantile(x, 0.95)
  near(leftTailIndex(x, 0.5), 0.7457639588421825); // 2 / (ln(52/11) + ln(34/11))
  near(maxDrawdown(x), -0.05961528400000016); // v = cumprod(1 + x) from 1; min(v / running max - 1)
});

Deno.test("moments take typed arrays too", () => {
  equal(mean(Float64Array.of(1, 2, 6)), 3);
  near(excessKurtosis(Float64Array.from(x)), excessKurtosis(x));
});

Deno.test("leftTailIndex() finds the degrees of freedom of a Pareto tail", () => {
  const stream = randomStream(4);
  // Losses u^(−1/3) have the exact tail index 3; its standard error is 3/√k, k = 1,000.
  const losses = Array.from({ length: 20_000 }, () => -Math.pow(1 - stream.uniform(), -1 / 3));
  ok(Math.abs(leftTailIndex(losses) - 3) < 4 * 3 / Math.sqrt(1000));
});

Deno.test("maxDrawdown() counts the start as a peak and survives the loss of everything", () => {
  near(maxDrawdown([-0.1, -0.1]), -0.19);
  equal(maxDrawdown([0.5, -1, 0.2]), -1);
  equal(maxDrawdown([]), 0);
});

Deno.test("moments pass no NaN on and say where it was", () => {
  throws(() => mean([]), /Cannot take a mean: need at least 1 values, got 0/);
  throws(() => standardDeviation([1]), RangeError);
  throws(() => excessKurtosis([1, NaN, 2]), /got NaN at position 1/);
  throws(() => excessKurtosis([2, 2, 2]), /values that differ/);
  throws(() => autocorrelation(x, 0), /lag must be a whole number from 1, got 0/);
  throws(() => autocorrelation([1, 1, 1], 1), /values that differ/);
  throws(() => correlation([1, 2], [1]), /must have one length, got 2 and 1/);
  equal(correlation([1, 1], [1, 2]), undefined);
  throws(() => leftTailIndex([0.1, 0.2]), /need a loss beyond the threshold/);
  throws(() => leftTailIndex(x, 1), /share must lie between 0 and 1, got 1/);
  throws(() => quantile(x, 1.1), /share must lie from 0 to 1, got 1.1/);
  throws(() => maxDrawdown([0.1, -1.5]), /at least -1, got -1.5 at position 1/);
});
