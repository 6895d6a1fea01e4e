/**
 * Colours, sizes and the few words that every chart shares.
 *
 * The qualitative colours are those of M. Okabe and K. Ito, "Color Universal Design" (2008), which
 * colour-blind readers can part. Text and rules have no colour of their own: they take the colour
 * of the page, so that a chart can be read on a light and on a dark one.
 *
 * @module
 */

/** Okabe–Ito, each with the meaning that it has in every chart of the lab. */
export const COLORS = {
  /** Long, or a gain. */
  blue: "#0072B2",
  /** Short, or a loss. */
  vermillion: "#D55E00",
  /** The market hedge. */
  green: "#009E73",
  /** A fourth thing. */
  purple: "#CC79A7",
  /** As a fill with an outline only. */
  orange: "#E69F00",
  /** As a fill with an outline only. */
  sky: "#56B4E9",
  /** Cash and benchmark; between light and dark, so that it shows on both. */
  grey: "#8A8A8A",
} as const;

/** Five classes of ColorBrewer's RdBu without its middle, which stays unfilled: no view, no colour. */
export const RED_TO_BLUE = ["#CA0020", "#F4A582", "none", "#92C5DE", "#0571B0"] as const;

/** Text on those five classes; the middle takes the colour of the page. */
export const TEXT_ON_RED_TO_BLUE = [
  "#FFFFFF",
  "#000000",
  "currentColor",
  "#000000",
  "#FFFFFF",
] as const;

/** Width of a chart in pixels; JupyterLab's output area shows it whole beside the table of contents. */
export const FIGURE_WIDTH = 700;

/** Size of all text in a chart, in pixels. */
export const TEXT_PX = 13;

/** The fonts of a chart. */
export const FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";

/**
 * The colour of the page behind a chart, for halos: JupyterLab's and nbconvert's variable, or a
 * `--lab-ground` that the page sets; otherwise nothing is painted.
 */
export const GROUND = "var(--lab-ground, var(--jp-layout-color0, transparent))";

/**
 * The look of words that may cross a rule: the page's colour around each letter, wide enough that two
 * halos meet across a space, also beside a narrow 1 or the foot of a 7, or the rule would show through
 * the gap and strike the words out. A label of two lines goes without: the second line's halo would
 * cut the letters of the first that reach below their line.
 */
export const HALO = { fill: "currentColor", stroke: GROUND, strokeWidth: 11 } as const;

/**
 * The colour of a signed number: blue above zero, vermillion below, grey at zero.
 *
 * @example
 * ```ts
 * import { COLORS, signColor } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * equal(signColor(-0.1), COLORS.vermillion);
 * ```
 */
export function signColor(value: number): string {
  if (value > 0) return COLORS.blue;
  return value < 0 ? COLORS.vermillion : COLORS.grey;
}
