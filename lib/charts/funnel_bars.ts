import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { sized, zeroX } from "./kit/axes.ts";
import { rowScales } from "./forms/rows.ts";
import { textsAtRight } from "./kit/margin_texts.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { counted, dollars } from "../words.ts";
import { COLORS, HALO } from "./kit/theme.ts";

/** One stage of a funnel. */
export interface FunnelBar {
  readonly label: string;
  /** How many are left after it. */
  readonly left: number;
  /** Calls that were paid for at this stage. */
  readonly calls: number;
  /** What they cost together, US dollars; absent where nobody knows. */
  readonly costUsd?: number;
}

interface FunnelBarsOptions extends ChartOptions {
  /** What asking everybody everything would have cost, US dollars; for the title. */
  readonly withoutUsd?: number;
}

/**
 * What the funnel leaves and costs, as a sentence.
 *
 * @example
 * ```ts
 * import { funnelBarsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const stages = [
 *   { label: "all", left: 11, calls: 0, costUsd: 0 },
 *   { label: "fast filter", left: 4, calls: 11, costUsd: 0.01 },
 *   { label: "heavy analyst", left: 4, calls: 4, costUsd: 0.2 },
 * ];
 * equal(
 *   funnelBarsTitle(stages, { withoutUsd: 0.55 }),
 *   "4 of 11 sectors come through, for $0.21 instead of $0.55",
 * );
 * ```
 */
export function funnelBarsTitle(
  stages: readonly FunnelBar[],
  options: { readonly withoutUsd?: number } = {},
): string {
  const first = stages[0]?.left ?? 0, last = stages[stages.length - 1]?.left ?? 0;
  const known = stages.every(({ costUsd }) => costUsd !== undefined);
  const spent = stages.reduce((sum, { costUsd = 0 }) => sum + costUsd, 0);
  const { withoutUsd } = options;
  const paid = !known
    ? `for ${stages.reduce((sum, { calls }) => sum + calls, 0)} calls`
    : `for ${dollars(spent, { digits: 2 })}` +
      (withoutUsd === undefined ? "" : ` instead of ${dollars(withoutUsd, { digits: 2 })}`);
  return `${last} of ${first} sectors come${last === 1 ? "s" : ""} through, ${paid}`;
}

/**
 * What is left at each stage as bars, with the calls that were paid for beside them.
 *
 * @param stages From the first to the last; none has more left than the one before.
 * @throws {RangeError} If a stage has more left than the one before.
 *
 * @example
 * ```ts
 * import { funnelBars } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = funnelBars(
 *   [{ label: "all", left: 11, calls: 0 }, { label: "filter", left: 3, calls: 11 }],
 *   { source: "Source: simulated, seed 7." },
 * );
 * match(chart.title, /3 of 11 sectors come through, for 11 calls/);
 * ```
 */
export function funnelBars(
  stages: readonly FunnelBar[],
  options: FunnelBarsOptions,
): Figure {
  stages.forEach(({ label, left }, i) => {
    const before = i === 0 ? left : stages[i - 1].left;
    if (!(left >= 0 && left <= before)) {
      throw new RangeError(
        `Cannot draw a funnel: ${label} must have between 0 and ${before} left, got ${left}`,
      );
    }
  });
  const most = stages[0]?.left ?? 1;
  const paid = (stage: FunnelBar) =>
    stage.calls === 0 ? "no call" : counted(stage.calls, "call") +
      (stage.costUsd === undefined
        ? ""
        : `, ${stage.costUsd === 0 ? "free" : dollars(stage.costUsd, { digits: 3 })}`);
  return figure({
    ...worded(options, {
      title: funnelBarsTitle(stages, { withoutUsd: options.withoutUsd }),
      subtitle: "Sectors left after each stage; at the right the calls paid there",
    }),
    ...sized({ height: 46 * stages.length + 40, top: 10, left: 150, right: 166 }),
    ...rowScales(stages.map((stage) => stage.label), {
      domain: [0, most],
      ticks: Math.min(most, 11),
      tickFormat: "d",
      gap: 0.22,
    }),
    marks: [
      Plot.barX(stages, {
        x: "left",
        y: "label",
        fill: (_: FunnelBar, i: number) => i === 0 ? COLORS.grey : COLORS.blue,
        title: paid,
      }),
      zeroX(),
      Plot.text(stages, {
        x: "left",
        y: "label",
        text: (stage: FunnelBar) => String(stage.left),
        dx: 6,
        textAnchor: "start",
        fontWeight: 700,
        ...HALO,
      }),
      textsAtRight(stages, {
        y: "label",
        dx: 42,
        text: paid,
      }),
    ],
  });
}
