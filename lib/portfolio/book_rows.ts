import type { ActiveSet } from "./solver/active_set.ts";
import type { BookTerms } from "./book_problem.ts";
import {
  HEDGE_RULE,
  jointRules,
  type LimitRule,
  type Limits,
  SECTOR_RULES,
  sectorCap,
} from "./limits.ts";

/** Weight of the hedge in the objective, beside 1 for each sector: it is cheap, but not free. */
export const HEDGE_PENALTY = 0.1;

/** The sign of the market hedge; `0` where there is none, or where it is held as it is. */
export type HedgeSide = -1 | 0 | 1;

/** A setting set free: limits with the setting at 0 and at 1, for all bounds are straight in it. */
export interface FreedSetting {
  readonly atZero: Limits;
  readonly atOne: Limits;
  /** A value below the one that is sought, such as the present one. */
  readonly least: number;
}

function canHedge({ hedgeSides }: BookTerms, side: HedgeSide): boolean {
  return side < 0 ? hedgeSides.short : side > 0 && hedgeSides.long;
}

/** Largest hedge on a side; 0 where none can be had. */
export function largestHedge(terms: BookTerms, side: HedgeSide): number {
  return canHedge(terms, side) ? terms.limits.hedge : 0;
}

/** What stands where in a solver after {@linkcode loadRows}. */
export interface BookLayout {
  readonly side: HedgeSide;
  /** Sector of each variable; the hedge, if it is one, and a freed figure come after. */
  readonly sectorOf: readonly number[];
  /** Variable of the hedge, or −1. */
  readonly hedge: number;
  /** Variable of the freed setting or of the turnover, or −1. */
  readonly freed: number;
  /** Solver row of each joint rule's upper and lower bound, or −1. */
  readonly highRows: readonly number[];
  readonly lowRows: readonly number[];
  /** Row that allows the hedge only against the book's beta, or −1. */
  readonly directionRow: number;
  /** Name of the limit behind each row. */
  readonly rowNames: string[];
  /** Rows of the turnover budget start here. */
  firstTurnoverRow: number;
}

/**
 * Puts the book's problem, for one sign of the hedge, into a solver.
 *
 * Each sector with a view becomes a variable u ≥ 0, its exposure in the direction of the view, so
 * that no view can get the wrong sign and |w| is simply u. The hedge becomes g ≥ 0 in the
 * direction of `side`. Every limit is then a straight row. What is minimised is
 * ½Σ(u − k|t|)² + ½ρg².
 *
 * @param gross Whether gross must be reached, or is an upper bound.
 * @param freed A setting that becomes a variable (at its smallest value), or `"turnover"`.
 * @param pull How hard a freed figure is pulled down, beside the pull of 1 to the views.
 */
export function loadRows(
  solver: ActiveSet,
  terms: BookTerms,
  side: HedgeSide,
  gross: "equal" | "at most",
  freed?: FreedSetting | "turnover",
  pull = 0,
): BookLayout {
  const { sectors, signs, targets, limits, rules } = terms;
  const sectorOf: number[] = [];
  for (let i = 0; i < signs.length; i++) if (signs[i] !== 0) sectorOf.push(i);
  const tracked = sectorOf.length;
  const hedge = terms.givenHedge === undefined && side !== 0 ? tracked : -1;
  const freedAt = freed === undefined ? -1 : tracked + (hedge < 0 ? 0 : 1);
  const n = tracked + (hedge < 0 ? 0 : 1) + (freedAt < 0 ? 0 : 1);
  const setting = freed === "turnover" ? undefined : freed;

  const hasNames = limits.names !== undefined;
  solver.begin(n);
  for (let v = 0; v < tracked; v++) {
    solver.hessian[v] = 1;
    solver.linear[v] = Math.abs(targets[sectorOf[v]]);
    solver.lower[v] = 0;
    solver.upper[v] = hasNames
      ? sectorCap(limits, sectors[sectorOf[v]], signs[sectorOf[v]])
      : limits.sector;
  }
  if (hedge >= 0) {
    solver.hessian[hedge] = HEDGE_PENALTY;
    solver.linear[hedge] = 0;
    solver.lower[hedge] = 0;
    solver.upper[hedge] = largestHedge(terms, side);
  }
  if (freedAt >= 0) {
    // ½f² + pull·f: an exact penalty, the pull being stronger than any wish of the views.
    solver.hessian[freedAt] = 1;
    solver.linear[freedAt] = -pull;
    // It starts from a bound near its answer: from −pull, rounding would weigh as much as the pull.
    solver.lower[freedAt] = setting ? setting.least : 0;
  }

  const rowNames: string[] = [];
  const highRows: number[] = [], lowRows: number[] = [];
  const rulesAtZero = setting
    ? jointRules(setting.atZero, sectors, terms.risk, terms.capitalUse)
    : rules;
  const rulesAtOne = setting
    ? jointRules(setting.atOne, sectors, terms.risk, terms.capitalUse)
    : rules;
  const limitsAtZero = setting ? setting.atZero : limits;
  for (let k = 0; k < rules.length; k++) {
    const rule = rules[k];
    let high = rulesAtZero[k].high(limitsAtZero), low = rulesAtZero[k].low(limitsAtZero);
    const constant = terms.fixed.length > 0 ? givenPart(terms, rule) : 0;
    const onHedge = hedge >= 0 ? side * rule.onHedge(side, limits) : 0;
    const isGross = rule.name === "gross", tolerance = isGross ? terms.grossTolerance : 0;
    const mustReach = isGross && gross === "equal" && tolerance === 0;
    const mustCome = isGross && gross === "equal" && tolerance > 0;
    if (mustCome) low = high - tolerance;
    high += tolerance;
    let highRow = -1, lowRow = -1;
    if (mustReach) {
      highRow = addRow(solver, terms, sectorOf, k, 1, high - constant, true);
    } else {
      if (high < Infinity) highRow = addRow(solver, terms, sectorOf, k, -1, constant - high, false);
      // A size is never below zero: the solver need not be told.
      if ((!rule.isSize || mustCome) && low > -Infinity) {
        lowRow = addRow(solver, terms, sectorOf, k, 1, low - constant, false);
      }
    }
    if (highRow >= 0) {
      if (hedge >= 0) solver.rows[highRow * n + hedge] = mustReach ? onHedge : -onHedge;
      rowNames.push(rule.name);
    }
    if (lowRow >= 0) {
      if (hedge >= 0) solver.rows[lowRow * n + hedge] = onHedge;
      rowNames.push(rule.name);
    }
    if (setting && !mustReach) {
      const atOne = rulesAtOne[k];
      if (highRow >= 0) solver.rows[highRow * n + freedAt] = atOne.high(setting.atOne) - high;
      if (lowRow >= 0) solver.rows[lowRow * n + freedAt] = low - atOne.low(setting.atOne);
    }
    highRows.push(highRow);
    lowRows.push(lowRow);
  }

  if (setting) {
    for (let v = 0; v < tracked; v++) {
      const i = sectorOf[v], rule = SECTOR_RULES[sectors[i]];
      freeCap(solver, rule, signs[i], setting, v, freedAt, rowNames);
    }
    if (hedge >= 0 && canHedge(terms, side)) {
      freeCap(solver, HEDGE_RULE, side, setting, hedge, freedAt, rowNames);
    }
  }
  if (terms.fixed.length > 0) checkGivenCaps(solver, terms, rowNames);

  const directionRow = addDirectionRow(solver, terms, side, sectorOf, n);
  if (directionRow >= 0) rowNames.push("hedge direction");
  return {
    side,
    sectorOf,
    hedge,
    freed: freedAt,
    highRows,
    lowRows,
    directionRow,
    rowNames,
    firstTurnoverRow: solver.rowCount,
  };
}

/** Adds ±(rule's sum over the sectors) ≥ least; the caller adds the hedge's part. */
function addRow(
  solver: ActiveSet,
  terms: BookTerms,
  sectorOf: readonly number[],
  k: number,
  sign: 1 | -1,
  least: number,
  equality: boolean,
): number {
  const row = solver.addRow(least, equality);
  const { rows } = solver, { slopes } = terms;
  const start = row * solver.variables, from = k * terms.sectors.length;
  for (let v = 0; v < sectorOf.length; v++) rows[start + v] = sign * slopes[from + sectorOf[v]];
  return row;
}

/** What the held exposures already use of a rule. */
function givenPart(terms: BookTerms, rule: LimitRule): number {
  const { sectors, given, betas, limits } = terms;
  let sum = 0;
  for (let i = 0; i < given.length; i++) {
    const w = given[i];
    if (w !== 0) sum += w * rule.onSector(sectors[i], Math.sign(w), betas[i], limits);
  }
  const h = terms.givenHedge ?? 0;
  return h === 0 ? sum : sum + h * rule.onHedge(Math.sign(h), limits);
}

/** The cap on one name, a bound of its variable, as a row with the freed setting in it. */
function freeCap(
  solver: ActiveSet,
  rule: LimitRule,
  sign: number,
  setting: FreedSetting,
  variable: number,
  freedAt: number,
  rowNames: string[],
): void {
  const at = rule.high(setting.atZero, sign), slope = rule.high(setting.atOne, sign) - at;
  if (slope === 0) return;
  solver.upper[variable] = Infinity;
  const row = solver.addRow(-at), n = solver.variables;
  solver.rows[row * n + variable] = -1;
  solver.rows[row * n + freedAt] = slope;
  rowNames.push(rule.name);
}

/** A held exposure beyond its own cap: a row that nothing can meet, so that the conflict is named. */
function checkGivenCaps(solver: ActiveSet, terms: BookTerms, rowNames: string[]): void {
  const check = (rule: LimitRule, exposure: number) => {
    const excess = Math.abs(exposure) - rule.high(terms.limits, Math.sign(exposure));
    if (excess <= 0) return;
    solver.addRow(excess);
    rowNames.push(rule.name);
  };
  terms.given.forEach((exposure, i) => check(SECTOR_RULES[terms.sectors[i]], exposure));
  check(HEDGE_RULE, terms.givenHedge ?? 0);
}

/**
 * The hedge only against the book's own beta: side·(b·w − target) ≤ 0. Without this row, where the
 * hedge counts in gross, the nearest book can use it as a filler of the gross.
 */
function addDirectionRow(
  solver: ActiveSet,
  terms: BookTerms,
  side: HedgeSide,
  sectorOf: readonly number[],
  n: number,
): number {
  if (side === 0) return -1;
  const { betas, signs, given } = terms;
  let constant = 0;
  for (let i = 0; i < given.length; i++) if (given[i] !== 0) constant += given[i] * betas[i];
  const row = solver.addRow(side * (constant - terms.limits.beta.target));
  for (let v = 0; v < sectorOf.length; v++) {
    const i = sectorOf[v];
    solver.rows[row * n + v] = -side * signs[i] * betas[i];
  }
  return row;
}

/**
 * The signs of the hedge worth solving, the likelier first: against the beta of the target book.
 * On a tie the first one stands, so that turning all views around turns the book around.
 */
export function hedgeSidesToTry(terms: BookTerms): readonly HedgeSide[] {
  if (terms.givenHedge !== undefined) return [Math.sign(terms.givenHedge) as HedgeSide];
  if (largestHedge(terms, -1) === 0 && largestHedge(terms, 1) === 0) return NO_SIDE;
  let beta = -terms.limits.beta.target;
  for (let i = 0; i < terms.signs.length; i++) {
    if (terms.signs[i] !== 0) beta += terms.targets[i] * terms.betas[i];
    else if (terms.given[i] !== 0) beta += terms.given[i] * terms.betas[i];
  }
  return beta >= 0 ? SHORT_FIRST : LONG_FIRST;
}
const NO_SIDE: readonly HedgeSide[] = [0];
const SHORT_FIRST: readonly HedgeSide[] = [-1, 1];
const LONG_FIRST: readonly HedgeSide[] = [1, -1];
