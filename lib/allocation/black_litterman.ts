import { choleskyFactor, choleskySolve, type Matrix } from "../stats/mod.ts";

/** How uncertain the prior mean is, as a share of the covariance; 0.05 is the usual choice. */
const TAU = 0.05;

/** A view on a combination of names: that picks'r will be `value`, with some confidence. */
export interface ReturnView {
  /** One factor per name; a 1 alone is an absolute view, 1 and −1 a relative one. */
  readonly picks: readonly number[];
  /** Expected return of the combination, a share. */
  readonly value: number;
  /** 0 (ignore it) to 1 (certain). */
  readonly confidence: number;
}

/** Mean and covariance after the views. */
export interface BlackLitterman {
  /** Expected return of each name, a share. */
  readonly mean: readonly number[];
  /** Covariance of returns, the uncertainty of the mean included. */
  readonly covariance: Matrix;
}

/**
 * Expected returns that start from a prior and move towards views, as far as each is believed.
 *
 * Black and Litterman (1992, Financial Analysts Journal 48(5)), with the confidences of Idzorek
 * (2005) in Walters' closed form ("The Black–Litterman Model in Detail", 2014): a view's error has
 * the variance τ·p'Σp·(1 − c)/c, so that a lone view moves its combination by the share c of the way.
 * A confidence of 0 leaves the view out; at 1 it holds exactly.
 *
 * @param prior Expected return of each name before the views, a share.
 * @param covariance Of returns over the same horizon; positive definite.
 * @param views Any number; they may concern the same names, but not contradict each other exactly
 *   while both are certain.
 * @param options.tau Uncertainty of the prior mean as a share of the covariance; 0.05 by default.
 * @throws {RangeError} If lengths differ, a figure is out of range, or certain views repeat each other.
 *
 * @example Half believed, half the way
 * ```ts
 * import { blackLitterman } from "lab/allocation";
 * import { equal } from "node:assert/strict";
 *
 * const view = { picks: [1, 0], value: 0.08, confidence: 0.5 };
 * const { mean } = blackLitterman([0.04, 0.02], [[0.04, 0], [0, 0.01]], [view]);
 * equal(mean[0].toFixed(12), "0.060000000000");
 * equal(mean[1], 0.02);
 * ```
 */
export function blackLitterman(
  prior: readonly number[],
  covariance: Matrix,
  views: readonly ReturnView[],
  options: { readonly tau?: number } = {},
): BlackLitterman {
  const { tau = TAU } = options;
  const n = prior.length;
  const refuse = (need: string, got: unknown): never => {
    throw new RangeError(`Cannot blend views: need ${need}, got ${got}`);
  };
  if (!(tau > 0 && tau < Infinity)) refuse("tau above 0", tau);
  if (covariance.length !== n) refuse(`a covariance of ${n} names`, covariance.length);
  if (!prior.every(Number.isFinite)) refuse("finite prior returns", prior.join(", "));
  if (!choleskyFactor(covariance)) refuse("a positive definite covariance", "one that is not");
  views.forEach(({ picks, value, confidence }, k) => {
    if (picks.length !== n || !picks.every(Number.isFinite) || picks.every((pick) => pick === 0)) {
      refuse(`${n} finite picks in view ${k}, not all 0`, `[${picks.join(", ")}]`);
    }
    if (!Number.isFinite(value)) refuse(`a finite return in view ${k}`, value);
    if (!(confidence >= 0 && confidence <= 1)) {
      refuse(`a confidence from 0 to 1 in view ${k}`, confidence);
    }
  });

  const held = views.filter(({ confidence }) => confidence > 0);
  // Σp of each view, and the matrix τPΣP' + Ω between them.
  const moved = held.map(({ picks }) =>
    covariance.map((row) => row.reduce((sum, value, j) => sum + value * picks[j], 0))
  );
  const between = held.map(({ picks, confidence }, k) =>
    moved.map((column, m) => {
      const part = tau * picks.reduce((sum, pick, i) => sum + pick * column[i], 0);
      return k === m ? part / confidence : part; // τp'Σp + τp'Σp(1 − c)/c
    })
  );
  const factor = choleskyFactor(between);
  if (!factor) refuse("views that do not repeat each other with certainty", "some that do");
  const surprise = held.map(({ picks, value }) =>
    value - picks.reduce((sum, pick, i) => sum + pick * prior[i], 0)
  );
  const pulls = choleskySolve(factor!, surprise);
  const mean = prior.map((value, i) =>
    held.reduce((sum, _, k) => sum + tau * moved[k][i] * pulls[k], value)
  );
  // The mean's own uncertainty: τΣ − τΣP'(τPΣP' + Ω)⁻¹PΣτ.
  const solved = covariance.map((_, j) => choleskySolve(factor!, moved.map((column) => column[j])));
  return {
    mean,
    covariance: covariance.map((row, i) =>
      row.map((value, j) =>
        held.reduce(
          (sum, _, k) => sum - tau * tau * moved[k][i] * solved[j][k],
          (1 + tau) * value,
        )
      )
    ),
  };
}
