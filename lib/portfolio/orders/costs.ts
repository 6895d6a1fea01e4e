import { TRADING_DAYS_A_MONTH, TRADING_DAYS_A_YEAR } from "../../days.ts";
import { checkFields, checkObject, shown } from "../../arguments.ts";
import type { Instrument, Snapshot } from "../../market/mod.ts";

/**
 * Factor Y of the impact Y·σ_d·√(Q/ADV). One is the cautious end of the 0.5 to 1 that studies find.
 * Almgren, Thum, Hauptmann and Li (2005, Risk 18/7, 58–62) fit an exponent of 0.6; later studies
 * settle on the square root, which is used here.
 */
const IMPACT_COEFFICIENT = 1;
/** Commission per order in dollars; most US brokers ask none for listed funds. */
const COMMISSION_USD = 0;
/** Further fee on the traded value, bp. */
const FEE_BPS = 0;
/** Trading days over which the daily volatility of a fund is measured, and the fewest that do. */
const VOLATILITY_DAYS = TRADING_DAYS_A_YEAR;
const MINIMUM_DAYS = 60;
/** The same for a monthly market. */
const VOLATILITY_MONTHS = 60;
const MINIMUM_MONTHS = 24;
const BPS = 1e4;

/** How a trade is priced. */
export interface CostModel {
  /** Y in the impact; 1 by default. */
  readonly impactCoefficient: number;
  /** Dollars per order that is not empty; 0 by default. */
  readonly commissionUsd: number;
  /** Fee on the traded value, bp; 0 by default. */
  readonly feeBps: number;
}

/** The cost model used where nothing else is said. */
export const DEFAULT_COST_MODEL: CostModel = {
  impactCoefficient: IMPACT_COEFFICIENT,
  commissionUsd: COMMISSION_USD,
  feeBps: FEE_BPS,
};

/** A trade in one fund with what its cost depends on; an unknown figure is `undefined`. */
export interface Trade {
  /** Dollars bought or sold, at least 0: the change against drifted holdings. */
  readonly tradedUsd: number;
  readonly equityUsd: number;
  /** Quoted spread between bid and offer over the price, bp. */
  readonly spreadBps: number | undefined;
  /** Dollars traded per day. */
  readonly advUsd: number | undefined;
  /** Standard deviation of the fund's daily return, a share. */
  readonly dailyVolatility: number | undefined;
}

/** What a trade costs, part by part; a part that cannot be known is `undefined`, not 0. */
export interface TradeCost {
  readonly spreadUsd: number | undefined;
  readonly impactUsd: number | undefined;
  readonly feeUsd: number;
  /** The sum of the parts that are known: at least this much. */
  readonly knownUsd: number;
  /** The whole cost, or `undefined` if a part is unknown. */
  readonly totalUsd: number | undefined;
  /** The whole cost over equity, bp. */
  readonly totalBps: number | undefined;
  /** What is not known; absent if all is. */
  readonly unknown?: string;
}

const ACTION = "Cannot cost a trade";
const MODEL_FIELDS = Object.keys(DEFAULT_COST_MODEL);
const TRADE_FIELDS = ["tradedUsd", "equityUsd", "spreadBps", "advUsd", "dailyVolatility"];

/** A figure that must be known. */
function needed(value: number, name: string, above: number): number {
  if (value !== undefined) return known(value, name, above)!;
  throw new RangeError(`${ACTION}: need ${name}, got undefined`);
}

function known(value: number | undefined, name: string, above: number): number | undefined {
  if (value === undefined || (Number.isFinite(value) && value >= above)) return value;
  const least = above === 0 ? "of at least 0" : "above 0";
  throw new RangeError(
    `${ACTION}: ${name} must be a number ${least} or undefined, got ${shown(value)}`,
  );
}

/**
 * The cost of one trade: half the spread, fees, and square-root impact `Y·σ_d·√(Q/ADV)` on the value
 * traded.
 *
 * Costs come from the trade, not from the position: an empty trade costs exactly 0, whatever is
 * unknown about the fund. Where the spread, the volume or the volatility is not known, neither is the
 * cost; `knownUsd` then is a floor.
 *
 * @param trade Dollars traded, and the figures of the fund; see {@linkcode Trade}.
 * @param model Parts of {@linkcode CostModel} that differ from the default.
 * @returns Cost in dollars and in bp of equity.
 * @throws {RangeError} If a figure is negative or not finite, or a name is unknown.
 *
 * @example $10,000 in a fund that trades $1M a day: 2 % × √0.01 impact, half of 40 bp
 * ```ts
 * import { tradeCost } from "lab/portfolio";
 * import { equal } from "node:assert/strict";
 *
 * const fund = { spreadBps: 40, advUsd: 1_000_000, dailyVolatility: 0.02 };
 * const cost = tradeCost({ tradedUsd: 10_000, equityUsd: 100_000, ...fund });
 * equal(cost.spreadUsd, 20);
 * equal(cost.impactUsd!.toFixed(6), "20.000000");
 * equal(cost.totalBps!.toFixed(6), "4.000000");
 * ```
 */
export function tradeCost(trade: Trade, model: Partial<CostModel> = {}): TradeCost {
  checkFields(ACTION, "the trade", trade, TRADE_FIELDS);
  checkFields(ACTION, "the cost model", model, MODEL_FIELDS);
  const { impactCoefficient, commissionUsd, feeBps } = { ...DEFAULT_COST_MODEL, ...model };
  needed(impactCoefficient, "impactCoefficient", 0);
  needed(commissionUsd, "commissionUsd", 0);
  needed(feeBps, "feeBps", 0);
  const traded = needed(trade.tradedUsd, "tradedUsd", 0);
  const equity = needed(trade.equityUsd, "equityUsd", Number.MIN_VALUE);
  const spreadBps = known(trade.spreadBps, "spreadBps", 0);
  const adv = known(trade.advUsd, "advUsd", Number.MIN_VALUE);
  const sigma = known(trade.dailyVolatility, "dailyVolatility", 0);
  if (traded === 0) {
    return { spreadUsd: 0, impactUsd: 0, feeUsd: 0, knownUsd: 0, totalUsd: 0, totalBps: 0 };
  }

  const spreadUsd = spreadBps === undefined ? undefined : traded * spreadBps / 2 / BPS;
  const impactUsd = adv === undefined || sigma === undefined
    ? undefined
    : traded * impactCoefficient * sigma * Math.sqrt(traded / adv);
  const feeUsd = commissionUsd + traded * feeBps / BPS;
  const knownUsd = (spreadUsd ?? 0) + (impactUsd ?? 0) + feeUsd;
  const missing = [
    ...(spreadBps === undefined ? ["spread"] : []),
    ...(adv === undefined ? ["daily volume"] : []),
    ...(sigma === undefined ? ["daily volatility"] : []),
  ];
  if (missing.length === 0) {
    return {
      spreadUsd,
      impactUsd,
      feeUsd,
      knownUsd,
      totalUsd: knownUsd,
      totalBps: knownUsd / equity * BPS,
    };
  }
  return {
    spreadUsd,
    impactUsd,
    feeUsd,
    knownUsd,
    totalUsd: undefined,
    totalBps: undefined,
    unknown: `${missing.join(" and ")} not known`,
  };
}

/**
 * The daily volatility of a fund: |leverage| times that of the sector or index it follows.
 *
 * The fund's own closes are not used: the small ones have false ticks and stale closes, which would
 * read as volatility or hide it. From monthly returns the figure is divided by √21.
 *
 * @param snapshot The view of the day.
 * @param fund A fund that serves a sector or the market.
 * @returns Standard deviation (ddof 1) over the last 252 days, or `undefined` with fewer than 60
 *   returns (24 where the market is monthly).
 *
 * @example A −2x fund moves twice as much
 * ```ts
 * import { fundVolatility } from "lab/portfolio";
 * import { instrument, simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const view = snapshot(market, market.prices.days.at(-1)!);
 * equal(
 *   fundVolatility(view, instrument("DUG")),
 *   2 * fundVolatility(view, instrument("XLE"))!,
 * );
 * ```
 */
export function fundVolatility(snapshot: Snapshot, fund: Instrument): number | undefined {
  const action = "Cannot measure the volatility of a fund";
  checkObject(action, "the view of the day", snapshot, "prices, such as snapshot() gives");
  checkObject(action, "the fund", fund, 'ticker and leverage, such as instrument("XLE")');
  const followed = fund.sector === "market" ? snapshot.index : fund.sector;
  if (followed === undefined) return undefined;
  const sd = dailyVolatility(snapshot, followed);
  return sd === undefined ? undefined : Math.abs(fund.leverage) * sd;
}

/** What was worked out for a snapshot; a snapshot never changes, so neither does its answer. */
const remembered = new WeakMap<Snapshot, Map<string, number | undefined>>();

function dailyVolatility(snapshot: Snapshot, ticker: string): number | undefined {
  let ofDay = remembered.get(snapshot);
  if (!ofDay) remembered.set(snapshot, ofDay = new Map());
  if (!ofDay.has(ticker)) ofDay.set(ticker, measuredVolatility(snapshot, ticker));
  return ofDay.get(ticker);
}

function measuredVolatility(snapshot: Snapshot, ticker: string): number | undefined {
  const monthly = snapshot.frequency === "monthly";
  const returns = snapshot.returns(ticker, monthly ? VOLATILITY_MONTHS : VOLATILITY_DAYS)
    .filter((value) => value !== undefined);
  const n = returns.length;
  if (n < (monthly ? MINIMUM_MONTHS : MINIMUM_DAYS)) return undefined;
  let sum = 0, squares = 0;
  for (const value of returns) sum += value;
  for (const value of returns) squares += (value - sum / n) ** 2;
  const sd = Math.sqrt(squares / (n - 1));
  return monthly ? sd / Math.sqrt(TRADING_DAYS_A_MONTH) : sd;
}
