import { pause } from "./deadline.ts";
import type { RateLimits } from "./provider.ts";

/** A minute of the sliding window, milliseconds. */
const WINDOW_MS = 60_000;
/** Calls under way at once where the settings say nothing. */
export const DEFAULT_CONCURRENCY = 8;

/** What a provider allows; a limit that is absent does not hold. */
export interface GateLimits {
  /** Calls under way at once; 8 by default. */
  readonly concurrency?: number;
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
}

/** A place at a provider; given back when the call has ended. */
export interface Place {
  /**
   * @param facts.tokens What the call really used.
   * @param facts.limits What its headers said.
   * @param facts.isUnused Whether no call was made, so that nothing counts.
   */
  leave(
    facts?: { readonly tokens?: number; readonly limits?: RateLimits; readonly isUnused?: boolean },
  ): void;
}

/** Lets calls through as a provider allows them. */
export interface RateGate {
  /** Waits for a place, first come, first served. Rejects with the signal's reason. */
  enter(tokens: number, signal: AbortSignal): Promise<Place>;
  /** Lets nobody through for a while, a minute at most, after a 429. */
  holdFor(milliseconds: number): void;
  readonly running: number;
  readonly waiting: number;
}

/**
 * A gate before one provider: concurrency, requests and tokens a minute, and what its headers say is
 * left.
 *
 * In any 60 seconds no more requests start than the limit says; tokens count as foreseen until a call
 * has ended, then as used. A call that alone exceeds the tokens of a minute goes when nothing else is
 * counted. Remaining figures of headers are taken without the calls under way, which the server may
 * not have counted yet.
 *
 * @param limits As in settings; set them below the contract where other programs use the same key.
 * @param options.now Milliseconds of a clock that is never set back.
 * @param options.wait Waits; a timer by default.
 *
 * @example One at a time
 * ```ts
 * import { rateGate } from "lab/providers";
 * import { equal } from "node:assert/strict";
 *
 * const gate = rateGate({ concurrency: 1 }, { now: () => 0 });
 * const { signal } = new AbortController();
 * const first = await gate.enter(100, signal);
 * const second = gate.enter(100, signal);
 * equal(gate.waiting, 1);
 * first.leave();
 * (await second).leave();
 * equal(gate.running, 0);
 * ```
 */
export function rateGate(
  limits: GateLimits,
  options: {
    readonly now: () => number;
    readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  },
): RateGate {
  const { now, wait = pause } = options;
  const { concurrency = DEFAULT_CONCURRENCY, requestsPerMinute, tokensPerMinute } = limits;
  for (const [name, value] of Object.entries({ concurrency, requestsPerMinute, tokensPerMinute })) {
    if (value !== undefined && !(Number.isInteger(value) && value >= 1)) {
      throw new RangeError(
        `Cannot limit calls: need ${name} as a whole number from 1, got ${value}`,
      );
    }
  }
  interface Start {
    readonly at: number;
    tokens: number;
  }
  interface Waiting {
    readonly tokens: number;
    readonly signal: AbortSignal;
    readonly admit: (place: Place) => void;
  }
  let starts: Start[] = [];
  const queue: Waiting[] = [];
  let running = 0, heldUntil = 0;
  let left: { requests: number; tokens: number; until: number } | undefined;
  let timer: AbortController | undefined;

  /** Milliseconds until a call of so many tokens may start; Infinity while a call must end first. */
  function waitFor(tokens: number): number {
    if (running >= concurrency) return Infinity;
    const time = now();
    starts = starts.filter(({ at }) => time - at < WINDOW_MS);
    if (left && time >= left.until) left = undefined;
    let until = heldUntil;
    if (left && (left.requests < 1 || left.tokens < tokens)) until = Math.max(until, left.until);
    if (requestsPerMinute !== undefined && starts.length >= requestsPerMinute) {
      until = Math.max(until, starts[starts.length - requestsPerMinute].at + WINDOW_MS);
    }
    if (tokensPerMinute !== undefined && starts.length > 0) {
      let sum = starts.reduce((total, one) => total + one.tokens, 0) + tokens;
      for (const { at, tokens: used } of starts) {
        if (sum <= tokensPerMinute) break;
        sum -= used;
        until = Math.max(until, at + WINDOW_MS);
      }
    }
    return Math.max(0, until - time);
  }

  function admitNext(): void {
    timer?.abort();
    timer = undefined;
    while (queue.length > 0) {
      const [first] = queue;
      const waitMs = waitFor(first.tokens);
      if (waitMs > 0) {
        if (waitMs === Infinity) return;
        const mine = timer = new AbortController();
        wait(waitMs, mine.signal).then(() => {
          if (timer === mine) admitNext();
        }, () => {});
        return;
      }
      queue.shift();
      first.admit(placeFor(first.tokens));
    }
  }

  function placeFor(tokens: number): Place {
    const start: Start = { at: now(), tokens };
    starts.push(start);
    running++;
    if (left) {
      left.requests--;
      left.tokens -= tokens;
    }
    let isOut = false;
    return {
      leave(facts = {}) {
        if (isOut) return;
        isOut = true;
        running--;
        if (facts.isUnused) starts = starts.filter((one) => one !== start);
        if (facts.tokens !== undefined) start.tokens = facts.tokens;
        const told = facts.limits;
        if (told && told.resetsInMs !== undefined) {
          left = {
            requests: (told.requestsLeft ?? Infinity) - running,
            tokens: told.tokensLeft ?? Infinity,
            until: now() + Math.min(told.resetsInMs, WINDOW_MS),
          };
        }
        admitNext();
      },
    };
  }

  return {
    enter(tokens, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const give = () => {
          const at = queue.indexOf(mine);
          if (at >= 0) queue.splice(at, 1);
          reject(signal.reason);
          admitNext();
        };
        const mine: Waiting = {
          tokens,
          signal,
          admit(place) {
            signal.removeEventListener("abort", give);
            resolve(place);
          },
        };
        signal.addEventListener("abort", give, { once: true });
        queue.push(mine);
        admitNext();
      });
    },
    holdFor(milliseconds) {
      // After a minute one call finds out; a server that says a day must not hold up all the others.
      heldUntil = Math.max(heldUntil, now() + Math.min(milliseconds, WINDOW_MS));
      admitNext();
    },
    get running() {
      return running;
    },
    get waiting() {
      return queue.length;
    },
  };
}
