import { abortError } from "./body.ts";

/**
 * Runs something under a deadline of its own and the user's stop.
 *
 * The reason of the deadline is a `TimeoutError`, as that of `AbortSignal.timeout`; the timer ends
 * with the run, so that nothing is left behind. A run that does not hear its signal is not waited for.
 *
 * @param milliseconds Time for the whole run.
 * @param signal The user's stop, if there is one.
 * @param run Gets a signal that hears both.
 * @param options.doing What is being done, for the error of a run that does not hear: "ask openai".
 * @param options.timeout Rings when time is over; a timer by default.
 * @throws {CallError} `deadline` or `stopped`, where the run throws nothing by itself.
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
  options: {
    readonly doing?: string;
    readonly timeout?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  } = {},
): Promise<T> {
  const { doing = "end in time", timeout = pause } = options;
  const clock = new AbortController(), ended = new AbortController();
  timeout(milliseconds, ended.signal).then(
    () => clock.abort(new DOMException(`no end within ${milliseconds} ms`, "TimeoutError")),
    () => {},
  );
  const heard = signal ? AbortSignal.any([signal, clock.signal]) : clock.signal;
  let late: ReturnType<typeof setTimeout> | undefined;
  let tell = () => {};
  const unheard = new Promise<never>((_, reject) => {
    // A turn later: a run that hears has its own words by then.
    tell = () => void (late = setTimeout(() => reject(abortError(heard, doing, true)), 0));
    if (heard.aborted) tell();
    else heard.addEventListener("abort", tell, { once: true });
  });
  try {
    return await Promise.race([run(heard), unheard]);
  } finally {
    ended.abort();
    clearTimeout(late);
    heard.removeEventListener("abort", tell);
  }
}

/**
 * Waits; rejects with the signal's reason as soon as it is given.
 *
 * @example A stop is heard while it waits
 * ```ts
 * import { pause } from "lab/providers";
 * import { rejects } from "node:assert/strict";
 *
 * await pause(1, new AbortController().signal);
 * await rejects(pause(60_000, AbortSignal.abort(new Error("enough"))), /enough/);
 * ```
 */
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
