import * as Plot from "@observablehq/plot";
import { itself, sized } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { ASIDE } from "./kit/places.ts";
import { COLORS, GROUND } from "./kit/theme.ts";

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

/** What `timelineTicks` needs besides its ticks. */
export interface TimelineTicksOptions extends ChartOptions {
  /** The minute of the decision, drawn as a rule; what came later stands right of it. */
  readonly decision: string;
  /** Pixels; the width of all figures by default. */
  readonly width?: number;
  /** A guess of how many known ticks of a row are used, counted from the newest; a dashed mark. */
  readonly guess?: { readonly row: string; readonly count: number };
}

/** Room above and below a tick within its row, in pixels. */
const TICK_INSET = 6;

function time(at: string): Date {
  return new Date(at.length === 10 ? `${at}T00:00Z` : `${at}Z`);
}

/** Where the newest `count` known ticks of a row begin: between two ticks, or before the first. */
function guessMark(
  ticks: readonly TickRow[],
  guess: { readonly row: string; readonly count: number },
  decision: string,
) {
  const { row, count } = guess;
  const known = ticks.filter((tick) => tick.row === row && tick.at <= decision)
    .map(({ at }) => time(at).getTime()).sort((a, b) => b - a);
  const within = known[count - 1], before = known[count];
  const oldest = Math.min(...ticks.map(({ at }) => time(at).getTime()));
  const place = count <= 0
    ? time(decision).getTime()
    : within === undefined
    ? oldest
    : before === undefined
    ? (within + oldest) / 2
    : (within + before) / 2;
  return { row, at: new Date(place), text: `your guess: ${count}` };
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
  ticks: readonly TickRow[],
  options: TimelineTicksOptions,
): Figure {
  const { decision } = options;
  for (const at of [decision, ...ticks.map((tick) => tick.at)]) {
    if (Number.isNaN(time(at).getTime())) {
      throw new RangeError(
        `Cannot draw a line of time: need a day or minute such as 2024-05-03T16:00, got ${at}`,
      );
    }
  }
  const rows = [...new Set(ticks.map((tick) => tick.row))];
  const isLater = (tick: TickRow) => tick.at > decision;
  const kinds = [
    { of: ticks.filter((t) => !isLater(t) && t.used !== false), stroke: COLORS.blue, opacity: 1 },
    { of: ticks.filter((t) => !isLater(t) && t.used === false), stroke: COLORS.grey, opacity: 0.8 },
    { of: ticks.filter(isLater), stroke: COLORS.vermillion, opacity: 1 },
  ];
  const title = (tick: TickRow) =>
    `${tick.label ?? tick.row}: known from ${tick.at.replace("T", " ")}` +
    (tick.asOf ? `, describes ${tick.asOf}` : "");
  const { guess } = options;
  const guessed = guess && guessMark(ticks, guess, decision);
  const hasSpans = ticks.some((tick) => tick.asOf !== undefined);
  return figure({
    ...worded(options, {
      title: timelineTicksTitle(ticks, decision),
      subtitle: "Each tick stands where a datum became available" +
        (hasSpans ? "; a thin line leads to it from the day that it describes" : ""),
    }),
    ...sized({ width: options.width, height: 44 * rows.length + 80, top: 30 }),
    // The year stands below the month, a second line.
    marginBottom: 46,
    marginLeft: 104,
    // The words beside the rule must fit even where nothing came later.
    marginRight: 48,
    x: { type: "utc", label: null, ticks: (options.width ?? 700) < 560 ? 5 : 8 },
    y: { domain: rows, label: null, tickSize: 0, padding: 0.1 },
    marks: [
      Plot.ruleY(rows, { y: itself, stroke: "currentColor", strokeOpacity: 0.12 }),
      ...kinds.flatMap(({ of, stroke, opacity }) => [
        Plot.link(of.filter((tick) => tick.asOf !== undefined), {
          x1: (tick: TickRow) => time(tick.asOf!),
          x2: (tick: TickRow) => time(tick.at),
          y: "row",
          stroke,
          strokeOpacity: 0.9,
          strokeWidth: 1.5,
        }),
        Plot.dot(of.filter((tick) => tick.asOf !== undefined), {
          x: (tick: TickRow) => time(tick.asOf!),
          y: "row",
          r: 3,
          fill: GROUND,
          stroke,
        }),
        Plot.tickX(of, {
          x: (tick: TickRow) => time(tick.at),
          y: "row",
          stroke,
          strokeOpacity: opacity,
          strokeWidth: 2,
          insetTop: TICK_INSET,
          insetBottom: TICK_INSET,
          title,
        }),
      ]),
      Plot.ruleX([time(decision)], { stroke: "currentColor", strokeWidth: 2 }),
      Plot.text([decision], {
        x: time,
        frameAnchor: "top",
        dy: -18,
        dx: -6,
        textAnchor: "end",
        text: () => "known",
        fill: "currentColor",
      }),
      Plot.text([decision], {
        x: time,
        frameAnchor: "top",
        dy: -18,
        dx: 6,
        textAnchor: "start",
        text: () => "not yet",
        fill: "currentColor",
      }),
      ...(guessed === undefined ? [] : [
        Plot.tickX([guessed], {
          x: "at",
          y: "row",
          stroke: "currentColor",
          strokeWidth: 2.5,
          strokeDasharray: "4,3",
        }),
        Plot.text([guessed], {
          x: "at",
          y: "row",
          dx: -5,
          dy: -13,
          textAnchor: "end",
          text: "text",
          ...ASIDE,
        }),
      ]),
    ],
  });
}
