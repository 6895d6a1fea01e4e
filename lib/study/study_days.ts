import { DataError } from "../errors.ts";
import type { OpeningEntry } from "../evidence/mod.ts";
import { addCalendarDays, type Market } from "../market/mod.ts";
import {
  decisionDays,
  defaultSchedule,
  type FillRule,
  type MarketHoldout,
  marketHoldout,
  type Schedule,
  type ScoredDecisions,
} from "../research/mod.ts";
import type { Day } from "../units.ts";

/** Calendar days of prices before the first decision: betas look back a year, momentum longer. */
const WARM_UP_DAYS = 420;
/** What must be typed to open the days put away: long, so that nobody does it in passing. */
export const HOLDOUT_KEY = "my choices are made";

/** The days of a study. */
export interface StudyDays {
  readonly days: readonly Day[];
  /** Absent where fewer than two decisions are scored. */
  readonly holdout?: MarketHoldout;
}

/** Which days are wanted. */
interface StudyDaysOptions extends ScoredDecisions {
  readonly schedule?: Schedule;
  readonly fill?: FillRule;
  /** First decision; by default {@linkcode WARM_UP_DAYS} after the first price. */
  readonly from?: Day;
  readonly to?: Day;
  /** Decision days of the reader's own, in the place of a schedule's; what is put away stays away. */
  readonly own?: readonly Day[];
  /** The days put away, and those alone. */
  readonly isOpen?: boolean;
}

/** How the days put away are opened. */
export interface OpenStudy {
  readonly key: string;
  readonly because: string;
  /** When; the caller's "now". */
  readonly at: string;
  /** Writes the opening down: `openingsBy(trialsFile)` of `lab/evidence`. */
  readonly record: (entry: OpeningEntry) => number;
}

/**
 * The decision days that a study may look at: all but those put away (`marketHoldout`), or, with
 * `isOpen`, those alone.
 *
 * Opened, the days before are left out: choices were made on them, and a mixed figure would be neither.
 * A last day after which nothing can be filled is left out too.
 *
 * @throws {DataError} If fewer than two days are left, or days of the reader's own lie on both sides of
 *   the line, or beyond it without the key.
 *
 * @example
 * ```ts
 * import { studyDays } from "lab/study";
 * import { simulatedMarket } from "lab/market";
 * import { ok } from "node:assert/strict";
 *
 * const { days, holdout } = studyDays(simulatedMarket({ seed: 7, years: 3 }));
 * ok(days.at(-1)! < holdout!.from);
 * ```
 */
export function studyDays(market: Market, options: StudyDaysOptions = {}): StudyDays {
  const { schedule = defaultSchedule(market), fill, own, isOpen = false } = options;
  const { days } = market.prices, last = days[days.length - 1];
  const put = marketHoldout(market, options);
  const isWanted = (day: Day) => put === undefined ? !isOpen : isOpen === (day >= put.from);
  const stray = own?.find((day) => !isWanted(day));
  if (stray !== undefined) {
    throw new DataError(
      `Cannot study ${stray}: ` +
        (put === undefined
          ? "nothing is put away that could be opened"
          : `the days from ${put.from} are put away; ` +
            (isOpen
              ? "once opened they stand alone"
              : "need days before it, or the key to open it")),
      { day: stray },
    );
  }
  const from = options.from ?? addCalendarDays(days[0], WARM_UP_DAYS);
  const wanted = own ?? decisionDays(market, schedule, { from, to: options.to }).filter(
    (day) => isWanted(day) && (fill === "same close" || day < last),
  );
  if (wanted.length < 2) {
    const away = put === undefined
      ? "too few decisions are scored for any to be put away"
      : isOpen
      ? `the holdout runs from ${put.from}`
      : `the days from ${put.from} are put away`;
    throw new DataError(
      `Cannot study ${days[0]} to ${last}: need at least two decision days from ${from} to ` +
        `${options.to ?? last}, got ${wanted.length}; ${away}` +
        (isOpen || options.from !== undefined
          ? ""
          : `, and without a first day of your own ${WARM_UP_DAYS} days pass before the first decision`),
      { day: from },
    );
  }
  return { days: wanted, ...(put ? { holdout: put } : {}) };
}
