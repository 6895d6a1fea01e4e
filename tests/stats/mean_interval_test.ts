import { meanInterval } from "lab/stats";
import { equal, throws } from "node:assert/strict";

Deno.test("meanInterval() has no t without an error, and refuses an error below zero", () => {
  equal(meanInterval(0.1, 0, { count: 9, level: 0.95 }).t, undefined);
  throws(() => meanInterval(0.1, -1, { count: 9, level: 0.95 }), /error from 0, got 0.1 and -1/);
  throws(() => meanInterval(0.1, 1, { count: 9, level: 95 }), /level must lie in \(0, 1\), got 95/);
});
