import { ActiveSet } from "./solver/active_set.ts";
import { type BookProblem, type BookTerms, EXPOSURE_STEP } from "./book_problem.ts";
import { type FreedSetting, type HedgeSide, hedgeSidesToTry, loadRows } from "./book_rows.ts";
import type { Book } from "./book.ts";
import { inUnit, outward } from "./limits/limit_unit.ts";
import { checkLimits } from "./limits/check_limits.ts";
import { leastVolatility, reachesGross, withoutBudget } from "./gross_allowed.ts";
import { reachRemedy } from "./reach_remedy.ts";
import type { Remedy } from "./remedy.ts";
import { jointRules, limitEntries } from "./limits/catalogue.ts";
import type { LimitFigure } from "./limits/limit_figure.ts";
import { limitName } from "./limits/limit_id.ts";
import type { Limits } from "./limits/limits.ts";

/** Pull on the freed figure beside a pull of 1 to the views; see `smallest_turnover.ts`. */
const PULLS = [1e3, 1e5, 1e6] as const;
/** Values tried as the widest that a limit may have, in steps: a cap ends at 1, most at 3, a group nowhere. */
const WIDEST = [1e9, 3e9, 1e15] as const;
/** Two answers that differ by less are the same. */
const SAME = 1e-10;

const SOLVER = new ActiveSet();

/** A setting as something that can be set free. */
export interface Setting extends FreedSetting, LimitFigure {
  readonly sign: 1 | -1;
}

/**
 * What would let a book that is short of its gross use it. Where the limits allow it all, no limit stands
 * in the way: the reach with which it is used, if there is one. Where they allow less: for each limit the
 * value that alone would allow it, exactly, and the gross that the book would then use. The limit becomes
 * a variable, and its smallest value with all other limits in place is found, for both signs of the hedge.
 * (The book's own gross may fall as a limit widens, for less hedge is needed; what is allowed never does.)
 * A turnover budget is left aside: it comes after the limits.
 *
 * @param allowed The most gross that the limits allow.
 * @param refit Solves the book's problem with a change.
 */
export function remedies(
  terms: BookTerms,
  allowed: number | undefined,
  refit: (change: Partial<BookProblem>) => Book,
): readonly Remedy[] {
  const wanted = terms.aim.gross;
  if (allowed !== undefined && allowed >= wanted) return [reachRemedy(terms, refit)];
  // A tolerance is for names that are held: what is promised here is all of the gross.
  const all = { ...withoutBudget(terms), grossTolerance: 0 };
  const gross = inUnit(wanted, "share of equity");
  return settings(all).map((setting) => {
    const to = firstThatWorks(all, setting);
    const { label, unit, from } = setting, name = limitName(setting.id);
    if (to === undefined) {
      const sentence = `No value of ${label} alone would allow ${gross} gross.`;
      return { setting: name, unit, from, sentence };
    }
    // What is said is rounded, away from what is too narrow: typed in, it must do what it promises.
    const said = outward(to, unit, setting.sign);
    const uses = (value: number) =>
      refit({ limits: setting.at(value), turnoverBudget: undefined }).gross;
    return {
      setting: name,
      unit,
      from,
      to,
      change: changed(terms.limits, setting.at(to)),
      gross: uses(to),
      sentence: `With ${label} at ${inUnit(said, unit)} instead of ${
        inUnit(from, unit)
      } the limits would allow ${gross} gross; the book would use ${
        inUnit(uses(said), "share of equity")
      }.`,
    };
  });
}

/** The fields of limits that differ. */
function changed(from: Limits, to: Limits): Partial<Limits> {
  return Object.fromEntries(
    Object.entries(to).filter(([name, value]) => value !== from[name as keyof Limits]),
  );
}

/**
 * The value on the grid of 1e-9 that works when it is typed in: the exact one rounded outward, or
 * one step more where only a single point is left at it. Nothing where the limit may not be so wide.
 */
export function firstThatWorks(terms: BookTerms, setting: Setting): number | undefined {
  // A hedge limit of 0 leaves no side to try; set free it opens them.
  const sides = hedgeSidesToTry({ ...terms, limits: setting.atOne });
  const least = Math.min(...sides.map((side) => smallest(terms, side, setting)));
  if (least === Infinity) return undefined;
  const valueAt = (step: number) => setting.sign * step / 1e9;
  /** Whether the limits allow the gross there; undefined where a limit may not be so wide. */
  const works = (step: number): boolean | undefined => {
    let limits: Limits;
    try {
      limits = checkLimits(setting.at(valueAt(step)));
    } catch {
      return undefined; // such as a cap above 100 %
    }
    const changed = { ...terms, limits, rules: jointRules(limits, terms) };
    return sides.some((side) => reachesGross(SOLVER, changed, side));
  };
  const step = Math.ceil(least / EXPOSURE_STEP - 1e-3);
  for (const more of [0, 1, 2]) {
    const found = works(step + more);
    if (found === undefined) return undefined;
    if (found) return valueAt(step + more);
  }
  if (terms.limits.volatility === undefined) return undefined;
  // The least value is that of straight rows; a volatility limit may ask for more.
  let low = step + 2;
  const widest = WIDEST.find((value) => value > low && works(value));
  if (widest === undefined) return undefined;
  let high: number = widest;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (works(middle)) high = middle;
    else low = middle;
  }
  return valueAt(high);
}

/**
 * Smallest value of a setting with which gross is allowed inside the straight limits for one sign
 * of the hedge; ∞: none.
 */
function smallest(terms: BookTerms, side: HedgeSide, setting: Setting): number {
  if (setting.id.kind === "volatility") {
    const value = leastVolatility(SOLVER, terms, side);
    // Where it does not stand in the way, no value of it helps.
    return value > setting.from ? value : Infinity;
  }
  let last = NaN;
  for (const pull of PULLS) {
    const layout = loadRows(SOLVER, terms, side, "equal", setting, pull);
    if (SOLVER.solve() !== "solved") return Infinity;
    const value = SOLVER.x[layout.freed];
    if (Math.abs(value - last) < SAME) return value;
    last = value;
  }
  return last;
}

/** Every limit of a problem that has one figure to change. */
export function settings(terms: BookTerms): readonly Setting[] {
  return limitEntries().flatMap((entry) => entry.figures?.(terms.limits, terms) ?? [])
    .map(({ sign = 1, ...figure }) => ({
      ...figure,
      sign,
      atZero: figure.at(0),
      atOne: figure.at(sign),
      least: sign * figure.from,
    }));
}
