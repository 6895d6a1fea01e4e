import { dirname } from "node:path";
import { LabError } from "../../errors.ts";
import { outsideLine } from "../../outside_text.ts";
import { type LedgerEntry, NOT_COUNTED, openCallStore, openLedger } from "../../providers/mod.ts";
import type { SweepRecord } from "../../scorecard/mod.ts";

/** What a ledger of paid calls tells of its sweeps. */
export interface CallRecords {
  readonly sweeps: readonly SweepRecord[];
  readonly settledUsd: number;
  readonly openUsd: number;
}

/** Whether there is a ledger: to open one makes it, and a look leaves nothing behind. */
export async function hasLedger(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return false;
    }
    throw new LabError(
      `Cannot read the ledger in ${outsideLine(dirname(path))}: ${
        error instanceof Deno.errors.PermissionDenied
          ? "you may not read that folder"
          // Without the name that was tried, which may be as long as it likes.
          : (error as Error).message.replace(/: \w+ '[\s\S]*'$/, "")
      }`,
      { cause: error },
    );
  }
}

/** The lines of a ledger, or nothing where no model was ever asked. */
export async function ledgerEntries(path: string): Promise<readonly LedgerEntry[]> {
  if (!await hasLedger(path)) return [];
  const store = openCallStore(path);
  try {
    return openLedger(store, { now: () => 0 }).entries();
  } finally {
    store.close();
  }
}

/**
 * Sweeps with their time, questions and answers, and what all of them cost.
 *
 * A question is a call's key within a sweep, however often it was tried; it has an answer once a try
 * was settled by its usage or as free, or came without a count of tokens. The ledger cannot tell a
 * failed call of a free server from an answer. A sweep lasts from its first reservation to its last
 * line, so one that was stopped and started again counts with its pause.
 *
 * @param entries Of the ledger, oldest first.
 */
export function callRecords(entries: readonly LedgerEntry[]): CallRecords {
  const sweeps = new Map<string, { from: number; to: number; questions: Map<string, boolean> }>();
  let settledUsd = 0, openUsd = 0;
  for (const { sweep, at, key, kind, basis, ...dollars } of entries) {
    settledUsd += dollars.settledUsd;
    openUsd += dollars.openUsd;
    const now = Date.parse(at);
    let known = sweeps.get(sweep);
    if (!known) sweeps.set(sweep, known = { from: now, to: now, questions: new Map() });
    known.from = Math.min(known.from, now);
    known.to = Math.max(known.to, now);
    const isAnswer = kind === "settle"
      ? basis === "usage" || basis === "free"
      : kind === "unknown" && basis.startsWith(NOT_COUNTED);
    known.questions.set(key, isAnswer || (known.questions.get(key) ?? false));
  }
  return {
    sweeps: [...sweeps.values()].map(({ from, to, questions }) => ({
      seconds: (to - from) / 1000,
      asked: questions.size,
      answered: [...questions.values()].filter(Boolean).length,
    })),
    settledUsd,
    // What is reserved and freed again must not leave the last bit of a sum.
    openUsd: Math.abs(openUsd) < 1e-9 ? 0 : openUsd,
  };
}
