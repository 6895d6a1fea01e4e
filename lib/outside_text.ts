/**
 * Text that came from outside – a provider's answer, a file and its name, an option's value – made
 * fit to be shown or written: no escape codes, no marks that turn its direction, no cell that a
 * spreadsheet would compute, and no more of it than a reader needs.
 *
 * @module
 */

/** Characters of an outside text that are shown, unless a caller asks for another count. */
export const MOST_SHOWN = 300;

/** Escape sequences of terminals: CSI, OSC with its end, and those of two characters. */
const ESCAPES =
  // deno-lint-ignore no-control-regex
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b\]|\u009d)[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]/g;

/** Marks without width that change how their neighbours read: directions, joiners, tags, fillers. */
const UNSEEN = /[\p{Cf}\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]/gu;

function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const left = text.slice(0, most);
  // A pair of surrogates is one character: half of it would be none.
  const whole = /[\ud800-\udbff]$/.test(left) ? left.slice(0, -1) : left;
  return `${whole}… (${text.length.toLocaleString("en-US")} characters)`;
}

/**
 * An outside text on one line: escape codes and unseen marks are taken away, every run of white space
 * and control characters is one space, what is longer than `most` is cut and says how long it was.
 *
 * @example
 * ```ts
 * import { outsideLine } from "./outside_text.ts";
 * import { equal } from "node:assert/strict";
 *
 * equal(outsideLine("gpt\u001b[31m-5\u202e\nturbo"), "gpt-5 turbo");
 * equal(outsideLine("abcdef", 3), "abc… (6 characters)");
 * ```
 */
export function outsideLine(text: string, most: number = MOST_SHOWN): string {
  const line = text.toWellFormed().replace(ESCAPES, "").replace(UNSEEN, "")
    .replace(/[\s\p{Cc}]+/gu, " ").trim();
  return cut(line, most);
}

/** As {@linkcode outsideLine}, with line breaks kept: for what is shown as a block of its own. */
export function outsideLines(text: string, most: number = 10 * MOST_SHOWN): string {
  const lines = text.toWellFormed().replace(ESCAPES, "").replace(UNSEEN, "")
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n").replace(/[^\S\n]|[^\n\P{Cc}]/gu, " ").trim();
  return cut(lines, most);
}

/** What a spreadsheet takes for the beginning of a formula; a tab or a space before it is no help. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/;

/**
 * A cell of text for a CSV file that a spreadsheet may open: one line, quoted where it must be, and
 * with an apostrophe before what would be computed. Numbers are written as numbers, not through here.
 *
 * Source: OWASP, CSV Injection.
 *
 * @example
 * ```ts
 * import { csvTextCell } from "./outside_text.ts";
 * import { equal } from "node:assert/strict";
 *
 * equal(csvTextCell('=HYPERLINK("x")'), `"'=HYPERLINK(""x"")"`);
 * equal(csvTextCell("XLK"), "XLK");
 * ```
 */
export function csvTextCell(text: string, most: number = 1000): string {
  const line = outsideLine(text, most);
  const safe = FORMULA.test(line) ? `'${line}` : line;
  return /[",;\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
