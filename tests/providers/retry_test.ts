/** The parts between a question and a paid call, each by itself. */
import { deepEqual, equal, rejects } from "node:assert/strict";
import { CallError, type CallFault, withRetries } from "lab/providers";

const NEVER = new AbortController().signal;

const failure = (fault: CallFault, facts: Partial<CallError> = {}) =>
  new CallError(`Cannot ask: ${fault}`, { fault, canRetry: true, mayCost: false, ...facts });

/** A clock that stands still until someone waits. */
function standingClock() {
  let time = 0;
  const waits: number[] = [];
  return {
    waits,
    now: () => time,
    move: (ms: number) => void (time += ms),
    wait: (ms: number, signal: AbortSignal) => {
      signal.throwIfAborted();
      waits.push(ms);
      time += ms;
      return Promise.resolve();
    },
  };
}

Deno.test("withRetries() doubles its waits with jitter, keeps what a server asks, and ends at its tries", async () => {
  const clock = standingClock();
  let tried = 0;
  const options = {
    withinMs: 1e6,
    signal: NEVER,
    now: clock.now,
    random: () => 0.5,
    wait: clock.wait,
  };
  await rejects(
    withRetries(() => (tried++, Promise.reject(failure("server"))), options),
    CallError,
  );
  equal(tried, 4);
  // 500, 1000, 2000 ms, each cut by a quarter at 0.5.
  deepEqual(clock.waits, [375, 750, 1500]);
  clock.waits.length = 0;
  await rejects(
    withRetries(
      () => Promise.reject(failure("rate limit", { retryAfterMs: 7000 })),
      { ...options, tries: 2 },
    ),
  );
  deepEqual(clock.waits, [7050]);
});

Deno.test("withRetries() ends at once when Retry-After lies beyond the deadline, and tries nothing final", async () => {
  const clock = standingClock();
  const options = { withinMs: 60_000, signal: NEVER, now: clock.now, random: Math.random };
  let tried = 0;
  for (
    const error of [
      failure("rate limit", { retryAfterMs: 60_000 }),
      failure("rate limit", { retryAfterMs: 24 * 86_400_000 }),
      failure("quota", { canRetry: false }),
      new TypeError("a bug"),
    ]
  ) {
    tried = 0;
    await rejects(
      withRetries(() => (tried++, Promise.reject(error)), { ...options, wait: clock.wait }),
      (thrown) => thrown === error,
    );
    equal(tried, 1);
  }
  deepEqual(clock.waits, []);
});

Deno.test("withRetries() hears a stop while it waits", async () => {
  const stop = new AbortController();
  const trying = withRetries(() => Promise.reject(failure("server")), {
    withinMs: 1e6,
    signal: stop.signal,
    now: () => 0,
    random: () => 0,
  });
  setTimeout(() => stop.abort(), 5);
  await rejects(trying, (error) => error instanceof CallError && error.fault === "stopped");
});
