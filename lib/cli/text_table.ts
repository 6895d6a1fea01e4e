/** A column of a text table: its heading, and whether its cells stand at the right. */
export interface TextColumn {
  readonly heading: string;
  readonly right?: boolean;
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
  const widths = columns.map(({ heading }, i) =>
    Math.max(heading.length, ...rows.map((row) => row[i].length))
  );
  const line = (cells: readonly string[]) =>
    cells.map((cell, i) => columns[i].right ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))
      .join("  ").trimEnd();
  return [columns.map(({ heading }) => heading), ...rows].map((row) => `  ${line(row)}\n`).join("");
}
