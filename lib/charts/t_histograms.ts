import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { gridY, sized, wholePercent, zeroY } from "./kit/axes.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { number, percent, rarePercent } from "../words.ts";
import { COLORS } from "./kit/theme.ts";

/** The t values that one way of reckoning gives to many runs. */
export interface TPanel {
  /** What stands above the panel, such as "as if independent". */
  readonly label: string;
  readonly values: readonly number[];
  /** Beyond this a run would be called a find; 1.96 for the normal distribution. */
  readonly critical: number;
}

interface THistogramsOptions extends ChartOptions {
  /** The share of runs that should lie beyond; 0.05 by default. */
  readonly nominal?: number;
}

/** Width of a bar, in units of t. */
const BIN = 0.5;
/** Values beyond are drawn in the outermost bars. */
const FARTHEST = 7;

const beyond = ({ values, critical }: TPanel) =>
  values.length === 0
    ? 0
    : values.filter((value) => Math.abs(value) > critical).length / values.length;

/**
 * How often each way calls noise a find, as a sentence.
 *
 * @example
 * ```ts
 * import { tHistogramsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const panel = (label: string, critical: number) => ({ label, values: [0, 1, 2, -3], critical });
 * equal(
 *   tHistogramsTitle([panel("as if independent", 1.96), panel("corrected", 3.5)]),
 *   "Noise is called a find in 50 % of runs as if independent, 0 % corrected",
 * );
 * ```
 */
export function tHistogramsTitle(panels: readonly TPanel[]): string {
  if (panels.length === 0) return "There is no run to judge";
  const parts = panels.map((panel, i) =>
    `${rarePercent(beyond(panel), { digits: 0 })} ${i === 0 ? "of runs " : ""}${panel.label}`
  );
  return `Noise is called a find in ${parts.join(", ")}`;
}

/**
 * Histograms of t, one panel per way of reckoning, with what lies beyond the critical value filled.
 *
 * @param panels Side by side on one scale of t and of shares.
 *
 * @example
 * ```ts
 * import { tHistograms } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = tHistograms([
 *   { label: "as if independent", values: [0.2, -2.5, 3.1, 0.4], critical: 1.96 },
 * ], { source: "Source: simulated, seeds 1 to 4." });
 * match(chart.title, /50 % of runs/);
 * ```
 */
export function tHistograms(panels: readonly TPanel[], options: THistogramsOptions): Figure {
  const { nominal = 0.05 } = options;
  const most = Math.max(1, ...panels.flatMap(({ values }) => values.map(Math.abs)));
  const edge = Math.min(FARTHEST, Math.ceil(most / BIN) * BIN);
  const bars = panels.flatMap((panel) => {
    const { label, values, critical } = panel;
    const bars: { label: string; x1: number; x2: number; share: number; out: boolean }[] = [];
    // Every bin is cut at the critical values, so that no bar is half a find.
    const cuts = new Set([-critical, critical]);
    for (let x = -edge; x <= edge + 1e-9; x += BIN) cuts.add(Math.round(x / BIN) * BIN);
    const ends = [...cuts].filter((x) => Math.abs(x) <= edge).sort((a, b) => a - b);
    for (let k = 0; k + 1 < ends.length; k++) {
      const [x1, x2] = [ends[k], ends[k + 1]];
      const inside = values.filter((value) => {
        const held = Math.max(-edge, Math.min(edge, value));
        // Away from zero the critical value itself is no find.
        return x2 <= 0
          ? held >= x1 && held < x2
          : k + 2 === ends.length
          ? held >= x1
          : held >= x1 && held < x2;
      }).length;
      if (inside === 0) continue;
      bars.push({
        label,
        x1,
        x2,
        // Per half unit of t, so that a bar cut in two keeps its area.
        share: inside / values.length * BIN / (x2 - x1),
        out: x2 <= -critical || x1 >= critical,
      });
    }
    return bars;
  });
  const high = 1.15 * Math.max(0.05, ...bars.map(({ share }) => share));
  const marks = panels.flatMap(({ label, critical }) =>
    [-critical, critical].map((at) => ({ label, at }))
  );
  const heading = (label: string) => {
    const panel = panels.find((one) => one.label === label)!;
    const share = rarePercent(beyond(panel));
    return `${label}: ${share} beyond ±${number(panel.critical)}`;
  };
  return figure({
    ...worded(options, {
      title: tHistogramsTitle(panels),
      subtitle: `Share of runs per ${BIN} of t; filled: beyond the critical value, where ` +
        `${percent(nominal, { digits: 0 })} should lie`,
    }),
    ...sized({ height: 310, top: 46, left: 52 }),
    fx: {
      domain: panels.map(({ label }) => label),
      label: null,
      padding: 0.08,
      axis: "top",
      tickFormat: heading,
    },
    x: { domain: [-edge, edge], label: "t", labelAnchor: "right", ticks: 7 },
    y: {
      domain: [0, high],
      label: null,
      ticks: 5,
      tickFormat: wholePercent,
    },
    marks: [
      gridY(5),
      Plot.rect(bars, {
        fx: "label",
        x1: "x1",
        x2: "x2",
        y1: 0,
        y2: "share",
        insetLeft: 0.5,
        insetRight: 0.5,
        fill: (bar: { out: boolean }) => bar.out ? COLORS.vermillion : COLORS.grey,
        fillOpacity: (bar: { out: boolean }) => bar.out ? 1 : 0.5,
        stroke: "currentColor",
        strokeWidth: 0.5,
      }),
      Plot.ruleX(marks, {
        fx: "label",
        x: "at",
        stroke: "currentColor",
        strokeDasharray: "5,4",
        strokeWidth: 1.4,
      }),
      zeroY(),
    ],
  });
}
