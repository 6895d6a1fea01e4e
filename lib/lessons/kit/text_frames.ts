import { COLORS, DISPLAY, type Displayable, escaped, FONTS, NO_MATH } from "../../charts/mod.ts";
import { printable } from "../../outside_text.ts";

const MONO = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/** One labelled frame as HTML; the body is written as it is given. */
export function frame(label: string, color: string, body: string): string {
  return `<div style="border:1px solid ${color};border-left:5px solid ${color};border-radius:4px;` +
    `margin:6px 0;padding:4px 10px 6px">` +
    `<div style="font-family:${escaped(FONTS)};font-size:12px;font-weight:600">${
      escaped(label)
    }</div><div style="font-family:${escaped(MONO)};font-size:12px;line-height:1.4;` +
    `white-space:pre-wrap;overflow-wrap:anywhere">${body}</div></div>`;
}

/** Frames under a title, with the same as plain text. */
export function framed(title: string, frames: readonly string[], plain: string): Displayable {
  return Object.freeze<Displayable>({
    [DISPLAY]: () => ({
      "text/html": `<div class="${NO_MATH}" style="max-width:760px;margin:6px 0 14px">` +
        `<div style="font-family:${escaped(FONTS)};font-size:15px;font-weight:600">${
          escaped(title)
        }</div>${frames.join("")}</div>`,
      "text/plain": printable(`${title}\n\n${plain}`, Infinity),
    }),
  });
}

/**
 * Some texts under their letters or names, each in a frame of its own.
 *
 * @param title What they are, as a sentence.
 * @param texts By label, in the order in which they are shown.
 *
 * @example
 * ```ts
 * import { DISPLAY } from "lab/charts";
 * import { textFrames } from "lab/lesson";
 * import { match } from "node:assert/strict";
 *
 * const shown = textFrames("Two answers", { A: "a number", B: "a refusal" });
 * match(String(shown[DISPLAY]()["text/plain"]), /^Two answers/);
 * ```
 */
export function textFrames(
  title: string,
  texts: Readonly<Record<string, string>>,
): Displayable {
  const all = Object.entries(texts);
  return framed(
    title,
    all.map(([label, text]) => frame(label, COLORS.grey, escaped(text))),
    all.map(([label, text]) => `[${label}]\n${text}`).join("\n\n"),
  );
}
