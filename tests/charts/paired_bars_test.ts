import { pairedBars, pairedBarsTitle, type PairedRow } from "lab/charts";
import { equal, ok } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const paired = [
  { label: "Energy", intended: -0.1, actual: -0.2 },
  { label: "Financials", intended: -0.1, actual: -0.1 },
  { label: "Technology", intended: 0.15, actual: 0.15 },
  { label: "Utilities", intended: 0, actual: 0 },
];

figureTests({ paired_bars: () => pairedBars(paired, { source }) });

Deno.test("pairedBarsTitle() counts what is held", () => {
  equal(
    pairedBarsTitle(paired),
    "1 of 3 positions is not what was meant: together 45.0 %, not 35.0 %",
  );
});

/** Where the label of a row stands, in pixels from the left; each chart here has one row. */
function labelAt(row: PairedRow): { readonly x: number; readonly anchor: string } {
  // Only such a label has a halo.
  const [, anchor, x] = pairedBars([row], { source }).svg()
    .match(/text-anchor="(\w+)" paint-order[^>]*><text transform="translate\(([\d.]+),/)!;
  return { x: Number(x), anchor };
}

Deno.test("pairedBars() puts the label beyond the longer of both bars, on the side of what is held", () => {
  // What is held has shrunk: the label still stands clear of what was meant, at the same place.
  const shrunken = labelAt({ label: "Energy", intended: 0.4, actual: 0.2 });
  const whole = labelAt({ label: "Energy", intended: 0.2, actual: 0.4 });
  equal(shrunken.anchor, "start");
  equal(shrunken.x, whole.x);
  const short = labelAt({ label: "Energy", intended: -0.4, actual: -0.2 });
  equal(short.anchor, "end");
  equal(short.x, labelAt({ label: "Energy", intended: -0.2, actual: -0.4 }).x);
  ok(short.x < shrunken.x);
});
