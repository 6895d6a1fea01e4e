/**
 * The marks of one triangle, for the charts that draw one or several. All of them are in pixels.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import type { Shares } from "../../stats/ternary.ts";
import type { FieldClasses } from "../kit/field_classes.ts";
import {
  cellBands,
  CORNERS,
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

/** Names of the three shares: top, left, right. */
export type TernaryLabels = readonly [string, string, string];

/** Above this many cells, neighbours of one class are drawn as one band. */
const MOST_HEXAGONS = 600;

/** What lies on the field: black on a white halo in both themes, for the field follows none. */
const INK = "#000000", FIELD_HALO = "#ffffff";

/**
 * Three shares as their percents.
 *
 * @example
 * ```ts
 * import { sharesLabel } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * equal(sharesLabel([0.5, 0.25, 0.25]), "50/25/25");
 * ```
 */
export function sharesLabel(shares: Shares): string {
  return shares.map((share) => Math.round(share * 1000) / 10).join("/");
}

function refuse(need: string): never {
  throw new RangeError(`Cannot draw a ternary map: need ${need}`);
}

/**
 * Checks weightings that are to be drawn.
 *
 * @throws {RangeError} If there is none, shares do not sum to 1, a value is no number, or a
 *   weighting stands there twice.
 */
export function checkCells(cells: readonly TernaryCell[]): void {
  if (cells.length === 0) refuse("at least one weighting, got none");
  const seen = new Set<string>();
  for (const { weights, value } of cells) {
    checkShares(weights, "a weighting");
    const key = weights.map((share) => Math.round(share * 1e9)).join(), name = sharesLabel(weights);
    if (value !== undefined && !Number.isFinite(value)) {
      refuse(`a number at ${name}, or none at all, got ${value}`);
    }
    if (seen.has(key)) refuse(`each weighting once, got ${name} twice`);
    seen.add(key);
  }
}

/** Checks the weights of one mark or cell. */
export function checkShares(shares: Shares, what: string): void {
  const fits = shares.length === 3 && shares.every((share) => share >= 0) &&
    Math.abs(shares[0] + shares[1] + shares[2] - 1) <= 1e-9;
  if (!fits) refuse(`three shares from 0 that sum to 1 for ${what}, got ${shares.join(", ")}`);
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

const stepsOf = (cells: readonly TernaryCell[]) => latticeSteps(cells.map((cell) => cell.weights));

/** Half the width of a cell: how far the field reaches over the triangle's edges. */
export function overhang(box: TriangleBox, cells: readonly TernaryCell[]): number {
  return box.side / stepsOf(cells) / 2;
}

/** Marks that stand where their rows say. */
const AT = { x: "x", y: "y" } as const;
/** Links whose rows have both ends. */
const ENDS = { x1: "x1", y1: "y1", x2: "x2", y2: "y2" } as const;

/** The coloured cells, with a hover text each where they are not too many. */
export function fieldMarks(
  box: TriangleBox,
  cells: readonly TernaryCell[],
  classes: FieldClasses,
  format: (value: number) => string,
): Plot.Markish[] {
  const steps = stepsOf(cells), width = box.side / steps;
  const title = ({ weights, value }: TernaryCell) =>
    `${sharesLabel(weights)}: ${value === undefined ? "no result" : format(value)}`;
  const run = cells.flatMap((cell) =>
    cell.value === undefined ? [] : [{ ...cell, level: classes.levelOf(cell.value) }]
  );
  const hexagons = {
    x: ({ weights }: TernaryCell) => pixelOf(box, weights).x,
    y: ({ weights }: TernaryCell) => pixelOf(box, weights).y,
    symbol: "hexagon",
    title,
  } as const;
  const fill = ({ level }: { level: number }) => classes.colors[level];
  return [
    run.length > MOST_HEXAGONS
      ? Plot.rect(cellBands(box, steps, run), { ...ENDS, fill, shapeRendering: "crispEdges" })
      // A hair more than half the width, so that no seam shows between two cells.
      : Plot.dot(run, { ...hexagons, r: width / 2 + 0.35, fill }),
    Plot.dot(cells.filter(({ value }) => value === undefined), {
      ...hexagons,
      r: width / 2 - 1,
      stroke: "currentColor",
      strokeOpacity: 0.5,
      strokeDasharray: "2,2",
    }),
  ];
}

/** A closed line on the field, white below black. */
export function haloLine(loops: readonly (readonly Pixel[])[], width = 2): Plot.Markish[] {
  const places = loops.flatMap((loop, z) => [...loop, loop[0]].map(({ x, y }) => ({ x, y, z })));
  return [{ stroke: FIELD_HALO, strokeWidth: 2.5 * width }, { stroke: INK, strokeWidth: width }]
    .map((look) => Plot.line(places, { ...AT, z: "z", strokeLinejoin: "round", ...look }));
}

/** The outline of all cells that cannot be told from the best. */
export function plateauMarks(box: TriangleBox, cells: readonly TernaryCell[]): Plot.Markish[] {
  const steps = stepsOf(cells);
  const inside = cells.filter(({ alike }) => alike).map(({ weights }) => weights);
  // Where cells are small a thick line would hide them.
  const width = Math.min(2, Math.max(1, box.side / steps / 6));
  return inside.length === 0 ? [] : haloLine(outline(box, steps, inside), width);
}

/** Plot's symbol and size of each sign on the field; hollow ones show what lies below. */
const SIGNS = {
  base: { symbol: "square", r: 6.5, hollow: true },
  best: { symbol: "star", r: 6, hollow: false },
  truth: { symbol: "diamond2", r: 6.5, hollow: true },
  trial: { symbol: "circle", r: 3.5, hollow: true },
  guess: { symbol: "times", r: 6.5, hollow: true },
} as const;

/** A sign on the field. */
export type TernarySign = keyof typeof SIGNS;

/** One sign at some places, white below black. */
export function signMarks(
  sign: TernarySign,
  places: readonly (Pixel & { readonly words?: string })[],
  scale = 1,
): Plot.Markish[] {
  const { symbol, r, hollow } = SIGNS[sign];
  const at = { ...AT, symbol, r: r * scale };
  const title = ({ words }: { words?: string }) => words;
  const paint = (color: string) => ({ fill: hollow ? "none" : color, stroke: color });
  return [
    Plot.dot(places, { ...at, ...paint(FIELD_HALO), strokeWidth: 5.5 }),
    Plot.dot(places, {
      ...at,
      ...paint(INK),
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

/** From where a line of one share leaves the map, to its other end, and outward on the page. */
const EDGES: readonly {
  readonly from: (share: number) => Shares;
  readonly to: (share: number) => Shares;
  readonly dx: number;
  readonly dy: number;
}[] = [
  { from: (t) => [t, 0, 1 - t], to: (t) => [t, 1 - t, 0], dx: 1, dy: 0 },
  { from: (t) => [1 - t, t, 0], to: (t) => [0, t, 1 - t], dx: -0.5, dy: -SIN },
  { from: (t) => [0, 1 - t, t], to: (t) => [1 - t, 0, t], dx: -0.5, dy: SIN },
];

/**
 * The three scales: grid lines, ticks that point along their line, figures, and each edge's name.
 *
 * Round the triangle anticlockwise: the third share rises along the base, the first on the right
 * edge, the second on the left one. A tick leans the way its line runs over the map.
 *
 * @param away From the edge to the start of the ticks: half a cell where the field reaches over.
 */
export function scaleMarks(
  box: TriangleBox,
  labels: TernaryLabels,
  away: number,
): Plot.Markish[] {
  // Along the line of a tick, the edge of the field is further off than straight out.
  const start = away / SIN;
  const lines = EDGES.flatMap(({ from, to, dx, dy }) =>
    TICKS.map((t) => {
      const a = pixelOf(box, from(t)), b = pixelOf(box, to(t));
      const out = (px: number) => ({ x: a.x + dx * (start + px), y: a.y + dy * (start + px) });
      const words = String(Math.round(t * 100));
      return { a, b, tick: out(0), end: out(TICK), figure: { ...out(TICK + FIGURE), words } };
    })
  );
  const link = (from: Pixel, to: Pixel) => ({ x1: from.x, y1: from.y, x2: to.x, y2: to.y });
  const grid = lines.map(({ a, b }) => link(a, b));
  const [top, left, right] = CORNERS.map((corner) => pixelOf(box, corner));
  const off = start * SIN + 42;
  const beside = (end: Pixel, side: number) => ({
    x: (top.x + end.x) / 2 + side * SIN * off,
    y: (top.y + end.y) / 2 - off / 2,
    rotate: 60 * side,
  });
  const names = [
    { ...beside(right, 1), words: `← ${labels[0]}, %` },
    { ...beside(left, -1), words: `← ${labels[1]}, %` },
    { x: (left.x + right.x) / 2, y: left.y + off, rotate: 0, words: `${labels[2]}, % →` },
  ];
  return [
    Plot.link(grid, { ...ENDS, stroke: FIELD_HALO, strokeWidth: 1.6, strokeOpacity: 0.35 }),
    Plot.link(grid, { ...ENDS, stroke: INK, strokeWidth: 0.6, strokeOpacity: 0.55 }),
    Plot.link(lines.map(({ tick, end }) => link(tick, end)), { ...ENDS, stroke: "currentColor" }),
    Plot.text(lines.map(({ figure }) => figure), { ...AT, text: "words" }),
    ...names.map(({ rotate, ...row }) =>
      Plot.text([row], { ...AT, text: "words", rotate, fontWeight: 600 })
    ),
  ];
}

/** The triangle itself. */
export function edgeMarks(box: TriangleBox): Plot.Markish {
  const corners = [...CORNERS, CORNERS[0]].map((corner) => pixelOf(box, corner));
  return Plot.line(corners, { ...AT, stroke: "currentColor", strokeWidth: 1 });
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
