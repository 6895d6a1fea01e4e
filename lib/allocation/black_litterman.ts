import {
  checkedNumbers,
  checkFields,
  checkOptions,
  checkShare,
  isList,
  shown,
} from "../arguments.ts";
import {
  checkedCovariance,
  choleskyFactor,
  choleskySolve,
  type Matrix,
  type MatrixLike,
} from "../stats/mod.ts";
import { checkedReturns, LARGEST_RETURN } from "./checked_returns.ts";

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
 * @param prior Expected return of each name before the views, a share; such as `impliedReturns`.
 * @param covariance Of returns over the same horizon; positive definite.
 * @param views Any number; they may concern the same names, but not contradict each other exactly
 *   while both are certain.
 * @param options.tau Uncertainty of the prior mean as a share of the covariance; 0.05 by default.
 * @throws {TypeError} If prior, covariance, views or picks are no lists, or a view or the options no
 *   object.
 * @throws {RangeError} If lengths differ, a figure is out of range or a name not known, the covariance
 *   is none or not positive definite, or certain views repeat each other.
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
  covariance: MatrixLike,
  views: readonly ReturnView[],
  options: { readonly tau?: number } = {},
): BlackLitterman {
  const action = "blend views";
  checkOptions(`Cannot ${action}`, options, ["tau"]);
  const { tau = TAU } = options;
  checkShare(`Cannot ${action}`, "tau", tau, { least: 0, most: 1, above: true });
  const start = checkedReturns(action, "prior", prior);
  const matrix = checkedCovariance(action, covariance, {
    count: start.length,
    per: "for each prior return",
    ofShares: true,
  });
  const held = checkedViews(action, views, start.length).filter(({ confidence }) => confidence > 0);
  // Σp of each view, and the matrix τPΣP' + Ω between them.
  const moved = held.map(({ picks }) =>
    matrix.map((row) => row.reduce((sum, value, j) => sum + value * picks[j], 0))
  );
  const between = held.map(({ picks, confidence }, k) =>
    moved.map((column, m) => {
      const part = tau * picks.reduce((sum, pick, i) => sum + pick * column[i], 0);
      return k === m ? part / confidence : part; // τp'Σp + τp'Σp(1 − c)/c
    })
  );
  const factor = choleskyFactor(between);
  if (!factor) {
    throw new RangeError(
      `Cannot ${action}: need views that do not repeat each other with certainty, got ${held.length} ` +
        "of which some do; leave one out, or give it a confidence below 1",
    );
  }
  const surprise = held.map(({ picks, value }) =>
    value - picks.reduce((sum, pick, i) => sum + pick * start[i], 0)
  );
  const pulls = choleskySolve(factor, surprise);
  const mean = start.map((value, i) =>
    held.reduce((sum, _, k) => sum + tau * moved[k][i] * pulls[k], value)
  );
  // The mean's own uncertainty: τΣ − τΣP'(τPΣP' + Ω)⁻¹PΣτ.
  const solved = matrix.map((_, j) => choleskySolve(factor, moved.map((column) => column[j])));
  return {
    mean,
    covariance: matrix.map((row, i) =>
      row.map((value, j) =>
        held.reduce(
          (sum, _, k) => sum - tau * tau * moved[k][i] * solved[j][k],
          (1 + tau) * value,
        )
      )
    ),
  };
}

/** Views with their picks as plain numbers. */
function checkedViews(action: string, views: unknown, count: number): readonly ReturnView[] {
  if (!isList(views)) {
    throw new TypeError(
      `Cannot ${action}: the views must be a list of objects with picks, value and confidence, got ` +
        shown(views),
    );
  }
  return Array.from(views, (view, k) => {
    checkFields(`Cannot ${action}`, `view ${k}`, view, ["picks", "value", "confidence"]);
    const { value, confidence } = view as ReturnView;
    const picks = checkedNumbers(
      `Cannot ${action}`,
      `picks of view ${k}`,
      (view as ReturnView).picks,
      count,
    );
    if (picks.every((pick) => pick === 0)) {
      throw new RangeError(
        `Cannot ${action}: picks of view ${k} must not all be 0, got [${picks.join(", ")}]; ` +
          "put 1 where the view's name stands",
      );
    }
    // The combination's return, if its larger side holds one unit.
    const sides = [1, -1].map((side) =>
      picks.reduce((sum, pick) => sum + Math.max(0, side * pick), 0)
    );
    const most = LARGEST_RETURN * Math.max(1, ...sides);
    checkShare(`Cannot ${action}`, `the value of view ${k}`, value, { least: -most, most });
    checkShare(`Cannot ${action}`, `the confidence of view ${k}`, confidence, {
      least: 0,
      most: 1,
    });
    return { picks, value, confidence };
  });
}
