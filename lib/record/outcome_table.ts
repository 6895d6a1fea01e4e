import { relativeReturns } from "../committee/mod.ts";
import type { Sector } from "../market/mod.ts";
import type { Day } from "../units.ts";
import { counted, points } from "../words.ts";
import { marketName } from "./ballot_market.ts";
import type { RecordedOutcome } from "./recorded_ballot.ts";

/** Returns that differ by more than this differ by more than the rounding of adjusted closes. */
const SAME_WITHIN = 1e-6;

/** What came of a day, as statistics use it. */
export interface JoinedOutcome {
  /** The day at whose close it was known. */
  readonly end: Day;
  /** Return over the horizon minus the equal-weight mean of the sectors, shares. */
  readonly relative: Readonly<Partial<Record<Sector, number>>>;
  readonly recorded: RecordedOutcome;
}

/** Under what an outcome is found. */
export function outcomeKey(market: string, day: string, horizonWeeks: number): string {
  return `${day} ${horizonWeeks} ${market}`;
}

/** Outcomes by market, day and horizon; of several the first on record counts. */
export function outcomeTable(
  outcomes: readonly RecordedOutcome[],
): ReadonlyMap<string, JoinedOutcome> {
  const table = new Map<string, JoinedOutcome>();
  for (const recorded of outcomes) {
    const { market, day, horizonWeeks, end, returns } = recorded;
    const key = outcomeKey(marketName(market), day, horizonWeeks);
    if (table.has(key)) continue;
    table.set(key, { end: end as Day, relative: relativeReturns(returns), recorded });
  }
  return table;
}

/**
 * How a later outcome of a day differs from the one on record, as the end of a sentence; `undefined` where
 * they agree up to the rounding of adjusted closes (a later dividend scales both ends alike).
 */
export function outcomeDifference(
  first: Pick<RecordedOutcome, "end" | "returns">,
  later: Pick<RecordedOutcome, "end" | "returns">,
): string | undefined {
  if (first.end !== later.end) return `ends on ${later.end} instead of ${first.end}`;
  const said: string[] = [];
  const lost = Object.keys(first.returns).filter((sector) => !(sector in later.returns));
  const found = Object.keys(later.returns).filter((sector) => !(sector in first.returns));
  if (lost.length > 0) said.push(`lacks ${lost.join(", ")}`);
  if (found.length > 0) said.push(`has ${found.join(", ")} besides`);
  const apart = Object.entries(later.returns)
    .map(([sector, value]) => ({ sector, by: value - (first.returns[sector] ?? NaN) }))
    .filter(({ by }) => Math.abs(by) > SAME_WITHIN)
    .sort((a, b) => Math.abs(b.by) - Math.abs(a.by));
  if (apart.length > 0) {
    const [{ sector, by }] = apart, more = apart.length - 1;
    said.push(
      `has ${sector} ${points(by, { digits: 4, signed: true })} apart` +
        (more === 0 ? "" : ` and ${counted(more, "sector")} by less`),
    );
  }
  return said.length === 0 ? undefined : said.join(" and ");
}
