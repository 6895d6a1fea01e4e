import { drawdownArea, drawdownAreaTitle } from "lab/charts";
import { randomStream } from "lab/stats";
import { equal } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const days = Array.from(
  { length: 40 },
  (_, week) => new Date(Date.UTC(2022, 0, 7 + 7 * week)).toISOString().slice(0, 10),
);

const stream = randomStream(7);

const returns = (drift: number) => days.map(() => drift + 0.02 * stream.normal());

const book = returns(0.004);

let value = 1, peak = 1;

const depths = book.map((one, t) => {
  value *= 1 + one;
  peak = Math.max(peak, value);
  return { day: days[t], depth: value / peak - 1 };
});

figureTests({ drawdown_area: () => drawdownArea(depths, { source }) });

Deno.test("drawdownAreaTitle() tells an open fall from one that was made good", () => {
  equal(drawdownAreaTitle([]), "There was no fall below an earlier peak");
  equal(
    drawdownAreaTitle([{ day: "2022-01-07", depth: 0 }, { day: "2022-01-14", depth: -0.1 }]),
    "The deepest fall is −10.0 % on 2022-01-14, not made good yet",
  );
});
