/**
 * The triangle of three shares in pixels: its cells, and the outline of a region. Strokes and numbers
 * alone, for charts and for a panel in the browser.
 *
 * The lattice of weightings is triangular, so its cells are hexagons that meet without a gap. A
 * cell shows a weighting that was run, and nothing is drawn where none was.
 *
 * @module
 */

// Not the folder's list: charts also run in a browser, which has no use for a whole folder.
import { type Shares, toTernary, TRIANGLE_HEIGHT } from "../../stats/ternary.ts";

/** Where a triangle stands on the drawing. */
export interface TriangleBox {
  /** Left end of the base, and its height on the page, pixels. */
  readonly left: number;
  readonly base: number;
  readonly side: number;
}

/** A place on the drawing, pixels; y grows downward. */
export interface Pixel {
  readonly x: number;
  readonly y: number;
}

/** Where shares stand on the drawing. */
export function pixelOf({ left, base, side }: TriangleBox, shares: Shares): Pixel {
  const { x, y } = toTernary(shares);
  return { x: left + x * side, y: base - y * side };
}

/** The corners of the three shares: top, left, right. */
export const CORNERS: readonly Shares[] = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];

/** From a point to the edge on which each of its shares is read, in their order. */
export function guideLines(box: TriangleBox, shares: Shares): readonly (readonly Pixel[])[] {
  const [a, b, c] = shares, at = pixelOf(box, shares);
  return ([[a, 0, 1 - a], [1 - b, b, 0], [0, 1 - c, c]] as const).map((end) => [
    at,
    pixelOf(box, end),
  ]);
}

/** Steps of a lattice that are tried, coarse ones first. */
const FEWEST_STEPS = 4, MOST_STEPS = 200;
/** Steps of the cells where the weightings lie on no lattice: they are drawn as separate cells. */
const LOOSE_STEPS = 20;

/**
 * The coarsest lattice that holds all weightings, as steps from 0 to 1; none below four, for cells of
 * a third of the map say nothing.
 */
export function latticeSteps(all: readonly Shares[]): number {
  for (let steps = FEWEST_STEPS; steps <= MOST_STEPS; steps++) {
    const fits = all.every((shares) =>
      shares.every((share) => Math.abs(share * steps - Math.round(share * steps)) < 1e-6)
    );
    if (fits) return steps;
  }
  return LOOSE_STEPS;
}

/** A hexagon's corners from its middle, in half widths and halves of a side: whole numbers have names. */
const CORNERS_OF_CELL = [[0, 2], [1, 1], [1, -1], [0, -2], [-1, -1], [-1, 1]] as const;

/** The six corners of a cell around a place, clockwise from the top on the page. */
export function hexagon({ x, y }: Pixel, width: number): readonly Pixel[] {
  const half = width / 2, corner = width / Math.sqrt(3);
  return CORNERS_OF_CELL.map(([across, up]) => ({
    x: x + across * half,
    y: y - up * corner / 2,
  }));
}

const tenth = (value: number) => Math.round(value * 10) / 10 + 0;

/** A closed line through corners, to a tenth of a pixel. */
export function closedPath(corners: readonly Pixel[]): string {
  return "M" + corners.map(({ x, y }) => `${tenth(x)},${tenth(y)}`).join("L") + "Z";
}

/** Coordinates in steps as a name; places off the lattice keep four decimals. */
const nameOf = (a: number, b: number) =>
  `${Math.round(a * 1e4) / 1e4 + 0} ${Math.round(b * 1e4) / 1e4 + 0}`;

/** Steps (first, second) to the cell across each side of a hexagon, in the order of its corners. */
const ACROSS = [[1, -1], [0, -1], [-1, 0], [-1, 1], [0, 1], [1, 0]] as const;

/**
 * The outline of a region of cells, as closed loops of corners.
 *
 * Sides between a cell inside and one outside are strung together: three cells meet at each corner, so
 * exactly one side leads on.
 */
export function outline(
  box: TriangleBox,
  steps: number,
  inside: readonly Shares[],
): readonly (readonly Pixel[])[] {
  const names = new Set(inside.map(([a, b]) => nameOf(a * steps, b * steps)));
  const next = new Map<string, { readonly from: Pixel; readonly to: string }>();
  for (const shares of inside) {
    const corners = hexagon(pixelOf(box, shares), box.side / steps);
    const [a, b, c] = shares.map((share) => share * steps);
    const corner = (i: number) =>
      nameOf(2 * c + a + CORNERS_OF_CELL[i % 6][0], 3 * a + CORNERS_OF_CELL[i % 6][1]);
    for (const [i, [da, db]] of ACROSS.entries()) {
      if (!names.has(nameOf(a + da, b + db))) {
        next.set(corner(i), { from: corners[i], to: corner(i + 1) });
      }
    }
  }
  const loops: Pixel[][] = [];
  while (next.size > 0) {
    const loop: Pixel[] = [];
    let [at] = next.keys();
    for (let side = next.get(at); side !== undefined; side = next.get(at)) {
      next.delete(at);
      loop.push(side.from);
      at = side.to;
    }
    loops.push(loop);
  }
  return loops;
}

/** Neighbouring cells of a row that have the same class, as one band. */
interface CellBand {
  readonly x1: number;
  readonly x2: number;
  readonly y1: number;
  readonly y2: number;
  readonly level: number;
}

/**
 * Small cells as bands: a row's neighbours of one class become one rectangle. Thousands of hexagons
 * of four pixels would make a megabyte, and no eye would see their corners.
 */
export function cellBands(
  box: TriangleBox,
  steps: number,
  cells: readonly { readonly weights: Shares; readonly level: number }[],
): readonly CellBand[] {
  const width = box.side / steps, height = width * TRIANGLE_HEIGHT;
  const sorted = cells.map(({ weights, level }) => ({ ...pixelOf(box, weights), level }))
    .sort((a, b) => Math.round(20 * (a.y - b.y)) || a.x - b.x);
  const bands: { x1: number; x2: number; y1: number; y2: number; level: number }[] = [];
  for (const { x, y, level } of sorted) {
    const last = bands[bands.length - 1];
    const y1 = y - height / 2, x1 = x - width / 2;
    const touches = last !== undefined && last.level === level &&
      Math.abs(last.y1 - y1) < height / 4 && Math.abs(last.x2 - x1) < width / 4;
    if (touches) last.x2 = x + width / 2;
    else bands.push({ x1, x2: x + width / 2, y1, y2: y + height / 2, level });
  }
  return bands;
}
