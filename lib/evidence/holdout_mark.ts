import { times } from "../words.ts";
import { createHash } from "node:crypto";
import { outsideLine } from "../outside_text.ts";
import type { Opening, TrialTally } from "./trial_tally.ts";

/** Share of the scored decisions that is put away, the last ones. */
export const HOLDOUT_SHARE = 0.2;

/** Whose decisions on which market, and which of them are put away. */
export interface HoldoutMark {
  /** The market by its prices, such as `marketMark` of `lab/research` gives it. */
  readonly market: string;
  /** Who scored, or a hash of the scores. */
  readonly scores: string;
  /** First and last decision put away. */
  readonly from: string;
  readonly to: string;
}

/**
 * Which of a record's decisions are put away: the last fifth of those that were scored behind the
 * scorer's knowledge cutoff. The one rule of backtest, sweep and scorecard.
 *
 * Where none lies behind a cutoff, or nobody knows it, the fifth is taken of all that were scored: who
 * names the scorer later finds it untouched. The place hangs on the scores alone, so that no choice of
 * days or schedule moves it.
 *
 * @param days Scored decisions, in order, the last of which may close the account.
 * @param options.share Above 0 and below 1; a fifth by default.
 * @param options.isBehind Whether whoever scored a day could not know what came after.
 * @returns First and last day put away and their number; absent where there are fewer than two days.
 * @throws {RangeError} If the share is out of range.
 *
 * @example Ten weeks, of which five lie behind the cutoff
 * ```ts
 * import { decisionsPutAway } from "lab/evidence";
 * import { deepEqual } from "node:assert/strict";
 *
 * const days = Array.from({ length: 10 }, (_, k) => `2026-01-${10 + k}`);
 * deepEqual(decisionsPutAway(days), { from: "2026-01-18", to: "2026-01-19", decisions: 2 });
 * const isBehind = (day: string) => day > "2026-01-14";
 * deepEqual(decisionsPutAway(days, { isBehind }), {
 *   from: "2026-01-19",
 *   to: "2026-01-19",
 *   decisions: 1,
 * });
 * ```
 */
export function decisionsPutAway<D extends string>(
  days: readonly D[],
  options: { readonly share?: number; readonly isBehind?: (day: D) => boolean } = {},
): { readonly from: D; readonly to: D; readonly decisions: number } | undefined {
  const { share = HOLDOUT_SHARE, isBehind = () => true } = options;
  if (!(share > 0 && share < 1)) {
    throw new RangeError(`Cannot hold out: share must lie in (0, 1), got ${share}`);
  }
  const behind = days.filter(isBehind), of = behind.length < 2 ? days : behind;
  if (of.length < 2) return undefined;
  // The last decision closes the account: a fifth of the steps.
  const decisions = Math.max(1, Math.round(share * (of.length - 1)));
  return { from: of[of.length - decisions], to: of[of.length - 1], decisions };
}

/** Rows of a file of scores by which it is known: it may grow, and what it began with stays. */
const MARK_ROWS = 40;
const MARK_LETTERS = 16;
/** A day in a row, however it is written. */
const DAY = /\d{4}-?\d\d-?\d\d/;

/**
 * What a file of scores is known by, whatever it is called: a hash of its first rows by day, so that a
 * file that grew by newer ones, above or below, is the same scores; of all its bytes where it is no text.
 *
 * @example
 * ```ts
 * import { scoresMark } from "lab/evidence";
 * import { equal } from "node:assert/strict";
 *
 * const row = (k: number) => `2026-01-${10 + (k >> 2)},XL${"KPUV"[k % 4]},${1 + k % 5}`;
 * const text = (rows: number) => ["day,sector,score", ...Array.from({ length: rows }, (_, k) => row(k))];
 * const mark = (rows: number) => scoresMark(new TextEncoder().encode(text(rows).join("\n")));
 * equal(mark(40), mark(60));
 * ```
 */
export function scoresMark(bytes: Uint8Array): string {
  const hash = createHash("sha256");
  if (bytes.subarray(0, 4).every((byte, i) => byte === "PAR1".charCodeAt(i))) hash.update(bytes);
  else {
    const rows = new TextDecoder().decode(bytes).split("\n").map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith("#"));
    // By day, for a file may have its newest rows first; then as texts.
    const byDay = rows.slice(1).map((row) => [DAY.exec(row)?.[0] ?? "", row]);
    byDay.sort(([a, one], [b, other]) => a < b ? -1 : a > b ? 1 : one < other ? -1 : 1);
    hash.update(byDay.slice(0, MARK_ROWS).map(([, row]) => row).join("\n"));
  }
  return hash.digest("hex").slice(0, MARK_LETTERS);
}

/** What the log of trials knows of openings that touch some days. */
interface OpeningsFound {
  /** Of the same scores on the same market, in the order of the log. */
  readonly same: readonly Opening[];
  /** Of other scores: the days of the market were looked at, these scores were not. */
  readonly others: readonly Opening[];
  /** By readers of before, whose count was begun anew since. */
  readonly before: readonly Opening[];
}

/**
 * The openings of a log that touch the days of a holdout, whichever command opened them.
 *
 * @example
 * ```ts
 * import { openingsOf } from "lab/evidence";
 * import { deepEqual } from "node:assert/strict";
 *
 * const opened = { at: "2026-11-30", because: "chosen", market: "m", scores: "s" };
 * const openings = { "m by s": [{ ...opened, from: "2026-01-05", to: "2026-03-06" }] };
 * const mark = { market: "m", scores: "s", from: "2026-02-06", to: "2026-04-03" };
 * deepEqual(openingsOf({ openings }, mark).same.length, 1);
 * deepEqual(openingsOf({ openings }, { ...mark, scores: "t" }).others.length, 1);
 * deepEqual(openingsOf({ openings }, { ...mark, from: "2026-03-13" }).same.length, 0);
 * ```
 */
export function openingsOf(
  { openings }: Pick<TrialTally, "openings">,
  { market, scores, from, to }: HoldoutMark,
): OpeningsFound {
  const touching = Object.values(openings).flat()
    .filter((one) =>
      one.market === market && (one.from ?? "") <= to && from <= (one.to ?? "\uffff")
    )
    .toSorted((a, b) => a.at < b.at ? -1 : a.at > b.at ? 1 : 0);
  const now = touching.filter(({ isBeforeReset }) => !isBeforeReset);
  return {
    same: now.filter((one) => one.scores === scores),
    others: now.filter((one) => one.scores !== scores),
    before: touching.filter(({ isBeforeReset }) => isBeforeReset),
  };
}

/**
 * What a log says of days put away, as a phrase: never that nobody looked where somebody did, or where
 * the log cannot know.
 *
 * @param tally As the log stands; absent where nobody counted.
 *
 * @example
 * ```ts
 * import { openingsText } from "lab/evidence";
 * import { equal } from "node:assert/strict";
 *
 * const mark = { market: "m", scores: "s", from: "2026-02-06", to: "2026-04-03" };
 * equal(
 *   openingsText({ openings: {}, gaps: [], problems: [] }, mark),
 *   "no opening is on record, and no figure here rests on them",
 * );
 * ```
 */
export function openingsText(
  tally: Pick<TrialTally, "openings" | "gaps" | "problems"> | undefined,
  mark: HoldoutMark,
): string {
  if (tally === undefined) {
    return "no figure here rests on them; whether anybody opened them, no log was asked";
  }
  const { same, others, before } = openingsOf(tally, mark);
  const last = (all: readonly Opening[]) => {
    const { at, because } = all[all.length - 1];
    return `last on ${at.slice(0, 10)} because ${outsideLine(because)}`;
  };
  const parts = [
    ...(same.length > 0
      ? [
        `opened ${times(same.length)} before, ${
          last(same)
        }; whoever chose since may have chosen by them`,
      ]
      : []),
    ...(others.length > 0
      ? [`these days were opened ${times(others.length)} with other scores, ${last(others)}`]
      : []),
    ...(before.length > 0
      ? [`opened ${times(before.length)} before the count was begun anew, ${last(before)}`]
      : []),
  ];
  const isWhole = tally.gaps.length === 0 && tally.problems.length === 0;
  if (parts.length === 0 && isWhole) {
    return "no opening is on record, and no figure here rests on them";
  }
  if (!isWhole) parts.push("the log has gaps, so that an opening may be missing from it");
  return parts.join("; ");
}
