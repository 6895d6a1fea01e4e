/**
 * Runs something under a deadline of its own and the user's stop.
 *
 * The reason of the deadline is a `TimeoutError`, as that of `AbortSignal.timeout`; the timer ends
 * with the run, so that nothing is left behind.
 *
 * @param milliseconds Time for the whole run.
 * @param signal The user's stop, if there is one.
 * @param run Gets a signal that hears both.
 *
 * @example
 * ```ts
 * import { withDeadline } from "lab/providers";
 * import { equal } from "node:assert/strict";
 *
 * equal(await withDeadline(1000, undefined, (signal) => Promise.resolve(signal.aborted)), false);
 * ```
 */
export async function withDeadline<T>(
  milliseconds: number,
  signal: AbortSignal | undefined,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const clock = new AbortController();
  const timer = setTimeout(
    () => clock.abort(new DOMException(`no end within ${milliseconds} ms`, "TimeoutError")),
    milliseconds,
  );
  try {
    return await run(signal ? AbortSignal.any([signal, clock.signal]) : clock.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits; rejects with the signal's reason as soon as it is given. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", end);
      resolve();
    }, milliseconds);
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  });
}
