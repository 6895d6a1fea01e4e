import * as Plot from "@observablehq/plot";
import type { HistogramBin } from "../kit/histogram_bins.ts";
import { number } from "../../words.ts";

/**
 * Bars of counted values, a hair apart; bins without a value are left out.
 *
 * @param bins Such as `histogramBins` counts.
 * @param options.fill One colour, or a function of the bin.
 * @param options.y What a bar's height is; `count` by default.
 * @param options.title For the browser's tooltip; the count and the bin's ends by default.
 */
export function histogramMarks(
  bins: readonly HistogramBin[],
  options: {
    readonly fill: string | ((bin: HistogramBin) => string);
    readonly y?: "count" | "share";
    readonly title?: (bin: HistogramBin) => string;
  },
): Plot.Markish {
  const { fill, y = "count" } = options;
  const { title = ({ from, to, count }) => `${count} from ${number(from)} to ${number(to)}` } =
    options;
  return Plot.rectY(bins.filter(({ count }) => count > 0), {
    x1: "from",
    x2: "to",
    y,
    fill,
    insetLeft: 0.5,
    insetRight: 0.5,
    title,
  });
}
