import * as Plot from "@observablehq/plot";
import { countWord, listed, number } from "../words.ts";
import { itself } from "./kit/axes.ts";
import { type ChartOptions, worded } from "./kit/chart_options.ts";
import { type Figure, figure } from "./kit/figure.ts";
import { COLORS, GROUND } from "./kit/theme.ts";

/** Two groups that become one. */
export interface DendrogramLink {
  /** Numbers below n are leaves; n + k is the group of the k-th link. */
  readonly left: number;
  readonly right: number;
  /** Distance of the two; never below that of the parts. */
  readonly height: number;
}

/** What `dendrogram` needs besides its links. */
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
  readonly id: number;
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
  const { leaves, cut, format = (height: number) => number(height) } = options;
  checked(links, leaves, cut);
  const n = leaves.length;
  const order = under(links, n, Math.max(0, n + links.length - 1));
  const nodes: Node[] = leaves.map((_, id) => ({
    id,
    leaves: [id],
    height: 0,
    y: order.indexOf(id),
  }));
  links.forEach(({ left, right, height }, k) =>
    nodes.push({
      id: n + k,
      leaves: [...nodes[left].leaves, ...nodes[right].leaves],
      height,
      y: (nodes[left].y + nodes[right].y) / 2,
    })
  );
  const clusters = clustersOf(links, n, cut).map((id, at) => ({
    node: nodes[id],
    letter: String.fromCharCode(65 + at % 26),
    color: CLUSTER_COLORS[at % CLUSTER_COLORS.length],
  }));
  const clusterOf = (leaf: number) => clusters.find(({ node }) => node.leaves.includes(leaf));
  // A line within a cluster has its colour; the way from its top to the next joint has none.
  const lines = links.flatMap(({ left, right, height }) => {
    const own = height <= cut ? clusterOf(nodes[left].leaves[0]) : undefined;
    return [nodes[left], nodes[right]].map((part) => ({
      from: part.height,
      to: height,
      y: part.y,
      own,
    }));
  });
  const joints = links.map(({ left, right, height }) => ({
    height,
    y1: nodes[left].y,
    y2: nodes[right].y,
    own: height <= cut ? clusterOf(nodes[left].leaves[0]) : undefined,
  }));
  const reach = 1.08 * Math.max(cut, ...links.map(({ height }) => height), 1e-6);
  const look = (inside: boolean) => ({
    stroke: ({ own }: { own?: { color: string } }) => own?.color ?? "currentColor",
    strokeWidth: inside ? 3.5 : 1.5,
  });
  const labels = leaves.map((label, leaf) => ({ label, y: nodes[leaf].y, own: clusterOf(leaf) }));
  type Label = (typeof labels)[number];
  return figure({
    ...worded(options, {
      title: dendrogramTitle(links, { leaves, cut }),
      subtitle:
        "The further left two lines meet, the more alike; a letter marks what is joined left of the cut",
    }),
    height: LINE_PX * n + (options.heightLabel ? 84 : 70),
    marginLeft: 146,
    marginTop: 30,
    marginRight: 30,
    x: {
      domain: [0, reach],
      label: options.heightLabel ?? null,
      labelAnchor: "center",
      labelArrow: "none",
      ticks: options.ticks?.filter((height) => height <= reach) ?? 6,
      tickFormat: format,
    },
    y: { domain: [-0.6, n - 0.4], reverse: true, axis: null },
    marks: [
      Plot.gridX({
        strokeOpacity: 0.12,
        ticks: options.ticks?.filter((height) => height <= reach) ?? 6,
      }),
      Plot.ruleX([cut], { stroke: "currentColor", strokeWidth: 2, strokeDasharray: "6,4" }),
      Plot.text([cut], {
        x: itself,
        frameAnchor: "top",
        dy: -18,
        text: () => options.cutLabel ?? `cut at ${format(cut)}`,
        // Beside an edge the words stand on the inner side, or they would be cut off themselves.
        textAnchor: cut > 0.7 * reach ? "end" : cut < 0.1 * reach ? "start" : "middle",
        fontWeight: 600,
      }),
      ...[false, true].flatMap((inside) => [
        Plot.ruleY(lines.filter(({ own }) => (own !== undefined) === inside), {
          x1: "from",
          x2: "to",
          y: "y",
          strokeLinecap: "square",
          ...look(inside),
        }),
        Plot.ruleX(joints.filter(({ own }) => (own !== undefined) === inside), {
          x: "height",
          y1: "y1",
          y2: "y2",
          strokeLinecap: "square",
          ...look(inside),
        }),
      ]),
      Plot.text(labels, { y: "y", text: "label", frameAnchor: "left", textAnchor: "end", dx: -30 }),
      Plot.text(labels.filter(({ own }) => own), {
        y: "y",
        text: ({ own }: Label) => own!.letter,
        frameAnchor: "left",
        dx: -15,
        fontWeight: 700,
        fontSize: 15,
      }),
      Plot.dot(clusters, {
        x: ({ node }: { node: Node }) => node.height,
        y: ({ node }: { node: Node }) => node.y,
        r: 11,
        fill: GROUND,
        stroke: "color",
        strokeWidth: 3,
        title: ({ letter, node }: { letter: string; node: Node }) =>
          `${letter}: ${listed(node.leaves.map((leaf) => leaves[leaf]))}, joined at ` +
          format(node.height),
      }),
      Plot.text(clusters, {
        x: ({ node }: { node: Node }) => node.height,
        y: ({ node }: { node: Node }) => node.y,
        text: "letter",
        fontWeight: 700,
        fontSize: 15,
      }),
    ],
  });
}
