import { relativeReturns } from "../committee/mod.ts";
import type { Sector } from "../market/mod.ts";
import type { Day } from "../units.ts";
import { counted, points } from "../words.ts";
import type { BallotMarket, RecordedOutcome } from "./recorded_ballot.ts";

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

/**
 * A market as statistics name it: every real one is the same, whatever file it was read from.
 *
 * @example
 * ```ts
 * import { marketName } from "lab/record";
 * import { equal } from "node:assert/strict";
 *
 * equal(marketName({ kind: "simulated", seed: 7 }), "simulated, seed 7");
 * equal(marketName({ kind: "real", data: "0a1b" }), marketName({ kind: "real", data: "2c3d" }));
 * ```
 */
export function marketName(market: BallotMarket): string {
  return market.kind === "simulated" ? `simulated, seed ${market.seed}` : market.kind;
}

/** Under what an outcome is found. */
export function outcomeKey(market: string, day: string, horizonWeeks: number): string {
  return `${day} ${horizonWeeks} ${market}`;
}

/** Outcomes by market, day and horizon: the first that was joined counts, later ones are told of. */
export function outcomeTable(outcomes: readonly RecordedOutcome[]): {
  readonly of: ReadonlyMap<string, JoinedOutcome>;
  /** A sentence for each that differs from the one that counts. */
  readonly differing: readonly string[];
} {
  const of = new Map<string, JoinedOutcome>(), differing: string[] = [];
  for (const recorded of outcomes.toSorted((a, b) => order(a.resolvedAt, b.resolvedAt))) {
    const key = outcomeKey(marketName(recorded.market), recorded.day, recorded.horizonWeeks);
    const first = of.get(key);
    if (first === undefined) {
      const relative = relativeReturns(recorded.returns);
      of.set(key, { end: recorded.end as Day, relative, recorded });
    } else {
      const apart = outcomeDifference(first.recorded, recorded);
      if (apart !== undefined) {
        differing.push(
          `two outcomes of ${recorded.day}: the one joined on ` +
            `${recorded.resolvedAt.slice(0, 10)} ${apart}; the first one counts`,
        );
      }
    }
  }
  return { of, differing };
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

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
