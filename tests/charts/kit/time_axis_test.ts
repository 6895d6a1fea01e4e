import { randomStream } from "lab/stats";
import { ok } from "node:assert/strict";
import { setApart } from "../../../lib/charts/kit/time_axis.ts";

const stream = randomStream(7);

Deno.test("setApart() keeps order and distance, and stays inside where there is room", () => {
  for (let draw = 0; draw < 200; draw++) {
    const count = 1 + stream.integer(8);
    const wished = Array.from({ length: count }, () => 400 * stream.uniform());
    const placed = setApart(wished, { least: 16, top: 30, bottom: 330 });
    const order = wished.map((px, i) => ({ px, i })).sort((a, b) => a.px - b.px);
    order.forEach(({ i }, k) => {
      ok(placed[i] >= 30 - 1e-9 && placed[i] <= 330 + 1e-9);
      if (k > 0) ok(placed[i] - placed[order[k - 1].i] >= 16 - 1e-9);
    });
  }
});
