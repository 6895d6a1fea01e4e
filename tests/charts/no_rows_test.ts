import {
  bandDots,
  bandSteps,
  betaIntervals,
  drawdownArea,
  growthLines,
  histogramBars,
  legBars,
  monthCells,
  pairedBars,
  rollingLine,
  stateLine,
  stressBars,
  stressLines,
  yearBars,
} from "lab/charts";
import { equal } from "node:assert/strict";

const source = "Source: simulated, seed 7.";

Deno.test("charts of the tear sheet draw without a row, and with one", () => {
  const one = { day: "2022-01-07", value: 1 };
  for (
    const chart of [
      growthLines({ label: "Book", points: [] }, { source }),
      growthLines({ label: "Book", points: [one] }, { log: true, source }),
      drawdownArea([], { source }),
      drawdownArea([{ day: "2022-01-07", depth: 0 }], { source }),
      rollingLine([], { label: "Sharpe ratio", source }),
      rollingLine([one], { label: "Sharpe ratio", source }),
      monthCells([], { source }),
      histogramBars([], { source }),
      histogramBars([0], { source }),
      yearBars([], { source }),
    ]
  ) equal(/NaN|Infinity|undefined/.test(chart.html()), false, chart.title);
});

Deno.test("charts of lesson 04 draw without a row", () => {
  for (
    const chart of [
      stressBars([], { source }),
      legBars([], { source }),
      betaIntervals([], { source }),
      bandDots([], { band: 0.05, source }),
      pairedBars([], { source }),
      stressLines([], { source }),
      bandSteps([], { band: 0.05, source }),
      stateLine([], { from: 0.25, until: 0.18, source }),
    ]
  ) equal(/NaN|Infinity|undefined/.test(chart.html()), false, chart.title);
});
