import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { checkScores, gridX, middleX, sized } from "./kit/axes.ts";
import { rowScales } from "./forms/rows.ts";
import { signedMoves } from "./forms/dumbbells.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { number } from "../words.ts";

/** One sector's score from one analyst, before and after a change of what was read. */
export interface ScoreDumbbellRow {
  readonly label: string;
  /** Whose score it is; one panel each, in the order of first mention. */
  readonly panel: string;
  readonly before: number;
  readonly after: number;
}

/** Scores are kept to 1e-9; a difference in the second decimal can be seen. */
const VISIBLE = 0.005;

/**
 * How many scores moved in each panel, as a sentence.
 *
 * @example
 * ```ts
 * import { scoreDumbbellTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   scoreDumbbellTitle([
 *     { label: "Energy", panel: "gullible", before: 2, after: 5 },
 *     { label: "Energy", panel: "guarded", before: 2, after: 2 },
 *   ]),
 *   "Scores that move: gullible 1 of 1, guarded 0 of 1",
 * );
 * ```
 */
export function scoreDumbbellTitle(rows: readonly ScoreDumbbellRow[]): string {
  const panels = [...new Set(rows.map((row) => row.panel))];
  const parts = panels.map((panel) => {
    const own = rows.filter((row) => row.panel === panel);
    const moved = own.filter((row) => Math.abs(row.after - row.before) >= VISIBLE).length;
    return `${panel} ${moved} of ${own.length}`;
  });
  return parts.length === 0
    ? "There is no score to compare"
    : `Scores that move: ${parts.join(", ")}`;
}

/**
 * Scores from 1 to 5 before and after, one row per sector and one panel per analyst: a hollow dot, a
 * line, a full dot; a grey dot where nothing moved.
 *
 * @throws {RangeError} If a score lies outside 1 to 5.
 *
 * @example
 * ```ts
 * import { scoreDumbbell } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = scoreDumbbell(
 *   [{ label: "Energy", panel: "gullible", before: 2, after: 5 }],
 *   { source: "Source: simulated, seed 7." },
 * );
 * match(chart.title, /gullible 1 of 1/);
 * ```
 */
export function scoreDumbbell(
  rows: readonly ScoreDumbbellRow[],
  options: ChartOptions,
): Figure {
  for (const { label, before, after } of rows) checkScores(label, [before, after]);
  const labels = [...new Set(rows.map((row) => row.label))];
  const panels = [...new Set(rows.map((row) => row.panel))];
  const moves = (row: ScoreDumbbellRow) => Math.abs(row.after - row.before) >= VISIBLE;
  const moved = rows.filter(moves), still = rows.filter((row) => !moves(row));
  return figure({
    ...worded(options, {
      title: scoreDumbbellTitle(rows),
      subtitle: "Score from 1 to 5; hollow is before, full is after, grey unmoved",
    }),
    ...sized({ height: 25 * labels.length + 76, top: 36, left: 118 }),
    ...rowScales(labels, { domain: [0.8, 5.2], ticks: [1, 2, 3, 4, 5], tickFormat: "d", gap: 0.2 }),
    fx: { domain: panels, label: null, padding: 0.06 },
    marks: [
      Plot.frame({ stroke: "currentColor", strokeOpacity: 0.25 }),
      gridX([1, 2, 3, 4, 5]),
      middleX(3),
      ...signedMoves({ moved, still }, {
        title: ({ label, before, after }) => `${label}: ${number(before)} → ${number(after)}`,
        stillR: 4.5,
        panel: "panel",
      }),
    ],
  });
}
