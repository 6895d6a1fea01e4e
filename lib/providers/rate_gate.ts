import { callWindow, type GateLimits, type Place } from "./call_window.ts";
import { pause } from "./deadline.ts";

/** Lets calls through as a provider allows them. */
export interface RateGate {
  /** Waits for a place, first come, first served. Rejects with the signal's reason. */
  enter(tokens: number, signal: AbortSignal): Promise<Place>;
  /** Lets nobody through for a while, a minute at most, after a 429. */
  holdFor(milliseconds: number): void;
  readonly running: number;
  readonly waiting: number;
}

interface Waiting {
  readonly tokens: number;
  readonly signal: AbortSignal;
  readonly admit: (place: Place) => void;
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
  const window = callWindow(limits, now);
  const queue: Waiting[] = [];
  let timer: AbortController | undefined;

  function admitNext(): void {
    timer?.abort();
    timer = undefined;
    while (queue.length > 0) {
      const [first] = queue;
      const waitMs = window.waitFor(first.tokens);
      if (waitMs > 0) {
        if (waitMs === Infinity) return;
        const mine = timer = new AbortController();
        wait(waitMs, mine.signal).then(() => {
          if (timer === mine) admitNext();
        }, () => {});
        return;
      }
      queue.shift();
      first.admit(window.start(first.tokens, admitNext));
    }
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
      window.holdFor(milliseconds);
      admitNext();
    },
    get running() {
      return window.running;
    },
    get waiting() {
      return queue.length;
    },
  };
}
