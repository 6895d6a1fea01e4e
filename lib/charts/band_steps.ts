import * as Plot from "@observablehq/plot";
import { bp, counted, number } from "../words.ts";
import { sized, zeroY } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { rightOf } from "./kit/places.ts";
import { COLORS, GROUND, HALO } from "./kit/theme.ts";

/** A hedge followed by one rule. */
export interface BandStepsPanel {
  /** The rule in a few words. */
  readonly label: string;
  /** Beta after each evening's trade; `undefined` where it was not measured. */
  readonly betas: readonly (number | undefined)[];
  /** Evenings with a trade, counted from 0. */
  readonly trades: readonly number[];
  readonly costBps: number;
}

interface BandStepsOptions extends ChartOptions {
  /** Half width of the band around zero. */
  readonly band: number;
}

/**
 * Which rule trades least and which most, with their costs, as a sentence.
 *
 * @example
 * ```ts
 * import { bandStepsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const panel = { betas: [0] };
 * equal(
 *   bandStepsTitle([
 *     { ...panel, label: "Band", trades: [], costBps: 0 },
 *     { ...panel, label: "Every evening", trades: [1, 2], costBps: 0.4 },
 *   ]),
 *   "Cheapest is band (0 trades, 0.0 bp), dearest every evening (2 trades, 0.4 bp)",
 * );
 * ```
 */
export function bandStepsTitle(panels: readonly BandStepsPanel[]): string {
  const sorted = panels.toSorted((a, b) => a.costBps - b.costBps);
  const shown = ({ label, trades, costBps }: BandStepsPanel) =>
    `${label[0].toLowerCase()}${label.slice(1)} (${counted(trades.length, "trade")}, ${
      bp(costBps)
    })`;
  const cheap = sorted[0], dear = sorted[sorted.length - 1];
  if (cheap === undefined) return "There is no hedge to follow";
  if (bp(cheap.costBps) === bp(dear.costBps)) {
    const all = panels.length === 1 ? "The one rule costs" : `All ${panels.length} rules cost`;
    return `${all} ${bp(cheap.costBps)}`;
  }
  return `Cheapest is ${shown(cheap)}, dearest ${shown(dear)}`;
}

/**
 * The book's beta evening by evening as steps, one panel a rule, with the no-trade band shaded, a dot
 * on every trade, and trades and cost beside it.
 *
 * @param panels From top to bottom.
 *
 * @example
 * ```ts
 * import { bandSteps } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = bandSteps(
 *   [{ label: "Band", betas: [0, 0.03, 0.05], trades: [2], costBps: 0.1 }],
 *   { band: 0.05, source: "Source: simulated, seed 7." },
 * );
 * match(chart.title, /The one rule costs 0.1 bp/);
 * ```
 */
export function bandSteps(panels: readonly BandStepsPanel[], options: BandStepsOptions): Figure {
  const { band } = options;
  const rows = panels.flatMap(({ label, betas, trades }) =>
    betas.flatMap((beta, evening) =>
      beta === undefined ? [] : [{ label, evening, beta, isTrade: trades.includes(evening) }]
    )
  );
  const last = Math.max(1, ...rows.map((row) => row.evening));
  const reach = 1.25 * Math.max(1.3 * band, ...rows.map((row) => Math.abs(row.beta)));
  return figure({
    ...worded(options, {
      title: bandStepsTitle(panels),
      subtitle:
        "Beta of the hedged book after each evening's trade; shaded: no trade, dots: trades",
    }),
    ...sized({ height: 118 * panels.length + 60, top: 20, left: 58, right: 104 }),
    x: { domain: [0, last], label: "trading days", ticks: 7 },
    fy: { axis: null, domain: panels.map(({ label }) => label), padding: 0.16 },
    y: {
      domain: [-reach, reach],
      label: null,
      ticks: [-band, 0, band],
      tickFormat: (beta: number) => number(beta, { signed: true }),
    },
    marks: [
      Plot.rect(panels, {
        fy: "label",
        x1: () => 0,
        x2: () => last,
        y1: () => -band,
        y2: () => band,
        fill: COLORS.grey,
        fillOpacity: 0.22,
      }),
      zeroY(),
      Plot.line(rows, {
        fy: "label",
        x: "evening",
        y: "beta",
        curve: "step-after",
        stroke: COLORS.blue,
        strokeWidth: 1.8,
      }),
      Plot.dot(rows.filter((row) => row.isTrade), {
        fy: "label",
        x: "evening",
        y: "beta",
        r: 2.8,
        fill: COLORS.vermillion,
        stroke: GROUND,
        strokeWidth: 0.8,
      }),
      Plot.text(panels, {
        fy: "label",
        text: "label",
        frameAnchor: "top-left",
        dx: 6,
        dy: 4,
        fontWeight: 600,
        ...HALO,
      }),
      Plot.text(panels, {
        fy: "label",
        text: ({ trades, costBps }: BandStepsPanel) =>
          `${counted(trades.length, "trade")}\n${bp(costBps)}`,
        frameAnchor: "right",
        ...rightOf(10),
      }),
    ],
  });
}
