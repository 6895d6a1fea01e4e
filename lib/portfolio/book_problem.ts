import { isSector, type Sector, SECTORS } from "../market/mod.ts";
import type { BookRisk } from "./book_risk.ts";
import { checkLimits } from "./check_limits.ts";
import { checkRisk } from "./check_risk.ts";
import {
  type CapitalUse,
  DEFAULT_LIMITS,
  jointRules,
  type LimitRule,
  type Limits,
} from "./limits.ts";
import type { MeanVarianceTerms } from "./mean_variance_rows.ts";
import { targetWeights } from "./target_weights.ts";

/** Exposures are whole multiples of this share of equity (design, section 11). */
export const EXPOSURE_STEP = 1e-9;

/** A name that can be held as it is: a sector, or the market hedge. */
export type HeldName = Sector | "hedge";

/** Sides of the market on which a hedge can be had. */
export interface HedgeSides {
  readonly short: boolean;
  readonly long: boolean;
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
  /** Exposures held now, after drift, as shares of equity; read to the nearest 1e-9. */
  readonly previous?: { readonly weights: readonly number[]; readonly hedge: number };
  /** Largest Σ|new − old| over sectors and hedge, a share of equity; none by default. */
  readonly turnoverBudget?: number;
  /** Names that keep their previous exposure, by a rule on trades; they need `previous`. */
  readonly fixed?: readonly HeldName[];
  /**
   * How far gross may miss its limit and still count as reached, a share of equity; 0 by default.
   * Held positions stand in whole shares and have drifted, so that with them it may have no exact
   * solution.
   */
  readonly grossTolerance?: number;
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
  /** k·t, over all tilts, closed sectors included. */
  readonly targets: readonly number[];
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
  /** Sides on which a hedge can be had, whatever its limit; neither under accounting `none`. */
  readonly hedgeSides: HedgeSides;
  readonly previous: readonly number[] | undefined;
  readonly previousHedge: number;
  readonly turnoverBudget: number;
  readonly grossTolerance: number;
  /** Sectors whose view cannot be followed because they are closed. */
  readonly closed: readonly Sector[];
  /** What is maximised instead of the nearness to the views. */
  readonly meanVariance?: MeanVarianceTerms;
}

function shown(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

function checkLength(name: string, values: readonly unknown[], count: number): void {
  if (!Array.isArray(values) || values.length !== count) {
    throw new RangeError(
      `Cannot fit a book: ${name} needs one number per sector (${count}), got ${
        Array.isArray(values) ? values.length : shown(values)
      }`,
    );
  }
}

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
  const { sectors, closedShorts, closed } = problem;
  const count = sectors.length;
  checkLength("tilts", problem.tilts, count);
  checkLength("betas", problem.betas, count);
  const limits = problem.limits ? checkLimits(problem.limits) : DEFAULT_LIMITS;
  const origin = canonicalOrder(sectors);
  const { previous } = problem;
  if (previous) {
    checkLength("previous weights", previous.weights, count);
    for (let i = 0; i <= count; i++) {
      const value = i < count ? previous.weights[i] : previous.hedge;
      if (!Number.isFinite(value)) {
        throw new RangeError(
          `Cannot fit a book: the previous exposure of ${
            sectors[i] ?? "the hedge"
          } must be a finite share of equity, got ${shown(value)}`,
        );
      }
    }
  }
  const budget = problem.turnoverBudget ?? Infinity;
  if (!(budget >= 0)) {
    throw new RangeError(
      `Cannot fit a book: the turnover budget must be a share of equity of at least 0, got ${
        shown(budget)
      }`,
    );
  }
  if (budget < Infinity && !previous) {
    throw new RangeError("Cannot fit a book: a turnover budget needs the previous exposures");
  }
  const { grossTolerance = 0 } = problem;
  if (!(grossTolerance >= 0 && grossTolerance < limits.gross)) {
    throw new RangeError(
      `Cannot fit a book: grossTolerance must be a share of equity in [0, ${limits.gross}), got ${
        shown(grossTolerance)
      }`,
    );
  }
  const fixed = problem.fixed ?? noNames;
  for (const name of fixed) {
    if (!previous) {
      throw new RangeError(`Cannot fit a book: holding ${name} needs previous exposures`);
    }
    if (name !== "hedge" && !sectors.includes(name)) {
      throw new RangeError(
        `Cannot fit a book: ${shown(name)} is to be held, but is no sector here`,
      );
    }
  }

  const names: Sector[] = new Array(count), lost: Sector[] = [];
  const tilts: number[] = new Array(count), betas: number[] = new Array(count);
  const signs: number[] = new Array(count), given: number[] = new Array(count);
  const before: number[] = new Array(previous ? count : 0);
  let inOrder = true;
  for (let i = 0; i < count; i++) {
    const at = origin[i], sector = sectors[at], tilt = problem.tilts[at], beta = problem.betas[at];
    if (typeof tilt !== "number" || !(tilt >= -2 && tilt <= 2)) {
      throw new RangeError(
        `Cannot fit a book: the tilt of ${sector} must lie in [−2, 2], got ${shown(tilt)}`,
      );
    }
    const isHeld = fixed.length > 0 && fixed.includes(sector);
    const isClosed = (closed !== undefined && closed.includes(sector)) ||
      (tilt < 0 && closedShorts !== undefined && closedShorts.includes(sector));
    if (!Number.isFinite(beta) && (isHeld || !(closed?.includes(sector)))) {
      throw new RangeError(
        `Cannot fit a book: the beta of ${sector} is unknown (${
          shown(beta)
        }); measure it, leave the sector out, or name it in "closed"`,
      );
    }
    const old = previous ? onStep(previous.weights[at]) : 0;
    if (at !== i) inOrder = false;
    names[i] = sector;
    tilts[i] = tilt;
    betas[i] = beta;
    if (previous) before[i] = old;
    signs[i] = isHeld || isClosed || tilt === 0 ? 0 : tilt > 0 ? 1 : -1;
    given[i] = isHeld ? old : 0;
    if (isClosed && tilt !== 0) lost.push(sector);
  }
  const oldHedge = previous ? onStep(previous.hedge) : 0;
  const needsRisk = limits.styles !== undefined || limits.correlated !== undefined ||
    limits.volatility !== undefined || needsCovariance;
  let risk = NO_RISK;
  if (needsRisk) {
    checkRisk(
      limits,
      sectors,
      (i) => !closed?.includes(sectors[i]) || fixed.includes(sectors[i]),
      problem.risk,
    );
    risk = inOneOrder(problem.risk!, origin);
  }
  const capitalUse = problem.capitalUse && capitalInOneOrder(problem.capitalUse, origin);
  const rules = jointRules(limits, names, risk, capitalUse);
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
    targets: targetWeights(tilts, { gross: limits.gross }),
    signs,
    given,
    fixed,
    givenHedge: fixed.length > 0 && fixed.includes("hedge") ? oldHedge : undefined,
    limits,
    risk,
    capitalUse,
    rules,
    slopes,
    hedgeSides: limits.accounting === "none" ? NEITHER_SIDE : problem.hedgeSides ?? BOTH_SIDES,
    previous: previous ? before : undefined,
    previousHedge: oldHedge,
    turnoverBudget: budget,
    grossTolerance,
    closed: lost,
  };
}

const noNames: readonly HeldName[] = [];
const BOTH_SIDES: HedgeSides = Object.freeze({ short: true, long: true });
const NEITHER_SIDE: HedgeSides = Object.freeze({ short: false, long: false });
const NO_RISK: BookRisk = Object.freeze({});

function capitalInOneOrder({ long, short }: CapitalUse, origin: readonly number[]): CapitalUse {
  for (const [side, values] of Object.entries({ long, short })) {
    checkLength(`capitalUse.${side}`, values, origin.length);
    const wrong = values.find((value) => !(value > 0 && value <= 1));
    if (wrong !== undefined) {
      throw new RangeError(
        `Cannot fit a book: capitalUse.${side} must be shares of the exposure in (0, 1], got ${
          shown(wrong)
        }`,
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
      throw new RangeError(
        `Cannot fit a book: ${shown(sectors[i])} is no sector; the sectors are ${
          SECTORS.join(" ")
        }`,
      );
    }
    if (i > 0 && !(sectors[i - 1] < sectors[i])) sorted = false;
    order[i] = i;
  }
  if (sorted) return order;
  order.sort((a, b) => sectors[a] < sectors[b] ? -1 : 1);
  for (let i = 1; i < order.length; i++) {
    if (sectors[order[i]] === sectors[order[i - 1]]) {
      throw new RangeError(`Cannot fit a book: ${sectors[order[i]]} is named twice`);
    }
  }
  return order;
}
