import { DataError } from "../errors.ts";
import { outsideLine, quotedValue } from "../outside_text.ts";
import { counted } from "../words.ts";

/** A line of a CSV text with its cells. */
interface CsvLine {
  /** Line in the file, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A CSV text whose columns all have names: the header apart, and the lines below it. */
interface CsvText {
  readonly columns: readonly string[];
  /** Line of the header. */
  readonly line: number;
  /** Data lines, each with as many cells as there are columns. */
  readonly rows: readonly CsvLine[];
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

/** What may stand above a header: nothing, a comment, or the separator that Excel is told of. */
export const ABOVE_THE_HEADER = /^\s*(?:#.*|"?sep=.?"?)?,*\s*$/i;
/** A rule of dashes, which terminals draw below a header. */
export const isRule = (line: string) => /^[\s,|+:=-]*$/.test(line) && line.includes("--");
export const OTHER_SEPARATORS = [[";", "semicolons"], ["\t", "tabs"], ["|", "bars"]];

function fault(where: string, line: number, what: string, value?: string): DataError {
  return new DataError(`Cannot read ${where}, line ${line}: ${what}`, { where, line, value });
}

/**
 * The lines of a CSV text, the header first, each with as many cells as the header.
 *
 * A byte order mark and Windows line ends are taken away; empty lines, comments (`#`) and a line such
 * as `sep=,` above the header are left out, as are a rule of dashes below it and what has no content at
 * the end.
 *
 * @param text The text of the file.
 * @param where The file's name, for messages.
 * @throws {DataError} Naming the line.
 */
export function csvLines(text: string, where: string): readonly CsvLine[] {
  const all = (text.startsWith("\uFEFF") ? text.slice(1) : text).split(/\r\n|\r|\n/);
  let end = all.length;
  while (end > 0 && /^(?:[\s,]*|#.*)$/.test(all[end - 1])) end--;
  let start = 0;
  while (start < end && ABOVE_THE_HEADER.test(all[start])) start++;
  if (start === end) throw new DataError(`Cannot read ${where}: the file is empty`, { where });
  let width = 0;
  const given = all.slice(start, end).flatMap((text, i) =>
    i === 1 && isRule(text) ? [] : [{ text, line: start + i + 1 }]
  );
  return given.map(({ text, line }, i) => {
    const cells = csvCells(text);
    if (!cells) throw fault(where, line, "a quote is not closed in its line");
    if (i === 0) {
      width = cells.length;
      const other = width > 1 ? undefined : OTHER_SEPARATORS.find(([mark]) => text.includes(mark));
      if (other) {
        throw new DataError(
          `Cannot read ${where}: the cells are parted by ${other[1]}, need commas`,
          { where, line, value: text },
        );
      }
    } else if (width === 1 && i === 1 && cells.length > 1) {
      throw fault(
        where,
        line - 1,
        `need the names of the columns, got ${
          quotedValue(outsideLine(all[start], 60))
        }; delete what stands above them`,
        all[start],
      );
    } else if (cells.length !== width) {
      const got = text === "" ? "an empty line" : counted(cells.length, "cell");
      throw fault(where, line, `need ${width} cells as in the header, got ${got}`, text);
    }
    return { line, cells };
  });
}

/**
 * A CSV text whose columns have names, none of them twice.
 *
 * @throws {DataError} As {@linkcode csvLines} does, and for a name that is missing or stands there twice.
 */
export function csvText(text: string, where: string): CsvText {
  const [head, ...rows] = csvLines(text, where);
  const columns = head.cells.map((name) => name.trim());
  checkNames(columns, where, head.line);
  return { columns, line: head.line, rows };
}

/** Refuses a column without a name, or a name that stands there twice. */
export function checkNames(columns: readonly string[], where: string, line?: number): void {
  columns.forEach((name, i) => {
    if (name !== "" && columns.indexOf(name) === i) return;
    const what = name === ""
      ? `column ${i + 1} has no name`
      : `column ${quotedValue(outsideLine(name, 60))} stands there twice`;
    throw new DataError(
      `Cannot read ${where}${line === undefined ? "" : `, line ${line}`}: ${what}`,
      { where, line, column: name === "" ? String(i + 1) : name },
    );
  });
}
