import { checkOptions, checkWord } from "../arguments.ts";
import { DEFAULT_WEIGHTS, type PillarWeights, voiceOf } from "../committee/mod.ts";
import { addCalendarDays, sectorsOn } from "../market/mod.ts";
import { outsideLine, quotedValue } from "../outside_text.ts";
import { INTERVAL_LEVEL } from "../stats/mod.ts";
import type { Day } from "../units.ts";
import { counted, listed } from "../words.ts";
import type { RecordContents, RecordProblem } from "./ballot_record.ts";
import { type BallotGroup, ballotGroups, POOLED, type Pooled } from "./ballot_groups.ts";
import { type GroupSummary, groupSummary } from "./group_summary.ts";
import { type JoinedOutcome, outcomeKey, outcomeTable } from "./outcome_table.ts";
import { type RecordInput, recordInput } from "./record_input.ts";
import type { RecordedBallot, RecordedFailure } from "./recorded_ballot.ts";

/** A day on which something was asked about, with what became of it. */
export interface RecordedDecision {
  readonly market: string;
  readonly day: Day;
  readonly horizonWeeks: number;
  readonly ballots: number;
  /** The day at whose close the horizon was over, or will be by the calendar. */
  readonly end: Day;
  /** `over`: nobody has joined its outcome yet. */
  readonly state: "resolved" | "over" | "open";
}

/** What a record says, group by group. */
export interface RecordSummary {
  readonly record: RecordInput;
  readonly pool: readonly Pooled[];
  readonly weights: PillarWeights;
  readonly level: number;
  readonly groups: readonly GroupSummary[];
  readonly decisions: readonly RecordedDecision[];
  /** What is kept apart, and what counts for nothing, in sentences. */
  readonly notes: readonly string[];
  readonly problems: readonly RecordProblem[];
  readonly conventions: Readonly<Record<string, string>>;
}

/** What is looked at of a record, and how. */
export interface SummaryOptions {
  /** The day of looking, by which a horizon is over or not. */
  readonly asOf: Day;
  /** Analysts or voices; all by default. */
  readonly analysts?: readonly string[];
  /** First and last decision day. */
  readonly from?: Day;
  readonly to?: Day;
  /** What is taken together. */
  readonly pool?: readonly Pooled[];
  /** Shares of the pillars in a score; 50/25/25 by default. */
  readonly weights?: PillarWeights;
  /** Two-sided confidence of every interval; 0.95 by default. */
  readonly level?: number;
  /** Of the bootstrap; 1 by default. */
  readonly seed?: number;
}

const ACTION = "Cannot summarise a record";

/** What each figure means. */
const CONVENTIONS = {
  calls:
    "one a voice, sector and day, the mean of its samples; of the same question asked again the " +
    "first answer counts; contaminated ballots count for no merit; days without overlap, each the first " +
    "at or after the end of the horizon before",
  hitRate:
    "sign(score − 3) = sign(return over the horizon less the sectors' mean), threes left out; " +
    "interval: Wilson's with the effective number of calls, days as clusters (Korn and Graubard 1998)",
  calibration: "stated confidence of the same calls, ten bins; interval from blocks of two days",
  houseBias:
    "mean score of a sector less 3, all days, contaminated ones too; interval: slow cosines, " +
    "all sectors together",
  noise: "standard deviation of the samples of a question about their mean; days as clusters",
  edge:
    "a book of the scores' distances from 3, gross exposure 1, on returns less the sectors' mean, " +
    "before costs, a decision; Student's t with days as clusters",
  usdPerBp:
    "known dollars a decision, failed and repeated answers too, over that edge; the edge's " +
    "interval turned over",
} as const;

/**
 * Hit rate, calibration, house bias, noise and price of every group of ballots in a record, each with
 * interval and n, and what is pending.
 *
 * Groups are kept apart by voice, model, market, masking, prompt, rubric and horizon, and by whether they
 * were asked forward or about the past, which nothing pools.
 *
 * @param contents From `read` of a record.
 * @param options See {@linkcode SummaryOptions}.
 * @returns Groups of real markets first, forward ones before past ones.
 * @throws {RangeError} If an analyst is none of the record's, or a word of `pool` is unknown.
 *
 * @example A record of nobody
 * ```ts
 * import { recordSummary } from "lab/record";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const nothing = {
 *   where: "none", ballots: [], failures: [], outcomes: [], problems: [], lines: 0, head: "",
 * };
 * equal(recordSummary(nothing, { asOf: day("2026-11-30") }).groups.length, 0);
 * ```
 */
export function recordSummary(contents: RecordContents, options: SummaryOptions): RecordSummary {
  checkOptions(ACTION, options, [
    ...["asOf", "analysts", "from", "to", "pool", "weights", "level", "seed"],
  ]);
  const { asOf, pool = [], weights = DEFAULT_WEIGHTS } = options;
  const { level = INTERVAL_LEVEL, seed = 1 } = options;
  pool.forEach((word) => checkWord(ACTION, "a word of pool", word, POOLED));
  const { ballots, failures, unlisted } = chosen(contents, options);
  const outcomes = outcomeTable(contents.outcomes);
  const found = ballotGroups({ ballots, failures }, { pool, weights });
  const groups = found.map((group) => groupSummary(group, outcomes, { level, seed }))
    .sort(byImportance);
  return {
    record: recordInput(contents, asOf),
    pool,
    weights,
    level,
    groups,
    decisions: decisionsOf(found, outcomes, asOf),
    notes: [...keptApart(groups, pool), ...unlisted],
    problems: contents.problems,
    conventions: CONVENTIONS,
  };
}

/** What is asked for of a record, less ballots of sectors that were not listed on their day. */
function chosen(contents: RecordContents, { analysts, from, to }: SummaryOptions) {
  if (analysts !== undefined) {
    const known = new Set<string>();
    for (const { ballot } of contents.ballots) known.add(ballot.analyst).add(voiceOf(ballot));
    for (const { failed } of contents.failures) known.add(failed.analyst).add(voiceOf(failed));
    const stranger = analysts.find((name) => !known.has(name));
    if (stranger !== undefined) {
      throw new RangeError(
        `${ACTION}: it holds nothing of ${quotedValue(stranger)}; it knows ${
          known.size === 0
            ? "nobody"
            : [...known].sort().map((name) => outsideLine(name)).join(", ")
        }`,
      );
    }
  }
  const isChosen = (one: Parameters<typeof voiceOf>[0] & { readonly day: string }) =>
    (from === undefined || one.day >= from) && (to === undefined || one.day <= to) &&
    (analysts === undefined || analysts.includes(one.analyst) || analysts.includes(voiceOf(one)));
  const listedOn = new Map<string, ReadonlySet<string>>();
  const isListed = ({ market, ballot: { day, sector } }: RecordedBallot) => {
    if (market.kind !== "real") return true;
    let listed = listedOn.get(day);
    if (!listed) listedOn.set(day, listed = new Set(sectorsOn(day as Day)));
    return listed.has(sector);
  };
  const inside = contents.ballots.filter(({ ballot }) => isChosen(ballot));
  const strangers = inside.filter((entry) => !isListed(entry));
  const which = new Set(strangers.map(({ ballot: { sector, day } }) => `${sector} on ${day}`));
  return {
    ballots: strangers.length === 0 ? inside : inside.filter(isListed),
    failures: contents.failures.filter(({ failed }) => isChosen(failed)) as RecordedFailure[],
    unlisted: which.size === 0 ? [] : [
      `${counted(strangers.length, "ballot")} about a sector that was not listed on that day ` +
      `${strangers.length === 1 ? "counts" : "count"} for nothing: ${shortened([...which])}`,
    ],
  };
}

/** The first of many, and how many more there are. */
function shortened(all: readonly string[], most = 5): string {
  return all.length <= most
    ? listed(all)
    : `${all.slice(0, most).join(", ")} and ${all.length - most} more`;
}

function byImportance(a: GroupSummary, b: GroupSummary): number {
  const rank = ({ names, counts }: GroupSummary) => [
    names.market.includes("real") ? 0 : 1,
    names.asked[0] === "forward" ? 0 : 1,
    -counts.ballots,
  ];
  const [one, other] = [rank(a), rank(b)];
  const at = one.findIndex((value, i) => value !== other[i]);
  return at < 0 ? 0 : one[at] - other[at];
}

/** Days with what became of them, in order. */
function decisionsOf(
  groups: readonly BallotGroup[],
  outcomes: ReadonlyMap<string, JoinedOutcome>,
  asOf: Day,
): readonly RecordedDecision[] {
  const found = new Map<string, RecordedDecision & { ballots: number }>();
  for (const { names: { horizonWeeks: [horizonWeeks] }, voices } of groups) {
    for (const { market, day, cells } of voices.flat()) {
      const ballots = cells.reduce((sum, { ballots }) => sum + ballots.length, 0);
      const key = outcomeKey(market, day, horizonWeeks), known = found.get(key);
      if (known) {
        known.ballots += ballots;
        continue;
      }
      const end = outcomes.get(key)?.end, due = addCalendarDays(day, 7 * horizonWeeks);
      // Worlds and industries are there to their end at any time.
      const isOver = market !== "real" || due < asOf;
      found.set(key, {
        market,
        day,
        horizonWeeks,
        ballots,
        end: end ?? due,
        state: end !== undefined ? "resolved" : isOver ? "over" : "open",
      });
    }
  }
  return [...found.values()].sort((a, b) =>
    a.day < b.day ? -1 : a.day > b.day ? 1 : a.market < b.market ? -1 : 1
  );
}

/** What of one analyst is kept apart though only the way of asking differs. */
function keptApart(groups: readonly GroupSummary[], pool: readonly Pooled[]): readonly string[] {
  const keys = [
    ["prompt", "prompt versions"],
    ["rubric", "rubrics"],
    ["model", "models"],
  ] as const;
  const byAnalyst = Map.groupBy(groups, ({ names }) => names.analyst.join(", "));
  return [...byAnalyst].flatMap(([analyst, own]) =>
    keys.flatMap(([key, what]) => {
      const values = [...new Set(own.flatMap(({ names }) => names[key]))].sort();
      if (values.length < 2 || pool.includes(key)) return [];
      const named = values.map((value) =>
        key === "rubric" ? value.slice(0, 8) : outsideLine(value)
      );
      return [
        `${outsideLine(analyst)}: ballots of ${values.length} ${what} (${
          shortened(named)
        }) are kept ` +
        `apart; pooled by ${key} they are taken together`,
      ];
    })
  );
}
