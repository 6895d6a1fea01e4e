import { createHash } from "node:crypto";

/**
 * A fingerprint of everything a set-up was made from. A marker with another one, or none, means
 * that the venv is half-finished or out of date and is made again.
 */
export function setupHash(parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
