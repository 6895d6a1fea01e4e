import {
  DISPLAY,
  type Displayable,
  escaped,
  FONTS,
  MISSING,
  NO_MATH,
  number,
} from "../../charts/mod.ts";
import { outsideLine, printable, quotedValue } from "../../outside_text.ts";

/** Characters of one cell; a sentence of an analyst has 500 at most. */
const MOST_IN_CELL = 600;

/** One column of a table. */
interface TableColumn<Row> {
  /** What stands above it. */
  readonly label: string;
  /** The cell's value; a number stands at the right. */
  readonly value: (row: Row) => string | number | undefined;
  /** How a number is written; with two decimals by default. */
  readonly format?: (value: number) => string;
}

/** What `tableOf` needs besides its rows. */
interface TableOptions<Row> {
  /** The finding or what is listed, as a sentence. */
  readonly title: string;
  readonly source: string;
  readonly caption?: string;
  /** Columns from left to right. */
  readonly columns: readonly TableColumn<Row>[];
}

/**
 * Rows as a table that a notebook shows, legible in light and dark, with title and source.
 *
 * @throws {TypeError} If the source line is missing.
 *
 * @example
 * ```ts
 * import { tableOf } from "./table_of.ts";
 * import { DISPLAY } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const table = tableOf([{ ticker: "XLK", shares: 12 }], {
 *   title: "One order",
 *   source: "Source: simulated, seed 7.",
 *   columns: [
 *     { label: "ticker", value: (row) => row.ticker },
 *     { label: "shares", value: (row) => row.shares, format: String },
 *   ],
 * });
 * match(table[DISPLAY]()["text/plain"], /XLK\s+12/);
 * ```
 */
export function tableOf<Row>(rows: readonly Row[], options: TableOptions<Row>): Displayable {
  const { title, source, caption, columns } = options;
  if (typeof source !== "string" || !/^Source: (simulated|real), \S/.test(source)) {
    throw new TypeError(
      `Cannot show a table: need a source line, "Source: simulated, …" or "Source: real, …", got ${
        quotedValue(source)
      }`,
    );
  }
  const cells = rows.map((row) =>
    columns.map(({ value, format = number }) => {
      const raw = value(row);
      return {
        text: raw === undefined
          ? MISSING
          : typeof raw === "number"
          ? format(raw)
          : outsideLine(raw, MOST_IN_CELL),
        right: typeof raw === "number",
      };
    })
  );
  const rightward = columns.map((_, i) => cells.some((row) => row[i].right));
  const style = (i: number, head: boolean) =>
    `text-align:${rightward[i] ? "right" : "left"};padding:3px 12px 3px 0;` +
    `background:transparent;border:0;border-bottom:1px solid rgba(128,128,128,${
      head ? 0.8 : 0.25
    });` + (rightward[i] ? "white-space:nowrap;font-variant-numeric:tabular-nums" : "");
  const foot = [caption, source].filter(Boolean).join(" ");

  function html(): string {
    const head = columns.map(({ label }, i) =>
      // A header without words is none: it is read out as an empty one.
      label === ""
        ? `<td style="${style(i, true)}"></td>`
        : `<th scope="col" style="${style(i, true)}">${escaped(label)}</th>`
    ).join("");
    const body = cells.map((row) =>
      `<tr style="background:transparent">` +
      row.map((cell, i) => `<td style="${style(i, false)}">${escaped(cell.text)}</td>`).join("") +
      `</tr>`
    ).join("");
    return `<div class="${NO_MATH}" style="max-width:760px;margin:6px 0 14px;font-family:${
      escaped(FONTS)
    }">` +
      `<div style="font-size:15px;font-weight:600;line-height:1.3">${escaped(title)}</div>` +
      // Without rows the title says it all; a header over nothing would only puzzle.
      (rows.length === 0 ? "" : `<table aria-label="${escaped(title)}" style="font-size:13px;` +
        `border-collapse:collapse;border:0;margin:6px 0;color:inherit"><thead>` +
        `<tr style="background:transparent">${head}</tr></thead><tbody>${body}</tbody></table>`) +
      `<div style="font-size:12px;opacity:0.85">${escaped(foot)}</div></div>`;
  }

  function plain(): string {
    if (rows.length === 0) return printable([title, foot].join("\n"));
    const lines = [
      columns.map(({ label }) => label),
      ...cells.map((row) => row.map((c) => c.text)),
    ];
    const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
    const text = lines.map((line) =>
      line.map((cell, i) => rightward[i] ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))
        .join("  ").trimEnd()
    );
    return printable([title, ...text, foot].join("\n"));
  }

  return Object.freeze<Displayable>({
    [DISPLAY]: () => ({ "text/html": html(), "text/plain": plain() }),
  });
}
