import type { ActiveSet } from "./solver/active_set.ts";
import { missScale } from "./aim.ts";
import type { BookTerms } from "./book_problem.ts";
import type { Sector } from "../market/mod.ts";
import { jointRules } from "./limits/catalogue.ts";
import { HEDGE_DIRECTION, HEDGE_RULE, SECTOR_RULES, sectorCap } from "./limits/exposure_limits.ts";
import type { LimitId } from "./limits/limit_id.ts";
import type { LimitRule } from "./limits/limit_rule.ts";
import type { Limits } from "./limits/limits.ts";

/** ρ, weight of the hedge in the objective beside 1 for a view: it is cheap, but not free. */
export const HEDGE_PENALTY = 0.1;

/** Where turnover is made smallest, a share that is a smaller part of the gross weighs as this part. */
const LEAST_PART_OF_TURNOVER = 1e-6;

/** The sign of the market hedge; `0` where there is none, or where it is held as it is. */
export type HedgeSide = -1 | 0 | 1;

/** A setting set free: limits with the setting at 0 and at 1, for all bounds are straight in it. */
export interface FreedSetting {
  readonly atZero: Limits;
  readonly atOne: Limits;
  /** A value below the one that is sought, such as the present one. */
  readonly least: number;
}

/** A cap on one exposure, and the limit that sets it. */
interface Cap {
  readonly id: LimitId;
  readonly max: number;
  /** Whether the mandate's own figure sets it. */
  readonly isOwn: boolean;
}

/** What a fund can carry, as a limit. */
const fundLimit = (of: Sector | "hedge"): LimitId => ({ kind: "fund", of });

/** The cap on the exposure to a sector in the direction of its view. */
export function capOn({ limits, sectors, signs, fundCaps }: BookTerms, i: number): Cap {
  const sector = sectors[i], max = sectorCap(limits, sector, signs[i]);
  const carried = (signs[i] < 0 ? fundCaps.short : fundCaps.long)[i];
  return carried < max
    ? { id: fundLimit(sector), max: carried, isOwn: false }
    : { id: SECTOR_RULES[sector].id, max, isOwn: true };
}

/** The cap on a hedge of a side. */
export function capOnHedge({ limits, fundCaps, floor }: BookTerms, side: HedgeSide): Cap {
  const max = side === 0 ? 0 : HEDGE_RULE.high(limits);
  const carried = side === 0 ? 0 : side < 0 ? fundCaps.hedge.short : fundCaps.hedge.long;
  if (floor !== undefined && floor.hedge < Math.min(max, carried)) {
    return { id: FLOOR, max: floor.hedge, isOwn: false };
  }
  return carried < max
    ? { id: fundLimit("hedge"), max: carried, isOwn: false }
    : { id: HEDGE_RULE.id, max, isOwn: true };
}

/** Largest hedge on a side; 0 where none can be had. */
export function largestHedge({ limits, fundCaps, floor }: BookTerms, side: HedgeSide): number {
  if (side === 0) return 0;
  const carried = side < 0 ? fundCaps.hedge.short : fundCaps.hedge.long;
  return Math.min(HEDGE_RULE.high(limits), carried, floor === undefined ? Infinity : floor.hedge);
}

/** The gross that comes before a turnover budget. */
const FLOOR: LimitId = { kind: "gross floor" };

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
  /** The limit behind each row. */
  readonly rowLimits: LimitId[];
  /** Rows of the turnover budget start here. */
  firstTurnoverRow: number;
}

/**
 * Puts the book's problem, for one sign of the hedge, into a solver.
 *
 * Each sector with a view becomes a variable u ≥ 0, its exposure in the direction of the view, so
 * that no view can get the wrong sign and |w| is simply u. The hedge becomes g ≥ 0 in the
 * direction of `side`. Every limit is then a straight row. What is minimised is
 * ½Σ(u − A·v)²/v + ½ρg²/G, with v the view's share of the gross G and A what is aimed at. The weight
 * 1/v makes it a matter of parts: whatever presses on all of them alike takes the same part of each.
 *
 * @param gross Whether gross must be reached, or is an upper bound.
 * @param freed A setting that becomes a variable (at its smallest value; the views play no part
 *   then), or `"turnover"`.
 * @param pull How hard a freed figure is pulled down, beside the other terms.
 */
export function loadRows(
  solver: ActiveSet,
  terms: BookTerms,
  side: HedgeSide,
  gross: "equal" | "at most",
  freed?: FreedSetting | "turnover",
  pull = 0,
): BookLayout {
  const { sectors, signs, limits, rules, floor } = terms;
  const sectorOf: number[] = [];
  for (let i = 0; i < signs.length; i++) if (signs[i] !== 0) sectorOf.push(i);
  const tracked = sectorOf.length;
  const hedge = terms.givenHedge === undefined && side !== 0 ? tracked : -1;
  const freedAt = freed === undefined ? -1 : tracked + (hedge < 0 ? 0 : 1);
  const n = tracked + (hedge < 0 ? 0 : 1) + (freedAt < 0 ? 0 : 1);
  const setting = freed === "turnover" ? undefined : freed;

  solver.begin(n);
  loadObjective(solver, terms, side, { sectorOf, hedge, freedAt }, freed, pull);

  const rowLimits: LimitId[] = [];
  const highRows: number[] = [], lowRows: number[] = [];
  const rulesAtZero = setting ? jointRules(setting.atZero, terms) : rules;
  const rulesAtOne = setting ? jointRules(setting.atOne, terms) : rules;
  const limitsAtZero = setting ? setting.atZero : limits;
  for (let k = 0; k < rules.length; k++) {
    const rule = rules[k];
    let high = rulesAtZero[k].high(limitsAtZero), low = rulesAtZero[k].low(limitsAtZero);
    const constant = givenPart(terms, rule);
    const onHedge = hedge >= 0 ? side * rule.onHedge(side, limits) : 0;
    const isGross = rule.id.kind === "gross", tolerance = isGross ? terms.grossTolerance : 0;
    if (isGross) high = terms.aim.gross;
    const mustReach = isGross && gross === "equal" && tolerance === 0;
    const mustCome = isGross && ((gross === "equal" && tolerance > 0) || floor !== undefined);
    if (mustCome) low = floor ? floor.gross : high;
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
      rowLimits.push(rule.id);
    }
    if (lowRow >= 0) {
      if (hedge >= 0) solver.rows[lowRow * n + hedge] = onHedge;
      rowLimits.push(isGross && floor ? FLOOR : rule.id);
    }
    if (setting && !isGross) {
      const atOne = rulesAtOne[k];
      if (highRow >= 0) solver.rows[highRow * n + freedAt] = atOne.high(setting.atOne) - high;
      if (lowRow >= 0) solver.rows[lowRow * n + freedAt] = low - atOne.low(setting.atOne);
    }
    highRows.push(highRow);
    lowRows.push(lowRow);
  }

  if (setting) {
    const { short, long, hedge: onHedge } = terms.fundCaps;
    for (let v = 0; v < tracked; v++) {
      const i = sectorOf[v], rule = SECTOR_RULES[sectors[i]];
      const carried = (signs[i] < 0 ? short : long)[i];
      freeCap(solver, rule, signs[i], setting, v, freedAt, rowLimits, carried);
    }
    if (hedge >= 0) {
      const carried = side < 0 ? onHedge.short : onHedge.long;
      freeCap(solver, HEDGE_RULE, side, setting, hedge, freedAt, rowLimits, carried);
    }
  }
  if (terms.fixed.length > 0) checkGivenCaps(solver, terms, rowLimits);

  const directionRow = addDirectionRow(solver, terms, side, sectorOf, n);
  if (directionRow >= 0) rowLimits.push(HEDGE_DIRECTION[1].id);
  return {
    side,
    sectorOf,
    hedge,
    freed: freedAt,
    highRows,
    lowRows,
    directionRow,
    rowLimits,
    firstTurnoverRow: solver.rowCount,
  };
}

/** The objective, and the bounds of each variable. */
function loadObjective(
  solver: ActiveSet,
  terms: BookTerms,
  side: HedgeSide,
  { sectorOf, hedge, freedAt }: {
    readonly sectorOf: readonly number[];
    readonly hedge: number;
    readonly freedAt: number;
  },
  freed: FreedSetting | "turnover" | undefined,
  pull: number,
): void {
  const { sectors, signs, limits, fundCaps } = terms, { shares, gross, times = 0 } = terms.aim;
  const setting = freed === "turnover" ? undefined : freed;
  // The smallest turnover comes before every wish of the views, however steep.
  const leastPart = freed === "turnover" ? LEAST_PART_OF_TURNOVER : undefined;
  for (let v = 0; v < sectorOf.length; v++) {
    const i = sectorOf[v], carried = (signs[i] < 0 ? fundCaps.short : fundCaps.long)[i];
    const scale = setting ? 1 : missScale(shares[i], gross, leastPart);
    solver.hessian[v] = 1 / scale;
    solver.linear[v] = setting ? 0 : times * Math.abs(shares[i]) / scale;
    solver.lower[v] = 0;
    solver.upper[v] = Math.min(carried, sectorCap(limits, sectors[i], signs[i]));
  }
  if (hedge >= 0) {
    solver.hessian[hedge] = HEDGE_PENALTY / gross;
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
  if (terms.fixed.length === 0) return sum;
  for (let i = 0; i < given.length; i++) {
    const w = given[i];
    if (w !== 0) sum += w * rule.onSector(sectors[i], Math.sign(w), betas[i], limits);
  }
  const h = terms.givenHedge ?? 0;
  return h === 0 ? sum : sum + h * rule.onHedge(Math.sign(h), limits);
}

/**
 * The cap on one name, a bound of its variable, as a row with the freed setting in it; what its fund
 * can carry stays the bound.
 */
function freeCap(
  solver: ActiveSet,
  rule: LimitRule,
  sign: number,
  setting: FreedSetting,
  variable: number,
  freedAt: number,
  rowLimits: LimitId[],
  carried: number,
): void {
  const at = rule.high(setting.atZero, sign), slope = rule.high(setting.atOne, sign) - at;
  if (slope === 0) return;
  solver.upper[variable] = carried;
  const row = solver.addRow(-at), n = solver.variables;
  solver.rows[row * n + variable] = -1;
  solver.rows[row * n + freedAt] = slope;
  rowLimits.push(rule.id);
}

/** A held exposure beyond its own cap: a row that nothing can meet, so that the conflict is named. */
function checkGivenCaps(solver: ActiveSet, terms: BookTerms, rowLimits: LimitId[]): void {
  const check = (id: LimitId, max: number, exposure: number) => {
    const excess = Math.abs(exposure) - max;
    if (excess <= 0) return;
    solver.addRow(excess);
    rowLimits.push(id);
  };
  const { limits, sectors, fundCaps: { short, long, hedge } } = terms;
  terms.given.forEach((exposure, i) => {
    if (exposure === 0) return;
    const side = Math.sign(exposure);
    check(SECTOR_RULES[sectors[i]].id, sectorCap(limits, sectors[i], side), exposure);
    check(fundLimit(sectors[i]), (side < 0 ? short : long)[i], exposure);
  });
  const h = terms.givenHedge ?? 0;
  if (h === 0) return;
  check(HEDGE_RULE.id, HEDGE_RULE.high(limits), h);
  check(fundLimit("hedge"), h < 0 ? hedge.short : hedge.long, h);
}

/** The row that lets the hedge work only against the book's own beta. */
function addDirectionRow(
  solver: ActiveSet,
  terms: BookTerms,
  side: HedgeSide,
  sectorOf: readonly number[],
  n: number,
): number {
  if (side === 0) return -1;
  const { betas, signs, sectors, limits } = terms, rule = HEDGE_DIRECTION[side];
  const row = solver.addRow(givenPart(terms, rule) - rule.high(limits));
  for (let v = 0; v < sectorOf.length; v++) {
    const i = sectorOf[v];
    solver.rows[row * n + v] = -signs[i] * rule.onSector(sectors[i], signs[i], betas[i], limits);
  }
  return row;
}

/**
 * The signs of the hedge worth solving, the likelier first: against the beta of what is aimed at.
 * On a tie the first one stands, so that turning all views around turns the book around.
 */
export function hedgeSidesToTry(terms: BookTerms): readonly HedgeSide[] {
  if (terms.givenHedge !== undefined) return [Math.sign(terms.givenHedge) as HedgeSide];
  // A side whose cap is 0 is tried all the same, or nobody would know what one more point is worth.
  if (terms.limits.accounting === "none" || terms.floor?.hedge === 0) return NO_SIDE;
  const { shares, times = 0 } = terms.aim;
  let beta = -terms.limits.beta.target;
  for (let i = 0; i < terms.signs.length; i++) {
    if (terms.signs[i] !== 0) beta += times * shares[i] * terms.betas[i];
    else if (terms.given[i] !== 0) beta += terms.given[i] * terms.betas[i];
  }
  return beta >= 0 ? SHORT_FIRST : LONG_FIRST;
}
const NO_SIDE: readonly HedgeSide[] = [0];
const SHORT_FIRST: readonly HedgeSide[] = [-1, 1];
const LONG_FIRST: readonly HedgeSide[] = [1, -1];
