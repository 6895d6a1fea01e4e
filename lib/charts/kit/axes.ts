/**
 * The ground that marks stand on: room around them, the grid, the line at zero, how ticks are written.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { percent } from "../../words.ts";

/** Height and width of a drawing, and the room around its frame, in pixels; what is left out is usual. */
export function sized(
  { width, height, top, right, bottom, left }: {
    readonly width?: number;
    readonly height: number;
    readonly top?: number;
    readonly right?: number;
    readonly bottom?: number;
    readonly left?: number;
  },
): Plot.PlotOptions {
  const given = {
    width,
    height,
    marginTop: top,
    marginRight: right,
    marginBottom: bottom,
    marginLeft: left,
  };
  return Object.fromEntries(Object.entries(given).filter(([, px]) => px !== undefined));
}

/** Faint level lines; as many, or at the places, that the axis has as ticks. */
export function gridY(ticks: number | number[]): Plot.Markish {
  return Plot.gridY({ strokeOpacity: 0.12, ticks });
}

/** Faint upright lines. */
export function gridX(ticks: number | number[]): Plot.Markish {
  return Plot.gridX({ strokeOpacity: 0.12, ticks });
}

/** The level line that all is held against: zero, or another value. */
export function zeroY(at = 0): Plot.Markish {
  return Plot.ruleY([at], { stroke: "currentColor" });
}

/** The upright line at zero. */
export function zeroX(at = 0): Plot.Markish {
  return Plot.ruleX([at], { stroke: "currentColor" });
}

/** The faint upright line in the middle of a scale that has no zero, such as a score's 3. */
export function middleX(at: number): Plot.Markish {
  return Plot.ruleX([at], { stroke: "currentColor", strokeOpacity: 0.5 });
}

/**
 * Refuses a score outside its scale.
 *
 * @throws {RangeError} If one lies outside 1 to 5.
 */
export function checkScores(label: string, scores: readonly number[]): void {
  for (const score of scores) {
    if (!(score >= 1 && score <= 5)) {
      throw new RangeError(`Cannot draw scores: ${label} must lie between 1 and 5, got ${score}`);
    }
  }
}

/** A share as a tick: whole percents. */
export function wholePercent(share: number): string {
  return percent(share, { digits: 0 });
}

/** The line on which both axes have the same value. */
export function diagonal(from: number, to: number, look: Plot.LinkOptions): Plot.Markish {
  const [low, high] = [() => from, () => to];
  return Plot.link([from], { x1: low, y1: low, x2: high, y2: high, ...look });
}

/** A share as a tick: whole percents with their sign. */
export function signedPercent(share: number): string {
  return percent(share, { digits: 0, signed: true });
}

/** A value as itself: the channel of a mark whose rows are plain numbers or texts. */
export const itself = <Value>(value: Value): Value => value;
