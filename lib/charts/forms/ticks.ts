/**
 * Events as ticks on lines of time, one line a row, and a rule that parts before from after.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { itself } from "../kit/axes.ts";
import { FIRM, leftOf, rightOf } from "../kit/places.ts";

/** The faint line of each row. */
export function timeLines(rows: readonly string[]): Plot.Markish {
  return Plot.ruleY(rows, { y: itself, ...FIRM, strokeOpacity: 0.12 });
}

/** Ticks with some room above and below within their row; `x`, `y` and `stroke` say where and what. */
export function ticks<Row>(rows: readonly Row[], options: Plot.TickXOptions): Plot.Markish {
  return Plot.tickX(rows, { ...options, insetTop: 6, insetBottom: 6 });
}

/**
 * An upright rule with a word on either side above the frame.
 *
 * @param words What lies left of it, and what right.
 * @param lift Pixels from the frame up to the words.
 */
export function wall(at: Date, words: readonly [string, string], lift: number): Plot.Markish[] {
  const word = (text: string, side: Plot.TextOptions) =>
    Plot.text([at], {
      x: itself,
      frameAnchor: "top",
      dy: -lift,
      ...side,
      text: () => text,
      fill: "currentColor",
    });
  return [
    Plot.ruleX([at], { ...FIRM, strokeWidth: 2 }),
    word(words[0], leftOf(6)),
    word(words[1], rightOf(6)),
  ];
}
