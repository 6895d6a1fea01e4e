import { checkWord } from "../arguments.ts";
import { randomStream, sharpeRatio } from "../stats/mod.ts";
import {
  backtestScores,
  backtestTargets,
  type PanelRun,
  type PanelRunOptions,
} from "./backtest_weights.ts";
import { HEDGE, NAME_COUNT } from "./book_rule.ts";
import { rankScores } from "./momentum.ts";
import { shares } from "./policy.ts";
import type { ResearchPanel } from "./research_panel.ts";
import {
  diceCommittee,
  laggedScores,
  permutedCommittee,
  type ScoreTable,
  SECTOR_COUNT,
} from "./score_table.ts";

/** A run that a committee must beat, with a name for a table. */
export interface Baseline {
  readonly name: string;
  /** What it does, in a few words. */
  readonly label: string;
  readonly run: PanelRun;
}

/**
 * Momentum of the panel as scores by rank, in the panel's days.
 *
 * @example
 * ```ts
 * import { decisionDays, momentumScores, panelOf } from "lab/research";
 * import { simulatedMarket } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const days = decisionDays(market, "weekly").slice(60, 66);
 * const scores = Float64Array.from({ length: 3 * 6 * 11 }, (_, i) => 1 + i % 5);
 * const panel = panelOf(market, { days, scores }, { days });
 * equal(momentumScores(panel).scores.length, 6 * 11);
 * ```
 */
export function momentumScores(panel: ResearchPanel): ScoreTable {
  const scores = new Float64Array(panel.days.length * SECTOR_COUNT).fill(NaN);
  scores.set(rankScores(panel.momentum));
  return { days: panel.days, scores };
}

/**
 * The plain strategies that stand beside every result, on the same panel, dates and costs.
 *
 * Momentum and last week's scores go through the same rule as the committee; equal weight, inverse
 * volatility and the market are long only and unhedged, so their risk is another one.
 *
 * @param table The committee's scores, for the one that comes a week late.
 * @returns Five runs, always in this order.
 *
 * @example
 * ```ts
 * import { baselines, decisionDays, momentumScores, panelOf } from "lab/research";
 * import { simulatedMarket } from "lab/market";
 * import { deepEqual } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const days = decisionDays(market, "weekly").slice(60, 66);
 * const scores = Float64Array.from({ length: 3 * 6 * 11 }, (_, i) => 1 + i % 5);
 * const panel = panelOf(market, { days, scores }, { days });
 * deepEqual(baselines(panel, momentumScores(panel)).map(({ name }) => name), [
 *   "equal weight",
 *   "momentum",
 *   "last scores",
 *   "market",
 *   "inverse volatility",
 * ]);
 * ```
 */
export function baselines(
  panel: ResearchPanel,
  table: ScoreTable,
  options: PanelRunOptions = {},
): readonly Baseline[] {
  const { steps, listed, volatility } = panel;
  const everyStep = (row: (k: number) => Float64Array) => {
    const targets = new Float64Array(steps * NAME_COUNT);
    for (let k = 0; k < steps; k++) targets.set(row(k), k * NAME_COUNT);
    return targets;
  };
  const listedOn = (k: number) => listed.subarray(k * SECTOR_COUNT, (k + 1) * SECTOR_COUNT);
  const equal = everyStep((k) => shares(listedOn(k), () => 1));
  const inverse = everyStep((k) =>
    shares(listedOn(k), (i) => 1 / volatility[k * SECTOR_COUNT + i])
  );
  const market = new Float64Array(steps * NAME_COUNT).fill(NaN);
  market.fill(0, 0, NAME_COUNT);
  market[HEDGE] = 1;
  return [
    {
      name: "equal weight",
      label: "every listed sector long, alike",
      run: backtestTargets(panel, equal, options),
    },
    {
      name: "momentum",
      label: "12-1 months, scored by rank, same rule",
      run: backtestScores(panel, momentumScores(panel), options),
    },
    {
      name: "last scores",
      label: "the committee's scores, one decision late, same rule",
      run: backtestScores(panel, laggedScores({ ...table, days: panel.days }), options),
    },
    {
      name: "market",
      label: "the index, bought once and held",
      run: backtestTargets(panel, market, options),
    },
    {
      name: "inverse volatility",
      label: "every listed sector long, by 1 over volatility",
      run: backtestTargets(panel, inverse, options),
    },
  ];
}

/** Which chance a random committee has. */
export type NullKind = "permuted labels" | "dice anew";

/** What each kind does, for a table. */
export const NULL_LABELS: Readonly<Record<NullKind, string>> = {
  "permuted labels": "our scores under exchanged sector labels, exchanged once per committee",
  "dice anew": "our scores shuffled among the sectors anew on each day: a far higher turnover",
};

/** Many random committees. */
export interface RandomCommittees {
  readonly kind: NullKind;
  readonly label: string;
  readonly seed: number;
  readonly draws: number;
  /** The measure of each committee; NaN where it has none. */
  readonly values: Float64Array;
  /** Mean turnover per step over all committees. */
  readonly turnover: number;
}

/** What a committee of chance is judged by: its net returns and its turnover, one of each per step. */
export type CommitteeRun = Pick<PanelRun, "net" | "turnover">;

/**
 * The seed of each committee, drawn from one: whoever runs it, and in whatever order, it is the same.
 *
 * @throws {RangeError} If `draws` is no whole number from 1.
 *
 * @example A longer list begins like a shorter one
 * ```ts
 * import { committeeSeeds } from "lab/research";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(committeeSeeds(7, 3), committeeSeeds(7, 5).slice(0, 3));
 * ```
 */
export function committeeSeeds(seed: number, draws: number): readonly number[] {
  if (!Number.isInteger(draws) || draws < 1) {
    throw new RangeError(
      `Cannot draw random committees: draws must be a whole number from 1, got ${draws}`,
    );
  }
  const seeds = randomStream(seed);
  return Array.from({ length: draws }, () => seeds.integer(2 ** 32));
}

/**
 * The run of one committee of chance.
 *
 * @example The same seed, the same committee
 * ```ts
 * import { committeeRun, decisionDays, momentumScores, panelOf } from "lab/research";
 * import { simulatedMarket } from "lab/market";
 * import { deepEqual } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const days = decisionDays(market, "weekly").slice(60, 66);
 * const scores = Float64Array.from({ length: 3 * 6 * 11 }, (_, i) => 1 + i % 5);
 * const panel = panelOf(market, { days, scores }, { days });
 * const run = () => committeeRun(panel, momentumScores(panel), "dice anew", 3).net;
 * deepEqual(run(), run());
 * ```
 */
export function committeeRun(
  panel: ResearchPanel,
  table: ScoreTable,
  kind: NullKind,
  seed: number,
  how: PanelRunOptions = {},
): PanelRun {
  const committee = kind === "permuted labels" ? permutedCommittee : diceCommittee;
  return backtestScores(panel, committee(table, seed), how);
}

/**
 * Runs committees of chance through the same rule, dates and costs.
 *
 * `permuted labels` is the null: it keeps our scores' distribution and persistence, and so about our
 * turnover, and with eleven sectors has forty million committees. `dice anew` stands beside it.
 *
 * @param measure What is compared; the net Sharpe ratio by default.
 * @param options.draws 1,000 by default.
 * @param options.seed Committee d uses its own seed, drawn from this one.
 *
 * @example
 * ```ts
 * import { decisionDays, momentumScores, panelOf, randomCommittees } from "lab/research";
 * import { simulatedMarket } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const days = decisionDays(market, "weekly").slice(60, 66);
 * const scores = Float64Array.from({ length: 3 * 6 * 11 }, (_, i) => 1 + i % 5);
 * const panel = panelOf(market, { days, scores }, { days });
 * const { values } = randomCommittees(panel, momentumScores(panel), { seed: 1, draws: 20 });
 * equal(values.length, 20);
 * ```
 */
export function randomCommittees(
  panel: ResearchPanel,
  table: ScoreTable,
  options: PanelRunOptions & {
    readonly seed: number;
    readonly draws?: number;
    readonly kind?: NullKind;
    readonly measure?: (run: PanelRun, panel: ResearchPanel) => number;
    readonly onRun?: (run: PanelRun, draw: number) => void;
  },
): RandomCommittees {
  const { seed, draws = 1000, kind = "permuted labels", measure = netSharpe, onRun, ...how } =
    options;
  checkWord("Cannot draw random committees", "kind", kind, ["permuted labels", "dice anew"]);
  const seeds = committeeSeeds(seed, draws);
  const values = new Float64Array(draws);
  let turnover = 0;
  for (let d = 0; d < draws; d++) {
    const run = committeeRun(panel, table, kind, seeds[d], how);
    values[d] = measure(run, panel);
    for (let k = 0; k < panel.steps; k++) turnover += run.turnover[k];
    onRun?.(run, d);
  }
  turnover /= draws * panel.steps;
  return { kind, label: NULL_LABELS[kind], seed, draws, values, turnover };
}

/**
 * Share of random committees that ours beats, ties by half: our percentile among chance, 0 to 1.
 *
 * Committees without a figure are left out; the result is NaN if none has one, or ours has none.
 *
 * @example Better than two of three, and level with one of four
 * ```ts
 * import { percentileAmong } from "lab/research";
 * import { equal } from "node:assert/strict";
 *
 * equal(percentileAmong(0.5, [0.1, 0.2, 0.9]), 2 / 3);
 * equal(percentileAmong(2, [1, 2, 3, 4]), 0.375);
 * ```
 */
export function percentileAmong(ours: number, values: ArrayLike<number>): number {
  let below = 0, count = 0;
  for (let d = 0; d < values.length; d++) {
    if (Number.isNaN(values[d])) continue;
    count++;
    below += values[d] < ours ? 1 : values[d] === ours ? 0.5 : 0;
  }
  return Number.isNaN(ours) || count === 0 ? NaN : below / count;
}

/**
 * Net Sharpe ratio of a run, per year: mean over standard deviation (ddof 1) of the net returns beyond
 * cash, times √periods. Without its interval it proves nothing.
 *
 * @example Two weeks, 1 % and 3 % beyond cash
 * ```ts
 * import { netSharpe } from "lab/research";
 * import { equal } from "node:assert/strict";
 *
 * const run = { net: Float64Array.of(0.01, 0.03) };
 * const panel = { cashFactor: Float64Array.of(1, 1), periodsPerYear: 52 };
 * equal(netSharpe(run, panel).toFixed(3), "10.198"); // 2 % over √2 %, times √52
 * ```
 */
export function netSharpe(
  { net }: Pick<PanelRun, "net">,
  { cashFactor, periodsPerYear }: Pick<ResearchPanel, "cashFactor" | "periodsPerYear">,
): number {
  const ratio = sharpeRatio(net.map((value, k) => value - (cashFactor[k] - 1)));
  return ratio === undefined ? NaN : ratio * Math.sqrt(periodsPerYear);
}

/** A net Sharpe ratio per year above which a backtest is suspected before it is believed. */
const SUSPECT_SHARPE = 3;

/**
 * A sentence where a result is too good: more often than not such a run has seen the future.
 *
 * @returns Nothing for a Sharpe ratio up to 3, or none.
 *
 * @example
 * ```ts
 * import { lookAheadAlarm } from "lab/research";
 * import { equal, match } from "node:assert/strict";
 *
 * equal(lookAheadAlarm(1.2), undefined);
 * match(lookAheadAlarm(4.2)!, /^A Sharpe ratio of 4.2 is suspect/);
 * ```
 */
export function lookAheadAlarm(sharpePerYear: number): string | undefined {
  return sharpePerYear > SUSPECT_SHARPE
    ? `A Sharpe ratio of ${
      sharpePerYear.toFixed(1)
    } is suspect: look for a look-ahead before you ` +
      "believe it (shift the future, and see whether a decision changes)."
    : undefined;
}
