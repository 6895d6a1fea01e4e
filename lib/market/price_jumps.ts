import type { Day } from "../units.ts";
import { counted, decimals } from "../words.ts";
import { instrument, isInstrument } from "./instruments.ts";
import { type PriceWarning, someDays } from "./price_warning.ts";
import { SECTORS } from "./sectors.ts";

/*
 * Surprises: what a fund's price did beside what it follows, as a log return. A sector fund and SPY
 * follow the median of all of them that day, which one false price does not move; an inverse fund
 * follows leverage × its sector (the median where the file has no such column). A surprise is judged by
 * the fund's own usual one, 1.4826 × the median size among its neighbours (Rousseeuw and Croux, JASA
 * 1993), for a spin-off stands out of a quiet year and a storm explains itself.
 *
 * The constants were set on real prices: 294 column-years of the eleven sector funds and SPY from
 * 1998-12-22 to 2026-08-03, 265 of fifteen inverse funds from 2006. How often they raise an alarm there
 * stands beside each.
 */

/** Neighbours on either side, rows, from which the usual surprise is taken. */
const SURPRISE_NEIGHBOURS = 42;
/** Fewest neighbours that tell it; below, it is at least `UNKNOWN_SURPRISE`. */
const LEAST_NEIGHBOURS = 20;
/** Usual surprise of a fund of which too few rows are known; the real ones' median is 0.6 %. */
const UNKNOWN_SURPRISE = 0.008;
/** Least usual surprise, per unit of leverage, so that a fund close to its index is not blamed for cents. */
const LEAST_SURPRISE = 0.004;
/** Share of the day's own move that counts as usual: betas are not one, and less so on great days. */
const OF_THE_MOVE = 0.3;
/**
 * Usual surprises that make a jump, if it is not taken back: about 3 % of the price in a quiet year. A fall
 * written into the real prices on a day drawn by chance is found in 20 % of cases where it takes 3 % of the
 * price, in 65 % at 5 %, 94 % at 10 % and 99.7 % at 19 %, as XLF's spin-off of 2016 would have.
 * Real prices of sector funds and SPY raise it on 11 days, 37 in 1,000 column-years (as XLF on
 * 2020-11-09, +8.2 % with a median of +1.6 %); those of inverse funds on 4, 15 in 1,000.
 */
const JUMP_SURPRISES = 7;
/**
 * Usual surprises, there and back, that make a false tick: of those written into real prices 78 % are found
 * at 5 % of the price and all at 15 %. Sector funds and SPY raise it on 3 occasions,
 * 10 in 1,000 column-years, inverse funds on 3 beside the known false ones, 11 in 1,000. Of 38 days on
 * which an inverse fund is known to have left its index by 12 points, 36 are found; SCC's 2018-03-26 and
 * 2020-03-16, which were not taken back, are not. Opens raise it 25 times, 88 in 1,000 column-years: they
 * are 2 to 6 % off and back by the close, so that most of them are false indeed.
 */
const TICK_SURPRISES = 5;
/** Distance of a return from what it follows that is a surprise in any year. */
const SUSPECT_TICK = 0.12;
/** Rows within which a tick is taken back. */
export const SUSPECT_TICK_DAYS = 5;
/** Part of the larger surprise that may be left when it has been taken back. */
const LEFT_OF_A_TICK = 0.5;
/**
 * Unchanged closes in a row that make a column frozen: three of a sector fund or of SPY (no alarm in 294
 * column-years), five of an inverse fund. The thin ones (SZK, SCC, RXD, SIJ) do stand still so long, 57
 * times, which is 215 in 1,000 column-years of inverse funds: there it is a fact. Of others it is 25, for
 * a fund of Treasury bills may stand still for 18 days.
 */
const FROZEN_CLOSES = { liquid: 3, fund: 5, other: 25 } as const;

const LIQUID: readonly string[] = [...SECTORS, "SPY"];

/** The median of numbers in ascending order. */
function medianOf(sorted: Float64Array): number {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** What a fund did on a row since its last price, and what it follows did. */
interface Surprise {
  readonly row: number;
  /** Rows since its last price; 1 where there is no hole. */
  readonly rows: number;
  /** Log returns: the fund's, and of what it follows. */
  readonly own: number;
  readonly followed: number;
  readonly size: number;
}

/** Log return of each row, from the row before; NaN where either has no price. */
function logReturns(values: Float64Array): Float64Array {
  return values.map((value, row) => row === 0 ? NaN : Math.log(value / values[row - 1]));
}

function medianReturns(columns: readonly Float64Array[], rows: number): Float64Array {
  const all = columns.map(logReturns), known = new Float64Array(columns.length);
  return Float64Array.from({ length: rows }, (_, row) => {
    let count = 0;
    for (const one of all) if (!Number.isNaN(one[row])) known[count++] = one[row];
    // One or two columns are no market that a third could be held against.
    return count < 3 ? NaN : medianOf(known.subarray(0, count).sort());
  });
}

function surprises(values: Float64Array, followed: Float64Array): readonly Surprise[] {
  const found: Surprise[] = [];
  let last = -1, since = 0;
  for (let row = 0; row < values.length; row++) {
    // Over a hole the market's way counts from the last price on.
    if (last >= 0) since += followed[row];
    if (Number.isNaN(values[row])) continue;
    if (last >= 0) {
      const own = Math.log(values[row] / values[last]);
      if (!Number.isNaN(since)) {
        found.push({ row, rows: row - last, own, followed: since, size: own - since });
      }
    }
    last = row;
    since = 0;
  }
  return found;
}

/** How many usual surprises each one is; those that cannot reach `TICK_SURPRISES` are left at 0. */
function inUsualSurprises(found: readonly Surprise[], leverage: number): Float64Array {
  const by = Math.abs(leverage), least = LEAST_SURPRISE * by;
  const sizes = new Float64Array(2 * SURPRISE_NEIGHBOURS);
  return Float64Array.from(found, ({ size, rows, followed }, k) => {
    const ofMove = OF_THE_MOVE * followed;
    if (Math.abs(size) < TICK_SURPRISES * Math.hypot(least, ofMove)) return 0;
    const to = Math.min(found.length, k + 1 + SURPRISE_NEIGHBOURS);
    let count = 0;
    for (let j = Math.max(0, k - SURPRISE_NEIGHBOURS); j < to; j++) {
      if (j !== k && found[j].rows === 1) sizes[count++] = Math.abs(found[j].size);
    }
    const around = sizes.subarray(0, count).sort(), isFew = count < LEAST_NEIGHBOURS;
    // Of a few neighbours the other half of a tick may be one: the lower of two in the middle counts.
    const middle = count === 0 ? 0 : isFew ? around[(count - 1) >> 1] : medianOf(around);
    const usual = Math.max(least, isFew ? UNKNOWN_SURPRISE * by : 0, 1.4826 * middle);
    // Over a hole there is more time to stray.
    return size / Math.hypot(Math.sqrt(rows) * usual, ofMove);
  });
}

/** Rows of ticks that were taken back, and jumps that were not. */
function ticksAndJumps(found: readonly Surprise[], leverage: number, isProxy = false) {
  const many = inUsualSurprises(found, leverage);
  const isLarge = (k: number) =>
    Math.abs(many[k]) >= TICK_SURPRISES ||
    (!isProxy && found[k].rows === 1 &&
      Math.abs(Math.expm1(found[k].own) - Math.expm1(found[k].followed)) > SUSPECT_TICK);
  const ticks = new Set<Surprise>();
  found.forEach((first, k) => {
    if (!isLarge(k)) return;
    let left = first.size;
    for (let j = k + 1; j <= k + SUSPECT_TICK_DAYS && j < found.length; j++) {
      left += found[j].size;
      const isBack = found[j].size * first.size < 0 &&
        Math.abs(left) <= LEFT_OF_A_TICK * Math.max(Math.abs(first.size), Math.abs(found[j].size));
      if (!isBack || !isLarge(j)) continue;
      ticks.add(first).add(found[j]);
      break;
    }
  });
  const jumps = found.filter((one, k) => !ticks.has(one) && Math.abs(many[k]) >= JUMP_SURPRISES);
  return { ticks: [...ticks].sort((a, b) => a.row - b.row), jumps };
}

const moved = (log: number) => `${log > 0 ? "+" : ""}${decimals(100 * Math.expm1(log), 1)} %`;

function tickWarning(column: string, days: readonly Day[], beside: string): PriceWarning {
  return {
    kind: "suspect ticks",
    columns: [column],
    days,
    message: `${column} left ${beside} and came back within ${SUSPECT_TICK_DAYS} rows, on ${
      counted(days.length, "day")
    } (${someDays(days)}): false prices look like this; they are kept.`,
  };
}

function jumpWarning(
  column: string,
  days: readonly Day[],
  jumps: readonly Surprise[],
  beside: string,
): PriceWarning {
  const [{ row, rows, own, followed }] = jumps;
  const others = jumps.slice(1).map((one) => days[one.row]);
  return {
    kind: "jumps",
    columns: [column],
    days: jumps.map((one) => days[one.row]),
    message: `${column} moved by ${moved(own)} ${
      rows === 1 ? "on" : `from ${days[row - rows]} to`
    } ${days[row]}, far from ${beside} (${moved(followed)}), and did not come back${
      others.length > 0 ? `; so on ${someDays(others)}` : ""
    }: a split or distribution that was not adjusted for looks like this; it is kept.`,
  };
}

/**
 * Surprises of sector funds, SPY and inverse funds: ticks that were taken back, and jumps that were not.
 * Other columns are not judged, for it is not known what they follow.
 */
export function jumpWarnings(
  days: readonly Day[],
  closes: ReadonlyMap<string, Float64Array>,
): readonly PriceWarning[] {
  const warnings: PriceWarning[] = [];
  const liquid = LIQUID.filter((ticker) => closes.has(ticker));
  const market = medianReturns(liquid.map((ticker) => closes.get(ticker)!), days.length);
  const doubtful = new Map<string, ReadonlySet<number>>();
  const judge = (
    ticker: string,
    followed: Float64Array,
    leverage: number,
    beside: string,
    isProxy = false,
  ) => {
    const found = surprises(closes.get(ticker)!, followed);
    const { ticks, jumps } = ticksAndJumps(found, leverage, isProxy);
    if (ticks.length > 0) {
      warnings.push(tickWarning(ticker, ticks.map(({ row }) => days[row]), beside));
    }
    if (jumps.length > 0) warnings.push(jumpWarning(ticker, days, jumps, beside));
    doubtful.set(ticker, new Set([...ticks, ...jumps].map(({ row }) => row)));
  };
  for (const ticker of liquid) judge(ticker, market, 1, "the funds' median");
  for (const ticker of closes.keys()) {
    const fund = isInstrument(ticker) ? instrument(ticker) : undefined;
    if (!fund || fund.leverage > 0 || fund.sector === undefined) continue;
    const base = fund.sector === "market" ? "SPY" : fund.sector;
    const isProxy = !closes.has(base);
    const own = isProxy ? market : logReturns(closes.get(base)!);
    const skipped = doubtful.get(base);
    const followed = Float64Array.from(days, (_, row) =>
      // A false price of the sector is not the inverse fund's.
      skipped?.has(row) ? NaN : Math.log(Math.max(0.01, 1 + fund.leverage * Math.expm1(own[row]))));
    const beside = `${decimals(fund.leverage, 0)} × ${isProxy ? "the funds' median" : base}`;
    judge(ticker, followed, fund.leverage, beside, isProxy);
  }
  return warnings;
}

/** Opens that left the close before and the close after by a false tick; columns named `XLK_open`. */
export function openWarnings(
  days: readonly Day[],
  closes: ReadonlyMap<string, Float64Array>,
  opens: ReadonlyMap<string, Float64Array>,
): readonly PriceWarning[] {
  const liquid = LIQUID.filter((ticker) => opens.has(ticker));
  // Close and open by turns: what holds for rows holds for half of them.
  const byTurns = new Map(liquid.map((ticker) => {
    const close = closes.get(ticker)!, open = opens.get(ticker)!;
    return [
      ticker,
      Float64Array.from(
        { length: 2 * days.length },
        (_, k) => k % 2 === 0 ? open[k >> 1] : close[k >> 1],
      ),
    ];
  }));
  const market = medianReturns([...byTurns.values()], 2 * days.length);
  return liquid.flatMap((ticker) => {
    const found = surprises(byTurns.get(ticker)!, market);
    const { ticks } = ticksAndJumps(found, 1);
    // A tick of the open leaves at an open and is back at the close of that day.
    const rows = ticks.filter(({ row }, k) => row % 2 === 0 && ticks[k + 1]?.row === row + 1)
      .map(({ row }) => days[row >> 1]);
    return rows.length === 0 ? [] : [tickWarning(`${ticker}_open`, rows, "the closes beside it")];
  });
}

/** Columns whose close stands still for longer than a traded fund's does. */
export function frozenWarnings(
  days: readonly Day[],
  closes: ReadonlyMap<string, Float64Array>,
  repeated: readonly number[],
): readonly PriceWarning[] {
  const isRepeated = new Set(repeated);
  return [...closes].flatMap(([ticker, values]) => {
    const least = LIQUID.includes(ticker)
      ? FROZEN_CLOSES.liquid
      : isInstrument(ticker)
      ? FROZEN_CLOSES.fund
      : FROZEN_CLOSES.other;
    const runs: number[][] = [];
    let run: number[] = [], last = NaN;
    const close = () => {
      if (run.length >= least) runs.push(run);
      run = [];
    };
    values.forEach((value, row) => {
      // A row that repeats all prices is told as such; a hole tells nothing.
      if (isRepeated.has(row) || Number.isNaN(value)) return;
      if (value === last) run.push(row);
      else close();
      last = value;
    });
    const toEnd = run.length >= least;
    close();
    if (runs.length === 0) return [];
    const longest = runs.reduce((a, b) => b.length > a.length ? b : a);
    const [first, until] = [days[longest[0]], days[longest[longest.length - 1]]];
    return [{
      kind: "frozen column" as const,
      columns: [ticker],
      days: runs.flatMap((rows) => rows.map((row) => days[row])),
      message: `${ticker} repeats its close on ${
        counted(longest.length, "row")
      }, ${first} to ${until}${
        runs.length > 1 ? `, and ${counted(runs.length - 1, "more time")} on at least ${least}` : ""
      }${
        toEnd ? "; so does its newest price, at which nobody may have traded" : ""
      }: not traded, or filled forward; it is kept.`,
    }];
  });
}
