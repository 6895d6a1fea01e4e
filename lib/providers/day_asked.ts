import { type Brief, briefs } from "../committee/mod.ts";
import { type Market, type Sector, snapshot } from "../market/mod.ts";
import type { Day, Instant } from "../units.ts";

/** A day of a history before it is asked about: small, for its briefs are made when they are needed. */
export interface DayAsked {
  readonly day: Day;
  /** When the questions are asked; the minute of the decision. */
  readonly askedAt: Instant;
  /** The sectors asked about, in the order of the briefs. */
  readonly sectors: readonly Sector[];
  /** Made anew at each call and held by nobody. */
  briefs(): readonly Brief[];
}

/** The day of some briefs. @param askedAt The minute of the decision by default. */
export function dayOfBriefs(
  briefs: readonly Brief[],
  askedAt: Instant = briefs[0].decidedAt,
): DayAsked {
  return {
    day: briefs[0].day,
    askedAt,
    sectors: briefs.map(({ sector }) => sector),
    briefs: () => briefs,
  };
}

/**
 * Days of a market to ask about, each through its own snapshot.
 *
 * @param days Trading days in order.
 * @param options.sectors The sectors asked about; all that are listed by default. One that is not listed
 *   on a day, or has no price, is not asked about on it.
 *
 * @example A sector that was listed later
 * ```ts
 * import { simulatedMarket } from "lab/market";
 * import { daysAsked } from "lab/providers";
 * import { deepEqual } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const [asked] = daysAsked(market, [market.prices.days[400]], { sectors: ["XLK", "XLE"] });
 * deepEqual(asked.briefs().map(({ sector }) => sector), ["XLE", "XLK"]);
 * ```
 */
export function daysAsked(
  market: Market,
  days: readonly Day[],
  options: { readonly sectors?: readonly Sector[] } = {},
): readonly DayAsked[] {
  const isAsked = (sector: Sector) => options.sectors?.includes(sector) ?? true;
  return days.map((day) => {
    const { decidedAt, sectors } = snapshot(market, day);
    return {
      day,
      askedAt: decidedAt,
      sectors: sectors.filter(isAsked),
      // Standings are among all sectors, so briefs are made of all and then chosen.
      briefs: () => briefs(snapshot(market, day)).filter(({ sector }) => isAsked(sector)),
    };
  });
}
