import { DEFAULT_WEIGHTS, type PillarWeights, rubric, verdict } from "../committee/mod.ts";
import { SECTORS, sectorsOn } from "../market/mod.ts";
import type { ConfidenceOutcome } from "../signals/mod.ts";
import { isHit } from "../stats/mod.ts";
import type { Day } from "../units.ts";
import type { RecordContents } from "./ballot_record.ts";
import { ballotNames, namesKey } from "./ballot_groups.ts";
import { outcomeKey, outcomeTable } from "./outcome_table.ts";
import { type RecordInput, recordInput } from "./record_input.ts";
import type { RecordedBallot } from "./recorded_ballot.ts";
import { withoutOverlap } from "./without_overlap.ts";

/** What a committee stated before, with what came of it. */
export interface ConfidenceRecord {
  /** One per call that took a side, the earliest first; for `calibratedConfidences`. */
  readonly calls: readonly ConfidenceOutcome[];
  /** Decision days behind them, without overlap. */
  readonly days: number;
  /** Days of this committee with no outcome by the day. */
  readonly pending: number;
  /** The first and last of those days; absent without one. */
  readonly since?: Day;
  readonly until?: Day;
  /** Read, named and hashed with the other inputs. */
  readonly input: RecordInput;
}

/**
 * The confidences that the verdicts of some analysts stated before, with their outcomes: what
 * `calibrated` confidence rests on.
 *
 * The same committee: ballots of the same voices, models, masking, prompts, rubrics, horizon and kind of
 * market as those of `like`, on days on which each of its analysts gave one; each day joined by the
 * verdict's own rules. Only what was asked forward, whose author cannot know the outcome, and whose horizon
 * was over by `asOf`, on days without overlap. Of one analyst it is the record of that voice.
 *
 * Days are taken from the front, so that the calls known by an earlier day are among those known by a
 * later one: read once for the last day, it serves every day of a walk forward, for
 * `calibratedConfidences` looks at no call that is resolved later than its own day.
 *
 * @param contents From `read` of a record.
 * @param options.like Ballots of the verdict that is to be calibrated, of any day; of none nothing is known.
 * @param options.asOf The day that wants to know; outcomes of its close count.
 * @param options.weights Shares of the pillars in the verdict's score; 50/25/25 by default.
 * @throws {RangeError} If `like` has ballots of several horizons, or the weights do not sum to 1.
 *
 * @example Nothing asked, nothing known
 * ```ts
 * import { confidenceRecord } from "lab/record";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const nothing = {
 *   where: "none", ballots: [], failures: [], outcomes: [], problems: [], lines: 0, head: "",
 * };
 * equal(confidenceRecord(nothing, { like: [], asOf: day("2026-11-30") }).calls.length, 0);
 * ```
 */
export function confidenceRecord(
  contents: RecordContents,
  options: {
    readonly like: readonly RecordedBallot[];
    readonly asOf: Day;
    readonly weights?: PillarWeights;
  },
): ConfidenceRecord {
  const { like, asOf, weights = DEFAULT_WEIGHTS } = options;
  const horizons = [...new Set(like.map(({ ballot }) => ballot.horizonWeeks))];
  if (horizons.length > 1) {
    throw new RangeError(
      `Cannot read a record of confidences: need ballots of one horizon, got ${
        horizons.sort((a, b) => a - b).join(" and ")
      } weeks`,
    );
  }
  const input = recordInput(contents, asOf);
  if (like.length === 0) return { calls: [], days: 0, pending: 0, input };
  const [horizonWeeks] = horizons;
  const days = committeeDays(contents.ballots, like, asOf);
  const outcomes = outcomeTable(contents.outcomes);
  const resolved = [...days].flatMap(([day, ballots]) => {
    const joined = outcomes.get(outcomeKey(ballotNames(ballots[0]).market, day, horizonWeeks));
    return joined === undefined || joined.end > asOf
      ? []
      : [{ day, end: joined.end, ballots, joined }];
  });
  const apart = withoutOverlap(resolved);
  const asked = rubric({ weights, horizonWeeks });
  const calls = apart.flatMap(({ day, end, ballots, joined }) => {
    const clean = ballots.map(({ ballot }) => ballot);
    const tainted = new Set(
      clean.flatMap(({ contaminated, sector }) => contaminated === undefined ? [] : [sector]),
    );
    const sectors = SECTORS.filter((sector) => clean.some((one) => one.sector === sector));
    const { relative } = joined;
    return verdict(clean, { day, sectors, rubric: asked }).sectors
      .flatMap(({ sector, score, confidence }): ConfidenceOutcome[] => {
        const right = tainted.has(sector) ? undefined : isHit(score, relative[sector]);
        return right === undefined
          ? []
          : [{ day, resolvedOn: end, stated: confidence ?? 0, right }];
      });
  });
  return {
    calls,
    days: apart.length,
    pending: days.size - resolved.length,
    ...(apart.length === 0 ? {} : { since: apart[0].day, until: apart.at(-1)!.day }),
    input,
  };
}

/** Days before `asOf` on which every analyst of a committee was asked forward, with the first answers. */
function committeeDays(
  ballots: readonly RecordedBallot[],
  like: readonly RecordedBallot[],
  asOf: Day,
): ReadonlyMap<Day, readonly RecordedBallot[]> {
  const forward = (entry: RecordedBallot) => namesKey({ ...ballotNames(entry), asked: "forward" });
  const accepted = new Set(like.map(forward));
  const analysts = new Set(like.map(({ ballot }) => ballot.analyst));
  const days = new Map<Day, Map<string, RecordedBallot>>();
  for (const entry of ballots) {
    const { ballot: { analyst, sector, sample }, askedAt, market } = entry;
    const day = entry.ballot.day as Day;
    if (day >= asOf || !analysts.has(analyst)) continue;
    if (!accepted.has(namesKey(ballotNames(entry)))) continue;
    if (market.kind === "real" && !sectorsOn(day).includes(sector)) continue;
    let first = days.get(day);
    if (!first) days.set(day, first = new Map());
    const key = JSON.stringify([analyst, sector, sample]), known = first.get(key);
    if (known === undefined || askedAt < known.askedAt) first.set(key, entry);
  }
  return new Map(
    [...days].map(([day, first]) => [day, [...first.values()]] as const).filter(([, entries]) =>
      new Set(entries.map(({ ballot }) => ballot.analyst)).size === analysts.size
    ),
  );
}
