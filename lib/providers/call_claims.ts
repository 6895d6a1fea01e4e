import type { CallStore } from "./call_store.ts";

/** Which question is being asked, told to other programs that use the same store. */
export interface CallClaims {
  /** Takes a question; `false` while another program that still runs asks it. */
  take(key: string): boolean;
  /** Gives it back, with or without an answer. */
  drop(key: string): void;
}

/**
 * Claims on questions in a store, so that two programs with one sweep pay once. The claim of a program
 * that has ended is taken over.
 *
 * @param store From `openCallStore`.
 *
 * @example A program does not stand in its own way
 * ```ts
 * import { callClaims, openCallStore } from "lab/providers";
 * import { equal } from "node:assert/strict";
 *
 * const claims = callClaims(openCallStore(":memory:"));
 * equal(claims.take("k"), true);
 * claims.drop("k");
 * ```
 */
export function callClaims(store: CallStore): CallClaims {
  const { id, isRunning } = store.asker;
  return {
    take: (key) =>
      store.transaction(() => {
        const [row] = store.rows("SELECT asker FROM asking WHERE call_key = ?", key);
        if (row !== undefined && row.asker !== id && isRunning(String(row.asker))) return false;
        store.run("INSERT OR REPLACE INTO asking (call_key, asker) VALUES (?, ?)", key, id);
        return true;
      }),
    drop: (key) => void store.run("DELETE FROM asking WHERE call_key = ? AND asker = ?", key, id),
  };
}
