import * as Plot from "@observablehq/plot";
import { ticks, timeLines, wall } from "./forms/ticks.ts";
import { itself, sized } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { ASIDE, FIRM, leftOf } from "./kit/places.ts";
import { COLORS, FIGURE_WIDTH, GROUND } from "./kit/theme.ts";

/** One datum on a line of time. */
export interface TickRow {
  /** The row it stands in, such as its source; rows appear in the order of their first tick. */
  readonly row: string;
  /** The minute from which it could be used, `2024-05-03T16:30` or a day alone; New York time. */
  readonly at: string;
  /** The day that it describes, from which a thin line leads to the tick. */
  readonly asOf?: string;
  /** What it is, for the browser's tooltip. */
  readonly label?: string;
  /** Whether a decision made use of it; a tick that was known and is not used is paler. */
  readonly used?: boolean;
}

interface TimelineTicksOptions extends ChartOptions {
  /** The minute of the decision, drawn as a rule; what came later stands right of it. */
  readonly decision: string;
  /** Pixels; the width of all figures by default. */
  readonly width?: number;
  /** A guess of how many known ticks of a row are used, counted from the newest; a dashed mark. */
  readonly guess?: { readonly row: string; readonly count: number };
}

function time(at: string): Date {
  return new Date(at.length === 10 ? `${at}T00:00Z` : `${at}Z`);
}

/** A guess, where the newest `count` known ticks of a row begin: between two, or before the first. */
function guessMarks(
  data: readonly TickRow[],
  { row, count }: { readonly row: string; readonly count: number },
  decision: string,
): Plot.Markish[] {
  const known = data.filter((tick) => tick.row === row && tick.at <= decision)
    .map(({ at }) => time(at).getTime()).sort((a, b) => b - a);
  const within = known[count - 1], before = known[count];
  const oldest = Math.min(...data.map(({ at }) => time(at).getTime()));
  const place = count <= 0
    ? time(decision).getTime()
    : within === undefined
    ? oldest
    : (within + (before ?? oldest)) / 2;
  const at = { x: () => new Date(place), y: () => row } as const;
  return [
    Plot.tickX([count], { ...at, ...FIRM, strokeWidth: 2.5, strokeDasharray: "4,3" }),
    Plot.text([`your guess: ${count}`], { ...at, ...leftOf(5), dy: -13, text: itself, ...ASIDE }),
  ];
}

/**
 * How many data came after the decision, as a sentence.
 *
 * @param ticks Each with the minute from which it could be used.
 * @param decision The minute of the decision; a datum of that very minute is known.
 *
 * @example
 * ```ts
 * import { timelineTicksTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const ticks = [
 *   { row: "filings", at: "2024-05-03T07:30" },
 *   { row: "filings", at: "2024-05-03T16:30" },
 * ];
 * equal(
 *   timelineTicksTitle(ticks, "2024-05-03T16:00"),
 *   "1 of these 2 data was not yet known at the decision",
 * );
 * ```
 */
export function timelineTicksTitle(
  ticks: readonly Pick<TickRow, "at">[],
  decision: string,
): string {
  const later = ticks.filter(({ at }) => at > decision).length;
  if (later === 0) return "All of these data were known at the decision";
  return `${later} of these ${ticks.length} data ${
    later === 1 ? "was" : "were"
  } not yet known at the decision`;
}

/**
 * Data as ticks at the minute from which they could be used, one row per source, the decision as a
 * rule: what stands right of it nobody could know.
 *
 * @throws {RangeError} If a moment cannot be read.
 *
 * @example A report that was filed after the close
 * ```ts
 * import { timelineTicks } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = timelineTicks(
 *   [{ row: "filings", at: "2024-05-03T16:30", asOf: "2024-03-31" }],
 *   { decision: "2024-05-03T16:00", source: "Source: simulated, seed 7." },
 * );
 * match(chart.title, /1 of these 1 data was not yet known/);
 * ```
 */
export function timelineTicks(
  data: readonly TickRow[],
  options: TimelineTicksOptions,
): Figure {
  const { decision, width, guess } = options;
  for (const at of [decision, ...data.map((tick) => tick.at)]) {
    if (Number.isNaN(time(at).getTime())) {
      throw new RangeError(
        `Cannot draw a line of time: need a day or minute such as 2024-05-03T16:00, got ${at}`,
      );
    }
  }
  const rows = [...new Set(data.map(({ row }) => row))];
  const known = data.filter(({ at }) => at <= decision);
  const kinds = [
    { of: known.filter(({ used }) => used !== false), stroke: COLORS.blue, strokeOpacity: 1 },
    { of: known.filter(({ used }) => used === false), stroke: COLORS.grey, strokeOpacity: 0.8 },
    { of: data.filter(({ at }) => at > decision), stroke: COLORS.vermillion, strokeOpacity: 1 },
  ];
  const hasSpans = data.some(({ asOf }) => asOf !== undefined);
  const x = ({ at }: TickRow) => time(at), from = ({ asOf }: TickRow) => time(asOf!);
  const title = ({ label, row, at, asOf }: TickRow) =>
    `${label ?? row}: known from ${at.replace("T", " ")}` + (asOf ? `, describes ${asOf}` : "");
  return figure({
    ...worded(options, {
      title: timelineTicksTitle(data, decision),
      subtitle: "Each tick stands where a datum became available" +
        (hasSpans ? "; a thin line leads to it from the day that it describes" : ""),
    }),
    // The year stands below the month, a second line; the words beside the rule must fit even where
    // nothing came later.
    ...sized({ width, height: 44 * rows.length + 80, top: 30, right: 48, bottom: 46, left: 104 }),
    x: { type: "utc", label: null, ticks: (width ?? FIGURE_WIDTH) < 560 ? 5 : 8 },
    y: { domain: rows, label: null, tickSize: 0, padding: 0.1 },
    marks: [
      timeLines(rows),
      ...kinds.flatMap(({ of, stroke, strokeOpacity }) => {
        const spans = of.filter(({ asOf }) => asOf !== undefined);
        return [
          Plot.link(spans, {
            x1: from,
            x2: x,
            y: "row",
            stroke,
            strokeOpacity: 0.9,
            strokeWidth: 1.5,
          }),
          Plot.dot(spans, { x: from, y: "row", r: 3, fill: GROUND, stroke }),
          ticks(of, { x, y: "row", stroke, strokeOpacity, strokeWidth: 2, title }),
        ];
      }),
      ...wall(time(decision), ["known", "not yet"], 18),
      ...(guess ? guessMarks(data, guess, decision) : []),
    ],
  });
}
