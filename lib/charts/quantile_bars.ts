import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { gridY, sized, zeroY } from "./kit/axes.ts";
import { whiskers } from "./forms/intervals.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { percent } from "../words.ts";
import { HALO, signColor } from "./kit/theme.ts";

/** What names with scores of one size returned. */
export interface QuantileBar {
  /** Such as "lowest", "2" or "highest". */
  readonly label: string;
  /** Mean relative return, a share; `undefined` where the group is always empty. */
  readonly mean: number | undefined;
  readonly low?: number;
  readonly high?: number;
}

interface QuantileBarsOptions extends ChartOptions {
  /** The tie rule belongs here. */
  /** Top minus bottom, the whole of it, for the title. */
  readonly spread?: { readonly mean: number; readonly low?: number; readonly high?: number };
}

/**
 * Top minus bottom with its interval, as a sentence.
 *
 * @example
 * ```ts
 * import { quantileBarsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   quantileBarsTitle({ mean: 0.004, low: -0.002, high: 0.01 }),
 *   "Top minus bottom scores: +0.40 %, between −0.20 % and +1.00 %, not told from zero",
 * );
 * ```
 */
export function quantileBarsTitle(spread: QuantileBarsOptions["spread"]): string {
  if (spread === undefined) return "No date has both a highest and a lowest group";
  const shown = (share: number) => percent(share, { digits: 2, signed: true });
  const { mean, low, high } = spread;
  const head = `Top minus bottom scores: ${shown(mean)}`;
  if (low === undefined || high === undefined) return `${head}, too few dates for an interval`;
  const side = low > 0 ? "above zero" : high < 0 ? "below zero" : "not told from zero";
  return `${head}, between ${shown(low)} and ${shown(high)}, ${side}`;
}

/**
 * Mean relative returns of groups by score, as signed bars with their intervals.
 *
 * @param rows From the lowest scores to the highest.
 *
 * @example
 * ```ts
 * import { quantileBars } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = quantileBars(
 *   [{ label: "lowest", mean: -0.003 }, { label: "highest", mean: 0.002 }],
 *   { spread: { mean: 0.005 }, source: "Source: simulated, seed 7." },
 * );
 * match(chart.title, /\+0.50 %, too few dates/);
 * ```
 */
export function quantileBars(
  rows: readonly QuantileBar[],
  options: QuantileBarsOptions,
): Figure {
  const known = rows.filter((row) => row.mean !== undefined);
  const ranged = known.filter((row) => row.low !== undefined && row.high !== undefined);
  const ends = known.flatMap(({ mean, low, high }) => [mean!, low ?? mean!, high ?? mean!]);
  const low = Math.min(0, ...ends), high = Math.max(0, ...ends);
  const room = 0.14 * Math.max(high - low, 1e-4);
  return figure({
    ...worded(options, {
      title: quantileBarsTitle(options.spread),
      subtitle:
        "Mean return over the horizon minus that of all sectors, by score; lines are 95 % intervals",
    }),
    ...sized({ height: 320, top: 24, left: 64 }),
    x: { domain: rows.map(({ label }) => label), label: "group by score", padding: 0.35 },
    y: {
      domain: [low - room, high + room],
      label: null,
      ticks: 6,
      tickFormat: (share: number) => percent(share, { digits: 1 }),
    },
    marks: [
      gridY(6),
      Plot.barY(known, {
        x: "label",
        y: "mean",
        fill: (row: QuantileBar) => signColor(row.mean!),
      }),
      zeroY(),
      ...whiskers(ranged, { along: "y", inset: 24 }),
      // Above a gain and below a loss, beside the interval.
      ...[1, -1].map((side) =>
        Plot.text(known.filter((row) => row.mean! >= 0 === side > 0), {
          x: "label",
          y: "mean",
          text: (row: QuantileBar) => percent(row.mean, { digits: 2, signed: true }),
          dx: 30,
          dy: -9 * side,
          fontWeight: 600,
          ...HALO,
          // Beside a bar: a wide halo would take something off it.
          strokeWidth: 4,
        })
      ),
    ],
  });
}
