import { TRADING_DAYS_A_YEAR } from "../days.ts";
import type { Sector } from "../market/mod.ts";
import type { Snapshot } from "../market/mod.ts";
import { ewmaBeta } from "../stats/mod.ts";
import type { FactName, MissingFact, RawFact, SectorFacts } from "./fact.ts";

/** How many rows of the price table each window takes, by the table's frequency. */
interface Windows {
  readonly returns: Readonly<Record<ReturnName, number>>;
  /** Rows from which beta is measured, and the age in rows at which one counts half. */
  readonly beta: {
    readonly rows: number;
    readonly halfLifeDays: number;
    readonly minimumPairs: number;
  };
  readonly row: "day" | "month";
}

type ReturnName =
  | "residualReturn4w"
  | "residualReturn13w"
  | "residualReturn26w"
  | "residualReturn52w";

/** A week has five trading days; beta as in the hedge: 252 days with a half-life of 60. */
const DAILY: Windows = {
  returns: {
    residualReturn4w: 20,
    residualReturn13w: 65,
    residualReturn26w: 130,
    residualReturn52w: 260,
  },
  beta: { rows: TRADING_DAYS_A_YEAR, halfLifeDays: 60, minimumPairs: 60 },
  row: "day",
};

/** The same spans in months; five years for beta, the usual length for monthly returns. */
const MONTHLY: Windows = {
  returns: {
    residualReturn4w: 1,
    residualReturn13w: 3,
    residualReturn26w: 6,
    residualReturn52w: 12,
  },
  beta: { rows: 60, halfLifeDays: 36, minimumPairs: 24 },
  row: "month",
};

const AVERAGES = { distanceToAverage50d: 50, distanceToAverage200d: 200 } as const;
const VOLATILITY_DAYS = 65;
const VOLUMES = { volumeBalance4w: 20, volumeBalance13w: 65 } as const;

type Series = readonly (number | undefined)[];

/** The newest `count` values, or the reason why they cannot be used. */
function window(series: Series, count: number, what: string): readonly number[] | string {
  if (series.length < count) return `needs ${count} ${what}, ${series.length} are known`;
  const newest: number[] = [];
  for (let i = series.length - count; i < series.length; i++) {
    const value = series[i];
    if (value !== undefined) newest.push(value);
  }
  const gaps = count - newest.length;
  return gaps > 0 ? `needs ${count} ${what}, ${gaps} of the newest ${count} are missing` : newest;
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/**
 * Figures from prices and volumes up to the decision's close, per listed sector.
 *
 * Returns are taken after beta: the sum over the window of r − β·r(index), day by day, with β the
 * lab's EWMA estimate. Raw returns rank sectors by beta whenever the market drifts, and would
 * pass off the market's direction as a view on sectors. They are summed, not compounded, so that
 * volatility does not enter. A window with a gap yields no figure.
 */
export function technicalFacts(snapshot: Snapshot): ReadonlyMap<Sector, SectorFacts> {
  const windows = snapshot.frequency === "daily" ? DAILY : MONTHLY;
  const rows = Math.max(windows.returns.residualReturn52w, windows.beta.rows);
  const index = snapshot.returns(snapshot.index, rows);
  const indexForBeta = index.slice(-windows.beta.rows);
  return new Map(snapshot.sectors.map((sector) => {
    const facts: RawFact[] = [];
    const missing: MissingFact[] = [];
    const add = (name: FactName, value: number | string) => {
      if (typeof value === "string") missing.push({ pillar: "technicals", name, reason: value });
      else {
        facts.push({
          name,
          value,
          address: `lab:prices/${sector}/${snapshot.day}#${name}`,
          asOf: snapshot.day,
          availableAt: snapshot.decidedAt,
        });
      }
    };
    const returns = snapshot.returns(sector, rows);
    const { minimumPairs, halfLifeDays } = windows.beta;
    const beta = ewmaBeta(returns.slice(-windows.beta.rows), indexForBeta, {
      halfLifeDays,
      minimumPairs,
    });
    const residuals: Series | string = beta.beta === undefined
      ? `no beta to ${snapshot.index}: ${beta.reason}`
      : returns.map((own, i) => {
        const market = index[i];
        return own === undefined || market === undefined ? undefined : own - beta.beta * market;
      });
    for (const name of Object.keys(windows.returns) as ReturnName[]) {
      const newest = typeof residuals === "string"
        ? residuals
        : window(residuals, windows.returns[name], `${windows.row}s with both returns`);
      add(name, typeof newest === "string" ? newest : sum(newest));
    }
    if (snapshot.frequency === "monthly") {
      for (
        const name of [
          "distanceToAverage50d",
          "distanceToAverage200d",
          "volatility13w",
          "volumeBalance4w",
          "volumeBalance13w",
        ] as const
      ) {
        add(name, "needs daily prices, these data are monthly");
      }
      return [sector, { facts, missing }];
    }
    const closes = snapshot.closes(sector, AVERAGES.distanceToAverage200d);
    for (const [name, days] of Object.entries(AVERAGES) as [keyof typeof AVERAGES, number][]) {
      const newest = window(closes, days, "daily closes");
      add(
        name,
        typeof newest === "string" ? newest : newest[days - 1] / (sum(newest) / days) - 1,
      );
    }
    const forVolatility = window(returns, VOLATILITY_DAYS, "daily returns");
    add(
      "volatility13w",
      typeof forVolatility === "string" ? forVolatility : yearlyVolatility(forVolatility),
    );
    const volumes = snapshot.volumes(sector, VOLUMES.volumeBalance13w);
    for (const [name, days] of Object.entries(VOLUMES) as [keyof typeof VOLUMES, number][]) {
      add(name, volumeBalance(returns, volumes, days));
    }
    return [sector, { facts, missing }];
  }));
}

/** Standard deviation (divisor n − 1) of daily returns, times √252. */
function yearlyVolatility(returns: readonly number[]): number {
  const mean = sum(returns) / returns.length;
  const squares = sum(returns.map((x) => (x - mean) ** 2));
  return Math.sqrt(squares / (returns.length - 1) * TRADING_DAYS_A_YEAR);
}

/**
 * How much busier rising days were than falling ones: (u − d)/(u + d), −1 to 1, with u and d the
 * mean volume of a rising and of a falling day. Means, not sums: the number of rising days is the
 * trend, which is another figure.
 */
function volumeBalance(returns: Series, volumes: Series, days: number): number | string {
  if (volumes.every((volume) => volume === undefined)) return "these data hold no volumes";
  const moves = window(returns, days, "daily returns");
  if (typeof moves === "string") return moves;
  const traded = window(volumes, days, "daily volumes");
  if (typeof traded === "string") return traded;
  let up = 0, upDays = 0, down = 0, downDays = 0;
  for (let i = 0; i < days; i++) {
    if (moves[i] > 0) {
      up += traded[i];
      upDays++;
    } else if (moves[i] < 0) {
      down += traded[i];
      downDays++;
    }
  }
  if (upDays === 0 || downDays === 0) {
    return `needs rising and falling days, ${upDays} rose and ${downDays} fell in ${days}`;
  }
  const u = up / upDays, d = down / downDays;
  return u + d > 0 ? (u - d) / (u + d) : `no share was traded in ${days} days`;
}
