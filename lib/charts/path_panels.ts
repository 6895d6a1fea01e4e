import * as Plot from "@observablehq/plot";
import { percent } from "../words.ts";
import { gridY, sized, zeroY } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { ASIDE, DASHED } from "./kit/places.ts";
import { COLORS, HALO } from "./kit/theme.ts";

/** Two paths that begin together, side by side in one panel. */
export interface PathPanel {
  /** What stands above the panel. */
  readonly label: string;
  /** Values day by day, 1 at the start. */
  readonly full: readonly number[];
  /** What one might have expected, drawn dashed; of the same length. */
  readonly dashed?: readonly number[];
  /** A guess of the full line's last change, drawn as a dashed mark; −0.1 is a tenth lost. */
  readonly guess?: number;
}

/** The panel in which full and dashed end furthest apart, and their ends. */
function furthest(panels: readonly PathPanel[]) {
  return panels.flatMap(({ label, full, dashed }) =>
    dashed === undefined || full.length === 0
      ? []
      : [{ label, end: full[full.length - 1] - 1, expected: dashed[dashed.length - 1] - 1 }]
  ).toSorted((a, b) => Math.abs(b.end - b.expected) - Math.abs(a.end - a.expected))[0];
}

/**
 * Where full and dashed end, in the panel in which they end furthest apart, as a sentence.
 *
 * @example
 * ```ts
 * import { pathPanelsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   pathPanelsTitle([{ label: "Zigzag", full: [1, 0.9], dashed: [1, 1] }]),
 *   "Zigzag: the fund ends at −10.0 %, leverage times the index at 0.0 %",
 * );
 * ```
 */
export function pathPanelsTitle(panels: readonly PathPanel[]): string {
  const most = furthest(panels);
  if (most === undefined) return "Each panel follows one path";
  const signed = (share: number) => percent(share, { signed: true });
  return `${most.label}: the fund ends at ${signed(most.end)}, leverage times the index at ` +
    signed(most.expected);
}

/**
 * Paths in panels side by side, full against dashed, with the change at each end.
 *
 * @param panels From left to right; all share one scale.
 *
 * @example
 * ```ts
 * import { pathPanels } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = pathPanels(
 *   [{ label: "Calm", full: [1, 1.01, 1.02], dashed: [1, 1.01, 1.021] }],
 *   { source: "Source: simulated, seed 7." },
 * );
 * match(chart.title, /ends at \+2.0 %/);
 * ```
 */
export function pathPanels(panels: readonly PathPanel[], options: ChartOptions): Figure {
  const rows = (of: "full" | "dashed") =>
    panels.flatMap(({ label, [of]: path }) =>
      (path ?? []).map((value, day) => ({ label, day, change: value - 1 }))
    );
  const full = rows("full"), dashed = rows("dashed");
  const guesses = panels.flatMap(({ label, guess }) =>
    guess === undefined ? [] : [{ label, guess }]
  );
  const last = Math.max(1, ...full.map((row) => row.day));
  const all = [...full, ...dashed].map((row) => row.change)
    .concat(guesses.map(({ guess }) => guess));
  const low = Math.min(-0.02, ...all), high = Math.max(0.02, ...all);
  const room = 0.12 * (high - low);
  const ends = panels.map(({ label, full, dashed }) => ({
    label,
    full: `full ${percent(full[full.length - 1] - 1, { signed: true })}`,
    dashed: dashed === undefined
      ? ""
      : `dashed ${percent(dashed[dashed.length - 1] - 1, { signed: true })}`,
  }));
  const line = (of: typeof full, look: Plot.LineOptions) =>
    Plot.line(of, { fx: "label", x: "day", y: "change", ...look });
  return figure({
    ...worded(options, {
      title: pathPanelsTitle(panels),
      subtitle:
        "Change since the start over trading days; full: the fund, dashed: leverage times the index",
    }),
    ...sized({ height: 300, top: 44, left: 58, right: 20 }),
    x: { domain: [0, last * 1.04], label: "trading days", ticks: 4 },
    fx: { label: null, domain: panels.map(({ label }) => label), padding: 0.1 },
    y: {
      domain: [low - 2.2 * room, high + room],
      label: null,
      ticks: 6,
      tickFormat: (share: number) => percent(share, { digits: 0, signed: true }),
    },
    marks: [
      gridY(6),
      zeroY(),
      line(dashed, { ...DASHED, strokeWidth: 1.5 }),
      line(full, { stroke: COLORS.vermillion, strokeWidth: 2 }),
      // The ends stand below the lines, in the room that the scale leaves for them.
      ...(["full", "dashed"] as const).map((which) =>
        Plot.text(ends, {
          fx: "label",
          text: which,
          frameAnchor: "bottom-right",
          dx: -4,
          dy: which === "full" ? -22 : -6,
          fontWeight: which === "full" ? 600 : 400,
          ...HALO,
        })
      ),
      Plot.tickY(guesses, {
        fx: "label",
        y: "guess",
        stroke: COLORS.blue,
        strokeWidth: 2,
        strokeDasharray: "3,2",
      }),
      Plot.text(guesses, {
        fx: "label",
        text: ({ guess }: { guess: number }) => `your guess ${percent(guess, { signed: true })}`,
        frameAnchor: "top-left",
        dx: 4,
        dy: 2,
        ...ASIDE,
      }),
    ],
  });
}
