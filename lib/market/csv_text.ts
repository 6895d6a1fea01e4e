import { DataError } from "../errors.ts";
import { quotedValue } from "../outside_text.ts";

/** The lines of a CSV text after its header; line n of the file is `lines[n − 2]`. */
export interface CsvText {
  readonly columns: readonly string[];
  /** Data lines, each with as many cells as there are columns. */
  readonly lines: readonly string[];
  /** Whether any cell is quoted, so that splitting at commas would be wrong. */
  readonly quoted: boolean;
}

/**
 * The cells of one CSV line; `undefined` if a quoted cell does not end in it.
 *
 * Quotes as in RFC 4180: a cell in double quotes may hold commas, and "" stands for a quote.
 */
export function csvCells(line: string): string[] | undefined {
  if (!line.includes('"')) return line.split(",");
  const cells: string[] = [];
  let at = 0;
  while (true) {
    if (line[at] === '"') {
      let cell = "";
      at++;
      while (true) {
        const end = line.indexOf('"', at);
        if (end < 0) return undefined;
        cell += line.slice(at, end);
        at = end + 1;
        if (line[at] !== '"') break;
        cell += '"';
        at++;
      }
      const comma = line.indexOf(",", at);
      cells.push(cell + line.slice(at, comma < 0 ? line.length : comma));
      at = comma < 0 ? line.length + 1 : comma + 1;
    } else {
      const comma = line.indexOf(",", at);
      cells.push(line.slice(at, comma < 0 ? line.length : comma));
      at = comma < 0 ? line.length + 1 : comma + 1;
    }
    if (at > line.length) return cells;
  }
}

function count(text: string, sought: string): number {
  return text.split(sought).length - 1;
}

/**
 * A CSV text cut into its header and its lines, after the checks that a table needs: a header with
 * a name in every column and none twice, commas between cells, as many cells in every line.
 *
 * A byte order mark and Windows line ends are taken away; empty lines at the end are left out.
 *
 * @param text The text of the file.
 * @param where The file's name, for messages.
 * @throws {DataError} Naming line and column.
 */
export function csvText(text: string, where: string): CsvText {
  const clean = (text.startsWith("\uFEFF") ? text.slice(1) : text).replaceAll("\r\n", "\n")
    .replaceAll("\r", "\n").replace(/\s+$/, "");
  if (clean === "") {
    throw new DataError(`Cannot read ${where}: the file is empty`, { where });
  }
  const [head, ...lines] = clean.split("\n");
  const columns = csvCells(head)?.map((name) => name.trim());
  if (!columns) {
    throw new DataError(`Cannot read ${where}: a quote in line 1 is not closed`, {
      where,
      line: 1,
    });
  }
  if (columns.length === 1) {
    const other = [[";", "semicolons"], ["\t", "tabs"], ["|", "bars"]]
      .find(([mark]) => count(head, mark) > 0);
    if (other) {
      throw new DataError(
        `Cannot read ${where}: the cells are parted by ${other[1]}, need commas`,
        { where, line: 1, value: head },
      );
    }
  }
  columns.forEach((name, i) => {
    if (name === "") {
      throw new DataError(
        `Cannot read ${where}, line 1: column ${i + 1} has no name`,
        { where, line: 1, column: String(i + 1) },
      );
    }
    if (columns.indexOf(name) !== i) {
      throw new DataError(
        `Cannot read ${where}, line 1: column ${quotedValue(name)} stands there twice`,
        { where, line: 1, column: name },
      );
    }
  });
  let quoted = head.includes('"');
  lines.forEach((text, i) => {
    const line = i + 2;
    const cells = csvCells(text);
    if (!cells) {
      throw new DataError(
        `Cannot read ${where}, line ${line}: a quote is not closed in its line`,
        { where, line },
      );
    }
    quoted ||= text.includes('"');
    if (cells.length !== columns.length) {
      const got = text === ""
        ? "an empty line"
        : `${cells.length} cell${cells.length === 1 ? "" : "s"}`;
      throw new DataError(
        `Cannot read ${where}, line ${line}: need ${columns.length} cells as in the header, got ${got}`,
        { where, line, value: text },
      );
    }
  });
  return { columns, lines, quoted };
}
