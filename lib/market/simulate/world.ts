import { shown } from "../../arguments.ts";
import { randomStream } from "../../stats/mod.ts";
import { type Day, day as checkedDay } from "../../units.ts";
import { addCalendarDays, TRADING_DAYS_A_YEAR } from "../../days.ts";
import { isTradingDay, tradingDaysFrom } from "../calendar.ts";
import { SECTORS } from "../sectors.ts";
import { marketPath } from "./market_path.ts";
import { LEAD_DAYS, SECTOR_PARAMETERS } from "./parameters.ts";
import {
  type Planted,
  PLANTED_PILLARS,
  type PlantedChoice,
  type PlantedPillar,
  plantedTruth,
  signalDynamics,
} from "./planted.ts";
import { regimePath } from "./regime_path.ts";
import { residualPaths } from "./residual_paths.ts";

/** How to make a world. */
export interface SimulationOptions {
  /** Any safe integer; the whole world follows from it. */
  readonly seed: number;
  /**
   * Length in years of 252 trading days; 8 by default, 0.1 to 2000. A thousand years take about two
   * seconds and 200 MB: for the truth behind a statistic, not for a market.
   */
  readonly years?: number;
  /** First day, or the first trading day after it; 2018-07-02 by default, when all eleven were listed. */
  readonly from?: Day;
  /** What the pillars know; see `DEFAULT_PLANTED`, `"nothing"`, or only the pillars named. */
  readonly planted?: PlantedChoice;
}

/** First day of a world unless told otherwise: two weeks after XLC, the youngest sector, was listed. */
const DEFAULT_FROM: Day = checkedDay("2018-07-02");

/** Beyond it a world would not fit into the memory of a small machine. */
const LONGEST_YEARS = 2000;

/** One stream per idea, so that a change in one leaves all the others as they were. */
export const SHARD = {
  regimes: 0,
  market: 1,
  residuals: 2,
  signals: 3,
  rates: 4,
  styles: 5,
  fundamentals: 6,
  headlines: 7,
  flows: 8,
  /** Opens and volumes, one further shard for each fund. */
  funds: 9,
} as const;

/**
 * A world before it is dressed as a `Market`. All paths start `LEAD_DAYS` before the first day
 * shown; index 0 of `days` is that earlier day.
 */
export interface World {
  readonly seed: number;
  readonly days: readonly Day[];
  readonly planted: Planted;
  readonly regimes: Uint8Array;
  readonly market: Float64Array;
  /** The volatility with which each market day was drawn. */
  readonly marketVols: Float64Array;
  /** Simple returns per sector, in the one order. */
  readonly returns: readonly Float64Array[];
  /** The part of them that is not beta times the market. */
  readonly residuals: readonly Float64Array[];
  readonly residualVols: readonly Float64Array[];
  readonly factors: readonly Float64Array[];
  /** Hidden signals per pillar and sector; the value of day t moves returns from day t + 1. */
  readonly signals: Readonly<Record<PlantedPillar, readonly Float64Array[]>>;
}

function checked(options: SimulationOptions) {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(
      `Cannot simulate a market: need options such as { seed: 7 }, got ${String(options)}`,
    );
  }
  const { seed, years = 8, from = DEFAULT_FROM, planted } = options;
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(
      `Cannot simulate a market: seed must be a safe integer, got ${shown(seed)}`,
    );
  }
  if (!(years >= 0.1 && years <= LONGEST_YEARS)) {
    throw new RangeError(
      `Cannot simulate a market: years must lie from 0.1 to ${LONGEST_YEARS}, got ${shown(years)}`,
    );
  }
  return {
    seed,
    count: Math.round(years * TRADING_DAYS_A_YEAR),
    from: checkedDay(from),
    planted: plantedTruth(planted),
  };
}

/** The trading days of a world, with the lead before its first day. */
function worldDays(from: Day, count: number): Day[] {
  // 170 trading days fill at most 255 calendar days: five in seven, less eight holidays.
  let start = addCalendarDays(from, -Math.ceil(LEAD_DAYS * 1.5));
  const before: Day[] = [];
  for (; start < from; start = addCalendarDays(start, 1)) {
    if (isTradingDay(start)) before.push(start);
  }
  return [...before.slice(-LEAD_DAYS), ...tradingDaysFrom(from, count)];
}

/**
 * Regimes, market, residuals and hidden signals of a seed, put together into sector returns.
 *
 * A sector's return is beta times the market's, plus its residual, plus what the signals add. It
 * has no drift of its own, so no pillar is right by accident of the sector it likes.
 *
 * @throws {RangeError} If the seed is no safe integer, the years lie outside 0.1 to 2000, the day
 *   does not exist, or what is planted makes no sense.
 */
export function simulatedWorld(options: SimulationOptions): World {
  const { seed, count, from, planted } = checked(options);
  const days = worldDays(from, count);
  const length = days.length;
  const regimes = regimePath(randomStream(seed, SHARD.regimes), length);
  const market = marketPath(randomStream(seed, SHARD.market), regimes);
  const { residuals, vols, factors } = residualPaths(
    randomStream(seed, SHARD.residuals),
    regimes,
    market,
  );

  const { persistence, paidBack, own, drift } = signalDynamics(planted);
  const signalStream = randomStream(seed, SHARD.signals);
  const signals = PLANTED_PILLARS.map(() => SECTORS.map(() => new Float64Array(length)));
  const moved = SECTORS.map(() => new Float64Array(length));
  for (let t = 0; t < length; t++) {
    for (let i = 0; i < SECTORS.length; i++) {
      const shock = residuals[i][t] / vols[i][t];
      let told = 0;
      for (let p = 0; p < signals.length; p++) {
        const path = signals[p][i];
        const noise = signalStream.normal();
        if (t === 0) {
          path[0] = noise;
          continue;
        }
        told += drift[p] * path[t - 1];
        path[t] = persistence[p] * path[t - 1] - paidBack[p] * shock + own[p] * noise;
      }
      moved[i][t] = residuals[i][t] + vols[i][t] * told;
    }
  }
  const returns = moved.map((path, i) => {
    const { beta } = SECTOR_PARAMETERS[SECTORS[i]];
    return path.map((residual, t) => beta * market.returns[t] + residual);
  });
  return {
    seed,
    days,
    planted,
    regimes,
    market: market.returns,
    marketVols: market.vols,
    returns,
    residuals: moved,
    residualVols: vols,
    factors,
    signals: { fundamentals: signals[0], sentiment: signals[1], technicals: signals[2] },
  };
}
