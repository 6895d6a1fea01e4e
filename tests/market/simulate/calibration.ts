/** How far a set of simulated paths lies from `data/calibration.json`, element by element. */
import { quantile } from "lab/stats";
import { type Sector, SECTORS } from "lab/market";
import { LEAD_DAYS } from "../../../lib/market/simulate/parameters.ts";
import { simulatedWorld } from "../../../lib/market/simulate/world.ts";
import { type PathStatistics, pathStatistics, type SectorStatistics } from "./path_statistics.ts";

interface Calibration {
  readonly per_sector: {
    readonly common_11: Readonly<
      Record<Sector, { ann_vol: number; beta_spy: number; ex_kurt: number }>
    >;
  };
  readonly corr: { readonly common_11: { readonly mean_pair: number } };
  readonly cross_section: { readonly common_11: { "4w": { dispersion_mean: number } } };
}

export function readCalibration(): Calibration {
  const file = new URL("../../../data/calibration.json", import.meta.url);
  return JSON.parse(Deno.readTextFileSync(file));
}

/** Twenty default worlds of eight years. */
export function paths(firstSeed: number, count = 20): PathStatistics[] {
  return Array.from({ length: count }, (_, k) => {
    const world = simulatedWorld({ seed: firstSeed + k });
    return pathStatistics(
      world.returns.map((path) => path.subarray(LEAD_DAYS)),
      world.market.subarray(LEAD_DAYS),
    );
  });
}

/** One tolerance: the figure found, and the interval that it must lie in. */
export interface Check {
  readonly name: string;
  readonly found: number;
  readonly low: number;
  readonly high: number;
}

const median = (values: readonly number[]) => quantile(values, 0.5);

/** Every tolerance of the calibration (`tolerances_suggested`), judged on medians over the paths. */
export function checks(all: readonly PathStatistics[], target: Calibration): Check[] {
  const out: Check[] = [];
  const add = (name: string, found: number, low: number, high: number) =>
    out.push({ name, found, low, high });

  SECTORS.forEach((sector, i) => {
    const real = target.per_sector.common_11[sector];
    const sectorMedian = (name: keyof SectorStatistics) =>
      median(all.map((path) => path.sectors[i][name]));
    const { ann_vol, beta_spy, ex_kurt } = real;
    add(`${sector} volatility`, sectorMedian("annVol"), 0.85 * ann_vol, 1.15 * ann_vol);
    add(`${sector} beta`, sectorMedian("beta"), beta_spy - 0.12, beta_spy + 0.12);
    add(`${sector} excess kurtosis`, sectorMedian("exKurt"), 0.5 * ex_kurt, 2 * ex_kurt);
    add(`${sector} tail index`, sectorMedian("hillLeft5"), 2.2, 5);
    add(`${sector} |return| autocorrelation, 1 day`, sectorMedian("acfAbs1"), 0.15, 0.45);
    add(`${sector} |return| autocorrelation, 21 days`, sectorMedian("acfAbs21"), 0.05, 1);
    add(`${sector} return autocorrelation`, sectorMedian("acfRet1"), -0.15, 0.05);
    add(`${sector} drawdown`, sectorMedian("maxDd"), -0.85, -0.2);
    add(`${sector} leverage`, sectorMedian("leverage"), -0.2, -0.04);
  });

  const { mean_pair } = target.corr.common_11;
  const dispersion = target.cross_section.common_11["4w"].dispersion_mean;
  add(
    "mean pair correlation",
    median(all.map((p) => p.meanPair)),
    mean_pair - 0.08,
    mean_pair + 0.08,
  );
  add("rolling correlation, p5", median(all.map((p) => p.rollingP05)), 0.2, 0.4);
  add("rolling correlation, p95", median(all.map((p) => p.rollingP95)), 0.7, 0.85);
  add(
    "dispersion, 4 weeks",
    median(all.map((p) => p.dispersion4w)),
    0.8 * dispersion,
    1.2 * dispersion,
  );

  let calm = 0, horizons = 0;
  for (const horizon of ["1w", "4w", "13w"] as const) {
    let sum = 0;
    for (const path of all) {
      sum += path.rankAutocorrelation[horizon].mean;
      if (Math.abs(path.rankAutocorrelation[horizon].t) < 2) calm++;
      horizons++;
    }
    add(`rank autocorrelation, ${horizon}, mean over paths`, sum / all.length, -0.05, 0.05);
  }
  add("share of path-horizons with |t| < 2", calm / horizons, 0.85, 1);
  return out;
}

export function failures(list: readonly Check[]): string[] {
  return list.filter(({ found, low, high }) => !(found >= low && found <= high))
    .map(({ name, found, low, high }) =>
      `${name} ${found.toFixed(3)}, must lie from ${low.toFixed(3)} to ${high.toFixed(3)}`
    );
}
