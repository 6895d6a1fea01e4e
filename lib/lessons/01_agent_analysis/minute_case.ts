import {
  ballotScore,
  briefs,
  DEFAULT_RUBRIC,
  rulesBallot,
  weightsOf,
  withAvailableAt,
} from "../../committee/mod.ts";
import { type Market, type Sector, type Snapshot, snapshot } from "../../market/mod.ts";
import { instant } from "../../units.ts";

/** One datum that arrives just in time, or a minute too late. */
export interface MinuteCase {
  readonly sector: Sector;
  /** Of the report that is moved. */
  readonly address: string;
  /** What was known when it came at the minute of the decision. */
  readonly onTime: Snapshot;
  /** What was known when it came one minute later. */
  readonly late: Snapshot;
}

/** The rule analyst's weighted score of every listed sector. */
function rulesScores(view: Snapshot): ReadonlyMap<Sector, number | undefined> {
  const weights = weightsOf(DEFAULT_RUBRIC);
  return new Map(
    briefs(view).map((brief) => [
      brief.sector,
      ballotScore(rulesBallot(brief, DEFAULT_RUBRIC, { askedAt: view.decidedAt }), weights).score,
    ]),
  );
}

/** The sectors whose score differs between two views of one day. */
export function changedScores(a: Snapshot, b: Snapshot): readonly Sector[] {
  const before = rulesScores(a), after = rulesScores(b);
  return a.sectors.filter((sector) => before.get(sector) !== after.get(sector));
}

/**
 * The newest report of a sector, moved to the minute of the decision and to one minute after it.
 *
 * Of all sectors the first whose report makes a difference to some scores, but not to all.
 *
 * @param market The world; it is left alone.
 * @param view Its snapshot on the day of the decision, taken at the close.
 * @returns Nothing where no report was filed, or none makes such a difference.
 *
 * @example
 * ```ts
 * import { changedScores } from "./minute_case.ts";
 * import { minuteCase } from "lab/lesson/01";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const found = minuteCase(market, snapshot(market, market.prices.days[200]))!;
 * ok(changedScores(found.onTime, found.late).length >= 1);
 * ```
 */
export function minuteCase(market: Market, view: Snapshot): MinuteCase | undefined {
  const { day, decidedAt } = view;
  const [hour, minute] = decidedAt.slice(11, 16).split(":").map(Number);
  const next = hour * 60 + minute + 1;
  const two = (part: number) => String(part).padStart(2, "0");
  const later = instant(day, `${two(Math.floor(next / 60) % 24)}:${two(next % 60)}`);
  for (const sector of view.sectors) {
    const newest = view.fundamentals.filter((report) => report.sector === sector)
      .reduce<string | undefined>(
        (best, { periodEnd, address }) =>
          best === undefined || periodEnd > best.slice(0, 10) ? `${periodEnd} ${address}` : best,
        undefined,
      );
    if (newest === undefined) continue;
    const address = newest.slice(11);
    const at = (time: typeof later) =>
      snapshot(withAvailableAt(market, address, time), day, { decidedAt });
    const found = { sector, address, onTime: at(decidedAt), late: at(later) };
    const changed = changedScores(found.onTime, found.late).length;
    if (changed > 0 && changed < view.sectors.length) return found;
  }
  return undefined;
}
