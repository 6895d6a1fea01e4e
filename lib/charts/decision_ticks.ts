import { ticks, timeLines, wall } from "./forms/ticks.ts";
import { sized } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { COLORS } from "./kit/theme.ts";
import { dateOf, timeDomain } from "./kit/time_axis.ts";
import { counted } from "../words.ts";

/** One decision of two runs. */
export interface DecisionTick {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** Whether the two runs decided otherwise. */
  readonly changed: boolean;
}

interface DecisionTicksOptions extends ChartOptions {
  /** The day after which everything was altered; drawn as a rule. */
  readonly marked: string;
}

/** The two rows. */
const CHANGED = "changed", SAME = "as before";

/**
 * How many decisions changed on either side of the marked day, as a sentence.
 *
 * @param rows One per decision day.
 * @param marked The last day that was left as it is; its own decision belongs to it.
 *
 * @example
 * ```ts
 * import { decisionTicksTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const rows = [
 *   { day: "2024-01-05", changed: false },
 *   { day: "2024-01-12", changed: true },
 * ];
 * equal(
 *   decisionTicksTitle(rows, "2024-01-05"),
 *   "None of 1 decision up to the marked day changed, and 1 of 1 after it",
 * );
 * ```
 */
export function decisionTicksTitle(rows: readonly DecisionTick[], marked: string): string {
  const count = (of: readonly DecisionTick[]) => of.filter(({ changed }) => changed).length;
  const before = rows.filter(({ day }) => day <= marked),
    after = rows.filter((one) => one.day > marked);
  const [early, late] = [count(before), count(after)];
  const upTo = `of ${counted(before.length, "decision")} up to the marked day changed`;
  return early === 0
    ? `None ${upTo}, and ${late} of ${after.length} after it`
    : `${early} ${upTo}: this run saw the future`;
}

/**
 * Decisions of two runs as ticks, changed ones above and equal ones below, with the day after which
 * the second run's world is another one.
 *
 * @throws {RangeError} If a day is no day.
 *
 * @example
 * ```ts
 * import { decisionTicks } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const rows = [
 *   { day: "2024-01-05", changed: false },
 *   { day: "2024-01-12", changed: true },
 * ];
 * const chart = decisionTicks(rows, { marked: "2024-01-05", source: "Source: simulated, seed 7." });
 * match(chart.title, /^None of 1 decision/);
 * ```
 */
export function decisionTicks(
  rows: readonly DecisionTick[],
  options: DecisionTicksOptions,
): Figure {
  const { marked } = options;
  const [first, last] = timeDomain([...rows.map(({ day }) => day), marked])
    .map((day) => day.getTime());
  const span = last - first;
  // A decision of the marked day's own close is made before anything is altered.
  const altered = new Date(dateOf(marked).getTime() + span / (2.5 * Math.max(2, rows.length)));
  return figure({
    ...worded(options, {
      title: decisionTicksTitle(rows, marked),
      subtitle: "Each tick is a decision, by whether it is the same, byte for byte, in both worlds",
    }),
    ...sized({ height: 176, top: 34, bottom: 46, left: 92 }),
    x: {
      type: "utc",
      domain: [new Date(first - span / 60), new Date(last + span / 60)],
      label: null,
      ticks: 7,
    },
    y: { domain: [CHANGED, SAME], label: null, tickSize: 0, padding: 0.12 },
    marks: [
      timeLines([CHANGED, SAME]),
      ...[true, false].map((changed) => {
        const row = changed ? CHANGED : SAME;
        return ticks(rows.filter((one) => one.changed === changed), {
          x: ({ day }: DecisionTick) => dateOf(day),
          y: () => row,
          stroke: changed ? COLORS.vermillion : COLORS.blue,
          strokeWidth: 4,
          title: ({ day }: DecisionTick) => `${day}: ${row}`,
        });
      }),
      ...wall(altered, ["left as it was", "altered"], 20),
    ],
  });
}
