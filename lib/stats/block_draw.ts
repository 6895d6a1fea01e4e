import type { RandomStream } from "./random.ts";

function refuse(what: string): never {
  throw new RangeError(`Cannot resample: ${what}`);
}

/**
 * Draws one resample as blocks of neighbouring periods, until their lengths add up to the series'.
 * A block that passes the last period goes on at the first.
 */
export type BlockDraw = (
  stream: RandomStream,
  visit: (start: number, length: number) => void,
) => void;

/** Expected length up to which lengths are looked up, and how many of them. */
const LONG_BLOCK = 6, TABLE_LENGTH = 40;

function checkLength(periods: number, blockLength: number): void {
  if (!Number.isInteger(periods) || periods < 2) refuse(`need at least 2 periods, got ${periods}`);
  if (!(blockLength >= 1 && blockLength <= periods)) {
    refuse(`block length must lie from 1 to the ${periods} periods, got ${blockLength}`);
  }
}

/**
 * Blocks of random length around an expected one: the stationary bootstrap.
 *
 * Each period starts a new block with probability 1/length, so lengths are geometric; the resample of
 * a stationary series is stationary (Politis and Romano, Journal of the American Statistical
 * Association 89, 1994).
 *
 * @param periods Length of the series.
 * @param blockLength Expected length, from 1; need not be whole.
 * @throws {RangeError} If there are fewer than two periods or the length lies outside 1 to `periods`.
 *
 * @example
 * ```ts
 * import { randomStream, stationaryBlocks } from "lab/stats";
 * import { equal } from "node:assert/strict";
 *
 * let periods = 0;
 * stationaryBlocks(10, 3)(randomStream(1), (_start, length) => periods += length);
 * equal(periods, 10);
 * ```
 */
export function stationaryBlocks(periods: number, blockLength: number): BlockDraw {
  checkLength(periods, blockLength);
  const stay = 1 - 1 / blockLength, logStay = Math.log(stay);
  // P(length ≤ k) = 1 − stay^k, as a table for short blocks: there a logarithm a block is the dearest part.
  const upTo = blockLength > LONG_BLOCK
    ? []
    : Array.from({ length: TABLE_LENGTH }, (_, k) => 1 - stay ** (k + 1));
  return (stream, visit) => {
    for (let left = periods; left > 0;) {
      const start = stream.integer(periods);
      let drawn = 1;
      if (blockLength > 1) {
        const u = stream.uniform();
        while (drawn <= upTo.length && u >= upTo[drawn - 1]) drawn++;
        // The inverse of the geometric distribution, beyond the table's end as well.
        if (drawn > upTo.length) drawn = 1 + Math.floor(Math.log(1 - u) / logStay);
      }
      const length = Math.min(left, drawn);
      visit(start, length);
      left -= length;
    }
  };
}

/**
 * Blocks of one fixed length; the last is cut so that the resample is as long as the series.
 *
 * `circular`: the last period is followed by the first, every period is as likely as any other
 * (Politis and Romano, 1992). `moving`: blocks lie inside the series (Künsch, Annals of Statistics 17,
 * 1989), so the first and last periods come up less often.
 *
 * @param blockLength A whole number from 1 to `periods`.
 * @throws {RangeError} If there are fewer than two periods or the length is no such number.
 *
 * @example
 * ```ts
 * import { fixedBlocks, randomStream } from "lab/stats";
 * import { deepEqual } from "node:assert/strict";
 *
 * const lengths: number[] = [];
 * fixedBlocks(10, 4)(randomStream(1), (_start, length) => lengths.push(length));
 * deepEqual(lengths, [4, 4, 2]);
 * ```
 */
export function fixedBlocks(
  periods: number,
  blockLength: number,
  kind: "circular" | "moving" = "circular",
): BlockDraw {
  checkLength(periods, blockLength);
  if (!Number.isInteger(blockLength)) {
    refuse(`blocks of one length need a whole number of periods, got ${blockLength}`);
  }
  const starts = kind === "circular" ? periods : periods - blockLength + 1;
  return (stream, visit) => {
    for (let left = periods; left > 0; left -= blockLength) {
      visit(stream.integer(starts), Math.min(left, blockLength));
    }
  };
}
