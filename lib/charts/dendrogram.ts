import * as Plot from "@observablehq/plot";
import { countWord, listed, number } from "../words.ts";
import { gridX, itself, sized } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { FIRM } from "./kit/places.ts";
import { COLORS, GROUND } from "./kit/theme.ts";

/** Two groups that become one. */
export interface DendrogramLink {
  /** Numbers below n are leaves; n + k is the group of the k-th link. */
  readonly left: number;
  readonly right: number;
  /** Distance of the two; never below that of the parts. */
  readonly height: number;
}

export interface DendrogramOptions extends ChartOptions {
  /** Names of the leaves by number; one more than there are links. */
  readonly leaves: readonly string[];
  /** The height of the cut; what is joined at or below it is a cluster. */
  readonly cut: number;
  /** What stands over the cut; "cut at" and its height by default. */
  readonly cutLabel?: string;
  /** What the heights are, below the axis. */
  readonly heightLabel?: string;
  /** Heights at which the axis has a number; Plot's own choice by default. */
  readonly ticks?: readonly number[];
  /** How a height is written; as a number with two decimals by default. */
  readonly format?: (height: number) => string;
}

/** Colours of clusters from above; neighbours differ, and each cluster has its letter. */
const CLUSTER_COLORS = [COLORS.blue, COLORS.vermillion, COLORS.green, COLORS.purple];
const LINE_PX = 27;

/** A group of the tree as it is drawn. */
interface Node {
  readonly leaves: readonly number[];
  readonly height: number;
  /** Line, from above; between two lines where two groups are joined. */
  readonly y: number;
}

function checked(links: readonly DendrogramLink[], leaves: readonly string[], cut: number): void {
  const n = leaves.length;
  const refuse = (what: string): never => {
    throw new RangeError(`Cannot draw a dendrogram: ${what}`);
  };
  if (n === 0 || links.length !== n - 1) {
    refuse(`need one leaf more than links, got ${n} and ${links.length}`);
  }
  if (!(cut >= 0 && Number.isFinite(cut))) refuse(`the cut must be a number from 0, got ${cut}`);
  const used = new Set<number>();
  links.forEach(({ left, right, height }, k) => {
    for (const part of [left, right]) {
      if (!Number.isInteger(part) || part < 0 || part >= n + k || used.has(part)) {
        refuse(`link ${k} must join two groups that exist and are free, got ${left} and ${right}`);
      }
      used.add(part);
      const below = part < n ? 0 : links[part - n].height;
      if (!(height >= below && Number.isFinite(height))) {
        refuse(`link ${k} must not lie below its parts, got ${height} above ${below}`);
      }
    }
  });
}

/** The leaves under a group, those of its left part first. */
function under(links: readonly DendrogramLink[], n: number, id: number): number[] {
  if (id < n) return [id];
  const { left, right } = links[id - n];
  return [...under(links, n, left), ...under(links, n, right)];
}

/** The groups of two or more at the cut, from above; each the number of its topmost link. */
function clustersOf(links: readonly DendrogramLink[], n: number, cut: number): number[] {
  const above = new Map(
    links.flatMap(({ left, right }, k) => [[left, k] as const, [right, k] as const]),
  );
  const order = under(links, n, Math.max(0, n + links.length - 1));
  return links.flatMap(({ height }, k) => {
    const parent = above.get(n + k);
    return height <= cut && (parent === undefined || links[parent].height > cut) ? [n + k] : [];
  }).sort((a, b) => order.indexOf(under(links, n, a)[0]) - order.indexOf(under(links, n, b)[0]));
}

/**
 * How many clusters the cut leaves and what the largest holds, as a sentence.
 *
 * @example
 * ```ts
 * import { dendrogramTitle } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const links = [{ left: 0, right: 2, height: 0.3 }, { left: 1, right: 3, height: 0.6 }];
 * const leaves = ["Technology", "Energy", "Discretionary"];
 * equal(
 *   dendrogramTitle(links, { leaves, cut: 0.5 }),
 *   "One cluster holds 2 of 3: Technology and Discretionary",
 * );
 * equal(dendrogramTitle(links, { leaves, cut: 0.2 }), "No two of the 3 are near enough for a cluster");
 * ```
 */
export function dendrogramTitle(
  links: readonly DendrogramLink[],
  { leaves, cut }: { readonly leaves: readonly string[]; readonly cut: number },
): string {
  const n = leaves.length;
  const clusters = clustersOf(links, n, cut)
    .map((id) => under(links, n, id).sort((a, b) => a - b));
  if (clusters.length === 0) return `No two of the ${n} are near enough for a cluster`;
  const held = clusters.reduce((sum, { length }) => sum + length, 0);
  if (clusters.length === 1 && held === n) return `All ${n} are one cluster at this cut`;
  const most = Math.max(...clusters.map(({ length }) => length));
  const largest = clusters.filter(({ length }) => length === most);
  const names = listed(largest[0].map((leaf) => leaves[leaf]));
  if (clusters.length === 1) return `One cluster holds ${held} of ${n}: ${names}`;
  return `${countWord(clusters.length)} clusters hold ${
    held === n ? `all ${n}` : `${held} of ${n}`
  }` +
    (largest.length === 1
      ? `; the largest is ${names}`
      : largest.length === clusters.length
      ? `, ${most} each`
      : `; the largest have ${most} each`);
}

/**
 * Which leaves join which, at what distance: the earlier two lines meet, the nearer they are.
 *
 * Clusters at the cut are coloured and carry a letter, at their leaves and where they come together.
 *
 * @param links From the nearest to the last.
 * @throws {RangeError} If links and leaves do not make one tree, a height lies below its parts, or the
 *   cut is no number from 0.
 *
 * @example Two near each other, one apart
 * ```ts
 * import { dendrogram } from "lab/charts";
 * import { match } from "node:assert/strict";
 *
 * const chart = dendrogram(
 *   [{ left: 0, right: 2, height: 0.3 }, { left: 1, right: 3, height: 0.6 }],
 *   {
 *     leaves: ["Technology", "Energy", "Discretionary"],
 *     cut: 0.5,
 *     source: "Source: simulated, seed 7.",
 *   },
 * );
 * match(chart.title, /^One cluster holds 2 of 3/);
 * ```
 */
export function dendrogram(
  links: readonly DendrogramLink[],
  options: DendrogramOptions,
): Figure {
  const { leaves, cut, heightLabel, format = (height: number) => number(height) } = options;
  checked(links, leaves, cut);
  const nodes = nodesOf(links, leaves.length);
  const clusters = clustersOf(links, leaves.length, cut).map((id, at) => ({
    ...nodes[id],
    letter: String.fromCharCode(65 + at % 26),
    color: CLUSTER_COLORS[at % CLUSTER_COLORS.length],
  }));
  type Cluster = (typeof clusters)[number];
  const clusterOf = (leaf: number) => clusters.find((one) => one.leaves.includes(leaf));
  // A line within a cluster has its colour; the way from its top to the next joint has none.
  const joints = links.map(({ left, right, height }) => ({
    height,
    parts: [nodes[left], nodes[right]],
    own: height <= cut ? clusterOf(nodes[left].leaves[0]) : undefined,
  }));
  const labels = leaves.map((label, leaf) => ({ label, y: nodes[leaf].y, own: clusterOf(leaf) }));
  const reach = 1.08 * Math.max(cut, ...links.map(({ height }) => height), 1e-6);
  const ticks = options.ticks?.filter((height) => height <= reach) ?? 6;
  const letter = { fontWeight: 700, fontSize: 15 };
  const top = { x: "height", y: "y" } as const;
  return figure({
    ...worded(options, {
      title: dendrogramTitle(links, { leaves, cut }),
      subtitle:
        "The further left two lines meet, the more alike; a letter marks what is joined left of the cut",
    }),
    ...sized({
      height: LINE_PX * leaves.length + (heightLabel ? 84 : 70),
      left: 146,
      top: 30,
      right: 30,
    }),
    x: {
      domain: [0, reach],
      label: heightLabel ?? null,
      labelAnchor: "center",
      labelArrow: "none",
      ticks,
      tickFormat: format,
    },
    y: { domain: [-0.6, leaves.length - 0.4], reverse: true, axis: null },
    marks: [
      gridX(ticks),
      Plot.ruleX([cut], { ...FIRM, strokeWidth: 2, strokeDasharray: "6,4" }),
      Plot.text([cut], {
        x: itself,
        frameAnchor: "top",
        dy: -18,
        text: () => options.cutLabel ?? `cut at ${format(cut)}`,
        // Beside an edge the words stand on the inner side, or they would be cut off themselves.
        textAnchor: cut > 0.7 * reach ? "end" : cut < 0.1 * reach ? "start" : "middle",
        fontWeight: 600,
      }),
      ...branchMarks(joints),
      Plot.text(labels, { y: "y", text: "label", frameAnchor: "left", textAnchor: "end", dx: -30 }),
      Plot.text(labels.filter(({ own }) => own), {
        y: "y",
        text: ({ own }: (typeof labels)[number]) => own!.letter,
        frameAnchor: "left",
        dx: -15,
        ...letter,
      }),
      Plot.dot(clusters, {
        ...top,
        r: 11,
        fill: GROUND,
        stroke: "color",
        strokeWidth: 3,
        title: (one: Cluster) =>
          `${one.letter}: ${listed(one.leaves.map((leaf) => leaves[leaf]))}, joined at ` +
          format(one.height),
      }),
      Plot.text(clusters, { ...top, text: "letter", ...letter }),
    ],
  });
}

/** Every group of the tree, with the line on which it is drawn. */
function nodesOf(links: readonly DendrogramLink[], n: number): readonly Node[] {
  const order = under(links, n, Math.max(0, n + links.length - 1));
  const nodes: Node[] = Array.from({ length: n }, (_, leaf) => ({
    leaves: [leaf],
    height: 0,
    y: order.indexOf(leaf),
  }));
  for (const { left, right, height } of links) {
    nodes.push({
      leaves: [...nodes[left].leaves, ...nodes[right].leaves],
      height,
      y: (nodes[left].y + nodes[right].y) / 2,
    });
  }
  return nodes;
}

/** Where two groups meet, and the cluster inside of which they do. */
interface Joint {
  readonly height: number;
  readonly parts: readonly Node[];
  readonly own?: { readonly color: string };
}

/** The lines of the tree: thin ones between clusters first, those of the clusters above them. */
function branchMarks(joints: readonly Joint[]): Plot.Markish[] {
  return [false, true].flatMap((inside) => {
    const some = joints.filter(({ own }) => (own !== undefined) === inside);
    const look = {
      stroke: ({ own }: Joint) => own?.color ?? "currentColor",
      strokeWidth: inside ? 3.5 : 1.5,
      strokeLinecap: "square",
    } as const;
    const lines = some.flatMap((joint) => joint.parts.map((part) => ({ ...joint, part })));
    return [
      Plot.ruleY(lines, {
        x1: ({ part }: (typeof lines)[number]) => part.height,
        x2: "height",
        y: ({ part }: (typeof lines)[number]) => part.y,
        ...look,
      }),
      Plot.ruleX(some, {
        x: "height",
        y1: ({ parts }: Joint) => parts[0].y,
        y2: ({ parts }: Joint) => parts[1].y,
        ...look,
      }),
    ];
  });
}
