/**
 * How a chart grows with the cell or page that it stands in: as drawn on a laptop, and on a projector
 * so that the last row can read it.
 *
 * @module
 */

/** A chart grows to this many times its drawn size: letters of 13 pixels become 18 to 19. */
const MOST_GROWTH = 10 / 7;

/** Share of the window's height that a chart may take by growing, in percent. */
const MOST_HEIGHT_VH = 75;

/**
 * Style of the element around a drawing: as wide as drawn at least, and growing with its place until
 * the letters are large enough or the window is full. A parent that sets `--lab-most: 0px` (charts
 * beside each other) keeps it as drawn.
 *
 * @param width Width of the drawing, in pixels.
 * @param height Height of the drawing, in pixels.
 */
export function grownWidth(width: number, height: number): string {
  const most = Math.round(width * MOST_GROWTH);
  const full = Math.round(MOST_HEIGHT_VH * width / height);
  return `width:max(${width}px,min(var(--lab-most,${most}px),${full}vh));max-width:100%;` +
    `container-type:inline-size`;
}

/** Size of text around a drawing that grows as the drawing does; older browsers keep it as it is. */
export function grownText(px: number, width: number): string {
  return `font-size:${px}px;font-size:max(${px}px,${Math.round(1e4 * px / width) / 100}cqi)`;
}
