import { capacityCells, capacityCellsTitle, type CapacityState } from "lab/charts";
import { randomStream } from "lab/stats";
import { equal, match, throws } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const capacity = [
  { row: "Communication", column: "$10k", state: "closed", note: "no inverse fund exists" },
  { row: "Communication", column: "$10M", state: "closed" },
  { row: "Financials", column: "$10k", state: "first choice", ticker: "SEF" },
  { row: "Financials", column: "$10M", state: "fallback", ticker: "SKF" },
  { row: "Materials", column: "$10k", state: "first choice", ticker: "SMN" },
  {
    row: "Materials",
    column: "$10M",
    state: "capped",
    ticker: "SMN",
    cap: 0.006,
    price: 1.88,
    note: "One more point would bring the book about 1.88 points nearer to its aims.",
  },
  { row: "Utilities", column: "$10k", state: "no view" },
  { row: "Utilities", column: "$10M", state: "no view" },
] as const;

figureTests({
  capacity_cells: () =>
    capacityCells(capacity, {
      costs: [{ column: "$10k", costBps: 4.1 }, { column: "$10M" }],
      source,
    }),
});

Deno.test("capacityCellsTitle() counts both ends, over 200 panels", () => {
  const states: readonly CapacityState[] = [
    ...["first choice", "fallback", "capped", "closed", "no view"] as const,
  ];
  for (let seed = 0; seed < 200; seed++) {
    const stream = randomStream(seed), columns = ["small", "medium", "large"];
    const cells = Array.from({ length: 1 + stream.integer(4) }, (_, i) => i).flatMap((i) =>
      columns.map((column) => ({
        row: `row${i}`,
        column,
        state: states[stream.integer(5)],
        ticker: "T",
        cap: 0.1,
      }))
    );
    const count = (column: string, state: CapacityState) =>
      cells.filter((cell) => cell.column === column && cell.state === state).length;
    const title = capacityCellsTitle(cells);
    if (cells.every(({ state }) => state === "no view")) equal(title, "No sector has a view");
    else if (cells.every(({ state }) => state === "no view" || state === "first choice")) {
      match(title, /^At every account size all views have their first choice$/);
    } else {
      const [large, small] = title.split("; ");
      for (const [words, column] of [[large, "large"], [small, "small"]] as const) {
        const falls = Number(words.match(/(\d+)(?: of \d+)? falls? back/)?.[1] ?? 0);
        const closed = Number(words.match(/(\d+)(?: of \d+)? (?:is|are) closed/)?.[1] ?? 0);
        const capped = Number(words.match(/(\d+)(?: of \d+)? (?:is|are) capped/)?.[1] ?? 0);
        equal(capped, count(column, "capped"), title);
        equal(falls, count(column, "fallback"), title);
        equal(closed, count(column, "closed"), title);
      }
    }
  }
});

Deno.test("capacityCells() refuses a panel with holes, doubles, or funds without a name", () => {
  const draw =
    (cells: readonly Parameters<typeof capacityCells>[0][number][], costs = [] as never[]) => () =>
      capacityCells(cells, { costs, source });
  throws(draw([]), /need at least one cell, got none/);
  throws(draw([...capacity, capacity[0]]), /Communication at \$10k stands twice/);
  throws(draw(capacity.slice(1)), /Communication has no cell at \$10k/);
  throws(
    draw([{ row: "a", column: "b", state: "open" as "closed" }]),
    /must be one of first choice, fallback, capped, closed, not held, no view, got "open"/,
  );
  throws(
    draw([{ row: "a", column: "b", state: "fallback" }]),
    /a at b needs the name of its fund, got undefined/,
  );
  throws(
    draw([{ row: "a", column: "b", state: "capped", ticker: "SMN" }]),
    /a at b needs its cap, a share of equity from 0, got undefined/,
  );
  throws(
    () => capacityCells(capacity, { costs: [{ column: "$1M", costBps: 1 }], source }),
    /a cost stands at \$1M, where there is no cell/,
  );
  throws(
    () => capacityCells(capacity, { costs: [{ column: "$10k", costBps: NaN }], source }),
    /the cost at \$10k must be a number of bp from 0, got NaN/,
  );
});

Deno.test("capacityCells() tells a view that is not held from one that is closed", () => {
  const held = { row: "Energy", column: "$10k", state: "first choice", ticker: "DUG" } as const;
  const left = { row: "Staples", column: "$10k", state: "not held" } as const;
  match(capacityCells([held, left], { source }).svg(), />not held<\/text>/);
  equal(
    capacityCellsTitle([held, left]),
    "At every account size all that is held has its first choice",
  );
  equal(capacityCellsTitle([left]), "No view is held at any account size");
});
