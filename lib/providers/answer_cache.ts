import { createHash } from "node:crypto";
import type { CallStore } from "./call_store.ts";
import { keptReply, replyToKeep } from "./kept_reply.ts";
import type { PaidReply } from "./make_call.ts";
import { unlessUnwritable } from "./store_error.ts";

/** An answer is used again for so long; 4 hours (design section 7). */
export const CACHE_LIFETIME_MS = 4 * 3_600_000;

/** A clock may have been set back by so much between two runs. */
const CLOCK_DRIFT_MS = 10 * 60_000;
/** A sweep that was not begun and kept no answer for a year is taken up by nobody. */
const ABANDONED_AFTER_MS = 365 * 24 * 3_600_000;

/** Answers that are paid for, by the content key of their call. */
export interface AnswerCache {
  /** The answer, if one is kept that is whole, and young enough or of this unfinished sweep. */
  get(key: string): PaidReply | undefined;
  /**
   * From now on what this sweep uses is kept until it is finished; what others used that were not begun
   * and kept nothing for a year counts by age alone.
   */
  begin(): void;
  /** Notes that this sweep uses a kept answer. */
  use(key: string): void;
  /**
   * Keeps a finished answer; not a refusal, nor one that the provider gave up or that its context cut
   * short.
   */
  keep(key: string, reply: PaidReply): void;
  /** This sweep has all its answers: from now on their age alone counts. */
  finish(): void;
}

/** What the checksum covers: an answer that was moved to another key is spoilt as well. */
function checksum(key: string, keptAt: number, text: string): string {
  return createHash("sha256").update(`${key}\n${keptAt}\n${text}`).digest("hex");
}

/**
 * The answers kept in a store.
 *
 * They are used again for four hours. Those of a sweep that has begun are used by the same sweep until
 * it is finished, however often it is stopped and however long that takes: what is paid for is paid for.
 * Only where another sweep begins are those given up that were not begun and kept no answer for a year.
 * With a lifetime of 0 nothing is used again.
 *
 * Each has a checksum over key, time and text. An entry that does not match, or is no reply, is set
 * aside in a table of its own with a warning, and counts as missing: it is never trusted.
 *
 * @param store From `openCallStore`.
 * @param options.now Milliseconds since 1970.
 * @param options.lifetimeMs How long an answer is used again; 4 hours by default, 0 for never.
 * @param options.sweep Name of the sweep; without it age alone counts.
 * @param options.onWarning Told of each entry that is set aside.
 *
 * @example For four hours
 * ```ts
 * import { answerCache, openCallStore } from "lab/providers";
 * import { equal } from "node:assert/strict";
 *
 * let time = 0;
 * const answers = answerCache(openCallStore(":memory:"), { now: () => time });
 * answers.keep("k", { finish: "complete", text: "{}", model: "m", usage: undefined, costUsd: 0.01 });
 * equal(answers.get("k")?.costUsd, 0.01);
 * time = 4 * 3_600_000;
 * equal(answers.get("k"), undefined);
 * ```
 */
export function answerCache(
  store: CallStore,
  options: {
    readonly now: () => number;
    readonly lifetimeMs?: number;
    readonly sweep?: string;
    readonly onWarning?: (sentence: string) => void;
  },
): AnswerCache {
  const { now, lifetimeMs = CACHE_LIFETIME_MS, sweep, onWarning = () => {} } = options;

  let isBegun = false;
  const isOfThisSweep = (key: string) =>
    sweep !== undefined && lifetimeMs > 0 &&
    store.rows(
        "SELECT 1 FROM sweep_answers WHERE sweep = ? AND call_key = ?",
        sweep,
        key,
      ).length > 0;
  function use(key: string): void {
    if (sweep === undefined || !isBegun) return;
    store.run("INSERT OR IGNORE INTO sweep_answers (sweep, call_key) VALUES (?, ?)", sweep, key);
  }

  function setAside(key: string, why: string): void {
    store.transaction(() => {
      store.run(
        `INSERT INTO spoilt_answers
           SELECT call_key, ?, ?, sha256, reply FROM answers WHERE call_key = ?`,
        now(),
        why,
        key,
      );
      store.run("DELETE FROM answers WHERE call_key = ?", key);
    });
    onWarning(
      `A kept answer (${key.slice(0, 12)}) is spoilt: ${why}. It is set aside in ${store.path} ` +
        "and asked for again.",
    );
  }

  return {
    get(key) {
      const [row] = store.rows(
        "SELECT kept_at, sha256, reply FROM answers WHERE call_key = ?",
        key,
      );
      if (row === undefined) return undefined;
      const text = String(row.reply), keptAt = Number(row.kept_at);
      if (row.sha256 !== checksum(key, keptAt, text)) {
        setAside(key, "it does not match its checksum");
        return undefined;
      }
      const age = now() - keptAt;
      // An answer from the future was kept under another clock; its age is not known.
      const isYoung = age >= -CLOCK_DRIFT_MS && age < lifetimeMs;
      if (!isYoung && !isOfThisSweep(key)) return undefined;
      const read = keptReply(text);
      // Answers of an earlier version were asked a little before they were kept.
      if ("reply" in read) return { asked: { at: keptAt }, ...read.reply };
      setAside(key, read.why);
      return undefined;
    },
    begin() {
      isBegun = true;
      unlessUnwritable(() => store.transaction(() => noteBegin(store, sweep, now())));
    },
    use(key) {
      if (!isOfThisSweep(key)) use(key);
    },
    finish() {
      if (sweep === undefined) return;
      store.transaction(() => {
        for (const table of ["sweep_answers", "sweeps_begun"]) {
          store.run(`DELETE FROM ${table} WHERE sweep = ?`, sweep);
        }
      });
    },
    keep(key, reply) {
      const text = replyToKeep(reply), keptAt = now();
      if (text === undefined) return;
      store.run(
        "INSERT OR REPLACE INTO answers (call_key, kept_at, sha256, reply) VALUES (?, ?, ?, ?)",
        key,
        keptAt,
        checksum(key, keptAt, text),
        text,
      );
      use(key);
    },
  };
}

/** Notes that a sweep begins, and gives up those that nobody will end. */
function noteBegin(store: CallStore, sweep: string | undefined, nowMs: number): void {
  if (sweep !== undefined) {
    store.run("INSERT OR REPLACE INTO sweeps_begun VALUES (?, ?)", sweep, nowMs);
  }
  // Counted back from the newest answer: a clock that was set ahead by mistake gives up nothing.
  store.run(
    `WITH since (ms) AS (SELECT min(?, coalesce(max(kept_at), 0)) - ? FROM answers)
     DELETE FROM sweep_answers WHERE sweep NOT IN (
       SELECT sweep FROM sweep_answers JOIN answers USING (call_key), since WHERE kept_at >= ms
       UNION ALL SELECT sweep FROM sweeps_begun, since WHERE begun_at >= ms)`,
    nowMs,
    ABANDONED_AFTER_MS,
  );
  store.run(
    "DELETE FROM sweeps_begun WHERE sweep <> ? AND sweep NOT IN (SELECT sweep FROM sweep_answers)",
    sweep ?? "",
  );
}
