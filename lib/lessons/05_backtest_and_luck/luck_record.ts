import { DEFAULT_WEIGHTS } from "../../committee/mod.ts";
import { DataError } from "../../errors.ts";
import type { Market } from "../../market/mod.ts";
import {
  backtestScores,
  type BookRule,
  type MarketHoldout,
  netSharpe,
  type PanelRun,
  panelScores,
  type ResearchPanel,
  researchPanel,
  type ScoreTable,
} from "../../research/mod.ts";
import { studyConfig, studyDays } from "../../study/mod.ts";
import type { Day } from "../../units.ts";
import { type Notice, notice } from "../kit/notice.ts";

/** Decisions of a year. */
const YEAR = { daily: 52, monthly: 12 } as const;
/** Fewest decisions about which anything can be said. */
const LEAST_DECISIONS = 40;
/** A hedged book without limits: the same rule for us and for a thousand committees of dice. */
const RULE: BookRule = { kind: "tilt", hedge: "beta" };

/** A backtest of the committee with all that lesson 05 compares it with. */
export interface LuckRecord {
  readonly market: Market;
  /** Decision days; the last one closes the account. */
  readonly days: readonly Day[];
  readonly panel: ResearchPanel;
  /** The committee's scores. */
  readonly table: ScoreTable;
  readonly rule: BookRule;
  /** The committee's own run. */
  readonly run: PanelRun;
  /** Net of costs, above cash, a year. */
  readonly sharpe: number;
  /** Length of the record. */
  readonly years: number;
  readonly periodName: "weeks" | "months";
  /** Hash of all that was chosen, for the counter of trials. */
  readonly config: string;
  /** The last fifth of the market, which no cell of this lesson looks at. */
  readonly holdout: MarketHoldout;
  /** What was put away, as a sentence to show. */
  readonly putAway: Notice;
}

/**
 * Our committee's backtest over some years, weekly or, on monthly data, monthly, up to the days that
 * every study of this market puts away (`studyDays`).
 *
 * @param market The world.
 * @param options.until Nothing after this day is looked at.
 * @param options.years Length of the record; less where the data are shorter.
 * @throws {DataError} If fewer than forty decisions are left.
 *
 * @example
 * ```ts
 * import { luckRecord } from "lab/lesson/05";
 * import { simulatedMarket } from "lab/market";
 * import { equal, ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 4 });
 * const record = await luckRecord(market, { until: market.prices.days.at(-1)!, years: 1 });
 * equal(record.panel.steps, 52);
 * ok(record.holdout.from > record.days.at(-1)!);
 * ```
 */
export async function luckRecord(
  market: Market,
  options: { readonly until: Day; readonly years: number },
): Promise<LuckRecord> {
  const { until, years } = options, { frequency } = market;
  if (!(years > 0 && Number.isFinite(years))) {
    throw new RangeError(`Cannot make a record: years must be above 0, got ${years}`);
  }
  const { days: all, holdout } = studyDays(market, { to: until });
  if (holdout === undefined || all.length < LEAST_DECISIONS) {
    throw new DataError(
      `Cannot judge luck: need at least ${LEAST_DECISIONS} decisions between the first year, on ` +
        `which betas look back, and ${
          holdout?.from ?? "the end"
        }, from which on days are put away, got ` +
        `${all.length}; choose a later day or a longer price file`,
    );
  }
  const days = all.slice(-(Math.round(years * YEAR[frequency]) + 1));
  const periodName = frequency === "monthly" ? "months" : "weeks";
  const panel = await researchPanel(market, { days });
  const table = panelScores(panel, DEFAULT_WEIGHTS);
  const run = backtestScores(panel, table, { rule: RULE });
  return {
    market,
    days,
    panel,
    table,
    rule: RULE,
    run,
    sharpe: netSharpe(run, panel),
    years: panel.steps / YEAR[frequency],
    periodName,
    config: studyConfig(panel, table, { rule: RULE }),
    holdout,
    putAway: notice(
      "note",
      `Put away: the ${holdout.days} ${periodName} with decisions from ${holdout.from} to ` +
        `${holdout.to}. The backtest ends on ${days[days.length - 1]}.`,
    ),
  };
}

/** Net returns above cash, one per step. */
export function excessReturns(
  { net }: Pick<PanelRun, "net">,
  { cashFactor }: Pick<ResearchPanel, "cashFactor">,
): Float64Array {
  return net.map((value, k) => value - (cashFactor[k] - 1));
}
