import { type WatchedBook, watchedBook } from "../../desk/mod.ts";
import {
  exchangeDay,
  missedDays,
  openMarket,
  type PriceWarning,
  snapshot,
  withoutPrice,
} from "../../market/mod.ts";
import { decisionDay } from "../decision_day.ts";
import { readHoldings } from "../rebalance/holdings_file.ts";
import { bookSettings, readSettings, withEvidence } from "../settings/read_settings.ts";
import type { MonitorArguments } from "./monitor_arguments.ts";

/** A limit is passed from here on; less is rounding. */
export const PAST_A_LIMIT = 1e-6;

/** What a look at a book found. */
export interface Look {
  readonly book: WatchedBook;
  /** Trading days that are over since the prices' day. */
  readonly oldBy: number;
  /** Sectors without a price that day, each with the reason. */
  readonly missing: readonly string[];
  readonly warnings: readonly PriceWarning[];
  /** Names of what is on: figures, and limits that are passed. */
  readonly alarms: readonly string[];
}

/** Exit codes: nothing, an alarm or a limit, old or missing data. */
export type MonitorEnd = 0 | 2 | 3;

/** Reads prices and holdings, and looks at the book once. */
export async function look(given: MonitorArguments, now: Date): Promise<Look> {
  const all = await readSettings(given),
    opened = await openMarket(withEvidence(given.market, all), now);
  const today = snapshot(opened.market, decisionDay(opened.market, given.asOf));
  const book = watchedBook(today, await readHoldings(given.holdings), {
    settings: bookSettings(all),
    rules: all.monitor,
    ...(given.account === undefined ? {} : { equityUsd: given.account }),
  });
  return {
    book,
    oldBy: opened.market.source.kind === "simulated" ? 0 : missedDays(today.day, exchangeDay(now)),
    missing: withoutPrice(today).map(({ reason }) => reason),
    warnings: opened.warnings,
    alarms: [
      ...book.figures.filter(({ isOn }) => isOn).map(({ measure }) => measure),
      ...book.readings.filter(({ slack }) => slack < -PAST_A_LIMIT).map(({ name }) =>
        `limit ${name}`
      ),
    ],
  };
}

/** Trading days that may be over since the prices' day before they are called old. */
const FRESH_DAYS = 1;

/** Whether the data let the look be trusted. */
export const isBlind = ({ oldBy, missing, book }: Look) =>
  oldBy > FRESH_DAYS || missing.length > 0 || book.unvalued.length > 0;

/** The exit code of a look: an alarm goes before blindness. */
export const endOf = (one: Look): MonitorEnd => one.alarms.length > 0 ? 2 : isBlind(one) ? 3 : 0;
