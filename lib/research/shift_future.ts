import { checkOptions, checkWord } from "../arguments.ts";
import { DataError } from "../errors.ts";
import {
  addCalendarDays,
  type Dated,
  type Instrument,
  INSTRUMENTS,
  type Market,
  type PriceTable,
  SECTORS,
  tradingDaysFrom,
} from "../market/mod.ts";
import { type RandomStream, randomStream } from "../stats/mod.ts";
import { type Day, instant } from "../units.ts";

/** The tables that a future can be changed in; `instruments` is the master. */
export const FUTURE_TABLES = [
  "close",
  "open",
  "volume",
  "rows",
  "fundamentals",
  "headlines",
  "flows",
  "rates",
  "styles",
  "instruments",
] as const;

/** One table of a future. */
export type FutureTable = (typeof FUTURE_TABLES)[number];

/** What is done to it. */
export type FutureChange = "change" | "add" | "delete";

/** A market that is the same up to a day, and another afterwards. */
export interface ShiftedFuture {
  readonly market: Market;
  readonly instruments: readonly Instrument[];
  /** How many data were changed, added or deleted. */
  readonly touched: number;
}

/** Share of cells and rows that a deletion takes. */
const DELETED_SHARE = 0.3;
/** Volatility of the factor by which a number is changed. */
const CHANGE_SIZE = 0.3;
/** Rows after the day within which a table is cut off. */
const CUT_WITHIN_ROWS = 40;
/** Trading days that are added at the end. */
const ADDED_DAYS = 15;

/**
 * The same world with another future: everything that became known after a day's close is changed,
 * deleted or added to, at random from a seed.
 *
 * A backtest on both must have decided the same up to that day; where it did not, it saw the future
 * (`decisionsChanged`).
 *
 * @param market Left as it is.
 * @param day A trading day; nothing that was known at its close is touched.
 * @param seed Seed of the changes.
 * @param options.tables Which tables; all by default.
 * @param options.changes What is done; all three by default.
 * @param options.instruments The master to start from.
 * @throws {DataError} If the day is no trading day of the market.
 *
 * @example Every price after a day is another, none before
 * ```ts
 * import { shiftFuture } from "lab/research";
 * import { simulatedMarket } from "lab/market";
 * import { equal, notEqual } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const other = shiftFuture(market, market.prices.days[100], 1, { tables: ["close"] }).market;
 * const [a, b] = [market, other].map(({ prices }) => prices.close.get("XLK")!);
 * equal(a[100], b[100]);
 * notEqual(a[101], b[101]);
 * ```
 */
export function shiftFuture(
  market: Market,
  day: Day,
  seed: number,
  options: {
    readonly tables?: readonly FutureTable[];
    readonly changes?: readonly FutureChange[];
    readonly instruments?: readonly Instrument[];
  } = {},
): ShiftedFuture {
  const action = "Cannot shift the future";
  checkOptions(action, options, ["tables", "changes", "instruments"]);
  const { tables = FUTURE_TABLES, changes = ["change", "add", "delete"] } = options;
  for (const name of tables) checkWord(action, "each of tables", name, FUTURE_TABLES);
  for (const name of changes) {
    checkWord(action, "each of changes", name, ["change", "add", "delete"]);
  }
  if (!market.prices.days.includes(day)) {
    throw new DataError(`Cannot shift the future: ${day} is no trading day of the market`, { day });
  }
  const draw = randomStream(seed), known = instant(day);
  let touched = 0;
  const does = (change: FutureChange) => changes.includes(change);
  const count = (): void => void touched++;

  const table = <T extends Dated>(name: FutureTable, rows: readonly T[]): readonly T[] => {
    if (!tables.includes(name)) return rows;
    const past = rows.filter(({ availableAt }) => availableAt <= known);
    let future = rows.filter(({ availableAt }) => availableAt > known);
    if (does("delete")) {
      future = future.filter(() => draw.uniform() > DELETED_SHARE || void count());
    }
    if (does("change")) future = future.map((row) => (count(), changed(row, draw)));
    if (does("add") && rows.length > 0) {
      const copied = rows[draw.integer(rows.length)];
      const availableAt = instant(addCalendarDays(day, 1 + draw.integer(20)), "10:00");
      future = [...future, { ...changed(copied, draw), availableAt, address: "lab:added" }];
      count();
    }
    return [...past, ...future].sort((a, b) => a.availableAt < b.availableAt ? -1 : 1);
  };

  let prices = market.prices;
  for (const name of ["close", "open", "volume"] as const) {
    if (!tables.includes(name)) continue;
    const columns = new Map(prices[name]);
    for (const [ticker, values] of columns) {
      columns.set(ticker, otherColumn(values, prices.days.indexOf(day) + 1, draw, does, count));
    }
    prices = { ...prices, [name]: columns };
  }
  if (tables.includes("rows")) prices = otherRows(prices, day, draw, does, count);

  return {
    market: {
      ...market,
      prices,
      rates: table("rates", market.rates),
      styles: table("styles", market.styles),
      fundamentals: table("fundamentals", market.fundamentals),
      headlines: table("headlines", market.headlines),
      flows: table("flows", market.flows),
      // What a reader brings of his own goes with what is filed.
      ...(market.figures === undefined ? {} : { figures: table("fundamentals", market.figures) }),
    },
    instruments: tables.includes("instruments")
      ? otherInstruments(options.instruments ?? INSTRUMENTS, day, draw, does, count)
      : options.instruments ?? INSTRUMENTS,
    get touched() {
      return touched;
    },
  };
}

type Does = (change: FutureChange) => boolean;

/** A row with other numbers, another text and another sector. */
function changed<T extends Dated>(row: T, draw: RandomStream): T {
  const entries = Object.entries(row).map(([name, value]) => {
    if (typeof value === "number") return [name, value * factor(draw) + 0.01 * draw.normal()];
    if (name === "text") return [name, "Everything turned out otherwise"];
    if (name === "sector") return [name, SECTORS[draw.integer(SECTORS.length)]];
    return [name, value];
  });
  return Object.fromEntries(entries) as T;
}

function factor(draw: RandomStream): number {
  return Math.exp(CHANGE_SIZE * draw.normal());
}

function otherColumn(
  values: Float64Array,
  from: number,
  draw: RandomStream,
  does: Does,
  count: () => void,
): Float64Array {
  const out = values.slice();
  for (let row = from; row < out.length; row++) {
    if (Number.isNaN(out[row])) {
      if (does("add") && draw.uniform() < 0.5) {
        out[row] = 50 * factor(draw);
        count();
      }
    } else if (does("delete") && draw.uniform() < DELETED_SHARE) {
      out[row] = NaN;
      count();
    } else if (does("change")) {
      out[row] *= factor(draw);
      count();
    }
  }
  return out;
}

/** The table with holes after the day and cut off somewhere, or with further days, or both. */
function otherRows(
  prices: PriceTable,
  day: Day,
  draw: RandomStream,
  does: Does,
  count: () => void,
): PriceTable {
  const all = prices.days, row = all.indexOf(day);
  const end = does("delete")
    ? row + 1 + draw.integer(Math.min(CUT_WITHIN_ROWS, all.length - row))
    : all.length;
  const kept = all.map((_, at) => at).filter((at) =>
    at <= row || (at < end && !(does("delete") && draw.uniform() < DELETED_SHARE))
  );
  if (kept.length < all.length) count();
  const added = does("add")
    ? tradingDaysFrom(addCalendarDays(all[kept[kept.length - 1]], 1), ADDED_DAYS)
    : [];
  added.forEach(count);
  const columns = (map: ReadonlyMap<string, Float64Array>) =>
    new Map([...map].map(([ticker, values]) => {
      const out = Float64Array.from([...kept.map((at) => values[at]), ...added.map(() => NaN)]);
      for (let at = kept.length; at < out.length; at++) {
        out[at] = (Number.isNaN(out[at - 1]) ? 50 : out[at - 1]) * factor(draw);
      }
      return [ticker, out] as const;
    }));
  return {
    ...prices,
    days: [...kept.map((at) => all[at]), ...added],
    availableAt: [
      ...kept.map((at) => prices.availableAt[at]),
      ...added.map((on) => instant(on)),
    ],
    close: columns(prices.close),
    open: columns(prices.open),
    volume: columns(prices.volume),
  };
}

/** Funds that are wound up, listed or renamed after the day; what they were until then stays. */
function otherInstruments(
  instruments: readonly Instrument[],
  day: Day,
  draw: RandomStream,
  does: Does,
  count: () => void,
): readonly Instrument[] {
  const soon = addCalendarDays(day, 1 + draw.integer(10));
  const out = instruments.flatMap((fund): Instrument[] => {
    if (fund.listedFrom > day) {
      if (does("delete") && draw.uniform() < 0.5) return count(), [];
      if (does("change")) return count(), [{ ...fund, listedFrom: soon }];
      return [fund];
    }
    const isOver = fund.listedTo !== undefined && fund.listedTo <= day;
    if (!isOver && does("change") && draw.uniform() < 0.5) {
      return count(), [{ ...fund, listedTo: soon, status: "liquidated" }];
    }
    return [fund];
  });
  if (!does("add")) return out;
  count();
  const model = instruments.find((fund) => fund.leverage === -1)!;
  return [
    { ...model, ticker: "LATER", sector: "XLC", listedFrom: soon, listedTo: undefined },
    ...out,
  ];
}
