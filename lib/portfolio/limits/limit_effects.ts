import { LabError } from "../../errors.ts";
import { choleskyFactor, choleskySolve } from "../../stats/mod.ts";
import type { BookTerms } from "../book_problem.ts";
import type { Exposures } from "../check_exposures.ts";
import type { LimitPulls } from "./limit_pulls.ts";
import { limitLabel } from "./catalogue.ts";
import { identified, type LimitId, limitName, sameLimit } from "./limit_id.ts";

/** What one limit, or one rule, did to one exposure. */
export interface LimitEffect {
  /** Which limit or rule it is. */
  readonly id: LimitId;
  /**
   * Name of the limit as in `book.readings`, such as `net` or `sector XLK`; or `sign` (no view gets the
   * wrong sign), `reach` (what is aimed at beyond the view's share), `hedge direction`, `turnover`, `gross
   * floor`, `volatility`, `held`, `closed`, `not traded`, `rounding`; in a mean-variance book `objective`
   * (the best without any limit, against the share) instead of `reach`, and `cost`.
   */
  readonly limit: string;
  /** How a sentence calls it. */
  readonly label: string;
  /** What it adds to the exposure, a share of equity, signed as exposures are. */
  readonly change: number;
}

/** Why each exposure is not what the view alone asked for; see {@linkcode limitEffects}. */
export interface LimitEffects {
  /** In the order of the book's sectors: effects that sum to weight − its share (`book.targets`). */
  readonly sectors: readonly (readonly LimitEffect[])[];
  /** Effects that sum to the hedge: without limits there would be none. */
  readonly hedge: readonly LimitEffect[];
}

/** Moves of this many times equity, or the largest exposure without limits, take each other back. */
const BOUNDLESS = 10;

/** Effects of one exposure under construction: sums by limit, in the order in which they are told. */
class Effects {
  readonly #changes: { readonly id: LimitId; change: number }[] = [];

  add(id: LimitId, change: number): void {
    if (change === 0) return;
    const known = this.#changes.find((one) => sameLimit(one.id, id));
    if (known) known.change += change;
    else this.#changes.push({ id, change });
  }

  /** The effects, and what is missing to `total` as those of the kind given. */
  list(total: number, rest: string): readonly LimitEffect[] {
    // The gross last: it gives to all what the others took from some.
    const isGross = ({ id }: { readonly id: LimitId }) => id.kind === "gross";
    this.#changes.sort((a, b) => Number(isGross(a)) - Number(isGross(b)));
    let missing = total;
    for (const { change } of this.#changes) missing -= change;
    this.add({ kind: rest }, missing);
    return this.#changes.map(({ id, change }) =>
      identified({ limit: limitName(id), label: limitLabel(id), change }, id)
    );
  }
}

/** Sectors whose exposure no row moves: held, closed, or without a view. */
function given(terms: BookTerms, i: number, outcome: Exposures): readonly LimitEffect[] {
  const change = outcome.weights[i] - terms.aim.shares[i];
  const effects = new Effects();
  return effects.list(change, terms.fixed.includes(terms.sectors[i]) ? "held" : "closed");
}

/**
 * What each limit did to each exposure, exactly.
 *
 * The book minimises ½Σ(|w| − A·v)²/v + ½ρh²/G under straight limits, so that at the answer the gradient
 * of the objective is a sum over the limits (stationarity, the first of the conditions of Karush, Kuhn
 * and Tucker; Nocedal and Wright, Numerical Optimization, 2nd ed., theorem 12.1):
 *
 *     |w_i| − A·v_i = v_i × Σ over limits (multiplier × the limit's coefficient),   ρ·h/G likewise.
 *
 * What all views reach for, (A − 1)·v_i, comes first. Each term is one limit's own share in moving the
 * exposure. No limit has to be added before another,
 * and nothing is solved again. A volatility limit, which is no straight row, has its gradient in place of
 * the coefficient; in a mean-variance book, where names are tied by their covariance H, all terms are
 * multiplied by H⁻¹. What rounding to 1e-9 adds is an entry of its own, so that the sum is
 * weight − share to the last bit but for the order of adding. Where multipliers are not unique
 * (more limits meet in a point than it has dimensions) the split is one of several exact ones. Where
 * volatility is at the least there is, multipliers have no bound (Slater's condition fails) and limits
 * pull thousands of times the equity against each other: there all of them are one effect, `volatility`.
 *
 * @param outcome What the book is, in the one order of sectors.
 * @returns Nothing is known for a problem without an answer: then all of it is `not traded`.
 */
export function limitEffects(
  terms: BookTerms,
  outcome: Exposures,
  pulls: LimitPulls | undefined,
): LimitEffects {
  if (pulls === undefined) {
    const untouched = (total: number) => new Effects().list(total, "not traded");
    return {
      sectors: outcome.weights.map((weight, i) => untouched(weight - terms.aim.shares[i])),
      hedge: untouched(outcome.hedge),
    };
  }
  const { layout } = pulls, unlimited = moves(pulls, pulls.linear);
  const each = pulls.pulls.map(({ limit, pull }) => ({ limit, by: moves(pulls, pull) }));
  const moved = isBoundless(each, unlimited)
    ? each.map(({ by }) => ({ limit: { kind: "volatility" }, by }))
    : each;
  const first: LimitId = { kind: terms.meanVariance ? "objective" : "reach" };
  const effectsOf = (v: number, sign: number, target: number, outcome: number) => {
    const effects = new Effects();
    effects.add(first, sign * unlimited[v] - target);
    for (const { limit, by } of moved) effects.add(limit, sign * by[v]);
    return effects.list(outcome - target, "rounding");
  };
  const sectors = terms.sectors.map((_, i) => given(terms, i, outcome));
  layout.sectorOf.forEach((i, v) => {
    sectors[i] = effectsOf(v, terms.signs[i], terms.aim.shares[i], outcome.weights[i]);
  });
  const hedge = layout.hedge < 0
    ? new Effects().list(outcome.hedge, "held")
    : effectsOf(layout.hedge, layout.side, 0, outcome.hedge);
  // A hedge that nobody asks for: what its use of the gross would cost is no effect on anything.
  const isUnasked = outcome.hedge === 0 && hedge.some(({ id }) => id.kind === "sign");
  return { sectors, hedge: isUnasked ? [] : hedge };
}

/** Whether volatility is so near to its least that no limit's share in an exposure is a size. */
function isBoundless(
  moved: readonly { readonly limit: LimitId; readonly by: readonly number[] }[],
  unlimited: readonly number[],
): boolean {
  const most = BOUNDLESS * Math.max(1, ...unlimited.map(Math.abs));
  return moved.some(({ limit, by }) =>
    // Its own move: one of the hedge's limit is ten times its price without anything being boundless.
    limit.kind === "volatility" && by.some((move) => Math.abs(move) > most)
  );
}

/** H⁻¹ times a pull: what it moves. */
function moves({ hessian }: LimitPulls, pull: readonly number[]): readonly number[] {
  if (typeof hessian[0] === "number") return pull.map((value, v) => value / (hessian[v] as number));
  const factor = choleskyFactor(hessian as readonly (readonly number[])[]);
  if (!factor) throw new LabError("Cannot explain a book: its risk has no inverse");
  return choleskySolve(factor, pull);
}

/**
 * The effects in a book that goes over its turnover budget. There the objective is another one, the
 * smallest turnover first, and a price of a limit is turnover and not exposure. What is exact: what
 * the limits alone do, in the book without the budget; and what the lack of a budget leaves of that
 * way untraded, as one difference named `turnover`.
 *
 * @param free The effects in the book without the budget.
 */
export function effectsOverBudget(
  terms: BookTerms,
  outcome: Exposures,
  free: LimitEffects,
): LimitEffects {
  const withTurnover = (of: readonly LimitEffect[], total: number) => {
    const effects = new Effects();
    for (const { id, change } of of) if (id.kind !== "rounding") effects.add(id, change);
    return effects.list(total, "turnover");
  };
  return {
    sectors: outcome.weights.map((weight, i) =>
      withTurnover(free.sectors[i], weight - terms.aim.shares[i])
    ),
    hedge: withTurnover(free.hedge, outcome.hedge),
  };
}
