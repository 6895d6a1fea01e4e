import * as Plot from "@observablehq/plot";
import type { Shares } from "../stats/ternary.ts";
import {
  checkShares,
  edgeMarks,
  IN_PIXELS,
  sharesLabel,
  type TernaryLabels,
} from "./forms/ternary.ts";
import { CORNERS, guideLines, pixelOf, type TriangleBox } from "./forms/ternary_field.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { COLORS, GROUND } from "./kit/theme.ts";

/** What `ternaryKey` needs. */
interface TernaryKeyOptions extends ChartOptions {
  /** Names of the three shares: top, left, right. */
  readonly labels: TernaryLabels;
  /** The point that is read; 50/25/25 by default. */
  readonly weights?: Shares;
}

const LINES = [COLORS.blue, COLORS.vermillion, COLORS.green];
/** The point that a key reads unless another is given. */
export const KEY_POINT: Shares = [0.5, 0.25, 0.25];

/**
 * The marks of a key: a point, its line to each of the three edges, and what is read there. A line
 * for a share runs along the edge that lies opposite its corner.
 *
 * @param labels Names of the shares; without them the bare numbers stand at the edges.
 */
export function keyMarks(
  box: TriangleBox,
  weights: Shares,
  labels?: TernaryLabels,
): Plot.Markish[] {
  const shown = sharesLabel(weights).split("/");
  const outward = [
    { dx: 8, dy: 0, textAnchor: "start" },
    { dx: -8, dy: -8, textAnchor: "end" },
    { dx: 0, dy: 16, textAnchor: "middle" },
  ] as const;
  const lines = guideLines(box, weights).map(([at, end], i) => ({ at, end, stroke: LINES[i] }));
  const at = { x: "x", y: "y" } as const;
  return [
    edgeMarks(box),
    Plot.link(lines, {
      x1: ({ at }) => at.x,
      y1: ({ at }) => at.y,
      x2: ({ end }) => end.x,
      y2: ({ end }) => end.y,
      stroke: "stroke",
      strokeWidth: 2.5,
    }),
    Plot.dot(lines.map(({ end, stroke }) => ({ ...end, stroke })), {
      ...at,
      r: 3.5,
      fill: "stroke",
    }),
    Plot.dot([pixelOf(box, weights)], {
      ...at,
      symbol: "square",
      r: 6,
      fill: GROUND,
      stroke: "currentColor",
      strokeWidth: 2,
    }),
    ...lines.map(({ end }, i) => {
      const text = labels ? `${labels[i]} ${shown[i]} %` : shown[i];
      return Plot.text([end], { ...at, text: () => text, fontWeight: 600, ...outward[i] });
    }),
  ];
}

/** The triangle in the drawing. */
const BOX: TriangleBox = { left: 220, base: 262, side: 260 };

/**
 * How to read three shares off a triangle: one point, three lines, three edges.
 *
 * @throws {RangeError} If the point is no three shares that sum to 1.
 *
 * @example
 * ```ts
 * import { ternaryKey } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const key = ternaryKey({ labels: ["Sand", "Silt", "Clay"], source: "Source: simulated, seed 7." });
 * equal(key.title, "The square reads 50/25/25: one line to each edge");
 * ```
 */
export function ternaryKey(options: TernaryKeyOptions): Figure {
  const { labels, weights = KEY_POINT } = options;
  checkShares(weights, "the key");
  const [top, left, right] = labels.map((label) => label.toLowerCase());
  const corners = [
    { text: `all ${top}`, dx: 0, dy: -12, textAnchor: "middle" },
    { text: `all ${left}`, dx: -8, dy: 0, textAnchor: "end" },
    { text: `all ${right}`, dx: 8, dy: 0, textAnchor: "start" },
  ] as const;
  return figure({
    ...worded(options, {
      title: `The square reads ${sharesLabel(weights)}: one line to each edge`,
      subtitle: `${labels[0]} on the right edge, ${left} on the left, ${right} on the base; a ` +
        "line runs along the edge opposite its corner",
    }),
    height: 300,
    ...IN_PIXELS,
    marks: [
      ...keyMarks(BOX, weights, labels),
      ...corners.map(({ text, ...look }, i) =>
        Plot.text([pixelOf(BOX, CORNERS[i])], { x: "x", y: "y", text: () => text, ...look })
      ),
    ],
  });
}
