/**
 * A few strokes for panels. Observable Plot draws the lab's charts; a panel is drawn anew with
 * every step of a slider, several times a frame on a slow machine, and plain text is ten times as
 * quick and a tenth as large.
 *
 * @module
 */

import { escaped } from "../charts/kit/display.ts";
import { barColor, barEnd } from "../charts/forms/signed_bar.ts";
import { GROUND } from "../charts/kit/theme.ts";
import { percent } from "../words.ts";

/** A position on the drawing, to a tenth of a pixel; never −0, which would differ as text. */
function px(value: number): number {
  return Math.round(value * 10) / 10 + 0;
}

/** How a line of text stands. */
interface TextOptions {
  readonly anchor?: "start" | "middle" | "end";
  readonly weight?: number;
  readonly opacity?: number;
  /** Paints the ground of the page around the letters, where they cross a line. */
  readonly halo?: boolean;
}

/** Text with its middle at this height, as the panel's style says of all its text. */
export function textAt(x: number, y: number, text: string, options: TextOptions = {}): string {
  const { anchor = "start", weight, opacity, halo } = options;
  return `<text x="${px(x)}" y="${px(y)}"` +
    (anchor === "start" ? "" : ` text-anchor="${anchor}"`) +
    (weight !== undefined && weight !== 400 ? ` font-weight="${weight}"` : "") +
    (opacity ? ` opacity="${opacity}"` : "") +
    (halo ? ` stroke="${GROUND}" stroke-width="7" paint-order="stroke"` : "") +
    `>${escaped(text)}</text>`;
}

/** A straight line in the colour of the page's text. */
export function lineAt(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  options: { readonly dashed?: boolean; readonly opacity?: number } = {},
): string {
  return `<path d="M${px(x1)},${px(y1)}L${px(x2)},${px(y2)}" stroke="currentColor"` +
    (options.dashed ? ' stroke-dasharray="5,4"' : "") +
    (options.opacity ? ` stroke-opacity="${options.opacity}"` : "") + "/>";
}

/** A filled bar between two places; one without width is left out. */
export function barAt(x1: number, x2: number, y: number, height: number, fill: string): string {
  const left = Math.min(x1, x2), width = Math.abs(x2 - x1);
  if (width < 0.05) return "";
  return `<rect x="${px(left)}" y="${px(y - height / 2)}" width="${px(width)}" ` +
    `height="${px(height)}" fill="${fill}"/>`;
}

/** The hollow dot that marks where something stood at first. */
export function startDot(x: number, y: number): string {
  return `<circle cx="${px(x)}" cy="${px(y)}" r="4.5" fill="${GROUND}" stroke="currentColor" ` +
    `stroke-width="1.6"/>`;
}

/** One signed weight and the one it had at first. */
export interface WeightMark {
  readonly label: string;
  readonly weight: number;
  readonly before: number;
  /** Stands after the figure, such as "closed". */
  readonly note?: string;
  readonly isHedge?: boolean;
}

/** Where a column of weights stands. */
interface WeightColumn {
  /** Where the labels end, and where zero is. */
  readonly labelEnd: number;
  readonly zero: number;
  /** Pixels for an exposure of the size of equity. */
  readonly scale: number;
  readonly top: number;
  readonly rowHeight: number;
  /** Dashed rules at ± this exposure. */
  readonly cap: number;
}

/** Height of row `i`'s middle. */
export function rowMiddle(column: Pick<WeightColumn, "top" | "rowHeight">, i: number): number {
  return column.top + (i + 0.5) * column.rowHeight;
}

/** Moves smaller than what the figures show are not marked. */
export const SHOWN_STEP = 0.0005;

/** Signed bars, one per row, with their figures, the cap, and a hollow dot where one has moved. */
export function weightColumn(marks: readonly WeightMark[], column: WeightColumn): string {
  const { zero, scale, labelEnd, top, rowHeight, cap } = column;
  const sectors = marks.filter((mark) => !mark.isHedge).length;
  const bottom = top + sectors * rowHeight;
  const xOf = (share: number) => zero + share * scale;
  // Rules lie below the figures, the line at zero above the bars.
  const rules = [-cap, cap].map((at) =>
    lineAt(xOf(at), top, xOf(at), bottom, { dashed: true, opacity: 0.5 })
  ).join("");
  const drawn = marks.map(({ label, weight, before, note, isHedge }, i) => {
    const y = rowMiddle(column, i);
    const moved = Math.abs(weight - before) >= SHOWN_STEP;
    // The figure stands outside of bar and dot, on the bar's own side.
    const side = Math.sign(weight || before) || 1;
    const outer = xOf(barEnd(weight, moved ? before : 0, side));
    const figure = percent(weight, { signed: true }) + (note ? ` ${note}` : "");
    return textAt(labelEnd, y, label, { anchor: "end" }) +
      barAt(zero, xOf(weight), y, rowHeight * 0.68, barColor(weight, isHedge)) +
      (moved ? startDot(xOf(before), y) : "") +
      textAt(outer + side * (moved ? 9 : 6), y, figure, {
        anchor: side > 0 ? "start" : "end",
        halo: true,
      });
  }).join("");
  return rules + drawn + lineAt(zero, top, zero, rowMiddle(column, marks.length - 0.5));
}
