import { addCalendarDays, type Dated, isTradingDay, type Market } from "../market/mod.ts";
import { quotedValue } from "../outside_text.ts";
import { type Day, type Instant, instant } from "../units.ts";

/**
 * The wrong way: the same world with every report usable from the close of its period's last day.
 *
 * Data sets that file reports under the quarter they describe do this in silence. The figures are
 * those of the filing weeks later, and prices have moved in between for reasons the report then
 * confirms; so scores look as if they foresaw what they were told.
 *
 * @param market Left as it is.
 * @returns A market in which a report of 31 March is known on the last trading day up to then, 16:00.
 *
 * @example Known weeks too early
 * ```ts
 * import { withFundamentalsAtPeriodEnd } from "lab/committee";
 * import { simulatedMarket } from "lab/market";
 * import { ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const [early] = withFundamentalsAtPeriodEnd(market).fundamentals;
 * const honest = market.fundamentals.find(({ address }) => address === early.address)!;
 * ok(early.availableAt < honest.availableAt);
 * ```
 */
export function withFundamentalsAtPeriodEnd(market: Market): Market {
  return {
    ...market,
    fundamentals: inOrder(
      market.fundamentals.map((report) => ({
        ...report,
        availableAt: instant(lastTradingDayBy(report.periodEnd)),
      })),
    ),
  };
}

/**
 * The same world with one datum available at another minute, to see what a minute changes.
 *
 * @param market Left as it is.
 * @param address Of a report, headline or flow; every row under that address is moved.
 * @param availableAt The other minute.
 * @throws {RangeError} If no row has that address.
 *
 * @example One minute after the decision
 * ```ts
 * import { withAvailableAt } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { day, instant } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const on = market.prices.days[100];
 * const known = snapshot(market, on).headlines;
 * const late = withAvailableAt(market, known.at(-1)!.address, instant(on, "16:01"));
 * equal(snapshot(late, on).headlines.length, known.length - 1);
 * ```
 */
export function withAvailableAt(market: Market, address: string, availableAt: Instant): Market {
  let found = false;
  const moved = <T extends Dated>(rows: readonly T[]): readonly T[] => {
    if (!rows.some((row) => row.address === address)) return rows;
    found = true;
    return inOrder(rows.map((row) => row.address === address ? { ...row, availableAt } : row));
  };
  const { fundamentals, headlines, flows } = market;
  const other = {
    ...market,
    fundamentals: moved(fundamentals),
    headlines: moved(headlines),
    flows: moved(flows),
  };
  if (!found) {
    throw new RangeError(
      `Cannot move a datum: need the address of a report, headline or flow, ` +
        `got ${quotedValue(address)}`,
    );
  }
  return other;
}

function inOrder<T extends Dated>(rows: readonly T[]): readonly T[] {
  return rows.toSorted((a, b) =>
    a.availableAt < b.availableAt ? -1 : a.availableAt > b.availableAt ? 1 : 0
  );
}

function lastTradingDayBy(on: Day): Day {
  let day = on;
  while (!isTradingDay(day)) day = addCalendarDays(day, -1);
  return day;
}

const QUARTER_ENDS = ["03-31", "06-30", "09-30", "12-31"];

/**
 * The first of the days at or after each quarter's end: where reports taken by their period's end
 * flatter most, for the true ones are weeks away.
 *
 * @param days Decision days in ascending order, such as `weeklyDays`; about thirteen weeks lie between
 *   two of those returned, so four-week outcomes do not overlap.
 *
 * @example
 * ```ts
 * import { afterQuarterEnds } from "lab/committee";
 * import { day } from "lab/units";
 * import { deepEqual } from "node:assert/strict";
 *
 * const days = ["2020-03-20", "2020-03-27", "2020-04-03", "2020-04-10"].map(day);
 * deepEqual(afterQuarterEnds(days), ["2020-04-03"]);
 * ```
 */
export function afterQuarterEnds(days: readonly Day[]): readonly Day[] {
  return days.filter((day, i) => {
    if (i === 0) return false;
    const before = days[i - 1];
    // A quarter may end in the year of the day before.
    return [day.slice(0, 4), before.slice(0, 4)].some((year) =>
      QUARTER_ENDS.some((end) => before < `${year}-${end}` && `${year}-${end}` <= day)
    );
  });
}
