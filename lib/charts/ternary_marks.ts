/**
 * The marks of one triangle, for the charts that draw one or several. All of them are in pixels.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import type { Shares } from "../stats/ternary.ts";
import {
  cellBands,
  type FieldClasses,
  latticeSteps,
  outline,
  type Pixel,
  pixelOf,
  type TriangleBox,
} from "./ternary_field.ts";

/** One weighting that was run. */
export interface TernaryCell {
  /** Three shares that sum to 1; the first has its corner at the top, then left, then right. */
  readonly weights: Shares;
  /** The result; absent where the run gave none, and then the cell is hollow. */
  readonly value?: number;
  /** Whether it cannot be told from the best. */
  readonly alike?: boolean;
}

/** Above this many cells, neighbours of one class are drawn as one band. */
const MOST_HEXAGONS = 600;

/** What lies on the field: black on a white halo in both themes, for the field follows none. */
export const INK = "#000000", FIELD_HALO = "#ffffff";

/** Three shares as their percents, 50/25/25. */
export function sharesLabel(shares: Shares): string {
  return shares.map((share) => Math.round(share * 1000) / 10).join("/");
}

/**
 * Checks weightings that are to be drawn.
 *
 * @throws {RangeError} If there is none, shares do not sum to 1, a value is no number, or a
 *   weighting stands there twice.
 */
export function checkCells(cells: readonly TernaryCell[]): void {
  if (cells.length === 0) {
    throw new RangeError("Cannot draw a ternary map: need at least one weighting, got none");
  }
  const seen = new Set<string>();
  for (const { weights, value } of cells) {
    checkShares(weights, "a weighting");
    const key = weights.map((share) => Math.round(share * 1e9)).join();
    if (value !== undefined && !Number.isFinite(value)) {
      throw new RangeError(
        `Cannot draw a ternary map: need a number at ${sharesLabel(weights)}, or none at all, ` +
          `got ${value}`,
      );
    }
    if (seen.has(key)) {
      throw new RangeError(
        `Cannot draw a ternary map: need each weighting once, got ${sharesLabel(weights)} twice`,
      );
    }
    seen.add(key);
  }
}

/** Checks the weights of one mark or cell. */
export function checkShares(shares: Shares, what: string): void {
  const fits = shares.length === 3 && shares.every((share) => share >= 0) &&
    Math.abs(shares[0] + shares[1] + shares[2] - 1) <= 1e-9;
  if (!fits) {
    throw new RangeError(
      `Cannot draw a ternary map: need three shares from 0 that sum to 1 for ${what}, got ` +
        shares.join(", "),
    );
  }
}

/** The cell with the highest value; of equal ones the first. Undefined where no cell has a value. */
export function bestOf<Cell extends TernaryCell>(
  cells: readonly Cell[],
): (Cell & { readonly value: number }) | undefined {
  let best: (Cell & { readonly value: number }) | undefined;
  for (const cell of cells) {
    if (cell.value !== undefined && (best === undefined || cell.value > best.value)) {
      best = { ...cell, value: cell.value };
    }
  }
  return best;
}

/** Half the width of a cell: how far the field reaches over the triangle's edges. */
export function overhang(box: TriangleBox, cells: readonly TernaryCell[]): number {
  return box.side / latticeSteps(cells.map(({ weights }) => weights)) / 2;
}

/** The coloured cells, with a hover text each where they are not too many. */
export function fieldMarks(
  box: TriangleBox,
  cells: readonly TernaryCell[],
  classes: FieldClasses,
  words: (cell: TernaryCell) => string,
): Plot.Markish[] {
  const steps = latticeSteps(cells.map(({ weights }) => weights)), width = box.side / steps;
  const run = cells.flatMap((cell) =>
    cell.value === undefined ? [] : [{ ...cell, level: classes.levelOf(cell.value) }]
  );
  const empty = cells.filter(({ value }) => value === undefined);
  const x = ({ weights }: TernaryCell) => pixelOf(box, weights).x;
  const y = ({ weights }: TernaryCell) => pixelOf(box, weights).y;
  const hollow = Plot.dot(empty, {
    x,
    y,
    symbol: "hexagon",
    r: width / 2 - 1,
    stroke: "currentColor",
    strokeOpacity: 0.5,
    strokeDasharray: "2,2",
    title: words,
  });
  const field = run.length > MOST_HEXAGONS
    ? Plot.rect(cellBands(box, steps, run), {
      x1: "x1",
      x2: "x2",
      y1: "y1",
      y2: "y2",
      fill: ({ level }: { level: number }) => classes.colors[level],
      shapeRendering: "crispEdges",
    })
    : Plot.dot(run, {
      x,
      y,
      symbol: "hexagon",
      // A hair more than half the width, so that no seam shows between two cells.
      r: width / 2 + 0.35,
      fill: ({ level }) => classes.colors[level],
      title: words,
    });
  return [field, hollow];
}

/** A closed line on the field, white below black. */
export function haloLine(loops: readonly (readonly Pixel[])[], width = 2): Plot.Markish[] {
  const places = loops.flatMap((loop, z) => [...loop, loop[0]].map(({ x, y }) => ({ x, y, z })));
  return [{ stroke: FIELD_HALO, strokeWidth: 2.5 * width }, { stroke: INK, strokeWidth: width }]
    .map((look) => Plot.line(places, { x: "x", y: "y", z: "z", strokeLinejoin: "round", ...look }));
}

/** From a point to the edge on which each of its shares is read, in their order. */
export function guideLines(box: TriangleBox, shares: Shares): readonly (readonly Pixel[])[] {
  const [a, b, c] = shares, at = pixelOf(box, shares);
  return ([[a, 0, 1 - a], [1 - b, b, 0], [0, 1 - c, c]] as const).map((end) => [
    at,
    pixelOf(box, end),
  ]);
}

/** The outline of all cells that cannot be told from the best. */
export function plateauMarks(box: TriangleBox, cells: readonly TernaryCell[]): Plot.Markish[] {
  const steps = latticeSteps(cells.map(({ weights }) => weights));
  const inside = cells.filter(({ alike }) => alike).map(({ weights }) => weights);
  // Where cells are small a thick line would hide them.
  const width = Math.min(2, Math.max(1, box.side / steps / 6));
  return inside.length === 0 ? [] : haloLine(outline(box, steps, inside), width);
}

/** A sign on the field. */
export type TernarySign = "base" | "best" | "truth" | "trial" | "guess";

/** Plot's symbol and size of each sign; hollow ones show what lies below. */
const SIGNS = {
  base: { symbol: "square", r: 6.5, hollow: true },
  best: { symbol: "star", r: 6, hollow: false },
  truth: { symbol: "diamond2", r: 6.5, hollow: true },
  trial: { symbol: "circle", r: 3.5, hollow: true },
  guess: { symbol: "times", r: 6.5, hollow: true },
} as const;

/** One sign at some places, white below black. */
export function signMarks(
  sign: TernarySign,
  places: readonly (Pixel & { readonly words?: string })[],
  scale = 1,
): Plot.Markish[] {
  const { symbol, r, hollow } = SIGNS[sign];
  const at = { x: "x", y: "y", symbol, r: r * scale };
  const title = ({ words }: { words?: string }) => words;
  return [
    Plot.dot(places, {
      ...at,
      fill: hollow ? "none" : FIELD_HALO,
      stroke: FIELD_HALO,
      strokeWidth: 5.5,
    }),
    Plot.dot(places, {
      ...at,
      fill: hollow ? "none" : INK,
      stroke: INK,
      strokeWidth: hollow ? 2.2 : 0.8,
      ...(places.some(({ words }) => words) ? { title } : {}),
    }),
  ];
}

/** Marks of the scales, as shares. */
const TICKS = [0.2, 0.4, 0.6, 0.8];
/** Length of a tick, and from its end to the middle of its figure, pixels. */
const TICK = 7, FIGURE = 12;
const SIN = Math.sqrt(3) / 2;

/**
 * The three scales: grid lines, ticks that point along their line, figures, and each edge's name.
 *
 * Round the triangle anticlockwise: the third share rises along the base, the first on the right
 * edge, the second on the left one. A tick leans the way its line runs over the map.
 *
 * @param options.away From the edge to the start of the ticks: half a cell where the field reaches over.
 */
export function scaleMarks(
  box: TriangleBox,
  labels: readonly [string, string, string],
  options: { readonly away: number; readonly ticks?: readonly number[]; readonly named?: boolean },
): Plot.Markish[] {
  const { away, ticks = TICKS, named = true } = options;
  // From where a line leaves the map outward, as a direction on the page.
  const edges = [
    {
      from: (t: number): Shares => [t, 0, 1 - t],
      to: (t: number): Shares => [t, 1 - t, 0],
      dx: 1,
      dy: 0,
    },
    {
      from: (t: number): Shares => [1 - t, t, 0],
      to: (t: number): Shares => [0, t, 1 - t],
      dx: -0.5,
      dy: -SIN,
    },
    {
      from: (t: number): Shares => [0, 1 - t, t],
      to: (t: number): Shares => [1 - t, 0, t],
      dx: -0.5,
      dy: SIN,
    },
  ];
  // Along the line of a tick, the edge of the field is further off than straight out.
  const start = away / SIN;
  const lines = edges.flatMap(({ from, to, dx, dy }) =>
    ticks.map((t) => {
      const a = pixelOf(box, from(t)), b = pixelOf(box, to(t));
      return {
        ...a,
        x2: b.x,
        y2: b.y,
        tx: a.x + dx * start,
        ty: a.y + dy * start,
        ux: a.x + dx * (start + TICK),
        uy: a.y + dy * (start + TICK),
        fx: a.x + dx * (start + TICK + FIGURE),
        fy: a.y + dy * (start + TICK + FIGURE),
        words: String(Math.round(t * 100)),
      };
    })
  );
  const corners = [[1, 0, 0], [0, 1, 0], [0, 0, 1]].map((one) =>
    pixelOf(box, one as unknown as Shares)
  );
  const [top, left, right] = corners;
  const off = start * SIN + 42;
  const names = [
    {
      x: (top.x + right.x) / 2 + SIN * off,
      y: (top.y + right.y) / 2 - off / 2,
      rotate: 60,
      words: `← ${labels[0]}, %`,
    },
    {
      x: (top.x + left.x) / 2 - SIN * off,
      y: (top.y + left.y) / 2 - off / 2,
      rotate: -60,
      words: `← ${labels[1]}, %`,
    },
    { x: (left.x + right.x) / 2, y: left.y + off, rotate: 0, words: `${labels[2]}, % →` },
  ];
  return [
    Plot.link(lines, {
      x1: "x",
      y1: "y",
      x2: "x2",
      y2: "y2",
      stroke: FIELD_HALO,
      strokeWidth: 1.6,
      strokeOpacity: 0.35,
    }),
    Plot.link(lines, {
      x1: "x",
      y1: "y",
      x2: "x2",
      y2: "y2",
      stroke: INK,
      strokeWidth: 0.6,
      strokeOpacity: 0.55,
    }),
    Plot.link(lines, { x1: "tx", y1: "ty", x2: "ux", y2: "uy", stroke: "currentColor" }),
    Plot.text(lines, { x: "fx", y: "fy", text: "words" }),
    ...(named
      ? names.map(({ rotate, ...row }) =>
        Plot.text([row], { x: "x", y: "y", text: "words", rotate, fontWeight: 600 })
      )
      : []),
  ];
}

/** The triangle itself. */
export function edgeMarks(box: TriangleBox, color = "currentColor"): Plot.Markish {
  const corners = ([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0]] as const).map((one) =>
    pixelOf(box, one)
  );
  return Plot.line(corners, { x: "x", y: "y", stroke: color, strokeWidth: 1 });
}

/** Plot's options for a drawing in pixels. */
export const IN_PIXELS = {
  x: { type: "identity", axis: null },
  y: { type: "identity", axis: null },
  marginLeft: 0,
  marginRight: 0,
  marginTop: 0,
  marginBottom: 0,
} as const;
