import { histogramBars } from "lab/charts";
import { randomStream } from "lab/stats";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const days = Array.from(
  { length: 40 },
  (_, week) => new Date(Date.UTC(2022, 0, 7 + 7 * week)).toISOString().slice(0, 10),
);

const stream = randomStream(7);

const returns = (drift: number) => days.map(() => drift + 0.02 * stream.normal());

const book = returns(0.004);

const rules = [{ label: "VaR 95 %", value: -0.029 }, { label: "ES 95 %", value: -0.036 }];

figureTests({ histogram_bars: () => histogramBars(book, { rules, counted: "weeks", source }) });
