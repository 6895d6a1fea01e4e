import { dendrogram, type DendrogramLink, dendrogramTitle } from "lab/charts";
import { clustersAt, hierarchicalClusters, randomStream } from "lab/stats";
import { equal, match, throws } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const leaves = ["Materials", "Energy", "Financials", "Technology", "Discretionary", "Utilities"];

const links = [
  { left: 3, right: 4, height: 0.2 },
  { left: 0, right: 2, height: 0.3 },
  { left: 5, right: 7, height: 0.35 },
  { left: 6, right: 8, height: 0.5 },
  { left: 1, right: 9, height: 0.6 },
];

/** A tree of drawn points, as rows of a chart. */
function drawnTree(seed: number) {
  const stream = randomStream(seed), n = 2 + seed % 11;
  const points = Array.from({ length: n }, () => stream.uniform());
  const tree = hierarchicalClusters(points.map((p) => points.map((q) => Math.abs(p - q))));
  return { tree, leaves: points.map((_, i) => `leaf${i}`), cut: 0.3 * stream.uniform() };
}

figureTests({
  dendrogram: () =>
    dendrogram(links, {
      leaves,
      cut: 0.4,
      cutLabel: "cut at correlation 0.68",
      heightLabel: "Distance",
      ticks: [0, 0.2, 0.4, 0.6, 0.8],
      source,
    }),
});

Deno.test("dendrogramTitle() counts what the cut leaves, over 200 trees", () => {
  for (let seed = 0; seed < 200; seed++) {
    const { tree, leaves, cut } = drawnTree(seed);
    const groups = clustersAt(tree, { height: cut }).filter(({ length }) => length > 1);
    const title = dendrogramTitle(tree.merges, { leaves, cut });
    const held = groups.flat().length, n = leaves.length;
    if (groups.length === 0) match(title, new RegExp(`^No two of the ${n} `));
    else if (groups.length === 1 && held === n) {
      match(title, new RegExp(`^All ${n} are one cluster`));
    } else {
      match(title, new RegExp(`holds? ${held === n ? `all ${n}` : `${held} of ${n}`}[;:,]`));
      const most = Math.max(...groups.map(({ length }) => length));
      const largest = groups.filter(({ length }) => length === most);
      const named = [...title.matchAll(/leaf(\d+)/g)].map(([, leaf]) => Number(leaf));
      if (largest.length === 1) equal(named.join(), largest[0].join(), title);
      else if (largest.length === groups.length) match(title, new RegExp(`, ${most} each$`));
      else match(title, new RegExp(`the largest have ${most} each$`));
    }
  }
});

Deno.test("dendrogram() gives each cluster one letter, at its joint and at each of its leaves", () => {
  for (let seed = 0; seed < 20; seed++) {
    const { tree, leaves, cut } = drawnTree(seed);
    const groups = clustersAt(tree, { height: cut }).filter(({ length }) => length > 1);
    const svg = dendrogram(tree.merges, { leaves, cut, source }).svg();
    const letters = [...svg.matchAll(/>([A-Z])<\/text>/g)].map(([, letter]) => letter);
    equal(new Set(letters).size, groups.length);
    equal(letters.length, groups.length + groups.flat().length);
    equal((svg.match(/<circle/g) ?? []).length, groups.length);
  }
});

Deno.test("dendrogram() of two leaves and of one is still a chart", () => {
  const two = dendrogram([{ left: 0, right: 1, height: 0.3 }], {
    leaves: ["a", "b"],
    cut: 1,
    source,
  });
  equal(two.title, "All 2 are one cluster at this cut");
  equal(
    dendrogram([], { leaves: ["a"], cut: 0.3, source }).title,
    "No two of the 1 are near enough for a cluster",
  );
});

Deno.test("dendrogram() refuses links that make no tree", () => {
  const draw = (links: readonly DendrogramLink[], leaves = ["a", "b", "c"], cut = 0.4) => () =>
    dendrogram(links, { leaves, cut, source });
  const fine = [{ left: 0, right: 1, height: 0.2 }, { left: 2, right: 3, height: 0.5 }];
  draw(fine)();
  throws(draw(fine, ["a", "b"]), /need one leaf more than links, got 2 and 2/);
  throws(draw([], []), /need one leaf more than links, got 0 and 0/);
  throws(draw(fine, undefined, NaN), /the cut must be a number from 0, got NaN/);
  throws(draw([fine[0], { ...fine[1], right: 4 }]), /link 1 must join two groups that exist/);
  throws(draw([fine[0], { ...fine[1], right: 0 }]), /link 1 must join .* free, got 2 and 0/);
  throws(
    draw([fine[0], { ...fine[1], height: 0.1 }]),
    /must not lie below its parts, got 0.1 above/,
  );
  throws(draw([{ ...fine[0], height: NaN }, fine[1]]), /link 0 .* got NaN above 0/);
});
