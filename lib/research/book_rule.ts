import { checkFields, checkWord } from "../arguments.ts";
import { addCalendarDays, calendarDaysBetween, type Sector, SECTORS } from "../market/mod.ts";
import {
  applyTradeRules,
  type BookProblem,
  type BookStatus,
  checkLimits,
  fitBook,
  type Limits,
  NEUTRAL_SCORE,
  targetWeights,
  TURNOVER_WINDOW_DAYS,
} from "../portfolio/mod.ts";
import type { Day } from "../units.ts";
import { capsOfDollars } from "./fund_dollars.ts";
import { SECTOR_COUNT } from "./score_table.ts";

/** Place of the hedge behind the eleven sectors in a row of exposures. */
export const HEDGE = SECTOR_COUNT;
/** Exposures of a book: eleven sectors and the hedge. */
export const NAME_COUNT = SECTOR_COUNT + 1;

/** How a score becomes a book. */
export type BookRule =
  | {
    /** k·t, the tilts scaled to a gross of 1, without limits. */
    readonly kind: "tilt";
    /** `beta` adds a hedge of minus the book's beta, outside the gross; `none` by default. */
    readonly hedge?: "none" | "beta";
  }
  | {
    /** The nearest book inside every limit, hedge and the size of funds included. */
    readonly kind: "limits";
    /** What differs from the lab's mandate, its rules on trades included. */
    readonly limits?: Partial<Limits>;
  };

/** The exact book with every limit and no rule on trades, which sweeps run on. */
export const LIMITS_ONLY: BookRule = {
  kind: "limits",
  limits: checkLimits({ turnover: null, minimumTradeBps: 0, minimumHoldingDays: 0 }),
};

/**
 * The rule, once it is found to be one, with its limits checked.
 *
 * Checked limits are known again by what they are, and what a worker is sent is a copy: whoever runs a
 * rule takes it from here, or each of its books would check the limits anew.
 */
export function checkedRule(rule: BookRule): BookRule {
  const action = "Cannot run a backtest";
  checkFields(action, "the rule", rule, ["kind", "hedge", "limits"]);
  checkWord(action, "the kind of the rule", rule.kind, ["tilt", "limits"]);
  if (rule.kind !== "tilt") {
    checkFields(action, "the rule", rule, ["kind", "limits"]);
    return { ...rule, limits: checkLimits(rule.limits) };
  }
  checkFields(action, "the rule", rule, ["kind", "hedge"]);
  if (rule.hedge !== undefined) {
    checkWord(action, "the hedge of the rule", rule.hedge, ["none", "beta"]);
  }
  return rule;
}

/** Whether a rule looks at what was held and traded before. */
export function looksBack(rule: BookRule): boolean {
  if (rule.kind === "tilt") return false;
  const { turnover, minimumTradeBps, minimumHoldingDays } = checkLimits(rule.limits);
  return turnover !== null || minimumTradeBps > 0 || minimumHoldingDays > 0;
}

/** What was traded lately and since when each position is held; rules on trades look at it. */
export class TradeMemory {
  #turnovers: { readonly day: Day; readonly value: number }[] = [];
  readonly #openedOn: (Day | undefined)[] = new Array(NAME_COUNT).fill(undefined);

  /** Turnover within the 30 days before, the first book left out. */
  recent(day: Day): number {
    const since = addCalendarDays(day, -TURNOVER_WINDOW_DAYS);
    this.#turnovers = this.#turnovers.filter((one) => one.day > since);
    let sum = 0;
    for (const { value } of this.#turnovers) sum += value;
    return sum;
  }

  /** Calendar days since each position was opened, by name. */
  heldDays(day: Day): Partial<Record<Sector | "hedge", number>> {
    const out: Partial<Record<Sector | "hedge", number>> = {};
    this.#openedOn.forEach((opened, i) => {
      if (opened !== undefined) {
        out[i === HEDGE ? "hedge" : SECTORS[i]] = calendarDaysBetween(opened, day);
      }
    });
    return out;
  }

  /** Writes down what a fill did to the exposures. */
  record(day: Day, before: ArrayLike<number>, after: ArrayLike<number>): void {
    let value = 0, held = 0;
    for (let i = 0; i < NAME_COUNT; i++) {
      value += Math.abs(after[i] - before[i]);
      held += Math.abs(before[i]);
      if (Math.sign(after[i]) !== Math.sign(before[i])) {
        this.#openedOn[i] = after[i] === 0 ? undefined : day;
      }
    }
    if (held > 0 && value > 0) this.#turnovers.push({ day, value });
  }
}

/** What a rule makes of one day's scores. All rows have eleven sectors, the hedge twelfth. */
export interface RuleInput {
  readonly day: Day;
  /** 1 to 5; NaN where there is no score. */
  readonly scores: ArrayLike<number>;
  /** 1 where the sector was listed and had a close. */
  readonly listed: ArrayLike<number>;
  /** NaN where unknown: such a sector cannot be held. */
  readonly betas: ArrayLike<number>;
  /** 1 where no fund for a short exists. */
  readonly closedShorts: ArrayLike<number>;
  readonly hedgeSides: { readonly short: boolean; readonly long: boolean };
  /** Exposures held at the moment of the decision, after drift. */
  readonly held: ArrayLike<number>;
  readonly memory: TradeMemory;
  /**
   * What the day's funds are worth and trade, and the equity at the decision, dollars: with them the rule
   * with limits holds no more than funds can carry. Without them nothing is capped.
   */
  readonly funds?: { readonly dollars: ArrayLike<number>; readonly equityUsd: number };
}

/** What the rule made of it. */
export type RuleStatus = BookStatus | "tilt";

/**
 * Writes the book of a rule into `target`: eleven exposures and the hedge; absent sectors are 0.
 *
 * @param shut Where given, 1 is written where a short view finds a fund that carries less than the
 *   smallest trade.
 * @returns The outcome; with `infeasible` the book stays as it is and `target` is what is held.
 */
export function ruleBook(
  rule: BookRule,
  input: RuleInput,
  target: Float64Array,
  shut?: Uint8Array,
): RuleStatus {
  return rule.kind === "tilt"
    ? tiltBook(rule, input, target)
    : limitedBook(rule, input, target, shut);
}

function tiltBook(
  rule: BookRule & { kind: "tilt" },
  input: RuleInput,
  target: Float64Array,
): RuleStatus {
  const { scores, listed, betas, closedShorts, hedgeSides } = input;
  const tilts = SECTORS.map((_, i) => {
    const tilt = scores[i] - NEUTRAL_SCORE;
    const canHold = listed[i] === 1 && !Number.isNaN(betas[i]) &&
      !(tilt < 0 && closedShorts[i] === 1);
    return canHold && !Number.isNaN(tilt) ? tilt : 0;
  });
  let bookBeta = 0, views = 0;
  targetWeights(tilts).forEach((weight, i) => {
    target[i] = weight;
    if (weight !== 0) {
      bookBeta += weight * betas[i];
      views++;
    }
  });
  const wanted = rule.hedge === "beta" ? -bookBeta : 0;
  target[HEDGE] = (wanted < 0 ? hedgeSides.short : hedgeSides.long) ? wanted + 0 : 0;
  return views > 0 ? "tilt" : "cash";
}

function limitedBook(
  rule: BookRule & { kind: "limits" },
  input: RuleInput,
  target: Float64Array,
  shut?: Uint8Array,
): RuleStatus {
  const { scores, listed, betas, closedShorts, held, memory, day, funds } = input;
  const limits = checkLimits(rule.limits), { turnover } = limits;
  const caps = funds && capsOfDollars(funds.dollars, { ...funds, held }, limits);
  const smallest = limits.minimumTradeBps / 1e4;
  const sectors: Sector[] = [], tilts: number[] = [], known: number[] = [];
  const closed: Sector[] = [], shortsClosed: Sector[] = [], weights: number[] = [];
  let size = Math.abs(held[HEDGE]);
  for (let i = 0; i < SECTOR_COUNT; i++) {
    size += Math.abs(held[i]);
    if (listed[i] !== 1) continue;
    sectors.push(SECTORS[i]);
    tilts.push(Number.isNaN(scores[i]) ? 0 : scores[i] - NEUTRAL_SCORE);
    known.push(betas[i]);
    weights.push(held[i]);
    if (Number.isNaN(betas[i])) closed.push(SECTORS[i]);
    if (closedShorts[i] === 1) shortsClosed.push(SECTORS[i]);
    else if (caps && caps.short[i] < smallest && !(held[i] < 0)) {
      shortsClosed.push(SECTORS[i]);
      if (shut && scores[i] < NEUTRAL_SCORE) shut[i] = 1;
    }
  }
  const isListed = (_: number, i: number) => listed[i] === 1;
  const isHeld = size > 0;
  const hasTradeRules = limits.minimumTradeBps > 0 || limits.minimumHoldingDays > 0;
  const previous = { weights, hedge: held[HEDGE] };
  const isWhole = sectors.length === SECTOR_COUNT;
  // One form of object whatever is known, for it is read millions of times; `undefined` is absent.
  const problem: BookProblem = {
    sectors: isWhole ? SECTORS : sectors,
    tilts,
    betas: known,
    closed,
    closedShorts: shortsClosed,
    hedgeSides: input.hedgeSides,
    fundCaps: caps === undefined || isWhole ? caps : {
      long: caps.long.filter(isListed),
      short: caps.short.filter(isListed),
      hedge: caps.hedge,
    },
    limits,
    previous: isHeld && (turnover !== null || hasTradeRules) ? previous : undefined,
    // Whole steps, as exposures are: a budget that differs in its last bit must not move the book.
    turnoverBudget: isHeld && turnover !== null
      ? Math.max(0, Math.round((turnover - memory.recent(day)) * 1e9) / 1e9)
      : undefined,
  };
  let book = fitBook(problem);
  if (isHeld && hasTradeRules) {
    ({ book } = applyTradeRules(problem, book, memory.heldDays(day)));
  }
  if (book.status === "infeasible") {
    for (let i = 0; i < NAME_COUNT; i++) target[i] = held[i];
    return book.status;
  }
  for (let i = 0, at = 0; i < SECTOR_COUNT; i++) {
    target[i] = listed[i] === 1 ? book.weights[at++] : 0;
  }
  target[HEDGE] = book.hedge;
  return book.status;
}
