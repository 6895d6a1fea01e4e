import { DataError } from "../errors.ts";
import type { Market } from "../market/mod.ts";
import type { Day } from "../units.ts";
import {
  type Fill,
  fillPoint,
  type FillRule,
  type TradedPaths,
  tradedPaths,
} from "./fill_point.ts";
import { type CashPath, cashPath, type Point } from "./leg_factor.ts";
import type { Moment } from "./ledger.ts";
import { checkAscending, decisionDays, defaultSchedule, type Schedule } from "./schedule.ts";
import { checkTrading } from "./trading_options.ts";

/** When a run decides, when it fills, and the paths that its positions follow. */
export interface Timeline {
  /** Decision days; the last one closes the account. */
  readonly days: readonly Day[];
  /** The close of each decision day. */
  readonly decisionPoints: readonly Point[];
  /** Fill of each decision; absent where none came before the next decision. */
  readonly fills: readonly (Fill | undefined)[];
  /** Where each step begins: its fill, or the close after a decision without one. */
  readonly points: readonly Point[];
  readonly traded: TradedPaths;
  readonly cash: CashPath;
}

/** What a timeline is made from. */
interface TimelineOptions {
  readonly schedule?: Schedule;
  readonly days?: readonly Day[];
  readonly fill?: FillRule;
}

/**
 * The time line of a run.
 *
 * @throws {DataError} If days are not in order, are no trading days, or fewer than two.
 */
export function timeline(market: Market, options: TimelineOptions = {}): Timeline {
  checkTrading(options);
  const { prices } = market, { fill = "next open" } = options;
  checkAscending(prices.days, "run a backtest");
  const days = options.days ??
    decisionDays(market, options.schedule ?? defaultSchedule(market));
  checkAscending(days, "run a backtest");
  if (days.length < 2) {
    throw new DataError(
      `Cannot run a backtest: need at least two decision days, got ${days.length}`,
    );
  }
  const traded = tradedPaths(market);
  if (!traded.tickers.includes("market")) {
    throw new DataError(`Cannot run a backtest: the market has no prices of ${market.index}`, {
      column: market.index,
    });
  }
  const rowOf = new Map(prices.days.map((on, row) => [on, row]));
  const rows = days.map((on) => {
    const row = rowOf.get(on);
    if (row !== undefined) return row;
    throw new DataError(`Cannot run a backtest: ${on} is no trading day of the market`, {
      day: on,
    });
  });
  const decisionPoints = rows.map((row) => 2 * row + 1);
  const fills = rows.map((row, k) => {
    const found = fillPoint(traded, row, fill);
    return found && found.point <= (decisionPoints[k + 1] ?? Infinity) ? found : undefined;
  });
  const last = 2 * prices.days.length - 1;
  const points = rows.map((row, k) => fills[k]?.point ?? Math.min(last, 2 * row + 3));
  return { days, decisionPoints, fills, points, traded, cash: cashPath(market) };
}

/** A point as a day and its open or close. */
export function momentAt(market: Pick<Market, "prices">, point: Point): Moment {
  return { day: market.prices.days[point >> 1], at: point & 1 ? "close" : "open" };
}
