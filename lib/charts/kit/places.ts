/**
 * Where words stand beside what they name, and the looks that many marks share.
 *
 * @module
 */
import { HALO } from "./theme.ts";

/** Words that begin right of a place. */
export function rightOf(px = 8) {
  return { textAnchor: "start", dx: px } as const;
}

/** Words that end left of a place. */
export function leftOf(px = 8) {
  return { textAnchor: "end", dx: -px } as const;
}

/** A line in the colour of the page's text, whole, and in dashes. */
export const FIRM = { stroke: "currentColor" } as const;
export const DASHED = { stroke: "currentColor", strokeDasharray: "5,4" } as const;

/** Words of the reader's own: in italics, and legible across a line. */
export const ASIDE = { fontStyle: "italic", ...HALO } as const;
