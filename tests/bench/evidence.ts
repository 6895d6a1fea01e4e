import {
  bootstrapSharpes,
  combinatorialPaths,
  combinatorialPurged,
  effectiveTrials,
  overfittingProbability,
  pairedDifferences,
  sharpeRecord,
  strategyEvidence,
  superiorAbility,
} from "lab/evidence";
import { randomStream } from "lab/stats";
import type { BenchRow } from "./bench_row.ts";

/** Ten years of weeks, and the weightings of a 5 % grid. */
const WEEKS = 520, STEPS = 20;

/** Median of five after one run that warms the compiler up. */
function medianMs(run: () => void): { readonly first: number; readonly median: number } {
  const times = Array.from({ length: 6 }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return { first: times[0], median: times.slice(1).sort((a, b) => a - b)[2] };
}

/** Mixtures of three series without skill: trials as alike as a sweep of weights makes them. */
function sweepOfNoise(): number[][] {
  const draw = randomStream(11);
  const pillars = Array.from(
    { length: 3 },
    () => Array.from({ length: WEEKS }, () => 0.012 * draw.normal()),
  );
  const trials: number[][] = [];
  for (let a = 0; a <= STEPS; a++) {
    for (let b = 0; a + b <= STEPS; b++) {
      const shares = [a, b, STEPS - a - b].map((part) => part / STEPS);
      trials.push(
        Array.from(
          { length: WEEKS },
          (_, t) =>
            shares.reduce((sum, share, k) => sum + share * pillars[k][t], 0.001 * draw.normal()),
        ),
      );
    }
  }
  return trials;
}

/** Chooses, on the training weeks, the trial with the best ratio, and gives its tested weeks. */
function bestOn(trials: readonly number[][]) {
  return (train: readonly number[], test: readonly number[]): number[] => {
    let best = 0, most = -Infinity;
    trials.forEach((returns, trial) => {
      let sum = 0, squares = 0;
      for (const t of train) {
        sum += returns[t];
        squares += returns[t] * returns[t];
      }
      const ratio = sum / Math.sqrt(squares - sum * sum / train.length);
      if (ratio > most) {
        most = ratio;
        best = trial;
      }
    });
    return test.map((t) => trials[best][t]);
  };
}

/** Bootstraps, selection tests and validation on ten years of weeks. */
export function evidenceBench(): BenchRow[] {
  const trials = sweepOfNoise(), middle = trials[trials.length >> 1];
  const differences = trials.map((one) => one.map((value, t) => value - middle[t]));
  const plan = combinatorialPurged(WEEKS, { groups: 6, testGroups: 2, horizon: 4, embargo: 4 });
  const sharpes = trials.map((one) => sharpeRecord(one).sharpe);
  const effective = effectiveTrials(trials);
  const row = (what: string, beside: string, run: () => void): BenchRow => {
    const { first, median } = medianMs(run);
    return {
      what,
      measured: `${median.toFixed(0)} ms`,
      beside: `${beside}; first run ${first.toFixed(0)} ms`,
    };
  };
  return [
    row(
      "10,000 stationary-bootstrap Sharpes of 520 weeks",
      // arch 8.0.0: StationaryBootstrap(8, x).apply(sharpe, 10_000), NumPy 2.4.6, same machine
      "promised: 500 ms; arch 8.0 900 ms",
      () => bootstrapSharpes(middle, { seed: 1, blockLength: 8 }),
    ),
    row(
      "the same with the block length chosen from the series",
      "promised: 500 ms",
      () => bootstrapSharpes(middle, { seed: 1 }),
    ),
    row(
      "PBO, 16 blocks (12,870 splits) of 231 trials × 520 weeks",
      "promised: 500 ms",
      () => overfittingProbability(trials),
    ),
    row(
      "CPCV, 6 groups choose 2, best of 231 chosen on each split",
      "promised: 1,000 ms",
      () => combinatorialPaths(plan, bestOn(trials)),
    ),
    row(
      "SPA of 231 models, 1,000 draws",
      // arch 8.0.0: SPA(np.zeros(520), -D, block_size=22, reps=1000).compute()
      "no promise; arch 8.0 770 ms",
      () => superiorAbility(differences, { seed: 1, draws: 1000 }),
    ),
    row(
      "231 paired differences from one trial, intervals for all at once",
      "no promise",
      () => pairedDifferences(trials, { reference: 115, seed: 1 }),
    ),
    row("effective trials of 231, both rules", "no promise", () => effectiveTrials(trials)),
    row(
      "every figure of one strategy, two intervals of 10,000 draws",
      "no promise",
      () =>
        strategyEvidence({
          name: "the best weighting",
          returns: trials[0],
          periodsPerYear: 52,
          seed: 1,
          trials: { tried: 231, sharpes, effective },
          baselines: [{ name: "50/25/25", returns: middle }],
        }),
    ),
  ];
}
