import { isConstantSpread } from "../stats/mod.ts";
import { checkedReturns } from "./sharpe_record.ts";

/** Blocks unless told otherwise: 12,870 splits, as in the paper's examples. */
export const OVERFITTING_BLOCKS = 16;
/** C(22, 11) = 705,432 splits; beyond it a run takes minutes and teaches nothing new. */
const MOST_BLOCKS = 22;

/** How the winner of one half fares in the other, over all ways to halve the record. */
export interface OverfittingProbability {
  /** Share of splits in which the winner falls below the middle out of sample: PBO. */
  readonly probability: number;
  /** Share of splits in which the winner's ratio out of sample is below zero. */
  readonly probabilityOfLoss: number;
  /** The winner's place out of sample in each split, 0 to 1: rank/(N + 1), above ½ is good. */
  readonly ranks: Float64Array;
  /** Mean ratio of the winners, per period: where they were chosen, and in the other half. */
  readonly inSample: number;
  readonly outOfSample: number;
  readonly trials: number;
  readonly blocks: number;
  readonly splits: number;
  readonly periods: number;
}

/**
 * The probability of backtest overfitting by combinatorially symmetric cross-validation: PBO.
 *
 * The record is cut into S blocks; each choice of S/2 of them is once the half in which the best trial
 * is chosen, and the rest the half in which it is ranked (Bailey, Borwein, López de Prado and Zhu,
 * Journal of Computational Finance 20(4), 2017). Performance is the Sharpe ratio.
 *
 * Rules where the paper is silent: of trials tied in sample the first wins; out of sample tied trials
 * share the average of their ranks; a winner exactly in the middle counts half. Where periods do not
 * divide by S, the first blocks are one period longer.
 *
 * On trials without skill the mean is about one half, but one such set may give anything from near 0 to
 * near 1, for its splits are far from independent: never read one PBO as if it had no width.
 *
 * @param returns One list of returns per trial, all over the same periods.
 * @param options.blocks S, an even number from 2 to 22; 16 by default.
 * @throws {RangeError} If there are fewer than two trials, fewer than two periods a block, lengths
 *   differ, a return is not finite, or a trial has equal returns throughout a half.
 *
 * @example A trial that is best in every half
 * ```ts
 * import { overfittingProbability } from "lab/evidence";
 * import { equal } from "node:assert/strict";
 *
 * const noise = Array.from({ length: 40 }, (_, i) => Math.sin(i * i));
 * const trials = [3, 0, -1].map((edge, k) => noise.map((value, i) => edge + noise[(i * 7 + k) % 40]));
 * equal(overfittingProbability(trials, { blocks: 4 }).probability, 0);
 * ```
 */
export function overfittingProbability(
  returns: readonly (readonly number[] | Float64Array)[],
  options: { readonly blocks?: number } = {},
): OverfittingProbability {
  const { blocks = OVERFITTING_BLOCKS } = options;
  const trials = returns.length;
  const { sums, squares, lengths, periods } = blockSums(returns, blocks);

  const half = blocks / 2;
  let splits = 1;
  for (let i = 1; i <= half; i++) splits = splits * (half + i) / i;
  splits = Math.round(splits);
  const ranks = new Float64Array(splits);
  let below = 0, losses = 0, inSample = 0, outOfSample = 0;
  // Sums of the blocks chosen so far, one row a depth, so that a split costs one addition a trial.
  const chosenSums = Array.from({ length: half + 1 }, () => new Float64Array(trials));
  const chosenSquares = Array.from({ length: half + 1 }, () => new Float64Array(trials));
  const allSums = new Float64Array(trials), allSquares = new Float64Array(trials);
  for (let block = 0; block < blocks; block++) {
    for (let k = 0; k < trials; k++) {
      allSums[k] += sums[block][k];
      allSquares[k] += squares[block][k];
    }
  }
  const one = new Float64Array(trials), other = new Float64Array(trials);

  const judge = (split: number, inside: Float64Array, outside: Float64Array) => {
    let winner = 0;
    for (let k = 1; k < trials; k++) if (inside[k] > inside[winner]) winner = k;
    const own = outside[winner];
    let lower = 0, equal = 0;
    for (let k = 0; k < trials; k++) {
      if (outside[k] < own) lower++;
      else if (outside[k] === own) equal++;
    }
    const rank = lower + (equal + 1) / 2;
    ranks[split] = rank / (trials + 1);
    below += 2 * rank < trials + 1 ? 1 : 2 * rank === trials + 1 ? 0.5 : 0;
    if (own < 0) losses++;
    inSample += inside[winner];
    outOfSample += own;
  };
  let split = 0;
  const choose = (depth: number, from: number, chosen: number) => {
    if (depth === half) {
      const s = chosenSums[half], q = chosenSquares[half], rest = periods - chosen;
      for (let k = 0; k < trials; k++) {
        one[k] = ratio(s[k], q[k], chosen, k);
        other[k] = ratio(allSums[k] - s[k], allSquares[k] - q[k], rest, k);
      }
      // In the order of the choices, a choice and its complement stand equally far from the two ends.
      judge(split, one, other);
      judge(splits - 1 - split, other, one);
      split++;
      return;
    }
    for (let block = from; block <= blocks - half + depth; block++) {
      // With the first block chosen, every way to halve the record has been seen from one side.
      if (depth === 0 && block > 0) return;
      const s = chosenSums[depth], q = chosenSquares[depth];
      const nextS = chosenSums[depth + 1], nextQ = chosenSquares[depth + 1];
      const blockS = sums[block], blockQ = squares[block];
      for (let k = 0; k < trials; k++) {
        nextS[k] = s[k] + blockS[k];
        nextQ[k] = q[k] + blockQ[k];
      }
      choose(depth + 1, block + 1, chosen + lengths[block]);
    }
  };
  choose(0, 0, 0);
  return {
    probability: below / splits,
    probabilityOfLoss: losses / splits,
    ranks,
    inSample: inSample / splits,
    outOfSample: outOfSample / splits,
    trials,
    blocks,
    splits,
    periods,
  };
}

/** `sharpeOfSums` of a half of the record; its NaN, asked for three million times, cost an eighth of the whole. */
function ratio(sum: number, squares: number, n: number, trial: number): number {
  const spread = squares - sum * sum / n;
  if (isConstantSpread(spread, squares)) {
    throw new RangeError(
      `Cannot find a probability of overfitting: trial ${trial} has equal returns throughout a half ` +
        "of the record, so it has no Sharpe ratio there; take fewer blocks or leave the trial out",
    );
  }
  return sum / n / Math.sqrt(spread / (n - 1));
}

/** Checked input as sums and sums of squares per block and trial. */
function blockSums(returns: readonly (readonly number[] | Float64Array)[], blocks: number) {
  const action = "find a probability of overfitting";
  const trials = returns.length;
  if (trials < 2) {
    throw new RangeError(
      `Cannot ${action}: need at least two trials to choose from, got ${trials}`,
    );
  }
  if (!Number.isInteger(blocks) || blocks < 2 || blocks > MOST_BLOCKS || blocks % 2 !== 0) {
    throw new RangeError(
      `Cannot ${action}: need an even number of blocks from 2 to ${MOST_BLOCKS}, got ${blocks}`,
    );
  }
  const periods = returns[0].length;
  if (periods < 2 * blocks) {
    throw new RangeError(
      `Cannot ${action}: need at least two periods a block, got ${periods} periods for ${blocks} ` +
        "blocks",
    );
  }
  const base = Math.floor(periods / blocks), longer = periods % blocks;
  const lengths = Array.from({ length: blocks }, (_, block) => base + (block < longer ? 1 : 0));
  const sums = lengths.map(() => new Float64Array(trials));
  const squares = lengths.map(() => new Float64Array(trials));
  returns.forEach((one, trial) => {
    if (one.length !== periods) {
      throw new RangeError(
        `Cannot ${action}: need one return per period from every trial, got ${periods} from trial 0 ` +
          `and ${one.length} from trial ${trial}`,
      );
    }
    const series = checkedReturns(one, `${action} (trial ${trial})`);
    let t = 0;
    lengths.forEach((length, block) => {
      for (const end = t + length; t < end; t++) {
        sums[block][trial] += series[t];
        squares[block][trial] += series[t] * series[t];
      }
    });
  });
  return { sums, squares, lengths, periods };
}
