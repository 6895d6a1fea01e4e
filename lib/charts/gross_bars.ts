import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { gridY, itself, sized, wholePercent, zeroY } from "./kit/axes.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { listed, percent } from "../words.ts";
import { COLORS, GROUND } from "./kit/theme.ts";

/** One account: what it holds long and short, its hedge, and what stays in cash; shares. */
export interface GrossBar {
  /** What stands below the bar, such as the number of views. */
  readonly label: string;
  readonly long: number;
  readonly short: number;
  readonly hedge: number;
  readonly cash: number;
  /** The most that long, short and hedge could be together; a mark where they are less. */
  readonly allowed?: number;
}

interface GrossBarsOptions extends ChartOptions {
  /** What the labels count; "sectors with a view" by default. */
  readonly xLabel?: string;
  /** A guess of one bar's cash, drawn as a dashed mark. */
  readonly guess?: { readonly label: string; readonly cash: number };
}

const PARTS = [
  { key: "long", letter: "L", name: "long", fill: COLORS.blue, text: "#FFFFFF" },
  { key: "short", letter: "S", name: "short", fill: COLORS.vermillion, text: "#000000" },
  { key: "hedge", letter: "H", name: "hedge", fill: COLORS.green, text: "#FFFFFF" },
  { key: "cash", letter: "C", name: "cash", fill: COLORS.grey, text: "#000000" },
] as const;
/** A part of less than a twentieth of a percent cannot be seen. */
const SHOWN = 5e-4;

const used = ({ long, short, hedge }: GrossBar) => long + short + hedge;
/** Whether more would be allowed than is used. */
const hasRoom = (bar: GrossBar) => bar.allowed !== undefined && bar.allowed - used(bar) >= SHOWN;

/**
 * Which bars keep something in cash, and with which of them all would be allowed, as a sentence.
 *
 * @example
 * ```ts
 * import { grossBarsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const bar = { long: 0.5, short: 0.2, hedge: 0.3, cash: 0 };
 * const half = { long: 0.3, short: 0, hedge: 0.2, cash: 0.5, allowed: 1 };
 * const empty = { long: 0, short: 0, hedge: 0, cash: 1 };
 * equal(
 *   grossBarsTitle([{ ...bar, label: "2" }, { ...half, label: "1" }, { ...empty, label: "0" }]),
 *   "The whole gross is used except with 1 and 0 sectors with a view; the limits would allow it " +
 *     "with 1",
 * );
 * ```
 */
export function grossBarsTitle(
  bars: readonly GrossBar[],
  xLabel = "sectors with a view",
): string {
  const short = bars.filter(({ cash }) => cash >= SHOWN).map(({ label }) => label);
  if (short.length === 0) return `The whole gross is used whatever the number of ${xLabel}`;
  const free = bars.filter((bar) => hasRoom(bar) && bar.allowed! >= used(bar) + bar.cash - 1e-9);
  const more = free.length === 0
    ? ""
    : `; the limits would allow it with ${listed(free.map(({ label }) => label))}`;
  return short.length === bars.length
    ? `Part of the gross stays in cash whatever the number of ${xLabel}${more}`
    : `The whole gross is used except with ${listed(short)} ${xLabel}${more}`;
}

/**
 * Long, short, hedge and cash of several accounts as stacked bars.
 *
 * @param bars From left to right; the parts of each add up to its gross limit.
 *
 * @example
 * ```ts
 * import { grossBars } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = grossBars(
 *   [{ label: "1", long: 0.3, short: 0, hedge: 0.25, cash: 0.45 }],
 *   { source: "Source: simulated, seed 7." },
 * );
 * match(chart.title, /stays in cash/);
 * ```
 */
export function grossBars(bars: readonly GrossBar[], options: GrossBarsOptions): Figure {
  const { guess, xLabel = "sectors with a view" } = options;
  const pieces = bars.flatMap((bar) => {
    let from = 0;
    return PARTS.map((part) => {
      const low = from, high = from += bar[part.key];
      return { label: bar.label, part, low, high, middle: (low + high) / 2, size: high - low };
    });
  }).filter(({ size }) => size >= SHOWN);
  const most = Math.max(1, ...pieces.map(({ high }) => high));
  const total = bars.find(({ label }) => label === guess?.label);
  const guessed = guess && total
    ? [{ label: guess.label, at: used(total) + total.cash - guess.cash }]
    : [];
  const room = bars.filter(hasRoom);
  type Piece = (typeof pieces)[number];
  return figure({
    ...worded(options, {
      title: grossBarsTitle(bars, xLabel),
      subtitle: "Share of equity: long, short and hedge make the gross, the rest is cash",
    }),
    ...sized({ height: 330, left: 54, top: guess ? 40 : 16, right: room.length > 0 ? 128 : 96 }),
    x: { domain: bars.map(({ label }) => label), label: xLabel, labelArrow: "none", padding: 0.18 },
    y: {
      domain: [0, most],
      label: null,
      ticks: 5,
      tickFormat: wholePercent,
    },
    marks: [
      gridY(5),
      Plot.barY(pieces, {
        x: "label",
        y1: "low",
        y2: "high",
        fill: (piece: Piece) => piece.part.fill,
        stroke: GROUND,
        title: (piece: Piece) => `${piece.part.name}: ${percent(piece.size)}`,
      }),
      Plot.text(pieces.filter(({ size }) => size >= 0.05), {
        x: "label",
        y: "middle",
        text: (piece: Piece) =>
          `${piece.part.letter} ${percent(piece.size, { digits: 0 }).replace(" %", "")}`,
        fill: (piece: Piece) => piece.part.text,
        fontSize: 12,
      }),
      ...PARTS.flatMap((part, i) => [
        Plot.dot([part], {
          frameAnchor: "top-right",
          dx: 24,
          dy: 14 + 22 * i,
          symbol: "square",
          r: 7,
          fill: part.fill,
        }),
        keyText(i, 38, `${part.letter}  ${part.name}`),
      ]),
      zeroY(),
      ...[{ stroke: GROUND, strokeWidth: 5 }, { stroke: "currentColor", strokeWidth: 2 }].map((
        look,
      ) => Plot.tickY(room, { x: "label", y: "allowed", inset: -3, ...look })),
      ...(room.length === 0 ? [] : [keyText(PARTS.length, 17, "━  limits allow")]),
      ...(guessed.length === 0 ? [] : [
        Plot.tickY(guessed, {
          x: "label",
          y: "at",
          stroke: "currentColor",
          strokeWidth: 3,
          strokeDasharray: "5,3",
          inset: -6,
        }),
        Plot.text(guessed, {
          x: "label",
          frameAnchor: "top",
          dy: -14,
          text: () => "your guess",
          fontStyle: "italic",
        }),
      ]),
    ],
  });
}

/** Line `i` of the legend at the right. */
function keyText(i: number, dx: number, words: string): Plot.Markish {
  return Plot.text([words], {
    frameAnchor: "top-right",
    textAnchor: "start",
    lineAnchor: "middle",
    dx,
    dy: 14 + 22 * i,
    text: itself,
  });
}
