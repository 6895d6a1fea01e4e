import { setImmediate } from "node:timers";

/** Turns of the event loop after which a simulation that never ends is given up. */
const MOST_TURNS = 100_000;

interface Waiter {
  readonly at: number;
  readonly go: () => void;
}

/** A clock that waits move: no real time passes. */
export interface SimulatedTime {
  /** Milliseconds since it was made. */
  now(): number;
  /** Waits, as `pause` of `lab/providers` does; rejects with the signal's reason. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Forgets everybody who waits, as a killed process does: their promises never end. */
  kill(): void;
  /** Lets time pass until a promise has ended. */
  until<T>(promise: Promise<T>): Promise<T>;
}

/**
 * Simulated time for anything that waits by `wait`: as often as all who can go on have gone on, it jumps
 * to the next moment at which somebody wakes. Of two that wake together the one who began first goes first,
 * so that the same waits end in the same order.
 */
export function simulatedTime(): SimulatedTime {
  let time = 0;
  let waiters: Waiter[] = [];
  const leave = (one: Waiter) => void (waiters = waiters.filter((other) => other !== one));
  return {
    now: () => time,
    wait: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const end = () => {
          leave(one);
          reject(signal.reason);
        };
        const one: Waiter = {
          at: time + Math.max(0, milliseconds),
          go: () => {
            signal.removeEventListener("abort", end);
            resolve();
          },
        };
        waiters.push(one);
        signal.addEventListener("abort", end, { once: true });
      }),
    kill: () => void (waiters = []),
    async until(promise) {
      let isOver = false;
      const over = () => void (isOver = true);
      promise.then(over, over);
      for (let turns = 0; !isOver; turns++) {
        // A turn of the loop, so that whoever can go on has gone on.
        await new Promise<void>((resolve) => void setImmediate(resolve));
        if (isOver) break;
        const [first] = waiters;
        if (first === undefined && turns < MOST_TURNS) continue;
        if (first === undefined) throw new Error(`nobody wakes any more, at ${time} ms`);
        const next = waiters.reduce((a, b) => b.at < a.at ? b : a, first);
        leave(next);
        time = next.at;
        next.go();
      }
      return await promise;
    },
  };
}
