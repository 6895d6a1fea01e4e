import type { GrowthLine, GrowthPoint } from "../../charts/mod.ts";
import type { PanelRun, ResearchPanel } from "../../research/mod.ts";

/** The days at which a run's equity is known: each fill, and the end. */
export function growthDays(
  { fillDays, endDay }: Pick<ResearchPanel, "fillDays" | "endDay">,
): string[] {
  return [...fillDays, endDay];
}

/**
 * A run as a line of growth.
 *
 * @param run Its equity is drawn, from 1.
 * @param panel Gives the days.
 * @param options.label Stands at the line's end; a line without one stands behind the others.
 * @param options.last Only so many of the last steps, begun anew at 1.
 *
 * @example
 * ```ts
 * import { growthOf } from "lab/lesson/05";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const days = ["2024-01-05", "2024-01-12"].map(day);
 * const panel = { fillDays: [days[0]], endDay: days[1] };
 * const line = growthOf({ equityUsd: Float64Array.of(100, 110) }, panel);
 * deepEqual(line.points.map(({ value }) => value), [1, 1.1]);
 * ```
 */
export function growthOf(
  { equityUsd }: Pick<PanelRun, "equityUsd">,
  panel: Pick<ResearchPanel, "fillDays" | "endDay">,
  options: { readonly label?: string; readonly last?: number } = {},
): GrowthLine {
  const { label, last = equityUsd.length - 1 } = options;
  const first = Math.max(0, equityUsd.length - 1 - last), days = growthDays(panel);
  const points: GrowthPoint[] = [];
  for (let k = first; k < equityUsd.length; k++) {
    points.push({ day: days[k], value: equityUsd[k] / equityUsd[first] });
  }
  return { ...(label === undefined ? {} : { label }), points };
}
