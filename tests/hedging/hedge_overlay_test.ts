import { hedgeOverlay } from "lab/hedging";
import { randomStream } from "lab/stats";
import { deepEqual, equal, ok, throws } from "node:assert/strict";

Deno.test("hedgeOverlay() shows every measure before and after", () => {
  const overlay = hedgeOverlay(
    { weights: [0.5, -0.25, 0], betas: [1.5, 1, NaN], hedge: -0.5 },
    { instrument: "SPDN" },
  );
  deepEqual(overlay.rows.map((row) => [row.measure, row.unit, row.before, row.after]), [
    ["beta", "beta", 0.5, 0],
    ["gross", "share of equity", 0.75, 1.25],
    ["net", "share of equity", 0.25, -0.25],
    ["long", "share of equity", 0.5, 0.5],
    ["short", "share of equity", 0.25, 0.75],
  ]);
  deepEqual([overlay.side, overlay.instrument, overlay.hedge], ["short", "SPDN", -0.5]);
});

Deno.test("hedgeOverlay() without a hedge has the same figures twice", () => {
  const overlay = hedgeOverlay({ weights: [0.5, -0.5], betas: [1, 1], hedge: 0 });
  equal(overlay.side, "none");
  for (const row of overlay.rows) equal(row.after, row.before);
});

Deno.test("hedgeOverlay() refuses a position without a beta, and lists of two lengths", () => {
  throws(() => hedgeOverlay({ weights: [0.1], betas: [NaN], hedge: 0 }), /got 0\.1 and NaN at pos/);
  throws(() => hedgeOverlay({ weights: [0.1], betas: [], hedge: 0 }), /one beta per weight, got 0/);
  throws(() => hedgeOverlay({ weights: [], betas: [], hedge: NaN }), /finite hedge, got NaN/);
});

Deno.test("hedgeOverlay() always has gross = long + short and net = long − short", () => {
  for (let seed = 0; seed < 100; seed++) {
    const stream = randomStream(seed);
    const weights = Array.from({ length: 11 }, () => 0.2 * stream.normal());
    const betas = weights.map(() => 1 + 0.3 * stream.normal());
    const { rows } = hedgeOverlay({ weights, betas, hedge: 0.3 * stream.normal() });
    const [, gross, net, long, short] = rows;
    for (const side of ["before", "after"] as const) {
      ok(Math.abs(gross[side] - long[side] - short[side]) < 1e-12);
      ok(Math.abs(net[side] - long[side] + short[side]) < 1e-12);
    }
  }
});
