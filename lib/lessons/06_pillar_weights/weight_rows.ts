/**
 * The sweep of lesson 06 as the rows and titles of its charts.
 *
 * @module
 */

import {
  type Displayable,
  number,
  rankHistogram,
  type RatioBar,
  type TernaryCell,
} from "../../charts/mod.ts";
import type { Shares } from "../../stats/mod.ts";
import { BASE_WEIGHTS, weightsText } from "../../sweep/mod.ts";
import { type Notice, notice } from "../kit/notice.ts";
import { PLANTED_MAP, plantedBest } from "./planted_map.ts";
import { tableOf } from "../kit/table_of.ts";
import { swept, type WeightRecord } from "./weight_record.ts";

/** Whether two weightings are one. */
function isSame(a: Shares, b: Shares): boolean {
  return a.every((share, p) => Math.abs(share - b[p]) < 1e-9);
}

/**
 * The best of the sweep above the default, as two bars; one where they are the same.
 *
 * @example
 * ```ts
 * import { starBars, weightRecord } from "lab/lesson/06";
 * import { equal } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir(), at = "2026-11-20";
 * const options = { seed: 7, years: 2, step: 0.25, at, folder };
 * const record = await weightRecord("simulated", options);
 * equal(starBars(record).at(-1)!.isBase, true);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export function starBars(record: WeightRecord): readonly RatioBar[] {
  const { best, base } = swept(record).evidence;
  const own: RatioBar = {
    label: weightsText(base.weights),
    value: base.sharpe,
    isBase: true,
  };
  return isSame(best.weights, base.weights)
    ? [own]
    : [{ label: weightsText(best.weights), value: best.sharpe }, own];
}

/**
 * Rows of the results' table, as the lesson shows them.
 *
 * @param rows Records of the Parquet file.
 *
 * @example
 * ```ts
 * import { weightingTable } from "lab/lesson/06";
 * import { DISPLAY } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const map = { labels: ["A", "B", "C"] as const, source: "Source: simulated, seed 7." };
 * const row = { a: 0.5, b: 0.25, c: 0.25, netSharpe: 0.4, turnover: 12, cost: 0.01 };
 * const shown = weightingTable([row], { map });
 * match(String(shown[DISPLAY]()["text/plain"]), /50 %.*0\.40.*12\.0.*1\.0 %/);
 * ```
 */
export function weightingTable(
  rows: readonly Readonly<Record<string, unknown>>[],
  { map: { labels, source } }: { readonly map: Pick<WeightRecord["map"], "labels" | "source"> },
): Displayable {
  const value = (name: string) => (row: Readonly<Record<string, unknown>>) => {
    const found = row[name];
    return typeof found === "number" ? found : undefined;
  };
  const share = (one: number) => `${number(100 * one, { digits: 0 })} %`;
  return tableOf(rows, {
    title: `The ${rows.length} best weightings by their net Sharpe ratio`,
    caption: "Turnover in times the account a year; cost in shares of the account a year.",
    source,
    columns: [
      ...labels.map((label) => ({ label, value: value(label.toLowerCase()), format: share })),
      { label: "net Sharpe ratio", value: value("netSharpe") },
      {
        label: "turnover",
        value: value("turnover"),
        format: (one) => number(one, { digits: 1 }),
      },
      {
        label: "cost",
        value: value("cost"),
        format: (one) => `${number(100 * one, { digits: 1 })} %`,
      },
    ],
  });
}

/**
 * What stands beside the sweep's result, sentence by sentence, as a table.
 *
 * @example
 * ```ts
 * import { sweepTable, weightRecord } from "lab/lesson/06";
 * import { DISPLAY } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir(), at = "2026-11-20";
 * const options = { seed: 7, years: 2, step: 0.25, at, folder };
 * const record = await weightRecord("simulated", options);
 * match(String(sweepTable(record)[DISPLAY]()["text/plain"]), /15 weightings/);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export function sweepTable(record: WeightRecord): Displayable {
  const { headline, sentences } = swept(record).evidence;
  return tableOf(sentences.map((sentence) => ({ sentence })), {
    title: headline,
    source: record.map.source,
    columns: [{ label: "What it rests on", value: ({ sentence }) => sentence }],
  });
}

/**
 * The winner's rank over all splits as a chart, or a sentence where there is no map or too short a record.
 *
 * @example
 * ```ts
 * import { overfittingChart, weightRecord } from "lab/lesson/06";
 * import { DISPLAY } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir(), at = "2026-11-20";
 * const record = await weightRecord("simulated", { seed: 7, years: 2, step: 0.25, at, folder });
 * match(String(overfittingChart(record)[DISPLAY]()["text/plain"]), /splits of 16 blocks, 15 weightings/);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export function overfittingChart(record: WeightRecord): Displayable {
  if (record.flat) return record.flat;
  const { overfitting, facts } = swept(record).evidence;
  if (typeof overfitting === "string") {
    return notice("note", `This part is ${overfitting}; the lesson goes on below.`);
  }
  const { ranks, splits, blocks, trials } = overfitting;
  return rankHistogram(ranks, {
    source: facts.source,
    caption: `${number(splits, { digits: 0 })} splits of ${blocks} blocks, ${trials} weightings.`,
  });
}

/**
 * Why the panel with the point to drag is not shown; absent where it is.
 *
 * @example
 * ```ts
 * import { withoutTriangle } from "lab/lesson/06";
 * import { equal, match } from "node:assert/strict";
 *
 * equal(withoutTriangle({ panel: { periodsPerYear: 52 } }), undefined);
 * match(withoutTriangle({ panel: { periodsPerYear: 12 } })!.message, /^The panel with the point/);
 * ```
 */
export function withoutTriangle(
  { flat, panel }: Pick<WeightRecord, "flat"> & {
    readonly panel: Pick<WeightRecord["panel"], "periodsPerYear">;
  },
): Notice | undefined {
  return flat ?? (panel.periodsPerYear === 12
    ? notice(
      "note",
      "The panel with the point to drag names its corners by the three pillars. Monthly industries have " +
        "one pillar at three horizons, so it does not apply; the lesson goes on below.",
    )
    : undefined);
}

/**
 * Why these data have no truth to look at; absent on the simulated market.
 *
 * @example
 * ```ts
 * import { withoutTruth } from "lab/lesson/06";
 * import { match } from "node:assert/strict";
 *
 * match(withoutTruth({})!.message, /^Nothing was planted in real returns/);
 * ```
 */
export function withoutTruth(
  { flat, sweep }: Pick<WeightRecord, "flat" | "sweep">,
): Notice | undefined {
  if (flat) return flat;
  return sweep?.config.data.kind === "simulated" ? undefined : notice(
    "note",
    "Nothing was planted in real returns, so nobody can look up the best weights. This is the lesson's " +
      "point, not a gap in the data; the lesson goes on below.",
  );
}

/** Share of the weight that has to move from one weighting to become the other, 0 to 1. */
function weightMoved(a: Shares, b: Shares): number {
  return a.reduce((sum, share, p) => sum + Math.abs(share - b[p]), 0) / 2;
}

/**
 * How far the star is from what was planted, and whether the plateau holds that, as a sentence.
 *
 * @example
 * ```ts
 * import { truthTitle, weightRecord } from "lab/lesson/06";
 * import { match } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir(), at = "2026-11-20";
 * const options = { seed: 7, years: 2, step: 0.25, at, folder };
 * const record = await weightRecord("simulated", options);
 * match(truthTitle(record), /^The star stands .*; the plateau (holds|does not hold) it$/);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export function truthTitle(record: WeightRecord): string {
  const { evidence, cells } = swept(record), truth = plantedBest();
  const moved = weightMoved(evidence.best.weights, truth.weights);
  const at = nearestCell(cells, truth.weights);
  const where = moved < 0.005
    ? "stands on what was planted"
    : `stands ${number(100 * moved, { digits: 0 })} points of weight from what was planted, ` +
      weightsText(truth.weights);
  return `The star ${where}; the plateau ${at.alike ? "holds" : "does not hold"} it`;
}

/** The cell nearest to a weighting: the planted best need not be a point of a coarser grid. */
function nearestCell(cells: readonly TernaryCell[], weights: Shares): TernaryCell {
  return cells.reduce((near, cell) =>
    weightMoved(cell.weights, weights) < weightMoved(near.weights, weights) - 1e-12 ? cell : near
  );
}

/**
 * What the star, the default and the planted best are worth on average, as a sentence.
 *
 * @example
 * ```ts
 * import { plantedTitle, weightRecord } from "lab/lesson/06";
 * import { match } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir(), at = "2026-11-20";
 * const options = { seed: 7, years: 2, step: 0.25, at, folder };
 * const record = await weightRecord("simulated", options);
 * match(plantedTitle(record), /^Over 200 other worlds the star's weights earn/);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export function plantedTitle(record: WeightRecord): string {
  const { best } = swept(record).evidence, truth = plantedBest();
  const star = nearestCell(PLANTED_MAP.cells, best.weights);
  const base = nearestCell(PLANTED_MAP.cells, BASE_WEIGHTS);
  return `Over ${PLANTED_MAP.worlds} other worlds the star's weights earn ${
    number(star.value)
  } on average, the default ${number(base.value)}, the best ${number(truth.value)}`;
}
