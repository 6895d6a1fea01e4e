import { number } from "../../words.ts";

/** Seven classes of viridis, dark to light (S. van der Walt and N. Smith, matplotlib, 2015). */
const VIRIDIS = ["#440154", "#443983", "#31688e", "#21918c", "#35b779", "#90d743", "#fde725"];
/** Seven classes of ColorBrewer's RdBu; the middle one holds zero. */
const RED_BLUE = ["#b2182b", "#ef8a62", "#fddbc7", "#f7f7f7", "#d1e5f0", "#67a9cf", "#2166ac"];

/** Classes of a range with their colours. */
export interface FieldClasses {
  /** Lower end of each class but the first, rising. */
  readonly cuts: readonly number[];
  readonly colors: readonly string[];
  /** What each class holds, in words. */
  readonly labels: readonly string[];
  /** The class of a value, from 0. */
  levelOf(value: number): number;
}

/** Widths that read well, as multiples of a power of ten. */
const ROUND = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 15];

/** A round width at least this large. */
function roundWidth(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const times = ROUND.find((one) => one * power >= least * (1 - 1e-9))!;
  return Number((times * power).toPrecision(6));
}

/** Decimals that show multiples of a width. */
function decimalsOf(width: number): number {
  let digits = 0;
  while (digits < 8 && Math.abs(width * 10 ** digits - Math.round(width * 10 ** digits)) > 1e-6) {
    digits++;
  }
  return digits;
}

/** How a value is written; two decimals suit a Sharpe ratio. */
export type ValueFormat = (value: number, digits: number) => string;

/** A plain number. */
export const TWO_DIGITS: ValueFormat = (value, digits) => number(value, { digits });

/** The name of a value at the beginning of a sentence. */
export function capitalized(name: string): string {
  return `${name[0].toUpperCase()}${name.slice(1)}`;
}

/**
 * Up to seven classes of round width over the values.
 *
 * @param values Without any, the classes of zero.
 * @param options.aroundZero Seven classes with zero in the middle one, red below and blue above.
 */
export function fieldClasses(
  values: readonly number[],
  options: { readonly aroundZero?: boolean; readonly format?: ValueFormat } = {},
): FieldClasses {
  const { aroundZero = false, format = TWO_DIGITS } = options;
  const low = values.length === 0 ? 0 : values.reduce((a, b) => Math.min(a, b));
  const high = values.length === 0 ? 0 : values.reduce((a, b) => Math.max(a, b));
  let width: number, cuts: number[], colors: readonly string[];
  if (aroundZero) {
    const reach = Math.max(-low, high);
    width = roundWidth(reach === 0 ? 1 : reach / 3.5);
    cuts = [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5].map((times) => Number((times * width).toPrecision(9)));
    colors = RED_BLUE;
  } else {
    width = roundWidth(high > low ? (high - low) / 7 : Math.max(Math.abs(high), 1) / 10);
    // Starting on a multiple of the width may need one class more than fit.
    while (Math.floor(high / width) - Math.floor(low / width) > 6) {
      width = roundWidth(width * 1.001);
    }
    const first = Math.floor(low / width), last = Math.floor(high / width);
    cuts = Array.from(
      { length: last - first },
      (_, i) => Number(((first + 1 + i) * width).toPrecision(9)),
    );
    const step = cuts.length === 0 ? 0 : 6 / cuts.length;
    colors = Array.from({ length: cuts.length + 1 }, (_, i) => VIRIDIS[Math.round(i * step)]);
  }
  const digits = decimalsOf(aroundZero ? width / 2 : width);
  const shown = (value: number) => format(value, digits);
  const labels = colors.map((_, i) =>
    cuts.length === 0
      ? `about ${shown(low)}`
      : i === 0
      ? `below ${shown(cuts[0])}`
      : i === cuts.length
      ? `${shown(cuts[i - 1])} and more`
      : `${shown(cuts[i - 1])} to ${shown(cuts[i])}`
  );
  const levelOf = (value: number) => {
    let level = 0;
    while (level < cuts.length && value >= cuts[level]) level++;
    return level;
  };
  return { cuts, colors, labels, levelOf };
}
