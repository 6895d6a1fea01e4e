import { centreLines, centreLinesTitle } from "lab/charts";
import { randomStream } from "lab/stats";
import { ok } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

figureTests({
  centre_lines: () =>
    centreLines(
      [1, 2, 3, 4, 5].map((moved) => ({
        moved,
        mean: 2.2 + moved / 5,
        median: Math.min(3.25, Math.max(3, moved)),
      })),
      {
        analyst: "momentum",
        others: [2, 2.75, 3, 3.25],
        guess: { mean: 0.5, median: 0.1 },
        source,
      },
    ),
});

Deno.test("centreLinesTitle() states both falls, over 100 draws", () => {
  const random = randomStream(21);
  for (let draw = 0; draw < 100; draw++) {
    const others = Array.from({ length: 2 + random.integer(5) }, () => 1 + random.integer(17) / 4);
    const all = (moved: number) => [...others, moved].sort((a, b) => a - b);
    const middle = (list: number[]) => (list[(list.length - 1) >> 1] + list[list.length >> 1]) / 2;
    const rows = [1, 5].map((moved) => ({
      moved,
      mean: all(moved).reduce((a, b) => a + b) / (others.length + 1),
      median: middle(all(moved)),
    }));
    const [mean, median] = [...centreLinesTitle(rows, "x").matchAll(/\d+\.\d\d/g)].map(Number);
    ok(Math.abs(mean - 4 / (others.length + 1)) <= 0.0051);
    ok(Math.abs(median - (rows[1].median - rows[0].median)) <= 0.0051);
  }
});
