/**
 * A seeded source of random numbers.
 *
 * The generator is xoroshiro128+ (Blackman and Vigna, "Scrambled linear pseudorandom number
 * generators", ACM TOMS 47(4), 2021) as npm:pure-rand ships it. Its own seeding puts 1 and 2 next
 * to each other in the state, and streams from neighbouring states start alike; so the seed is
 * stretched by splitmix32 first, as the authors advise.
 *
 * @module
 */
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** Draws from one stream; each call moves the stream on. */
export interface RandomStream {
  /** A number in [0, 1) with 53 random bits. */
  uniform(): number;
  /** A standard normal number: mean 0, variance 1. */
  normal(): number;
  /** A Student number scaled to variance 1; `df` degrees of freedom, above 2. */
  student(df: number): number;
  /** A whole number from 0 to `below` − 1, each equally likely. */
  integer(below: number): number;
}

const TWO_POW_32 = 4294967296;

/** Steele, Lea and Flood's mixer with the 32-bit constants of Doug Lea's splitmix32. */
function splitmix32(start: number): () => number {
  let state = start | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) | 0;
  };
}

/**
 * A stream of random numbers that depends on the seed and the shard alone.
 *
 * Use one shard per idea or per worker: shards of one seed are 2^64 draws apart and never meet, so
 * that taking more numbers for one purpose changes none of the others.
 *
 * @param seed Any safe integer.
 * @param shard Which part of the seed's sequence, 0 by default; each step costs about a microsecond.
 * @throws {RangeError} If seed or shard is no integer in range, a `df` is not above 2, or a `below`
 *   is no integer from 1 to 2^32.
 *
 * @example The same seed, the same numbers
 * ```ts
 * import { randomStream } from "lab/stats";
 * import { equal, notEqual } from "node:assert/strict";
 *
 * equal(randomStream(7).uniform(), randomStream(7).uniform());
 * notEqual(randomStream(7).uniform(), randomStream(7, 1).uniform());
 * ```
 */
export function randomStream(seed: number, shard = 0): RandomStream {
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(`Cannot make a random stream: seed must be a safe integer, got ${seed}`);
  }
  if (!Number.isInteger(shard) || shard < 0 || shard > 1e6) {
    throw new RangeError(
      `Cannot make a random stream: shard must be an integer from 0 to 1000000, got ${shard}`,
    );
  }
  const low = splitmix32(seed), high = splitmix32(Math.floor(seed / TWO_POW_32) ^ 0x5bd1e995);
  const generator = xoroshiro128plusFromState([
    low() ^ high(),
    low() ^ high(),
    low() ^ high(),
    low() ^ high(),
  ]);
  for (let i = 0; i < shard; i++) generator.jump();

  // The upper bits are the good ones: the lowest bit of xoroshiro128+ is a linear register.
  const uniform = () =>
    ((generator.next() >>> 5) * 67108864 + (generator.next() >>> 6)) / 9007199254740992;

  let spare: number | undefined;
  let range = { below: 1, limit: TWO_POW_32, width: TWO_POW_32 };

  return {
    uniform,

    // Marsaglia and Bray's polar method (SIAM Review 6, 1964); it makes two numbers at a time.
    normal() {
      if (spare !== undefined) {
        const kept = spare;
        spare = undefined;
        return kept;
      }
      for (;;) {
        const u = 2 * uniform() - 1, v = 2 * uniform() - 1;
        const w = u * u + v * v;
        if (w >= 1 || w === 0) continue;
        const stretch = Math.sqrt(-2 * Math.log(w) / w);
        spare = v * stretch;
        return u * stretch;
      }
    },

    // Bailey's polar method (Mathematics of Computation 62, 1994), divided by sqrt(df/(df − 2)),
    // the standard deviation of a Student number.
    student(df) {
      if (!(df > 2)) {
        throw new RangeError(
          `Cannot draw a Student number of variance 1: df must be above 2, got ${df}`,
        );
      }
      for (;;) {
        const u = 2 * uniform() - 1, v = 2 * uniform() - 1;
        const w = u * u + v * v;
        if (w >= 1 || w === 0) continue;
        return u * Math.sqrt((df - 2) * (Math.pow(w, -2 / df) - 1) / w);
      }
    },

    // Rejection keeps every value equally likely: a plain remainder favours the small ones. A bootstrap
    // asks for the same range millions of times, and the remainder is the dearest part: it is kept.
    integer(below) {
      if (below !== range.below) {
        if (!Number.isInteger(below) || below < 1 || below > TWO_POW_32) {
          throw new RangeError(
            `Cannot draw an integer: below must be an integer from 1 to 4294967296, got ${below}`,
          );
        }
        const limit = TWO_POW_32 - TWO_POW_32 % below;
        range = { below, limit, width: limit / below };
      }
      const { limit, width } = range;
      for (;;) {
        const bits = generator.next() >>> 0;
        if (bits < limit) return Math.floor(bits / width);
      }
    },
  };
}
