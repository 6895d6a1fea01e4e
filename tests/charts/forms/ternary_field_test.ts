import { type TernaryCell } from "lab/charts";
import { randomStream } from "lab/stats";
import { simplexGrid } from "lab/sweep";
import { equal, ok } from "node:assert/strict";
import { cellBands, outline } from "../../../lib/charts/forms/ternary_field.ts";

/** A hill over the triangle with its top at 30/20/50, without noise. */
function hill(step: number): TernaryCell[] {
  return simplexGrid({ step }).points.map(({ weights }) => {
    const value = 0.62 - 1.2 * (weights[0] - 0.3) ** 2 - 0.8 * (weights[1] - 0.2) ** 2;
    return { weights, value, alike: value > 0.55 };
  });
}

const tenths = hill(0.1);

Deno.test("outline() of any region has as many sides as its cells have foreign neighbours", () => {
  const random = randomStream(9), steps = 10, box = { left: 0, base: 0, side: 1000 };
  for (let draw = 0; draw < 100; draw++) {
    const share = random.uniform();
    const inside = tenths.map(({ weights }) => weights).filter(() => random.uniform() < share);
    let sides = 0;
    for (const a of inside) {
      const near = inside.filter((b) => {
        const steps10 = a.map((one, p) => Math.abs(one - b[p])).reduce((x, y) => x + y) * steps;
        return Math.abs(steps10 - 2) < 1e-6;
      });
      sides += 6 - near.length;
    }
    const loops = outline(box, steps, inside);
    equal(loops.reduce((sum, loop) => sum + loop.length, 0), sides);
    for (const loop of loops) {
      for (const [i, from] of loop.entries()) {
        const to = loop[(i + 1) % loop.length];
        // A side of a hexagon of width 100 is 100/√3; a loop that jumped would be longer.
        ok(Math.abs(Math.hypot(from.x - to.x, from.y - to.y) - 100 / Math.sqrt(3)) < 1e-6);
      }
    }
  }
});

Deno.test("cellBands() cover each small cell once, and never two classes", () => {
  const random = randomStream(2), steps = 50;
  const cells = simplexGrid({ step: 1 / steps }).points.map(({ weights }) => ({
    weights,
    level: random.integer(3),
  }));
  const width = 500 / steps;
  const bands = cellBands({ left: 0, base: 500, side: 500 }, steps, cells);
  const count = (level: number) =>
    bands.filter((band) => band.level === level)
      .reduce((sum, { x1, x2 }) => sum + (x2 - x1) / width, 0);
  for (const level of [0, 1, 2]) {
    const wanted = cells.filter((cell) => cell.level === level).length;
    ok(Math.abs(count(level) - wanted) < 1e-6);
  }
  ok(bands.length < cells.length);
});
