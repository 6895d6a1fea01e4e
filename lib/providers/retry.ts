import { pause } from "./deadline.ts";
import { CallError } from "./provider.ts";

/** Tries of one call at most, the first included. */
export const MOST_TRIES = 4;
/** First wait between two tries, milliseconds; it doubles each time. */
const FIRST_WAIT_MS = 500;
/** A wait that no server asked for is at most so long. */
const LONGEST_WAIT_MS = 30_000;

/** How often and how long a call is tried again. */
export interface RetryOptions {
  /** Tries at most; 4 by default. */
  readonly tries?: number;
  /** Of these, tries at most that may have been billed; as many as `tries` by default. */
  readonly billedTries?: number;
  /** Time for all tries and waits together, milliseconds. */
  readonly withinMs: number;
  /** The user's stop, heard while waiting. */
  readonly signal: AbortSignal;
  /** Milliseconds of a clock that is never set back. */
  readonly now: () => number;
  /** Numbers in [0, 1) for the jitter, such as `randomStream(seed).uniform`. */
  readonly random: () => number;
  /** Waits, and is told why; a timer by default. */
  readonly wait?: (milliseconds: number, signal: AbortSignal, why: CallError) => Promise<void>;
}

/**
 * The one retry loop of the lab: runs `attempt` until it succeeds, fails for good, or time is over.
 *
 * Only a `CallError` that says `canRetry` is tried again, and no more often than may be paid for. The
 * wait doubles from half a second, each cut by up to a half at random, so that calls that failed
 * together do not come back together. A wait that the server asks for is kept, with a little on top; if
 * it would end beyond the deadline, the error is thrown at once, for waiting would buy nothing.
 *
 * @param attempt Gets the number of the try, from 0, and the time that is left, milliseconds.
 * @throws The last error.
 *
 * @example The second try succeeds
 * ```ts
 * import { CallError, withRetries } from "lab/providers";
 * import { equal } from "node:assert/strict";
 *
 * const busy = new CallError("Cannot ask: busy", { fault: "server", canRetry: true, mayCost: false });
 * const answer = await withRetries(
 *   (attempt) => attempt === 0 ? Promise.reject(busy) : Promise.resolve("here"),
 *   {
 *     withinMs: 60_000,
 *     signal: new AbortController().signal,
 *     now: () => 0,
 *     random: () => 0.5,
 *     wait: () => Promise.resolve(),
 *   },
 * );
 * equal(answer, "here");
 * ```
 */
export async function withRetries<T>(
  attempt: (attempt: number, leftMs: number) => Promise<T>,
  options: RetryOptions,
): Promise<T> {
  const { tries = MOST_TRIES, billedTries = tries, withinMs, signal, now, random, wait = pause } =
    options;
  const end = now() + withinMs;
  let billed = 0;
  for (let tried = 0;; tried++) {
    try {
      return await attempt(tried, Math.max(0, end - now()));
    } catch (error) {
      if (error instanceof CallError && error.mayCost) billed++;
      const mayTry = error instanceof CallError && error.canRetry && tried + 1 < tries &&
        billed < billedTries && !signal.aborted;
      if (!mayTry) throw error;
      const own = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tried) * (0.5 + 0.5 * random());
      const waitMs = error.retryAfterMs === undefined
        ? own
        // Never earlier than asked; spread by up to a tenth of a second.
        : error.retryAfterMs + 100 * random();
      if (now() + waitMs >= end) throw error;
      try {
        await wait(waitMs, signal, error);
      } catch {
        throw new CallError(`${error.message}; stopped while waiting for the next try`, {
          fault: "stopped",
          canRetry: false,
          mayCost: error.mayCost,
          cause: error,
        });
      }
    }
  }
}
