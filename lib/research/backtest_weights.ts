import { checkOptions } from "../arguments.ts";
import type { PillarWeights } from "../committee/mod.ts";
import { DataError } from "../errors.ts";
import { NEUTRAL_SCORE } from "../portfolio/mod.ts";
import { NO_TRADE, SCOPES } from "./account.ts";
import { startEquity } from "./trading_options.ts";
import {
  type BookRule,
  checkedRule,
  HEDGE,
  looksBack,
  NAME_COUNT,
  ruleBook,
  type RuleInput,
  type RuleStatus,
  TradeMemory,
} from "./book_rule.ts";
import { FUND_FIGURES } from "./fund_dollars.ts";
import { panelScores, type ResearchPanel } from "./research_panel.ts";
import { checkTable, type ScoreTable, SECTOR_COUNT } from "./score_table.ts";
import { Tranches } from "./tranches.ts";

/** How one weighting is run on a panel. */
export interface PanelRunOptions {
  /** How scores become a book; the tilt book without hedge by default. */
  readonly rule?: BookRule;
  /** Dollars at the start; 100,000 by default. */
  readonly equityUsd?: number;
  /** Whether `before`, `target`, `after` and `fundPath` are kept; false by default. */
  readonly detail?: boolean;
}

/**
 * What a run on a panel gave, one number per step; the same figures as the ledger of `backtest`.
 */
export interface PanelRun {
  /** Shares of the equity at the fill. */
  readonly net: Float64Array;
  readonly gross: Float64Array;
  readonly cost: Float64Array;
  readonly long: Float64Array;
  readonly short: Float64Array;
  readonly hedge: Float64Array;
  readonly cash: Float64Array;
  readonly turnover: Float64Array;
  /** Equity at each fill before its costs, dollars, and at the end: one more than steps. */
  readonly equityUsd: Float64Array;
  /** 0 where a part of some trade's cost was unknown: then the step's cost is a floor. */
  readonly costKnown: Uint8Array;
  /** 1 where the volume of a fund that was traded is an assumption. */
  readonly costAssumed: Uint8Array;
  /** Outcome of each decision. */
  readonly status: readonly (RuleStatus | "hold")[];
  /** Exposures × 12, with `detail`. */
  readonly before?: Float64Array;
  readonly target?: Float64Array;
  readonly after?: Float64Array;
  /** What inverse funds returned beyond minus the exposure times the index, with `detail`. */
  readonly fundPath?: Float64Array;
}

/** What is held at a decision, after drift. */
interface Holds {
  /** Exposures by name. */
  readonly exposures: Float64Array;
  equityUsd: number;
}

/** Decides one step: writes the target and says what it is, or `hold`. */
type Decide = (
  step: number,
  target: Float64Array,
  held: Holds,
  memory: TradeMemory,
) => RuleStatus | "hold";

interface Decider {
  readonly decide: Decide;
  /** Whether it looks at what is held at the decision. */
  readonly needsHeld: boolean;
  /** Whether it looks at past trades. */
  readonly needsMemory: boolean;
}

/**
 * One weighting of the pillars over the whole panel.
 *
 * @param weights One share per pillar.
 * @throws {RangeError} If the weights are no three shares that sum to 1.
 *
 * @example Technicals alone, inside every limit
 * ```ts
 * import { backtestWeights, LIMITS_ONLY, researchPanel } from "lab/research";
 * import { simulatedMarket, weeklyDays } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const panel = await researchPanel(market, { days: weeklyDays(market.prices.days).slice(60, 70) });
 * const weights = { fundamentals: 0, sentiment: 0, technicals: 1 };
 * const run = backtestWeights(panel, weights, { rule: LIMITS_ONLY });
 * equal(run.net.length, 9);
 * ```
 */
export function backtestWeights(
  panel: ResearchPanel,
  weights: PillarWeights,
  options: PanelRunOptions = {},
): PanelRun {
  // The blended scores live only for this run, so one array serves all runs on a panel.
  let scratch = scoreScratch.get(panel);
  if (!scratch) {
    scoreScratch.set(panel, scratch = new Float64Array(panel.days.length * SECTOR_COUNT));
  }
  return run(panel, byScores(panel, panelScores(panel, weights, scratch).scores, options), options);
}

const scoreScratch = new WeakMap<ResearchPanel, Float64Array>();

/**
 * A table of scores over the whole panel.
 *
 * @param table Its days must be the panel's own.
 * @throws {DataError} If the days differ or a score lies outside 1 to 5.
 */
export function backtestScores(
  panel: ResearchPanel,
  table: ScoreTable,
  options: PanelRunOptions = {},
): PanelRun {
  checkTable(table, 1);
  const fits = table.days === panel.days ||
    (table.days.length === panel.days.length && table.days.every((on, k) => on === panel.days[k]));
  if (!fits) {
    throw new DataError(
      `Cannot run a backtest: the scores need the panel's ${panel.days.length} days from ` +
        `${panel.days[0]}, got ${table.days.length} from ${table.days[0]}`,
    );
  }
  return run(panel, byScores(panel, table.scores, options), options);
}

/**
 * Given exposures over the whole panel: a baseline that looks at no scores.
 *
 * @param targets × 12 per step; a row that begins with NaN trades nothing.
 */
export function backtestTargets(
  panel: ResearchPanel,
  targets: Float64Array,
  options: Omit<PanelRunOptions, "rule"> = {},
): PanelRun {
  const decide: Decide = (k, target) => {
    const row = k * NAME_COUNT;
    if (Number.isNaN(targets[row])) return "hold";
    for (let i = 0; i < NAME_COUNT; i++) target[i] = targets[row + i];
    return "tilt";
  };
  return run(panel, { decide, needsHeld: false, needsMemory: false }, options);
}

function byScores(panel: ResearchPanel, scores: Float64Array, options: PanelRunOptions): Decider {
  const rule = checkedRule(options.rule ?? { kind: "tilt" });
  const hasHedge = rule.kind === "tilt" && rule.hedge === "beta";
  if (rule.kind === "tilt" && !hasHedge) {
    const { listed, betas, closedShorts } = panel;
    // The tilt book of `ruleBook`, spelled out: a sweep comes here a hundred thousand times.
    const decide: Decide = (k, target) => {
      const row = k * SECTOR_COUNT;
      let total = 0;
      for (let i = 0; i < SECTOR_COUNT; i++) {
        let tilt = scores[row + i] - NEUTRAL_SCORE;
        const at = row + i;
        if (
          tilt !== tilt || listed[at] === 0 || betas[at] !== betas[at] ||
          (tilt < 0 && closedShorts[at] === 1)
        ) tilt = 0;
        target[i] = tilt;
        total += Math.abs(tilt);
      }
      target[HEDGE] = 0;
      if (total === 0) return "cash";
      for (let i = 0; i < SECTOR_COUNT; i++) target[i] /= total;
      return "tilt";
    };
    return { decide, needsHeld: false, needsMemory: false };
  }
  const isLookingBack = looksBack(rule), known = stepFacts(panel);
  const isCapped = rule.kind === "limits" && panel.fundDollars.length > 0;
  // One row, filled anew at each step: a rule reads it and keeps nothing of it.
  const own = new Float64Array(SECTOR_COUNT);
  const decide: Decide = (k, target, held, memory) => {
    for (let i = 0; i < SECTOR_COUNT; i++) own[i] = scores[k * SECTOR_COUNT + i];
    const { day, listed, betas, closedShorts, hedgeSides } = known[k];
    const status = ruleBook(rule, {
      day,
      scores: own,
      listed,
      betas,
      closedShorts,
      hedgeSides,
      held: held.exposures,
      memory,
      funds: isCapped ? { dollars: known[k].dollars, equityUsd: held.equityUsd } : undefined,
    }, target);
    return status === "infeasible" ? "hold" : status;
  };
  // A fund may be traded so far from what is held of it.
  return { decide, needsHeld: isLookingBack || isCapped, needsMemory: isLookingBack };
}

/** What is known at each step whoever scores: views of the panel, made once for its many runs. */
function stepFacts(panel: ResearchPanel) {
  let facts = factsOf.get(panel);
  if (!facts) {
    const figures = NAME_COUNT * FUND_FIGURES;
    facts = Array.from({ length: panel.steps }, (_, k) => {
      const from = k * SECTOR_COUNT, to = from + SECTOR_COUNT;
      return {
        day: panel.days[k],
        listed: panel.listed.subarray(from, to),
        betas: panel.betas.subarray(from, to),
        closedShorts: panel.closedShorts.subarray(from, to),
        hedgeSides: { short: panel.hedgeShort[k] === 1, long: true },
        dollars: panel.fundDollars.subarray(k * figures, (k + 1) * figures),
      };
    });
    factsOf.set(panel, facts);
  }
  return facts;
}

const factsOf = new WeakMap<
  ResearchPanel,
  readonly (Omit<RuleInput, "scores" | "held" | "memory" | "funds"> & {
    readonly dollars: Float64Array;
  })[]
>();

/** The loop of `backtest` in shares of equity, on the panel's factors. */
function run(panel: ResearchPanel, decider: Decider, options: PanelRunOptions): PanelRun {
  checkOptions("Cannot run a backtest", options, ["rule", "equityUsd", "detail"]);
  // Long because a sweep comes here a hundred thousand times: the whole of a step is one loop over typed
  // arrays, in the order of the ledger's own, and a call for each name would cost more than its work.
  const { steps, listed, closedShorts, hedgeShort, filled, canLong, canShort } = panel;
  const { shortFund, shortLeverage, longFactor, shortFactor, cashFactor } = panel;
  const { longRate, longImpact, shortRate, shortImpact, commissionUsd } = panel;
  const { longUnknown, shortUnknown, schedule } = panel;
  const { decide, needsHeld, needsMemory } = decider;
  const { detail = false } = options;
  const N = NAME_COUNT;
  const out = () => new Float64Array(steps);
  const net = out(), gross = out(), cost = out(), turnover = out();
  const longs = out(), shorts = out(), hedges = out(), cashes = out();
  const equityUsd = new Float64Array(steps + 1);
  const status: (RuleStatus | "hold")[] = new Array(steps);
  const kept = detail
    ? {
      before: new Float64Array(steps * N),
      target: new Float64Array(steps * N),
      after: new Float64Array(steps * N),
      fundPath: new Float64Array(steps),
    }
    : undefined;
  const long = new Float64Array(N), short = new Float64Array(N); // values, shares of equity
  const leverage = new Float64Array(N), fund = new Int32Array(N).fill(-1); // of the shorts held
  const target = new Float64Array(N), held = new Float64Array(N), before = new Float64Array(N);
  const after = new Float64Array(N);
  const memory = new TradeMemory();
  const tranches = schedule === "vintages" ? new Tranches() : undefined;
  let equity = startEquity(options);
  const holds: Holds = { exposures: held, equityUsd: equity };
  const costKnown = new Uint8Array(steps).fill(1), costAssumed = new Uint8Array(steps);
  const note = (k: number, unknown: number) => {
    if (unknown === 1) costKnown[k] = 0;
    else costAssumed[k] = 1;
  };

  for (let k = 0; k < steps; k++) {
    const row = k * N;
    let outcome = decide(k, target, holds, memory);
    if (tranches) {
      tranches.renew(outcome === "hold" ? undefined : target);
      const from = k * SECTOR_COUNT, to = from + SECTOR_COUNT;
      const hasAny = tranches.mean(target, {
        listed: listed.subarray(from, to),
        closedShorts: closedShorts.subarray(from, to),
        hedgeSides: { short: hedgeShort[k] === 1, long: true },
      });
      if (hasAny && outcome === "hold") outcome = "tilt";
    }
    status[k] = outcome;
    equityUsd[k] = equity;
    const keepsExposures = detail || needsMemory;
    if (keepsExposures) {
      for (let i = 0; i < N; i++) before[i] = long[i] + leverage[i] * short[i];
    }

    let paid = 0, moved = 0;
    if (outcome !== "hold" && filled[k] === 1) {
      for (let i = 0; i < N; i++) {
        const at = row + i, wanted = canLong[at] === 1 ? target[i] : 0;
        if (wanted === 0 && long[i] === 0 && short[i] === 0) continue;
        const exposureBefore = long[i] + leverage[i] * short[i];
        const wantedLong = wanted > 0 ? wanted : 0;
        let trade = Math.abs(wantedLong - long[i]);
        if (trade > NO_TRADE) {
          paid += trade * (longRate[at] + longImpact[at] * Math.sqrt(trade * equity));
          if (commissionUsd > 0) paid += commissionUsd / equity;
          if (longUnknown[at] > 0) note(k, longUnknown[at]);
          long[i] = wantedLong;
        }
        const wantedShort = wanted < 0 && canShort[at] === 1 ? wanted / shortLeverage[at] : 0;
        if (short[i] !== 0 && fund[i] !== shortFund[at]) {
          // The fund of the step before is sold, at the costs it had then.
          const old = at - N, size = Math.abs(short[i]);
          paid += size * (shortRate[old] + shortImpact[old] * Math.sqrt(size * equity));
          if (commissionUsd > 0) paid += commissionUsd / equity;
          if (shortUnknown[old] > 0) note(k, shortUnknown[old]);
          short[i] = 0;
        }
        trade = Math.abs(wantedShort - short[i]);
        if (trade > NO_TRADE) {
          paid += trade * (shortRate[at] + shortImpact[at] * Math.sqrt(trade * equity));
          if (commissionUsd > 0) paid += commissionUsd / equity;
          if (shortUnknown[at] > 0) note(k, shortUnknown[at]);
          short[i] = wantedShort;
        }
        fund[i] = shortFund[at];
        leverage[i] = shortLeverage[at];
        moved += Math.abs(long[i] + leverage[i] * short[i] - exposureBefore);
      }
      if (needsMemory) {
        for (let i = 0; i < N; i++) after[i] = long[i] + leverage[i] * short[i];
        memory.record(panel.fillDays[k], before, after);
      }
    }
    if (kept) {
      for (let i = 0; i < N; i++) {
        kept.before[row + i] = before[i];
        kept.target[row + i] = outcome === "hold" ? held[i] : target[i];
        kept.after[row + i] = long[i] + leverage[i] * short[i];
        if (short[i] === 0) continue;
        kept.fundPath[k] += short[i] * (shortFactor[row + i] - 1) -
          leverage[i] * short[i] * (longFactor[row + i] - 1);
      }
    }

    let capital = 0, longGain = 0, shortGain = 0;
    for (let i = 0; i < HEDGE; i++) {
      if (long[i] !== 0) {
        capital += long[i];
        longGain += long[i] * (longFactor[row + i] - 1);
      }
      if (short[i] !== 0) {
        capital += short[i];
        shortGain += short[i] * (shortFactor[row + i] - 1);
      }
    }
    let hedgeGain = 0;
    if (long[HEDGE] !== 0) hedgeGain += long[HEDGE] * (longFactor[row + HEDGE] - 1);
    if (short[HEDGE] !== 0) hedgeGain += short[HEDGE] * (shortFactor[row + HEDGE] - 1);
    capital += long[HEDGE] + short[HEDGE];
    const cash = 1 - capital - paid, cashGain = cash * (cashFactor[k] - 1);
    const total = longGain + shortGain + hedgeGain + cashGain, left = 1 + total - paid;
    if (!(left > 0)) throw lostOrMissing(panel, k, left, long, short);

    if (needsHeld || detail) {
      let worth = cash * panel.cashToDecision[k];
      for (let i = 0; i < N; i++) {
        const at = row + i;
        const longWorth = long[i] === 0 ? 0 : long[i] * panel.longToDecision[at];
        const shortWorth = short[i] === 0 ? 0 : short[i] * panel.shortToDecision[at];
        worth += longWorth + shortWorth;
        held[i] = longWorth + leverage[i] * shortWorth;
      }
      for (let i = 0; i < N; i++) held[i] /= worth;
      holds.equityUsd = equity * worth;
    }
    for (let i = 0; i < N; i++) {
      if (long[i] !== 0) long[i] *= longFactor[row + i] / left;
      if (short[i] !== 0) short[i] *= shortFactor[row + i] / left;
    }
    equity *= left;
    net[k] = total - paid;
    gross[k] = total;
    cost[k] = paid;
    turnover[k] = moved;
    longs[k] = longGain;
    shorts[k] = shortGain;
    hedges[k] = hedgeGain;
    cashes[k] = cashGain;
  }
  equityUsd[steps] = equity;
  return {
    net,
    gross,
    cost,
    long: longs,
    short: shorts,
    hedge: hedges,
    cash: cashes,
    turnover,
    equityUsd,
    costKnown,
    costAssumed,
    status,
    ...kept,
  };
}

/** Why a step cannot go on: a return that is not known is never taken as zero. */
function lostOrMissing(
  panel: ResearchPanel,
  k: number,
  left: number,
  long: Float64Array,
  short: Float64Array,
): DataError {
  const day = panel.days[k];
  if (!Number.isNaN(left)) {
    return new DataError(`Cannot go on with the backtest: all equity is lost after ${day}`, {
      day,
    });
  }
  const i = SCOPES.findIndex((_, at) =>
    (long[at] !== 0 && Number.isNaN(panel.longFactor[k * NAME_COUNT + at])) ||
    (short[at] !== 0 && Number.isNaN(panel.shortFactor[k * NAME_COUNT + at]))
  );
  const name = i < 0 ? "cash" : SCOPES[i];
  return new DataError(
    `Cannot go on with the backtest: ${name} is held from ${day} and its return is not known; ` +
      "a missing return is never taken as zero",
    { day, column: name },
  );
}
