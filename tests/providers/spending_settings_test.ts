/** The parts between a question and a paid call, each by itself. */
import { equal, throws } from "node:assert/strict";
import { spendingSettings } from "lab/providers";

Deno.test("spendingSettings() names every wrong field", () => {
  throws(
    () => spendingSettings({ capsUsd: { day: -1 }, cacheHours: -2 }),
    /capsUsd\.day.*cacheHours/,
  );
  equal(spendingSettings({ fallbacks: { "a/fast": ["b/fast"] } }).fallbacks["a/fast"][0], "b/fast");
});
