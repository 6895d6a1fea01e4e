import * as Plot from "@observablehq/plot";
import { gridY, sized } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { capitalized, TWO_DIGITS, type ValueFormat } from "./kit/field_classes.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { DASHED, FIRM } from "./kit/places.ts";
import { COLORS, GROUND } from "./kit/theme.ts";

/** A result at one value of a setting. */
export interface SensitivityPoint {
  /** The setting's value in words, such as "30 %". */
  readonly label: string;
  readonly value: number;
  /** Interval of the value. */
  readonly low: number;
  readonly high: number;
  readonly isDefault?: boolean;
}

/** One setting that was moved while all others stood at their default. */
export interface SensitivityLine {
  readonly setting: string;
  /** In their order; evenly spaced across. */
  readonly points: readonly SensitivityPoint[];
}

interface SensitivityLinesOptions extends ChartOptions {
  /** What the values are, such as "net Sharpe ratio". */
  readonly valueName: string;
  readonly format?: ValueFormat;
}

/**
 * Which setting moves the result most, and whether any move is beyond doubt, as a sentence.
 *
 * A value leaves the default out when the default's own result lies outside of its interval.
 *
 * @example
 * ```ts
 * import { sensitivityLinesTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const points = [
 *   { label: "20 %", value: 0.5, low: 0.1, high: 0.9 },
 *   { label: "30 %", value: 0.6, low: 0.2, high: 1, isDefault: true },
 * ];
 * equal(
 *   sensitivityLinesTitle([{ setting: "sector cap", points }], { valueName: "net Sharpe ratio" }),
 *   "“sector cap” moves the net Sharpe ratio by 0.10; no interval leaves out the default's result",
 * );
 * ```
 */
export function sensitivityLinesTitle(
  lines: readonly SensitivityLine[],
  options: Pick<SensitivityLinesOptions, "valueName" | "format">,
): string {
  const { valueName, format = TWO_DIGITS } = options;
  if (lines.length === 0) return "No setting was moved";
  const span = ({ points }: SensitivityLine) => {
    const values = points.map(({ value }) => value);
    return Math.max(...values) - Math.min(...values);
  };
  const most = lines.reduce((best, line) => span(line) > span(best) ? line : best);
  const apart = lines.filter(({ points }) => {
    const own = points.find(({ isDefault }) => isDefault);
    return own !== undefined && points.some(({ low, high }) => own.value < low || own.value > high);
  }).length;
  const first = lines.length === 1
    ? `“${most.setting}” moves the ${valueName} by ${format(span(most), 2)}`
    : `Of ${lines.length} settings “${most.setting}” moves the ${valueName} most, by ` +
      format(span(most), 2);
  return first +
    (apart === 0
      ? "; no interval leaves out the default's result"
      : `; ${apart} of ${lines.length} ${
        apart === 1 ? "has" : "have"
      } an interval that leaves out the default's result`);
}

/** Panels across, their height, and the share of a panel's width that stays free. */
const ACROSS = 3, ROW = 196, GAP = 0.16;

/**
 * A result over each setting by itself, with its interval as a band; the square is the default.
 *
 * @throws {RangeError} If there is no line, a line is empty, a figure is no number, or an interval does
 *   not hold its value.
 *
 * @example
 * ```ts
 * import { sensitivityLines } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const points = [{ label: "30 %", value: 0.6, low: 0.2, high: 1, isDefault: true }];
 * const chart = sensitivityLines([{ setting: "sector cap", points }], {
 *   valueName: "net Sharpe ratio",
 *   source: "Source: simulated, seed 7.",
 * });
 * match(chart.title, /^“sector cap” moves/);
 * ```
 */
export function sensitivityLines(
  lines: readonly SensitivityLine[],
  options: SensitivityLinesOptions,
): Figure {
  checked(lines);
  const { valueName, format = TWO_DIGITS } = options;
  const columns = Math.min(ACROSS, lines.length), rows = Math.ceil(lines.length / columns);
  const panels = lines.map(({ setting, points }, i) => ({
    setting,
    row: Math.floor(i / columns),
    x: i % columns + 0.5,
    x1: i % columns + GAP / 2,
    x2: i % columns + 1 - GAP / 2,
    own: points.find(({ isDefault }) => isDefault)?.value,
  }));
  const placed = lines.flatMap(({ points }, i) => {
    const { setting, row, x1 } = panels[i];
    const share = (k: number) => points.length === 1 ? 0.5 : k / (points.length - 1) * 0.84 + 0.08;
    return points.map((point, k) => ({ ...point, setting, row, x: x1 + (1 - GAP) * share(k) }));
  });
  type Placed = (typeof placed)[number];
  const at = { x: "x", fy: "row" } as const, across = { fy: "row", x1: "x1", x2: "x2" } as const;
  const shown = (value: number) => format(value, 2);
  return figure({
    ...worded(options, {
      title: sensitivityLinesTitle(lines, options),
      subtitle: `${capitalized(valueName)} with one setting moved, all others at their default ` +
        "(square); shaded: the interval",
    }),
    ...sized({ height: rows * ROW + 10, top: 30, bottom: 26, left: 52, right: 10 }),
    x: { domain: [0, columns], axis: null },
    y: { label: null, ticks: 5, tickFormat: (value: number) => format(value, 1), inset: 6 },
    fy: { axis: null, padding: 0.28 },
    marks: [
      gridY(5),
      Plot.link(panels, { ...across, y1: () => 0, y2: () => 0, ...FIRM }),
      Plot.link(panels.filter(({ own }) => own !== undefined), {
        ...across,
        y1: "own",
        y2: "own",
        strokeOpacity: 0.7,
        ...DASHED,
      }),
      Plot.areaY(placed, {
        ...at,
        y1: "low",
        y2: "high",
        z: "setting",
        fill: COLORS.blue,
        fillOpacity: 0.22,
      }),
      Plot.line(placed, { ...at, y: "value", z: "setting", stroke: COLORS.blue, strokeWidth: 2.5 }),
      Plot.dot(placed.filter(({ isDefault }) => !isDefault), {
        ...at,
        y: "value",
        r: 4,
        fill: COLORS.blue,
        title: ({ setting, label, value, low, high }: Placed) =>
          `${setting} ${label}: ${shown(value)}, ${shown(low)} to ${shown(high)}`,
      }),
      Plot.dot(placed.filter(({ isDefault }) => isDefault), {
        ...at,
        y: "value",
        symbol: "square",
        r: 6,
        fill: GROUND,
        ...FIRM,
        strokeWidth: 2.5,
      }),
      Plot.text(placed, { ...at, frameAnchor: "bottom", dy: 16, text: "label" }),
      Plot.text(panels, { ...at, frameAnchor: "top", dy: -16, text: "setting", fontWeight: 600 }),
    ],
  });
}

function checked(lines: readonly SensitivityLine[]): void {
  const refuse = (what: string): never => {
    throw new RangeError(`Cannot draw sensitivities: ${what}`);
  };
  if (lines.length === 0) refuse("need at least one setting, got none");
  for (const { setting, points } of lines) {
    if (points.length === 0) refuse(`${setting} has no point`);
    for (const { label, low, value, high } of points) {
      if (!(low <= value && value <= high && Number.isFinite(high - low))) {
        refuse(
          `need low ≤ value ≤ high for ${setting} ${label}, got ${[low, value, high].join(", ")}`,
        );
      }
    }
  }
}
