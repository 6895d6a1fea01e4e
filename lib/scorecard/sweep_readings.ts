import { binomialRange, normalQuantile, wilsonInterval } from "../stats/mod.ts";
import { type BarReading, roundedUp } from "./judged_bar.ts";

/** Minutes within which a sweep of all sectors, or a week, should be over (the book's bar). */
export const MINUTES = 5;
/** Share of questions that should get an answer, or of weeks that should end in time (the book's bar). */
export const AVAILABILITY = 0.99;
/** The sweep that should be in time: nineteen of twenty. */
const SHARE_IN_TIME = 0.95;

/** One sweep of the committee over all sectors of a day. */
export interface SweepRecord {
  /** From the first question to the last answer. */
  readonly seconds: number;
  readonly asked: number;
  readonly answered: number;
}

/** Sweeps with where they come from. */
export interface SweepRecords {
  readonly sweeps: readonly SweepRecord[];
  /** Whether no model was asked: then the time it took says nothing, and is not shown. */
  readonly offline: boolean;
  readonly source: string;
}

const OFFLINE =
  "rules answered offline and no model was asked; `deno task availability` simulates weeks " +
  "of models, and --availability puts them here";

/** The 95th percentile of some times in whole minutes, rounded up, with its interval of order statistics. */
export function minutesPercentile(
  seconds: readonly number[],
  of: string,
  level: number,
): Pick<BarReading, "figure" | "low" | "high" | "needed"> {
  const n = seconds.length;
  const minutes = seconds.map((one) => Math.max(1, Math.ceil(one / 60))).sort((a, b) => a - b);
  const { least, most } = binomialRange(n, SHARE_IN_TIME, { level });
  // Of n times, between `least` and `most` lie at or below the percentile.
  const low = minutes[least - 1], high = minutes[most];
  const needed = Math.ceil(Math.log((1 - level) / 2) / Math.log(SHARE_IN_TIME));
  return {
    figure: minutes[Math.ceil(SHARE_IN_TIME * n) - 1],
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    ...(n < needed ? { needed: `${needed} ${of}, if all are in time` } : {}),
  };
}

/** How many of something would judge a share, in words; nothing where no number would. */
export function neededShare(share: number, z: number, of: string): string | undefined {
  // None failed: Wilson's lower end is n/(n + z²). Else the normal error at this share.
  const needed = share === 1
    ? z * z * AVAILABILITY / (1 - AVAILABILITY)
    : z * z * share * (1 - share) / (share - AVAILABILITY) ** 2;
  return Number.isFinite(needed) ? `about ${roundedUp(needed)} ${of} at this figure` : undefined;
}

function checked({ sweeps }: SweepRecords): void {
  for (const { seconds, asked, answered } of sweeps) {
    if (!(seconds >= 0 && seconds < Infinity) || !(answered >= 0 && answered <= asked)) {
      throw new RangeError(
        `Cannot read sweeps: need seconds from 0 and no more answers than questions, got ` +
          `${seconds} seconds, ${answered} answers and ${asked} questions`,
      );
    }
  }
}

/**
 * Latency beside its bar of five minutes: the time within which nineteen of twenty sweeps are over.
 *
 * Whole minutes, rounded up: the bar needs no more, and a figure measured twice stays the same. The
 * interval is that of order statistics, which takes sweeps as independent and nothing else: with fewer
 * than 72 sweeps its upper end is open at 95 %.
 *
 * @throws {RangeError} If a time is below 0 or there are more answers than questions.
 *
 * @example Three quick sweeps prove little
 * ```ts
 * import { judgedBar, latencyReading } from "lab/scorecard";
 * import { equal } from "node:assert/strict";
 *
 * const sweeps = [40, 70, 50].map((seconds) => ({ seconds, asked: 11, answered: 11 }));
 * const row = judgedBar(latencyReading({ sweeps, offline: false, source: "" }, 0.95));
 * equal(row.verdict, "not testable with this much data");
 * equal(row.needed, "72 sweeps, if all are in time");
 * ```
 */
export function latencyReading(records: SweepRecords, level: number): BarReading {
  checked(records);
  const { sweeps, offline, source } = records, n = sweeps.length;
  const named = {
    name: "Latency",
    side: "at most",
    bar: MINUTES,
    unit: "minutes",
    level,
    n,
    of: "sweeps",
    source,
    convention:
      "95th percentile of the time of a sweep over all sectors, in whole minutes rounded " +
      "up; interval of order statistics",
  } as const;
  if (offline || n === 0) {
    return { ...named, n: 0, reason: offline ? OFFLINE : "no model was asked" };
  }
  return {
    ...named,
    ...minutesPercentile(sweeps.map(({ seconds }) => seconds), "sweeps", level),
  };
}

/**
 * Availability beside its bar of 99 %: questions with an answer, over questions.
 *
 * Wilson's interval takes failures as independent; an outage is not, so read it as the least
 * uncertainty there is.
 *
 * @throws {RangeError} As `latencyReading`.
 *
 * @example One of eleven questions without an answer
 * ```ts
 * import { availabilityReading } from "lab/scorecard";
 * import { equal } from "node:assert/strict";
 *
 * const sweeps = [{ seconds: 40, asked: 11, answered: 10 }];
 * const { figure } = availabilityReading({ sweeps, offline: false, source: "" }, 0.95);
 * equal(figure, 10 / 11);
 * ```
 */
export function availabilityReading(records: SweepRecords, level: number): BarReading {
  checked(records);
  const { sweeps, offline, source } = records;
  const asked = sweeps.reduce((sum, one) => sum + one.asked, 0);
  const answered = sweeps.reduce((sum, one) => sum + one.answered, 0);
  const named = {
    name: "Availability",
    side: "at least",
    bar: AVAILABILITY,
    unit: "share",
    level,
    n: asked,
    of: "questions",
    source,
    convention: "questions with a readable answer over questions; Wilson's interval, which takes " +
      "failures as independent",
  } as const;
  if (offline || asked === 0) {
    return { ...named, n: 0, reason: offline ? OFFLINE : "no model was asked" };
  }
  const { share, low, high } = wilsonInterval(answered, asked, { level });
  const needed = neededShare(share, normalQuantile((1 + level) / 2), "questions");
  return { ...named, figure: share, low, high, ...(needed === undefined ? {} : { needed }) };
}
