import { abortError } from "./body.ts";
import { pause, withDeadline } from "./deadline.ts";
import { CallError, type ModelReply, type Provider } from "./provider.ts";

/** Before the second look at an answer in the background; each wait doubles, milliseconds. */
const FIRST_WAIT_MS = 250;
/** Between two looks at most, milliseconds. */
const LOOK_EVERY_MS = 5000;
/** One look takes no longer, milliseconds; an answer is read within seconds. */
const LONGEST_LOOK_MS = 30_000;
/** So many looks in a row may fail; the work goes on meanwhile. */
const MOST_FAILED_LOOKS = 6;
/** An answer that is not there after an hour is stuck. */
const LONGEST_WAIT_MS = 3_600_000;

/**
 * The finished reply to an answer that a provider writes in the background.
 *
 * Looks count in the time as waits do, and none may take longer than half a minute. Stopping does not end
 * the work at the provider: it is paid for, and the id fetches it later. An answer that is stuck beyond
 * the longest wait is cancelled, and counts as possible cost.
 *
 * @param provider One that has `fetchAnswer`.
 * @param id From the pending reply, or from the disk after a restart.
 * @param options.signal The user's stop.
 * @param options.everyMs Between two looks at most; 5,000 by default. The first waits are shorter.
 * @param options.longestMs Before it counts as stuck; an hour by default.
 * @param options.longestLookMs For one look; 30,000 by default.
 * @param options.now Milliseconds of a clock that is never set back; the platform's by default.
 * @param options.wait Waits between two looks; a timer by default.
 * @param options.timeout Rings when a look has taken too long; a timer by default.
 * @throws {CallError} `expired` if it is gone, `deadline` if it is stuck, `stopped`, or the fault of
 *   the last look when six in a row failed.
 *
 * @example There at the second look
 * ```ts
 * import { backgroundAnswer, type ModelReply, type Provider } from "lab/providers";
 * import { equal } from "node:assert/strict";
 *
 * let looks = 0;
 * const provider: Provider = {
 *   name: "stub",
 *   baseUrl: "https://stub.example/v1",
 *   isLocal: false,
 *   call: () => Promise.reject(new Error("not asked")),
 *   fetchAnswer: (): Promise<ModelReply> =>
 *     Promise.resolve({
 *       finish: ++looks < 2 ? "pending" : "complete",
 *       text: "here",
 *       model: "m",
 *       usage: undefined,
 *     }),
 * };
 * const { signal } = new AbortController();
 * const options = { signal, wait: () => Promise.resolve() };
 * equal((await backgroundAnswer(provider, "r-1", options)).text, "here");
 * equal(looks, 2);
 * ```
 */
export async function backgroundAnswer(
  provider: Provider,
  id: string,
  options: {
    readonly signal: AbortSignal;
    readonly everyMs?: number;
    readonly longestMs?: number;
    readonly longestLookMs?: number;
    readonly now?: () => number;
    readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
    readonly timeout?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  },
): Promise<ModelReply> {
  const { signal, everyMs = LOOK_EVERY_MS, longestMs = LONGEST_WAIT_MS, wait = pause } = options;
  const { longestLookMs = LONGEST_LOOK_MS, now = () => performance.now(), timeout } = options;
  const doing = `fetch the answer ${id} of ${provider.name}`;
  if (!provider.fetchAnswer) {
    throw new CallError(`Cannot ${doing}: it keeps no answers`, {
      fault: "expired",
      canRetry: false,
      mayCost: true,
    });
  }
  const under = { doing, ...(timeout ? { timeout } : {}) };
  /** One look; one that does not end says nothing of the work. */
  async function look(leftMs: number): Promise<ModelReply> {
    const mostMs = Math.max(1, Math.min(longestLookMs, leftMs));
    try {
      return await withDeadline(mostMs, signal, (heard) => provider.fetchAnswer!(id, heard), under);
    } catch (error) {
      if (signal.aborted) throw abortError(signal, doing, true);
      if (!(error instanceof CallError && error.fault === "deadline")) throw error;
      throw new CallError(`Cannot ${doing}: a look did not end within ${mostMs / 1000} s`, {
        fault: "connection",
        canRetry: true,
        mayCost: true,
        cause: error,
      });
    }
  }
  let failed = 0;
  for (let spentMs = 0, next = FIRST_WAIT_MS; spentMs <= longestMs; next *= 2) {
    const waitMs = Math.min(everyMs, next), before = now();
    try {
      const reply = await look(longestMs - spentMs);
      if (reply.finish !== "pending") return reply;
      failed = 0;
    } catch (error) {
      // A look that fails says nothing of the work.
      const isPassing = error instanceof CallError && error.canRetry && !signal.aborted;
      if (!isPassing || ++failed >= MOST_FAILED_LOOKS) throw error;
    }
    spentMs += now() - before;
    const since = now();
    try {
      await wait(waitMs, signal);
    } catch (error) {
      throw signal.aborted ? abortError(signal, doing, true) : error;
    }
    spentMs += Math.max(waitMs, now() - since);
  }
  if (provider.cancelAnswer) {
    await withDeadline(longestLookMs, signal, (heard) => provider.cancelAnswer!(id, heard), under)
      .catch(() => {});
  }
  throw new CallError(`Cannot ${doing}: still not there after ${longestMs / 60_000} minutes`, {
    fault: "deadline",
    canRetry: false,
    mayCost: true,
  });
}
