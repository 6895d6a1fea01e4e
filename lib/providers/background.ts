import { abortError } from "./body.ts";
import { pause } from "./deadline.ts";
import { CallError, type ModelReply, type Provider } from "./provider.ts";

/** Before the second look at an answer in the background; each wait doubles, milliseconds. */
const FIRST_WAIT_MS = 250;
/** Between two looks at most, milliseconds. */
const LOOK_EVERY_MS = 5000;
/** So many looks in a row may fail; the work goes on meanwhile. */
const MOST_FAILED_LOOKS = 6;
/** An answer that is not there after an hour is stuck. */
const LONGEST_WAIT_MS = 3_600_000;

/**
 * The finished reply to an answer that a provider writes in the background.
 *
 * Stopping does not end the work at the provider: it is paid for, and the id fetches it later. An
 * answer that is stuck beyond the longest wait is cancelled, and counts as possible cost.
 *
 * @param provider One that has `fetchAnswer`.
 * @param id From the pending reply, or from the disk after a restart.
 * @param options.signal The user's stop.
 * @param options.everyMs Between two looks at most; 5,000 by default. The first waits are shorter.
 * @param options.longestMs Before it counts as stuck; an hour by default.
 * @throws {CallError} `expired` if it is gone, `deadline` if it is stuck, `stopped`, or the fault of
 *   the last look when six in a row failed.
 */
export async function backgroundAnswer(
  provider: Provider,
  id: string,
  options: {
    readonly signal: AbortSignal;
    readonly everyMs?: number;
    readonly longestMs?: number;
    readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  },
): Promise<ModelReply> {
  const { signal, everyMs = LOOK_EVERY_MS, longestMs = LONGEST_WAIT_MS, wait = pause } = options;
  const doing = `fetch the answer ${id} of ${provider.name}`;
  if (!provider.fetchAnswer) {
    throw new CallError(`Cannot ${doing}: it keeps no answers`, {
      fault: "expired",
      canRetry: false,
      mayCost: true,
    });
  }
  let failed = 0;
  for (let waited = 0, next = FIRST_WAIT_MS; waited <= longestMs; next *= 2) {
    const waitMs = Math.min(everyMs, next);
    try {
      const reply = await provider.fetchAnswer(id, signal);
      if (reply.finish !== "pending") return reply;
      failed = 0;
    } catch (error) {
      // A look that fails says nothing of the work.
      const isPassing = error instanceof CallError && error.canRetry && !signal.aborted;
      if (!isPassing || ++failed >= MOST_FAILED_LOOKS) throw error;
    }
    try {
      await wait(waitMs, signal);
      waited += waitMs;
    } catch (error) {
      throw signal.aborted ? abortError(signal, doing, true) : error;
    }
  }
  await provider.cancelAnswer?.(id, signal).catch(() => {});
  throw new CallError(`Cannot ${doing}: still not there after ${longestMs / 60_000} minutes`, {
    fault: "deadline",
    canRetry: false,
    mayCost: true,
  });
}
