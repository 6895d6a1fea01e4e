import type { RestError } from "./circuit_breaker.ts";
import type { Link } from "./fallback.ts";
import { CallError } from "./provider.ts";

/** What the tries of one call came to. */
export interface Tally {
  knownUsd: number;
  isUnknown: boolean;
  waitedMs: number;
  /** When the last try was made: milliseconds since 1970, and of the clock that is never set back. */
  asked?: { readonly at: number; readonly clock: number };
  /** The first rest that was met at each place in the chain. */
  readonly rests: Map<Link, RestError>;
}

/** Before the first try. */
export function emptyTally(): Tally {
  return { knownUsd: 0, isUnknown: false, waitedMs: 0, rests: new Map() };
}

/** The error with what all tries cost, which its last one alone does not know. */
export function withCost(error: CallError, { isUnknown, knownUsd }: Tally): CallError {
  const { fault, canRetry, status, retryAfterMs, raw, limits, usage } = error;
  return new CallError(error.message, {
    fault,
    canRetry,
    // Unknown is not 0: whoever sees no cost must not take this for a free call.
    mayCost: isUnknown || error.mayCost,
    status,
    retryAfterMs,
    raw,
    limits,
    usage,
    ...(isUnknown ? {} : { costUsd: knownUsd }),
    cause: error.cause,
  });
}
