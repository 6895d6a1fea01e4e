import { checkedWeights, PILLARS, type PillarWeights, type PollOptions } from "../committee/mod.ts";
import type { Analyst } from "../committee/mod.ts";
import {
  instrument,
  INSTRUMENTS,
  type Market,
  SECTORS,
  snapshot,
  type Source,
} from "../market/mod.ts";
import { DEFAULT_COST_MODEL, fundVolatility } from "../portfolio/mod.ts";
import type { Day } from "../units.ts";
import { legFactor, pathsOf, SCOPES } from "./account.ts";
import { checkRunOptions, defaultShorts, type TradingOptions } from "./trading_options.ts";
import { NAME_COUNT } from "./book_rule.ts";
import { type DayFacts, dayFacts, type Leg } from "./day_facts.ts";
import type { FillRule } from "./fill_point.ts";
import { FUND_FIGURES } from "./fund_dollars.ts";
import { cashFactor, priceAt } from "./leg_factor.ts";
import { marketMark } from "./market_mark.ts";
import { momentum } from "./momentum.ts";
import { defaultSchedule, RHYTHMS, type Schedule } from "./schedule.ts";
import {
  checkTable,
  committeePillars,
  type PillarTable,
  type ScoreTable,
  SECTOR_COUNT,
} from "./score_table.ts";
import type { ShortRule } from "./short_fund.ts";
import { timeline } from "./timeline.ts";

const BPS = 1e4;

/**
 * Everything that a backtest needs of a market, worked out once, so that thousands of weightings can
 * be run on it. Plain typed arrays: it can be sent to a worker (`panelBuffers` lists what to
 * transfer, or put the arrays on shared memory).
 *
 * All rows are steps. "× 11" has a column per sector in the one order, "× 12" the market as the
 * twelfth. What a decision needs comes from that day's snapshot; the factors of a step run from its
 * fill to the next one and are never seen by a decision.
 */
export interface ResearchPanel {
  readonly source: Source;
  /** What the market is known by, see `marketMark`; absent where none is at hand. */
  readonly mark?: string;
  readonly schedule: Schedule;
  readonly fill: FillRule;
  readonly shorts: ShortRule;
  /** Decisions per year: 52, 13 or 12. */
  readonly periodsPerYear: number;
  /** Decisions that are filled: one less than there are days. */
  readonly steps: number;
  /** Decision days; the last one closes the account. */
  readonly days: readonly Day[];
  /** Day on which each step's orders are filled. */
  readonly fillDays: readonly Day[];
  /** Day on which the last step ends; the others end on the next fill day. */
  readonly endDay: Day;
  /** Medians of the pillars, three planes of `days.length` × 11. */
  readonly pillars: Float64Array;
  /** Known at the decision, × 11; NaN where unknown. */
  readonly listed: Uint8Array;
  readonly betas: Float64Array;
  readonly closedShorts: Uint8Array;
  readonly momentum: Float64Array;
  readonly volatility: Float64Array;
  /** × 72: what each name's funds are worth and trade, as in `fundDollars`; the rule with limits needs it. */
  readonly fundDollars: Float64Array;
  /** 1 where a short hedge can be had, one per step. */
  readonly hedgeShort: Uint8Array;
  /** 1 where the orders found a fill. */
  readonly filled: Uint8Array;
  /** × 12: 1 where there is a price at the fill; for shorts, where the fund is still listed too. */
  readonly canLong: Uint8Array;
  readonly canShort: Uint8Array;
  /** × 12: number of the fund that holds a short, −1 for none, and its exposure per dollar. */
  readonly shortFund: Int32Array;
  readonly shortLeverage: Float64Array;
  readonly fundTickers: readonly string[];
  /** × 12: what a dollar becomes until the next fill, and until the next decision. */
  readonly longFactor: Float64Array;
  readonly shortFactor: Float64Array;
  readonly cashFactor: Float64Array;
  readonly longToDecision: Float64Array;
  readonly shortToDecision: Float64Array;
  readonly cashToDecision: Float64Array;
  /** × 12: a trade τ of an equity E costs τ·rate + τ·impact·√(τ·E), shares of equity and dollars. */
  readonly longRate: Float64Array;
  readonly longImpact: Float64Array;
  readonly shortRate: Float64Array;
  readonly shortImpact: Float64Array;
  /** Dollars per order. */
  readonly commissionUsd: number;
  /** Funds whose volume is not known and taken as the thinnest peer's. */
  readonly assumedFunds?: readonly string[];
  /**
   * × 12: 1 where spread, volume or volatility of a leg is unknown, so that its cost is a floor; 2 where
   * its volume is assumed.
   */
  readonly longUnknown: Uint8Array;
  readonly shortUnknown: Uint8Array;
}

/** What a panel is made with: how it trades, and who scores. */
export interface PanelOptions extends Omit<TradingOptions, "equityUsd"> {
  /** Sub-scores, for example a reader's own; the committee is asked where they are absent. */
  readonly pillars?: PillarTable;
  /** Who is asked; the rule analyst by default. */
  readonly analysts?: readonly Analyst[];
  readonly poll?: Partial<PollOptions>;
  readonly onDay?: (progress: { readonly done: number; readonly total: number }) => void;
}

/**
 * A panel of a market: decisions' inputs through snapshots, and what every leg returned afterwards.
 *
 * @throws {DataError} As {@linkcode backtest} does; also if `pillars` has other days.
 *
 * @example Two weightings on one panel
 * ```ts
 * import { backtestWeights, researchPanel } from "lab/research";
 * import { simulatedMarket, weeklyDays } from "lab/market";
 * import { notEqual } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const days = weeklyDays(market.prices.days).slice(60, 72);
 * const panel = await researchPanel(market, { days });
 * const [a, b] = [0, 1].map((technicals) =>
 *   backtestWeights(panel, { fundamentals: 1 - technicals, sentiment: 0, technicals })
 * );
 * notEqual(a.net[0], b.net[0]);
 * ```
 */
export async function researchPanel(
  market: Market,
  options: PanelOptions = {},
): Promise<ResearchPanel> {
  checkRunOptions(options, ["pillars", "analysts", "poll", "onDay"]);
  const { days } = timeline(market, options);
  const { pillars, analysts, poll, onDay } = options;
  const asked = pillars ??
    await committeePillars(market, days, { ...poll, ...(analysts ? { analysts } : {}), onDay });
  return panelOf(market, asked, options);
}

/** What a panel reads of one day. */
interface SeenDay {
  readonly facts: DayFacts;
  readonly momentum: Float64Array;
  readonly volatility: Float64Array;
}

/** Days of a market that a panel has read; a holdout that is opened reads them a second time. */
const seenDays = new WeakMap<Market, Map<string, SeenDay>>();

function seenOn(
  market: Market,
  day: Day,
  { instruments, shorts, betas }:
    & Required<Pick<PanelOptions, "instruments" | "shorts">>
    & Pick<PanelOptions, "betas">,
): SeenDay {
  const look = (): SeenDay => {
    const view = snapshot(market, day);
    return {
      facts: dayFacts(view, instruments, shorts, betas),
      momentum: momentum(view),
      volatility: Float64Array.from(
        SECTORS,
        (sector) => fundVolatility(view, instrument(sector)) ?? NaN,
      ),
    };
  };
  if (instruments !== INSTRUMENTS) return look();
  let days = seenDays.get(market);
  if (!days) seenDays.set(market, days = new Map());
  const key = JSON.stringify([day, shorts, betas]);
  let seen = days.get(key);
  if (!seen) days.set(key, seen = look());
  return seen;
}

/** The panel of a market whose sub-scores are known. */
export function panelOf(
  market: Market,
  pillars: PillarTable,
  options: Omit<PanelOptions, "pillars" | "analysts" | "poll" | "onDay"> = {},
): ResearchPanel {
  const { instruments = INSTRUMENTS, fill = "next open" } = options;
  const shorts = options.shorts ?? defaultShorts(market);
  const schedule = options.schedule ?? defaultSchedule(market);
  const line = timeline(market, options), { days, points, decisionPoints, fills } = line;
  const paths = pathsOf(market, line);
  const costs = { ...DEFAULT_COST_MODEL, ...options.costs };
  checkTable(pillars, 3);
  const steps = days.length - 1, S = SECTOR_COUNT, N = NAME_COUNT;
  const fundTickers: string[] = [], assumedFunds: string[] = [];
  const panel = {
    source: market.source,
    mark: marketMark(market),
    schedule,
    fill,
    shorts,
    periodsPerYear: RHYTHMS[schedule].periodsPerYear,
    steps,
    days,
    fillDays: days.slice(0, -1).map((_, k) => market.prices.days[points[k] >> 1]),
    endDay: market.prices.days[points[steps] >> 1],
    pillars: onDays(pillars, days),
    fundTickers,
    assumedFunds,
    commissionUsd: costs.commissionUsd,
    ...emptyRows(steps),
  };

  const writeCosts = (leg: Leg, at: number, side: "long" | "short") => {
    const { spreadBps, advUsd, dailyVolatility } = leg.costs;
    panel[`${side}Rate`][at] = ((spreadBps ?? 0) / 2 + costs.feeBps) / BPS;
    panel[`${side}Impact`][at] = advUsd === undefined || dailyVolatility === undefined
      ? 0
      : costs.impactCoefficient * dailyVolatility / Math.sqrt(advUsd);
    const isFloor = [spreadBps, advUsd, dailyVolatility].includes(undefined);
    panel[`${side}Unknown`][at] = isFloor ? 1 : leg.isAssumed ? 2 : 0;
    if (leg.isAssumed && !assumedFunds.includes(leg.ticker)) assumedFunds.push(leg.ticker);
  };
  const fundNumber = (ticker: string) => {
    const known = fundTickers.indexOf(ticker);
    return known >= 0 ? known : fundTickers.push(ticker) - 1;
  };

  let held: DayFacts | undefined;
  for (let k = 0; k < steps; k++) {
    const { facts, momentum, volatility } = seenOn(market, days[k], {
      instruments,
      shorts,
      betas: options.betas,
    });
    panel.listed.set(facts.listed, k * S);
    panel.betas.set(facts.betas, k * S);
    panel.closedShorts.set(facts.closedShorts, k * S);
    panel.fundDollars.set(facts.fundDollars, k * N * FUND_FIGURES);
    panel.hedgeShort[k] = facts.hedgeSides.short ? 1 : 0;
    panel.filled[k] = fills[k] ? 1 : 0;
    panel.momentum.set(momentum, k * S);
    panel.volatility.set(volatility, k * S);
    // Without a fill what is held stays, in the funds of the fill before.
    const legs: DayFacts = fills[k] || !held ? facts : held;
    held = legs;

    const from = points[k], to = points[k + 1], decided = decisionPoints[k + 1];
    panel.cashFactor[k] = cashFactor(line.cash, from, to);
    panel.cashToDecision[k] = cashFactor(line.cash, from, decided);
    SCOPES.forEach((scope, i) => {
      const path = line.traded.paths[line.traded.tickers.indexOf(scope)];
      const at = k * N + i, long = legs.long[i], short = legs.short[i];
      writeCosts(long, at, "long");
      if (short) {
        panel.shortFund[at] = fundNumber(short.ticker);
        panel.shortLeverage[at] = short.leverage;
        writeCosts(short, at, "short");
      }
      // A leg without any price yet cannot be held, and its factors stay NaN.
      if (!path || !hasPriceBy(path, from)) return;
      panel.canLong[at] = Number.isNaN(priceAt(path, from)) ? 0 : 1;
      panel.longFactor[at] = legFactor(paths, scope, long, from, to);
      panel.longToDecision[at] = legFactor(paths, scope, long, from, decided);
      if (!short) return;
      const isListed = short.listedTo === undefined || paths.pointOf(short.listedTo) >= from;
      panel.canShort[at] = panel.canLong[at] === 1 && isListed ? 1 : 0;
      panel.shortFactor[at] = legFactor(paths, scope, short, from, to);
      panel.shortToDecision[at] = legFactor(paths, scope, short, from, decided);
    });
  }
  return panel;
}

/** The rows of a panel before anything is known: NaN where a figure may be missing. */
function emptyRows(steps: number) {
  const S = SECTOR_COUNT, N = NAME_COUNT;
  const doubles = (count: number) => new Float64Array(count).fill(NaN);
  const bytes = (count: number) => new Uint8Array(count);
  return {
    listed: bytes(steps * S),
    betas: doubles(steps * S),
    closedShorts: bytes(steps * S),
    momentum: doubles(steps * S),
    volatility: doubles(steps * S),
    fundDollars: doubles(steps * N * FUND_FIGURES),
    hedgeShort: bytes(steps),
    filled: bytes(steps),
    canLong: bytes(steps * N),
    canShort: bytes(steps * N),
    shortFund: new Int32Array(steps * N).fill(-1),
    shortLeverage: new Float64Array(steps * N),
    longFactor: doubles(steps * N),
    shortFactor: doubles(steps * N),
    cashFactor: doubles(steps),
    longToDecision: doubles(steps * N),
    shortToDecision: doubles(steps * N),
    cashToDecision: doubles(steps),
    longRate: new Float64Array(steps * N),
    longImpact: new Float64Array(steps * N),
    shortRate: new Float64Array(steps * N),
    shortImpact: new Float64Array(steps * N),
    longUnknown: bytes(steps * N),
    shortUnknown: bytes(steps * N),
  };
}

function hasPriceBy(path: { readonly close: Float64Array }, point: number): boolean {
  for (let row = point >> 1; row >= 0; row--) if (!Number.isNaN(path.close[row])) return true;
  return false;
}

/** The planes of a table on the panel's days; a day without a row has no scores. */
function onDays(table: PillarTable, days: readonly Day[]): Float64Array {
  const rowOf = new Map(table.days.map((day, k) => [day, k]));
  const out = new Float64Array(PILLARS.length * days.length * SECTOR_COUNT).fill(NaN);
  PILLARS.forEach((_, p) =>
    days.forEach((day, k) => {
      const row = rowOf.get(day);
      if (row === undefined) return;
      const from = (p * table.days.length + row) * SECTOR_COUNT;
      out.set(
        table.scores.subarray(from, from + SECTOR_COUNT),
        (p * days.length + k) * SECTOR_COUNT,
      );
    })
  );
  return out;
}

/**
 * The panel's pillars blended by a weighting, as `weightedScore` does it: abstentions hand their
 * weight to the others, and the score is rounded to nine digits.
 *
 * @param into Where to write, to spare an array in a sweep; `days.length` × 11.
 */
export function panelScores(
  panel: ResearchPanel,
  weights: PillarWeights,
  into?: Float64Array,
): ScoreTable {
  checkedWeights(weights);
  const cells = panel.days.length * SECTOR_COUNT, { pillars } = panel;
  const scores = into ?? new Float64Array(cells);
  const { fundamentals: a, sentiment: b, technicals: c } = weights;
  for (let cell = 0; cell < cells; cell++) {
    const x = pillars[cell], y = pillars[cells + cell], z = pillars[2 * cells + cell];
    let sum = 0, share = 0;
    if (a !== 0 && x === x) {
      sum += a * x;
      share += a;
    }
    if (b !== 0 && y === y) {
      sum += b * y;
      share += b;
    }
    if (c !== 0 && z === z) {
      sum += c * z;
      share += c;
    }
    // 0/0, where all that count abstained, is NaN: no score.
    scores[cell] = Math.round(sum / share * 1e9) / 1e9;
  }
  return { days: panel.days, scores };
}

/** The arrays of a panel as buffers, for the transfer list of `postMessage`. */
export function panelBuffers(panel: ResearchPanel): ArrayBuffer[] {
  return Object.values(panel).flatMap((value) =>
    ArrayBuffer.isView(value) ? [value.buffer as ArrayBuffer] : []
  );
}
