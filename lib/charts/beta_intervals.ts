import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { gridX, sized, zeroX } from "./kit/axes.ts";
import { textsAtLeft } from "./kit/margin_texts.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { number } from "../words.ts";
import { COLORS, GROUND } from "./kit/theme.ts";

/** One estimate with its interval. */
export interface BetaInterval {
  /** The sector; rows of one label stand together. */
  readonly label: string;
  readonly estimator: string;
  /** `undefined` where there is none; then nothing is drawn. */
  readonly beta: number | undefined;
  readonly low: number | undefined;
  readonly high: number | undefined;
}

/** One look per estimator, in the order in which they first appear. */
const LOOKS = [
  { color: COLORS.blue, symbol: "circle" },
  { color: COLORS.vermillion, symbol: "square" },
  { color: COLORS.green, symbol: "triangle" },
  { color: COLORS.purple, symbol: "diamond" },
  { color: COLORS.orange, symbol: "star" },
  { color: COLORS.sky, symbol: "wye" },
] as const;

/** The label whose estimates lie furthest apart, and by how much; nothing without two estimates. */
function widest(rows: readonly BetaInterval[]) {
  const spreads = [...new Set(rows.map((row) => row.label))].flatMap((label) => {
    const betas = rows.flatMap((row) =>
      row.label === label && row.beta !== undefined ? [row.beta] : []
    );
    return betas.length < 2 ? [] : [{ label, spread: Math.max(...betas) - Math.min(...betas) }];
  });
  return spreads.reduce(
    (most: { label: string; spread: number } | undefined, one) =>
      most === undefined || one.spread > most.spread + 1e-12 ? one : most,
    undefined,
  );
}

/**
 * Where the estimators lie furthest apart, as a sentence.
 *
 * @example
 * ```ts
 * import { betaIntervalsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const row = { label: "Energy", low: 0, high: 1 };
 * equal(
 *   betaIntervalsTitle([
 *     { ...row, estimator: "OLS", beta: 0.5 },
 *     { ...row, estimator: "EWMA", beta: 0.75 },
 *   ]),
 *   "The estimators differ most on Energy: by 0.25",
 * );
 * ```
 */
export function betaIntervalsTitle(rows: readonly BetaInterval[]): string {
  const most = widest(rows);
  return most === undefined
    ? "No sector has two estimates of its beta"
    : `The estimators differ most on ${most.label}: by ${number(most.spread)}`;
}

/**
 * Betas by several estimators, with intervals: a group of dots per sector, a symbol per estimator.
 *
 * @param rows Sectors and estimators in the order in which they first appear.
 *
 * @example
 * ```ts
 * import { betaIntervals } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = betaIntervals(
 *   ["OLS", "EWMA"].map((estimator, i) => ({
 *     label: "Energy", estimator, beta: 1 + i / 10, low: 0.8 + i / 10, high: 1.2 + i / 10,
 *   })),
 *   { source: "Source: simulated, seed 7." },
 * );
 * match(chart.title, /Energy: by 0.10/);
 * ```
 */
export function betaIntervals(
  rows: readonly BetaInterval[],
  options: ChartOptions,
): Figure {
  const labels = [...new Set(rows.map((row) => row.label))];
  const known = rows.filter((row) => row.beta !== undefined);
  const estimators = [...new Set(known.map((row) => row.estimator))];
  // Lines are counted, not named: a sector takes one per estimator and half a line of air.
  const step = estimators.length + 1;
  const line = (row: BetaInterval) =>
    labels.indexOf(row.label) * step + estimators.indexOf(row.estimator);
  const ends = known.flatMap((row) => [row.low ?? row.beta!, row.high ?? row.beta!]);
  const low = Math.min(0, ...ends), high = Math.max(1.2, ...ends);
  const key = estimators.map((name, i) => ({
    name,
    ...LOOKS[i % LOOKS.length],
    at: low + (high - low) * (i + 0.06) / Math.max(estimators.length, 1),
  }));
  return figure({
    ...worded(options, {
      title: betaIntervalsTitle(rows),
      subtitle: "Beta to the market by estimator, with 95 % intervals",
    }),
    ...sized({ height: 8 * labels.length * step + 92, top: 46, left: 118 }),
    x: {
      domain: [low - 0.03, high + 0.03],
      label: null,
      ticks: 7,
      tickFormat: (beta: number) => number(beta, { digits: 1 }),
    },
    y: { domain: [-1, labels.length * step - 1], reverse: true, axis: null },
    marks: [
      gridX(7),
      zeroX(),
      Plot.ruleX([1], { stroke: "currentColor", strokeDasharray: "4,3" }),
      Plot.ruleY(labels.slice(1), {
        y: (label: string) => labels.indexOf(label) * step - 1,
        stroke: "currentColor",
        strokeOpacity: 0.15,
      }),
      ...estimators.flatMap((name, i) => {
        const own = known.filter((row) => row.estimator === name);
        const { color, symbol } = LOOKS[i % LOOKS.length];
        return [
          Plot.ruleY(own, { x1: "low", x2: "high", y: line, stroke: color, strokeWidth: 2 }),
          Plot.dot(own, {
            x: "beta",
            y: line,
            r: 3.6,
            symbol,
            fill: color,
            stroke: GROUND,
            strokeWidth: 1,
            title: (row: BetaInterval) =>
              `${row.label}, ${row.estimator}: ${number(row.beta)} ` +
              `(${number(row.low)} to ${number(row.high)})`,
          }),
        ];
      }),
      textsAtLeft(labels, {
        y: (label: string) => labels.indexOf(label) * step + (step - 2) / 2,
        text: (label: string) => label,
        dx: -8,
      }),
      ...key.flatMap((one) => [
        Plot.dot([one], {
          x: "at",
          frameAnchor: "top",
          dy: -26,
          r: 4.5,
          symbol: one.symbol,
          fill: one.color,
        }),
        Plot.text([one], {
          x: "at",
          frameAnchor: "top",
          dy: -26,
          dx: 9,
          text: "name",
          textAnchor: "start",
        }),
      ]),
    ],
  });
}
