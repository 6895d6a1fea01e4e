import { dirname } from "node:path";
import type { ChainHead } from "./chain.ts";

/** Where a log and its head lie. */
export interface LogPlaces {
  readonly log: string;
  /** In another folder than the log where it can be, so that one clean-up does not take both. */
  readonly head: string;
}

/**
 * A file of chained lines that several programs append to: flushed before it answers, under a lock, with
 * a head beside it. What its lines mean is the caller's matter.
 */
export interface ChainedFile {
  /** Runs alone among all programs that use this log. */
  locked<T>(work: () => T): T;
  /** Bytes of the log from a place on, up to another; none where there is no log. */
  bytes(from?: number, to?: number): Uint8Array;
  /** Bytes of the log; 0 where there is none. */
  size(): number;
  /** Appends lines and flushes them; a full disk leaves no half line behind. Only within `locked`. */
  append(lines: Uint8Array): void;
  /** What the head file says, where it can be read. */
  head(): Readonly<Record<string, unknown>> & ChainHead | undefined;
  /** Replaces the head, whole or not at all. Only within `locked`. */
  writeHead(value: ChainHead & Readonly<Record<string, unknown>>): void;
}

/** Gives nothing where there is no such file. */
function orNothing<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return undefined;
    }
    throw error;
  }
}

/**
 * Opens a chained file; nothing is made before something is written.
 *
 * @param places The log, and its head.
 *
 * @example A line that a crash cut short does not swallow the next one
 * ```ts
 * import { chainedFile } from "lab/log";
 * import { equal } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * const file = chainedFile({ log: `${folder}/log.jsonl`, head: `${folder}/head.json` });
 * file.locked(() => file.append(new TextEncoder().encode('{"half')));
 * file.locked(() => file.append(new TextEncoder().encode("{}\n")));
 * equal(new TextDecoder().decode(file.bytes()), '{"half\n{}\n');
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export function chainedFile({ log, head }: LogPlaces): ChainedFile {
  const size = () => orNothing(() => Deno.statSync(log).size) ?? 0;
  return {
    size,
    locked(work) {
      Deno.mkdirSync(dirname(log), { recursive: true });
      // A file of its own: on Windows a lock keeps others from reading what is locked.
      const lock = Deno.openSync(`${log}.lock`, { create: true, write: true, read: true });
      try {
        lock.lockSync(true);
        return work();
      } finally {
        lock.close();
      }
    },
    bytes(from = 0, to = size()) {
      const length = Math.max(0, to - from);
      const out = new Uint8Array(length);
      if (length === 0) return out;
      const file = Deno.openSync(log, { read: true });
      try {
        file.seekSync(from, Deno.SeekMode.Start);
        let at = 0;
        while (at < length) {
          const read = file.readSync(out.subarray(at));
          if (read === null) break;
          at += read;
        }
        return out.subarray(0, at);
      } finally {
        file.close();
      }
    },
    append(lines) {
      const file = Deno.openSync(log, { create: true, read: true, write: true });
      try {
        const before = file.seekSync(0, Deno.SeekMode.End);
        // A line that a crash cut short must not swallow the next one.
        let bytes = lines;
        if (before > 0) {
          file.seekSync(-1, Deno.SeekMode.End);
          const last = new Uint8Array(1);
          file.readSync(last);
          if (last[0] !== 10) bytes = new Uint8Array([10, ...lines]);
          file.seekSync(0, Deno.SeekMode.End);
        }
        try {
          for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
          file.syncDataSync();
        } catch (error) {
          file.truncateSync(before);
          throw error;
        }
      } finally {
        file.close();
      }
    },
    head() {
      const text = orNothing(() => Deno.readTextFileSync(head));
      if (text === undefined) return undefined;
      try {
        const value = JSON.parse(text), { records, hash } = value;
        if (Number.isSafeInteger(records) && typeof hash === "string") return value;
      } catch {
        // A head that cannot be read guards nothing; reading says so.
      }
      return undefined;
    },
    writeHead(value) {
      Deno.mkdirSync(dirname(head), { recursive: true });
      const part = `${head}.part`;
      Deno.writeTextFileSync(part, JSON.stringify(value) + "\n");
      Deno.renameSync(part, head);
    },
  };
}
