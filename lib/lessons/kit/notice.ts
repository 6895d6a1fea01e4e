import { MOST_ON_A_LINE, printable } from "../../outside_text.ts";
import { COLORS, DISPLAY, type Displayable, escaped, FONTS, NO_MATH } from "../../charts/mod.ts";

/** What a notice says, by its mark and colour. */
type NoticeKind = "right" | "complete" | "mistake" | "hint" | "note";

/** Characters of a sentence below a cell. */
const MOST_IN_NOTICE = 20_000;

const marks: Readonly<Record<NoticeKind, { readonly mark: string; readonly color: string }>> = {
  right: { mark: "Right.", color: COLORS.green },
  complete: { mark: "Complete.", color: COLORS.green },
  mistake: { mark: "Not yet.", color: COLORS.vermillion },
  hint: { mark: "Not yet.", color: COLORS.orange },
  note: { mark: "", color: COLORS.grey },
};

/** A sentence that a notebook shows with a coloured edge. */
export interface Notice extends Displayable {
  readonly kind: NoticeKind;
  /** The sentence without its opening word. */
  readonly message: string;
  toString(): string;
}

/**
 * A sentence to show below a cell, legible in light and dark; the opening word repeats what the
 * coloured edge says.
 *
 * @example
 * ```ts
 * import { notice } from "lab/lesson";
 * import { equal } from "node:assert/strict";
 *
 * equal(String(notice("right", "The tilt is 1.6.")), "Right. The tilt is 1.6.");
 * ```
 */
export function notice(kind: NoticeKind, message: string): Notice {
  const { mark, color } = marks[kind];
  const text = printable(mark ? `${mark} ${message}` : message, MOST_ON_A_LINE, MOST_IN_NOTICE);
  return Object.freeze<Notice>({
    kind,
    message,
    toString: () => text,
    [DISPLAY]: () => ({
      "text/html":
        `<div role="status" class="${NO_MATH}" style="border-left:5px solid ${color};padding:4px 12px;margin:4px 0;` +
        `max-width:700px;font-family:${escaped(FONTS)};font-size:14px;line-height:1.45">` +
        (mark ? `<strong>${mark}</strong> ` : "") + `${escaped(message)}</div>`,
      "text/plain": text,
    }),
  });
}
