import { bandDots, bandDotsTitle, bandRouteTitle } from "lab/charts";
import { equal, match } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const dots = [
  { label: "as it was", value: -0.32, before: 0 },
  { label: "mended", value: -0.05, before: -0.05 },
  { label: "history", value: -0.06, low: -0.1, high: -0.02 },
];

figureTests({ band_dots: () => bandDots(dots, { band: 0.05, source }) });

Deno.test("bandDotsTitle() and bandRouteTitle() let a beta on the limit be inside", () => {
  equal(bandDotsTitle(dots, 0.05), "1 of 3 readings puts the book's beta inside ±0.05");
  match(bandRouteTitle(dots.slice(0, 2), 0.05), /from −0.32 to −0.05, inside/);
  match(bandRouteTitle(dots, 0.05), /to −0.06, outside/);
});
