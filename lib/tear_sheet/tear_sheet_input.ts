import type { MeasureOptions, PeriodReturns } from "../performance/mod.ts";

/** Returns under a name. */
interface NamedReturns {
  readonly name: string;
  readonly returns: PeriodReturns;
}

/** A row of the honesty table, as its maker wrote it. */
export interface HonestyRow {
  /** What is asked, such as "Percentile among 1,000 dice". */
  readonly label: string;
  /** The answer with its unit, such as "93 %". */
  readonly value: string;
  /** Interval, count or rule, in words. */
  readonly note?: string;
}

/** What a tear sheet is made of. */
export interface TearSheetInput extends MeasureOptions {
  /** What the sheet is about, such as "Committee, weekly, all limits". */
  readonly title: string;
  /** The line that `sourceLine` of `lab/market` writes. */
  readonly source: string;
  /** What a period is called, in the plural: "weeks". */
  readonly periods: string;
  /** The day on which each period ends. */
  readonly days: readonly string[];
  /** Net of costs; none may be missing. */
  readonly net: readonly number[];
  /** Before costs; with `costs` and `turnover` it gives the group on trading. */
  readonly gross?: readonly number[];
  /** Shares of equity per period. */
  readonly costs?: readonly number[];
  /** Σ|x − x₀| per period. */
  readonly turnover?: readonly number[];
  readonly benchmark?: NamedReturns;
  /** Drawn as labelled lines and listed with their Sharpe ratios. */
  readonly baselines?: readonly NamedReturns[];
  /** Many committees of chance: one list of returns each. Drawn as lines, or as a fan if many. */
  readonly dice?: readonly PeriodReturns[];
  /** Percentile among dice, deflated Sharpe, minimum track record, power, … */
  readonly honesty?: readonly HonestyRow[];
  /** Periods of the rolling Sharpe ratio; a year by default. */
  readonly window?: number;
  /** Whether growth stands on a log axis; by itself where a line passes three times its start. */
  readonly log?: boolean;
}
