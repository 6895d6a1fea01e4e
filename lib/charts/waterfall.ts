import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { gridX, itself, sized, zeroX } from "./kit/axes.ts";
import { textsAtLeft, textsAtRight } from "./kit/margin_texts.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { percent } from "../words.ts";
import { COLORS, GROUND } from "./kit/theme.ts";

/** One step; each begins where the one before ends. */
export interface WaterfallRow {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  /** Steps of one group stand together, with the group's name over them. */
  readonly group?: string;
  /** Why, for the tooltip. */
  readonly note?: string;
}

interface WaterfallOptions extends ChartOptions {
  /** How the end of the last step is called; "sum" by default. */
  readonly total?: string;
  /** How values are written; as signed percent with two decimals by default. */
  readonly format?: (value: number) => string;
}

/** A gap between steps that is more than the last bits of a float. */
const GAP = 1e-9;

const signed = (value: number) => percent(value, { signed: true, digits: 2 });

/**
 * The largest step and the end, as a sentence.
 *
 * @example
 * ```ts
 * import { waterfallTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   waterfallTitle([{ label: "Score", from: 0, to: 0.1 }, { label: "Limits", from: 0.1, to: 0.3 }]),
 *   "The largest step is Limits, +20.00 %; the end is +30.00 %",
 * );
 * ```
 */
export function waterfallTitle(
  rows: readonly WaterfallRow[],
  format: (value: number) => string = signed,
): string {
  const size = (row: WaterfallRow) => Math.abs(row.to - row.from);
  const most = Math.max(0, ...rows.map(size));
  if (most < GAP) return "Nothing moves: every step is zero";
  const largest = rows.find((row) => size(row) === most)!;
  return `The largest step is ${largest.label}, ${format(largest.to - largest.from)}; ` +
    `the end is ${format(rows[rows.length - 1].to)}`;
}

/** Each step must begin where the one before ends, the first at zero. */
function refuseGaps(rows: readonly WaterfallRow[]): void {
  if (rows.length === 0) {
    throw new RangeError("Cannot draw a waterfall: need at least one step, got none");
  }
  rows.forEach(({ label, from }, i) => {
    const before = i === 0 ? 0 : rows[i - 1].to;
    if (!(Math.abs(from - before) <= GAP)) {
      throw new RangeError(
        `Cannot draw a waterfall: ${label} must begin at ${before}, got ${from}`,
      );
    }
  });
}

/**
 * Steps that add up, one below the other, each bar from where the last one ended.
 *
 * @param rows In their order; the first begins at zero.
 * @throws {RangeError} If there is no row, or a step does not begin where the one before ends.
 *
 * @example Two steps
 * ```ts
 * import { waterfall } from "lab/charts";
 * import { throws } from "node:assert/strict";
 *
 * const source = "Source: simulated, seed 7.";
 * waterfall([{ label: "a", from: 0, to: 0.1 }, { label: "b", from: 0.1, to: 0.05 }], { source });
 * throws(
 *   () => waterfall([{ label: "a", from: 0, to: 1 }, { label: "b", from: 0, to: 1 }], { source }),
 *   /b must begin at 1, got 0/,
 * );
 * ```
 */
export function waterfall(rows: readonly WaterfallRow[], options: WaterfallOptions): Figure {
  refuseGaps(rows);
  const { format = signed, total = "sum" } = options;
  // Round values need no decimals; where the whole chart is smaller than a point they do.
  const axisFormat = options.format ??
    ((value: number) => percent(value, { signed: true, digits: high - low > 0.05 ? 0 : 2 }));
  const end = rows[rows.length - 1].to;
  const values = [0, ...rows.map((row) => row.to)];
  const low = Math.min(...values), high = Math.max(...values);
  const room = 0.06 * Math.max(high - low, 1e-6);
  const groups = [...new Set(rows.map((row) => row.group ?? ""))];
  // An empty line before each group but the first, and before the sum.
  const lines: (WaterfallRow | undefined)[] = groups.flatMap((group, i) => [
    ...(i === 0 && group === "" ? [] : [undefined]),
    ...rows.filter((row) => (row.group ?? "") === group),
  ]);
  const line = new Map(lines.map((row, i) => [row, i]));
  const at = (row: WaterfallRow) => line.get(row)!;
  const bars = rows.filter((row) => row.to !== row.from);
  const heads = groups.flatMap((group) =>
    group === "" ? [] : [{
      group,
      line: at(rows.find((row) => row.group === group)!) - 1,
    }]
  );
  const last = lines.length + 0.4;
  const half = 0.36;
  return figure({
    ...worded(options, {
      title: waterfallTitle(rows, format),
      subtitle: "Each bar begins where the one above it ends; the numbers are the steps",
    }),
    ...sized({ height: 25 * (last + 1) + 46, left: 118, right: 100, top: 12 }),
    x: { domain: [low - room, high + room], label: null, ticks: 6, tickFormat: axisFormat },
    y: { domain: [-0.6, last + 0.6], reverse: true, axis: null },
    marks: [
      gridX(6),
      zeroX(),
      Plot.rect(bars, {
        x1: "from",
        x2: "to",
        y1: (row: WaterfallRow) => at(row) - half,
        y2: (row: WaterfallRow) => at(row) + half,
        fill: (row: WaterfallRow) => row.to > row.from ? COLORS.blue : COLORS.vermillion,
        title: (row: WaterfallRow) => [row.label, row.note].filter(Boolean).join(": "),
      }),
      // From the end of each bar down to the next line, so that the eye can follow an empty step.
      Plot.ruleX(rows, {
        x: "to",
        y1: (row: WaterfallRow) => at(row) - half,
        y2: (row: WaterfallRow) => {
          const next = rows[rows.indexOf(row) + 1];
          return (next ? at(next) : last) + half;
        },
        stroke: "currentColor",
        strokeOpacity: 0.55,
      }),
      Plot.rect([{ end }], {
        x1: 0,
        x2: "end",
        y1: last - half,
        y2: last + half,
        fill: COLORS.grey,
      }),
      textsAtLeft(rows, { y: at, text: "label", dx: -10 }),
      textsAtLeft(heads, {
        y: "line",
        text: "group",
        dx: -10,
        fontStyle: "italic",
        fill: "currentColor",
        stroke: GROUND,
      }),
      textsAtRight(rows, {
        y: at,
        text: (row: WaterfallRow) => format(row.to - row.from),
        textAnchor: "end",
        dx: 92,
      }),
      textsAtLeft([total], { y: last, text: itself, dx: -10, fontWeight: 600 }),
      textsAtRight([end], {
        y: last,
        text: format,
        textAnchor: "end",
        dx: 92,
        fontWeight: 600,
      }),
    ],
  });
}
