import type { Day } from "../../units.ts";
import { type Sector, SECTORS } from "../sectors.ts";
import { LEAD_DAYS, type Regime, REGIMES, SECTOR_PARAMETERS } from "./parameters.ts";
import { type Planted, PLANTED_PILLARS, type PlantedPillar } from "./planted.ts";
import { simulatedWorld, type SimulationOptions } from "./world.ts";

/** The answer sheet of a simulated world: what no analyst may see. */
export interface SimulatedTruth {
  /** Trading days, the same as the market's; all series below have one value per day. */
  readonly days: readonly Day[];
  /** What each pillar knows, and for how long. */
  readonly planted: Planted;
  /** The regime of each day. */
  readonly regimes: readonly Regime[];
  /** Beta with which each sector was made. */
  readonly betas: Readonly<Record<Sector, number>>;
  /**
   * Simple return of each sector on each day, before fees and rounding to a price; day t's runs from
   * the close of t − 1.
   */
  readonly returns: Readonly<Record<Sector, Float64Array>>;
  /** Hidden signal per pillar and sector, mean 0 and variance 1; day t moves returns from t + 1 on. */
  readonly signals: Readonly<
    Record<PlantedPillar, Readonly<Record<Sector, Float64Array>>>
  >;
}

function bySector<T>(of: (sector: Sector, i: number) => T): Record<Sector, T> {
  return Object.fromEntries(SECTORS.map((sector, i) => [sector, of(sector, i)])) as Record<
    Sector,
    T
  >;
}

/**
 * What is true about a simulated market: planted information, regimes, betas and hidden signals.
 *
 * For lessons that ask whether a committee found what was there, and for tests of statistics. It
 * stands apart from `simulatedMarket` so that no analyst can reach it through a market.
 *
 * The series are views of one world's memory, not copies: a long history is large.
 *
 * @param options The same options as were given to `simulatedMarket`.
 * @throws {RangeError} If an option lies outside its range.
 *
 * @example What the default world holds
 * ```ts
 * import { simulatedTruth } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const truth = simulatedTruth({ seed: 7, years: 1 });
 * equal(truth.planted.sentiment.ic, 0.08);
 * equal(truth.signals.sentiment.XLK.length, truth.days.length);
 * ```
 */
export function simulatedTruth(options: SimulationOptions): SimulatedTruth {
  const world = simulatedWorld(options);
  const signals = (pillar: PlantedPillar) =>
    bySector((_, i) => world.signals[pillar][i].subarray(LEAD_DAYS));
  return {
    days: world.days.slice(LEAD_DAYS),
    planted: world.planted,
    regimes: Array.from(world.regimes.subarray(LEAD_DAYS), (state) => REGIMES[state]),
    betas: bySector((sector) => SECTOR_PARAMETERS[sector].beta),
    returns: bySector((_, i) => world.returns[i].subarray(LEAD_DAYS)),
    signals: Object.fromEntries(
      PLANTED_PILLARS.map((pillar) => [pillar, signals(pillar)]),
    ) as SimulatedTruth["signals"],
  };
}
