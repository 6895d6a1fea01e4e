import { type Displayable, percent } from "../../charts/mod.ts";
import { type Book, type BookProblem, fitBook } from "../../portfolio/mod.ts";
import type { LimitProblem } from "./limit_steps.ts";
import { tableOf } from "../kit/table_of.ts";

/** The book under one turnover budget. */
interface BudgetRow {
  /** Share of equity; `undefined` for no budget. */
  readonly budget: number | undefined;
  readonly book: Book;
}

/** Budgets that are tried besides the mandate's and the smallest, shares of equity. */
const BUDGETS = [0.6, 0.4, 0.1, 0];

/**
 * Today's book from what is held, under no budget and under ever smaller ones, among them the mandate's
 * and the smallest that works; the last is 0.
 *
 * @param problem Views and limits of the day.
 * @param held Exposures before any trade.
 *
 * @example A book that drifted out of its beta must trade, whatever its budget
 * ```ts
 * import { budgetRows } from "lab/lesson/03";
 * import { DEFAULT_LIMITS } from "lab/portfolio";
 * import { equal } from "node:assert/strict";
 *
 * const problem = { sectors: ["XLK", "XLU"] as const, tilts: [2, -2], betas: [1.2, 0.6] };
 * const held = { weights: [0.3, -0.1], hedge: 0 };
 * const rows = budgetRows({ ...problem, limits: DEFAULT_LIMITS }, held);
 * equal(rows.at(-1)!.book.status, "over budget");
 * ```
 */
export function budgetRows(
  problem: LimitProblem,
  held: NonNullable<BookProblem["previous"]>,
): BudgetRow[] {
  const at = (budget: number | undefined): BudgetRow => ({
    budget,
    book: fitBook({ ...problem, previous: held, turnoverBudget: budget }),
  });
  const smallest = smallestBudget([at(0)]), { turnover } = problem.limits;
  const budgets = new Set([...BUDGETS, turnover ?? 0, smallest ?? 0]);
  return [at(undefined), ...[...budgets].sort((a, b) => b - a).map(at)];
}

/** The smallest budget with which limits, signs and the gross can be kept; 0: nothing must trade. */
export function smallestBudget(rows: readonly BudgetRow[]): number | undefined {
  const { book } = rows[rows.length - 1];
  if (book.status !== "over budget") return book.status === "infeasible" ? undefined : 0;
  return book.tradeRemedies.find(({ rule }) => rule === "turnover")?.to;
}

/**
 * Budgets as a table: what each lets the book trade, and where it is over budget.
 *
 * @param options.source The source line.
 *
 * @example
 * ```ts
 * import { DISPLAY } from "lab/charts";
 * import { budgetRows, budgetTable } from "lab/lesson/03";
 * import { DEFAULT_LIMITS } from "lab/portfolio";
 * import { match } from "node:assert/strict";
 *
 * const problem = {
 *   sectors: ["XLK" as const, "XLE" as const],
 *   tilts: [2, -1],
 *   betas: [1, 1],
 *   limits: DEFAULT_LIMITS,
 * };
 * const held = { weights: [0, 0], hedge: 0 };
 * const table = budgetTable(budgetRows(problem, held), { source: "Source: simulated, seed 7." });
 * match(String(table[DISPLAY]()["text/plain"]), /budget/);
 * ```
 */
export function budgetTable(
  rows: readonly BudgetRow[],
  options: { readonly source: string },
): Displayable {
  const smallest = smallestBudget(rows);
  return tableOf(rows, {
    title: smallest === undefined
      ? "The limits contradict each other whatever the budget"
      : smallest === 0
      ? "No budget is too small here: what is held keeps every limit and has the gross"
      : `The smallest budget that works is ${percent(smallest, { digits: 2 })} of equity; below ` +
        "it a book is over budget",
    caption:
      "By the limits alone, without the rules on small trades and young positions; the gross of " +
      "the first row comes before the budget. Distance from the aims as a share of equity.",
    source: options.source,
    columns: [
      {
        label: "budget",
        value: ({ budget }) => budget === undefined ? "none" : percent(budget, { digits: 2 }),
      },
      { label: "outcome", value: ({ book }) => book.status },
      { label: "traded", value: ({ book }) => percent(book.turnover!.value, { digits: 2 }) },
      { label: "distance", value: ({ book }) => percent(book.distance, { digits: 2 }) },
    ],
  });
}
