import { printable } from "../../outside_text.ts";

/** The key under which the kernel looks for an object's own way of showing itself. */
export const DISPLAY: unique symbol = Symbol.for("Jupyter.display") as never;

/** The formats in which an object shows itself, by MIME type. */
export interface MediaBundle {
  readonly "text/html": string;
  readonly "text/plain": string;
}

/** Something that a notebook shows when it is a cell's last expression. */
export interface Displayable {
  [DISPLAY](): MediaBundle;
}

/**
 * Classes that keep a notebook from reading "$1,000 of $2,000" as a formula: MathJax 3 heeds the
 * first, MathJax 2 (in some exported pages) the second.
 */
export const NO_MATH = "mathjax_ignore tex2jax_ignore";

/** Characters of one text in a page; a whole prompt is the longest that the lab shows. */
const MOST_IN_PAGE = 20_000;

/**
 * Text made safe to stand in HTML or SVG, in an element or a quoted attribute; unseen marks are gone.
 *
 * @example
 * ```ts
 * import { escaped } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * equal(escaped('S&P "500" < 6000'), "S&amp;P &quot;500&quot; &lt; 6000");
 * ```
 */
export function escaped(text: string): string {
  return printable(text, Infinity, MOST_IN_PAGE).replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(
      ">",
      "&gt;",
    )
    .replaceAll('"', "&quot;");
}

/** Base64 of a text's UTF-8 bytes, in the browser as well. */
export function base64(text: string): string {
  let bytes = "";
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return btoa(bytes);
}
