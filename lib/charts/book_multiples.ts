import * as Plot from "@observablehq/plot";
import { number, points } from "../words.ts";
import { barColor } from "./forms/signed_bar.ts";
import { sized } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";

/** One book among several, each with one more limit than the one before. */
export interface BookPanel {
  /** What was added, such as "beta"; the first book's label stands as it is. */
  readonly label: string;
  /** By how much the book came to lie further from its aims, share of equity. */
  readonly cost: number;
  /** Signed bars, the same labels in every panel. */
  readonly bars: readonly { readonly label: string; readonly weight: number }[];
  /** Exposure of the hedge, drawn apart. */
  readonly hedge: number;
}

interface BookMultiplesOptions extends ChartOptions {
  /** Label of the panel that the reader guessed; it is framed. */
  readonly guess?: string;
}

interface Bar {
  readonly panel: string;
  readonly row: string;
  readonly weight: number;
}

const HEDGE = "Hedge";
/** What the labels, in tenths of a point, cannot show any more. */
const SHOWN = 5e-4;

/**
 * Which limit costs most, as a sentence.
 *
 * @example
 * ```ts
 * import { bookMultiplesTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const panel = { bars: [], hedge: 0 };
 * equal(
 *   bookMultiplesTitle([
 *     { ...panel, label: "gross alone", cost: 0 },
 *     { ...panel, label: "beta", cost: 0.112 },
 *     { ...panel, label: "net", cost: 0 },
 *   ]),
 *   "Of all limits beta costs most: it takes the book 11.2 points further from its aims",
 * );
 * ```
 */
export function bookMultiplesTitle(panels: readonly BookPanel[]): string {
  const most = Math.max(...panels.slice(1).map(({ cost }) => cost));
  if (!(most >= SHOWN)) return "No limit takes the book further from its aims";
  const first = panels.slice(1).find(({ cost }) => cost === most)!;
  return `Of all limits ${first.label} costs most: it takes the book ${
    points(most)
  } further from its aims`;
}

/**
 * A book in several stages side by side, with what each added limit costs.
 *
 * @param panels From the first stage to the last; the same bars in each.
 *
 * @example
 * ```ts
 * import { bookMultiples } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const bars = [{ label: "Energy", weight: -0.3 }];
 * const chart = bookMultiples(
 *   [{ label: "gross", cost: 0, bars, hedge: 0 }, { label: "beta", cost: 0.1, bars, hedge: 0.3 }],
 *   { source: "Source: simulated, seed 7." },
 * );
 * match(chart.title, /beta costs most/);
 * ```
 */
export function bookMultiples(
  panels: readonly BookPanel[],
  options: BookMultiplesOptions,
): Figure {
  const bars: Bar[] = panels.flatMap(({ label: panel, bars, hedge }) => [
    ...bars.map(({ label, weight }) => ({ panel, row: label, weight })),
    { panel, row: HEDGE, weight: hedge },
  ]);
  const reach = 1.08 * Math.max(0.1, ...bars.map(({ weight }) => Math.abs(weight)));
  const costs = panels.slice(1).map(({ cost }) => cost);
  const most = Math.max(...costs);
  const isMost = ({ cost }: BookPanel, i: number) => i > 0 && cost === most && most >= SHOWN;
  const heads = panels.map((panel, i) => ({
    panel: panel.label,
    name: i === 0 ? panel.label : `+ ${panel.label}`,
    cost: i === 0 ? "" : number(100 * panel.cost, { digits: 1, signed: true }),
    bold: isMost(panel, i),
  }));
  const guessed = panels.filter(({ label }) => label === options.guess);
  const rows = [...(panels[0]?.bars ?? []).map(({ label }) => label), " ", HEDGE];
  return figure({
    ...worded(options, {
      title: bookMultiplesTitle(panels),
      subtitle:
        "Share of equity, right of zero long; one more limit per panel, and below its name by how many " +
        "points the book lies further from its aims",
    }),
    ...sized({
      width: 720,
      height: 17 * rows.length + (guessed.length === 0 ? 78 : 96),
      left: 112,
      top: 54,
      right: 8,
      bottom: guessed.length === 0 ? 12 : 30,
    }),
    fx: { domain: panels.map(({ label }) => label), axis: null, padding: 0.1 },
    x: { domain: [-reach, reach], axis: null },
    y: { domain: rows, label: null, tickSize: 0, padding: 0.2 },
    marks: [
      Plot.ruleX(heads, { fx: "panel", x: 0, stroke: "currentColor" }),
      Plot.barX(bars.filter(({ weight }) => weight !== 0), {
        fx: "panel",
        x: "weight",
        y: "row",
        fill: (bar: Bar) => barColor(bar.weight, bar.row === HEDGE),
        title: (bar: Bar) => `${bar.row}: ${points(bar.weight, { signed: true })}`,
      }),
      ...[true, false].flatMap((bold) => [
        Plot.text(heads.filter((head) => head.bold === bold), {
          fx: "panel",
          text: "name",
          frameAnchor: "top",
          dy: -40,
          fontWeight: bold ? 700 : 400,
        }),
        Plot.text(heads.filter((head) => head.bold === bold), {
          fx: "panel",
          text: "cost",
          frameAnchor: "top",
          dy: -22,
          fontWeight: bold ? 700 : 400,
        }),
      ]),
      ...(guessed.length === 0 ? [] : [
        Plot.frame({
          fx: guessed[0].label,
          stroke: "currentColor",
          strokeDasharray: "4,3",
          inset: -3,
        }),
        Plot.text(guessed, {
          fx: "label",
          text: () => "your guess",
          frameAnchor: "bottom",
          dy: 20,
          fontStyle: "italic",
        }),
      ]),
    ],
  });
}
