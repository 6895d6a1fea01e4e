import { ok } from "node:assert/strict";

/** Fails unless two figures agree but for a share of the known one. */
export function near(found: number | undefined, known: number, relative = 1e-9): void {
  ok(
    found !== undefined && Math.abs(found - known) <= relative * Math.abs(known),
    `found ${found}, known ${known}`,
  );
}
