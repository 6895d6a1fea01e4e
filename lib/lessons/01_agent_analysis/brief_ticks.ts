import type { TickRow } from "../../charts/mod.ts";
import { type Brief, briefTimeline } from "../../committee/mod.ts";
import { addCalendarDays, type Market } from "../../market/mod.ts";

/** Trading days that the longest of the brief's windows takes, with the close before it. */
const CLOSES_USED = 261;
/** Weeks that the longer sum of flows takes; the brief's own rule. */
const FLOW_WEEKS = 4;
/** The rows from top to bottom. */
const ROWS = { fundamentals: "filings", flows: "fund flows", headlines: "headlines" } as const;

/** Name of the row of filings, where a guess about quarters is marked. */
export const FILINGS_ROW: string = ROWS.fundamentals;

/**
 * The ends of the quarters that a brief's figures rest on, newest first: the newest filed one, and
 * the one before where a change is stated.
 *
 * @param brief One sector's brief.
 * @param market Its tables; only what was filed by the decision is looked at.
 *
 * @example
 * ```ts
 * import { quartersUsed } from "lab/lesson/01";
 * import { briefs } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = { ...simulatedMarket({ seed: 7, years: 1 }), fundamentals: [] };
 * const [brief] = briefs(snapshot(market, market.prices.days[200]));
 * equal(quartersUsed(brief, market).length, 0);
 * ```
 */
export function quartersUsed(
  brief: Brief,
  market: Pick<Market, "fundamentals">,
): readonly string[] {
  const facts = brief.facts.filter(({ pillar }) => pillar === "fundamentals");
  const newest = facts[0]?.asOf;
  if (newest === undefined) return [];
  const changed = facts.some(({ name }) => name.endsWith("Change"));
  const before = filedQuarters(brief, market).find((quarter) => quarter < newest);
  return changed && before !== undefined ? [newest, before] : [newest];
}

/**
 * The ends of all quarters of the brief's sector that were filed by its decision, newest first.
 *
 * @example
 * ```ts
 * import { filedQuarters } from "lab/lesson/01";
 * import { briefs } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const [brief] = briefs(snapshot(market, market.prices.days[200]));
 * ok(filedQuarters(brief, market).every((end) => end < brief.decidedAt));
 * ```
 */
export function filedQuarters(
  brief: Brief,
  market: Pick<Market, "fundamentals">,
): readonly string[] {
  const { sector, decidedAt } = brief;
  return [
    ...new Set(
      market.fundamentals
        .filter((report) => report.sector === sector && report.availableAt <= decidedAt)
        .map(({ periodEnd }) => periodEnd),
    ),
  ].sort().reverse();
}

/**
 * The data around a brief as ticks of a timeline: filings, flows, headlines and closes, each at the
 * minute from which it could be used.
 *
 * @param market The tables, later data included; for a chart, never for an analyst.
 * @param brief Whose sector and decision are shown.
 * @param options.daysBefore Calendar days before the decision; 150 by default.
 * @param options.daysAfter Calendar days after it; 45 by default.
 * @param options.used Whether ticks say if the brief's figures rest on them; false by default.
 *
 * @example
 * ```ts
 * import { briefTicks } from "lab/lesson/01";
 * import { briefs } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const [brief] = briefs(snapshot(market, market.prices.days[200]));
 * const ticks = briefTicks(market, brief);
 * ok(ticks.some(({ at }) => at > brief.decidedAt));
 * ```
 */
export function briefTicks(
  market: Market,
  brief: Brief,
  options: {
    readonly daysBefore?: number;
    readonly daysAfter?: number;
    readonly used?: boolean;
  } = {},
): TickRow[] {
  const { daysBefore = 150, daysAfter = 45 } = options;
  const { sector, decidedAt } = brief;
  const quarters = new Set(quartersUsed(brief, market));
  const headlines = new Set(brief.headlines.map(({ address }) => address));
  const hasFourWeeks = brief.facts.some(({ name }) => name === "netFlow4w");
  const weeks = new Set(
    brief.facts.some(({ name }) => name === "netFlow1w")
      ? market.flows.filter((flow) => flow.sector === sector && flow.availableAt <= decidedAt)
        .map(({ week }) => week as string).sort().slice(hasFourWeeks ? -FLOW_WEEKS : -1)
      : [],
  );
  const isUsed = { fundamentals: quarters, flows: weeks, headlines };
  const ticks = briefTimeline(market, decidedAt, { sectors: [sector], daysBefore, daysAfter })
    .map(({ table, address, periodEnd, availableAt }): TickRow => ({
      row: ROWS[table],
      at: availableAt,
      label: address,
      // A week's flow is known a few days later: too short a way to be drawn.
      ...(table === "fundamentals" ? { asOf: periodEnd } : {}),
      ...(options.used
        ? { used: isUsed[table].has(table === "headlines" ? address : periodEnd!) }
        : {}),
    }));
  const from = addCalendarDays(brief.day, -daysBefore);
  const to = addCalendarDays(brief.day, daysAfter);
  const { days, availableAt, close } = market.prices;
  const today = days.indexOf(brief.day);
  const closes = days.flatMap((day, i): TickRow[] =>
    day < from || day > to || Number.isNaN(close.get(sector)?.[i] ?? NaN) ? [] : [{
      row: "closes",
      at: availableAt[i],
      label: `close of ${day}`,
      ...(options.used ? { used: i > today - CLOSES_USED } : {}),
    }]
  );
  const order = Object.values(ROWS);
  return [
    ...ticks.toSorted((a, b) =>
      order.indexOf(a.row as typeof order[number]) - order.indexOf(b.row as typeof order[number])
    ),
    ...closes,
  ];
}
