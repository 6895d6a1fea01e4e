import { addCalendarDays, type Market, type Sector } from "../market/mod.ts";
import { type Day, dayOf, type Instant } from "../units.ts";

/** Calendar days shown before and after the decision unless told otherwise: a quarter and a month. */
const DAYS_BEFORE = 150, DAYS_AFTER = 45;

/** One datum at the moment it became available. */
export interface TimelineTick {
  readonly sector: Sector;
  readonly table: "fundamentals" | "headlines" | "flows";
  readonly address: string;
  /** The end of the quarter or week that the datum describes; a headline describes none. */
  readonly periodEnd?: Day;
  readonly availableAt: Instant;
  /** The minute of the decision, the same on every tick. */
  readonly decidedAt: Instant;
  /** Whether it was available by then; what was not lies right of the rule. */
  readonly known: boolean;
}

/**
 * Every datum around a decision as a tick at the minute it became available, known or not.
 *
 * A picture of what a brief may hold, made by somebody who sees the whole world: for a chart, never
 * for an analyst. A quarter that had ended but was not yet filed lies right of the decision.
 *
 * @param market The tables to show, later data included.
 * @param decidedAt The minute of the decision.
 * @param options.sectors Whose data to show; all by default.
 * @param options.daysBefore Calendar days shown before the decision; 150 by default.
 * @param options.daysAfter Calendar days shown after it; 45 by default.
 * @returns Ticks in the order in which they became available.
 * @throws {RangeError} If a number of days is negative or not whole.
 *
 * @example Filed the same evening, after the close
 * ```ts
 * import { briefTimeline } from "lab/committee";
 * import { simulatedMarket } from "lab/market";
 * import { day, instant } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const on = day("2020-04-30");
 * const report = {
 *   sector: "XLK", periodEnd: day("2020-03-31"), earningsYield: 0.05, earningsGrowth: 0.1,
 *   revisionBreadth: 0, availableAt: instant(on, "16:30"), address: "lab:fundamentals/XLK/2020-03-31",
 * } as const;
 * const tables = { fundamentals: [report], headlines: [], flows: [] };
 * equal(briefTimeline(tables, instant(on))[0].known, false);
 * equal(briefTimeline(tables, instant(on, "16:30"))[0].known, true);
 * ```
 */
export function briefTimeline(
  market: Pick<Market, "fundamentals" | "headlines" | "flows">,
  decidedAt: Instant,
  options: {
    readonly sectors?: readonly Sector[];
    readonly daysBefore?: number;
    readonly daysAfter?: number;
  } = {},
): readonly TimelineTick[] {
  const { sectors, daysBefore = DAYS_BEFORE, daysAfter = DAYS_AFTER } = options;
  for (const [name, days] of Object.entries({ daysBefore, daysAfter })) {
    if (!Number.isInteger(days) || days < 0) {
      throw new RangeError(
        `Cannot draw a timeline: ${name} must be a whole number from 0, got ${days}`,
      );
    }
  }
  const from: string = addCalendarDays(dayOf(decidedAt), -daysBefore);
  // A day is a prefix of its minutes, so the whole last day comes before this in text order.
  const to = `${addCalendarDays(dayOf(decidedAt), daysAfter)}T24`;
  const ticks: TimelineTick[] = [];
  const add = (
    table: TimelineTick["table"],
    rows: readonly {
      readonly sector: Sector;
      readonly address: string;
      readonly availableAt: Instant;
    }[],
    periodOf: (i: number) => Day | undefined,
  ) =>
    rows.forEach(({ sector, address, availableAt }, i) => {
      if (availableAt < from || availableAt > to) return;
      if (sectors !== undefined && !sectors.includes(sector)) return;
      const periodEnd = periodOf(i);
      ticks.push({
        sector,
        table,
        address,
        ...(periodEnd === undefined ? {} : { periodEnd }),
        availableAt,
        decidedAt,
        known: availableAt <= decidedAt,
      });
    });
  const { fundamentals, headlines, flows } = market;
  add("fundamentals", fundamentals, (i) => fundamentals[i].periodEnd);
  add("headlines", headlines, () => undefined);
  add("flows", flows, (i) => flows[i].week);
  return ticks.sort((a, b) =>
    a.availableAt < b.availableAt ? -1 : a.availableAt > b.availableAt ? 1 : 0
  );
}
