import { quantile } from "../../stats/mod.ts";

/** One bar of a histogram. */
export interface HistogramBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Count over the number of values. */
  readonly share: number;
}

/** Widths that read well on an axis, times a power of ten. */
const STEPS = [1, 2, 2.5, 5, 10];

/**
 * Values counted in bins of one round width, with an edge at a given place.
 *
 * Counting here rather than in Plot keeps a chart of 10,000 values as small as one of ten, and puts an
 * edge on zero, so that no bar mixes gains with losses. A value on an edge belongs to the bin above it.
 *
 * @param values At least one, all finite.
 * @param options.about How many bins there should be about; 30 by default.
 * @param options.edge Where an edge must lie; 0 by default.
 * @throws {RangeError} If there is no value or one is not finite.
 */
export function histogramBins(
  values: ArrayLike<number>,
  options: { readonly about?: number; readonly edge?: number } = {},
): HistogramBin[] {
  const { about = 30, edge = 0 } = options;
  if (values.length === 0) throw new RangeError("Cannot draw a histogram: need values, got none");
  let low = Infinity, high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new RangeError(
        `Cannot draw a histogram: every value must be a finite number, got ${values[i]} at ` +
          `position ${i}`,
      );
    }
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  const rough = (high - low || Math.abs(high) || 1) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const width = power * STEPS.find((step) => step * power >= rough * 0.999)!;
  // A hair above: 0.3 / 0.1 is 2.9999999999999996.
  const bin = (value: number) => Math.floor((value - edge) / width + 1e-9);
  const first = bin(low), counts = new Array<number>(bin(high) - first + 1).fill(0);
  for (let i = 0; i < values.length; i++) counts[bin(values[i]) - first]++;
  return counts.map((count, i) => ({
    from: edge + (first + i) * width,
    to: edge + (first + i + 1) * width,
    count,
    share: count / values.length,
  }));
}

/** Bars there may be at most, and the fewest. */
const MOST_BARS = 48, LEAST_BARS = 8;

/**
 * Bars of one width with an edge at zero, by Freedman and Diaconis' rule (Probability Theory and
 * Related Fields 57, 1981), between 8 and 48 to the range; bars without a value are left out.
 */
export function freedmanDiaconisBins(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b), n = sorted.length;
  if (n === 0) return { bars: [], width: 0.01 };
  const range = Math.max(sorted[n - 1], 0) - Math.min(sorted[0], 0);
  if (range === 0) return { bars: [{ from: 0, to: 0.01, count: n }], width: 0.01 };
  const rule = 2 * (quantile(values, 0.75) - quantile(values, 0.25)) / Math.cbrt(n);
  const width = Math.min(Math.max(rule, range / MOST_BARS), range / LEAST_BARS);
  const counts = new Map<number, number>();
  for (const value of sorted) {
    const bin = Math.floor(value / width);
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  const bars = [...counts].sort(([a], [b]) => a - b)
    .map(([bin, count]) => ({ from: bin * width, to: (bin + 1) * width, count }));
  return { bars, width };
}
