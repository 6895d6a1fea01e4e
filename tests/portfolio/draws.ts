import { randomStream } from "../../lib/stats/random.ts";

/** Seeded draws for the laws of this folder. */
export interface Draws {
  /** A number in [0, 1). */
  uniform(): number;
  normal(): number;
  /** A whole number in [0, count). */
  below(count: number): number;
}

/** A stream of draws whose seed is a text, so that a failing case names itself. */
export function draws(seed: string | number): Draws {
  let hash = 17;
  for (const letter of String(seed)) hash = Math.imul(hash, 31) + letter.charCodeAt(0) | 0;
  const stream = randomStream(hash >>> 0);
  return {
    uniform: () => stream.uniform(),
    normal: () => stream.normal(),
    below: (count) => stream.integer(count),
  };
}
