import { histogramBarsTitle } from "lab/charts";
import { randomStream } from "lab/stats";
import { equal, match, ok } from "node:assert/strict";
import { freedmanDiaconisBins } from "../../../lib/charts/kit/histogram_bins.ts";

const stream = randomStream(7);

Deno.test("freedmanDiaconisBins() counts every value once, in bars that zero parts, over seeded draws", () => {
  for (let draw = 0; draw < 200; draw++) {
    const values = Array.from(
      { length: 1 + stream.integer(200) },
      () => 0.001 * Math.round(30 * stream.normal()),
    );
    const { bars, width } = freedmanDiaconisBins(values);
    equal(bars.reduce((sum, { count }) => sum + count, 0), values.length);
    ok(bars.length <= 50, `${bars.length} bars`);
    for (const { from, to, count } of bars) {
      const edge = 1e-9 * width;
      ok(Math.abs(to - from - width) < edge && (from >= -edge || to <= edge), `${from} to ${to}`);
      const inside = values.filter((value) => value >= from + edge && value < to - edge).length;
      ok(inside <= count);
    }
    match(histogramBarsTitle(values, "weeks"), new RegExp(`^Half of ${values.length} weeks`));
  }
});
