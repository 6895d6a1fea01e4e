import { PILLARS } from "../committee/mod.ts";
import { SECTORS } from "../market/mod.ts";
import { NAME_COUNT, type ResearchPanel, type ScoreTable, SECTOR_COUNT } from "../research/mod.ts";
import type { Rows, SignalTable } from "../signals/mod.ts";

/**
 * The scores of a panel with the returns that followed, for `signalAnalysis` of `lab/signals`.
 *
 * Returns run from fill to fill, not from the close that was decided on: what nobody could have earned
 * is no outcome. The last day has none. Sectors that never have a score or a price are left out.
 *
 * @param counts Whether a step counts; what is left out has no score. All by default.
 *
 * @example
 * ```ts
 * import { signalRows } from "lab/study";
 * import { panelOf, panelScores } from "lab/research";
 * import { DEFAULT_WEIGHTS } from "lab/committee";
 * import { simulatedMarket, weeklyDays } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const days = weeklyDays(market.prices.days).slice(60, 64);
 * const scores = new Float64Array(3 * 4 * 11).fill(3);
 * const panel = panelOf(market, { days, scores }, { days });
 * equal(signalRows(panel, panelScores(panel, DEFAULT_WEIGHTS)).table.returns[3][0], undefined);
 * ```
 */
export function signalRows(
  panel: ResearchPanel,
  table: ScoreTable,
  counts: (step: number) => boolean = () => true,
): { readonly table: SignalTable; readonly pillars: Readonly<Record<string, Rows>> } {
  const { days, steps, listed, longFactor } = panel;
  const known = (value: number) => Number.isNaN(value) ? undefined : value;
  const returnOf = (k: number, i: number) =>
    k === steps || listed[k * SECTOR_COUNT + i] === 0
      ? undefined
      : known(longFactor[k * NAME_COUNT + i] - 1);
  const cells = days.length * SECTOR_COUNT;
  const isScored = (scores: Float64Array, i: number) =>
    days.some((_, k) => !Number.isNaN(scores[k * SECTOR_COUNT + i]));
  const columns = SECTORS.flatMap((_, i) =>
    isScored(table.scores, i) && days.some((_, k) => returnOf(k, i) !== undefined) ? [i] : []
  );
  const rowsOf = (scores: Float64Array): Rows =>
    days.map((_, k) =>
      columns.map((i) => counts(k) ? known(scores[k * SECTOR_COUNT + i]) : undefined)
    );
  const planes = PILLARS.map((pillar, p) =>
    [pillar, panel.pillars.subarray(p * cells, (p + 1) * cells)] as const
  ).filter(([, plane]) => plane.some((value) => !Number.isNaN(value)));
  return {
    table: {
      days,
      names: columns.map((i) => SECTORS[i]),
      scores: rowsOf(table.scores),
      returns: days.map((_, k) => columns.map((i) => returnOf(k, i))),
    },
    pillars: Object.fromEntries(planes.map(([pillar, plane]) => [pillar, rowsOf(plane)])),
  };
}
