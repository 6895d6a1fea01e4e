import { ternaryPanels, ternaryPanelsTitle } from "lab/charts";
import { randomStream } from "lab/stats";
import { simplexGrid } from "lab/sweep";
import { match } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.", valueName = "net Sharpe ratio";

const labels = ["Fundamentals", "Sentiment", "Technicals"] as const;

const base = { weights: [0.5, 0.25, 0.25] } as const;

figureTests({
  ternary_panels: () =>
    ternaryPanels(
      [1, 2, 3, 4].map((seed) => ({
        label: `dice, seed ${seed}`,
        cells: simplexGrid({ step: 0.25 }).points.map(({ weights }, i) => ({
          weights,
          value: (seed * i * 7) % 11 / 20,
        })),
      })),
      { labels, base, valueName, source },
    ),
});

Deno.test("ternaryPanelsTitle() counts the places of the best, over 100 draws", () => {
  const random = randomStream(12);
  for (let draw = 0; draw < 100; draw++) {
    const panels = [1, 2, 3, 4].map((seed) => ({
      label: String(seed),
      cells: simplexGrid({ step: 0.5 }).points.map(({ weights }) => ({
        weights,
        value: random.normal(),
      })),
    }));
    const bests = panels.map(({ cells }) =>
      cells.reduce((most, cell) => cell.value > most.value ? cell : most)
    );
    const places = new Set(bests.map(({ weights }) => weights.join())).size;
    const word = ["one", "two", "three", "four"][places - 1];
    match(ternaryPanelsTitle(panels, { valueName }), new RegExp(`^Four maps, ${word} places? of`));
  }
});
