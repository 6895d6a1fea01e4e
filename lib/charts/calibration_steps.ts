import * as Plot from "@observablehq/plot";
import { diagonal, gridY, sized, wholePercent } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { FIRM, leftOf, rightOf } from "./kit/places.ts";
import { COLORS, HALO } from "./kit/theme.ts";

/** A run of stated confidences that came true equally often. */
export interface CalibrationStep {
  readonly from: number;
  readonly to: number;
  /** Share that came true. */
  readonly value: number;
}

/** A point of the curve that is used. */
export interface CalibrationPoint {
  readonly stated: number;
  readonly calibrated: number;
}

interface CalibrationStepsOptions extends ChartOptions {
  /** The shrunk curve, from the lowest to the highest stated confidence. */
  readonly curve: readonly CalibrationPoint[];
}

/**
 * What the most confident call is worth, as a sentence.
 *
 * @example
 * ```ts
 * import { calibrationStepsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   calibrationStepsTitle([
 *     { stated: 0.4, calibrated: 0.5 },
 *     { stated: 0.8, calibrated: 0.56 },
 *   ]),
 *   "By their record, calls stated at 80 % are worth 56 %, those at 40 % 50 %",
 * );
 * ```
 */
export function calibrationStepsTitle(curve: readonly CalibrationPoint[]): string {
  if (curve.length === 0) return "There is no record to calibrate by";
  const sorted = curve.toSorted((a, b) => a.stated - b.stated);
  const low = sorted[0], high = sorted[sorted.length - 1];
  const shown = wholePercent;
  const first = `By their record, calls stated at ${shown(high.stated)} are worth ` +
    shown(high.calibrated);
  return low.stated === high.stated
    ? first
    : `${first}, those at ${shown(low.stated)} ${shown(low.calibrated)}`;
}

/**
 * Calibrated over stated confidence: the rising steps, the shrunk curve, the diagonal.
 *
 * @param steps As `isotonicSteps` of `lab/stats` gives them.
 *
 * @example
 * ```ts
 * import { calibrationSteps } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = calibrationSteps([{ from: 0.4, to: 0.8, value: 0.5 }], {
 *   curve: [{ stated: 0.4, calibrated: 0.5 }, { stated: 0.8, calibrated: 0.5 }],
 *   source: "Source: simulated, seed 7.",
 * });
 * match(chart.title, /are worth 50 %/);
 * ```
 */
export function calibrationSteps(
  steps: readonly CalibrationStep[],
  options: CalibrationStepsOptions,
): Figure {
  const { curve } = options;
  const corners = steps.flatMap(({ from, to, value }) => [
    { stated: from, value },
    { stated: to, value },
  ]);
  const last = curve[curve.length - 1], lastStep = corners[corners.length - 1];
  const stated = [...corners, ...curve].map((point) => point.stated);
  const low = Math.floor(10 * Math.min(...stated, 0.4)) / 10;
  const high = Math.ceil(10 * Math.max(...stated, 0.6)) / 10;
  const HEIGHT = 360;
  // Labels of two lines that end close together are pushed apart, in pixels.
  const close = last && lastStep && Math.abs(last.calibrated - lastStep.value) < 0.05;
  const above = lastStep && last && lastStep.value >= last.calibrated;
  return figure({
    ...worded(options, {
      title: calibrationStepsTitle(curve),
      subtitle:
        "Calibrated over stated confidence: steps as they came, the curve drawn to the base rate",
    }),
    ...sized({ height: HEIGHT, top: 30, left: 64, right: 108 }),
    x: {
      label: "stated confidence",
      labelAnchor: "right",
      domain: [low, high],
      ticks: 6,
      tickFormat: wholePercent,
    },
    y: { label: "calibrated", domain: [0, 1], ticks: 5, tickFormat: wholePercent },
    marks: [
      gridY(5),
      diagonal(low, high, { ...FIRM, strokeDasharray: "2,4" }),
      Plot.text([{}], {
        x: () => low + 0.85 * (high - low),
        y: () => low + 0.85 * (high - low),
        text: () => "as stated",
        ...leftOf(),
        dy: -4,
        ...HALO,
      }),
      Plot.line(corners, {
        x: "stated",
        y: "value",
        stroke: COLORS.vermillion,
        strokeWidth: 1.8,
        strokeDasharray: "6,3",
      }),
      Plot.line(curve, { x: "stated", y: "calibrated", stroke: COLORS.blue, strokeWidth: 3 }),
      ...(lastStep
        ? [Plot.text([lastStep], {
          x: "stated",
          y: "value",
          text: () => "steps",
          ...rightOf(),
          dy: close ? (above ? -9 : 9) : 0,
          ...HALO,
        })]
        : []),
      ...(last
        ? [Plot.text([last], {
          x: "stated",
          y: "calibrated",
          text: () => "shrunk curve",
          textAnchor: "start",
          fontWeight: 600,
          dx: 8,
          dy: close ? (above ? 9 : -9) : 0,
          ...HALO,
        })]
        : []),
    ],
  });
}
