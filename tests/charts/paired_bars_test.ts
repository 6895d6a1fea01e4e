import { pairedBars, type PairedRow } from "lab/charts";
import { equal, ok } from "node:assert/strict";

const source = "Source: simulated, seed 7.";

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
