import { ok } from "node:assert/strict";

/** Whether two numbers are the same to a few units in the last places of a double. */
export function near(actual: number | undefined, expected: number, within = 1e-12): void {
  ok(
    actual !== undefined && Math.abs(actual - expected) <= within * Math.max(1, Math.abs(expected)),
    `got ${actual}, expected ${expected}`,
  );
}
