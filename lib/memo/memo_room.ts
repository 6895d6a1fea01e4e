/**
 * How much room words take on the sheet, by estimate and on the safe side: the page is made without a
 * browser, and must be one page whatever is on it.
 *
 * @module
 */
import { escaped } from "../charts/mod.ts";

/** What both A4 and Letter hold, less the margins, millimetres; the rest is for rounding. */
export const SHEET_MM = 256;
/** Height of a line of text, and what stands around a row of a table, an entry, a list. */
export const LINE_MM = 3.28, ROW_MM = 0.42, ENTRY_MM = 0.26, LIST_MM = 6.8;

/** How many small letters wide a letter is, at the most of usual fonts. */
function letterWidth(letter: string): number {
  if (/[iljtf.,;:'!|() ]/.test(letter)) return 0.65;
  if (/[\u1100-\uffdc\u{1f000}-\u{3ffff}]/u.test(letter)) return 2;
  if (/[WM@%mw→]/.test(letter)) return 1.65;
  return /[\p{Lu}]/u.test(letter) ? 1.3 : 1.05;
}

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();

/** A text on one line and cut to a width in small letters, escaped; what is cut ends in dots. */
export function cut(text: string, most: number): string {
  let width = 0, kept = "";
  const line = oneLine(text);
  for (const letter of line) {
    width += letterWidth(letter);
    if (width > most) return escaped(`${kept.trimEnd()}…`);
    kept += letter;
  }
  return escaped(line);
}

/** Lines that a text takes in a column so many small letters wide, cut to `most` letters. */
export function linesOf(text: string, perLine: number, most = Infinity): number {
  let width = 0;
  for (const letter of oneLine(text)) width += letterWidth(letter);
  // Words break before the end of a line: a tenth is lost.
  return Math.max(1, Math.ceil(1.1 * Math.min(width, most) / perLine));
}

/** A list that asks for room. */
export interface RoomAsked {
  readonly items: readonly string[];
  readonly longest: number;
  /** No more than so many, whatever the room. */
  readonly most: number;
}

/**
 * How many entries of each list a column holds: one more of each in turn, until the room is gone. Each
 * has at least one, and a line is kept for saying how many are left out.
 */
export function shareRoom(
  lists: readonly RoomAsked[],
  { room, perLine }: { readonly room: number; readonly perLine: number },
): readonly number[] {
  const counts = lists.map(() => 0);
  let left = room - lists.length * (LIST_MM + LINE_MM);
  const height = ({ items, longest }: RoomAsked, at: number) =>
    linesOf(items[at], perLine, longest) * LINE_MM + ENTRY_MM;
  let isGiven = true;
  while (isGiven) {
    isGiven = false;
    lists.forEach((list, l) => {
      const at = counts[l];
      if (at >= Math.min(list.items.length, list.most)) return;
      const needed = height(list, at);
      if (at > 0 && needed > left) return;
      left -= needed;
      counts[l]++;
      isGiven = true;
    });
  }
  return counts;
}
