import { TRADING_DAYS_A_WEEK } from "../../days.ts";
import type { RandomStream } from "../../stats/mod.ts";
import { REGIME_TRANSITION, REGIMES } from "./parameters.ts";

/** Weeks after which the chain has forgotten its start: its slowest part halves every 9. */
const SETTLING_WEEKS = 1000;

/**
 * The regime of each day, as an index into `REGIMES`: a Markov chain that may move once a week. It
 * starts from its own long-run shares, so that no world is told how to begin.
 */
export function regimePath(stream: RandomStream, days: number): Uint8Array {
  const pick = (chances: readonly number[]): number => {
    let left = stream.uniform();
    for (let k = 0; k < chances.length; k++) if ((left -= chances[k]) < 0) return k;
    return chances.length - 1;
  };
  let shares: number[] = REGIMES.map(() => 1 / REGIMES.length);
  for (let i = 0; i < SETTLING_WEEKS; i++) {
    shares = shares.map((_, to) =>
      shares.reduce((sum, share, from) => sum + share * REGIME_TRANSITION[from][to], 0)
    );
  }
  const path = new Uint8Array(days);
  let state = pick(shares);
  for (let t = 0; t < days; t++) {
    if (t > 0 && t % TRADING_DAYS_A_WEEK === 0) state = pick(REGIME_TRANSITION[state]);
    path[t] = state;
  }
  return path;
}
