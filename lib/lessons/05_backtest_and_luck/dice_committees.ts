import {
  diceHistogramTitle,
  type Displayable,
  type FanPoint,
  type GrowthLine,
  number,
} from "../../charts/mod.ts";
import { expectedMaximumSharpe } from "../../evidence/mod.ts";
import { netSharpe, percentileAmong, randomCommittees } from "../../research/mod.ts";
import { quantile } from "../../stats/mod.ts";
import { growthDays, growthOf } from "./growth_of.ts";
import type { LuckRecord } from "./luck_record.ts";
import { tableOf } from "../kit/table_of.ts";

/** The middle part of the committees that the fan holds. */
const FAN_SHARE = 0.9;

/** Many random committees over the record of ours. */
interface DiceFan {
  readonly fan: readonly FanPoint[];
  readonly fanLabel: string;
  /** Sharpe ratio of each committee, a year. */
  readonly sharpes: readonly number[];
  /** Share of them below ours, ties half. */
  readonly percentile: number;
  /** Where ours stands, as a sentence. */
  readonly title: string;
}

/**
 * Random committees through the same weeks, rule and costs as ours: our scores under exchanged sector
 * labels.
 *
 * @param options.draws How many; the lab's own reports take 1,000.
 *
 * @example
 * ```ts
 * import { diceFan, luckRecord } from "lab/lesson/05";
 * import { simulatedMarket } from "lab/market";
 * import { match } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 4 });
 * const record = await luckRecord(market, { until: market.prices.days.at(-1)!, years: 1 });
 * match(diceFan(record, { draws: 50, seed: 1 }).title, /of 50 committees of dice/);
 * ```
 */
export function diceFan(
  record: LuckRecord,
  options: { readonly draws: number; readonly seed: number },
): DiceFan {
  const { panel, table, rule, sharpe } = record, { draws, seed } = options;
  const days = growthDays(panel);
  const paths = days.map(() => new Float64Array(draws));
  const { values } = randomCommittees(panel, table, {
    seed,
    draws,
    rule,
    onRun: ({ equityUsd }, d) => {
      for (let k = 0; k < paths.length; k++) paths[k][d] = equityUsd[k] / equityUsd[0];
    },
  });
  const sharpes = [...values].filter((value) => !Number.isNaN(value));
  return {
    fan: paths.map((at, k) => ({
      day: days[k],
      low: quantile(at, (1 - FAN_SHARE) / 2),
      high: quantile(at, (1 + FAN_SHARE) / 2),
    })),
    fanLabel: `${number(100 * FAN_SHARE, { digits: 0 })} % of ${draws} dice`,
    sharpes,
    percentile: percentileAmong(sharpe, sharpes),
    title: diceHistogramTitle(sharpes, { ours: sharpe }),
  };
}

/** What the best of the crowd offers over the last so many years. */
interface CrowdWindow {
  readonly years: number;
  /** What the best of as many independent tries without skill is expected to show. */
  readonly chance: number;
  /** The best ratio of this crowd, before costs and after. */
  readonly gross: number;
  readonly net: number;
}

/** Sharpe ratios a year and growth of the committees of a crowd, and of ours. */
export interface CrowdFigures {
  readonly sharpes: readonly number[];
  /** What one unit has become. */
  readonly wealth: readonly number[];
  readonly ours: { readonly sharpe: number; readonly wealth: number };
}

/** A few random committees, looked at one by one, as somebody does who searches. */
export interface DiceCrowd {
  readonly count: number;
  /** Years of the window in which the best was found. */
  readonly searchedYears: number;
  readonly best: { readonly number: number; readonly sharpe: number; readonly line: GrowthLine };
  /** All others of the crowd over the same window, without labels. */
  readonly others: readonly GrowthLine[];
  /** The praise, and the rest of the story. */
  readonly praise: string;
  readonly truth: string;
  readonly windows: readonly CrowdWindow[];
  /** Each of them, and ours, over the window in which the best was found. */
  readonly lastYear: CrowdFigures;
  /** The same over the whole record. */
  readonly whole: CrowdFigures;
}

/**
 * A crowd of random committees, and the one that a search would show.
 *
 * @param options.committees How many are tried; 66 weightings lie on a grid of tenths.
 *
 * @example
 * ```ts
 * import { diceCrowd, luckRecord } from "lab/lesson/05";
 * import { simulatedMarket } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 4 });
 * const record = await luckRecord(market, { until: market.prices.days.at(-1)!, years: 1 });
 * equal(diceCrowd(record, { committees: 5, seed: 1 }).others.length, 4);
 * ```
 */
export function diceCrowd(
  record: LuckRecord,
  options: { readonly committees: number; readonly seed: number },
): DiceCrowd {
  const { panel, table, rule, run, sharpe } = record, { committees, seed } = options;
  if (!Number.isInteger(committees) || committees < 2) {
    throw new RangeError(
      `Cannot draw a crowd: committees must be a whole number from 2, got ${committees}`,
    );
  }
  const year = panel.periodsPerYear;
  const runs: { net: Float64Array; gross: Float64Array; equityUsd: Float64Array }[] = [];
  // Other dice than the fan's.
  const { values } = randomCommittees(panel, table, {
    seed: seed + 1_000_000,
    draws: committees,
    rule,
    onRun: ({ net, gross, equityUsd }) => {
      runs.push({ net: net.slice(), gross: gross.slice(), equityUsd: equityUsd.slice() });
    },
  });
  const over = (net: Float64Array, last: number) =>
    netSharpe({ net: net.slice(-last) }, {
      cashFactor: panel.cashFactor.slice(-last),
      periodsPerYear: year,
    });
  const largest = (of: readonly number[]) =>
    of.reduce((most, one) => one > most ? one : most, -Infinity);
  const searched = Math.min(year, panel.steps);
  const found = runs.map(({ net }) => over(net, searched));
  const at = found.indexOf(largest(found));
  const lines = runs.map((one) => growthOf(one, panel, { last: searched }));
  const end = ({ points }: GrowthLine) => points[points.length - 1].value;
  const losers = lines.filter((line) => end(line) < 1).length;
  const windows = [1, 2, 5].filter((years) => years * year <= panel.steps).map((years) => ({
    years,
    chance: expectedMaximumSharpe(committees, 1 / Math.sqrt(years)),
    gross: largest(runs.map(({ gross }) => over(gross, years * year))),
    net: largest(runs.map(({ net }) => over(net, years * year))),
  }));
  const wealthOf = ({ equityUsd }: { readonly equityUsd: ArrayLike<number> }, last: number) =>
    equityUsd[equityUsd.length - 1] / equityUsd[Math.max(0, equityUsd.length - 1 - last)];
  const figures = (last: number, ofAll: readonly number[], own: number): CrowdFigures => ({
    sharpes: ofAll,
    wealth: runs.map((one) => wealthOf(one, last)),
    ours: { sharpe: own, wealth: wealthOf(run, last) },
  });
  return {
    count: committees,
    searchedYears: searched / year,
    best: { number: at + 1, sharpe: found[at], line: { ...lines[at], label: `No. ${at + 1}` } },
    others: lines.filter((_, i) => i !== at),
    praise: `Committee no. ${at + 1} turns 1 into ${
      number(end(lines[at]))
    } in ${searched} ${record.periodName}: a Sharpe ratio of ${number(found[at])}`,
    truth: `No. ${at + 1} is the best of ${committees} committees of dice; ${losers} of the ` +
      `${committees} end below 1`,
    windows,
    lastYear: figures(searched, found, over(Float64Array.from(run.net), searched)),
    whole: figures(panel.steps, [...values], sharpe),
  };
}

/**
 * What chance alone offers, by length of the record, as a table.
 *
 * @example
 * ```ts
 * import { DISPLAY } from "lab/charts";
 * import { chanceTable } from "lab/lesson/05";
 * import { match } from "node:assert/strict";
 *
 * const windows = [{ years: 1, chance: 2.4, gross: 2.2, net: 1.9 }];
 * const table = chanceTable({ windows, count: 66 }, { source: "Source: simulated, seed 7." });
 * match(String(table[DISPLAY]()["text/plain"]), /^The best of 66 tries/);
 * ```
 */
export function chanceTable(
  { windows, count }: Pick<DiceCrowd, "windows" | "count">,
  { source }: { readonly source: string },
): Displayable {
  const [first, ...others] = windows;
  const title = first === undefined
    ? `The record is shorter than a year; no table can be made`
    : `The best of ${count} tries without skill is expected to show ${
      number(first.chance, { digits: 1 })
    } on one year` +
      others.map(({ years, chance }) =>
        `, ${number(chance, { digits: 1 })} on ${years === 2 ? "two" : "five"}`
      ).join("");
  return tableOf(windows, {
    title,
    source,
    caption: "Sharpe ratios a year. Expected: if the tries were independent and free of cost.",
    columns: [
      { label: "years", value: ({ years }) => years, format: String },
      { label: "expected of the best", value: ({ chance }) => chance },
      { label: "these dice, before costs", value: ({ gross }) => gross },
      { label: "after costs", value: ({ net }) => net },
    ],
  });
}
