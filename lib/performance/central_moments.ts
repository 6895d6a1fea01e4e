import { isConstant } from "../stats/mod.ts";

/** Mean and central moments of a series, each divided by n. */
interface CentralMoments {
  readonly n: number;
  readonly mean: number;
  /** Divided by n. */
  readonly second: number;
  readonly third: number;
  readonly fourth: number;
  /** Whether the values do not differ beyond the rounding of their mean. */
  readonly constant: boolean;
}

/** The first four moments about the mean, in two passes, summed in the order given. */
export function centralMoments(values: Float64Array): CentralMoments {
  const n = values.length;
  let sum = 0, largest = 0;
  for (const value of values) {
    sum += value;
    largest = Math.max(largest, Math.abs(value));
  }
  const mean = sum / n;
  let second = 0, third = 0, fourth = 0;
  for (const value of values) {
    const square = (value - mean) ** 2;
    second += square;
    third += square * (value - mean);
    fourth += square * square;
  }
  return {
    n,
    mean,
    second: second / n,
    third: third / n,
    fourth: fourth / n,
    constant: isConstant(Math.sqrt(second / n), largest),
  };
}
