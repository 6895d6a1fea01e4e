import { ballotScore, DEFAULT_WEIGHTS, voiceOf } from "../committee/mod.ts";
import { outsideLine } from "../outside_text.ts";
import { counted } from "../words.ts";
import { marketName } from "./ballot_market.ts";
import type { RecordContents } from "./ballot_record.ts";
import { outcomeDifference, outcomeKey, outcomeTable } from "./outcome_table.ts";
import { keyOf, saidIn } from "./entry_key.ts";
import type { RecordedBallot } from "./recorded_ballot.ts";

/**
 * What two records say differently of the same thing, each a sentence without its end that names both: two
 * answers to one question, of which both are kept, and two outcomes of one day, of which the record's own
 * stays.
 *
 * @param own The record that is merged into.
 * @param others The one that is taken in.
 *
 * @example Two records of nobody
 * ```ts
 * import { mergeConflicts } from "lab/record";
 * import { deepEqual } from "node:assert/strict";
 *
 * const nothing = {
 *   where: "none", ballots: [], failures: [], outcomes: [], problems: [], lines: 0, head: "",
 * };
 * deepEqual(mergeConflicts(nothing, nothing), []);
 * ```
 */
export function mergeConflicts(
  own: Pick<RecordContents, "ballots" | "outcomes">,
  others: Pick<RecordContents, "ballots" | "outcomes">,
): readonly string[] {
  const answers = Map.groupBy(own.ballots, keyOf), outcomes = outcomeTable(own.outcomes);
  return [
    ...others.ballots.flatMap((entry) => {
      const there = answers.get(keyOf(entry)), said = saidIn(entry);
      if (!there || there.some((one) => saidIn(one) === said)) return [];
      const { analyst, sector, day, sample } = entry.ballot;
      return [
        `${outsideLine(analyst)} on ${sector}, ${day}, sample ${sample}: ${
          answer(there[0])
        } here and ` +
        `${answer(entry)} there; both are kept, and the first asked counts`,
      ];
    }),
    ...others.outcomes.flatMap((outcome) => {
      const { market, day, horizonWeeks, resolvedAt } = outcome;
      const first = outcomes.get(outcomeKey(marketName(market), day, horizonWeeks));
      const apart = first && outcomeDifference(first.recorded, outcome);
      return apart === undefined ? [] : [
        `the outcome of ${day} over ${counted(horizonWeeks, "week")} joined there on ` +
        `${resolvedAt.slice(0, 10)} ${apart}; the one joined here on ` +
        `${first!.recorded.resolvedAt.slice(0, 10)} stays`,
      ];
    }),
  ];
}

/** An answer in a few words. */
function answer({ ballot, askedAt }: RecordedBallot): string {
  const { score } = ballotScore(ballot, DEFAULT_WEIGHTS);
  return `${score === undefined ? "no score" : `a score of ${score}`} by ${
    outsideLine(voiceOf(ballot))
  }, asked at ${askedAt},`;
}
