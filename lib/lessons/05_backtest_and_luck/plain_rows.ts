import { type IntervalDot, number } from "../../charts/mod.ts";
import { pairedDifferences, sharpeInterval, sharpeRecord } from "../../evidence/mod.ts";
import { baselines } from "../../research/mod.ts";
import { excessReturns, type LuckRecord } from "./luck_record.ts";

/** Resamples for the intervals and for the comparison; fewer than the lab's own reports take. */
const DRAWS = 1000;
/** The plain strategies of this lesson, in the words of its chart. */
const PLAIN: Readonly<Record<string, string>> = {
  "equal weight": "equal weight",
  momentum: "momentum",
  market: "the market",
  "last scores": "last scores",
};

/** Ours beside the plain strategies. */
interface PlainRows {
  readonly rows: readonly IntervalDot[];
  readonly title: string;
}

/**
 * How many plain strategies the first row can be told from, on which side of them it lies included.
 *
 * @param rows Ours first; the notes of the others say how they stand beside it.
 *
 * @example
 * ```ts
 * import { plainTitle } from "./plain_rows.ts";
 * import { equal } from "node:assert/strict";
 *
 * const row = (note: string) => ({ label: note, value: -1.37, note });
 * equal(
 *   plainTitle([row(""), row("better"), row("not told apart")]),
 *   "Our committee, at −1.37, cannot be told from 1 of 2 plain strategies, and is worse than 1 of them",
 * );
 * ```
 */
export function plainTitle([own, ...others]: readonly IntervalDot[]): string {
  const count = (which: string) => others.filter(({ note }) => note === which).length;
  const alike = count("not told apart"), beaten = count("worse"), ahead = count("better");
  const start = `Our committee, at ${number(own.value)}, cannot be told from `;
  if (alike === others.length) return `${start}any of ${others.length} plain strategies`;
  const sides = [
    ...(beaten > 0 ? [`better than ${beaten}`] : []),
    ...(ahead > 0 ? [`worse than ${ahead}`] : []),
  ];
  return `${start}${alike} of ${others.length} plain strategies, and is ` +
    `${sides.join(" and ")} of them`;
}

/**
 * Sharpe ratios of the committee and of four strategies that need none, each with its interval, and
 * how many of the four it can be told from.
 *
 * Told from is judged by paired differences that hold for all four at once (`pairedDifferences`), not
 * by whether two intervals overlap.
 *
 * @param record Ours.
 * @param options.seed Of the resamples.
 *
 * @example
 * ```ts
 * import { luckRecord, plainRows } from "lab/lesson/05";
 * import { simulatedMarket } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 4 });
 * const record = await luckRecord(market, { until: market.prices.days.at(-1)!, years: 1 });
 * equal(plainRows(record, { seed: 1 }).rows[0].label, "our committee");
 * ```
 */
export function plainRows(
  { market, panel, table, rule, run }: LuckRecord,
  { seed }: { readonly seed: number },
): PlainRows {
  const year = Math.sqrt(panel.periodsPerYear);
  const others = baselines(panel, table, { rule }).flatMap((one) =>
    PLAIN[one.name] === undefined ? [] : [{
      label: one.name === "market" ? `the market (${market.index})` : PLAIN[one.name],
      excess: excessReturns(one.run, panel),
    }]
    // A strategy that only held cash has no ratio to compare.
  ).filter(({ excess }) => excess.some((value) => Math.abs(value - excess[0]) > 1e-12));
  const all = [{ label: "our committee", excess: excessReturns(run, panel) }, ...others];
  const { trials } = pairedDifferences(all.map(({ excess }) => excess), {
    reference: 0,
    seed,
    draws: DRAWS,
  });
  const rows = all.map(({ label, excess }, i): IntervalDot => {
    const { low, high } = sharpeInterval(excess, { method: "bootstrap", seed, draws: DRAWS });
    const { difference, isAlike } = trials[i];
    return {
      label,
      value: sharpeRecord(excess).sharpe * year,
      low: low * year,
      high: high * year,
      own: i === 0,
      note: i === 0 ? "" : isAlike ? "not told apart" : difference < 0 ? "worse" : "better",
    };
  });
  return { rows, title: plainTitle(rows) };
}
