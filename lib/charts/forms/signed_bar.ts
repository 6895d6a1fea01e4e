/**
 * What a signed bar looks like, in numbers alone: for charts, and for panels in the browser.
 *
 * @module
 */
import { COLORS, signColor } from "../kit/theme.ts";

/** Blue to the right of zero and vermillion to the left; the hedge is green on either side. */
export function barColor(weight: number, isHedge?: boolean): string {
  return isHedge ? COLORS.green : signColor(weight);
}

/**
 * How far a bar reaches on a side, with the dot of where it stood before; zero at least. Its label
 * stands beyond, so that neither hides it.
 */
export function barEnd(weight: number, before: number, side: number): number {
  return (side < 0 ? Math.min : Math.max)(weight, before, 0);
}
