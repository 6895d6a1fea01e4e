import * as Plot from "@observablehq/plot";
import { decimals } from "../words.ts";
import { gridX, sized } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { ASIDE, rightOf } from "./kit/places.ts";
import { COLORS } from "./kit/theme.ts";

/** One stretch of a stage; a stage that died and went on has several. */
export interface StageSpan {
  readonly stage: string;
  /** Minutes since the run began. */
  readonly from: number;
  readonly to: number;
  /** What the time went into: the lab's own work, a wait for somebody's answer, or work that was cut off. */
  readonly kind: "work" | "wait" | "cut off";
  /** What came of it, a few words at the right. */
  readonly note?: string;
}

interface StageSpansOptions extends ChartOptions {
  /** Minutes within which all should have ended; drawn as a rule. */
  readonly deadline?: number;
}

const minutesOf = (spans: readonly StageSpan[], kind: StageSpan["kind"]) =>
  spans.filter((one) => one.kind === kind).reduce((sum, { from, to }) => sum + to - from, 0);

/**
 * How long a run took and what most of the time was, as a sentence.
 *
 * @example
 * ```ts
 * import { stageSpansTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   stageSpansTitle([
 *     { stage: "Quote", from: 0, to: 0.2, kind: "work" },
 *     { stage: "Poll", from: 0.2, to: 3.2, kind: "wait" },
 *   ]),
 *   "The run took 3.2 minutes, 3.0 of them waiting for others",
 * );
 * ```
 */
export function stageSpansTitle(spans: readonly StageSpan[]): string {
  if (spans.length === 0) return "Nothing was run";
  const all = Math.max(...spans.map(({ to }) => to)) - Math.min(...spans.map(({ from }) => from));
  const waited = minutesOf(spans, "wait"), lost = minutesOf(spans, "cut off");
  const parts = [
    ...(waited > 0 ? [`${decimals(waited, 1)} of them waiting for others`] : []),
    ...(lost > 0 ? [`${decimals(lost, 1)} in work that was cut off`] : []),
  ];
  return [`The run took ${decimals(all, 1)} minutes`, ...parts].join(", ");
}

/**
 * The stages of a run below each other, minutes across: full where the lab works, hollow where it waits,
 * a cross where work was cut off.
 *
 * @param spans In the order in which stages are drawn; stretches of one stage share its row.
 * @param options.deadline Minutes, drawn as a rule; none by default.
 *
 * @example
 * ```ts
 * import { stageSpans } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = stageSpans([{ stage: "Poll", from: 0, to: 2, kind: "wait", note: "33 answers" }], {
 *   deadline: 5,
 *   source: "Source: simulated, seed 7.",
 * });
 * match(chart.title, /2\.0 of them waiting/);
 * ```
 */
export function stageSpans(spans: readonly StageSpan[], options: StageSpansOptions): Figure {
  const { deadline } = options;
  const stages = [...new Set(spans.map(({ stage }) => stage))];
  const last = Math.max(...spans.map(({ to }) => to), deadline ?? 0, 1e-3);
  const lastOf = new Map(spans.map((span) => [span.stage, span]));
  const bars = { x1: "from", x2: "to", y: "stage" };
  return figure({
    ...worded(options, {
      title: stageSpansTitle(spans),
      subtitle: "Minutes since the run began; full: work, hollow: waiting, a cross: cut off" +
        (deadline === undefined ? "" : "; dashed: the time allowed"),
    }),
    ...sized({ height: 26 * stages.length + 60, left: 110 }),
    x: { domain: [0, last * 1.3], label: null, ticks: 7 },
    y: { domain: stages, label: null, tickSize: 0, padding: 0.35 },
    marks: [
      gridX(7),
      ...(deadline === undefined
        ? []
        : [Plot.ruleX([deadline], { stroke: "currentColor", strokeDasharray: "4,3" })]),
      Plot.barX(spans.filter(({ kind }) => kind !== "wait"), { ...bars, fill: COLORS.blue }),
      Plot.barX(spans.filter(({ kind }) => kind === "wait"), {
        ...bars,
        fill: "none",
        stroke: COLORS.blue,
        strokeWidth: 1.5,
      }),
      Plot.dot(spans.filter(({ kind }) => kind === "cut off"), {
        x: "to",
        y: "stage",
        symbol: "times",
        r: 6,
        stroke: COLORS.vermillion,
        strokeWidth: 2.5,
      }),
      Plot.text([...lastOf.values()].filter(({ note }) => note !== undefined), {
        x: "to",
        y: "stage",
        text: "note",
        ...rightOf(12),
        ...ASIDE,
      }),
    ],
  });
}
