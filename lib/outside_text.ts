/**
 * Text that came from outside – a provider's answer, a file and its name, an option's value – made
 * fit to be shown or written: no escape codes, no marks that turn its direction, no cell that a
 * spreadsheet would compute, and no more of it than a reader needs.
 *
 * It is cleaned where it comes in (`outsideLine`: answers, names, options) and once more at the doors
 * where text goes out (`printable`: what commands print, errors, files, HTML), so that a place that
 * forgets the first still passes the second.
 *
 * @module
 */

/** Characters of an outside text that are shown, unless a caller asks for another count. */
const MOST_SHOWN = 300;
/** Characters of one line that leave the lab; the lab's own lines are far shorter. */
export const MOST_ON_A_LINE = 1000;

/**
 * Escape sequences of terminals: CSI; OSC and the other strings where they end on the same line; those
 * of two characters. An unended string loses its beginning alone, else it would swallow our own words.
 */
const ESCAPES =
  // deno-lint-ignore no-control-regex
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u0090\u0098\u009c-\u009f\n\r]{0,2000}(?:\u0007|\u001b\\|\u009c)|\u001b[ -/]*[0-~]/g;

/** Marks without width that change how their neighbours read: directions, joiners, tags, selectors, fillers. */
const UNSEEN =
  /[\p{Cf}\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;

/** More marks on one letter than any language writes: they climb over the lines above. */
const HEAPED = /(\p{M}{4})\p{M}+/gu;

/** The same marks, and controls, as single characters: what may not stand in a file as it is. */
const RAW_IN_JSON =
  /[\u007f-\u009f\p{Cf}\u2028\u2029\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;

/** Text without escapes and unseen marks, half characters replaced; white space as it was. */
export function withoutUnseen(text: string): string {
  // The usual text holds nothing of the kind; looking is cheaper than taking away.
  if (/^[\n\u0020-\u007e]*$/.test(text)) return text;
  return text.toWellFormed().replace(ESCAPES, "").replace(UNSEEN, "").replace(HEAPED, "$1");
}

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
  return cut(withoutUnseen(text).replace(/[\s\p{Cc}]+/gu, " ").trim(), most);
}

/** Characters of a value in a sentence. */
const MOST_QUOTED = 120;

/**
 * A value as JSON for the sentence of an error: one line, cut, without what nobody sees. Its spaces stay
 * as they are: "same  close" must not read as the word that was wanted.
 */
export function quotedValue(value: unknown): string {
  const text = withoutUnseen(JSON.stringify(value) ?? String(value));
  return cut(text.replace(/[^\S ]|\p{Cc}/gu, " "), MOST_QUOTED);
}

/**
 * A whole text as it may leave the lab, its layout kept: what commands print, messages of errors,
 * words in HTML. The last door: what came from outside should be cut before, to what a reader needs.
 *
 * @param most Characters of one line.
 * @param mostInAll Characters of the text; no bound by default, for a command prints as much as it has.
 *
 * @example
 * ```ts
 * import { printable } from "./outside_text.ts";
 * import { equal } from "node:assert/strict";
 *
 * equal(printable("  score  4\u001b]0;t\u0007\n\u202eend\n"), "  score  4\nend\n");
 * ```
 */
export function printable(
  text: string,
  most: number = MOST_ON_A_LINE,
  mostInAll: number = Infinity,
): string {
  const clean = withoutUnseen(text).replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n").replace(
    /[^\n\P{Cc}]/gu,
    " ",
  );
  const whole = cut(clean, mostInAll);
  return whole.length <= most ? whole : whole.split("\n").map((line) => cut(line, most)).join("\n");
}

/** A file's text without escapes, unseen marks and controls; line ends and tabs as they were. */
export function writableText(text: string): string {
  return withoutUnseen(text).replace(/[^\n\r\t\P{Cc}]/gu, " ");
}

/**
 * JSON whose texts hold no control character and no unseen mark as it is: each is written as its
 * escape, so the same value is read back.
 *
 * @param json Text that is JSON.
 *
 * @example
 * ```ts
 * import { printableJson } from "./outside_text.ts";
 * import { equal } from "node:assert/strict";
 *
 * equal(printableJson('["a\u202e"]'), '["a\\u202e"]');
 * ```
 */
export function printableJson(json: string): string {
  return json.replace(RAW_IN_JSON, (mark) => {
    let escapes = "";
    for (let i = 0; i < mark.length; i++) {
      escapes += `\\u${mark.charCodeAt(i).toString(16).padStart(4, "0")}`;
    }
    return escapes;
  });
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
