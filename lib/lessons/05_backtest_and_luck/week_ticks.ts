import { number, type TickRow } from "../../charts/mod.ts";
import { addCalendarDays, type Market } from "../../market/mod.ts";
import type { LedgerStep, Moment } from "../../research/mod.ts";
import { instant } from "../../units.ts";

const MS_PER_HOUR = 3_600_000;
/** Calendar days of data shown before a decision. */
const DAYS_BEFORE = { daily: 6, monthly: 40 } as const;

/** The minute of a fill. */
function minuteOf({ day, at }: Moment): string {
  return instant(day, at === "open" ? "09:30" : "16:00");
}

/** Hours between two minutes as the lab writes them. */
function hoursBetween(from: string, to: string): number {
  return (Date.parse(`${to}Z`) - Date.parse(`${from}Z`)) / MS_PER_HOUR;
}

/**
 * One step of a backtest as ticks of a timeline: what became known around the decision, the decision,
 * the fill, and how long the book is then left to drift.
 *
 * @param market The tables, later data included; for a chart, never for a policy.
 * @param step From a ledger.
 *
 * @example
 * ```ts
 * import { weekTicks } from "lab/lesson/05";
 * import { backtest, EQUAL_WEIGHT } from "lab/research";
 * import { simulatedMarket } from "lab/market";
 * import { ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const { steps } = backtest(market, { policy: EQUAL_WEIGHT });
 * ok(weekTicks(market, steps[20]).some(({ row }) => row === "fill"));
 * ```
 */
export function weekTicks(market: Market, step: LedgerStep): readonly TickRow[] {
  const { decision, fill, to } = step;
  const from = addCalendarDays(decision.day, -DAYS_BEFORE[market.frequency]);
  const until = minuteOf(to);
  const within = (at: string) => at > from && at <= until;
  const data = (rows: readonly { readonly availableAt: string }[], row: string): TickRow[] =>
    rows.filter(({ availableAt }) => within(availableAt)).map(({ availableAt }) => ({
      row,
      at: availableAt,
    }));
  const filled = fill === null ? undefined : minuteOf(fill);
  return [
    ...market.prices.availableAt.filter(within).map((at) => ({ row: "closes", at })),
    ...data(market.headlines, "headlines"),
    ...data(market.fundamentals, "filings"),
    ...data(market.flows, "fund flows"),
    // As of itself: a ring, which the rule at the decision does not hide.
    { row: "decision", at: decision.decidedAt, asOf: decision.decidedAt, label: "decision" },
    ...(filled === undefined ? [] : [
      { row: "fill", at: filled, label: "fill" },
      { row: "drift", at: until, asOf: filled, label: "held without a trade" },
    ]),
  ];
}

/**
 * How long the orders of a step wait for their fill, as a sentence.
 *
 * @param step From a ledger.
 */
export function weekTitle({ decision, fill, to }: LedgerStep): string {
  if (fill === null) return `Nothing is traded after the decision of ${decision.day}`;
  const waited = hoursBetween(decision.decidedAt, minuteOf(fill));
  const held = hoursBetween(minuteOf(fill), minuteOf(to)) / 24;
  const digits = Number.isInteger(waited) ? 0 : 1;
  return `Decided at the close of ${decision.day}, filled ${
    number(waited, { digits })
  } hours later ` +
    `at the ${fill.at}, then left to drift for ${number(held, { digits: 0 })} days`;
}

/**
 * The words around the ticks of a week.
 *
 * @example
 * ```ts
 * import { weekWords } from "lab/lesson/05";
 * import { backtest, EQUAL_WEIGHT } from "lab/research";
 * import { simulatedMarket } from "lab/market";
 * import { match } from "node:assert/strict";
 *
 * const { steps } = backtest(simulatedMarket({ seed: 7, years: 1 }), { policy: EQUAL_WEIGHT });
 * match(weekWords(steps[20]).title, /^Decided at the close of /);
 * ```
 */
export function weekWords(step: LedgerStep) {
  return {
    title: weekTitle(step),
    subtitle: "Ticks are moments, New York time; blue was known at the decision",
  };
}
