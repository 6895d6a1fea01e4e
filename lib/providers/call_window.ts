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

/** The calls of the last minute at one provider, and what may start beside them. */
export interface CallWindow {
  /** Milliseconds until a call of so many tokens may start; Infinity while a call must end first. */
  waitFor(tokens: number): number;
  /** A call starts. @param ended Told when its place is free and counted. */
  start(tokens: number, ended: () => void): Place;
  /** Nobody starts for a while, a minute at most. */
  holdFor(milliseconds: number): void;
  readonly running: number;
}

interface Start {
  readonly at: number;
  tokens: number;
}

/** An empty window. @throws {RangeError} If a limit is no whole number from 1. */
export function callWindow(limits: GateLimits, now: () => number): CallWindow {
  const { concurrency = DEFAULT_CONCURRENCY, requestsPerMinute, tokensPerMinute } = limits;
  for (const [name, value] of Object.entries({ concurrency, requestsPerMinute, tokensPerMinute })) {
    if (value !== undefined && !(Number.isInteger(value) && value >= 1)) {
      throw new RangeError(
        `Cannot limit calls: need ${name} as a whole number from 1, got ${value}`,
      );
    }
  }
  let starts: Start[] = [];
  let running = 0, heldUntil = 0;
  let left: { requests: number; tokens: number; until: number } | undefined;

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

  function start(tokens: number, ended: () => void): Place {
    const mine: Start = { at: now(), tokens };
    starts.push(mine);
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
        if (facts.isUnused) starts = starts.filter((one) => one !== mine);
        if (facts.tokens !== undefined) mine.tokens = facts.tokens;
        const told = facts.limits;
        if (told && told.resetsInMs !== undefined) {
          left = {
            requests: (told.requestsLeft ?? Infinity) - running,
            tokens: told.tokensLeft ?? Infinity,
            until: now() + Math.min(told.resetsInMs, WINDOW_MS),
          };
        }
        ended();
      },
    };
  }

  return {
    waitFor,
    start,
    holdFor(milliseconds) {
      // After a minute one call finds out; a server that says a day must not hold up all the others.
      heldUntil = Math.max(heldUntil, now() + Math.min(milliseconds, WINDOW_MS));
    },
    get running() {
      return running;
    },
  };
}
