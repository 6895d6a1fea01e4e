import { abortError } from "./body.ts";
import type { Tally } from "./call_tally.ts";
import { type CircuitBreaker, circuitBreaker, type Pass, RestError } from "./circuit_breaker.ts";
import type { Link } from "./fallback.ts";
import type { HoldUps } from "./hold_ups.ts";
import { CallError, type ModelCall } from "./provider.ts";
import type { GateLimits, Place } from "./call_window.ts";
import { type RateGate, rateGate } from "./rate_gate.ts";
import { likelyInputTokens } from "./worst_usage.ts";

/**
 * A call waits for so many rests of a provider that fails, a model that is loading for instance, and
 * for one where nothing answers at all.
 */
const MOST_RESTS = { failing: 3, silent: 1 };
/** The provider rested, and the calls that were let through failed as well: waiting is over. */
function gaveUpResting({ message, fault, status, raw, cause }: RestError): CallError {
  return new CallError(message, { fault, status, raw, canRetry: false, mayCost: false, cause });
}

/** The way to each provider. */
export interface ProviderDoors {
  /** Leave to call and a place to call from; a provider that rests is waited for. */
  enter(link: Link, call: ModelCall, deadlineMs: number, tally: Tally): Promise<
    { readonly gate: RateGate; readonly seat: Place; readonly pass: Pass }
  >;
  /** Forgets who refused: what refused for good may have been mended since. */
  forgive(): void;
}

/** The doors of one run, opened as they are needed. */
export function providerDoors(options: {
  readonly clock: () => number;
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly limitsOf: (provider: string) => GateLimits;
  readonly held: HoldUps["held"];
}): ProviderDoors {
  const { clock, wait, limitsOf, held } = options;
  const gates = new Map<string, RateGate>();
  const breakers = new Map<string, CircuitBreaker>();

  /** One gate for a provider; one breaker for each of its models, which fail by themselves. */
  function doorOf({ provider: { name, baseUrl, isLocal }, model }: Link) {
    const at = `${name} ${baseUrl}`;
    const gate = gates.get(at) ?? rateGate(limitsOf(name), { now: clock, wait });
    gates.set(at, gate);
    const breaker = breakers.get(`${at} ${model}`) ??
      circuitBreaker(name, { now: clock, isLocal });
    breakers.set(`${at} ${model}`, breaker);
    return { gate, breaker };
  }

  return {
    forgive: () => breakers.clear(),
    async enter(link, call, deadlineMs, tally) {
      const { gate, breaker } = doorOf(link);
      const since = clock();
      try {
        while (true) {
          let seat: Place | undefined;
          try {
            breaker.check(deadlineMs);
            seat = await gate.enter(likelyInputTokens(call) + call.maxOutputTokens, call.signal);
            return { gate, seat, pass: breaker.pass(deadlineMs) };
          } catch (error) {
            seat?.leave({ isUnused: true });
            if (call.signal.aborted) {
              throw abortError(call.signal, `ask ${link.provider.name}`, false);
            }
            if (!(error instanceof RestError)) throw error;
            const first = tally.rests.get(link) ?? error;
            tally.rests.set(link, first);
            const most = MOST_RESTS[error.fault === "connection" ? "silent" : "failing"];
            if (error.failedProbes - first.failedProbes >= most) throw gaveUpResting(error);
            await held(error.message, error.waitMs, call.signal);
          }
        }
      } finally {
        tally.waitedMs += clock() - since;
      }
    },
  };
}
