import * as Plot from "@observablehq/plot";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { gridX, itself, sized, zeroX } from "./kit/axes.ts";
import { signedMoves } from "./forms/dumbbells.ts";
import { textsAtRight } from "./kit/margin_texts.ts";
import { rowScales } from "./forms/rows.ts";
import { sideLabels } from "./kit/side_labels.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { bp, counted, countWord, percent } from "../words.ts";

/** One position before and after a rebalance. */
export interface TradeRow {
  readonly label: string;
  /** Signed exposure, share of equity. */
  readonly before: number;
  readonly after: number;
  /** What the trade costs, in bp of equity; absent where it is unknown. */
  readonly costBps?: number;
}

interface TradeDumbbellsOptions extends ChartOptions {
  /** The hedge, drawn apart below the others and part of both sums. */
  readonly hedge?: TradeRow;
}

/** Below this nothing is traded: a hundredth of a percent of equity. */
const VISIBLE = 1e-4;
const GAP = " ", SUM = "All trades";

const traded = (row: TradeRow) => Math.abs(row.after - row.before) >= VISIBLE;
const signed = (share: number) => percent(share, { signed: true });

/** Cost of the trades in bp, or `undefined` if one of them is unknown. */
function costOf(rows: readonly TradeRow[]): number | undefined {
  let sum = 0;
  for (const row of rows.filter(traded)) {
    if (row.costBps === undefined) return undefined;
    sum += row.costBps;
  }
  return sum;
}

const turnoverOf = (rows: readonly TradeRow[]) =>
  rows.filter(traded).reduce((sum, { before, after }) => sum + Math.abs(after - before), 0);

/**
 * How much is traded and what it costs, as a sentence.
 *
 * @param rows All positions, the hedge among them; one has traded when it moved by a hundredth of a
 *   percent of equity or more.
 *
 * @example
 * ```ts
 * import { tradeDumbbellsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const rows = [
 *   { label: "Energy", before: 0.1, after: -0.05, costBps: 1.2 },
 *   { label: "Staples", before: 0.2, after: 0.2 },
 * ];
 * equal(tradeDumbbellsTitle(rows), "One of 2 positions trades, 15.0 % of equity, at a cost of 1.2 bp");
 * equal(tradeDumbbellsTitle(rows.slice(1)), "No position trades");
 * ```
 */
export function tradeDumbbellsTitle(rows: readonly TradeRow[]): string {
  const count = rows.filter(traded).length;
  if (count === 0) return rows.length === 0 ? "There is no position" : "No position trades";
  const cost = costOf(rows);
  return `${countWord(count)} of ${counted(rows.length, "position")} ${
    count === 1 ? "trades" : "trade"
  }, ${percent(turnoverOf(rows))} of equity, at a cost ` +
    (cost === undefined ? "that is not known in full" : `of ${bp(cost)}`);
}

/**
 * Each position before and after a rebalance, with the trade and its cost at the right.
 *
 * @param rows In the order in which they are drawn.
 * @throws {RangeError} If there is no row, a label stands twice, an exposure is not finite, or a cost is
 *   no number from 0.
 *
 * @example
 * ```ts
 * import { tradeDumbbells } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = tradeDumbbells(
 *   [{ label: "Energy", before: 0.1, after: -0.05, costBps: 1.2 }],
 *   { hedge: { label: "Hedge", before: 0, after: 0 }, source: "Source: simulated, seed 7." },
 * );
 * match(chart.title, /^One of 2 positions trades/);
 * ```
 */
export function tradeDumbbells(
  rows: readonly TradeRow[],
  options: TradeDumbbellsOptions,
): Figure {
  const { hedge } = options;
  const all = hedge ? [...rows, hedge] : [...rows];
  checked(all);
  const values = [0, ...all.flatMap((row) => [row.before, row.after])];
  const low = Math.min(...values), high = Math.max(...values);
  // A label stands beyond the dot of the new position.
  const room = Math.max(0.24 * (high - low), 0.02);
  const moved = all.filter(traded), still = all.filter((row) => !traded(row));
  const sum = { label: SUM, turnover: turnoverOf(all), costBps: costOf(all) };
  const column = (dx: number, heading: string, of: (row: TradeRow) => string, whole: string) => [
    Plot.text([heading], {
      frameAnchor: "top-right",
      textAnchor: "end",
      lineAnchor: "bottom",
      text: itself,
      dx,
      dy: -12,
      fontWeight: 600,
    }),
    textsAtRight(moved, { y: "label", text: of, textAnchor: "end", dx }),
    textsAtRight([sum], { y: "label", text: () => whole, textAnchor: "end", dx, fontWeight: 700 }),
  ];
  const domain = [
    ...rows.map((row) => row.label),
    ...(hedge ? [GAP, hedge.label] : []),
    GAP + GAP,
    SUM,
  ];
  const positions = domain.slice(0, -2).filter((label) => label !== GAP);
  return figure({
    ...worded(options, {
      title: tradeDumbbellsTitle(all),
      subtitle: "Exposure, share of equity: hollow is before, full is after. Cost in bp of equity",
    }),
    ...sized({ height: 25 * domain.length + 70, top: 36, left: 118, right: 172 }),
    ...rowScales(domain, {
      domain: [low - room, high + room],
      ticks: 6,
      // Where the whole scale spans a few points, whole ones would stand twice.
      tickFormat: (value) =>
        percent(value, { digits: high - low + 2 * room > 0.1 ? 0 : 1, signed: true }),
      gap: 0.2,
      nameFormat: (label) => label.trim(),
    }),
    marks: [
      gridX(6),
      zeroX(),
      Plot.ruleY(positions, { y: itself, stroke: "currentColor", strokeOpacity: 0.1 }),
      Plot.ruleY([GAP + GAP], {
        y: itself,
        stroke: "currentColor",
        strokeOpacity: 0.5,
        insetRight: -166,
      }),
      ...signedMoves({ moved, still }, {
        width: 3.5,
        r: 6,
        title: ({ label, before, after }) => `${label}: ${signed(before)} → ${signed(after)}`,
      }),
      ...sideLabels(moved, {
        isLeft: ({ before, after }) => after < before,
        x: "after",
        text: ({ after }) => signed(after),
        gap: 11,
      }),
      textsAtRight(still, {
        y: "label",
        text: () => "no trade",
        textAnchor: "end",
        dx: 92,
        fillOpacity: 0.75,
      }),
      ...column(92, "trade", (row) => signed(row.after - row.before), percent(sum.turnover)),
      ...column(164, "cost", (row) => bp(row.costBps), bp(sum.costBps)),
    ],
  });
}

function checked(rows: readonly TradeRow[]): void {
  const refuse = (what: string): never => {
    throw new RangeError(`Cannot draw trades: ${what}`);
  };
  if (rows.length === 0) refuse("need at least one row, got none");
  const seen = new Set<string>();
  for (const { label, before, after, costBps } of rows) {
    if (seen.has(label)) refuse(`${label} stands twice`);
    seen.add(label);
    if (!Number.isFinite(before) || !Number.isFinite(after)) {
      refuse(`${label} needs finite exposures, got ${before} and ${after}`);
    }
    if (costBps !== undefined && !(costBps >= 0 && Number.isFinite(costBps))) {
      refuse(`the cost of ${label} must be a number of bp from 0, got ${costBps}`);
    }
  }
}
