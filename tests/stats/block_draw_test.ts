import { randomStream, stationaryBlocks } from "lab/stats";
import { ok } from "node:assert/strict";

const near = (a: number, b: number, within: number) =>
  ok(Math.abs(a - b) <= within, `${a} is not within ${within} of ${b}`);

Deno.test("stationaryBlocks() has the expected length that was asked for", () => {
  const stream = randomStream(4);
  let blocks = 0;
  const draw = stationaryBlocks(100_000, 7);
  draw(stream, () => blocks++);
  // Geometric lengths: deviation about 6.5, 14,286 of them.
  near(100_000 / blocks, 7, 4 * 6.5 / Math.sqrt(14_286));
});
