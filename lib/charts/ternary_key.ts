import * as Plot from "@observablehq/plot";
import type { Shares } from "../stats/ternary.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { pixelOf, type TriangleBox } from "./ternary_field.ts";
import { checkShares, edgeMarks, guideLines, IN_PIXELS, sharesLabel } from "./ternary_marks.ts";
import { COLORS, GROUND } from "./kit/theme.ts";

/** What `ternaryKey` needs. */
export interface TernaryKeyOptions {
  readonly title?: string;
  readonly subtitle?: string;
  readonly source: string;
  readonly caption?: string;
  /** Names of the three shares: top, left, right. */
  readonly labels?: readonly [string, string, string];
  /** The point that is read; 50/25/25 by default. */
  readonly weights?: Shares;
}

/** The pillars in their order. */
export const TERNARY_LABELS: readonly [string, string, string] = [
  "Fundamentals",
  "Sentiment",
  "Technicals",
];

const LINES = [COLORS.blue, COLORS.vermillion, COLORS.green];

/**
 * The marks of a key: a point, its line to each of the three edges, and what is read there. A line
 * for a share runs along the edge that lies opposite its corner.
 */
export function keyMarks(
  box: TriangleBox,
  weights: Shares,
  labels: readonly [string, string, string],
  options: { readonly short?: boolean } = {},
): Plot.Markish[] {
  const { short = false } = options;
  const at = pixelOf(box, weights);
  const ends = guideLines(box, weights).map(([, end]) => end);
  const shown = sharesLabel(weights).split("/");
  const outward = [
    { dx: 8, dy: 0, textAnchor: "start" },
    { dx: -8, dy: -8, textAnchor: "end" },
    { dx: 0, dy: 16, textAnchor: "middle" },
  ] as const;
  const lines = ends.map((end, i) => ({
    x1: at.x,
    y1: at.y,
    x2: end.x,
    y2: end.y,
    color: LINES[i],
  }));
  return [
    edgeMarks(box),
    Plot.link(lines, { x1: "x1", y1: "y1", x2: "x2", y2: "y2", stroke: "color", strokeWidth: 2.5 }),
    Plot.dot(ends.map((end, i) => ({ ...end, color: LINES[i] })), {
      x: "x",
      y: "y",
      r: 3.5,
      fill: "color",
    }),
    Plot.dot([at], {
      x: "x",
      y: "y",
      symbol: "square",
      r: 6,
      fill: GROUND,
      stroke: "currentColor",
      strokeWidth: 2,
    }),
    ...ends.map((end, i) =>
      Plot.text([end], {
        x: "x",
        y: "y",
        text: () => `${short ? "" : `${labels[i]} `}${shown[i]}${short ? "" : " %"}`,
        fontWeight: 600,
        ...outward[i],
      })
    ),
  ];
}

/** Size of the drawing, and the triangle in it. */
const HEIGHT = 300, BOX: TriangleBox = { left: 220, base: 262, side: 260 };

/**
 * How to read three shares off a triangle: one point, three lines, three edges.
 *
 * @example
 * ```ts
 * import { ternaryKey } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const key = ternaryKey({ source: "Source: simulated, seed 7." });
 * equal(key.title, "The square reads 50/25/25: one line to each edge");
 * ```
 */
export function ternaryKey(options: TernaryKeyOptions): Figure {
  const { labels = TERNARY_LABELS, weights = [0.5, 0.25, 0.25] } = options;
  checkShares(weights, "the key");
  return figure({
    title: options.title ?? `The square reads ${sharesLabel(weights)}: one line to each edge`,
    subtitle: options.subtitle ??
      `${labels[0]} on the right edge, ${labels[1].toLowerCase()} on the left, ` +
        `${labels[2].toLowerCase()} on the base; a line runs along the edge opposite its corner`,
    source: options.source,
    caption: options.caption,
    height: HEIGHT,
    ...IN_PIXELS,
    marks: [
      ...keyMarks(BOX, weights, labels),
      ...([[1, 0, 0], [0, 1, 0], [0, 0, 1]] as const).map((corner, i) =>
        Plot.text([pixelOf(BOX, corner)], {
          x: "x",
          y: "y",
          dx: [0, -8, 8][i],
          dy: [-12, 0, 0][i],
          textAnchor: (["middle", "end", "start"] as const)[i],
          text: () => `all ${labels[i].toLowerCase()}`,
        })
      ),
    ],
  });
}
