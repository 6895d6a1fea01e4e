import { icWeeks, icWeeksTitle } from "lab/charts";
import { match } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const weeks = Array.from({ length: 60 }, (_, w) => ({
  day: w < 26 ? `2024-0${1 + Math.floor(w / 4.5)}-01` : `2025-01-${10 + (w % 20)}`,
  ic: w % 17 === 5 ? undefined : Math.sin(w * w) * 0.7,
}));

figureTests({
  ic_weeks: () =>
    icWeeks(weeks, { chance: 0.316, mean: { ic: 0.04, low: -0.02, high: 0.1 }, source }),
});

Deno.test("icWeeks() draws no bar for a date without a coefficient", () => {
  const html = (ic: number | undefined) =>
    icWeeks([{ day: "2024-01-05", ic }], { chance: 0.316, source }).html();
  match(html(undefined), /2024-01-05: no coefficient/);
  match(html(0.25), /2024-01-05: 0.25/);
});

Deno.test("icWeeksTitle() says on which side of zero the interval lies", () => {
  match(icWeeksTitle({ ic: 0.1, low: 0.02, high: 0.18 }), /above zero$/);
  match(icWeeksTitle({ ic: -0.1, low: -0.18, high: -0.02 }), /below zero$/);
  match(icWeeksTitle({ ic: 0.1, low: -0.02, high: 0.22 }), /not told from zero$/);
  match(icWeeksTitle(undefined), /too few dates/);
});
