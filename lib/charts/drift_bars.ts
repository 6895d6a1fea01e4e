import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { checkScores, gridX, sized, zeroX } from "./kit/axes.ts";
import { rowScales } from "./forms/rows.ts";
import { sideLabels } from "./kit/side_labels.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { number, percent } from "../words.ts";
import { COLORS, signColor } from "./kit/theme.ts";

/** One sector's score in two ways of counting. */
export interface DriftBar {
  readonly label: string;
  /** The score of the answers that count. */
  readonly kept: number;
  /** The score if the others had been read as a 3. */
  readonly drifted: number;
}

interface DriftBarsOptions extends ChartOptions {
  /** A guess of the share of distance that is lost, drawn as dashed marks where it would lead. */
  readonly guess?: number;
}

/** The score that takes no side. */
const MIDDLE = 3;
/** The scale ends where scores do. */
const TICKS = [1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5];
/** Less than this cannot be seen in two decimals. */
const VISIBLE = 0.005;

/**
 * What share of their distance from 3 the scores would lose, as a sentence.
 *
 * @example
 * ```ts
 * import { driftBarsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const rows = [
 *   { label: "Energy", kept: 4.5, drifted: 4 },
 *   { label: "Utilities", kept: 2.5, drifted: 2.5 },
 * ];
 * equal(
 *   driftBarsTitle(rows),
 *   "Read as a 3, the failed answers would cost 25 % of the distance from 3",
 * );
 * ```
 */
export function driftBarsTitle(rows: readonly DriftBar[]): string {
  const share = lostShare(rows);
  if (share === undefined) return "Every score is a 3, so there is no distance to lose";
  if (Math.abs(share) < 0.005) {
    return "Read as a 3, the failed answers would change no distance from 3";
  }
  return share > 0
    ? `Read as a 3, the failed answers would cost ${
      percent(share, { digits: 0 })
    } of the distance from 3`
    : `Read as a 3, the failed answers would add ${
      percent(-share, { digits: 0 })
    } to the distance from 3`;
}

/**
 * Share of the summed distance from 3 that is lost between two ways of counting; negative where it
 * grows, `undefined` where there is none.
 *
 * @param rows One per sector.
 *
 * @example
 * ```ts
 * import { lostShare } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * equal(lostShare([{ label: "Energy", kept: 5, drifted: 4 }]), 0.5);
 * equal(lostShare([{ label: "Energy", kept: 3, drifted: 3 }]), undefined);
 * ```
 */
export function lostShare(rows: readonly DriftBar[]): number | undefined {
  const distance = (of: "kept" | "drifted") =>
    rows.reduce((sum, row) => sum + Math.abs(row[of] - MIDDLE), 0);
  const kept = distance("kept");
  return kept < VISIBLE ? undefined : 1 - distance("drifted") / kept;
}

/**
 * Scores as signed bars from the middle, 3: full as they are, hollow beyond it what they would lose.
 *
 * @param rows One per sector.
 * @throws {RangeError} If a score lies outside 1 to 5.
 *
 * @example
 * ```ts
 * import { driftBars } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = driftBars(
 *   [{ label: "Energy", kept: 4.5, drifted: 4 }],
 *   { source: "Source: simulated, seed 7." },
 * );
 * match(chart.title, /cost 33 % of the distance/);
 * ```
 */
export function driftBars(rows: readonly DriftBar[], options: DriftBarsOptions): Figure {
  for (const { label, kept, drifted } of rows) checkScores(label, [kept, drifted]);
  const { guess } = options;
  const sizes = rows.flatMap((row) => [row.kept, row.drifted])
    .map((score) => Math.abs(score - MIDDLE));
  const isLeft = ({ kept }: DriftBar) => kept < MIDDLE;
  const reach = 1.5 * Math.max(0.4, ...sizes);
  const ticks = TICKS.filter((at) => Math.abs(at - MIDDLE) <= reach);
  return figure({
    ...worded(options, {
      title: driftBarsTitle(rows),
      subtitle: "Hollow: score of the ballots alone. Filled: failed answers read as a 3",
    }),
    caption: [
      options.caption,
      guess === undefined ? "" : `Dashed: where your guess of ${percent(guess)} would lead.`,
    ].filter(Boolean).join(" "),
    ...sized({ height: 26 * rows.length + 62, left: 118 }),
    ...rowScales(rows.map((row) => row.label), {
      domain: [MIDDLE - reach, MIDDLE + reach],
      ticks,
      tickFormat: (value: number) => number(value, { digits: 1 }),
      gap: 0.22,
    }),
    marks: [
      gridX(ticks),
      Plot.barX(rows, {
        x1: () => MIDDLE,
        x2: "drifted",
        y: "label",
        fill: (row: DriftBar) => signColor(row.drifted - MIDDLE),
        inset: 3,
      }),
      Plot.barX(rows, {
        x1: () => MIDDLE,
        x2: "kept",
        y: "label",
        fill: "none",
        stroke: (row: DriftBar) => row.kept === MIDDLE ? COLORS.grey : "currentColor",
        strokeWidth: 1.4,
      }),
      zeroX(MIDDLE),
      ...sideLabels(rows, {
        isLeft,
        // Beyond the longer of the two, for a score may also move away from the middle.
        x: (row) => (isLeft(row) ? Math.min : Math.max)(row.kept, row.drifted, MIDDLE),
        text: ({ kept, drifted }) =>
          Math.abs(kept - drifted) < VISIBLE
            ? number(kept)
            : `${number(kept)} → ${number(drifted)}`,
      }),
      ...(guess === undefined ? [] : [
        Plot.tickX(rows.filter((row) => Math.abs(row.kept - MIDDLE) >= VISIBLE), {
          x: (row: DriftBar) => MIDDLE + (row.kept - MIDDLE) * (1 - guess),
          y: "label",
          stroke: "currentColor",
          strokeWidth: 2.5,
          strokeDasharray: "4,3",
        }),
      ]),
    ],
  });
}
