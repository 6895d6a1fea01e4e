import { CallError, type CallFault } from "./provider.ts";

/** Failures in a row that open the circuit. */
const MOST_FAILURES = 5;
/** For so long nothing is sent, milliseconds. */
const REST_MS = 30_000;
/** While the one call is out that decides, ask again after so long, milliseconds. */
const PROBE_LOOK_MS = 1000;

/**
 * Faults of the provider itself; a refused key or a rate limit is none, nor is a body that is too
 * long, which says nothing of the next one.
 */
const ITS_FAULTS: ReadonlySet<CallFault> = new Set([
  "server",
  "connection",
  "deadline",
  "body cut",
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

/** Leave for one call. */
export interface Pass {
  /** Tells once how the call ended; `undefined` for an answer. */
  tell(error: unknown): void;
}

/** Stops asking a provider that fails every time, and tries it again later with one call. */
export interface CircuitBreaker {
  /**
   * Asks for leave to call.
   *
   * @param longestRestMs The rest is no longer than this, for a call that has little time.
   * @throws {RestError} If the provider rests.
   * @throws {CallError} If it has refused for good.
   */
  pass(longestRestMs?: number): Pass;
  /** Throws what `pass` would throw now, and takes no leave. */
  check(longestRestMs?: number): void;
}

/** A call that was not made because its provider rests; its sentence has the reason of the rest. */
export class RestError extends CallError {
  /** Milliseconds until it is worth asking again. */
  readonly waitMs: number;
  /** Calls that were let through since the rest began and failed as well. */
  readonly failedProbes: number;

  constructor(message: string, cause: CallError, waitMs: number, failedProbes: number) {
    const { fault, status, raw } = cause;
    super(message, {
      fault,
      status,
      raw,
      canRetry: true,
      mayCost: false,
      retryAfterMs: waitMs,
      cause,
    });
    this.waitMs = waitMs;
    this.failedProbes = failedProbes;
  }
}

/**
 * A circuit breaker: after five failures in a row the provider rests for 30 seconds; then one call
 * goes through, and its end alone decides whether the others follow (Nygard, "Release It!", 2007):
 * what a call brings that set out before the rest began changes nothing. After three refusals in a
 * row of a key, a model or a request no further call is made at all; on this machine the same holds
 * for a server that is not there.
 *
 * @param name The provider, for messages.
 * @param options.now Milliseconds of a clock that is never set back.
 * @param options.isLocal Whether the provider is on this machine.
 *
 * @example Five failures, then a rest
 * ```ts
 * import { CallError, circuitBreaker } from "lab/providers";
 * import { throws } from "node:assert/strict";
 *
 * const breaker = circuitBreaker("openai", { now: () => 0 });
 * const down = new CallError("Cannot ask", { fault: "server", canRetry: true, mayCost: false });
 * for (let i = 0; i < 5; i++) breaker.pass().tell(down);
 * throws(() => breaker.pass(), /rests for 30 s/);
 * ```
 */
export function circuitBreaker(
  name: string,
  options: {
    readonly now: () => number;
    readonly failures?: number;
    readonly restMs?: number;
    readonly isLocal?: boolean;
  },
): CircuitBreaker {
  const { now, failures = MOST_FAILURES, restMs = REST_MS, isLocal = false } = options;
  let failed = 0, failedAt = 0, refused = 0, round = 0, failedProbes = 0;
  let probing = false, hasAnswered = false;
  let last: CallError | undefined, refusal: CallError | undefined;

  const isRefusal = (error: CallError) =>
    REFUSALS.has(error.fault) ||
    // Nothing was sent, and nothing ever answered: the server was not started.
    (isLocal && !hasAnswered && error.fault === "connection" && !error.mayCost);

  /** Throws if no call may be made; whether the next one is the probe. */
  function checked(longestRestMs: number): boolean {
    if (refusal && refused >= MOST_REFUSALS) {
      const { message, fault, status } = refusal;
      throw new CallError(message, { fault, status, canRetry: false, mayCost: false });
    }
    if (failed < failures || last === undefined) return false;
    const left = failedAt + Math.min(restMs, longestRestMs) - now();
    if (left <= 0 && !probing) return true;
    const waitMs = Math.max(left, probing ? PROBE_LOOK_MS : 0);
    throw new RestError(
      `${last.message}; ${name} failed ${failed} times in a row and rests for ` +
        `${Math.ceil(waitMs / 1000)} s`,
      last,
      waitMs,
      failedProbes,
    );
  }

  return {
    check: (longestRestMs = Infinity) => void checked(longestRestMs),
    pass(longestRestMs = Infinity) {
      const isProbe = checked(longestRestMs);
      if (isProbe) probing = true;
      const mine = round;
      let isTold = false;
      return {
        tell(error) {
          if (isTold) return;
          isTold = true;
          if (isProbe) probing = false;
          if (error === undefined) hasAnswered = true;
          // It set out before the rest began; the probe decides.
          if (!isProbe && mine !== round) return;
          if (error === undefined) {
            if (isProbe) round++;
            failed = refused = failedProbes = 0;
          } else if (!(error instanceof CallError)) {
            return;
          } else if (isRefusal(error)) {
            refusal = error;
            refused++;
          } else if (ITS_FAULTS.has(error.fault)) {
            last = error;
            failed++;
            failedAt = now();
            if (isProbe) failedProbes++;
            else if (failed === failures) round++;
          }
        },
      };
    },
  };
}
