import type { Displayable } from "../../charts/mod.ts";
import { countWord, percent } from "../../charts/mod.ts";
import { changeRows, type HeldBook } from "./chart_rows.ts";
import { tableOf } from "./table_of.ts";

/** A change below this is not shown as one: a twentieth of the last digit of the table. */
const SHOWN = 5e-5;

/**
 * What a change of a choice did to a book: every position that moved, before and after.
 *
 * For a reader who changes a weight, a limit, a seed or an account and asks at once what is different.
 * Keep the old book under a name, change the choice, and show both.
 *
 * @param before The book as it was.
 * @param after The book as it is, of the same sectors.
 * @param options.source The source line.
 * @returns One row per sector that moved by 0.01 % or more, and one for the hedge, largest first.
 * @throws {RangeError} If the books are of different sectors.
 *
 * @example One score was raised
 * ```ts
 * import { changeTable } from "./change_table.ts";
 * import { DISPLAY } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const before = { sectors: ["XLE", "XLK"] as const, weights: [0.2, -0.2], hedge: 0 };
 * const after = { ...before, weights: [0.2, -0.1], hedge: -0.05 };
 * const table = changeTable(before, after, { source: "Source: simulated, seed 7." });
 * match(table[DISPLAY]()["text/plain"], /^Two positions moved, Technology most/);
 * ```
 */
export function changeTable(
  before: HeldBook,
  after: HeldBook,
  options: { readonly source: string },
): Displayable {
  if (before.sectors.join() !== after.sectors.join()) {
    throw new RangeError(
      `Cannot show what changed: need two books of the same sectors, got ${
        before.sectors.join(" ")
      } and ${after.sectors.join(" ")}`,
    );
  }
  const moved = changeRows(before, after)
    .map((row) => ({ ...row, change: row.after - row.before }))
    .filter(({ change }) => Math.abs(change) >= SHOWN)
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
  const share = (value: number) => percent(value, { digits: 2, signed: true });
  const count = countWord(moved.length);
  return tableOf(moved, {
    title: moved.length === 0
      ? "No position moved"
      : `${count[0].toUpperCase()}${count.slice(1)} position${
        moved.length === 1 ? "" : "s"
      } moved, ${moved[0].label} most`,
    caption: "Shares of equity; only what moved is listed.",
    source: options.source,
    columns: [
      { label: "position", value: (row) => row.label },
      { label: "before", value: (row) => row.before, format: share },
      { label: "after", value: (row) => row.after, format: share },
      { label: "change", value: (row) => row.change, format: share },
    ],
  });
}
