import { deepEqual, equal } from "node:assert/strict";
import { counted, decimals, inPercent, rarePercent } from "../lib/words.ts";

Deno.test("rarePercent() never shows a rare share as none, nor nearly all as all", () => {
  const two = (share: number) => rarePercent(share, { digits: 2 });
  deepEqual([0, 1e-9, 0.00004, 0.0001, 0.5, 0.99996, 1].map(two), [
    "0.00 %",
    "below 0.01 %",
    "below 0.01 %",
    "0.01 %",
    "50.00 %",
    "above 99.99 %",
    "100.00 %",
  ]);
  equal(rarePercent(0.004, { digits: 0 }), "below 1 %");
  equal(rarePercent(undefined), "–");
});

Deno.test("counted() has one noun for one and another for many, none included", () => {
  deepEqual([0, 1, 2].map((count) => counted(count, "window")), [
    "0 windows",
    "1 window",
    "2 windows",
  ]);
  equal(counted(1, "try", "tries"), "1 try");
});

Deno.test("decimals() has a true minus, and none before what rounds to zero", () => {
  deepEqual([-24.95, -0.001, 0, 3].map((value) => decimals(value, 2)), [
    "−24.95",
    "0.00",
    "0.00",
    "3.00",
  ]);
  equal(inPercent(-0.2495), "−24.95 %");
});
