import * as Plot from "@observablehq/plot";
import { quotedValue } from "../outside_text.ts";
import { bp, listed, number, percent } from "../words.ts";
import { type CellLook, cellScales, distinct, footMarks, withFoot } from "./forms/cells.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";

/**
 * How a view is carried out: by the fund meant for it, by another, as far as a fund can carry it, or not
 * at all; `not held` is a view that the book has no use for, which is no question of funds.
 */
export type CapacityState =
  | "first choice"
  | "fallback"
  | "capped"
  | "closed"
  | "not held"
  | "no view";

/** One sector at one account size. */
export interface CapacityCell {
  readonly row: string;
  readonly column: string;
  readonly state: CapacityState;
  /** The fund that is used; needed for a first choice, a fallback and a cap. */
  readonly ticker?: string;
  /** For `capped`, the most that funds can carry, share of equity. */
  readonly cap?: number;
  /** For `capped`, points nearer to the aims with one more point of the cap. */
  readonly price?: number;
  /** Why, for the tooltip. */
  readonly note?: string;
}

/** What a whole column costs. */
export interface CapacityCost {
  readonly column: string;
  /** In bp of equity; absent where it is unknown. */
  readonly costBps?: number;
}

interface CapacityCellsOptions extends ChartOptions {
  /** One per column, for the row at the bottom; without them there is none. */
  readonly costs?: readonly CapacityCost[];
}

/** Fill, text and opacity of the border; what is closed or has no view is not filled. */
const LOOK: Readonly<Record<CapacityState, CellLook & { readonly border: number }>> = {
  "first choice": { fill: "#92C5DE", ink: "#000000", border: 0.4 },
  "fallback": { fill: "#F4A582", ink: "#000000", border: 0.4 },
  "capped": { fill: "#FDDBC7", ink: "#000000", border: 0.4 },
  "closed": { fill: "none", ink: "currentColor", border: 0.9 },
  "not held": { fill: "none", ink: "currentColor", border: 0.2 },
  "no view": { fill: "none", ink: "currentColor", border: 0.2 },
};

/**
 * How many sectors fall back, are capped or closed at the largest and at the smallest account, as a sentence.
 *
 * @param cells Columns count from the smallest account, in the order of first mention.
 *
 * @example
 * ```ts
 * import { capacityCellsTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   capacityCellsTitle([
 *     { row: "Energy", column: "$10k", state: "first choice", ticker: "DUG" },
 *     { row: "Energy", column: "$10M", state: "closed" },
 *   ]),
 *   "At $10M 1 of 1 is closed; at $10k all have their first choice",
 * );
 * ```
 */
export function capacityCellsTitle(cells: readonly CapacityCell[]): string {
  const columns = distinct(cells.map(({ column }) => column));
  const count = (column: string, ...states: readonly CapacityState[]) =>
    cells.filter((cell) => cell.column === column && states.includes(cell.state)).length;
  const views = (column: string) => count(column, "first choice", "fallback", "capped", "closed");
  const isLeftOut = cells.some(({ state }) => state === "not held");
  if (columns.every((column) => views(column) === 0)) {
    return isLeftOut ? "No view is held at any account size" : "No sector has a view";
  }
  if (columns.every((column) => count(column, "fallback", "capped", "closed") === 0)) {
    return isLeftOut
      ? "At every account size all that is held has its first choice"
      : "At every account size all views have their first choice";
  }
  const words = (column: string, of: string) => {
    if (views(column) === 0) return "there is no view";
    const parts = [
      { many: count(column, "fallback"), one: "falls back", more: "fall back" },
      { many: count(column, "capped"), one: "is capped", more: "are capped" },
      { many: count(column, "closed"), one: "is closed", more: "are closed" },
    ].filter(({ many }) => many > 0);
    if (parts.length === 0) return "all have their first choice";
    return listed(
      parts.map(({ many, one, more }, i) =>
        `${many}${i === 0 ? of : ""} ${many === 1 ? one : more}`
      ),
    );
  };
  const first = columns[0], last = columns[columns.length - 1];
  const large = `At ${last} ${words(last, ` of ${views(last)}`)}`;
  return columns.length === 1
    ? large
    : `${large}; at ${first} ${words(first, ` of ${views(first)}`)}`;
}

/**
 * What carries each view at each account size: the fund meant for it, a fallback, or nothing; and where
 * the size of the fund is a limit, how much it carries and what one more point of it would be worth.
 *
 * Each cell says in words what its colour says.
 *
 * @param cells Rows and columns stand in the order of first mention, the smallest account first.
 * @throws {RangeError} If there is no cell, a pair stands twice or is missing, a state is unknown, a
 *   fund has no name, or a cost is no number from 0 or of no column.
 *
 * @example One short at two sizes
 * ```ts
 * import { capacityCells } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = capacityCells(
 *   [
 *     { row: "Energy", column: "$10k", state: "first choice", ticker: "DUG" },
 *     { row: "Energy", column: "$10M", state: "closed" },
 *   ],
 *   { costs: [{ column: "$10k", costBps: 4 }], source: "Source: simulated, seed 7." },
 * );
 * match(chart.svg(), />DUG<\/text>/);
 * ```
 */
export function capacityCells(
  cells: readonly CapacityCell[],
  options: CapacityCellsOptions,
): Figure {
  const { costs = [] } = options;
  checked(cells, costs);
  const columns = distinct(cells.map(({ column }) => column));
  const foot = costs.length === 0 ? undefined : {
    label: "Cost of trading",
    textOf: (at: string) => bp(costs.find(({ column }) => column === at)?.costBps),
  };
  const rows = withFoot(distinct(cells.map(({ row }) => row)), foot);
  const of = (state: CapacityState) => cells.filter((cell) => cell.state === state);
  const states = (Object.keys(LOOK) as CapacityState[]).filter((state) => of(state).length > 0);
  const { x, y } = cellScales(columns, rows, { rowGap: 0.1 });
  const at = { x: "column", y: "row" } as const;
  return figure({
    ...worded(options, {
      title: capacityCellsTitle(cells),
      subtitle: "Fund that carries each view, by size of the account" +
        (states.includes("capped")
          ? "; ≤ the most it can, (points nearer to the aims with one more)"
          : "") +
        (foot ? "; below, the cost of trading in bp of equity" : ""),
    }),
    height: 29 * rows.length + 44,
    marginTop: 34,
    marginBottom: 8,
    marginLeft: 124,
    x,
    y: { ...y, tickFormat: (row: string) => row.trim() },
    marks: [
      ...states.flatMap((state) => [
        Plot.cell(of(state), {
          ...at,
          fill: LOOK[state].fill,
          stroke: "currentColor",
          strokeOpacity: LOOK[state].border,
          strokeWidth: state === "closed" ? 1.5 : 1,
          strokeDasharray: state === "closed" ? "4,3" : "none",
          title: (cell: CapacityCell) =>
            [`${cell.row}, ${cell.column}: ${words(cell)}`, cell.note].filter(Boolean).join("; "),
        }),
        Plot.text(of(state), {
          ...at,
          text: words,
          fill: LOOK[state].ink,
          fillOpacity: state === "no view" || state === "not held" ? 0.65 : 1,
          fontWeight: state === "closed" ? 700 : 400,
        }),
      ]),
      ...footMarks(columns, foot),
    ],
  });
}

/** What stands in a cell. */
function words({ state, ticker, cap, price }: CapacityCell): string {
  if (state === "first choice") return ticker!;
  if (state === "fallback") return `${ticker}, fallback`;
  if (state !== "capped") return state;
  const worth = price === undefined ? "" : ` (${number(price, { digits: 2 })})`;
  return `${ticker} ≤ ${percent(cap!, { digits: 1 })}${worth}`;
}

function checked(cells: readonly CapacityCell[], costs: readonly CapacityCost[]): void {
  const refuse = (what: string): never => {
    throw new RangeError(`Cannot draw capacity: ${what}`);
  };
  if (cells.length === 0) refuse("need at least one cell, got none");
  const columns = new Set(cells.map(({ column }) => column));
  const seen = new Set<string>();
  for (const { row, column, state, ticker, cap } of cells) {
    const pair = JSON.stringify([row, column]);
    if (seen.has(pair)) refuse(`${row} at ${column} stands twice`);
    seen.add(pair);
    if (!Object.hasOwn(LOOK, state)) {
      refuse(
        `${row} at ${column} must be one of ${Object.keys(LOOK).join(", ")}, ` +
          `got ${quotedValue(state)}`,
      );
    }
    if (["first choice", "fallback", "capped"].includes(state) && !ticker) {
      refuse(`${row} at ${column} needs the name of its fund, got ${quotedValue(ticker)}`);
    }
    if (state === "capped" && !(cap! >= 0)) {
      refuse(`${row} at ${column} needs its cap, a share of equity from 0, got ${cap}`);
    }
  }
  for (const row of new Set(cells.map((cell) => cell.row))) {
    for (const column of columns) {
      if (!seen.has(JSON.stringify([row, column]))) refuse(`${row} has no cell at ${column}`);
    }
  }
  for (const { column, costBps } of costs) {
    if (!columns.has(column)) refuse(`a cost stands at ${column}, where there is no cell`);
    if (costBps !== undefined && !(costBps >= 0 && Number.isFinite(costBps))) {
      refuse(`the cost at ${column} must be a number of bp from 0, got ${costBps}`);
    }
  }
}
