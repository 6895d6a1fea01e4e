import { DataError } from "../../errors.ts";
import {
  backtest,
  blendedScores,
  committeePillars,
  type DecisionChange,
  decisionsChanged,
  FUTURE_TABLES,
  type Ledger,
  scorePolicy,
  shiftFuture,
} from "../../research/mod.ts";
import type { Day } from "../../units.ts";
import type { LuckRecord } from "./luck_record.ts";

/** Decisions that are made twice. */
const DECISIONS = 26;
/** The calendar itself stays, so that both worlds have the same weeks. */
const TABLES = FUTURE_TABLES.filter((table) => table !== "rows");
/** Monthly data stand for funds that were often not listed yet, and hold none of them. */
const MONTHLY_TABLES = TABLES.filter((table) => table !== "instruments");

/** A stretch of decisions in our world, and in one with another future. */
interface ShiftedDecisions {
  /** The ledger of our world. */
  readonly ledger: Ledger;
  /** The last day that both worlds share. */
  readonly marked: Day;
  /** Data that were changed, added or deleted after it. */
  readonly touched: number;
  readonly changes: readonly DecisionChange[];
}

/**
 * The last half year of a record decided twice: once as it was, once with every datum after its middle
 * changed, deleted or added to. The committee is asked anew in the other world.
 *
 * @param record Its committee, rule and days.
 * @param options.seed Of the changes.
 *
 * @example No decision up to the marked day may move
 * ```ts
 * import { luckRecord, shiftedDecisions } from "lab/lesson/05";
 * import { simulatedMarket } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 4 });
 * const record = await luckRecord(market, { until: market.prices.days.at(-1)!, years: 1 });
 * const { changes, marked } = await shiftedDecisions(record, { seed: 1 });
 * equal(changes.some(({ day, changed }) => day <= marked && changed), false);
 * ```
 */
export async function shiftedDecisions(
  { market, days, table, rule }: LuckRecord,
  { seed }: { readonly seed: number },
): Promise<ShiftedDecisions> {
  const tried = days.slice(-DECISIONS), policy = scorePolicy(rule);
  const marked = tried[Math.floor(tried.length / 2) - 1];
  const ledger = backtest(market, { days: tried, scores: table, policy });
  const other = shiftFuture(market, marked, seed, {
    tables: market.frequency === "monthly" ? MONTHLY_TABLES : TABLES,
  });
  const pillars = await committeePillars(other.market, tried);
  const scores = blendedScores(pillars);
  const again = (until: readonly Day[]) =>
    backtest(other.market, { days: until, scores, policy, instruments: other.instruments });
  // Prices that jump by a third may cost all equity; what was decided by then is compared.
  let second: Ledger | undefined;
  for (let kept = tried.length; second === undefined; kept--) {
    try {
      second = again(tried.slice(0, kept));
    } catch (error) {
      if (!(error instanceof DataError) || kept < 3) throw error;
    }
  }
  return { ledger, marked, touched: other.touched, changes: decisionsChanged(ledger, second) };
}
