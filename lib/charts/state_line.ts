import * as Plot from "@observablehq/plot";
import { counted, percent } from "../words.ts";
import { gridY, sized, wholePercent, zeroY } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { DASHED, rightOf } from "./kit/places.ts";
import { COLORS, HALO } from "./kit/theme.ts";

/** An evening with its volatility and state. */
export interface StateDay {
  /** Share per year; `undefined` where unknown. */
  readonly volatility: number | undefined;
  readonly state: "calm" | "fear";
  /** Factor on the book's gross. */
  readonly scale: number;
}

interface StateLineOptions extends ChartOptions {
  /** Volatility at which fear begins, and at which it ends; shares per year. */
  readonly from: number;
  readonly until: number;
}

/**
 * How many evenings were spent in fear and how far gross went down, as a sentence.
 *
 * @example
 * ```ts
 * import { stateLineTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   stateLineTitle([
 *     { volatility: 0.3, state: "fear", scale: 0.6 },
 *     { volatility: 0.15, state: "calm", scale: 1 },
 *   ]),
 *   "Fear on 1 of 2 evenings; gross goes down to 60 %",
 * );
 * ```
 */
export function stateLineTitle(days: readonly StateDay[]): string {
  const fear = days.filter((day) => day.state === "fear").length;
  const evenings = counted(days.length, "evening");
  if (fear === 0) return `No fear on ${evenings}; gross stays at 100 %`;
  const least = Math.min(...days.map((day) => day.scale));
  return `Fear on ${fear} of ${evenings}; gross goes down to ${percent(least, { digits: 0 })}`;
}

/** Stretches of one state, first and last evening. */
function stretches(days: readonly StateDay[], state: StateDay["state"]) {
  const out: { first: number; last: number }[] = [];
  days.forEach((day, evening) => {
    if (day.state !== state) return;
    const open = out[out.length - 1];
    if (open && open.last === evening - 1) open.last = evening;
    else out.push({ first: evening, last: evening });
  });
  return out;
}

/**
 * Volatility over time, coloured by state, with both thresholds; the ground of fear is shaded too, so
 * that colour does not work alone.
 *
 * @param days Oldest first.
 *
 * @example
 * ```ts
 * import { stateLine } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = stateLine([{ volatility: 0.15, state: "calm", scale: 1 }], {
 *   from: 0.25,
 *   until: 0.18,
 *   source: "Source: simulated, seed 7.",
 * });
 * match(chart.title, /No fear on 1 evening/);
 * ```
 */
export function stateLine(days: readonly StateDay[], options: StateLineOptions): Figure {
  const { from, until } = options;
  const rows = days.map((day, evening) => ({ ...day, evening }));
  const known = rows.filter((row) => row.volatility !== undefined);
  const high = 1.15 * Math.max(from, ...known.map((row) => row.volatility!));
  return figure({
    ...worded(options, {
      title: stateLineTitle(days),
      subtitle:
        "Volatility of the market per year, measured each evening; shaded and vermillion: fear",
    }),
    ...sized({ height: 280, top: 20, left: 58, right: 96 }),
    x: { domain: [0, Math.max(1, days.length - 1)], label: "trading days", ticks: 7 },
    y: { domain: [0, high], label: null, ticks: 6, tickFormat: wholePercent },
    marks: [
      Plot.rectX(stretches(days, "fear"), {
        x1: "first",
        x2: (span: { last: number }) => span.last + 1,
        fill: COLORS.vermillion,
        fillOpacity: 0.14,
      }),
      gridY(6),
      zeroY(),
      Plot.ruleY([from, until], { ...DASHED }),
      Plot.line(known, {
        x: "evening",
        y: "volatility",
        z: null,
        stroke: (row: StateDay) => row.state === "fear" ? COLORS.vermillion : COLORS.blue,
        strokeWidth: 2,
      }),
      Plot.text([{ at: from, text: "in at" }, { at: until, text: "out at" }], {
        y: "at",
        text: (one: { at: number; text: string }) =>
          `${one.text} ${percent(one.at, { digits: 0 })}`,
        frameAnchor: "right",
        ...rightOf(),
        ...HALO,
      }),
    ],
  });
}
