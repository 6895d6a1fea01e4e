import { type Sector, SECTORS } from "../market/mod.ts";
import type { RandomStream } from "../stats/mod.ts";
import type { FaultRates } from "./rates.ts";
import type { Outage } from "./simulated_provider.ts";

const SECOND = 1000, MINUTE = 60 * SECOND;
const MOST_PARTIAL = 3;

/** What one week meets, drawn before it begins; lengths in milliseconds of its own time. */
export interface WeekFate {
  /** One for each provider of the chain. */
  readonly outages: readonly (Outage | undefined)[];
  /** When the day's prices come, after the start; absent: they are there. */
  readonly pricesAt?: number;
  /** Sectors without a price of the day until then. */
  readonly withoutPrice: readonly Sector[];
  /** The newest prices are older than one trading day. */
  readonly hasNoPrices: boolean;
  /** It dies after so many answers; absent: it does not. */
  readonly killedAfter?: number;
  /** The disk is full after this stage, for so long. */
  readonly fullDisk?: { readonly after: Stage; readonly forMs: number };
}

/** Stages of a week that leave a file. */
export const STAGES = ["prices", "poll", "book"] as const;
/** One of them. */
export type Stage = typeof STAGES[number];

/**
 * Draws a week's faults. Everything is drawn in every week, whether it happens or not, and thresholds alone
 * depend on the rates: at higher rates the same weeks fail, and further ones.
 */
export function weekFate(
  rates: FaultRates,
  { draw, providers, runMinutes }: {
    readonly draw: RandomStream;
    readonly providers: number;
    /** How long a run takes at most: an outage is laid so that it meets the run. */
    readonly runMinutes: number;
  },
): WeekFate {
  const happens = (share: number) => draw.uniform() < share;
  const outages = Array.from({ length: providers }, () => {
    const { share, minutes, hangs } = rates.outage;
    const is = happens(share), isHung = happens(hangs), at = draw.uniform();
    const from = (at * (minutes + runMinutes) - minutes) * MINUTE;
    return is ? { from, to: from + minutes * MINUTE, hangs: isHung } : undefined;
  });
  const isLate = happens(rates.latePrices.share), lateBy = draw.uniform();
  const isPartial = happens(rates.partialPrices.share);
  const partial = Array.from(
    { length: MOST_PARTIAL },
    () => SECTORS[draw.integer(SECTORS.length)],
  ).slice(0, 1 + draw.integer(MOST_PARTIAL));
  const hasNoPrices = happens(rates.noPrices.share);
  const isKilled = happens(rates.crash.share), killedAfter = draw.integer(SECTORS.length);
  const isFull = happens(rates.fullDisk.share), after = STAGES[draw.integer(STAGES.length)];
  const fullFor = draw.uniform() * rates.fullDisk.minutes * MINUTE;
  return {
    outages,
    ...(isLate || isPartial ? { pricesAt: lateBy * rates.latePrices.minutes * MINUTE } : {}),
    withoutPrice: isPartial && !isLate ? [...new Set(partial)] : [],
    hasNoPrices,
    ...(isKilled ? { killedAfter } : {}),
    ...(isFull ? { fullDisk: { after, forMs: fullFor } } : {}),
  };
}
