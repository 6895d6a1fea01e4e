import {
  type Instrument,
  INSTRUMENTS,
  isInstrument,
  type Market,
  tradingDaysFrom,
} from "lab/market";
import type { Policy, PolicyDecision } from "lab/research";
import { bps, type Day, day, instant } from "lab/units";

const TICKERS = ["SPY", "XLB", "XLF", "XLK"];

/** A market from rows of opens and closes by ticker; a missing number is no price. */
export function rowsMarket(
  days: readonly Day[],
  columns: Readonly<Record<string, { open?: readonly number[]; close: readonly number[] }>>,
  ratePerYear?: number,
): Market {
  const entries = Object.entries(columns);
  return {
    source: { kind: "simulated", seed: 0 },
    frequency: "daily",
    index: "SPY",
    prices: {
      days,
      availableAt: days.map((on) => instant(on)),
      close: new Map(entries.map(([ticker, { close }]) => [ticker, Float64Array.from(close)])),
      open: new Map(
        entries.flatMap(([ticker, { open }]) => open ? [[ticker, Float64Array.from(open)]] : []),
      ),
      volume: new Map(),
    },
    rates: ratePerYear === undefined
      ? []
      : [{ ratePerYear, availableAt: instant(days[0]), address: "lab:rates/0" }],
    styles: [],
    fundamentals: [],
    headlines: [],
    flows: [],
  };
}

/**
 * A policy that reads its book off a list, one row per decision; `hold`, and the end of the list,
 * trade nothing.
 */
export function listedPolicy(
  books: readonly (Readonly<Partial<Record<string, number>>> | "hold")[],
  names: readonly string[],
): Policy {
  return {
    name: "a list",
    decide({ step }): PolicyDecision {
      const book = books[step];
      if (book === undefined || book === "hold") return { action: "hold" };
      const target = Float64Array.from(names, (name) => book[name] ?? 0);
      return { action: "trade", target, status: "tilt" };
    },
  };
}

/** The master with other figures for some funds. */
export function instrumentsWith(
  others: Readonly<Record<string, { spreadBps?: number; expenseRatio?: number; listedTo?: Day }>>,
): readonly Instrument[] {
  for (const ticker of Object.keys(others)) if (!isInstrument(ticker)) throw new Error(ticker);
  return INSTRUMENTS.map((fund) => {
    const other = others[fund.ticker];
    if (!other) return fund;
    return {
      ...fund,
      ...other,
      spreadBps: other.spreadBps === undefined ? fund.spreadBps : bps(other.spreadBps),
    };
  });
}

/** Hundred days of three sectors and the index, drawn by x ← 16807·x mod (2³¹ − 1) from 42. */
export function drawnMarket(): Market {
  let x = 42;
  const uniform = () => (x = x * 16807 % 2147483647) / 2147483647;
  const days = tradingDaysFrom(day("2020-01-02"), 100);
  const columns = Object.fromEntries(
    TICKERS.map((ticker) => [ticker, { open: [] as number[], close: [] as number[] }]),
  );
  for (let t = 0; t < days.length; t++) {
    for (const ticker of TICKERS) {
      const { open, close } = columns[ticker];
      const start = (close[t - 1] ?? 100) * (1 + (uniform() - 0.5) * 0.02);
      open.push(start);
      close.push(start * (1 + (uniform() - 0.5) * 0.03));
    }
  }
  // A day without a price, and a fund whose prices end.
  columns.XLF.open[76] = columns.XLF.close[76] = NaN;
  columns.XLK.open.fill(NaN, 83);
  columns.XLK.close.fill(NaN, 83);
  return rowsMarket(days, columns, 0.03);
}
