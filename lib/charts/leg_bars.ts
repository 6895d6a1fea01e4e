import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { gridX, sized, zeroX } from "./kit/axes.ts";
import { rowScales } from "./forms/rows.ts";
import { sideLabels } from "./kit/side_labels.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { listed, percent } from "../words.ts";
import { COLORS, HALO } from "./kit/theme.ts";

/** What one position gained or lost in one window. */
export interface LegBar {
  /** The window, one panel each. */
  readonly panel: string;
  readonly label: string;
  readonly side: "long" | "short" | "hedge";
  /** Share of equity; `undefined` where there is no return. */
  readonly pnl: number | undefined;
}

const COLOR = { long: COLORS.blue, short: COLORS.vermillion, hedge: COLORS.green } as const;

/**
 * What longs, shorts and hedge did in each panel, as a sentence; a side without a position is left
 * out, and so is a panel with a leg whose return is missing.
 *
 * @example
 * ```ts
 * import { legBarsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const row = { panel: "Rebound", label: "Energy" };
 * equal(
 *   legBarsTitle([{ ...row, side: "long", pnl: 0.02 }, { ...row, side: "short", pnl: -0.05 }]),
 *   "Rebound: longs +2.0 %, shorts −5.0 %",
 * );
 * ```
 */
export function legBarsTitle(rows: readonly LegBar[]): string {
  const panels = [...new Set(rows.map((row) => row.panel))];
  const sentences = panels.flatMap((panel) => {
    const legs = rows.filter((row) => row.panel === panel);
    if (legs.some((leg) => leg.pnl === undefined)) return [];
    const parts = ([["long", "longs"], ["short", "shorts"], ["hedge", "hedge"]] as const).flatMap(
      ([side, name]) => {
        const own = legs.filter((leg) => leg.side === side);
        const sum = own.reduce((total, leg) => total + leg.pnl!, 0);
        return own.length === 0 ? [] : [`${name} ${percent(sum, { signed: true })}`];
      },
    );
    return parts.length === 0 ? [] : [`${panel}: ${parts.join(", ")}`];
  });
  return sentences.length === 0
    ? `No complete result in ${listed(panels) || "any window"}`
    : sentences.join("; ");
}

/**
 * Gain and loss by position, one panel per window; colour and place tell long, short and hedge apart.
 *
 * @param rows Every panel has its own rows; labels keep the order in which they first appear.
 *
 * @example
 * ```ts
 * import { legBars } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = legBars(
 *   [{ panel: "Vaccine", label: "Energy", side: "short", pnl: -0.02 }],
 *   { source: "Source: real, sector funds, 2020-11-06 to 2020-11-09." },
 * );
 * match(chart.title, /^Vaccine: shorts −2.0 %/);
 * ```
 */
export function legBars(rows: readonly LegBar[], options: ChartOptions): Figure {
  const labels = [...new Set(rows.map((row) => row.label))];
  const known = rows.filter((row) => row.pnl !== undefined);
  const reach = 1.75 * Math.max(0.005, ...known.map((row) => Math.abs(row.pnl!)));
  // One tick on either side, well inside the panel, so that neighbours' labels cannot meet.
  const step = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005].find((size) => size <= 0.7 * reach) ??
    0.002;
  const ticks = [-step, 0, step];
  return figure({
    ...worded(options, {
      title: legBarsTitle(rows),
      subtitle:
        "Exposure × return by position, share of equity; blue was held long, vermillion short, " +
        "green is the hedge",
    }),
    ...sized({ height: 25 * labels.length + 84, top: 40, left: 140 }),
    fx: { label: null, padding: 0.06, domain: [...new Set(rows.map((row) => row.panel))] },
    ...rowScales(labels, {
      domain: [-reach, reach],
      ticks,
      tickFormat: (share: number) => percent(share, { digits: step < 0.01 ? 1 : 0, signed: true }),
      gap: 0.22,
    }),
    marks: [
      gridX(ticks),
      Plot.barX(known, {
        fx: "panel",
        x: "pnl",
        y: "label",
        fill: (row: LegBar) => COLOR[row.side],
      }),
      zeroX(),
      ...sideLabels(known, {
        isLeft: ({ pnl }) => pnl! < 0,
        x: "pnl",
        text: ({ pnl }) => percent(pnl, { signed: true }),
        gap: 5,
        panel: "panel",
      }),
      Plot.text(rows.filter((row) => row.pnl === undefined), {
        fx: "panel",
        x: () => 0,
        y: "label",
        text: () => "no return",
        textAnchor: "start",
        dx: 5,
        fontStyle: "italic",
        ...HALO,
      }),
    ],
  });
}
