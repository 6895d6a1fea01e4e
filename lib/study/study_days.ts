import { DataError } from "../errors.ts";
import { holdout, openHoldout } from "../evidence/mod.ts";
import { addCalendarDays, type Market, type Source } from "../market/mod.ts";
import { decisionDays, type FillRule, type Schedule } from "../research/mod.ts";
import type { Day } from "../units.ts";

/** Calendar days of prices before the first decision: betas look back a year, momentum longer. */
export const WARM_UP_DAYS = 420;
/** Share of a market's decision days that is put away, its last ones. */
export const HOLDOUT_SHARE = 0.2;
/** What must be typed to open the days put away: long, so that nobody does it in passing. */
export const HOLDOUT_KEY = "my choices are made";

/** The part of the days that is put away, and whether it was opened. */
export interface StudyHoldout {
  /** Under which openings are counted. */
  readonly name: string;
  readonly from: Day;
  readonly to: Day;
  /** Decision days of the market's own schedule in it. */
  readonly days: number;
  /** Present once it was opened: how often by now, and why this time. */
  readonly opened?: { readonly openings: number; readonly because: string };
}

/** The days of a study. */
export interface StudyDays {
  readonly days: readonly Day[];
  readonly holdout: StudyHoldout;
}

/** Which days are wanted. */
export interface StudyDaysOptions {
  readonly schedule?: Schedule;
  readonly fill?: FillRule;
  /** First decision; by default {@linkcode WARM_UP_DAYS} after the first price. */
  readonly from?: Day;
  readonly to?: Day;
  /** Decision days of the reader's own, in the place of a schedule's; what is put away stays away. */
  readonly days?: readonly Day[];
  /** Opens what is put away: the study then runs on those days alone. */
  readonly open?: {
    readonly key: string;
    readonly because: string;
    /** When; the caller's "now". */
    readonly at: string;
    /** Writes the opening down first: `openingsBy(trialsFile)` of `lab/evidence`. */
    readonly record: Parameters<typeof openHoldout>[2]["record"];
  };
}

/**
 * The decision days that a study may look at: all but the last fifth of the market's, or, once opened,
 * that last fifth alone.
 *
 * Where the last fifth begins hangs on the market only, so that no choice of days or schedule moves it.
 * Opened, the days before are left out: choices were made on them, and a mixed figure would be neither.
 * A last day after which nothing can be filled is left out too. Openings are counted by the market's
 * source and first day: a price file that grew by a week has not closed what was opened.
 *
 * This guards one market. The same seed with more years, or a file with more days, is a longer one
 * whose line lies later: what was put away before is then among its known days.
 *
 * @throws {DataError} If fewer than two days are left, or days of the reader's own lie on both sides of
 *   the line, or beyond it without the key. Nothing is put on record then.
 * @throws {RangeError} If the key is another one or the reason is missing.
 *
 * @example
 * ```ts
 * import { studyDays } from "lab/study";
 * import { simulatedMarket } from "lab/market";
 * import { ok } from "node:assert/strict";
 *
 * const { days, holdout } = studyDays(simulatedMarket({ seed: 7, years: 3 }));
 * ok(days.at(-1)! < holdout.from);
 * ```
 */
export function studyDays(market: Market, options: StudyDaysOptions = {}): StudyDays {
  const isMonthly = market.frequency === "monthly";
  const { schedule = isMonthly ? "monthly" : "weekly", fill, open } = options;
  const { days } = market.prices, last = days[days.length - 1];
  const sealed = sealedDays(market), put = studyHoldout(market, sealed);
  const isWanted = (day: Day) => open ? day >= put.from : day < put.from;
  const stray = options.days?.find((day) => !isWanted(day));
  if (stray !== undefined) {
    throw new DataError(
      `Cannot study ${stray}: the days from ${put.from} are put away; ` +
        (open ? "once opened they stand alone" : "need days before it, or the key to open it"),
      { day: stray },
    );
  }
  const from = options.from ?? addCalendarDays(days[0], WARM_UP_DAYS);
  const wanted = options.days ?? decisionDays(market, schedule, { from, to: options.to }).filter(
    (day) => isWanted(day) && (fill === "same close" || day < last),
  );
  if (wanted.length < 2) {
    throw new DataError(
      `Cannot study ${days[0]} to ${last}: need at least two decision days from ${from} to ` +
        `${options.to ?? last}, got ${wanted.length}; ` +
        (open
          ? `the holdout runs from ${put.from}`
          : `the days from ${put.from} are put away, and without a first day of your own ` +
            `${WARM_UP_DAYS} days pass before the first decision`),
      { day: from },
    );
  }
  const opened = open && {
    openings: openHoldout(sealed, open.key, open).openings,
    because: open.because,
  };
  return { days: wanted, holdout: opened ? { ...put, opened } : put };
}

/**
 * What is put away of a market, for whatever else looks at records of decisions: it must end before.
 *
 * @throws {RangeError} If the market has no two decision days.
 *
 * @example
 * ```ts
 * import { studyDays, studyHoldout } from "lab/study";
 * import { simulatedMarket } from "lab/market";
 * import { deepEqual } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 3 });
 * deepEqual(studyHoldout(market), studyDays(market).holdout);
 * ```
 */
export function studyHoldout(market: Market, sealed = sealedDays(market)): StudyHoldout {
  const { name, from, to, rows } = sealed;
  return { name, from: from as Day, to: to as Day, days: rows };
}

function sealedDays(market: Market) {
  const schedule = market.frequency === "monthly" ? "monthly" : "weekly";
  const name = holdoutName(market.source);
  const rows = decisionDays(market, schedule).map((day) => ({ day }));
  return holdout(rows, { name, key: HOLDOUT_KEY, share: HOLDOUT_SHARE }).sealed;
}

/** Without the last day: more data of the same kind are the same holdout, and an opening stays one. */
function holdoutName(source: Source): string {
  return source.kind === "simulated"
    ? `backtest of simulated, seed ${source.seed}`
    : `backtest of real, ${source.provider}, from ${source.from}`;
}
