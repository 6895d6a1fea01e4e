import { checkFields, checkFlag, checkList, checkObject, isList, shown } from "../arguments.ts";
import { isSector, type Sector, SECTORS } from "../market/mod.ts";
import { type Aim, aimOf } from "./aim.ts";
import type { BookRisk } from "./limits/book_risk.ts";
import { checkLimits } from "./limits/check_limits.ts";
import type { Exposures } from "./check_exposures.ts";
import { checkNames } from "./check_names.ts";
import { checkRisk } from "./limits/check_risk.ts";
import { checkRiskFields } from "./limits/check_risk_fields.ts";
import { jointRules } from "./limits/catalogue.ts";
import type { CapitalUse, LimitRule } from "./limits/limit_rule.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits/limits.ts";

/** Exposures are whole multiples of this share of equity (design, section 11). */
export const EXPOSURE_STEP = 1e-9;

/** Largest size of a beta that a sector can be measured to have; beyond it, the figure is a mistake. */
const LARGEST_BETA = 10;
/** Largest gross that is held, a share of equity; above it, percentages were meant. */
const LARGEST_HELD = 10;

/** A name that can be held as it is: a sector, or the market hedge. */
export type HeldName = Sector | "hedge";

/** Sides of the market on which a hedge can be had. */
export interface HedgeSides {
  readonly short: boolean;
  readonly long: boolean;
}

/**
 * Largest exposures that funds can carry, by what they trade and hold; shares of equity, at least 0,
 * ∞ where nothing is known to stand in the way. A cap is a limit: the view stays open.
 */
export interface FundCaps {
  /** One per sector, for a long. */
  readonly long: readonly number[];
  /** One per sector, the size of a short. */
  readonly short: readonly number[];
  /** The size of the hedge, by side. */
  readonly hedge: { readonly long: number; readonly short: number };
}

/** What `fitBook` is asked: views, betas, limits, and what is held now. */
export interface BookProblem {
  /** Sectors that exist on the day; the order of all arrays below. */
  readonly sectors: readonly Sector[];
  /** The view on each sector, −2 (strong short) to 2 (strong long). */
  readonly tilts: readonly number[];
  /** Measured beta of each sector to the market; only a closed sector's may be unknown (NaN). */
  readonly betas: readonly number[];
  /** Sectors that cannot be sold short today: a short view on them becomes a lost bet. */
  readonly closedShorts?: readonly Sector[];
  /** Sectors that cannot be held at all today, such as one without a beta. */
  readonly closed?: readonly Sector[];
  /** Limits that differ from `DEFAULT_LIMITS`. */
  readonly limits?: Partial<Limits>;
  /** What limits on styles, correlated sectors and volatility need; see `BookRisk`. */
  readonly risk?: BookRisk;
  /**
   * What a unit of exposure takes of the limit on capital; without it, the limit is left to the orders.
   * The desk gives it where that limit can bind.
   */
  readonly capitalUse?: CapitalUse;
  /** Sides on which a market hedge can be had; both by default. */
  readonly hedgeSides?: HedgeSides;
  /** What funds can carry on the day, for this account; without it, whatever the limits allow. */
  readonly fundCaps?: FundCaps;
  /** Exposures held now, after drift, as shares of equity; read to the nearest 1e-9. */
  readonly previous?: Exposures;
  /** Largest Σ|new − old| over sectors and hedge, a share of equity; none by default. */
  readonly turnoverBudget?: number;
  /** Names that keep their previous exposure, by a rule on trades; they need `previous`. */
  readonly fixed?: readonly HeldName[];
  /**
   * How far gross may go beyond its limit, a share of equity; 0 by default. Held positions have
   * drifted, so that with them it may have no other solution.
   */
  readonly grossTolerance?: number;
}

/** What a mean-variance book maximises, checked, with the sectors in the one order. */
export interface MeanVarianceTerms {
  /** Expected returns per year: the sectors, then the market. */
  readonly expected: readonly number[];
  readonly riskAversion: number;
  /** Cost per unit of exposure traded and year: the sectors, then the hedge. */
  readonly costs: readonly number[];
}

/** A problem that was checked, with its sectors in the one order, so that none of it can surprise. */
export interface BookTerms {
  /** As it was given, for what is solved anew with one thing changed. */
  readonly problem: BookProblem;
  readonly sectors: readonly Sector[];
  /** Where each sector stood in the caller's arrays. */
  readonly origin: readonly number[];
  /** Whether the caller's order is the one order already. */
  readonly inOrder: boolean;
  readonly tilts: readonly number[];
  readonly betas: readonly number[];
  /** What the views aim at, closed sectors included. */
  readonly aim: Aim;
  /** −1 or 1 where the book may take a position, 0 where its weight is given (0, or held). */
  readonly signs: readonly number[];
  /** Exposure of the names with sign 0. */
  readonly given: readonly number[];
  /** Names held as they are. */
  readonly fixed: readonly HeldName[];
  /** The hedge, where it is held as it is. */
  readonly givenHedge: number | undefined;
  readonly limits: Limits;
  /** In the order of the sectors here; empty where no limit needs it. */
  readonly risk: BookRisk;
  /** In the order of the sectors here. */
  readonly capitalUse: CapitalUse | undefined;
  readonly rules: readonly LimitRule[];
  /** What a unit in the direction of the view adds to each rule: one row per rule, by sector. */
  readonly slopes: readonly number[];
  /** Largest exposures that funds carry, in the order here; a side without a hedge has 0. */
  readonly fundCaps: FundCaps;
  readonly previous: readonly number[] | undefined;
  readonly previousHedge: number;
  readonly turnoverBudget: number;
  readonly grossTolerance: number;
  /** Sectors whose view cannot be followed because they are closed. */
  readonly closed: readonly Sector[];
  /** Whether gross is reached where it can, or only aimed at and bounded. */
  readonly grossRule: "equal" | "at most";
  /** What comes before a turnover budget: gross of at least so much, by a hedge of at most so much. */
  readonly floor?: { readonly gross: number; readonly hedge: number };
  /** What is maximised instead of the nearness to the aims. */
  readonly meanVariance?: MeanVarianceTerms;
}

const ACTION = "Cannot fit a book";

function refuse(what: string): never {
  throw new RangeError(`${ACTION}: ${what}`);
}

/** What a problem has, to tell a slip of the pen from a field. */
const FIELDS: ReadonlySet<string> = new Set([
  ...["sectors", "tilts", "betas", "closedShorts", "closed", "limits", "risk", "capitalUse"],
  ...["hedgeSides", "fundCaps", "previous", "turnoverBudget", "fixed", "grossTolerance"],
]);

function checkLength(name: string, values: ArrayLike<unknown>, count: number): void {
  if (!isList(values) || values.length !== count) {
    refuse(
      `${name} needs one number per sector (${count}), got ${
        isList(values) ? (values as ArrayLike<unknown>).length : shown(values)
      }`,
    );
  }
}

const hasSector = (list: readonly Sector[] | undefined, sector: Sector) =>
  list !== undefined && list.includes(sector);

/** The nearest whole multiple of the exposure step, never −0. */
export function onStep(exposure: number): number {
  return Math.round(exposure / EXPOSURE_STEP) / 1e9 + 0;
}

/**
 * A checked problem with its sectors in the one order.
 *
 * @param needsCovariance Whether the covariance is needed beyond what the limits ask for.
 * @throws {RangeError} If a figure is missing, no number or out of range; says which and where.
 * @throws {InfeasibleError} If a limit contradicts itself.
 */
export function bookTerms(problem: BookProblem, needsCovariance = false): BookTerms {
  const parts = checkedParts(problem), { limits, origin, fixed, previous, sectors } = parts;
  const { closed, closedShorts } = problem, count = sectors.length;
  const names: Sector[] = new Array(count), lost: Sector[] = [];
  const tilts: number[] = new Array(count), betas: number[] = new Array(count);
  const signs: number[] = new Array(count), given: number[] = new Array(count);
  const before: number[] = new Array(previous ? count : 0);
  const isClosed: boolean[] = new Array(count);
  let inOrder = true;
  for (let i = 0; i < count; i++) {
    const at = origin[i], sector = sectors[at], tilt = problem.tilts[at], beta = problem.betas[at];
    if (typeof tilt !== "number" || !(tilt >= -2 && tilt <= 2)) {
      refuse(`the tilt of ${sector} must lie in [−2, 2], got ${shown(tilt)}`);
    }
    const isHeld = fixed.length > 0 && fixed.includes(sector);
    const isOut = hasSector(closed, sector);
    if (!(typeof beta === "number" && Math.abs(beta) <= LARGEST_BETA) && (isHeld || !isOut)) {
      refuseBeta(sector, beta);
    }
    const old = previous ? onStep(previous.weights[at]) : 0;
    if (at !== i) inOrder = false;
    names[i] = sector;
    tilts[i] = tilt + 0; // never −0
    betas[i] = beta;
    if (previous) before[i] = old;
    isClosed[i] = !isHeld && (isOut || (tilt < 0 && hasSector(closedShorts, sector)));
    signs[i] = isHeld || isClosed[i] || tilt === 0 ? 0 : tilt > 0 ? 1 : -1;
    given[i] = isHeld ? old : 0;
    if (isClosed[i] && tilt !== 0) lost.push(sector);
  }
  // Mean-variance has a gross rule of its own, and no conviction but its expected returns.
  const byConviction = limits.grossByConviction && !needsCovariance;
  const aim = aimOf(tilts, isClosed, limits.gross, limits.reach, byConviction);
  const oldHedge = previous ? onStep(previous.hedge) : 0;
  const needsRisk = limits.styles !== undefined || limits.correlated !== undefined ||
    limits.volatility !== undefined || needsCovariance;
  let risk = NO_RISK;
  if (problem.risk !== undefined) checkRiskFields(ACTION, problem.risk);
  if (needsRisk) {
    checkRisk(
      limits,
      sectors,
      (i) => !closed?.includes(sectors[i]) || fixed.includes(sectors[i]),
      problem.risk,
    );
    risk = inOneOrder(problem.risk ?? NO_RISK, origin);
  }
  const capitalUse = problem.capitalUse === undefined
    ? undefined
    : capitalInOneOrder(problem.capitalUse, origin);
  const rules = jointRules(limits, { sectors: names, risk, capitalUse });
  const slopes: number[] = new Array(rules.length * count);
  for (let k = 0, at = 0; k < rules.length; k++) {
    const rule = rules[k];
    for (let i = 0; i < count; i++) {
      const sign = signs[i];
      slopes[at++] = sign === 0 ? 0 : sign * rule.onSector(names[i], sign, betas[i], limits);
    }
  }
  return {
    problem,
    sectors: names,
    origin,
    inOrder,
    tilts,
    betas,
    aim,
    signs,
    given,
    fixed,
    givenHedge: fixed.length > 0 && fixed.includes("hedge") ? oldHedge : undefined,
    limits,
    risk,
    capitalUse,
    rules,
    slopes,
    fundCaps: capsOfFunds(problem, origin),
    previous: previous ? before : undefined,
    previousHedge: oldHedge,
    turnoverBudget: parts.turnoverBudget,
    grossTolerance: parts.grossTolerance,
    closed: lost,
    grossRule: "at most",
  };
}

/** What of a problem can be checked before its sectors are gone through, with its defaults. */
function checkedParts(problem: BookProblem) {
  checkObject(ACTION, "the problem", problem, "sectors, tilts and betas");
  for (const field in problem) if (!FIELDS.has(field)) refuseField(field);
  const { sectors, closedShorts, closed } = problem;
  checkList(ACTION, "sectors", sectors, "sectors");
  const count = sectors.length;
  checkLength("tilts", problem.tilts, count);
  checkLength("betas", problem.betas, count);
  if (closed !== undefined) checkNames("closed", closed);
  if (closedShorts !== undefined) checkNames("closedShorts", closedShorts);
  const limits = problem.limits === undefined ? DEFAULT_LIMITS : checkLimits(problem.limits);
  const origin = canonicalOrder(sectors);
  const { previous } = problem;
  if (previous !== undefined) checkPrevious(previous, sectors);
  const { turnoverBudget = Infinity } = problem;
  if (!(typeof turnoverBudget === "number" && turnoverBudget >= 0)) {
    refuse(
      `the turnover budget must be a share of equity of at least 0, got ${shown(turnoverBudget)}`,
    );
  }
  if (turnoverBudget < Infinity && !previous) {
    refuse("a turnover budget needs the previous exposures");
  }
  const { grossTolerance = 0 } = problem;
  const isTolerance = typeof grossTolerance === "number" && grossTolerance >= 0;
  if (!(isTolerance && grossTolerance < limits.gross)) {
    refuse(
      `grossTolerance must be a share of equity in [0, ${limits.gross}), got ${
        shown(grossTolerance)
      }`,
    );
  }
  const fixed = problem.fixed ?? noNames;
  if (fixed !== noNames) checkNames("fixed", fixed, "hedge");
  for (const name of fixed) {
    if (!previous) refuse(`holding ${name} needs previous exposures`);
    if (name !== "hedge" && !sectors.includes(name)) {
      refuse(`${shown(name)} is to be held, but is no sector here`);
    }
  }
  return { sectors, limits, origin, previous, turnoverBudget, grossTolerance, fixed };
}

function refuseField(field: string): never {
  refuse(`there is no "${field}" in a problem; it has ${[...FIELDS].join(", ")}`);
}

function refuseBeta(sector: Sector, beta: unknown): never {
  if (typeof beta === "number" && Number.isFinite(beta)) {
    refuse(
      `the beta of ${sector} must lie in [−${LARGEST_BETA}, ${LARGEST_BETA}], got ${beta}; ` +
        'measure it anew, or name the sector in "closed"',
    );
  }
  refuse(
    `the beta of ${sector} is unknown (${shown(beta)}); measure it, leave the sector out, or ` +
      'name it in "closed"',
  );
}

/** Exposures held, finite and no percentages. */
function checkPrevious(
  previous: NonNullable<BookProblem["previous"]>,
  sectors: readonly Sector[],
): void {
  checkObject(ACTION, "previous", previous, "weights and hedge");
  checkLength("previous weights", previous.weights, sectors.length);
  let gross = 0;
  for (let i = 0; i <= sectors.length; i++) {
    const value = i < sectors.length ? previous.weights[i] : previous.hedge;
    if (typeof value !== "number" || !Number.isFinite(value)) {
      refuse(
        `the previous exposure of ${sectors[i] ?? "the hedge"} must be a finite share of equity, ` +
          `got ${shown(value)}`,
      );
    }
    gross += Math.abs(value);
  }
  if (gross > LARGEST_HELD) {
    refuse(
      `the previous exposures must be shares of equity, and theirs add up to ${gross} times it; ` +
        "for 25 % write 0.25",
    );
  }
}

const NO_CAPS: readonly number[] = Object.freeze(new Array(SECTORS.length).fill(Infinity));
const FREE_HEDGE = Object.freeze({ long: Infinity, short: Infinity });
const UNCAPPED: FundCaps = Object.freeze({ long: NO_CAPS, short: NO_CAPS, hedge: FREE_HEDGE });

/** What funds can carry, in the one order; a side on which no hedge can be had carries none. */
function capsOfFunds({ fundCaps, hedgeSides }: BookProblem, origin: readonly number[]): FundCaps {
  if (fundCaps === undefined && hedgeSides === undefined) return UNCAPPED;
  if (hedgeSides !== undefined) {
    checkFields(ACTION, "hedgeSides", hedgeSides, ["short", "long"]);
    checkFlag(ACTION, "hedgeSides.short", hedgeSides.short);
    checkFlag(ACTION, "hedgeSides.long", hedgeSides.long);
  }
  if (fundCaps !== undefined) {
    checkFields(ACTION, "fundCaps", fundCaps, ["long", "short", "hedge"]);
    checkFields(ACTION, "fundCaps.hedge", fundCaps.hedge, ["long", "short"]);
  }
  const { long, short, hedge } = fundCaps ?? UNCAPPED;
  if (fundCaps !== undefined) {
    checkLength("fundCaps.long", long, origin.length);
    checkLength("fundCaps.short", short, origin.length);
    for (let i = 0; i < origin.length; i++) {
      checkCap("fundCaps.long", long[i]);
      checkCap("fundCaps.short", short[i]);
    }
    checkCap("fundCaps.hedge.long", hedge.long);
    checkCap("fundCaps.hedge.short", hedge.short);
  }
  const side = (name: "long" | "short") => hedgeSides?.[name] === false ? 0 : hedge[name];
  const inOrder = (values: readonly number[]) => origin.map((at) => values[at]);
  return {
    long: inOrder(long),
    short: inOrder(short),
    hedge: { long: side("long"), short: side("short") },
  };
}

function checkCap(name: string, value: unknown): void {
  if (typeof value === "number" && value >= 0) return;
  refuse(`${name} must be a share of equity of at least 0, or Infinity, got ${shown(value)}`);
}

const noNames: readonly HeldName[] = [];
const NO_RISK: BookRisk = Object.freeze({});

function capitalInOneOrder(use: CapitalUse, origin: readonly number[]): CapitalUse {
  checkFields(ACTION, "capitalUse", use, ["long", "short"]);
  const { long, short } = use;
  for (const [side, values] of Object.entries({ long, short })) {
    checkLength(`capitalUse.${side}`, values, origin.length);
    const at = values.findIndex((value) => !(typeof value === "number" && value > 0 && value <= 1));
    if (at >= 0) {
      refuse(
        `capitalUse.${side} must be shares of the exposure in (0, 1], got ${shown(values[at])}`,
      );
    }
  }
  return { long: origin.map((at) => long[at]), short: origin.map((at) => short[at]) };
}

/** Risk figures with the sectors in the one order; the market stays last. */
function inOneOrder(risk: BookRisk, origin: readonly number[]): BookRisk {
  const order = [...origin, origin.length];
  const { covariance, styles, clusters } = risk;
  return {
    ...(covariance ? { covariance: order.map((i) => order.map((j) => covariance[i][j])) } : {}),
    ...(styles
      ? {
        styles: Object.fromEntries(
          Object.entries(styles).map(([name, loadings]) => [name, order.map((i) => loadings[i])]),
        ),
      }
      : {}),
    ...(clusters ? { clusters } : {}),
  };
}

/** Positions of the sectors in the one order, which is also the alphabet's. */
function canonicalOrder(sectors: readonly Sector[]): number[] {
  const order: number[] = new Array(sectors.length);
  let sorted = true;
  for (let i = 0; i < sectors.length; i++) {
    if (sectors !== SECTORS && !isSector(sectors[i])) {
      refuse(`${shown(sectors[i])} is no sector; the sectors are ${SECTORS.join(" ")}`);
    }
    if (i > 0 && !(sectors[i - 1] < sectors[i])) sorted = false;
    order[i] = i;
  }
  if (sorted) return order;
  order.sort((a, b) => sectors[a] < sectors[b] ? -1 : 1);
  for (let i = 1; i < order.length; i++) {
    if (sectors[order[i]] === sectors[order[i - 1]]) {
      refuse(`${sectors[order[i]]} is named twice`);
    }
  }
  return order;
}
