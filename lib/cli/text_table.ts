import { outsideLine } from "../outside_text.ts";

/** A column of a text table: its heading, and whether its cells stand at the right. */
export interface TextColumn {
  readonly heading: string;
  readonly right?: boolean;
}

/** A cell on one line, spaces at its beginning kept: they indent. */
function fit(cell: string): string {
  return `${/^ */.exec(cell)![0]}${outsideLine(cell)}`;
}

/**
 * A table of text for a terminal, two spaces between columns, without lines.
 *
 * @param columns Headings; numbers stand at the right.
 * @param rows One cell per column.
 */
export function textTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
): string {
  const cells = rows.map((row) => row.map((cell) => fit(cell)));
  const widths = columns.map(({ heading }, i) =>
    Math.max(heading.length, ...cells.map((row) => row[i].length))
  );
  const line = (row: readonly string[]) =>
    row.map((cell, i) => columns[i].right ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))
      .join("  ").trimEnd();
  return [columns.map(({ heading }) => heading), ...cells].map((row) => `  ${line(row)}\n`).join(
    "",
  );
}
