import { CallError, type CallFault } from "./provider.ts";

/** Failures in a row that open the circuit. */
const MOST_FAILURES = 5;
/** For so long nothing is sent, milliseconds. */
const REST_MS = 30_000;

/** Faults of the provider itself; a refused key or a rate limit is none. */
const ITS_FAULTS: ReadonlySet<CallFault> = new Set([
  "server",
  "connection",
  "deadline",
  "body cut",
  "body too large",
  "not the protocol",
]);

/** Refusals that meet every call: waiting does not mend them. */
const REFUSALS: ReadonlySet<CallFault> = new Set([
  "missing key",
  "refused key",
  "unknown model",
  "quota",
  "bad request",
]);
/** So many refusals in a row, and no further call is made. */
const MOST_REFUSALS = 3;

/** Stops asking a provider that fails every time, and tries it again later with one call. */
export interface CircuitBreaker {
  /** Asks for leave to call. @throws {CallError} If the provider rests, or has refused for good. */
  pass(): void;
  /** Tells how the call ended; `undefined` for an answer. */
  tell(error: unknown): void;
}

/**
 * A circuit breaker: after five failures in a row the provider rests for 30 seconds; then one call
 * goes through, and its end decides whether the others follow (Nygard, "Release It!", 2007). After
 * three refusals in a row of a key, a model or a request no further call is made at all.
 *
 * @param name The provider, for messages.
 * @param options.now Milliseconds since 1970.
 *
 * @example Five failures, then a rest
 * ```ts
 * import { CallError, circuitBreaker } from "lab/providers";
 * import { throws } from "node:assert/strict";
 *
 * const breaker = circuitBreaker("openai", { now: () => 0 });
 * const down = new CallError("Cannot ask", { fault: "server", canRetry: true, mayCost: false });
 * for (let i = 0; i < 5; i++) {
 *   breaker.pass();
 *   breaker.tell(down);
 * }
 * throws(() => breaker.pass(), /rests for 30 s/);
 * ```
 */
export function circuitBreaker(
  name: string,
  options: {
    readonly now: () => number;
    readonly failures?: number;
    readonly restMs?: number;
  },
): CircuitBreaker {
  const { now, failures = MOST_FAILURES, restMs = REST_MS } = options;
  let failed = 0, opensAt = 0, probing = false, refused = 0;
  let refusal: CallError | undefined;
  return {
    pass() {
      if (refusal && refused >= MOST_REFUSALS) {
        const { message, fault, status } = refusal;
        throw new CallError(message, { fault, status, canRetry: false, mayCost: false });
      }
      if (failed < failures) return;
      const left = opensAt - now();
      if (left <= 0 && !probing) {
        probing = true;
        return;
      }
      const waitMs = Math.max(left, probing ? 1000 : 0);
      throw new CallError(
        `Cannot ask ${name}: it failed ${failed} times in a row and rests for ` +
          `${Math.ceil(waitMs / 1000)} s`,
        { fault: "server", canRetry: true, mayCost: false, retryAfterMs: waitMs },
      );
    },
    tell(error) {
      probing = false;
      if (error === undefined) {
        failed = 0;
        refused = 0;
      } else if (error instanceof CallError && REFUSALS.has(error.fault)) {
        refusal = error;
        refused++;
      } else if (error instanceof CallError && ITS_FAULTS.has(error.fault)) {
        failed++;
        opensAt = now() + restMs;
      }
    },
  };
}
