import { checkFields, checkOptions, checkWord } from "../arguments.ts";
import type { SectorBetasOptions } from "../hedging/mod.ts";
import type { Instrument, Market } from "../market/mod.ts";
import type { CostModel } from "../portfolio/mod.ts";
import type { Day } from "../units.ts";
import type { FillRule } from "./fill_point.ts";
import { type Schedule, SCHEDULES } from "./schedule.ts";
import type { ShortRule } from "./short_fund.ts";

/** Equity at the start where nothing else is said, dollars; impact depends on it. */
const START_EQUITY_USD = 100_000;

/** How a run trades, whatever decides. */
export interface TradingOptions {
  /** `weekly` by default, `monthly` on a monthly market. */
  readonly schedule?: Schedule;
  /** Decision days, where they are not the schedule's own; the last one closes the account. */
  readonly days?: readonly Day[];
  /** `next open` by default; `same close` is labelled optimistic. */
  readonly fill?: FillRule;
  /** `funds` by default, `synthetic` on a monthly market, which has no days to reset on. */
  readonly shorts?: ShortRule;
  readonly costs?: Partial<CostModel>;
  /** Dollars at the start; 100,000 by default. */
  readonly equityUsd?: number;
  /** How betas are measured; a half-life of 60 days over 252 by default. */
  readonly betas?: SectorBetasOptions;
  /** The master of instruments; the lab's own by default. */
  readonly instruments?: readonly Instrument[];
}

const ACTION = "Cannot run a backtest";
const TRADING = ["schedule", "days", "fill", "shorts", "costs", "betas", "instruments"];
const COSTS = ["impactCoefficient", "commissionUsd", "feeBps"];

/** Names of what a run may be told, besides the ones given. */
export function checkRunOptions(options: unknown, others: readonly string[]): void {
  checkOptions(ACTION, options, [...others, ...TRADING]);
}

/** Refuses words of trading that there are not: a fill that is not known would be the optimistic one. */
export function checkTrading({ schedule, fill, shorts, costs }: TradingOptions): void {
  if (schedule !== undefined) checkWord(ACTION, "schedule", schedule, SCHEDULES);
  if (fill !== undefined) checkWord(ACTION, "fill", fill, ["next open", "same close"]);
  if (shorts !== undefined) checkWord(ACTION, "shorts", shorts, ["funds", "synthetic"]);
  if (costs !== undefined) checkFields(ACTION, "costs", costs, COSTS);
}

/** How shorts are held where nothing is said. */
export function defaultShorts(market: Pick<Market, "frequency">): ShortRule {
  return market.frequency === "monthly" ? "synthetic" : "funds";
}

/** @throws {RangeError} If the equity is no positive number of dollars. */
export function startEquity({ equityUsd = START_EQUITY_USD }: TradingOptions): number {
  if (equityUsd > 0 && Number.isFinite(equityUsd)) return equityUsd;
  throw new RangeError(`Cannot run a backtest: equityUsd must be above 0, got ${equityUsd}`);
}
